// What reading one's own data costs: W3 of the performance page (views joined to their campaign, counted per campaign and 10 s of event
// time) from parsed columns and from JSON lines, 20 expressions a row, and the plain throughput of CSV, JSON lines and access logs.
// The plan's kernels without a store, beside hand-written rows. Answers are compared before anything is told.

import { rowsFromValues } from '../../src/columns/build.ts';
import { type Rows, selectedCount } from '../../src/columns/column.ts';
import { BIGINT, DOUBLE, INT, type Schema, STRING, TIMESTAMP } from '../../src/columns/data-type.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import { RecordFramer } from '../../src/formats/framing/record-framer.ts';
import { RecordParser } from '../../src/formats/parse/record-parser.ts';
import type { CsvDialect, Framing, ParsedColumn, RecordFormat } from '../../src/formats/record-format.ts';
import type { NodeId } from '../../src/plan/plan.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import type { Result } from '../../src/problem/problem.ts';

export interface OwnDataFigure {
  readonly name: string;
  /** Medians in milliseconds. */
  readonly ms: { readonly [contestant: string]: number };
  readonly events: number;
  readonly megabytes: number;
}

const BATCH = 10_000;
const ADS = 1000;
const CAMPAIGNS = 100;
const TYPES = ['view', 'click', 'purchase'];
const CAST = { kind: 'cast' } as const;
const COMMA: CsvDialect = { delimiter: ',', quote: '"', escape: '"', trim: false };
const LINES: Framing = { kind: 'lines', encoding: 'utf-8', skip: 0 };
const EVENTS: Schema = [
  { name: 'ad_id', type: STRING },
  { name: 'event_type', type: STRING },
  { name: 'event_time', type: BIGINT },
];

export function ownDataFigures(events: number, rounds: number): readonly OwnDataFigure[] {
  const json = jsonOf(events);
  const records = new RecordFramer(LINES).all(json).column;
  const lines = Array.from({ length: events }, (_, i) => new TextDecoder().decode(records.bytes.subarray(records.starts[i], records.ends[i])));
  const parsed = new RecordParser(
    { kind: 'json' },
    EVENTS.map((field): ParsedColumn => ({ ...field, from: field.name, form: CAST })),
  );
  const context = { timeZone: 'UTC', batchTimeMs: 0 };
  const columns: Rows = { schema: EVENTS, columns: parsed.parse(records, null, context).columns, length: events, selection: null };
  const text: Rows = { schema: [{ name: 'value', type: STRING }], columns: [records], length: events, selection: null };
  const objects = lines.map((line) => JSON.parse(line) as Event);
  const figure = (name: string, megabytes: number, all: { readonly [contestant: string]: () => number }): OwnDataFigure => ({
    name,
    events,
    megabytes,
    ms: compare(name, all, rounds),
  });
  const megabytes = json.length / 1e6;
  const csv = csvOf(events);
  const log = logOf(events);
  return [
    figure('W3 parsed', 0, { millrace: () => w3(columns, false), rows: () => w3Rows(objects.length, (i) => objects[i] as Event) }),
    figure('W3 from JSON', megabytes, {
      millrace: () => w3(text, true),
      rows: () => w3Rows(lines.length, (i) => JSON.parse(lines[i] as string) as Event),
    }),
    figure('20 expressions', 0, { millrace: () => expressions(columns), rows: () => expressionRows(objects) }),
    figure('JSON lines to 7 columns', megabytes, {
      millrace: () => throughput(json, LINES, { kind: 'json' }, JSON_COLUMNS),
      'JSON.parse': () => lines.reduce((count, line) => count + ((JSON.parse(line) as Event).event_time > 0 ? 1 : 0), 0),
    }),
    figure('CSV to 6 columns', csv.length / 1e6, {
      millrace: () =>
        throughput(
          csv,
          { kind: 'csv', encoding: 'utf-8', skip: 0, dialect: COMMA },
          { kind: 'csv', dialect: COMMA, fields: 6, nullWords: [] },
          CSV_COLUMNS,
        ),
    }),
    figure('Access log to 6 columns', log.length / 1e6, {
      millrace: () => throughput(log, LINES, { kind: 'log', pattern: 'apache-combined', startYear: null }, LOG_COLUMNS),
    }),
  ];
}

