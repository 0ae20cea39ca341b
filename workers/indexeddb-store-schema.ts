// How records lie in IndexedDB: one object store a table, keys out of line as arrays, the record as one value. Two more stores
// are no tables: `identity` holds the id this database was born with, `scratch` nothing of value.
import type { DBSchema, IDBPDatabase } from 'idb';
import { boundsOf } from '../src/storage/key-range.ts';
import { type KeyRange, type StoredRecord, TABLES, type Table } from '../src/storage/store.ts';

/** Grows when an object store is added. What lies inside records has versions of its own. */
export const SCHEMA_VERSION = 1;
export const SCRATCH = 'scratch';
export const IDENTITY = 'identity';
/** The one key in `identity`. */
export const DATABASE_ID = 'databaseId';

export interface StoredValue {
  readonly v: number;
  readonly m: StoredRecord['meta'];
  readonly b: Uint8Array | null;
}

export interface MillraceSchema extends DBSchema, Record<Table, { key: IDBValidKey; value: StoredValue }> {
  identity: { key: string; value: string };
  scratch: { key: number; value: Uint8Array };
}

export type MillraceDatabase = IDBPDatabase<MillraceSchema>;

/** Makes the object stores that are not there yet, whatever version the database comes from. */
export function makeObjectStores(db: MillraceDatabase): void {
  for (const name of [...TABLES, IDENTITY, SCRATCH] as const) if (!db.objectStoreNames.contains(name)) db.createObjectStore(name);
}

/** Cloning a view would clone the whole buffer behind it, and a shared buffer cannot be cloned: both are copied. */
export function toStored(record: StoredRecord): StoredValue {
  const { bytes } = record;
  const whole = bytes === null || (bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength);
  return { v: record.version, m: record.meta, b: whole ? bytes : Uint8Array.from(bytes) };
}

export function fromStored(value: StoredValue): StoredRecord {
  return { version: value.v, meta: value.m, bytes: value.b };
}

/** The range as IndexedDB takes it: null when no key can lie in it, undefined when all do. */
export function toQuery(range: KeyRange): IDBKeyRange | null | undefined {
  const bounds = boundsOf(range);
  if (bounds === null) return null;
  // An array sorts after every string: [...prefix, []] is the first key behind all that begin with the prefix.
  const upper = bounds.upper ?? (bounds.prefix.length === 0 ? null : [...bounds.prefix, []]);
  if (bounds.lower.length === 0) return upper === null ? undefined : IDBKeyRange.upperBound(upper, true);
  return upper === null ? IDBKeyRange.lowerBound(bounds.lower) : IDBKeyRange.bound(bounds.lower, upper, false, true);
}
