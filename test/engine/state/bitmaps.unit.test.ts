// Answers of Spark 4.3.
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import type { DataType } from '../../../src/columns/data-type.ts';
import { CallArguments } from '../../../src/engine/kernels/call-arguments.ts';
import { SlidingPanes } from '../../../src/engine/state/sliding-panes.ts';
import { checkAggregate } from '../../../src/sql/check.ts';

/** The answer over all batches, each a pane, restored after each. */
function answer(text: string, type: DataType, batches: readonly (readonly PlainValue[])[]): string {
  const schema = [{ name: 'x', type }];
  const checked = checkAggregate(text, schema);
  if (!checked.ok) throw new Error(text);
  const calls = [checked.value];
  const args = new CallArguments('op', calls, 'UTC');
  let panes = new SlidingPanes([], calls, 9);
  for (const [b, batch] of batches.entries()) {
    const rows = rowsFromValues(
      schema,
      batch.map((value) => [value]),
    );
    panes.add([], args.over(rows, 0), null, batch.length);
    panes.close(b + 1);
    const restored = new SlidingPanes([], calls, 9);
    restored.restore(panes.encodeFull(), []);
    panes = restored;
  }
  const columns = panes.window().columns;
  const [row] = valuesFromRows({ schema: [{ name: 'out', type: checked.value.type }], columns, length: 1, selection: null });
  const hex = String(row?.[0]);
  expect(hex).toHaveLength(8_192);
  const rest = hex.slice(12);
  expect(rest).toBe(hex.slice(-2).repeat(rest.length / 2));
  return hex.slice(0, 12).toUpperCase();
}

describe('bitmaps', () => {
  it('have the bits that came', () => {
    expect(answer('bitmap_construct_agg(x)', { kind: 'BIGINT' }, [[0, 1, 9], [], [9, null], [40]])).toBe('030200000001');
    expect(answer('bitmap_construct_agg(x)', { kind: 'STRING' }, [['1']])).toBe('020000000000');
    expect(answer('bitmap_construct_agg(x)', { kind: 'INT' }, [[null]])).toBe('000000000000');
  });

  it('are joined by OR and AND; what a short one has not is 0', () => {
    expect(answer('bitmap_or_agg(x)', { kind: 'BINARY' }, [['10'], ['20', '400f'], [null]])).toBe('700F00000000');
    expect(answer('bitmap_and_agg(x)', { kind: 'BINARY' }, [['f0'], ['70']])).toBe('700000000000');
    expect(answer('bitmap_and_agg(x)', { kind: 'BINARY' }, [[null]])).toBe('FFFFFFFFFFFF');
  });
});
