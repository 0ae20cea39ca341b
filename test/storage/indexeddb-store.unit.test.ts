import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../src/problem/problem.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import type { Store } from '../../src/storage/store.ts';
import { type OpenedIndexedDb, type OpenIndexedDbOptions, openIndexedDbStore } from '../../workers/indexeddb-store.ts';
import { createSentinel } from '../../workers/sentinel.ts';
import { FakeOrigin, type FakeSession } from './fake-opfs.ts';
import { FakeTimers, settle } from './fake-timers.ts';
import {
  commitsFail,
  commitsGoUnheard,
  openFails,
  openHangs,
  openThrows,
  putThrowsAt,
  requestsFail,
  transactionsDie,
  transactionThrows,
  watchOpens,
} from './indexeddb-faults.ts';
import { bytesOf, put, rejection } from './store-contract.ts';

const RELAXED = { durability: 'relaxed' } as const;
const STRICT = { durability: 'strict' } as const;

/** One tab: its clock, its session of the sentinel, and what its store told. */
class Tab {
  readonly timers = new FakeTimers();
  readonly session: FakeSession;
  readonly told: string[] = [];
  readonly blocked: Problem[] = [];
  readonly options: OpenIndexedDbOptions;

  constructor(origin: FakeOrigin, name: string, more: Partial<OpenIndexedDbOptions> = {}) {
    this.session = origin.session();
    this.options = {
      name,
      sentinel: createSentinel(this.session.platform(), this.timers),
      timers: this.timers,
      onClosed: (reason) => this.told.push(`closed: ${reason}`),
      onSuperseded: () => this.told.push('superseded'),
      onBlocked: (problem) => this.blocked.push(problem),
      measure: async () => 12_345,
      ...more,
    };
  }

  open(): Promise<OpenedIndexedDb> {
    return openIndexedDbStore(this.options);
  }

  async store(): Promise<Store> {
    return (await this.open()).store;
  }
}

let origin = new FakeOrigin();
let faults: (() => void)[] = [];
const unheard: unknown[] = [];
const hear = (reason: unknown): void => {
  unheard.push(reason);
};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  origin = new FakeOrigin();
  unheard.length = 0;
  process.on('unhandledRejection', hear);
});

afterEach(async () => {
  for (const undo of faults.splice(0).reverse()) undo();
  await settle();
  process.off('unhandledRejection', hear);
  expect(unheard).toEqual([]);
});

function fault(undo: () => void): () => void {
  faults.push(undo);
  return () => {
    faults = faults.filter((other) => other !== undo);
    undo();
  };
}

async function versions(store: Store): Promise<readonly number[]> {
  return (await store.range('log', { prefix: [] })).map((entry) => entry.record.version);
}

