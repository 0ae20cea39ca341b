// Text as slices of UTF-8: results that are parts of the input point into its buffer, new text goes into one new buffer a
// column. Code points are counted by the bytes that are not continuation bytes.
import { StringBuilder, utf8Slice } from '../../columns/build.ts';
import type { Column, Nulls, StringColumn } from '../../columns/column.ts';
import { STRING } from '../../columns/data-type.ts';
import type { Literal } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { matchText } from './short-text.ts';

const encoder = new TextEncoder();

export function asText(column: Column | undefined): StringColumn {
  if (column?.kind !== 'string') throw new Error(`Not a STRING column: ${column?.kind}`);
  return column;
}

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The UTF-8 of a literal text, else null. */
export function literalBytes(literal: Literal | null | undefined): Uint8Array | null {
  return literal?.kind === 'string' ? encoder.encode(literal.value) : null;
}

export function textAt(column: StringColumn, row: number): string {
  return utf8Slice(column.bytes, column.starts[row] as number, column.ends[row] as number);
}

/** Number of code points in bytes[from, to). */
export function countCodePoints(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (((bytes[i] as number) & 0xc0) !== 0x80) count++;
  return count;
}

/** Offset of the code point `steps` after `from`, at most `to`. */
export function skipCodePoints(bytes: Uint8Array, from: number, to: number, steps: number): number {
  let at = from;
  for (let left = steps; left > 0 && at < to; left--) {
    at++;
    while (at < to && ((bytes[at] as number) & 0xc0) === 0x80) at++;
  }
  return at;
}

/** Offset of the first occurrence of `wanted` in bytes[from, to), or -1. An empty one is found at `from`. */
export function findBytes(bytes: Uint8Array, from: number, to: number, wanted: Uint8Array, wantedFrom = 0, wantedTo = wanted.length): number {
  const size = wantedTo - wantedFrom;
  if (size === 0) return from;
  const first = wanted[wantedFrom] as number;
  const last = to - size;
  for (let at = from; at <= last; at++) {
    if (bytes[at] !== first) continue;
    let matched = 1;
    while (matched < size && bytes[at + matched] === wanted[wantedFrom + matched]) matched++;
    if (matched === size) return at;
  }
  return -1;
}

export function sameBytes(a: Uint8Array, aFrom: number, b: Uint8Array, bFrom: number, size: number): boolean {
  for (let i = 0; i < size; i++) if (a[aFrom + i] !== b[bFrom + i]) return false;
  return true;
}

/** Whether each text is, begins with, ends with or has in it the wanted bytes. */
export function occurrences(column: StringColumn, wanted: Uint8Array, where: 'whole' | 'start' | 'end' | 'anywhere', frame: Frame): Column {
  const { bytes, starts, ends } = column;
  const { count, selection, nulls } = frame;
  const values = new Uint8Array(frame.length);
  const size = wanted.length;
  if (where === 'whole' || where === 'start') matchText(column, wanted, where === 'start', frame, values);
  else {
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const from = starts[row] as number;
      const to = ends[row] as number;
      if (where === 'anywhere') values[row] = findBytes(bytes, from, to, wanted) >= 0 ? 1 : 0;
      else values[row] = to - from >= size && sameBytes(bytes, to - size, wanted, 0, size) ? 1 : 0;
    }
  }
  return { kind: 'boolean', type: { kind: 'BOOLEAN' }, length: frame.length, nulls: frame.nulls, values };
}

/** A STRING column whose rows are slices of `bytes`. */
export function slices(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, nulls: Nulls): StringColumn {
  return { kind: 'string', type: STRING, length: starts.length, nulls, bytes, starts, ends };
}

/** New text for every row that is not NULL; `make` gives null to make the row NULL (after it failed). */
export function buildText(frame: Frame, make: (row: number) => string | null): StringColumn {
  const builder = new StringBuilder(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const text = make(row);
    if (text !== null) builder.set(row, text);
    else if (!frame.isNull(row)) frame.setNull(row);
  }
  return builder.finish(frame.nulls);
}

/** An INT for every row that is not NULL. */
export function buildInts(frame: Frame, make: (row: number) => number): Column {
  const values = new Int32Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (!frame.isNull(row)) values[row] = make(row);
  }
  return { kind: 'int', type: { kind: 'INT' }, length: frame.length, nulls: frame.nulls, values };
}

/** A BOOLEAN for every row that is not NULL. */
export function buildBooleans(frame: Frame, make: (row: number) => boolean): Column {
  const values = new Uint8Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (!frame.isNull(row)) values[row] = make(row) ? 1 : 0;
  }
  return { kind: 'boolean', type: { kind: 'BOOLEAN' }, length: frame.length, nulls: frame.nulls, values };
}

/** Rows that are parts of the input: `cut` gives the slice. No text is copied. */
export function slicesOf(
  column: StringColumn,
  frame: Frame,
  cut: (bytes: Uint8Array, from: number, to: number, row: number) => readonly [number, number],
): StringColumn {
  const { bytes, starts, ends } = column;
  const newStarts = new Int32Array(frame.length);
  const newEnds = new Int32Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const [from, to] = cut(bytes, starts[row] as number, ends[row] as number, row);
    newStarts[row] = from;
    newEnds[row] = to;
  }
  return { kind: 'string', type: column.type, length: frame.length, nulls: frame.nulls, bytes, starts: newStarts, ends: newEnds };
}

export function intAt(column: Column | undefined, row: number): number {
  if (column?.kind !== 'int') throw new Error(`Not an INT column: ${column?.kind}`);
  return column.values[row] as number;
}
