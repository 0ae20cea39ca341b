import { describe, expect, test } from 'vitest';
import { drawFaults } from '../../src/storage/fault-plan.ts';
import { CrashSignal, createFaultyStore, type Fault, type FaultPlan, type FaultyStore } from '../../src/storage/faulty-store.ts';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { bytesOf, put, rejection } from './store-contract.ts';

const RELAXED = { durability: 'relaxed' } as const;
const STRICT = { durability: 'strict' } as const;

function faulty(...faults: readonly Fault[]): FaultyStore {
  return createFaultyStore(createMemoryStore(), { faults });
}

async function versions(store: Store): Promise<readonly number[]> {
  return (await store.range('log', { prefix: [] })).map((entry) => entry.record.version);
}

describe('a planned crash', () => {
  test('before the writes leaves them out, and no call of the dead process ever settles', async () => {
    const store = faulty({ at: 2, kind: 'crash', writes: 'lost' });
    await store.transact([put('log', [1], 1)], RELAXED);
    const commit = store.transact([put('log', [2], 2)], RELAXED);
    const signal = await store.untilCrash(commit);
    expect(signal).toBeInstanceOf(CrashSignal);
    expect(signal).toMatchObject({ call: 2, what: 'transact put log' });
    const settled: string[] = [];
    for (const call of [commit, store.get('log', [1]), store.usedBytes()])
      call.then(
        () => settled.push('resolved'),
        () => settled.push('rejected'),
      );
    await turns(50);
    expect(settled).toEqual([]);
    expect(await versions(store.contents())).toEqual([1]);
  });

  test('after the writes leaves them in although nobody was told', async () => {
    const store = faulty({ at: 1, kind: 'crash', writes: 'landed' });
    expect(await store.untilCrash(store.transact([put('log', [1], 1)], RELAXED))).toBeInstanceOf(CrashSignal);
    const next = await store.reopen();
    expect(await versions(next)).toEqual([1]);
    expect(next.callCount()).toBe(2);
  });

  test('does not let the writes of a refused transaction land', async () => {
    const store = faulty({ at: 1, kind: 'crash', writes: 'landed' });
    await store.untilCrash(store.transact([put('log', [1], 1)], { ...RELAXED, expect: [{ table: 'owners', key: ['p'], version: 1 }] }));
    expect(await versions(store.contents())).toEqual([]);
  });

  test('kills every connection of the process and none of the next one', async () => {
    const first = faulty({ at: 2, kind: 'crash', writes: 'lost' });
    const second = await first.reopen();
    await first.get('log', [1]);
    expect(await first.untilCrash(second.get('log', [1]))).toBeInstanceOf(CrashSignal);
    expect(await first.untilCrash(first.get('log', [1]))).toBeInstanceOf(CrashSignal);
    const next = await first.reopen();
    await next.transact([put('log', [1], 1)], RELAXED);
    expect(await next.untilCrash(versions(next))).toEqual([1]);
  });

  test('can be thrown instead', async () => {
    const store = createFaultyStore(createMemoryStore(), { faults: [{ at: 1, kind: 'crash', writes: 'landed' }], crash: 'throw' });
    await expect(store.transact([put('log', [1], 1)], RELAXED)).rejects.toBeInstanceOf(CrashSignal);
    await expect(store.get('log', [1])).rejects.toBeInstanceOf(CrashSignal);
    expect(await versions(await store.reopen())).toEqual([1]);
  });
});

describe('a planned power cut', () => {
  test('takes back relaxed transactions, newest first, and no strict one or what lies before it', async () => {
    for (const [transactions, left] of [
      [0, [1, 2, 3, 4]],
      [1, [1, 2, 3]],
      [2, [1, 2]],
      [9, [1, 2]],
    ] as const) {
      const store = faulty({ at: 5, kind: 'power', writes: 'lost', transactions });
      await store.transact([put('log', [1], 1)], RELAXED);
      await store.transact([put('log', [2], 2)], STRICT);
      await store.transact([put('log', [3], 3)], RELAXED);
      await store.transact([put('log', [4], 4)], RELAXED);
      expect(await store.untilCrash(store.get('log', [1]))).toBeInstanceOf(CrashSignal);
      expect(await versions(await store.reopen())).toEqual(left);
    }
  });
});

describe('a planned rejection', () => {
  test('has the kind it was given, lands or not, and leaves the connection alive', async () => {
    for (const writes of ['lost', 'landed'] as const) {
      const store = faulty({ at: 1, kind: 'reject', error: 'unknown', writes });
      expect((await rejection(store.transact([put('log', [1], 1)], RELAXED))).kind).toBe('unknown');
      expect(await versions(store)).toEqual(writes === 'landed' ? [1] : []);
    }
  });

  test('can come several times in a row', async () => {
    const store = faulty({ at: 2, kind: 'reject', error: 'full', writes: 'lost', times: 3 });
    await store.get('log', [1]);
    for (let i = 0; i < 3; i++) expect((await rejection(store.transact([{ op: 'delete', table: 'log', key: [1] }], RELAXED))).kind).toBe('full');
    await store.transact([put('log', [1], 1)], RELAXED);
  });
});

