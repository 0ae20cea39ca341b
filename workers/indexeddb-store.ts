// The store of the browser. A transaction of the contract is one IndexedDB transaction over exactly the tables it touches, with the
// expectations checked inside it; it counts when the browser says "complete" and not before. Everything is encoded before it opens,
// nothing but its own requests is awaited inside it, and whatever goes wrong aborts it. Transactions over the same tables run in
// the order they were made; those that share none may finish in another order, so whoever needs one on disk before the next awaits it.
//
// One store is one connection. When it dies (cut by the browser, superseded by a newer version, found dead by a call), every call under way and every
// later one rejects with "closed", the owner is told once, and a new store is the only way on. No promise of IndexedDB goes unheard.
import type { IDBPObjectStore, IDBPTransaction } from 'idb';
import { type Problem, problem } from '../src/problem/problem.ts';
import { mustBeKey, mustBeRange } from '../src/storage/key-range.ts';
import {
  type Key,
  type KeyRange,
  StorageError,
  type Store,
  type StoredEntry,
  type StoredRecord,
  type Table,
  type TransactOptions,
  type Write,
} from '../src/storage/store.ts';
import { conflict } from '../src/storage/tables.ts';
import { classifyCallError } from './indexeddb-store-errors.ts';
import { type OpenedDatabase, openDatabase } from './indexeddb-store-open.ts';
import { retireTornLog } from './indexeddb-store-repair.ts';
import {
  DATABASE_ID,
  fromStored,
  IDENTITY,
  type MillraceDatabase,
  type MillraceSchema,
  SCHEMA_VERSION,
  type StoredValue,
  toQuery,
  toStored,
} from './indexeddb-store-schema.ts';
import { createSentinel, isWiped, type Sentinel } from './sentinel.ts';
import { type Timers, threadTimers, within } from './timers.ts';

export interface OpenIndexedDbOptions {
  readonly name: string;
  /** The connection died by itself; the reason in words. Not called for `close` and not when superseded. */
  readonly onClosed: (reason: string) => void;
  /** A newer version of the studio asked for the database; this connection finished its work and made way. */
  readonly onSuperseded: () => void;
  /** Opening has to wait. It goes on by itself; the problem says what to close. */
  readonly onBlocked: (blocked: Problem) => void;
  /** Default: one for this thread. */
  readonly sentinel?: Sentinel;
  readonly timers?: Timers;
  /** Opening rejects with "blocked" after this long. Default ten minutes. */
  readonly giveUpMs?: number;
  readonly schemaVersion?: number;
  readonly newId?: () => string;
  /** Bytes in use by this origin. Default: what the browser estimates. */
  readonly measure?: () => Promise<number | null>;
}

/** The browser threw away the database that was here. */
export interface WipedFacts {
  readonly lastSeenMs: number | null;
  /** The browser's own words; '' when it gives none. */
  readonly reason: string;
}

export interface OpenedIndexedDb {
  readonly store: Store;
  /** What the sentinel knows this database by. */
  readonly databaseId: string;
  readonly wiped: WipedFacts | null;
  /** The last session was killed. */
  readonly unclean: boolean;
  /** Resolves when the clean-up after an unclean start is over; false when there was none or it failed. Never rejects. */
  readonly repaired: Promise<boolean>;
}

let threadSentinel: Sentinel | null = null;

/** The witness of this thread. Call its `end` when the page is left in the ordinary way, `begin` again if it comes back. */
export function sentinelOfThread(): Sentinel {
  threadSentinel ??= createSentinel();
  return threadSentinel;
}

