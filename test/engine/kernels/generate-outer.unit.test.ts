// One row per element with its place, and one row of NULL for a list without any: posexplode_outer.
import { describe, expect, it } from 'vitest';
import { rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import { createPlanRuntime } from '../../../src/engine/create-plan-runtime.ts';
import { LINE_SCHEMA } from '../../../src/plan/generator-schemas.ts';
import { PlanBuilder } from '../../../src/plan/plan-builder.ts';
import { mustBeOk } from '../../pipeline/expect-result.ts';

function exploded(lines: readonly (string | null)[], position: string | null, outer: boolean, condition = 'TRUE') {
  const builder = new PlanBuilder({ batchIntervalMs: 1000, timeZone: 'UTC' });
  const source = mustBeOk(builder.source({ operatorId: 'in', role: 'rows', label: 'In', source: { kind: 'live' }, schema: LINE_SCHEMA }));
  const kept = mustBeOk(builder.filter({ operatorId: 'keep', role: 'filter', label: 'Keep', input: source, condition, param: 'condition' }));
  const request = { operatorId: 'words', role: 'split', label: 'Words', input: kept, param: 'expression', as: 'word', position, outer };
  const generated = mustBeOk(builder.generate({ ...request, array: "split(value, ' ')" }));
  const sink = mustBeOk(builder.sink({ operatorId: 'out', role: 'sink', label: 'Out', input: generated, view: { kind: 'table' } }));
  const plan = builder.finish();
  const rows = rowsFromValues(
    LINE_SCHEMA,
    lines.map((line) => [line]),
  );
  const runtime = createPlanRuntime(plan, { zeroTimeMs: 0, now: () => 0 });
  const out = runtime.runBatch({ batchId: 1, timeMs: 1000, sources: new Map([[source, rows]]) }).sinks.get(sink);
  return out === null || out === undefined ? null : valuesFromRows(out);
}

describe('a list that becomes rows', () => {
  const lines = ['a b', null, 'c', null];

  it('gives no row where there is none', () => {
    expect(exploded(lines, 'at', false)).toEqual([
      ['a b', 0, 'a'],
      ['a b', 1, 'b'],
      ['c', 0, 'c'],
    ]);
  });

  it('gives one row of NULL where there is none, when that is asked for', () => {
    expect(exploded(lines, 'at', true)).toEqual([
      ['a b', 0, 'a'],
      ['a b', 1, 'b'],
      [null, null, null],
      ['c', 0, 'c'],
      [null, null, null],
    ]);
    expect(exploded(lines, null, true)?.map((row) => row[1])).toEqual(['a', 'b', null, 'c', null]);
    expect(exploded(['a b', 'c'], 'at', true)).toEqual(exploded(['a b', 'c'], 'at', false));
  });

  it('heeds which rows are left', () => {
    expect(exploded(lines, 'at', true, "value IS NULL OR value = 'c'")).toEqual([
      [null, null, null],
      ['c', 0, 'c'],
      [null, null, null],
    ]);
  });
});
