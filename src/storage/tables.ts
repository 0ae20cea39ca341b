// The contents of a store in memory: per table a list of records sorted by key. Synchronous; the memory store is this and
// nothing else, the directory store keeps it in step with a journal. What is inside is never shared with a reader: bytes are
// the store's own from `transact` on and copied on the way out, keys and metadata are copied and frozen on the way in, so that a reader who writes into them fails loudly
// instead of changing the past. Entries are replaced, never changed, which makes a copy of the whole cheap.
import type { Json } from '../problem/json.ts';
import { mustBeKey, mustBeRange, positionIn } from './key-range.ts';
import {
  compareKeys,
  type Expectation,
  type Key,
  type KeyRange,
  StorageError,
  type StoredEntry,
  type StoredRecord,
  TABLES,
  type Table,
  type Write,
} from './store.ts';

/** A change that was checked and copied and can no longer fail. */
export type ReadyWrite =
  | { readonly op: 'put'; readonly table: Table; readonly entry: StoredEntry }
  | { readonly op: 'delete'; readonly table: Table; readonly key: Key }
  | { readonly op: 'deleteRange'; readonly table: Table; readonly range: KeyRange };

export class Tables {
  readonly #lists: Record<Table, StoredEntry[]>;

  constructor(lists: Record<Table, StoredEntry[]> = emptyLists()) {
    this.#lists = lists;
  }

  /** An independent copy; costs one pointer a record. */
  clone(): Tables {
    const lists = emptyLists();
    for (const table of TABLES) lists[table] = this.#lists[table].slice();
    return new Tables(lists);
  }

  get(table: Table, key: Key): StoredRecord | undefined {
    mustBeKey(key);
    const list = this.#lists[table];
    const entry = list[firstNotBelow(list, key)];
    return entry !== undefined && compareKeys(entry.key, key) === 0 ? copyOut(entry.record) : undefined;
  }

  range(table: Table, range: KeyRange, reverse: boolean, limit: number): readonly StoredEntry[] {
    const list = this.#lists[table];
    mustBeRange(range);
    const [start, end] = extent(list, range);
    const count = Math.max(0, Math.min(limit, end - start));
    const found = reverse ? list.slice(end - count, end).reverse() : list.slice(start, start + count);
    return found.map((entry) => ({ key: entry.key, record: copyOut(entry.record) }));
  }

  /** The first expectation that does not hold, as the error to reject with, or null. */
  conflictWith(expectations: readonly Expectation[]): StorageError | null {
    for (const expectation of expectations) {
      mustBeKey(expectation.key);
      const list = this.#lists[expectation.table];
      const entry = list[firstNotBelow(list, expectation.key)];
      const got = entry !== undefined && compareKeys(entry.key, expectation.key) === 0 ? entry.record.version : null;
      if (got !== expectation.version) return conflict(expectation, got);
    }
    return null;
  }

  /** In the order given, as one change. */
  apply(writes: readonly ReadyWrite[]): void {
    for (const write of writes) {
      const list = this.#lists[write.table];
      if (write.op === 'put') put(list, write.entry);
      else if (write.op === 'delete') {
        const at = firstNotBelow(list, write.key);
        const entry = list[at];
        if (entry !== undefined && compareKeys(entry.key, write.key) === 0) list.splice(at, 1);
      } else {
        const [start, end] = extent(list, write.range);
        list.splice(start, end - start);
      }
    }
  }