describe('d1: an old tab and a new version', () => {
  test('(1) the old tab finishes its transaction, makes way and says so; the new one goes on by itself with everything', async () => {
    const old = new Tab(origin, 'd1');
    const young = new Tab(origin, 'd1', { schemaVersion: 2 });
    const store = await old.store();
    await store.transact([put('log', [1], 1)], RELAXED);
    const running = store.transact([put('log', [2], 2), put('blocks', [2], 2)], STRICT);
    const next = await young.store();
    await running;
    expect(old.told).toEqual(['superseded']);
    expect(young.blocked).toEqual([]);
    expect(await versions(next)).toEqual([1, 2]);
    const refused = await rejection(store.transact([put('log', [3], 3)], RELAXED));
    expect(refused.kind).toBe('closed');
    expect(refused.detail).toContain('newer version');
    expect((await rejection(store.get('log', [1]))).kind).toBe('closed');
  });

  test('(2) a frozen old tab is named within three seconds, and opening goes on by itself once it is closed', async () => {
    const frozen = await rawOpen('d1 frozen', 1);
    const young = new Tab(origin, 'd1 frozen', { schemaVersion: 2 });
    const opening = young.open();
    let open = false;
    void opening.then(() => {
      open = true;
    });
    await young.timers.pass(500);
    expect(young.blocked).toEqual([]);
    await young.timers.pass(2_500);
    expect(young.blocked.map((problem) => problem.code)).toEqual(['storage/blocked']);
    expect(young.blocked.map((problem) => describeProblem(problem).next).join()).toContain('Close the other tabs');
    await young.timers.pass(60_000);
    expect(open).toBe(false);
    frozen.close();
    const { store } = await opening;
    await store.transact([put('log', [1], 1)], RELAXED);
    expect(young.blocked).toHaveLength(1);
    await settle();
    expect(young.timers.pending()).toBe(0);
  });

  test('(3) however many open at once, one request is out at a time', async () => {
    const watch = watchOpens();
    fault(watch.stop);
    const tab = new Tab(origin, 'd1 race');
    const opened = await Promise.all(Array.from({ length: 6 }, () => tab.open()));
    expect(watch.seen).toEqual({ total: 6, now: 0, most: 1 });
    for (const { store } of opened) await store.close();
  });

  test('gives up with "blocked" in the end, and the next call takes over the request that is still out', async () => {
    const watch = watchOpens();
    fault(watch.stop);
    const frozen = await rawOpen('d1 long', 1);
    const young = new Tab(origin, 'd1 long', { schemaVersion: 2, giveUpMs: 20_000 });
    const first = rejection(young.open());
    await young.timers.pass(20_000);
    expect((await first).kind).toBe('blocked');
    const second = young.open();
    await young.timers.pass(5_000);
    expect(young.blocked).toHaveLength(2);
    frozen.close();
    const { store } = await second;
    await store.transact([put('log', [1], 1)], RELAXED);
    expect(watch.seen.total).toBe(2);
  });

  test('closes a connection that comes when nobody waits for it any more, so that it blocks nobody', async () => {
    const frozen = await rawOpen('d1 late', 1);
    const young = new Tab(origin, 'd1 late', { schemaVersion: 2, giveUpMs: 5_000 });
    const first = rejection(young.open());
    await young.timers.pass(5_000);
    await first;
    frozen.close();
    await settle();
    (await rawOpen('d1 late', 3)).close();
  });

  test('says within three seconds that the browser does not answer at all', async () => {
    const end = fault(openHangs());
    const tab = new Tab(origin, 'd1 silent', { giveUpMs: 30_000 });
    const opening = rejection(tab.open());
    await tab.timers.pass(3_000);
    expect(tab.blocked).toHaveLength(1);
    await tab.timers.pass(30_000);
    expect((await opening).detail).toContain('does not answer');
    end();
  });

  test('leaves what a newer version wrote alone', async () => {
    (await rawOpen('d1 newer', 7)).close();
    const error = await rejection(new Tab(origin, 'd1 newer').open());
    expect(error.kind).toBe('newer');
  });
});

describe('d2: no storage', () => {
  test.each([
    ['InvalidStateError', 'A mutation operation was attempted on a database that did not allow mutations.'],
    ['SecurityError', 'The operation is insecure.'],
  ])('open() that fails with %s is "unavailable", whether it throws or answers', async (name, message) => {
    const undoThrow = fault(openThrows(new DOMException(message, name)));
    expect((await rejection(new Tab(origin, 'd2').open())).kind).toBe('unavailable');
    undoThrow();
    fault(openFails(new DOMException(message, name)));
    const error = await rejection(new Tab(origin, 'd2').open());
    expect(error.kind).toBe('unavailable');
    expect(error.detail).toContain(message);
  });

  test('a browser without IndexedDB, without OPFS too, is "unavailable"', async () => {
    const tab = new Tab(origin, 'd2 none');
    tab.session.directoryFails = new DOMException('no', 'SecurityError');
    Reflect.deleteProperty(globalThis, 'indexedDB');
    expect((await rejection(tab.open())).kind).toBe('unavailable');
  });

  test('without OPFS the database works and nothing is known about wipes', async () => {
    const tab = new Tab(origin, 'd2 opfs');
    tab.session.directoryFails = new DOMException('no', 'SecurityError');
    const { store, wiped, unclean } = await tab.open();
    await store.transact([put('log', [1], 1)], RELAXED);
    expect({ wiped, unclean }).toEqual({ wiped: null, unclean: false });
  });
});

