// A store in memory: for tests, simulations, and a browser that has no storage. Contents outlive their connections, as on a
// disk: closing one connection keeps them, `reopen` makes another. Every call takes effect when it is made and answers in a
// later microtask, so the order of calls is the order of transactions.
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
} from './store.ts';
import { readyWrites, Tables } from './tables.ts';

export interface MemoryStore extends Store {
  /** A new connection to the same contents. Works after `close`; both may be used side by side. */
  reopen(): MemoryStore;
  /** A new store with a copy of what is stored now; neither sees what the other writes afterwards. */
  clone(): MemoryStore;
  /** Puts the contents of another store in the place of these, for all connections: what a power cut does to a disk. */
  restore(from: MemoryStore): void;
  /** What `usedBytes` answers, at once, also after `close`. */
  size(): number;
}

export function createMemoryStore(): MemoryStore {
  return connect({ tables: new Tables() });
}

interface Disk {
  tables: Tables;
}

/** The disk behind each store, so that `restore` can reach another one's without making it public. */
const disks = new WeakMap<MemoryStore, Disk>();

function connect(disk: Disk): MemoryStore {
  let open = true;
  const run = async <T>(work: () => T): Promise<T> => {
    if (!open) throw new StorageError('closed', 'this connection was closed');
    return work();
  };
  const store: MemoryStore = {
    get: (table: Table, key: Key): Promise<StoredRecord | undefined> => run(() => disk.tables.get(table, key)),
    range: (table: Table, range: KeyRange, options = {}): Promise<readonly StoredEntry[]> =>
      run(() => disk.tables.range(table, range, options.reverse ?? false, options.limit ?? Number.POSITIVE_INFINITY)),
    transact: (writes: readonly Write[], options: TransactOptions): Promise<void> =>
      run(() => {
        const ready = readyWrites(writes);
        const conflict = disk.tables.conflictWith(options.expect ?? []);
        if (conflict !== null) throw conflict;
        disk.tables.apply(ready);
      }),
    usedBytes: () => run(() => disk.tables.usedBytes()),
    async close() {
      open = false;
    },
    reopen: () => connect(disk),
    clone: () => connect({ tables: disk.tables.clone() }),
    restore(from) {
      const other = disks.get(from);
      if (other !== undefined) disk.tables = other.tables.clone();
    },
    size: () => disk.tables.usedBytes(),
  };
  disks.set(store, disk);
  return store;
}
