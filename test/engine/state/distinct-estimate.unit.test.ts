import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rowsFromValues } from '../../../src/columns/build.ts';
import { CallArguments } from '../../../src/engine/kernels/call-arguments.ts';
import { SlidingPanes } from '../../../src/engine/state/sliding-panes.ts';
import { describeProblem } from '../../../src/problem/problem.ts';
import type { AggregateCall } from '../../../src/sql/aggregate.ts';
import { checkAggregate } from '../../../src/sql/check.ts';
import { runCases } from '../../golden/run-cases.ts';
import { naiveDistinctEstimate, naiveHash } from '../../oracle/naive-distinct-estimate.ts';

const CASES = fileURLToPath(new URL('../../golden/cases/aggregates', import.meta.url));
const schema = [{ name: 'x', type: { kind: 'BIGINT' } as const }];

function callOf(text: string): AggregateCall {
  const checked = checkAggregate(text, schema);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

/** One answer after each batch, over the last three. */
function answersOf(text: string, batches: readonly (readonly number[])[], restoreAfter: number): readonly number[] {
  const call = callOf(text);
  const args = new CallArguments('op', [call], 'UTC');
  let panes = new SlidingPanes([], [call], 3);
  return batches.map((batch, b) => {
    const rows = rowsFromValues(
      schema,
      batch.map((value) => [value]),
    );
    panes.add([], args.over(rows, 0), null, batch.length);
    panes.close(b + 1);
    const [column] = panes.window().columns;
    if (b === restoreAfter) {
      const restored = new SlidingPanes([], [call], 3);
      restored.restore(panes.encodeFull(), []);
      panes = restored;
    }
    return column?.kind === 'float' ? (column.values[0] as number) : Number.NaN;
  });
}

describe('approx_count_distinct', () => {
  it('answers what Spark answers, for every precision offered', async () => {
    const outcomes = await runCases([CASES]);
    expect(outcomes.filter(({ outcome }) => outcome.kind !== 'passed')).toEqual([]);
    expect(outcomes.length).toBeGreaterThanOrEqual(76);
  });

  it('is the naive estimate of the rows of the window, whatever panes they lie in and after a restore', () => {
    const batches = Array.from({ length: 7 }, (_, b) => Array.from({ length: 40 * (b % 4) ** 3 }, (_, i) => (i * (b + 1) * 7919) % 3_001));
    for (const [text, precision] of [
      ['approx_count_distinct(x)', 9],
      ['approx_count_distinct(x, 0.2)', 5],
      ['approx_count_distinct(x, 0.02)', 12],
    ] as const) {
      const expected = batches.map((_, b) => {
        const window = batches.slice(Math.max(0, b - 2), b + 1).flat();
        const hashes = window.map((value) => naiveHash({ kind: 'BIGINT' }, value));
        return Number(naiveDistinctEstimate(hashes, precision));
      });
      expect(answersOf(text, batches, 3), text).toEqual(expected);
    }
  });

  it.each(['approx_count_distinct(x, 0.001)', 'approx_count_distinct(x, 0.4)', 'approx_count_distinct(x, 1)', 'approx_count_distinct(map(x, x))'])(
    '%s is refused with what does instead',
    (text) => {
      const checked = checkAggregate(text, schema);
      expect(checked.ok).toBe(false);
      if (!checked.ok) expect(checked.problems.map((one) => describeProblem(one).what).join()).toContain('count(DISTINCT x)');
    },
  );
});
