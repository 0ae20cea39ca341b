import { describe, expect, test } from 'vitest';
import { createFaultyStore } from '../../src/storage/faulty-store.ts';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import { describeStoreContract } from './describe-contract.ts';
import { bytesOf, put, rejection } from './store-contract.ts';

describeStoreContract('memory store', {
  newDisk: async () => {
    const first = createMemoryStore();
    return { open: async () => first.reopen(), dispose: () => first.close() };
  },
});

describeStoreContract('faulty store without faults', {
  newDisk: async () => {
    const first = createFaultyStore(createMemoryStore(), { faults: [] });
    return { open: () => first.reopen(), dispose: () => first.close() };
  },
});

describe('memory store', () => {
  test('a clone and its origin do not see what the other writes', async () => {
    const origin = createMemoryStore();
    await origin.transact([put('log', ['a'], 1, bytesOf(1))], { durability: 'relaxed' });
    const clone = origin.clone();
    await origin.transact([put('log', ['b'], 1)], { durability: 'relaxed' });
    await clone.transact([put('log', ['a'], 2), put('log', ['c'], 1)], { durability: 'relaxed' });
    expect((await origin.range('log', { prefix: [] })).map((e) => [e.key[0], e.record.version])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    expect((await clone.range('log', { prefix: [] })).map((e) => [e.key[0], e.record.version])).toEqual([
      ['a', 2],
      ['c', 1],
    ]);
  });

  test('restore changes the contents for every connection', async () => {
    const [before, store] = [createMemoryStore(), createMemoryStore()];
    const other = store.reopen();
    await store.transact([put('log', ['a'], 1)], { durability: 'strict' });
    store.restore(before);
    expect(await other.get('log', ['a'])).toBeUndefined();
    expect(before.size()).toBe(0);
  });

  test('usedBytes counts what is stored', async () => {
    const store = createMemoryStore();
    const empty = await store.usedBytes();
    await store.transact([put('log', ['a'], 1, new Uint8Array(1000))], { durability: 'strict' });
    const used = (await store.usedBytes()) ?? 0;
    expect(empty).toBe(0);
    expect(used).toBeGreaterThan(1000);
    expect(used).toBeLessThan(1200);
    await store.transact([{ op: 'delete', table: 'log', key: ['a'] }], { durability: 'strict' });
    expect(await store.usedBytes()).toBe(0);
  });

  test('closing one connection leaves the others open', async () => {
    const store = createMemoryStore();
    const other = store.reopen();
    await store.close();
    await other.transact([put('log', ['a'], 1)], { durability: 'strict' });
    expect((await rejection(store.get('log', ['a']))).kind).toBe('closed');
    expect((await store.reopen().get('log', ['a']))?.version).toBe(1);
  });

  test('a reader who writes into metadata or keys fails loudly', async () => {
    const store = createMemoryStore();
    await store.transact([put('log', ['a'], 1)], { durability: 'strict' });
    const [entry] = await store.range('log', { prefix: [] });
    expect(Object.isFrozen(entry?.record.meta)).toBe(true);
    expect(Object.isFrozen(entry?.key)).toBe(true);
  });
});