  /** Bytes of keys, metadata and payloads, as near as counting characters comes. */
  usedBytes(): number {
    let bytes = 0;
    for (const table of TABLES) for (const entry of this.#lists[table]) bytes += sizeOf(entry);
    return bytes;
  }

  /** Every record, table by table, in order of keys. The entries are the ones inside: read, never change. */
  *entries(): Generator<{ readonly table: Table; readonly entry: StoredEntry }> {
    for (const table of TABLES) for (const entry of this.#lists[table]) yield { table, entry };
  }
}

/** Checks and copies writes so that applying them cannot fail half way. Throws StorageError "unknown" for what is no plain data. */
export function readyWrites(writes: readonly Write[]): ReadyWrite[] {
  return writes.map((write) => {
    if (write.op === 'deleteRange') {
      mustBeRange(write.range);
      return { op: 'deleteRange', table: write.table, range: write.range };
    }
    mustBeKey(write.key);
    if (write.op === 'delete') return { op: 'delete', table: write.table, key: write.key };
    return { op: 'put', table: write.table, entry: copyIn(write.key, write.record) };
  });
}

export function conflict(expectation: Expectation, got: number | null): StorageError {
  const say = (version: number | null): string => (version === null ? 'no record' : `version ${version}`);
  const where = `${expectation.table} ${JSON.stringify(expectation.key)}`;
  return new StorageError('conflict', `expected ${say(expectation.version)} under ${where}, but there is ${say(got)}`);
}

/** What a record occupies, counted the same way by every store that has to count for itself. */
function sizeOf(entry: StoredEntry): number {
  let bytes = 16 + (entry.record.bytes?.byteLength ?? 0) + JSON.stringify(entry.record.meta).length;
  for (const element of entry.key) bytes += typeof element === 'string' ? element.length : 8;
  return bytes;
}

function emptyLists(): Record<Table, StoredEntry[]> {
  return { pipelines: [], heads: [], owners: [], plans: [], log: [], blocks: [], progress: [], ledger: [], checkpoints: [], chunks: [], meta: [] };
}

function put(list: StoredEntry[], entry: StoredEntry): void {
  const last = list[list.length - 1];
  if (last === undefined || compareKeys(last.key, entry.key) < 0) {
    list.push(entry);
    return;
  }
  const at = firstNotBelow(list, entry.key);
  const there = list[at];
  list.splice(at, there !== undefined && compareKeys(there.key, entry.key) === 0 ? 1 : 0, entry);
}

function firstNotBelow(list: readonly StoredEntry[], key: Key): number {
  return search(list, (k) => compareKeys(k, key) < 0);
}

/** Where the keys of the range begin and where they end. */
function extent(list: readonly StoredEntry[], range: KeyRange): readonly [start: number, end: number] {
  return [search(list, (key) => positionIn(key, range) < 0), search(list, (key) => positionIn(key, range) <= 0)];
}

/** How many keys at the front of the list satisfy a test that holds for a front part and for nothing behind it. */
function search(list: readonly StoredEntry[], holds: (key: Key) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = list[middle];
    if (entry !== undefined && holds(entry.key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function copyIn(key: Key, record: StoredRecord): StoredEntry {
  const meta = copyMeta(record.meta);
  return {
    key: Object.freeze([...key]),
    record: Object.freeze({ version: record.version, meta, bytes: record.bytes === null ? null : ownBytes(record.bytes) }),
  };
}

/** Bytes are the store's from `transact` on; of a view only what it shows is kept. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}

function copyOut(record: StoredRecord): StoredRecord {
  return record.bytes === null ? record : { version: record.version, meta: record.meta, bytes: record.bytes.slice() };
}

function copyMeta(meta: StoredRecord['meta']): StoredRecord['meta'] {
  const copy: { [key: string]: Json } = {};
  for (const key of Object.keys(meta)) {
    const value = copyJson(meta[key] as Json);
    // An assignment would change what the copy inherits from.
    if (key === '__proto__') Object.defineProperty(copy, key, { value, enumerable: true });
    else copy[key] = value;
  }
  return Object.freeze(copy);
}

function copyJson(value: Json): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (isList(value)) return Object.freeze(value.map(copyJson));
  if (typeof value === 'object') return copyMeta(value);
  throw new StorageError('unknown', `metadata must be what JSON can say, but holds ${String(value)}`);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
