// Whole numbers as decimal digits, written straight into the column's bytes, four digits at a time from a table.
import type { Nulls, StringColumn } from '../../columns/column.ts';
import { STRING } from '../../columns/data-type.ts';
import type { Frame } from '../frame.ts';

const MINUS = 45;
const ZERO = 48;
/** A sign and 16 digits; and the four that are written ahead. */
const MOST_BYTES = 20;
const TEN_THOUSAND = 10_000;
const HUNDRED_MILLION = 100_000_000;

/** The four digits of 0 to 9999, the first in the lowest byte. */
const fours = Int32Array.from({ length: TEN_THOUSAND }, (_, n) => {
  const digit = (place: number) => ZERO + (Math.floor(n / place) % 10);
  return digit(1000) | (digit(100) << 8) | (digit(10) << 16) | (digit(1) << 24);
});

/** `values`: safe integers at the frame's rows. */
export function integerTexts(values: Int32Array | Float64Array, frame: Frame): StringColumn {
  const { count, selection, nulls, length } = frame;
  const bytes = new Uint8Array(count * MOST_BYTES + 8);
  const view = new DataView(bytes.buffer);
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  let at = 0;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (nulls !== null && nulls[row] === 1) continue;
    starts[row] = at;
    let value = values[row] as number;
    if (value < 0) {
      bytes[at++] = MINUS;
      value = -value;
    }
    at = writeDigits(value, bytes, view, at);
    ends[row] = at;
  }
  return column(bytes, at, starts, ends, nulls);
}

function column(bytes: Uint8Array, size: number, starts: Int32Array, ends: Int32Array, nulls: Nulls): StringColumn {
  return { kind: 'string', type: STRING, length: starts.length, nulls, bytes: bytes.subarray(0, size), starts, ends };
}

/** Writes a number of at most 16 digits at `at`; where it ends. */
function writeDigits(value: number, bytes: Uint8Array, view: DataView, at: number): number {
  if (value < HUNDRED_MILLION) return writeFirst(value | 0, bytes, view, at);
  // A product with the inverse may be one off, which the rest tells.
  let high = (value * 1e-8) | 0;
  let low = value - high * HUNDRED_MILLION;
  if (low < 0) {
    high--;
    low += HUNDRED_MILLION;
  } else if (low >= HUNDRED_MILLION) {
    high++;
    low -= HUNDRED_MILLION;
  }
  const behind = writeFirst(high, bytes, view, at);
  const upper = (low / TEN_THOUSAND) | 0;
  view.setInt32(behind, fours[upper] as number, true);
  view.setInt32(behind + 4, fours[(low - upper * TEN_THOUSAND) | 0] as number, true);
  return behind + 8;
}

/** A number below a hundred million, without zeros before it. */
function writeFirst(value: number, bytes: Uint8Array, view: DataView, at: number): number {
  if (value < TEN_THOUSAND) return writeFew(value, bytes, at);
  const upper = (value / TEN_THOUSAND) | 0;
  const behind = writeFew(upper, bytes, at);
  view.setInt32(behind, fours[value - upper * TEN_THOUSAND] as number, true);
  return behind + 4;
}

/** A number below ten thousand. */
function writeFew(value: number, bytes: Uint8Array, at: number): number {
  let digits = fours[value] as number;
  let left = value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4;
  digits >>>= (4 - left) * 8;
  let to = at;
  for (; left > 0; left--) {
    bytes[to++] = digits & 0xff;
    digits >>>= 8;
  }
  return to;
}
