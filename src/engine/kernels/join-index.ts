// The rows of one side of a join by their key, to be looked up by the rows of the other: a chain through typed arrays for each
// key, in the order of the rows. A row with NULL in a key that must be equal (`=`) is in no chain and finds none.
import { type Column, type Rows, type Selection, selectedCount } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { createKeyIndex } from '../state/create-key-index.ts';
import type { KeyIndex } from '../state/key-index.ts';

const NONE = -1;

export class JoinIndex {
  private readonly nullSafe: readonly boolean[];
  private readonly keys: KeyIndex;
  /** Of each key, its first row. */
  private heads = new Int32Array(0);
  /** Of each row, the next one of its key. */
  private next = new Int32Array(0);
  private known = 0;

  constructor(types: readonly DataType[], nullSafe: readonly boolean[]) {
    this.nullSafe = nullSafe;
    this.keys = createKeyIndex(types);
  }

  /** Replaces everything by these rows. */
  build(rows: Rows, columns: readonly Column[]): void {
    this.keys.clear();
    const { selection, count } = this.comparable(rows, columns);
    const slots = new Int32Array(count);
    if (count > 0) this.keys.lookupOrInsert(columns, selection, slots);
    this.known = count === 0 ? 0 : this.keys.slotLimit;
    this.heads = new Int32Array(this.known).fill(NONE);
    this.next = new Int32Array(rows.length).fill(NONE);
    for (let i = count - 1; i >= 0; i--) {
      const row = selection === null ? i : (selection[i] as number);
      const slot = slots[i] as number;
      this.next[row] = this.heads[slot] as number;
      this.heads[slot] = row;
    }
  }

  /** Of each row, by physical position, the first row of its key; -1: none. The index stays as it was built. */
  firsts(rows: Rows, columns: readonly Column[]): Int32Array {
    const firsts = new Int32Array(rows.length).fill(NONE);
    const { selection, count } = this.comparable(rows, columns);
    if (this.known === 0 || count === 0) return firsts;
    const slots = new Int32Array(count);
    this.keys.lookupOrInsert(columns, selection, slots);
    const added = new Set<number>();
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      if (slot >= this.known) added.add(slot);
      else firsts[selection === null ? i : (selection[i] as number)] = this.heads[slot] as number;
    }
    if (added.size > 0) this.keys.release(Int32Array.from(added));
    return firsts;
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
  return rows.selection ?? Int32Array.from({ length: selectedCount(rows) }, (_, i) => i);
}