interface Event {
  readonly ad_id: string;
  readonly event_type: string;
  readonly event_time: number;
}

function hash(i: number): number {
  return Math.imul(i + 1, 2_654_435_761) >>> 8;
}

function jsonOf(events: number): Uint8Array {
  const lines = Array.from({ length: events }, (_, i) => {
    const ad = hash(i) % ADS;
    const time = 1_718_000_000_000 + i * 10;
    return `{"user_id":"u-${hash(i) % 9973}","page_id":"p-${ad % 77}","ad_id":"ad-${ad}","ad_type":"banner","event_type":"${TYPES[hash(i * 7) % 3]}","event_time":${time},"ip_address":"198.51.100.7"}`;
  });
  return new TextEncoder().encode(lines.join('\n'));
}

const JSON_COLUMNS: readonly ParsedColumn[] = ['user_id', 'page_id', 'ad_id', 'ad_type', 'event_type', 'event_time', 'ip_address'].map((name) => ({
  name,
  type: name === 'event_time' ? BIGINT : STRING,
  from: name,
  form: CAST,
}));

function csvOf(events: number): Uint8Array {
  const lines = Array.from(
    { length: events },
    (_, i) =>
      `2024-06-10T${String(6 + (i % 12)).padStart(2, '0')}:13:${String(i % 60).padStart(2, '0')}Z,user-${hash(i) % 9973},view,${(hash(i) % 100_000) / 100},"quoted, ${i % 50}",${i}`,
  );
  return new TextEncoder().encode(lines.join('\n'));
}

const CSV_COLUMNS: readonly ParsedColumn[] = [TIMESTAMP, STRING, STRING, DOUBLE, STRING, INT].map((type, from) => ({
  name: `c${from}`,
  type,
  from,
  form: CAST,
}));

