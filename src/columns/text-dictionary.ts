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
const ENTRIES = MOST_TEXTS * 2;
const SPARE_BYTES = 8;

export class TextDictionary {
  /** -1: the texts are many. */
  private rows = 0;
  private size = 0;
  private used = 0;
  private bytes = new Uint8Array(0);
  private view = new DataView(this.bytes.buffer);
  /** By hash: text + 1, 0 when empty. */
  private entries = new Int16Array(0);
  private hashes = new Int32Array(0);
  private textStarts = new Int32Array(0);
  private textEnds = new Int32Array(0);

  /** The same texts, in the dictionary; or the column itself. */
  intern(column: StringColumn, selection: Selection): StringColumn {
    const { length } = column;
    const count = selection === null ? length : selection.length;
    if (this.rows < 0 || count === 0) return column;
    if (this.bytes.length === 0) this.open();
    const starts = new Int32Array(length);
    const ends = new Int32Array(length);
    this.rows += count;
    if (!this.read(column, selection, count, starts, ends)) {
      this.close();
      return column;
    }
    // With a few bytes behind the last text, so that short texts can be read as words.
    return { ...column, bytes: this.bytes.subarray(0, this.used + SPARE_BYTES), starts, ends };
  }

  private open(): void {
    this.bytes = new Uint8Array(MOST_BYTES + SPARE_BYTES);
    this.view = new DataView(this.bytes.buffer);
    this.entries = new Int16Array(ENTRIES);
    this.hashes = new Int32Array(MOST_TEXTS);
    this.textStarts = new Int32Array(MOST_TEXTS);
    this.textEnds = new Int32Array(MOST_TEXTS);
    markLasting(this.bytes);
  }

  private close(): void {
    this.rows = -1;
    this.bytes = new Uint8Array(0);
    this.view = new DataView(this.bytes.buffer);
    this.entries = new Int16Array(0);
    this.hashes = new Int32Array(0);
    this.textStarts = new Int32Array(0);
    this.textEnds = new Int32Array(0);
  }

  /** False: the texts are many. */
  private read(column: StringColumn, selection: Selection, count: number, starts: Int32Array, ends: Int32Array): boolean {
    const { bytes, nulls } = column;
    const given = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { view, entries, hashes, textStarts, textEnds } = this;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const start = column.starts[row] as number;
      const size = (column.ends[row] as number) - start;
      const hash = hashOf(bytes, given, start, size);
      let at = hash & (ENTRIES - 1);
      let text = entries[at] as number;
      while (text !== 0) {
        const from = textStarts[text - 1] as number;
        if (hashes[text - 1] === hash && (textEnds[text - 1] as number) - from === size && same(bytes, given, start, view, this.bytes, from, size))
          break;
        at = (at + 1) & (ENTRIES - 1);
        text = entries[at] as number;
      }
      if (text === 0) {
        text = this.add(bytes, start, size, hash) + 1;
        if (text === 0) return false;
        entries[at] = text;
      }
      starts[row] = textStarts[text - 1] as number;
      ends[row] = textEnds[text - 1] as number;
    }
    return true;
  }

  /** The number of a new text, or -1 when there are too many. */
  private add(bytes: Uint8Array, start: number, size: number, hash: number): number {
    if (this.size === MOST_TEXTS - 1 || this.used + size > MOST_BYTES) return -1;
    if (this.rows >= FEW_ROWS && this.size * ROWS_A_TEXT > this.rows) return -1;
    const text = this.size++;
    this.hashes[text] = hash;
    this.textStarts[text] = this.used;
    for (let i = 0; i < size; i++) this.bytes[this.used + i] = bytes[start + i] as number;
    this.used += size;
    this.textEnds[text] = this.used;
    return text;
  }
}

/** Four bytes at a time; the last four may overlap the ones before. */
function hashOf(bytes: Uint8Array, view: DataView, start: number, size: number): number {
  let h = size;
  if (size >= 4) {
    const last = start + size - 4;
    for (let at = start; at < last; at += 4) {
      h = Math.imul(h ^ view.getInt32(at, true), 0x9e37_79b1);
      h ^= h >>> 15;
    }
    h = Math.imul(h ^ view.getInt32(last, true), 0x85eb_ca77);
  } else for (let i = 0; i < size; i++) h = Math.imul(h ^ (bytes[start + i] as number), 0x85eb_ca77);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2_ae3d);
  return h ^ (h >>> 16);
}

function same(a: Uint8Array, aView: DataView, aStart: number, bView: DataView, b: Uint8Array, bStart: number, size: number): boolean {
  if (size >= 4) {
    const last = size - 4;
    for (let i = 0; i < last; i += 4) if (aView.getInt32(aStart + i, true) !== bView.getInt32(bStart + i, true)) return false;
    return aView.getInt32(aStart + last, true) === bView.getInt32(bStart + last, true);
  }
  for (let i = 0; i < size; i++) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}
