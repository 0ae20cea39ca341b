// Comparing the texts of a column with one short text, four bytes at a time and without a branch: which rows are equal cannot be
// foreseen, and bytes one by one cost several times as much. Longer texts are compared byte by byte and given up early.
import type { StringColumn } from '../../columns/column.ts';
import type { Frame } from '../frame.ts';

/** Texts of up to so many bytes are two words. */
const MOST_BYTES = 8;
/** Which bits of a word belong to so many bytes. */
const MASKS = Int32Array.of(0, 0xff, 0xffff, 0xff_ffff, -1);

/** So many rows a byte of the buffer make it worth to look where the text lies in it, once. */
const ROWS_A_BYTE = 4;

/** Which rows have one text, written down as they are found. */
export class WantedText {
  private readonly wanted: Uint8Array;
  private readonly low: number;
  private readonly mask: number;
  /** By where a slice of a small buffer begins: where it ends if it is the text, else -1. */
  private wantedEnds = new Int32Array(0);

  private constructor(wanted: Uint8Array) {
    this.wanted = wanted;
    this.low = wordAt(wanted, 0);
    this.mask = MASKS[Math.min(wanted.length, 4)] as number;
  }

  /** null: of '' the length tells. */
  static of(text: string): WantedText | null {
    return text === '' ? null : new WantedText(new TextEncoder().encode(text));
  }

  /** Writes the rows whose text it is, of the first `count` of `from` or of all rows below, and answers how many they are. `into` may be `from`. */
  rowsWith(column: StringColumn, from: Int32Array | null, count: number, into: Int32Array): number {
    const { bytes, starts, ends } = column;
    if (bytes.length * ROWS_A_BYTE > count) return this.rowsOfMany(bytes, starts, ends, from, count, into);
    return rowsEnding(this.placesIn(bytes), starts, ends, from, count, into);
  }

  private placesIn(bytes: Uint8Array): Int32Array {
    const { length } = bytes;
    if (this.wantedEnds.length <= length) this.wantedEnds = new Int32Array(length + 1);
    const { wanted, wantedEnds } = this;
    for (let at = 0; at <= length; at++) wantedEnds[at] = differenceAt(bytes, at, wanted) === 0 ? at + wanted.length : -1;
    return wantedEnds;
  }

  private rowsOfMany(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, from: Int32Array | null, count: number, into: Int32Array): number {
    const { wanted, low, mask } = this;
    const size = wanted.length;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const lastWide = bytes.length - 4;
    let found = 0;
    for (let k = 0; k < count; k++) {
      const row = from === null ? k : (from[k] as number);
      const start = starts[row] as number;
      let difference = (ends[row] as number) - start - size;
      difference |= start <= lastWide ? (view.getInt32(start, true) ^ low) & mask : differenceAt(bytes, start, wanted);
      // Behind the first word is looked only where that and the length are right.
      if (size > 4 && difference === 0) difference = differenceAt(bytes, start, wanted);
      into[found] = row;
      found += ((difference | -difference) >>> 31) ^ 1;
    }
    return found;
  }
}

/** The rows whose slice ends where one that begins there is to end. Arrays alone, so that the loop never meets a column of another shape. */
function rowsEnding(wantedEnds: Int32Array, starts: Int32Array, ends: Int32Array, from: Int32Array | null, count: number, into: Int32Array): number {
  let found = 0;
  for (let k = 0; k < count; k++) {
    const row = from === null ? k : (from[k] as number);
    const difference = (wantedEnds[starts[row] as number] as number) ^ (ends[row] as number);
    into[found] = row;
    // The sign of x | -x is set unless x is 0.
    found += ((difference | -difference) >>> 31) ^ 1;
  }
  return found;
}

/** Writes 1 at the frame's rows whose text is `wanted`, else 0; with `begins` where it begins with it. Rows that are NULL get either. */
export function matchText(column: StringColumn, wanted: Uint8Array, begins: boolean, frame: Frame, values: Uint8Array): void {
  if (wanted.length <= 4) matchWord(column, wanted, begins, frame, values);
  else matchWords(column, wanted, begins, frame, values);
}

function matchWord({ bytes, starts, ends }: StringColumn, wanted: Uint8Array, begins: boolean, frame: Frame, values: Uint8Array): void {
  const { count, selection } = frame;
  const size = wanted.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lastWide = bytes.length - 4;
  const word = wordAt(wanted, 0);
  const mask = MASKS[size] as number;
  const shift = begins ? 31 : 0;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    const from = starts[row] as number;
    // Not 0 when the length is wrong: any other, or one that is less.
    const length = ((ends[row] as number) - from - size) >> shift;
    const difference = length | (from <= lastWide ? (view.getInt32(from, true) ^ word) & mask : differenceAt(bytes, from, wanted));
    // The sign of x | -x is set unless x is 0.
    values[row] = ((difference | -difference) >>> 31) ^ 1;
  }
}

function matchWords({ bytes, starts, ends }: StringColumn, wanted: Uint8Array, begins: boolean, frame: Frame, values: Uint8Array): void {
  const { count, selection } = frame;
  const size = wanted.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lastWide = size <= MOST_BYTES ? bytes.length - MOST_BYTES : -1;
  const low = wordAt(wanted, 0);
  const high = wordAt(wanted, 4);
  const highMask = MASKS[Math.min(size - 4, 4)] as number;
  const shift = begins ? 31 : 0;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    const from = starts[row] as number;
    let difference = ((ends[row] as number) - from - size) >> shift;
    if (from <= lastWide) difference |= (view.getInt32(from, true) ^ low) | ((view.getInt32(from + 4, true) ^ high) & highMask);
    else if (difference === 0) difference = differenceAt(bytes, from, wanted);
    values[row] = ((difference | -difference) >>> 31) ^ 1;
  }
}

/** 0 when the bytes at `from` are `wanted`; bytes that are not there are not. */
function differenceAt(bytes: Uint8Array, from: number, wanted: Uint8Array): number {
  for (let i = 0; i < wanted.length; i++) if (bytes[from + i] !== wanted[i]) return 1;
  return 0;
}

/** Up to four bytes from `from` on; zeros where there are none. */
function wordAt(bytes: Uint8Array, from: number): number {
  let word = 0;
  for (let i = 0; i < 4; i++) word |= (bytes[from + i] ?? 0) << (8 * i);
  return word;
}