function logOf(events: number): Uint8Array {
  const lines = Array.from(
    { length: events },
    (_, i) =>
      `198.51.100.${i % 250} - - [10/Jun/2024:06:13:${String(i % 60).padStart(2, '0')} +0000] "GET /page-${hash(i) % 300} HTTP/1.1" 200 ${hash(i) % 50_000} "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
  );
  return new TextEncoder().encode(lines.join('\n'));
}

const LOG_COLUMNS: readonly ParsedColumn[] = [
  ...['host', 'path', 'agent'].map((name): ParsedColumn => ({ name, type: STRING, from: name, form: CAST })),
  { name: 'status', type: INT, from: 'status', form: CAST },
  { name: 'bytes', type: BIGINT, from: 'bytes', form: CAST },
  { name: 'time', type: TIMESTAMP, from: 'time', form: { kind: 'pattern', pattern: 'dd/MMM/yyyy:HH:mm:ss Z' } },
];

/** Records read, in pieces of a megabyte. */
function throughput(bytes: Uint8Array, framing: Framing, format: RecordFormat, columns: readonly ParsedColumn[]): number {
  const framer = new RecordFramer(framing);
  const parser = new RecordParser(format, columns);
  let count = 0;
  const take = ({ column }: ReturnType<RecordFramer['push']>) => {
    const { classes } = parser.parse(column, null, { timeZone: 'UTC', batchTimeMs: 0 });
    if (classes.spotted) throw new Error('A record of the benchmark is bad');
    count += column.length;
  };
  for (let at = 0; at < bytes.length; at += 1 << 20) take(framer.push(bytes.subarray(at, at + (1 << 20))));
  take(framer.finish());
  return count;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

/** Runs a plan made behind a source over all rows in batches; the sum of the last column that came out. */
function runPlan(input: Rows, make: (builder: PlanBuilder, source: NodeId) => NodeId): number {
  const builder = new PlanBuilder({ batchIntervalMs: 1000, timeZone: 'UTC' });
  const source = must(builder.source({ operatorId: 'in', role: 'rows', label: 'In', source: { kind: 'live' }, schema: input.schema }));
  const last = make(builder, source);
  const sink = must(builder.sink({ operatorId: 'out', role: 'sink', label: 'Out', input: last, view: { kind: 'table' } }));
  const runtime = createPlanRuntime(builder.finish(), { zeroTimeMs: 0, now: () => 0 });
  let sum = 0;
  for (let batch = 0; batch * BATCH < input.length; batch++) {
    const selection = Int32Array.from({ length: Math.min(BATCH, input.length - batch * BATCH) }, (_, i) => batch * BATCH + i);
    const rows = sliced(input, selection[0] ?? 0, selection.length);
    const out = runtime.runBatch({ batchId: batch + 1, timeMs: (batch + 1) * 1000, sources: new Map([[source, rows]]) }).sinks.get(sink);
    const column = out?.columns.at(-1);
    if (out == null || column === undefined) continue;
    for (let i = 0; i < selectedCount(out); i++) {
      const row = out.selection === null ? i : (out.selection[i] as number);
      if (column.kind === 'float' || column.kind === 'int') sum += column.values[row] as number;
    }
  }
  return sum;
}

function sliced(rows: Rows, from: number, length: number): Rows {
  const columns = rows.columns.map((column) => {
    if (column.kind === 'string')
      return { ...column, length, starts: column.starts.subarray(from, from + length), ends: column.ends.subarray(from, from + length) };
    if (column.kind === 'float') return { ...column, length, values: column.values.subarray(from, from + length) };
    throw new Error('Events have texts and numbers');
  });
  return { schema: rows.schema, columns, length, selection: null };
}

function w3(input: Rows, fromJson: boolean): number {
  return runPlan(input, (builder, source) => {
    const events = fromJson
      ? must(
          builder.parse({
            operatorId: 'parse',
            role: 'parse',
            label: 'Parse',
            input: source,
            column: 'value',
            keep: false,
            format: { kind: 'json' },
            columns: EVENTS.map((field): ParsedColumn => ({ ...field, from: field.name, form: CAST })),
            onError: 'null',
          }),
        )
      : source;
    const views = must(
      builder.filter({ operatorId: 'views', role: 'filter', label: 'Views', input: events, condition: "event_type = 'view'", param: 'condition' }),
    );
    const schema: Schema = [
      { name: 'ad', type: STRING },
      { name: 'campaign', type: STRING },
    ];
    const ads = rowsFromValues(
      schema,
      Array.from({ length: ADS }, (_, ad) => [`ad-${ad}`, `campaign-${ad % CAMPAIGNS}`]),
    );
    const table = must(builder.table({ operatorId: 'ads', role: 'table', label: 'Ads', rows: ads }));
    const joined = must(
      builder.join({
        operatorId: 'join',
        role: 'join',
        label: 'Join',
        left: views,
        right: table,
        how: 'inner',
        on: { text: 'l.ad_id = r.ad', param: 'on' },
        columns: [
          { name: 'campaign', text: 'r.campaign', param: 'columns' },
          { name: 'slot', text: 'l.event_time div 10000', param: 'columns' },
        ],
      }),
    );
    const keys = ['campaign', 'slot'].map((name) => ({ name, text: name, param: 'keys' }));
    const aggregates = [{ name: 'n', text: 'count(*)', param: 'aggregates' }];
    return must(
      builder.aggregate({
        operatorId: 'counts',
        role: 'aggregate',
        label: 'Counts',
        input: joined,
        windowing: { kind: 'running', emit: 'changes' },
        keys,
        aggregates,
      }),
    );
  });
}

function w3Rows(count: number, eventAt: (i: number) => Event): number {
  const campaigns = new Map(Array.from({ length: ADS }, (_, ad) => [`ad-${ad}`, `campaign-${ad % CAMPAIGNS}`]));
  const counts = new Map<string, number>();
  let sum = 0;
  for (let from = 0; from < count; from += BATCH) {
    const touched = new Set<string>();
    for (let i = from; i < Math.min(count, from + BATCH); i++) {
      const { ad_id, event_type, event_time } = eventAt(i);
      const campaign = event_type === 'view' ? campaigns.get(ad_id) : undefined;
      if (campaign === undefined) continue;
      const key = `${campaign}|${Math.trunc(event_time / 10_000)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      touched.add(key);
    }
    for (const key of touched) sum += counts.get(key) ?? 0;
  }
  return sum;
}

