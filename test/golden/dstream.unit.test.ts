import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCaseFiles } from './case-file.ts';
import type { CaseOutcome } from './outcome.ts';
import { runCases } from './run-cases.ts';

const CASES = fileURLToPath(new URL('./cases/dstream', import.meta.url));

/** What each file comes to. A case that is no longer run, or newly passed over, changes a number here and is seen. */
const EXPECTED: { readonly [file: string]: { readonly passed: number; readonly unsupported: { readonly [reason: string]: number } } } = {
  'batch.json': { passed: 13, unsupported: { 'node top': 3, 'sql/unsupported-aggregate': 2 } },
  'errors.json': { passed: 0, unsupported: { 'inverse window': 4, 'node fold': 2, 'node window': 7 } },
  'foldBatch.json': { passed: 0, unsupported: { 'node fold': 13 } },
  'foldRow.json': { passed: 0, unsupported: { 'node fold': 13 } },
  'inverse.json': { passed: 0, unsupported: { 'inverse window': 25 } },
  'joins.json': { passed: 0, unsupported: { 'node join': 6, 'node window': 3, 'static tables': 3 } },
  'long.json': { passed: 0, unsupported: { 'node fold': 1 } },
  'longRecovery.json': { passed: 0, unsupported: { 'inverse window': 1, 'node fold': 3 } },
  'noRdd.json': { passed: 2, unsupported: { 'node fold': 2, 'node join': 1, 'node window': 1 } },
  'pid.json': { passed: 47, unsupported: {} },
  'random.json': { passed: 4, unsupported: { 'inverse window': 4, 'node fold': 9, 'node join': 4, 'node window': 7 } },
  'recovery.json': { passed: 8, unsupported: { 'inverse window': 2, 'node fold': 17, 'node window': 2 } },
  'suites.json': {
    passed: 11,
    unsupported: { 'inverse window': 8, 'node fold': 8, 'node join': 5, 'node window': 4, 'sql/unsupported-aggregate': 1 },
  },
  'timeouts.json': { passed: 0, unsupported: { 'node fold': 12 } },
  'windowAggregates.json': { passed: 16, unsupported: { 'inverse window': 8, 'sql/unsupported-aggregate': 2 } },
  'windows.json': { passed: 0, unsupported: { 'inverse window': 1, 'node top': 2, 'node window': 22 } },
};

describe('the DStream cases answered by Spark', () => {
  const files = findCaseFiles([CASES]);

  it('are all there', () => {
    expect(files.map((path) => path.slice(CASES.length + 1))).toEqual(Object.keys(EXPECTED));
  });

  it.each(files)('%s: none fails, and exactly the cases that need other operators are passed over', async (path) => {
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
