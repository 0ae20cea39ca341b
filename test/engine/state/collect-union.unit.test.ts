// Answers of Spark 4.3, whose order is any.
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import { CallArguments } from '../../../src/engine/kernels/call-arguments.ts';
import { SlidingPanes } from '../../../src/engine/state/sliding-panes.ts';
import { checkAggregate } from '../../../src/sql/check.ts';

const schema = [{ name: 'x', type: { kind: 'ARRAY', element: { kind: 'INT' } } as const }];

/** The answer after each batch, over the last two, through a restore. */
function answers(batches: readonly (readonly PlainValue[])[]): readonly PlainValue[] {
  const checked = checkAggregate('collect_union(x)', schema);
  if (!checked.ok) throw new Error('refused');
  const calls = [checked.value];
  const args = new CallArguments('op', calls, 'UTC');
  let panes = new SlidingPanes([], calls, 2);
  return batches.map((batch, b) => {
    const rows = rowsFromValues(
      schema,
      batch.map((value) => [value]),
    );
    panes.add([], args.over(rows, 0), null, batch.length);
    panes.close(b + 1);
    const restored = new SlidingPanes([], calls, 2);
    restored.restore(panes.encodeFull(), []);
    panes = restored;
    const columns = panes.window().columns;
    return valuesFromRows({ schema: [{ name: 'out', type: checked.value.type }], columns, length: 1, selection: null })[0]?.[0] ?? null;
  });
}

describe('collect_union', () => {
  it('gives each element of the lists once, without NULL', () => {
    expect(answers([[[1, 2], [2, 3, null], [1], null]])).toEqual([[1, 2, 3]]);
    expect(answers([[null]])).toEqual([[]]);
  });

  it('follows a window', () => {
    expect(answers([[[1]], [[2, 1]], [], [[3], [2]]])).toEqual([[1], [1, 2], [2, 1], [3, 2]]);
  });

  it('takes no lists of MAP, and no value that is no list', () => {
    expect(checkAggregate('collect_union(size(x))', schema).ok).toBe(false);
    expect(checkAggregate('collect_union(array(map(1, 2)))', schema).ok).toBe(false);
  });
});