/** Twenty of different kinds: arithmetic, comparison, conditions, texts. The last adds up what can be added. */
function expressions(input: Rows): number {
  const texts = [
    ...[
      'event_time + 1',
      'event_time - 7',
      'event_time * 2',
      'event_time div 1000',
      'event_time % 60',
      'event_time > 5',
      'abs(event_time - 1718000000000)',
    ],
    ...['length(ad_id)', 'upper(event_type)', "concat(ad_id, '/', event_type)", 'substring(ad_id, 4)', "event_type = 'view'", "ad_id LIKE 'ad-1%'"],
    ...["if(event_type = 'view', 1, 0)", "CASE event_type WHEN 'view' THEN 1 WHEN 'click' THEN 2 ELSE 3 END", "coalesce(event_type, 'none')"],
    ...['CAST(event_time AS STRING)', "event_type IN ('view', 'click')", 'greatest(event_time % 7, event_time % 11)'],
    'length(ad_id) + event_time % 60 + length(event_type)',
  ];
  const columns = texts.map((text, i) => ({ name: `e${i}`, text, param: 'columns' }));
  return runPlan(input, (builder, source) => must(builder.project({ operatorId: 'map', role: 'columns', label: 'Map', input: source, columns })));
}

function expressionRows(events: readonly Event[]): number {
  let sum = 0;
  for (const { ad_id, event_type, event_time } of events) {
    const row = {
      e0: event_time + 1,
      e1: event_time - 7,
      e2: event_time * 2,
      e3: Math.trunc(event_time / 1000),
      e4: event_time % 60,
      e5: event_time > 5,
      e6: Math.abs(event_time - 1_718_000_000_000),
      e7: ad_id.length,
      e8: event_type.toUpperCase(),
      e9: `${ad_id}/${event_type}`,
      e10: ad_id.slice(3),
      e11: event_type === 'view',
      e12: ad_id.startsWith('ad-1'),
      e13: event_type === 'view' ? 1 : 0,
      e14: event_type === 'view' ? 1 : event_type === 'click' ? 2 : 3,
      e15: event_type ?? 'none',
      e16: String(event_time),
      e17: event_type === 'view' || event_type === 'click',
      e18: Math.max(event_time % 7, event_time % 11),
      e19: ad_id.length + (event_time % 60) + event_type.length,
    };
    sum += row.e19;
  }
  return sum;
}

/** Medians; the first round is the check and a warm-up. @throws when answers differ. */
function compare(name: string, all: { readonly [contestant: string]: () => number }, rounds: number): { readonly [contestant: string]: number } {
  const times = new Map<string, number[]>();
  let expected: number | null = null;
  for (let round = 0; round <= rounds; round++) {
    for (const [contestant, run] of Object.entries(all)) {
      const started = performance.now();
      const answer = run();
      const ms = performance.now() - started;
      expected ??= answer;
      if (answer !== expected) throw new Error(`${name}: ${contestant} answers ${answer}, not ${expected}`);
      if (round > 0) times.set(contestant, [...(times.get(contestant) ?? []), ms]);
    }
  }
  const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
  return Object.fromEntries([...times].map(([contestant, list]) => [contestant, Math.round(median(list) * 10) / 10]));
}

export function printOwnData(figures: readonly OwnDataFigure[]): void {
  for (const { name, ms, events, megabytes } of figures) {
    console.log(`\n${name}  ${events.toLocaleString('en-US')} events`);
    for (const [contestant, took] of Object.entries(ms)) {
      const speed = megabytes === 0 ? '' : `  ${Math.round((megabytes / took) * 1000)} MB/s`;
      const base = ms['millrace'] ?? took;
      console.log(
        `  ${contestant.padEnd(10)} ${took.toFixed(1).padStart(9)} ms  ${(took / base).toFixed(2).padStart(7)} x  ${(events / took / 1000).toFixed(2)} M events/s${speed}`,
      );
    }
  }
}
