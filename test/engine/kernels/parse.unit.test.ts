// Records through a plan: what each policy makes of bad, short and long ones, and what a parser remembers.
import { describe, expect, it } from 'vitest';
import { rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import type { Rows } from '../../../src/columns/column.ts';
import { createPlanRuntime } from '../../../src/engine/create-plan-runtime.ts';
import type { PlanRuntime } from '../../../src/engine/plan-runtime.ts';
import type { ParsedColumn, RecordFormat, RecordPolicy } from '../../../src/formats/record-format.ts';
import { LINE_SCHEMA } from '../../../src/plan/generator-schemas.ts';
import { PlanBuilder } from '../../../src/plan/plan-builder.ts';
import { ProblemError } from '../../../src/problem/problem.ts';
import { column, csvFormat } from '../../formats/parse-records.ts';
import { mustBeOk } from '../../pipeline/expect-result.ts';

interface Made {
  readonly runtime: PlanRuntime;
  run(
    records: readonly (string | null)[],
    timeMs?: number,
  ): { readonly out: unknown; readonly errors: unknown; readonly tally: unknown; readonly shown: readonly string[] };
}

/** A source with a parser behind it; `operatorId` of the parser decides whether it is the source's own. */
function made(format: RecordFormat, columns: readonly ParsedColumn[], onError: RecordPolicy, operatorId = 'file'): Made {
  const builder = new PlanBuilder({ batchIntervalMs: 1000, timeZone: 'UTC' });
  const source = mustBeOk(builder.source({ operatorId: 'file', role: 'rows', label: 'File', source: { kind: 'live' }, schema: LINE_SCHEMA }));
  const parse = mustBeOk(
    builder.parse({ operatorId, role: 'parse', label: 'Parse', input: source, column: 'value', keep: false, format, columns, onError }),
  );
  const sink = mustBeOk(builder.sink({ operatorId: 'out', role: 'sink', label: 'Out', input: parse, view: { kind: 'table' } }));
  const errors = onError === 'errors' ? mustBeOk(builder.errors({ operatorId, role: 'errors', label: 'Errors', input: parse })) : null;
  const refused =
    errors === null ? null : mustBeOk(builder.sink({ operatorId: 'bad', role: 'sink', label: 'Bad', input: errors, view: { kind: 'table' } }));
  const runtime = createPlanRuntime(builder.finish(), { zeroTimeMs: 0, now: () => 0 });
  let batchId = 0;
  const values = (rows: Rows | null | undefined) => (rows === null || rows === undefined ? null : valuesFromRows(rows));
  return {
    runtime,
    run(records, timeMs = ++batchId * 1000) {
      const rows = rowsFromValues(
        LINE_SCHEMA,
        records.map((record) => [record]),
      );
      const output = runtime.runBatch({ batchId, timeMs, sources: new Map([[source, rows]]) });
      const own = output.refusals.find((refusal) => refusal.nodeId === parse);
      return {
        out: values(output.sinks.get(sink)),
        errors: refused === null ? null : values(output.sinks.get(refused)),
        tally: own?.tally,
        shown: own?.shown.map((row) => `${row.position} ${row.reason} ${row.row}`) ?? [],
      };
    },
  };
}

const COLUMNS = [column('id INT', 0), column('name STRING', 1), column('v DOUBLE', 2)];
const RECORDS = ['1,a,1.5', '2,b', '3,c,x', '4,d,4,5', '5,e,5', 'oops,"'];

describe('bad, short and long records', () => {
  it('stay with what can be read under "null", as in PERMISSIVE, and are counted and shown', () => {
    const { out, tally, shown } = made(csvFormat(3), COLUMNS, 'null').run(RECORDS);
    expect(out).toEqual([
      [1, 'a', 1.5],
      [2, 'b', null],
      [3, 'c', null],
      [4, 'd', 4],
      [5, 'e', 5],
      [null, null, null],
    ]);
    expect(tally).toEqual({ good: 2, bad: 2, short: 1, long: 1 });
    expect(shown).toEqual(['1 SHORT_RECORD 2,b', '2 BAD_VALUE 3,c,x', '3 LONG_RECORD 4,d,4,5', '5 NOT_CSV oops,"']);
  });

  it('are left out under "drop"', () => {
    const { out, tally } = made(csvFormat(3), COLUMNS, 'drop').run(RECORDS);
    expect(out).toEqual([
      [1, 'a', 1.5],
      [5, 'e', 5],
    ]);
    expect(tally).toEqual({ good: 2, bad: 2, short: 1, long: 1 });
  });

  it('leave by the errors port with their reason and text', () => {
    const { out, errors } = made(csvFormat(3), COLUMNS, 'errors').run(RECORDS);
    expect(out).toHaveLength(2);
    expect(errors).toEqual([
      ['SHORT_RECORD', 'It has 2 fields where 3 belong; what is missing is NULL.', '2,b'],
      ['BAD_VALUE', 'Column v has "x", which is not a DOUBLE.', '3,c,x'],
      ['LONG_RECORD', 'It has 4 fields where 3 belong; what is too much is cut off.', '4,d,4,5'],
      ['NOT_CSV', 'The quote that opens field 2 is never closed.', 'oops,"'],
    ]);
  });

  it('stop the run at the first one under "stop", with its text', () => {
    const { run } = made(csvFormat(3), COLUMNS, 'stop');
    expect(run(['1,a,1.5']).out).toEqual([[1, 'a', 1.5]]);
    try {
      run(RECORDS);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      expect(error.problem.code).toBe('format/record-refused');
      expect(error.problem.where).toEqual({ operator: 'file', row: 1 });
      expect(error.message).toContain('2,b');
    }
  });

  it('of a source are bad when they were too long to be read; in a column NULL is no record and no fault', () => {
    expect(made({ kind: 'json' }, [column('a INT', 'a')], 'drop').run([null, '{"a":1}'])).toMatchObject({ out: [[1]], tally: { good: 1, bad: 1 } });
    expect(made({ kind: 'json' }, [column('a INT', 'a')], 'drop', 'parse').run([null, '{"a":1}', ' '])).toMatchObject({
      out: [[null], [1], [null]],
      tally: { good: 3, bad: 0 },
    });
  });

  it('are the same whether all columns are read or one', () => {
    const one = made(csvFormat(3), COLUMNS.slice(0, 1), 'null').run(['1,a,1.5', '2,b', '4,d,4,5']);
    expect(one.tally).toEqual({ good: 1, bad: 0, short: 1, long: 1 });
  });
});

describe('log lines without a year', () => {
  const format: RecordFormat = { kind: 'log', pattern: 'syslog', startYear: 2023 };
  const columns = [column('time TIMESTAMP', 'time')];
  const line = (time: string) => `${time} host app: message`;

  it('go on in the year they had come to, also after a restart', () => {
    const first = made(format, columns, 'null');
    expect(first.run([line('Nov 30 12:00:00'), line('Dec 31 23:59:59')]).out).toEqual([
      ['2023-11-30T12:00:00.000000Z'],
      ['2023-12-31T23:59:59.000000Z'],
    ]);
    expect(first.run([line('Jan  1 00:00:00'), line('Dec 31 23:59:59')]).out).toEqual([
      ['2024-01-01T00:00:00.000000Z'],
      ['2023-12-31T23:59:59.000000Z'],
    ]);
    const sections = first.runtime.encodeFull();
    expect(sections.map((section) => section.shape)).toEqual(['v1 year of log lines from 2023']);
    const second = made(format, columns, 'null');
    second.runtime.restore(sections);
    for (const life of [first, second]) {
      expect(life.run([line('Mar  1 00:00:00'), line('Jan  1 00:00:00')]).out).toEqual([
        ['2024-03-01T00:00:00.000000Z'],
        ['2024-01-01T00:00:00.000000Z'],
      ]);
      expect(life.run([line('Dec  1 00:00:00'), line('Jan  2 00:00:00')]).out).toEqual([
        ['2023-12-01T00:00:00.000000Z'],
        ['2024-01-02T00:00:00.000000Z'],
      ]);
    }
  });

  it('keep nothing without a start year, and take the year nearest to the batch', () => {
    const live = made({ ...format, startYear: null }, columns, 'null');
    expect(live.runtime.states()).toEqual([]);
    expect(live.run([line('Dec 31 23:59:59'), line('Jan  1 00:00:01')], Date.UTC(2026, 0, 1)).out).toEqual([
      ['2025-12-31T23:59:59.000000Z'],
      ['2026-01-01T00:00:01.000000Z'],
    ]);
  });
});
