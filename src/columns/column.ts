// Data in motion: a batch of rows is columns of typed arrays, never row objects. Columns are immutable once made; a
// filter makes a selection, not a copy. Every column of one Rows has the same physical length. Values at positions
// that are not selected, or that are NULL, are unspecified but must be safe to read.
import type { DataType, Schema } from './data-type.ts';

/** 1 where the row is NULL. `null` instead of a mask: no NULL at any position. */
export type Nulls = Uint8Array | null;

interface ColumnBase {
  readonly type: DataType;
  readonly length: number;
  readonly nulls: Nulls;
}

/** BOOLEAN: 0 or 1. */
export interface BooleanColumn extends ColumnBase {
  readonly kind: 'boolean';
  readonly values: Uint8Array;
}

/** INT, SMALLINT, TINYINT; DATE as days since 1970-01-01; YEAR_MONTH as months. */
export interface IntColumn extends ColumnBase {
  readonly kind: 'int';
  readonly values: Int32Array;
}

/**
 * DOUBLE; FLOAT, each value one that 32 bits hold (Math.fround); TIMESTAMP as microseconds since the epoch while a double holds
 * every value (all from 1684 to 2255; beyond, all whole seconds of the years 1 to 9999). While every value is a safe integer: BIGINT, DAY_TIME in microseconds, and DECIMAL as the unscaled integer (1.50 is 150).
 */
export interface FloatColumn extends ColumnBase {
  readonly kind: 'float';
  readonly values: Float64Array;
}

/** BIGINT or DAY_TIME when at least one value lies beyond +-(2^53 - 1), TIMESTAMP when no double holds one of its values. Same type as the float lane, other representation. */
export interface BigColumn extends ColumnBase {
  readonly kind: 'big';
  readonly values: BigInt64Array;
}

/** DECIMAL when at least one unscaled integer lies beyond +-(2^53 - 1): up to 38 digits. 0n where there is no value. */
export interface WideColumn extends ColumnBase {
  readonly kind: 'wide';
  readonly values: readonly bigint[];
}

/**
 * STRING: row i is the valid UTF-8 in bytes[starts[i], ends[i]). Slices may overlap, repeat, and point into a buffer that
 * is shared (a whole text, a dictionary), so splitting, filtering and repeating copy no bytes. BINARY: the same with any bytes.
 */
export interface StringColumn extends ColumnBase {
  readonly kind: 'string';
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** ARRAY: row i is elements[starts[i], ends[i]). */
export interface ArrayColumn extends ColumnBase {
  readonly kind: 'array';
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly elements: Column;
}

/** MAP: the entries of row i are keys[k] -> values[k] for k in [starts[i], ends[i]), in the order they were put in. Keys are never NULL and differ. */
export interface MapColumn extends ColumnBase {
  readonly kind: 'map';
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly keys: Column;
  readonly values: Column;
}

export interface StructColumn extends ColumnBase {
  readonly kind: 'struct';
  readonly fields: readonly Column[];
}

export type Column = BooleanColumn | IntColumn | FloatColumn | BigColumn | WideColumn | StringColumn | ArrayColumn | MapColumn | StructColumn;

/** The selected physical positions, ascending. `null`: all of them. */
export type Selection = Int32Array | null;

/** Rows between two operators. `length` is physical; `selectedCount(rows)` is how many rows there are. */
export interface Rows {
  readonly schema: Schema;
  readonly columns: readonly Column[];
  readonly length: number;
  readonly selection: Selection;
  /** Which key of a state each row is about, where a state says so. Never stored. */
  readonly keySlots?: KeySlots;
}

/** Row i is about the key that `owner` has at slots[i]. Two rows of one owner are about the same key if and only if their slots are equal. */
export interface KeySlots {
  readonly owner: SlotOwner;
  readonly slots: Int32Array;
}

/** Keys that keep their slots: small integers without large gaps. */
export interface SlotOwner {
  /** The slots of these keys, given as the key columns in their order; null when one of them is not there or it cannot be told. */
  find(keys: readonly Column[], count: number): Int32Array | null;
}

export function selectedCount(rows: Rows): number {
  return rows.selection === null ? rows.length : rows.selection.length;
}
