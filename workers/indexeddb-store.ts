// The store of the browser. A transaction of the contract is one IndexedDB transaction over exactly the tables it touches, with the
// expectations checked inside it; it counts when the browser says "complete" and not before. Everything is encoded before it opens,
// nothing but its own requests is awaited inside it, and whatever goes wrong aborts it. Transactions over the same tables run in
// the order they were made; those that share none may finish in another order, so whoever needs one on disk before the next awaits it.
//
// One store is one connection. When it dies (cut by the browser, superseded by a newer version, found dead by a call), every call under way and every
// later one rejects with "closed", the owner is told once, and a new store is the only way on. No promise of IndexedDB goes unheard.
import type { Problem } from '../src/problem/problem.ts';
import { problem } from '../src/problem/problem.ts';
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
import { DATABASE_ID_KEY, fromStored, type MillraceDatabase, SCHEMA_VERSION, type StoredValue, toQuery, toStored } from './indexeddb-store-schema.ts';
import { createSentinel, isWiped, type Sentinel } from './sentinel.ts';
import { type Timers, threadTimers, within } from './timers.ts';

export interface OpenIndexedDbOptions {
  readonly name: string;
  /** The connection died by itself; the reason in words. Not called for `close` and not when superseded. */
  readonly onClosed: (reason: string) => void;
  /** A newer version of the studio, or a deletion, asked for the database; this connection finished its work and made way. */
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
      newId,
      onBlocked: () => options.onBlocked(problem('storage/blocked', {}, { tabs: '' })),
    }),
  ]);
  const connection = new Connection(opened, { ...options, timers, sentinel });
  const databaseId = await connection.databaseId(newId);
  const wiped = isWiped(facts, databaseId) || opened.upgrade?.dataLoss === 'total';
  await sentinel.begin(databaseId);
  const unclean = facts.kind === 'known' && facts.unclean;
  return {
    store: connection,
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
      else if (opened.events.superseded !== null) this.#makeWay();
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
      const entries = await this.#read(table, (store) => (options.reverse === true ? readLast(store, query, limit) : readFirst(store, query, limit)));
      return entries;
    });
  }

  transact(writes: readonly Write[], options: TransactOptions): Promise<void> {
    return this.#call(async () => {
      const ready = writes.map(encodeWrite);
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

  /** The id the database was given when it was made. One that lost it gets a new one, which will count as wiped. */
  databaseId(newId: () => string): Promise<string> {
    return this.#call(async () => {
      const record = await this.#read('meta', (store) => store.get([...DATABASE_ID_KEY]));
      const known = record?.m['id'];
      if (typeof known === 'string') return known;
      const id = newId();
      await writeOnce(
        this.#db,
        [encodeWrite({ op: 'put', table: 'meta', key: DATABASE_ID_KEY, record: { version: 1, meta: { id }, bytes: null } })],
        {
          durability: 'strict',
        },
      );
      return id;
    });
  }

  #call<T>(work: () => Promise<T>): Promise<T> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const answer = new Promise<T>((resolve, reject) => {
      const attempt = work().catch((error: unknown) => this.#explain(error));
      this.#underWay.set(attempt, reject);
      attempt.then(resolve, reject).finally(() => this.#underWay.delete(attempt));
    });
    return answer;
  }

  async #read<T>(table: Table, request: (store: ReadableStore) => Promise<T>): Promise<T> {
    const tx = this.#db.transaction(table, 'readonly');
    tx.done.catch(() => {});
    try {
      return await request(tx.store);
    } catch (error) {
      throw new TransactionFailure([error, tx.error]);
    }
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

  #makeWay(): void {
    if (this.#ended !== null) return;
    this.#ended = new StorageError('closed', 'a newer version of the studio was opened in another tab');
    this.#db.close();
    void Promise.allSettled(this.#underWay.keys()).then(() => this.#options.onSuperseded());
  }
}

type ReadableStore = ReturnType<MillraceDatabase['transaction']>['store'] & object;