/** @throws StorageError: full, blocked, unavailable, newer, unknown */
export async function openIndexedDbStore(options: OpenIndexedDbOptions): Promise<OpenedIndexedDb> {
  const timers = options.timers ?? threadTimers;
  const sentinel = options.sentinel ?? sentinelOfThread();
  const newId = options.newId ?? (() => crypto.randomUUID());
  const [facts, opened] = await Promise.all([
    sentinel.read(),
    openDatabase({
      name: options.name,
      schemaVersion: options.schemaVersion ?? SCHEMA_VERSION,
      timers,
      giveUpMs: options.giveUpMs ?? 600_000,
      onBlocked: () => options.onBlocked(problem('storage/blocked', {}, { tabs: '' })),
    }),
  ]);
  const connection = new Connection(opened, { ...options, timers, sentinel });
  const databaseId = await connection.databaseId(newId).catch(async (error: unknown) => {
    await connection.close();
    throw error;
  });
  const wiped = isWiped(facts, databaseId) || opened.upgrade?.dataLoss === 'total';
  await sentinel.begin(databaseId);
  const unclean = facts.kind === 'known' && facts.unclean;
  return {
    store: connection,
    databaseId,
    wiped: wiped ? { lastSeenMs: facts.kind === 'known' ? facts.lastSeenMs : null, reason: opened.upgrade?.dataLossMessage ?? '' } : null,
    unclean,
    repaired: unclean ? retireTornLog(opened.db, timers) : Promise.resolve(false),
  };
}

type ConnectionOptions = Pick<OpenIndexedDbOptions, 'onClosed' | 'onSuperseded' | 'measure'> & {
  readonly timers: Timers;
  readonly sentinel: Sentinel;
};

/** How long a connection under suspicion has to prove that it lives. */
const PROBE_MS = 2_000;
/** No honest call takes this long; connections were seen that fall silent without an event. */
const SILENCE_MS = 60_000;

class Connection implements Store {
  readonly #db: MillraceDatabase;
  readonly #options: ConnectionOptions;
  /** Calls without an answer, by the way to end them when the browser never will. */
  readonly #underWay = new Map<Promise<unknown>, (reason: StorageError) => void>();
  #ended: StorageError | null = null;

  constructor(opened: OpenedDatabase, options: ConnectionOptions) {
    this.#db = opened.db;
    this.#options = options;
    const look = (): void => {
      if (opened.events.terminated) this.#die('the browser closed the connection');
      else if (opened.events.superseded !== null) this.#makeWay(opened.events.superseded.newVersion);
    };
    opened.events.changed = look;
    look();
  }

