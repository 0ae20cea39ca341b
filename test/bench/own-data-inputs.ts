// What own-data.ts reads: events as JSON lines, records as CSV, an access log; and how they are parsed.
import { BIGINT, DOUBLE, INT, type Schema, STRING, TIMESTAMP } from '../../src/columns/data-type.ts';
import type { CsvDialect, Framing, ParsedColumn } from '../../src/formats/record-format.ts';

export const BATCH = 10_000;
export const ADS = 1000;
export const CAMPAIGNS = 100;
export const COMMA: CsvDialect = { delimiter: ',', quote: '"', escape: '"', trim: false };
export const LINES: Framing = { kind: 'lines', encoding: 'utf-8', skip: 0 };
export const EVENTS: Schema = [
  { name: 'ad_id', type: STRING },
  { name: 'event_type', type: STRING },
  { name: 'event_time', type: BIGINT },
];
const TYPES = ['view', 'click', 'purchase'];
const CAST = { kind: 'cast' } as const;

/** The columns of the events, as a parser takes them. */
export const EVENT_COLUMNS: readonly ParsedColumn[] = EVENTS.map((field): ParsedColumn => ({ ...field, from: field.name, form: CAST }));

export interface Event {
  readonly ad_id: string;
  readonly event_type: string;
  readonly event_time: number;
}

function hash(i: number): number {
  return Math.imul(i + 1, 2_654_435_761) >>> 8;
}

export function jsonOf(events: number): Uint8Array {
  const lines = Array.from({ length: events }, (_, i) => {
    const ad = hash(i) % ADS;
    const time = 1_718_000_000_000 + i * 10;
    return `{"user_id":"u-${hash(i) % 9973}","page_id":"p-${ad % 77}","ad_id":"ad-${ad}","ad_type":"banner","event_type":"${TYPES[hash(i * 7) % 3]}","event_time":${time},"ip_address":"198.51.100.7"}`;
  });
  return new TextEncoder().encode(lines.join('\n'));
}

export const JSON_COLUMNS: readonly ParsedColumn[] = ['user_id', 'page_id', 'ad_id', 'ad_type', 'event_type', 'event_time', 'ip_address'].map(
  (name) => ({
    name,
    type: name === 'event_time' ? BIGINT : STRING,
    from: name,
    form: CAST,
  }),
);

export function csvOf(events: number): Uint8Array {
  const lines = Array.from(
    { length: events },
    (_, i) =>
      `2024-06-10T${String(6 + (i % 12)).padStart(2, '0')}:13:${String(i % 60).padStart(2, '0')}Z,user-${hash(i) % 9973},view,${(hash(i) % 100_000) / 100},"quoted, ${i % 50}",${i}`,
  );
  return new TextEncoder().encode(lines.join('\n'));
}

export const CSV_COLUMNS: readonly ParsedColumn[] = [TIMESTAMP, STRING, STRING, DOUBLE, STRING, INT].map((type, from) => ({
  name: `c${from}`,
  type,
  from,
  form: CAST,
}));

export function logOf(events: number): Uint8Array {
  const lines = Array.from(
    { length: events },
    (_, i) =>
      `198.51.100.${i % 250} - - [10/Jun/2024:06:13:${String(i % 60).padStart(2, '0')} +0000] "GET /page-${hash(i) % 300} HTTP/1.1" 200 ${hash(i) % 50_000} "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
  );
  return new TextEncoder().encode(lines.join('\n'));
}

export const LOG_COLUMNS: readonly ParsedColumn[] = [
  ...['host', 'path', 'agent'].map((name): ParsedColumn => ({ name, type: STRING, from: name, form: CAST })),
  { name: 'status', type: INT, from: 'status', form: CAST },
  { name: 'bytes', type: BIGINT, from: 'bytes', form: CAST },
  { name: 'time', type: TIMESTAMP, from: 'time', form: { kind: 'pattern', pattern: 'dd/MMM/yyyy:HH:mm:ss Z' } },
];
