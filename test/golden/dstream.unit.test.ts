import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCaseFiles } from './case-file.ts';
import type { CaseOutcome } from './outcome.ts';
import { runCases } from './run-cases.ts';

const CASES = fileURLToPath(new URL('./cases/dstream', import.meta.url));

/**
 * What each file comes to. A case that is no longer run, or newly passed over, changes a number here and is seen. Passed over,
 * with the reason: a restart that fails in Spark itself (initial state whose first data checkpoint was not written yet).
 */
const EXPECTED: { readonly [file: string]: { readonly passed: number; readonly unsupported: { readonly [reason: string]: number } } } = {
  'batch.json': { passed: 18, unsupported: {} },
  'errors.json': { passed: 13, unsupported: {} },
  'foldBatch.json': { passed: 13, unsupported: {} },
  'foldRow.json': { passed: 13, unsupported: {} },
  'inverse.json': { passed: 25, unsupported: {} },
  'joins.json': { passed: 12, unsupported: {} },
  'long.json': { passed: 1, unsupported: {} },
  'longRecovery.json': { passed: 4, unsupported: {} },
  'noRdd.json': { passed: 6, unsupported: {} },
  'pid.json': { passed: 47, unsupported: {} },
  'random.json': { passed: 28, unsupported: {} },
  'randomOps.json': { passed: 40, unsupported: {} },
  'recovery.json': { passed: 28, unsupported: { 'a restart that fails in Spark, which is no duty of this engine': 1 } },
  'suites.json': { passed: 37, unsupported: {} },
  'timeouts.json': { passed: 12, unsupported: {} },
  'windowAggregates.json': { passed: 26, unsupported: {} },
  'windows.json': { passed: 25, unsupported: {} },
};

describe('the DStream cases answered by Spark', () => {
  const files = findCaseFiles([CASES]);

  it('are all there', () => {
    expect(files.map((path) => path.slice(CASES.length + 1))).toEqual(Object.keys(EXPECTED));
  });

  it.each(files)('%s: none fails, and exactly the cases with a reason are passed over', async (path) => {
    const outcomes = await runCases([path]);
    expect(outcomes.filter((o) => o.outcome.kind === 'failed')).toEqual([]);
    expect(summary(outcomes)).toEqual(EXPECTED[path.slice(CASES.length + 1)]);
  });
});

function summary(outcomes: readonly CaseOutcome[]): (typeof EXPECTED)[string] {
  const reasons = outcomes.flatMap(({ outcome }) => (outcome.kind === 'unsupported' ? [outcome.reason] : []));
  const unsupported = Object.fromEntries([...new Set(reasons)].sort().map((reason) => [reason, reasons.filter((r) => r === reason).length]));
  return { passed: outcomes.filter((o) => o.outcome.kind === 'passed').length, unsupported };
}
