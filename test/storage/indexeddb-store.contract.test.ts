import 'fake-indexeddb/auto';
import { test } from 'vitest';
import type { Store } from '../../src/storage/store.ts';
import { type OpenedIndexedDb, openIndexedDbStore } from '../../workers/indexeddb-store.ts';
import type { Sentinel } from '../../workers/sentinel.ts';
import { describeStoreContract } from './describe-contract.ts';
import type { StoreDisk } from './store-contract.ts';
import { checkAgainstModel } from './store-model.ts';

const noSentinel: Sentinel = {
  read: async () => ({ kind: 'unknown', why: 'none in this test' }),
  begin: async () => {},
  touch: () => {},
  end: async () => {},
};

let databases = 0;

async function newDisk(): Promise<StoreDisk> {
  databases++;
  const name = `contract ${databases}`;
  const opened: Store[] = [];
  const open = (): Promise<OpenedIndexedDb> =>
    openIndexedDbStore({ name, sentinel: noSentinel, onClosed: () => {}, onSuperseded: () => {}, onBlocked: () => {}, measure: async () => null });
  return {
    async open() {
      const { store } = await open();
      opened.push(store);
      return store;
    },
    async dispose() {
      for (const store of opened) await store.close();
      await new Promise<void>((resolve) => {
        indexedDB.deleteDatabase(name).onsuccess = () => resolve();
      });
    },
  };
}

describeStoreContract('IndexedDB store', { newDisk });

test('the IndexedDB store answers as a sorted list would, on 100 random lists of operations', async () => {
  await checkAgainstModel(newDisk, 100);
});
