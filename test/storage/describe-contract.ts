// Runs the contract suite under vitest: one test a case, each on contents of its own.
import { describe, test } from 'vitest';
import { type ContractOptions, contractCases } from './store-contract.ts';

export function describeStoreContract(name: string, options: ContractOptions): void {
  describe(`${name} keeps the contract of a store: it`, () => {
    for (const { title, run } of contractCases(options)) {
      test(title, async () => {
        const disk = await options.newDisk();
        try {
          await run(disk);
        } finally {
          await disk.dispose();
        }
      });
    }
  });
}