describe('open() that fails for a moment', () => {
  test('is tried again three times, with pauses', async () => {
    fault(openFails(new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError'), 3));
    const tab = new Tab(origin, 'retry');
    const opening = tab.open();
    await tab.timers.pass(1_699);
    let open = false;
    void opening.then(() => {
      open = true;
    });
    await settle();
    expect(open).toBe(false);
    await tab.timers.pass(1);
    await (await opening).store.transact([put('log', [1], 1)], RELAXED);
  });

  test('four times in a row is told as it is', async () => {
    fault(openFails(new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError')));
    const tab = new Tab(origin, 'retry always');
    const opening = rejection(tab.open());
    await tab.timers.pass(5_000);
    expect(await opening).toMatchObject({ kind: 'unknown', detail: 'UnknownError: Internal error opening backing store for indexedDB.open.' });
    expect(tab.timers.pending()).toBe(0);
  });

  test('because the layout could not be made leaves none behind, and is tried again', async () => {
    const original = IDBDatabase.prototype.createObjectStore;
    fault(() => {
      IDBDatabase.prototype.createObjectStore = original;
    });
    let calls = 0;
    IDBDatabase.prototype.createObjectStore = function createObjectStore(this: IDBDatabase, ...args: Parameters<typeof original>): IDBObjectStore {
      calls++;
      if (calls === 5) throw new DOMException('', 'QuotaExceededError');
      return original.apply(this, args);
    };
    const tab = new Tab(origin, 'retry layout');
    const opening = tab.open();
    await tab.timers.pass(200);
    const { store } = await opening;
    await store.transact([put('chunks', [1], 1), put('meta', [1], 1)], RELAXED);
    expect(calls).toBe(5 + 13);
  });

  test('without an error is tried again as well', async () => {
    fault(openFails(null, 1));
    const tab = new Tab(origin, 'retry null');
    const opening = tab.open();
    await tab.timers.pass(200);
    await (await opening).store.close();
  });
});

describe('d3: a connection that dies', () => {
  const lost = new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError');

  test('is found dead by the call it fails, tells its owner once, and stays dead; a new one works', async () => {
    const tab = new Tab(origin, 'd3');
    const store = await tab.store();
    for (let k = 1; k <= 37; k++) await store.transact([put('log', [k], k)], RELAXED);
    const heal = fault(transactionsDie(lost));
    expect((await rejection(store.transact([put('log', [38], 38)], RELAXED))).kind).toBe('closed');
    expect(tab.told).toEqual([`closed: UnknownError: ${lost.message}`]);
    heal();
    expect((await rejection(store.transact([put('log', [38], 38)], RELAXED))).kind).toBe('closed');
    expect((await rejection(store.get('log', [37]))).kind).toBe('closed');
    const next = await tab.store();
    expect((await versions(next)).at(-1)).toBe(37);
    await next.transact([put('log', [38], 38)], RELAXED);
    expect(tab.told).toHaveLength(1);
  });

  test('with words that say nothing is put to the test: dead if it cannot read, alive if it can', async () => {
    const tab = new Tab(origin, 'd3 suspect');
    const store = await tab.store();
    await store.transact([put('log', [1], 1)], RELAXED);
    const vague = new DOMException('Internal error.', 'UnknownError');
    const healOne = fault(requestsFail('get', vague, (name) => name === 'log'));
    expect((await rejection(store.get('log', [1]))).kind).toBe('unknown');
    expect(tab.told).toEqual([]);
    healOne();
    expect((await store.get('log', [1]))?.version).toBe(1);
    fault(transactionsDie(vague));
    expect((await rejection(store.get('log', [1]))).kind).toBe('closed');
    expect(tab.told).toHaveLength(1);
  });

  test('whose transaction() throws is closed', async () => {
    const tab = new Tab(origin, 'd3 throws');
    const store = await tab.store();
    fault(transactionThrows(new DOMException('The database connection is closing.', 'InvalidStateError')));
    expect((await rejection(store.range('log', { prefix: [] }))).kind).toBe('closed');
    expect((await rejection(store.usedBytes())).kind).toBe('closed');
    expect(tab.told).toHaveLength(1);
  });

  test('by a close event ends the calls under way and all later ones', async () => {
    const watch = watchOpens();
    fault(watch.stop);
    const tab = new Tab(origin, 'd3 event');
    const store = await tab.store();
    await store.transact([put('log', [1], 1)], RELAXED);
    // A browser aborts what is under way; fake-indexeddb would let it finish.
    const heal = fault(transactionsDie(new DOMException('', 'AbortError')));
    const underWay = rejection(store.transact([put('log', [2], 2)], RELAXED));
    heal();
    for (const db of watch.databases) forceCloseDatabase(db as unknown as Parameters<typeof forceCloseDatabase>[0]);
    expect((await underWay).kind).toBe('closed');
    await settle();
    expect(tab.told).toHaveLength(1);
    expect((await rejection(store.get('log', [1]))).kind).toBe('closed');
    const next = await tab.store();
    expect(await versions(next)).toEqual([1]);
    for (const db of watch.databases) forceCloseDatabase(db as unknown as Parameters<typeof forceCloseDatabase>[0]);
    await settle();
    expect(tab.told.at(-1)).toBe('closed: the browser closed the connection');
  });

  test('that falls silent after the commit landed is given up after a minute; reading again shows the commit', async () => {
    const tab = new Tab(origin, 'd3 silent');
    const store = await tab.store();
    const heal = fault(commitsGoUnheard());
    const commit = rejection(store.transact([put('log', [38], 38)], RELAXED));
    await tab.timers.pass(59_000);
    expect(tab.told).toEqual([]);
    await tab.timers.pass(1_000);
    expect((await commit).kind).toBe('closed');
    heal();
    expect(await versions(await tab.store())).toEqual([38]);
  });

  test('closed by its owner tells nobody', async () => {
    const tab = new Tab(origin, 'd3 own');
    const store = await tab.store();
    await store.close();
    await settle();
    expect(tab.told).toEqual([]);
    expect(tab.timers.pending()).toBe(0);
  });

  test('because its database is deleted does not stand in the way, and is no newer version', async () => {
    const tab = new Tab(origin, 'd3 deleted');
    const store = await tab.store();
    await new Promise<void>((resolve) => {
      indexedDB.deleteDatabase('d3 deleted').onsuccess = () => resolve();
    });
    expect(tab.told).toEqual(['closed: the database is being deleted']);
    expect((await rejection(store.get('log', [1]))).kind).toBe('closed');
    const { wiped } = await tab.open();
    expect(wiped).not.toBeNull();
  });
});

describe('d4: a full disk', () => {
  const quota = new DOMException('', 'QuotaExceededError');

  test('(1) at open() is "full"', async () => {
    fault(openFails(quota));
    expect((await rejection(new Tab(origin, 'd4 open').open())).kind).toBe('full');
  });

  test('(2) at commit, after every request reported success, is "full", and nothing of it is stored', async () => {
    const tab = new Tab(origin, 'd4 commit');
    const store = await tab.store();
    await store.transact([put('log', [9], 9)], RELAXED);
    const heal = fault(commitsFail(quota));
    expect((await rejection(store.transact([put('log', [10], 10), put('blocks', [10], 10)], RELAXED))).kind).toBe('full');
    heal();
    expect(await versions(store)).toEqual([9]);
    expect(await store.get('blocks', [10])).toBeUndefined();
    await store.transact([put('log', [10], 10)], RELAXED);
    expect(await versions(store)).toEqual([9, 10]);
    expect(tab.told).toEqual([]);
  });

  test('(3) at a delete, while making room, is "full"', async () => {
    const store = await new Tab(origin, 'd4 delete').store();
    await store.transact([put('log', [1], 1)], RELAXED);
    const heal = fault(requestsFail('delete', quota));
    expect((await rejection(store.transact([{ op: 'delete', table: 'log', key: [1] }], RELAXED))).kind).toBe('full');
    expect((await rejection(store.transact([{ op: 'deleteRange', table: 'log', range: { prefix: [1] } }], RELAXED))).kind).toBe('full');
    heal();
    expect(await versions(store)).toEqual([1]);
  });

  test('at a put is "full" by the error of the request, and no promise goes unheard', async () => {
    const store = await new Tab(origin, 'd4 put').store();
    const heal = fault(requestsFail('put', quota));
    const writes = Array.from({ length: 5 }, (_, i) => put('log', [i], i));
    expect((await rejection(store.transact(writes, { ...RELAXED, expect: [{ table: 'heads', key: ['h'], version: null }] }))).kind).toBe('full');
    heal();
    expect(await versions(store)).toEqual([]);
  });

  test('of the SQLite back end is "full", and the connection is gone with it', async () => {
    const tab = new Tab(origin, 'd4 sqlite');
    const store = await tab.store();
    fault(commitsFail(new DOMException('Connection is closing because of: database or disk is full', 'UnknownError')));
    expect((await rejection(store.transact([put('log', [1], 1)], RELAXED))).kind).toBe('full');
    expect((await rejection(store.get('log', [1]))).kind).toBe('closed');
    expect(tab.told).toHaveLength(1);
  });

  test('in the words of LevelDB is "full"', async () => {
    const store = await new Tab(origin, 'd4 leveldb').store();
    fault(commitsFail(new DOMException('Failed to write blobs (IOError)', 'DataError')));
    expect((await rejection(store.transact([put('log', [1], 1)], RELAXED))).kind).toBe('full');
  });
});

describe('a transaction', () => {
  test('whose put throws in the middle is undone whole', async () => {
    const store = await new Tab(origin, 'throws').store();
    const heal = fault(putThrowsAt(3, new DOMException('could not be cloned', 'DataCloneError')));
    const writes = Array.from({ length: 5 }, (_, i) => put('log', [i], i, bytesOf(i)));
    expect((await rejection(store.transact(writes, RELAXED))).kind).toBe('unknown');
    heal();
    expect(await versions(store)).toEqual([]);
  });

  test('that is aborted without a word is tried on the connection: "unknown" when that lives', async () => {
    const tab = new Tab(origin, 'wordless');
    const store = await tab.store();
    const heal = fault(commitsFail(null));
    expect((await rejection(store.transact([put('log', [1], 1)], RELAXED))).kind).toBe('unknown');
    heal();
    expect(tab.told).toEqual([]);
    expect(await versions(store)).toEqual([]);
  });

  test('spans exactly the tables it touches, with the durability it was given', async () => {
    const store = await new Tab(origin, 'scope').store();
    const seen: unknown[] = [];
    const original = IDBDatabase.prototype.transaction;
    fault(() => {
      IDBDatabase.prototype.transaction = original;
    });
    IDBDatabase.prototype.transaction = function transaction(this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>): IDBTransaction {
      seen.push(args);
      return original.apply(this, args);
    };
    await store.transact([put('log', [1], 1), put('ledger', [1], 1), put('log', [2], 2)], {
      durability: 'strict',
      expect: [{ table: 'owners', key: ['p'], version: null }],
    });
    await store.transact([], { durability: 'relaxed' });
    expect(seen).toEqual([[['log', 'ledger', 'owners'], 'readwrite', { durability: 'strict' }]]);
  });

  test('answers usedBytes with what the browser says, and null when it says nothing', async () => {
    expect(await (await new Tab(origin, 'used').store()).usedBytes()).toBe(12_345);
    const silent = new Tab(origin, 'used not', { measure: () => Promise.reject(new TypeError('no estimate')) });
    expect(await (await silent.store()).usedBytes()).toBeNull();
  });
});

describe('a wiped origin', () => {
  test('is found by the sentinel, told once with when it was last seen, and told to nobody after "clear site data"', async () => {
    const first = new Tab(origin, 'wipe');
    const opened = await first.open();
    expect(opened).toMatchObject({ wiped: null, unclean: false });
    await opened.store.transact([put('log', [1], 1)], STRICT);
    first.session.kill();
    globalThis.indexedDB = new IDBFactory();
    const second = new Tab(origin, 'wipe');
    const after = await second.open();
    expect(after).toMatchObject({ wiped: { lastSeenMs: first.timers.now(), reason: '' }, unclean: true });
    expect(await versions(after.store)).toEqual([]);
    second.session.kill();
    const third = new Tab(origin, 'wipe');
    expect((await third.open()).wiped).toBeNull();
    third.session.kill();
    globalThis.indexedDB = new IDBFactory();
    origin.clearSiteData();
    expect((await new Tab(origin, 'wipe').open()).wiped).toBeNull();
  });

  test("comes with the browser's own words where it has some", async () => {
    const original = IDBFactory.prototype.open;
    fault(() => {
      IDBFactory.prototype.open = original;
    });
    IDBFactory.prototype.open = function open(this: IDBFactory, ...args: Parameters<typeof original>): IDBOpenDBRequest {
      const request = original.apply(this, args);
      request.addEventListener('upgradeneeded', (event) => {
        Object.assign(event, { dataLoss: 'total', dataLossMessage: 'IndexedDB (database was corrupt): checksum mismatch' });
      });
      return request;
    };
    const tab = new Tab(origin, 'wipe said');
    tab.session.directoryFails = new DOMException('no', 'SecurityError');
    expect((await tab.open()).wiped).toEqual({ lastSeenMs: null, reason: 'IndexedDB (database was corrupt): checksum mismatch' });
  });

  test('under a living page is told when the connection is opened again', async () => {
    const tab = new Tab(origin, 'wipe alive');
    await tab.store();
    globalThis.indexedDB = new IDBFactory();
    expect((await tab.open()).wiped).not.toBeNull();
    expect((await tab.open()).wiped).toBeNull();
  });

  test('is not seen in a database that is only opened by several tabs at once', async () => {
    const tabs = [new Tab(origin, 'wipe not'), new Tab(origin, 'wipe not'), new Tab(origin, 'wipe not')];
    expect((await Promise.all(tabs.map((tab) => tab.open()))).map(({ wiped }) => wiped)).toEqual([null, null, null]);
  });
});

describe('after an unclean start', () => {
  test('8 MB are written in 32 KB values by small transactions and deleted, after restoring had a second', async () => {
    const first = new Tab(origin, 'repair');
    await first.store();
    first.session.kill();
    const second = new Tab(origin, 'repair');
    const { repaired, store, unclean } = await second.open();
    expect(unclean).toBe(true);
    const sizes: number[] = [];
    const transactions = new Set<IDBTransaction>();
    const original = IDBObjectStore.prototype.put;
    fault(() => {
      IDBObjectStore.prototype.put = original;
    });
    IDBObjectStore.prototype.put = function put(this: IDBObjectStore, ...args: Parameters<IDBObjectStore['put']>): IDBRequest<IDBValidKey> {
      const [value] = args;
      if (value instanceof Uint8Array) {
        sizes.push(value.length);
        transactions.add(this.transaction);
      }
      return original.apply(this, args);
    };
    await second.timers.pass(900);
    expect(sizes).toEqual([]);
    await second.timers.pass(2_000);
    expect(await repaired).toBe(true);
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(8 * 1024 * 1024);
    expect(new Set(sizes)).toEqual(new Set([32 * 1024]));
    expect(transactions.size).toBe(32);
    expect(await countAll('repair', 'scratch')).toBe(0);
    await store.close();
  });

  test('a repair that is cut short harms nothing', async () => {
    const first = new Tab(origin, 'repair cut');
    await first.store();
    first.session.kill();
    const second = new Tab(origin, 'repair cut');
    const { repaired, store } = await second.open();
    await second.timers.pass(1_010);
    await store.close();
    await second.timers.pass(1_000);
    expect(await repaired).toBe(false);
  });

  test('an ordinary end leaves nothing to repair', async () => {
    const first = new Tab(origin, 'repair not');
    await first.store();
    await first.options.sentinel?.end();
    const second = await new Tab(origin, 'repair not').open();
    expect(second.unclean).toBe(false);
    expect(await second.repaired).toBe(false);
  });
});

function rawOpen(name: string, version: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function countAll(name: string, store: string): Promise<number> {
  const db = await rawOpen(name, 1);
  return new Promise((resolve) => {
    const request = db.transaction(store).objectStore(store).count();
    request.onsuccess = () => {
      db.close();
      resolve(request.result);
    };
  });
}