describe('a planned cut of the connection', () => {
  test('rejects this call and all later ones with "closed", tells of it first, and lets a new connection go on', async () => {
    const told: string[] = [];
    const store = createFaultyStore(createMemoryStore(), {
      faults: [{ at: 2, kind: 'cut', writes: 'landed', failedOpens: 2 }],
      onClosed: () => told.push('closed'),
    });
    await store.transact([put('log', [1], 1)], RELAXED);
    const commit = rejection(store.transact([put('log', [2], 2)], RELAXED));
    expect(told).toEqual(['closed']);
    expect((await commit).kind).toBe('closed');
    expect((await rejection(store.get('log', [1]))).kind).toBe('closed');
    expect((await rejection(store.reopen())).kind).toBe('unknown');
    expect((await rejection(store.reopen())).kind).toBe('unknown');
    const next = await store.reopen();
    expect(await versions(next)).toEqual([1, 2]);
  });
});

describe('a slow call', () => {
  test('takes effect at once, answers later, and holds back the answers behind it', async () => {
    let release = (): void => {};
    const plan: FaultPlan = {
      faults: [{ at: 1, kind: 'slow', ms: 3000 }],
      wait: (ms) =>
        new Promise((resolve) => {
          expect(ms).toBe(3000);
          release = resolve;
        }),
    };
    const store = createFaultyStore(createMemoryStore(), plan);
    const order: string[] = [];
    const slow = store.transact([put('log', [1], 1)], RELAXED).then(() => order.push('slow'));
    const read = store.get('log', [1]).then((record) => order.push(`read ${record?.version}`));
    await turns(20);
    expect(order).toEqual([]);
    expect(await versions(store.contents())).toEqual([1]);
    release();
    await Promise.all([slow, read]);
    expect(order).toEqual(['slow', 'read 1']);
  });

  test('is never answered when the process dies before the answer', async () => {
    const store = faulty({ at: 1, kind: 'slow', ms: 10 }, { at: 2, kind: 'crash', writes: 'lost' });
    const slow = store.transact([put('log', [1], 1)], RELAXED);
    let answered = false;
    void slow.then(() => {
      answered = true;
    });
    await store.untilCrash(store.get('log', [1]));
    await turns(50);
    expect(answered).toBe(false);
    expect(await versions(store.contents())).toEqual([1]);
  });
});

describe('a quota', () => {
  test('refuses what would go over it, writes nothing of it, and lets deletes through', async () => {
    const store = createFaultyStore(createMemoryStore(), { faults: [], quotaBytes: 2000 });
    await store.transact([put('log', [1], 1, new Uint8Array(1500))], RELAXED);
    expect((await rejection(store.transact([put('log', [2], 2, new Uint8Array(1500)), put('log', [3], 3)], RELAXED))).kind).toBe('full');
    expect(await versions(store)).toEqual([1]);
    store.setQuota(100);
    expect((await rejection(store.transact([put('log', [4], 4)], RELAXED))).kind).toBe('full');
    await store.transact([{ op: 'delete', table: 'log', key: [1] }], RELAXED);
    store.setQuota(null);
    await store.transact([put('log', [2], 2, new Uint8Array(1500))], RELAXED);
    expect(await versions(store)).toEqual([2]);
  });
});

test('the same plan on the same calls does the same, and drawn plans depend on nothing but their seed', async () => {
  const story = async (seed: number): Promise<readonly string[]> => {
    const faults = drawFaults(seed, { calls: 40, faults: 6, kinds: ['crash', 'power', 'reject', 'cut', 'slow'] });
    let store = createFaultyStore(createMemoryStore(), { faults });
    const told: string[] = [];
    for (let i = 0; i < 60; i++) {
      const outcome = await store.untilCrash(
        store.transact([put('log', [i], i, bytesOf(i))], i % 4 === 0 ? STRICT : RELAXED).then(() => 'ok', String),
      );
      told.push(String(outcome));
      while (outcome !== 'ok') {
        const next = await store.reopen().catch(() => null);
        if (next === null) continue;
        store = next;
        break;
      }
    }
    return [...told, JSON.stringify(await versions(store.contents()))];
  };
  const stories = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(story));
  expect(await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(story))).toEqual(stories);
  expect(new Set(stories.map((s) => s.join('\n'))).size).toBe(8);
  expect(stories.flat().some((line) => line.includes('died'))).toBe(true);
});

test('a thousand simulated processes take a few seconds at most', async () => {
  for (let seed = 0; seed < 1000; seed++) {
    const store = createFaultyStore(createMemoryStore(), { faults: drawFaults(seed, { calls: 50, faults: 2 }) });
    await store.untilCrash(
      (async () => {
        for (let i = 0; i < 50; i++) await store.transact([put('log', [i], i)], RELAXED).catch(() => {});
      })(),
    );
  }
}, 10_000);

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await undefined;
}
