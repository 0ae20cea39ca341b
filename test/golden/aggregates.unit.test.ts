import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCases } from './run-cases.ts';

const CASES = fileURLToPath(new URL('./cases/aggregates/random.json', import.meta.url));

/** One a group, and one for each case that Spark refuses. */
const OUTCOMES = 1102;

describe('aggregates over random groups, answered by Spark', () => {
  it('all pass, and none is passed over', async () => {
    const outcomes = await runCases([CASES]);
    expect(outcomes.filter(({ outcome }) => outcome.kind !== 'passed')).toEqual([]);
    expect(outcomes.length).toBe(OUTCOMES);
  });
});
