import { expect, it } from 'vitest';
import { evaluateEverywhere } from './evaluate-everywhere.ts';

// A quarter of the expressions of a run; the files are run side by side.
it('random expressions over the whole library say the same in a batch, under a selection, alone and by the rules: seed 1', () => {
  const { evaluated, byOracle } = evaluateEverywhere(1, 25_000);
  expect(evaluated).toBe(25_000);
  // The oracle knows the core of the language; it must not stand aside.
  expect(byOracle).toBeGreaterThan(40_000);
}, 600_000);
