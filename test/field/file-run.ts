// The records of one file through a run of field cases: read as they are told to be, counted since the start, batch by batch, with
// crashes in between when the case asks for them.
import { readFileSync } from 'node:fs';
import { type PlainValue, valuesFromRows } from '../../src/columns/build.ts';
import type { Rows } from '../../src/columns/column.ts';
import { atItsRecord } from '../../src/engine/books.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import type { RecordFile } from '../../src/engine/sources/record-files.ts';
import { RecordFramer } from '../../src/formats/framing/record-framer.ts';
import type { Framing, ParsedColumn, RecordFormat, RecordPolicy } from '../../src/formats/record-format.ts';
import { LINE_SCHEMA } from '../../src/plan/generator-schemas.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import { utf8 } from '../formats/parse-records.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';

export interface Reading {
  readonly bytes: Uint8Array;
  readonly framing: Framing;
  readonly format: RecordFormat;
  readonly columns: readonly ParsedColumn[];
  /** Absent: PERMISSIVE. */
  readonly onError?: RecordPolicy;
}

/** Records of the file, then what is counted of them by the keys, since the start. Without aggregates the records themselves. `startMs`: the clock, epoch milliseconds. */
export class FileRun {
  readonly plan: Plan;
  private readonly records: Rows;
  private readonly lines: readonly number[];
  private runtime;
  private batchId = 0;
  private readonly startMs: number;

  constructor(
    { bytes, framing, format, columns, onError = 'null' }: Reading,
    keys: readonly string[],
    aggregates: { readonly [name: string]: string },
    startMs = 0,
  ) {
    this.startMs = startMs;
    const framer = new RecordFramer(framing);
    const [first, last] = [framer.push(bytes), framer.finish()];
    const texts = [first, last].flatMap(({ column: found, lines }) =>
      Array.from({ length: found.length }, (_, i) => ({ found, i, line: lines[i] ?? 0 })),
    );
    this.lines = texts.map(({ line }) => line);
    const decoder = new TextDecoder();
    this.records = rowsOfTexts(texts.map(({ found, i }) => decoder.decode(found.bytes.subarray(found.starts[i], found.ends[i]))));
    const builder = new PlanBuilder({ batchIntervalMs: 1000, timeZone: 'UTC' });
    const request = (role: string) => ({ operatorId: role === 'rows' || role === 'parse' ? 'file' : role, role, label: role });
    const source = mustBeOk(builder.source({ ...request('rows'), source: { kind: 'live' }, schema: LINE_SCHEMA }));
    const parse = mustBeOk(builder.parse({ ...request('parse'), input: source, column: 'value', keep: false, format, columns, onError }));
    const named = (texts: { readonly [name: string]: string }, param: string) => Object.entries(texts).map(([name, text]) => ({ name, text, param }));
    const counted =
      Object.keys(aggregates).length === 0
        ? parse
        : mustBeOk(
            builder.aggregate({
              ...request('counts'),
              input: parse,
              windowing: { kind: 'running', emit: 'all' },
              keys: keys.map((key) => ({ name: key, text: key, param: 'keys' })),
              aggregates: named(aggregates, 'aggregates'),
            }),
          );
    mustBeOk(builder.sink({ ...request('out'), input: counted, view: { kind: 'table' } }));
    this.plan = builder.finish();
    this.runtime = this.newRuntime();
  }

  private newRuntime() {
    return createPlanRuntime(this.plan, { zeroTimeMs: this.startMs, now: () => 0 });
  }

  get size(): number {
    return this.records.length;
  }

  /** A batch of these records. @throws ProblemError with the record's number and line. */
  batch(from: number, to: number): Rows | null {
    const meta = {
      timeMs: this.startMs + ++this.batchId * 1000,
      count: 1,
      cutMs: 0,
      inputs: { file: { kind: 'range', from, to, rows: to - from } as const },
    };
    const selection = Int32Array.from({ length: to - from }, (_, i) => from + i);
    const rows = valuesFromRows({ ...this.records, selection });
    try {
      const given = rowsOfTexts(rows.map(([text]) => String(text)));
      const output = this.runtime.runBatch({ batchId: this.batchId, timeMs: meta.timeMs, sources: new Map([['file/rows', given]]) });
      return [...output.sinks.values()][0] ?? null;
    } catch (error) {
      throw atItsRecord(error, meta, this.plan, () => this.file());
    }
  }

  /** All records in one batch, as rows. */
  whole(): readonly (readonly PlainValue[])[] {
    const rows = this.batch(0, this.size);
    return rows === null ? [] : valuesFromRows(rows);
  }

  /** The process dies and another goes on from its checkpoint. */
  comeBack(): void {
    const sections = this.runtime.encodeFull();
    this.runtime = this.newRuntime();
    this.runtime.restore(sections);
  }

  private file(): RecordFile {
    const none = () => null;
    return {
      records: this.size,
      blank: 0,
      read: () => Promise.reject(new Error('not asked')),
      firstAfter: () => 0,
      timeBefore: none,
      lineOf: (record) => this.lines[record] ?? 0,
    };
  }
}

function rowsOfTexts(texts: readonly string[]): Rows {
  const encoded = texts.map(utf8);
  const bytes = new Uint8Array(encoded.reduce((sum, part) => sum + part.length, 0));
  const starts = new Int32Array(texts.length);
  const ends = new Int32Array(texts.length);
  let at = 0;
  encoded.forEach((part, i) => {
    bytes.set(part, at);
    starts[i] = at;
    at += part.length;
    ends[i] = at;
  });
  const column = { kind: 'string', type: { kind: 'STRING' }, length: texts.length, nulls: null, bytes, starts, ends } as const;
  return { schema: LINE_SCHEMA, columns: [column], length: texts.length, selection: null };
}

export function fileOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`data/${name}`, import.meta.url)));
}
