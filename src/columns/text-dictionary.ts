// The texts of one column of a stream, kept once each as long as they are few: rows then point into one small buffer that stays in the
// processor's cache, and who compares, joins or groups by the column meets the same slices again and again. A column whose texts
// turn out to be many is handed on as it came, and not looked at again.
import type { Selection, StringColumn } from './column.ts';
import { markLasting } from './lasting-bytes.ts';

/** Beyond these a dictionary is none. */
const MOST_BYTES = 48 * 1024;
const MOST_TEXTS = 4096;
/** After so many rows at most every fourth may have brought a text of its own. */
const FEW_ROWS = 1024;
const ROWS_A_TEXT = 4;
const SPARE_BYTES = 8;
/** Words 0 and 1: the text's bytes when short, else its hash. Word 2: its size. Word 3: where it begins, and one; 0 when empty. */
const ENTRY_WORDS = 4;
const ENTRY_SHIFT = 2;
const FIRST_ENTRIES = 64;
const SHORT = 8;
/** Which bits of the two words belong to a short text of each size. */
const LOW_MASKS = Int32Array.of(0, 0xff, 0xffff, 0xff_ffff, -1, -1, -1, -1, -1);
const HIGH_MASKS = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xff_ffff, -1);
const NO_BYTES = new Uint8Array(0);
const NO_VIEW = new DataView(NO_BYTES.buffer);
const NO_ENTRIES = new Int32Array(0);

export class TextDictionary {
  /** Seen so far; -1: the texts are many. */
  private rows = 0;
  private size = 0;
  private used = 0;
  private bytes = NO_BYTES;
  private view = NO_VIEW;
  /** Open addressing with linear probing. */
  private entries = NO_ENTRIES;

  /** The same texts, in the dictionary; or the column itself. */
  intern(column: StringColumn, selection: Selection): StringColumn {
    const { length } = column;
    const count = selection === null ? length : selection.length;
    if (this.rows < 0 || count === 0) return column;
    if (this.bytes.length === 0) {
      this.bytes = new Uint8Array(MOST_BYTES + SPARE_BYTES);
      this.view = new DataView(this.bytes.buffer);
      this.entries = new Int32Array(FIRST_ENTRIES * ENTRY_WORDS);
      markLasting(this.bytes);
    }
    const starts = new Int32Array(length);
    const ends = new Int32Array(length);
    this.rows += count;
    if (!this.read(column, selection, count, starts, ends)) {
      this.rows = -1;
      this.bytes = NO_BYTES;
      this.view = NO_VIEW;
      this.entries = NO_ENTRIES;
      return column;
    }
    // With a few bytes behind the last text, so that short texts can be read as words.
    const bytes = this.bytes.subarray(0, this.used + SPARE_BYTES);
    return { kind: 'string', type: column.type, length, nulls: column.nulls, bytes, starts, ends };
  }

  /** False: the texts are many. */
  private read(column: StringColumn, selection: Selection, count: number, starts: Int32Array, ends: Int32Array): boolean {
    const { bytes, nulls } = column;
    const given = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const lastWide = bytes.length - SHORT;
    const { view } = this;
    let { entries } = this;
    let mask = entries.length - 1;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const start = column.starts[row] as number;
      const size = (column.ends[row] as number) - start;
      let low: number;
      let high = 0;
      if (size > SHORT) low = hashLong(given, start, size);
      else if (start <= lastWide) {
        low = given.getInt32(start, true) & (LOW_MASKS[size] as number);
        high = given.getInt32(start + 4, true) & (HIGH_MASKS[size] as number);
      } else {
        low = wordOf(bytes, start, Math.min(size, 4));
        high = wordOf(bytes, start + 4, size - 4);
      }
      let at = (mixed(low, high, size) << ENTRY_SHIFT) & mask;
      let found = entries[at + 3] as number;
      while (
        found !== 0 &&
        (entries[at] !== low ||
          entries[at + 1] !== high ||
          entries[at + 2] !== size ||
          (size > SHORT && !sameLong(given, start, view, found - 1, size)))
      ) {
        at = (at + ENTRY_WORDS) & mask;
        found = entries[at + 3] as number;
      }
      if (found === 0) {
        found = this.add(bytes, start, size);
        if (found === 0) return false;
        entries[at] = low;
        entries[at + 1] = high;
        entries[at + 2] = size;
        entries[at + 3] = found;
        if (this.size * ENTRY_WORDS * 2 > entries.length) {
          this.entries = grown(entries);
          entries = this.entries;
          mask = entries.length - 1;
        }
      }
      starts[row] = found - 1;
      ends[row] = found - 1 + size;
    }
    return true;
  }

  /** Where a new text begins, and one; 0 when there are too many. */
  private add(bytes: Uint8Array, start: number, size: number): number {
    const from = this.used;
    if (this.size === MOST_TEXTS || from + size > MOST_BYTES) return 0;
    if (this.rows >= FEW_ROWS && this.size * ROWS_A_TEXT > this.rows) return 0;
    for (let i = 0; i < size; i++) this.bytes[from + i] = bytes[start + i] as number;
    this.size++;
    this.used += size;
    return from + 1;
  }
}

function grown(old: Int32Array): Int32Array<ArrayBuffer> {
  const entries = new Int32Array(old.length * 2);
  const mask = entries.length - 1;
  for (let from = 0; from < old.length; from += ENTRY_WORDS) {
    if (old[from + 3] === 0) continue;
    let at = (mixed(old[from] as number, old[from + 1] as number, old[from + 2] as number) << ENTRY_SHIFT) & mask;
    while (entries[at + 3] !== 0) at = (at + ENTRY_WORDS) & mask;
    for (let w = 0; w < ENTRY_WORDS; w++) entries[at + w] = old[from + w] as number;
  }
  return entries;
}

function mixed(low: number, high: number, size: number): number {
  let h = Math.imul(low ^ (size << 24), 0x9e37_79b1) ^ Math.imul(high, 0x85eb_ca77);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b_3c6d);
  return h ^ (h >>> 13);
}

/** Of more than four bytes, four at a time; the last four may overlap the ones before. */
function hashLong(view: DataView, start: number, size: number): number {
  let h = size;
  const last = start + size - 4;
  for (let at = start; at < last; at += 4) {
    h = Math.imul(h ^ view.getInt32(at, true), 0x9e37_79b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ view.getInt32(last, true), 0x85eb_ca77);
  return h ^ (h >>> 13);
}

function sameLong(a: DataView, aStart: number, b: DataView, bStart: number, size: number): boolean {
  const last = size - 4;
  for (let i = 0; i < last; i += 4) if (a.getInt32(aStart + i, true) !== b.getInt32(bStart + i, true)) return false;
  return a.getInt32(aStart + last, true) === b.getInt32(bStart + last, true);
}

/** Up to four bytes as a word; none when `size` is not positive. */
function wordOf(bytes: Uint8Array, start: number, size: number): number {
  let word = 0;
  for (let i = 0; i < size; i++) word |= (bytes[start + i] as number) << (8 * i);
  return word;
}
