// Registers simulated lives as tests, fifty seeds a test; the title names the seeds, the failure the one that broke. One
// file a quarter of the seeds, so that both cores have work.
import { expect, it } from 'vitest';
import { randomScript } from './life-script.ts';
import { runLife } from './simulation.ts';

const TOGETHER = 50;

export function holdLives(first: number, count: number): void {
  for (let from = first; from < first + count; from += TOGETHER) {
    it(`seeds ${from} to ${from + TOGETHER - 1}: the ledger is what the log says, after every crash and fault`, { timeout: 300_000 }, async () => {
      const failures: string[] = [];
      for (let seed = from; seed < from + TOGETHER; seed++) {
        const { failure } = await runLife(randomScript(seed));
        if (failure !== null) failures.push(`seed ${seed} (npm run test:sim -- --one ${seed}): ${failure}`);
      }
      expect(failures).toEqual([]);
    });
  }
}
