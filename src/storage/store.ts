// The contract every storage engine keeps: memory, directory (Node), IndexedDB (browser), and the faulty store that wraps
// one of them in tests. A store holds records in named tables under ordered keys and changes them only in atomic
// transactions. It knows nothing of batches; records.ts and journal.ts do. One contract suite runs on every store.

import type { Json } from '../problem/json.ts';

export const TABLES = ['pipelines', 'heads', 'owners', 'plans', 'log', 'blocks', 'progress', 'ledger', 'checkpoints', 'chunks', 'meta'] as const;
export type Table = (typeof TABLES)[number];

/** Compared element by element; numbers sort before strings; a prefix sorts before what continues it. Never empty. */
export type Key = readonly (string | number)[];

/** `version` is what expectations compare. `bytes` is owned by the store from `transact` on, and by the caller after a read. */
export interface StoredRecord {
  readonly version: number;
  readonly meta: { readonly [key: string]: Json };
  readonly bytes: Uint8Array | null;
}

export interface StoredEntry {
  readonly key: Key;
  readonly record: StoredRecord;
}

export type Write =
  | { readonly op: 'put'; readonly table: Table; readonly key: Key; readonly record: StoredRecord }
  | { readonly op: 'delete'; readonly table: Table; readonly key: Key }
  /** Every key k with from <= k < before, all beginning with `prefix`. */
  | { readonly op: 'deleteRange'; readonly table: Table; readonly range: KeyRange };

/** Keys that begin with `prefix` (may be empty: all), and, compared whole, from <= key < before. */
export interface KeyRange {
  readonly prefix: Key | readonly [];
  readonly from?: Key;
  readonly before?: Key;
}

/** Checked inside the transaction: the record under the key has this version (null: there is no record). */
export interface Expectation {
  readonly table: Table;
  readonly key: Key;
  readonly version: number | null;
}

export interface TransactOptions {
  /** All must hold, or nothing is written and a StorageError of kind "conflict" names the first that does not. */
  readonly expect?: readonly Expectation[];
  /** strict: on disk before it resolves. relaxed: survives the death of the process, not of the machine. */
  readonly durability: 'strict' | 'relaxed';
}

/**
 * Caller owes: no call after `close`; records are plain data. You get: reads see only whole transactions, in the order
 * they were made; `transact` resolves only when its writes are stored, and writes all of them or none. When it rejects with
 * any kind but "conflict", the writes may have been stored all the same: read before you try again.
 * Every method rejects with a StorageError and with nothing else.
 */
export interface Store {
  get(table: Table, key: Key): Promise<StoredRecord | undefined>;
  /** Ascending by key (descending with `reverse`), at most `limit`. */
  range(table: Table, range: KeyRange, options?: { readonly reverse?: boolean; readonly limit?: number }): Promise<readonly StoredEntry[]>;
  transact(writes: readonly Write[], options: TransactOptions): Promise<void>;
  /** Bytes in use as far as the store can tell, for the status bar; null when unknown. */
  usedBytes(): Promise<number | null>;
  close(): Promise<void>;
}

/**
 * full: no room (quota, disk). closed: the connection died or was closed; a new one may work. conflict: an expectation did not
 * hold. blocked: another connection stands in the way of opening. unavailable: there is no storage here (private window,
 * switched off). newer: what is stored here was laid out by a newer build. unknown: anything else, told in `detail`.
 */
export type StorageErrorKind = 'full' | 'closed' | 'conflict' | 'blocked' | 'unavailable' | 'newer' | 'unknown';

export class StorageError extends Error {
  readonly kind: StorageErrorKind;
  readonly detail: string;
  constructor(kind: StorageErrorKind, detail: string) {
    super(`${kind}: ${detail}`);
    this.name = 'StorageError';
    this.kind = kind;
    this.detail = detail;
  }
}

/** Negative, 0 or positive, by the order of the contract. */
export function compareKeys(a: Key, b: Key): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const left = a[i] as string | number;
    const right = b[i] as string | number;
    if (left === right) continue;
    if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

/** Whether the key lies in the range. */
export function inRange(key: Key, range: KeyRange): boolean {
  for (let i = 0; i < range.prefix.length; i++) if (key[i] !== range.prefix[i]) return false;
  if (range.from !== undefined && compareKeys(key, range.from) < 0) return false;
  return range.before === undefined || compareKeys(key, range.before) < 0;
}
