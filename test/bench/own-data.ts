// What reading one's own data costs: W3 of the performance page (views joined to their campaign, counted per campaign and 10 s of event
// time) from parsed columns and from JSON lines, 20 expressions a row, and the plain throughput of CSV, JSON lines and access logs.
// The plan's kernels without a store, beside hand-written rows and, for W3 and where there is a compiler, C. Answers are compared
// before anything is told.

import type { Rows } from '../../src/columns/column.ts';
import { STRING } from '../../src/columns/data-type.ts';
import { RecordFramer } from '../../src/formats/framing/record-framer.ts';
import { RecordParser } from '../../src/formats/parse/record-parser.ts';
import type { Framing, ParsedColumn, RecordFormat } from '../../src/formats/record-format.ts';
import { COMMA, CSV_COLUMNS, csvOf, EVENT_COLUMNS, EVENTS, type Event, JSON_COLUMNS, jsonOf, LINES, LOG_COLUMNS, logOf } from './own-data-inputs.ts';
import { nativeContestants } from './own-data-native.ts';
import { expressionRows, expressions, w3, w3Rows } from './own-data-plans.ts';

export interface OwnDataFigure {
  readonly name: string;
  /** Medians in milliseconds. */
  readonly ms: { readonly [contestant: string]: number };
  readonly events: number;
  readonly megabytes: number;
}

interface Timed {
  readonly answer: number;
  readonly ms: number;
}

interface Contestants {
  readonly [contestant: string]: () => Timed;
}

const NAMES = ['W3 parsed', 'W3 from JSON', '20 expressions', 'JSON lines to 7 columns', 'CSV to 6 columns', 'Access log to 6 columns'] as const;

/** The figures whose names are asked for. */
export function ownDataFigures(events: number, rounds: number, asked: readonly string[] = NAMES): readonly OwnDataFigure[] {
  const json = jsonOf(events);
  const records = new RecordFramer(LINES).all(json).column;
  const lines = Array.from({ length: events }, (_, i) => new TextDecoder().decode(records.bytes.subarray(records.starts[i], records.ends[i])));
  const parsed = new RecordParser({ kind: 'json' }, EVENT_COLUMNS);
  const context = { timeZone: 'UTC', batchTimeMs: 0 };
  const columns: Rows = { schema: EVENTS, columns: parsed.parse(records, null, context).columns, length: events, selection: null };
  const text: Rows = { schema: [{ name: 'value', type: STRING }], columns: [records], length: events, selection: null };
  const objects = lines.map((line) => JSON.parse(line) as Event);
  const native = nativeContestants(columns, records);
  const all: { readonly [name in (typeof NAMES)[number]]: () => { readonly bytes: number; readonly contestants: Contestants } } = {
    'W3 parsed': () => ({
      bytes: 0,
      contestants: {
        millrace: timed(() => w3(columns, false)),
        rows: timed(() => w3Rows(objects.length, (i) => objects[i] as Event)),
        ...native.parsed,
      },
    }),
    'W3 from JSON': () => ({
      bytes: json.length,
      contestants: {
        millrace: timed(() => w3(text, true)),
        rows: timed(() => w3Rows(lines.length, (i) => JSON.parse(lines[i] as string) as Event)),
        ...native.json,
      },
    }),
    '20 expressions': () => ({ bytes: 0, contestants: { millrace: timed(() => expressions(columns)), rows: timed(() => expressionRows(objects)) } }),
    'JSON lines to 7 columns': () => ({
      bytes: json.length,
      contestants: {
        millrace: timed(() => throughput(json, LINES, { kind: 'json' }, JSON_COLUMNS)),
        'JSON.parse': timed(() => lines.reduce((count, line) => count + ((JSON.parse(line) as Event).event_time > 0 ? 1 : 0), 0)),
      },
    }),
    'CSV to 6 columns': () => {
      const csv = csvOf(events);
      const format: RecordFormat = { kind: 'csv', dialect: COMMA, fields: 6, nullWords: [] };
      const framing: Framing = { kind: 'csv', encoding: 'utf-8', skip: 0, dialect: COMMA };
      return { bytes: csv.length, contestants: { millrace: timed(() => throughput(csv, framing, format, CSV_COLUMNS)) } };
    },
    'Access log to 6 columns': () => {
      const log = logOf(events);
      const format: RecordFormat = { kind: 'log', pattern: 'apache-combined', startYear: null };
      return { bytes: log.length, contestants: { millrace: timed(() => throughput(log, LINES, format, LOG_COLUMNS)) } };
    },
  };
  try {
    return NAMES.filter((name) => asked.includes(name)).map((name) => {
      const { bytes, contestants } = all[name]();
      return { name, events, megabytes: bytes / 1e6, ms: compare(name, contestants, rounds) };
    });
  } finally {
    native.end();
  }
}

function timed(work: () => number): () => Timed {
  return () => {
    const started = performance.now();
    const answer = work();
    return { answer, ms: performance.now() - started };
  };
}

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

/** What takes little time is measured more often, until it took so much of it in all: a machine that is shared disturbs it most. */
const ENOUGH_MS = 1_000;
const MOST_ROUNDS = 25;

/** Medians; the first round is the check and a warm-up. @throws when answers differ. */
function compare(name: string, all: Contestants, rounds: number): { readonly [contestant: string]: number } {
  const times = new Map<string, number[]>();
  let expected: number | null = null;
  const isMeasured = (list: readonly number[]) => list.length >= rounds && list.reduce((sum, ms) => sum + ms, 0) >= ENOUGH_MS;
  for (let round = 0; round < 2 || (round <= Math.max(rounds, MOST_ROUNDS) && ![...times.values()].every(isMeasured)); round++) {
    for (const [contestant, run] of Object.entries(all)) {
      const { answer, ms } = run();
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
