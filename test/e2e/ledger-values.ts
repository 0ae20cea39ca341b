// What a sink has been given so far, from the stored ledger alone: the first column of its rows, in order.
import { valuesFromRows } from '../../src/columns/build.ts';
import { decodeRows } from '../../src/columns/codec.ts';
import { isFault, readRecord } from '../../src/storage/records.ts';
import type { Store } from '../../src/storage/store.ts';

export async function dataOf(store: Store, operatorId: string): Promise<readonly string[]> {
  const entries = await store.range('ledger', { prefix: [] });
  return entries
    .filter((entry) => entry.key[1] === operatorId)
    .flatMap((entry) => {
      const read = readRecord('ledger', entry.record);
      if (isFault(read)) throw new Error(read.detail);
      return read.bytes === null ? [] : valuesFromRows(decodeRows(read.bytes)).map(([value]) => String(value));
    });
}
