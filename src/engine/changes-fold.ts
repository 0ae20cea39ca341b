// What a stream of changes stands at: for each key the row that came last. Where the rows come from a state that numbers its
// keys, those numbers say which key a row is about; otherwise the keys are looked up by the same index the keyed state
// uses. A row is remembered by where it is, nothing is copied until `rows` is asked for.
import type { Column, Rows, SlotOwner } from '../columns/column.ts';
import { concatRows } from '../columns/concat.ts';
import { fieldIndex } from '../columns/data-type.ts';
import { compactRows } from '../columns/gather.ts';
import type { StreamType } from '../plan/stream-type.ts';
import type { RowList } from './row-list.ts';
import { createKeyIndex } from './state/create-key-index.ts';
import type { KeyIndex } from './state/key-index.ts';

export class ChangesFold {
  private readonly stream: StreamType;
  private readonly keyColumns: readonly number[];
  /** Whose slots are used here; null: those of `index`. */
  private owner: SlotOwner | null;
  private index: KeyIndex;
  private readonly parts: Rows[] = [];
  /** Of each part: which slots its rows are about. */
  private slots: Int32Array[] = [];
  /** Parts that `partOf` and `rowOf` have. */
  private placed = 0;
  /** Of each slot: the part that has its row, plus 1; 0: the key is not here. */
  private partOf = new Int32Array(0);
  private rowOf = new Int32Array(0);

  /** `owner`: that of the newest rows, if they have one. */
  constructor(stream: StreamType, owner: SlotOwner | null) {
    this.stream = stream;
    this.keyColumns = stream.keys.map((key) => fieldIndex(stream.columns, key));
    this.owner = owner;
    this.index = this.newIndex();
  }

  /** Adds a later record: compacted rows of the stream's columns, which must not change afterwards. */
  add(rows: Rows): void {
    const slots = this.slotsOf(rows);
    this.parts.push(rows);
    if (slots === null) this.indexAll();
    else this.slots.push(slots);
  }

  /** In the order of the slots. Holds until the next `add`. */
  list(): RowList {
    for (; this.placed < this.slots.length; this.placed++) this.place(this.slots[this.placed] as Int32Array, this.placed + 1);
    const { partOf, rowOf } = this;
    const parts = new Int32Array(partOf.length);
    const rows = new Int32Array(partOf.length);
    let length = 0;
    for (let slot = 0; slot < partOf.length; slot++) {
      const part = partOf[slot] as number;
      if (part === 0) continue;
      parts[length] = part - 1;
      rows[length++] = rowOf[slot] as number;
    }
    return { parts: this.parts, partOf: parts.subarray(0, length), rowOf: rows.subarray(0, length), length };
  }

  /** The same rows as columns of their own, in the order in which they came. */
  rows(): Rows {
    const taken = this.standing();
    const { schema, columns, length } = compactRows(concatRows(this.stream.columns, taken));
    const rows = { schema, columns, length, selection: null };
    if (this.owner === null) return rows;
    const slots = new Int32Array(length);
    let at = 0;
    taken.forEach(({ selection }, p) => {
      const all = this.slots[p] as Int32Array;
      const some = selection === null ? all : Int32Array.from(selection, (row) => all[row] as number);
      slots.set(some, at);
      at += some.length;
    });
    return { ...rows, keySlots: { owner: this.owner, slots } };
  }

  /** Of each part the rows that no later row replaces; found from the newest row back. */
  private standing(): readonly Rows[] {
    const isReplaced = new Uint8Array(limitOf(this.slots, 0));
    const rows = new Int32Array(this.parts.reduce((most, part) => Math.max(most, part.length), 0) + 1);
    const standing: Rows[] = [];
    for (let p = this.parts.length - 1; p >= 0; p--) {
      const part = this.parts[p] as Rows;
      const slots = this.slots[p] as Int32Array;
      // Which rows are replaced cannot be foreseen, so the loop has no branch for it. One that is is written over.
      let first = part.length + 1;
      for (let row = part.length - 1; row >= 0; row--) {
        const slot = slots[row] as number;
        rows[first - 1] = row;
        first -= 1 - (isReplaced[slot] as number);
        isReplaced[slot] = 1;
      }
      standing.push(first === 1 ? part : { ...part, selection: rows.slice(first, part.length + 1) });
    }
    return standing.reverse();
  }

  /** null: the owner of the slots does not know a key, so none of its slots can be used. */
  private slotsOf(rows: Rows): Int32Array | null {
    if (this.owner === null) return this.indexed(rows);
    const given = rows.keySlots;
    return given?.owner === this.owner ? given.slots : this.owner.find(this.keysOf(rows), rows.length);
  }

  /** From here on the keys are looked up. */
  private indexAll(): void {
    this.owner = null;
    this.index = this.newIndex();
    this.partOf = new Int32Array(0);
    this.rowOf = new Int32Array(0);
    this.placed = 0;
    this.slots = this.parts.map((rows) => this.indexed(rows));
  }

  private newIndex(): KeyIndex {
    return createKeyIndex(this.keyColumns.flatMap((c) => this.stream.columns[c]?.type ?? []));
  }

  private indexed(rows: Rows): Int32Array {
    const slots = new Int32Array(rows.length);
    this.index.lookupOrInsert(this.keysOf(rows), null, slots);
    return slots;
  }

  private keysOf(rows: Rows): Column[] {
    return this.keyColumns.flatMap((c) => rows.columns[c] ?? []);
  }

  private place(slots: Int32Array, part: number): void {
    const limit = limitOf([slots], this.partOf.length);
    if (limit > this.partOf.length) {
      this.partOf = grown(this.partOf, Math.max(limit, this.partOf.length * 2));
      this.rowOf = grown(this.rowOf, this.partOf.length);
    }
    const { partOf, rowOf } = this;
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row] as number;
      partOf[slot] = part;
      rowOf[slot] = row;
    }
  }
}

/** A number above every slot, at least `least`. */
function limitOf(lists: readonly Int32Array[], least: number): number {
  let limit = least;
  for (const slots of lists) for (let i = 0; i < slots.length; i++) limit = Math.max(limit, (slots[i] as number) + 1);
  return limit;
}

function grown(old: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size);
  larger.set(old);
  return larger;
}
