// Remembers which slot the text of a slice has, by where the slice begins. Where many rows point into a small buffer (a dictionary, a
// table's column) most rows then cost a look into an array instead of a hash of their bytes. What is remembered holds for one
// buffer and, unless its bytes last, for one batch.
import type { Column, Selection, StringColumn } from '../../columns/column.ts';
import { isLasting } from '../../columns/lasting-bytes.ts';

/** Greater buffers are no dictionaries, and the arrays here are as long as the buffer. */
const MOST_BYTES = 1 << 16;
/** Fewer rows are looked up as soon. */
const FEWEST_ROWS = 64;
const ENTRY_WORDS = 2;
/** An end is less than two to this power; the bits above hold the age. */
const AGE_SHIFT = 17;
const OLDEST = 2 ** (32 - AGE_SHIFT) - 1;

export class SliceMemo {
  private bytes: Uint8Array | null = null;
  /** Two words an offset: where the text ends that begins there, with the age at which that was found, and its slot. What is of another age is forgotten. */
  private known = new Int32Array(0);
  private age = 0;
  private missing = new Int32Array(0);
  private found = new Int32Array(0);

  /** Forgets everything: the slots mean other texts now. */
  clear(): void {
    this.bytes = null;
  }

  /**
   * Writes the slot of the i-th selected row to slots[i], as `lookup` would; it is asked only for slices that are not known yet, in
   * the order of their rows. False, with nothing done: the column is none to be remembered.
   */
  lookup(
    column: StringColumn,
    selection: Selection,
    slots: Int32Array,
    lookup: (columns: readonly Column[], selection: Selection, slots: Int32Array) => void,
  ): boolean {
    const count = selection === null ? column.length : selection.length;
    if (column.bytes.length > MOST_BYTES || column.nulls !== null || count < FEWEST_ROWS) return false;
    this.begin(column.bytes, count);
    const { missing, found } = this;
    const missed = this.read(column.starts, column.ends, selection, slots, count);
    if (missed === 0) return true;
    lookup([column], missing.subarray(0, missed), found.subarray(0, missed));
    this.learn(column.starts, missed);
    // A row whose slice was asked for holds -1 less the place of the question.
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      if (slot < 0) slots[i] = found[-1 - slot] as number;
    }
    return true;
  }

  private begin(bytes: Uint8Array, count: number): void {
    const same = this.bytes !== null && this.bytes.buffer === bytes.buffer && this.bytes.byteOffset === bytes.byteOffset;
    if (!same || !isLasting(bytes)) {
      this.bytes = bytes;
      this.age++;
      if (this.age > OLDEST) {
        this.known.fill(0);
        this.age = 1;
      }
    }
    const words = (bytes.length + 1) * ENTRY_WORDS;
    if (this.known.length < words) {
      const known = new Int32Array(Math.max(words, this.known.length * 2));
      known.set(this.known);
      this.known = known;
    }
    if (this.missing.length < count) {
      this.missing = new Int32Array(count);
      this.found = new Int32Array(count);
    }
  }

  /** The known slots; positions of the others go to `missing`. How many those are. */
  private read(starts: Int32Array, ends: Int32Array, selection: Selection, slots: Int32Array, count: number): number {
    const { known, missing } = this;
    const age = this.age << AGE_SHIFT;
    let missed = 0;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      const found = (ends[row] as number) | age;
      const at = (starts[row] as number) * ENTRY_WORDS;
      if (known[at] === found) {
        slots[i] = known[at + 1] as number;
        continue;
      }
      missing[missed++] = row;
      slots[i] = -missed;
      known[at] = found;
      known[at + 1] = -missed;
    }
    return missed;
  }

  /** Remembers the answers; of slices that begin at one place the last. */
  private learn(starts: Int32Array, missed: number): void {
    const { missing, found, known } = this;
    for (let m = 0; m < missed; m++) {
      const at = (starts[missing[m] as number] as number) * ENTRY_WORDS + 1;
      if (known[at] === -1 - m) known[at] = found[m] as number;
    }
  }
}
