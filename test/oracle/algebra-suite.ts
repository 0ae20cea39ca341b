// Five thousand random pipelines over the whole batch algebra, in four files so that they share the processors.
import { describe, expect, it } from 'vitest';
import { runAlgebra } from './random-algebra.ts';

const SEEDS = 1250;
const GROUP = 50;

export function algebraSuite(quarter: number): void {
  describe('random pipelines over every operation answer as the naive evaluator, after every batch', () => {
    const first = (quarter - 1) * SEEDS + 1;
    const groups = Array.from({ length: SEEDS / GROUP }, (_, g) => first + g * GROUP);
    it.each(groups.map((from) => [from, from + GROUP - 1] as const))('seeds %d to %d', { timeout: 120_000 }, (from, to) => {
      for (let seed = from; seed <= to; seed++) expect(runAlgebra(seed)).toBeNull();
    });
  });
}
