// The rows of one side of a join by their key, to be looked up by the rows of the other: a chain through typed arrays for each
// key, in the order of the rows. A row with NULL in a key that must be equal (`=`) is in no chain and finds none. Keys that were asked for
// and are not there stay known as such, up to a bound; texts of a small buffer are known again by where they begin.
import { type Column, type Rows, type Selection, selectedCount } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { createGroupIndex } from '../state/create-key-index.ts';
import type { KeyIndex } from '../state/key-index.ts';
import { SliceMemo } from '../state/slice-memo.ts';

const NONE = -1;
/** Keys that are not there may be so many, or as many as those that are, before they are forgotten. */
const MOST_STRANGERS = 16_384;

export class JoinIndex {
  /** Whether no key has two rows. */
  isUnique = true;
  private readonly nullSafe: readonly boolean[];
  private readonly keys: KeyIndex;
  private readonly memo = new SliceMemo();
  /** Of each key, its first row. */
  private heads = new Int32Array(0);
  /** Of each row, the next one of its key. */
  private next = new Int32Array(0);
  private known = 0;
  /** Whether the slot of each key is the position of its first row. */
  private isPlain = false;
  private slots = new Int32Array(0);
  private found = new Int32Array(0);
  private built: { readonly rows: Rows; readonly columns: readonly Column[] } | null = null;

  constructor(types: readonly DataType[], nullSafe: readonly boolean[]) {
    this.nullSafe = nullSafe;
    this.keys = createGroupIndex(types);
  }

  /** Replaces everything by these rows. */
  build(rows: Rows, columns: readonly Column[]): void {
    this.keys.clear();
    this.memo.clear();
    this.built = { rows, columns };
    const { selection, count } = this.comparable(rows, columns);
    const slots = this.slotsOf(columns, selection, count);
    this.known = count === 0 ? 0 : this.keys.slotLimit;
    this.isUnique = this.known === count;
    this.heads = new Int32Array(this.known).fill(NONE);
    this.next = new Int32Array(rows.length).fill(NONE);
    this.isPlain = this.isUnique;
    for (let i = count - 1; i >= 0; i--) {
      const row = selection === null ? i : (selection[i] as number);
      const slot = slots[i] as number;
      if (slot !== row) this.isPlain = false;
      this.next[row] = this.heads[slot] as number;
      this.heads[slot] = row;
    }
  }

  /** Of each row, by physical position, the first row of its key; -1: none. Right at the selected rows, until the next call. */
  firsts(rows: Rows, columns: readonly Column[]): Int32Array {
    if (this.found.length < rows.length) this.found = new Int32Array(Math.max(rows.length, this.found.length * 2));
    const firsts = this.found.subarray(0, rows.length);
    const { selection, count } = this.comparable(rows, columns);
    // A row that cannot be compared finds none; most have no such rows.
    if (this.known === 0 || selection !== rows.selection) firsts.fill(NONE);
    if (this.known === 0 || count === 0) return firsts;
    const slots = this.slotsOf(columns, selection, count);
    const { heads, known } = this;
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      firsts[selection === null ? i : (selection[i] as number)] = slot < known ? (heads[slot] as number) : NONE;
    }
    this.forgetStrangers();
    return firsts;
  }

  /** Of an index without a key of two rows: the rows that find one, and the rows they find; both in the order of the asking ones. Until the next call. */
  partners(rows: Rows, columns: readonly Column[]): { readonly asking: Int32Array; readonly found: Int32Array } {
    const { selection, count } = this.comparable(rows, columns);
    const slots = this.slotsOf(columns, selection, this.known === 0 ? 0 : count);
    const { heads, known } = this;
    // While nobody has asked in vain, every slot is one of a key that is there.
    if (this.isPlain && slots.length > 0 && this.keys.slotLimit === known) return { asking: selection ?? positionsOf(rows), found: slots };
    const asking = new Int32Array(count);
    const found = new Int32Array(count);
    let size = 0;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      if (slot >= known) continue;
      asking[size] = selection === null ? i : (selection[i] as number);
      found[size++] = heads[slot] as number;
    }
    this.forgetStrangers();
    return { asking: asking.subarray(0, size), found: found.subarray(0, size) };
  }

  private forgetStrangers(): void {
    if (this.built === null || this.keys.slotLimit <= this.known + Math.max(this.known, MOST_STRANGERS)) return;
    this.build(this.built.rows, this.built.columns);
  }

  /** Holds until the next call. */
  private slotsOf(columns: readonly Column[], selection: Selection, count: number): Int32Array {
    if (this.slots.length < count) this.slots = new Int32Array(Math.max(count, this.slots.length * 2));
    const slots = this.slots.subarray(0, count);
    if (count === 0) return slots;
    const [text] = columns;
    const remembered =
      columns.length === 1 &&
      text?.kind === 'string' &&
      this.memo.lookup(text, selection, slots, (asked, missing, found) => this.keys.lookupOrInsert(asked, missing, found));
    if (!remembered) this.keys.lookupOrInsert(columns, selection, slots);
    return slots;
  }

  /** The next row of the same key; -1: none. */
  after(row: number): number {
    return this.next[row] as number;
  }

  private comparable({ length, selection }: Rows, columns: readonly Column[]): { readonly selection: Selection; readonly count: number } {
    const masks = columns.flatMap((column, c) => (column.nulls === null || this.nullSafe[c] === true ? [] : [column.nulls]));
    const count = selection === null ? length : selection.length;
    if (masks.length === 0) return { selection, count };
    const kept = new Int32Array(count);
    let size = 0;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (masks.every((nulls) => nulls[row] === 0)) kept[size++] = row;
    }
    return { selection: kept.subarray(0, size), count: size };
  }
}

/** The selected physical positions. */
export function positionsOf(rows: Rows): Int32Array {
  if (rows.selection !== null) return rows.selection;
  const positions = new Int32Array(selectedCount(rows));
  for (let row = 0; row < positions.length; row++) positions[row] = row;
  return positions;
}