  get(table: Table, key: Key): Promise<StoredRecord | undefined> {
    return this.#call(async () => {
      mustBeKey(key);
      const value = await this.#read(table, (store) => store.get([...key]));
      return value === undefined ? undefined : fromStored(value);
    });
  }

  range(table: Table, range: KeyRange, options: { readonly reverse?: boolean; readonly limit?: number } = {}): Promise<readonly StoredEntry[]> {
    return this.#call(async () => {
      mustBeRange(range);
      const query = toQuery(range);
      const limit = options.limit ?? Number.POSITIVE_INFINITY;
      if (query === null || limit <= 0) return [];
      return this.#read(table, (store) => (options.reverse === true ? readLast(store, query, limit) : readFirst(store, query, limit)));
    });
  }

  transact(writes: readonly Write[], options: TransactOptions): Promise<void> {
    return this.#call(async () => {
      const ready = writes.map(encodeWrite).filter((write) => write !== null);
      for (const expectation of options.expect ?? []) mustBeKey(expectation.key);
      await writeOnce(this.#db, ready, options);
      this.#options.sentinel.touch();
    });
  }

  usedBytes(): Promise<number | null> {
    return this.#call(async () => (this.#options.measure ?? estimateBytes)().catch(() => null));
  }

  async close(): Promise<void> {
    this.#ended ??= new StorageError('closed', 'this connection was closed');
    // The browser lets transactions under way finish before the connection is gone.
    this.#db.close();
    await Promise.allSettled(this.#underWay.keys());
  }

  /** The id of this database, given to it now if it is new. */
  databaseId(newId: () => string): Promise<string> {
    return this.#call(async () => {
      const tx = this.#db.transaction(IDENTITY, 'readwrite', { durability: 'strict' });
      return inside(tx, async () => {
        const known = await tx.store.get(DATABASE_ID);
        const id = known ?? newId();
        await Promise.all([known === undefined ? tx.store.put(id, DATABASE_ID) : null, tx.done]);
        return id;
      });
    });
  }

  #call<T>(work: () => Promise<T>): Promise<T> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    return new Promise<T>((resolve, reject) => {
      const cancel = this.#options.timers.after(SILENCE_MS, () => this.#die('the browser does not answer'));
      const attempt: Promise<T> = work().catch((error: unknown) => {
        // From here on this call has a reason of its own.
        this.#underWay.set(attempt, () => {});
        return this.#explain(error);
      });
      this.#underWay.set(attempt, reject);
      void attempt.then(resolve, reject).finally(() => {
        cancel();
        this.#underWay.delete(attempt);
      });
    });
  }

  #read<T>(table: Table, request: (store: ReadableStore) => Promise<T>): Promise<T> {
    const tx = this.#db.transaction(table, 'readonly');
    return inside(tx, () => request(tx.store));
  }

  /** Turns any failure into the StorageError to reject with, and ends the connection if it is to blame. */
  async #explain(error: unknown): Promise<never> {
    const failure = classifyCallError(error instanceof TransactionFailure ? error.causes : [error]);
    if (this.#ended !== null && failure.error.kind !== 'conflict' && failure.error.kind !== 'full') throw this.#ended;
    const lost = failure.connection === 'lost' || (failure.connection === 'suspect' && !(await this.#answers()));
    if (!lost) throw failure.error;
    const ended = this.#die(failure.error.detail);
    throw failure.error.kind === 'full' ? failure.error : ended;
  }

  /** Whether the connection can still read anything. */
  async #answers(): Promise<boolean> {
    const read = this.#read('meta', (store) => store.count()).then(
      () => true,
      () => false,
    );
    return within(this.#options.timers, PROBE_MS, read, () => false);
  }

  #die(reason: string): StorageError {
    if (this.#ended !== null) return this.#ended;
    const ended = new StorageError('closed', reason);
    this.#ended = ended;
    this.#db.close();
    for (const reject of this.#underWay.values()) reject(ended);
    this.#options.onClosed(reason);
    return ended;
  }

  #makeWay(newVersion: number | null): void {
    if (this.#ended !== null) return;
    if (newVersion === null) {
      this.#die('the database is being deleted');
      return;
    }
    this.#ended = new StorageError('closed', 'a newer version of the studio was opened in another tab');
    this.#db.close();
    void Promise.allSettled(this.#underWay.keys()).then(() => this.#options.onSuperseded());
  }
}

type ReadableStore = IDBPObjectStore<MillraceSchema, [Table], Table, 'readonly'>;

/** What went wrong in a transaction: the error of a request or of the code inside, and the transaction's own. Either may be missing. */
class TransactionFailure extends Error {
  readonly causes: readonly unknown[];
  constructor(causes: readonly unknown[]) {
    super('a transaction failed');
    this.causes = causes;
  }
}

interface AnyTransaction {
  readonly done: Promise<void>;
  readonly error: DOMException | null;
  abort(): void;
}

/** Runs requests inside a transaction. Whatever goes wrong aborts it, and is told only when it is over: then the outcome is certain. */
async function inside<T>(tx: AnyTransaction, work: () => Promise<T>): Promise<T> {
  const over = tx.done.catch(() => {});
  try {
    return await work();
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // It is over already.
    }
    await over;
    throw new TransactionFailure([error, tx.error]);
  }
}

async function readFirst(store: ReadableStore, query: IDBKeyRange | undefined, limit: number): Promise<readonly StoredEntry[]> {
  const count = limit === Number.POSITIVE_INFINITY ? undefined : limit;
  const [keys, values] = await Promise.all([store.getAllKeys(query, count), store.getAll(query, count)]);
  return values.map((value, i) => ({ key: keys[i] as Key, record: fromStored(value) }));
}

/** A cursor over keys finds where the last ones begin in two steps, whatever the limit; then they are read in one. */
async function readLast(store: ReadableStore, query: IDBKeyRange | undefined, limit: number): Promise<readonly StoredEntry[]> {
  const first = limit === Number.POSITIVE_INFINITY ? null : await keyFromEnd(store, query, limit);
  const range =
    first === null
      ? query
      : query?.upper === undefined
        ? IDBKeyRange.lowerBound(first)
        : IDBKeyRange.bound(first, query.upper, false, query.upperOpen);
  return (await readFirst(store, range, Number.POSITIVE_INFINITY)).toReversed();
}

/** The key at that place counted from the end (1: the last), or null when there are fewer. */
async function keyFromEnd(store: ReadableStore, query: IDBKeyRange | undefined, place: number): Promise<IDBValidKey | null> {
  const cursor = await store.openKeyCursor(query, 'prev');
  if (cursor === null || place === 1) return cursor?.key ?? null;
  return (await cursor.advance(place - 1))?.key ?? null;
}

type EncodedWrite =
  | { readonly op: 'put'; readonly table: Table; readonly key: IDBValidKey; readonly value: StoredValue }
  | { readonly op: 'delete'; readonly table: Table; readonly query: IDBValidKey | IDBKeyRange }
  | { readonly op: 'clear'; readonly table: Table };

/** Null: there is nothing to do. */
function encodeWrite(write: Write): EncodedWrite | null {
  const { op, table } = write;
  if (op === 'deleteRange') {
    mustBeRange(write.range);
    const query = toQuery(write.range);
    if (query === null) return null;
    return query === undefined ? { op: 'clear', table } : { op: 'delete', table, query };
  }
  mustBeKey(write.key);
  if (op === 'delete') return { op, table, query: [...write.key] };
  return { op, table, key: [...write.key], value: toStored(write.record) };
}

async function writeOnce(db: MillraceDatabase, writes: readonly EncodedWrite[], options: TransactOptions): Promise<void> {
  const expectations = options.expect ?? [];
  const tables = [...new Set([...writes, ...expectations].map(({ table }) => table))];
  if (tables.length === 0) return;
  const tx = db.transaction(tables, 'readwrite', { durability: options.durability });
  await inside(tx, async () => {
    if (expectations.length > 0) await mustHold(tx, expectations);
    const requests: Promise<unknown>[] = [];
    for (const write of writes) {
      const request = makeRequest(tx, write);
      // A later write that throws leaves this one without anybody who waits for it.
      request.catch(() => {});
      requests.push(request);
    }
    tx.commit();
    await Promise.all([...requests, tx.done]);
  });
}

type WriteTransaction = IDBPTransaction<MillraceSchema, Table[], 'readwrite'>;

/** @throws StorageError "conflict", naming the first expectation that does not hold. */
async function mustHold(tx: WriteTransaction, expectations: NonNullable<TransactOptions['expect']>): Promise<void> {
  const found = await Promise.all(expectations.map(({ table, key }) => tx.objectStore(table).get([...key])));
  for (const [i, expectation] of expectations.entries()) {
    const got = found[i]?.v ?? null;
    if (got !== expectation.version) throw conflict(expectation, got);
  }
}

function makeRequest(tx: WriteTransaction, write: EncodedWrite): Promise<unknown> {
  const store = tx.objectStore(write.table);
  if (write.op === 'put') return store.put(write.value, write.key);
  return write.op === 'delete' ? store.delete(write.query) : store.clear();
}

/** Of IndexedDB alone where the browser tells it apart (Chromium), otherwise of the whole origin. */
async function estimateBytes(): Promise<number | null> {
  const estimate: StorageEstimate & { readonly usageDetails?: { readonly indexedDB?: number } } = await navigator.storage.estimate();
  return estimate.usageDetails?.indexedDB ?? estimate.usage ?? null;
}
