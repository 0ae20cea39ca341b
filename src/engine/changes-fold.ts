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
  /** Of each slot: the part that has its row, plus 1; 0: the key is not here. */
  private partOf = new Int32Array(1024);
  private rowOf = new Int32Array(1024);
  /** Every slot that is here is below. */
  private limit = 0;
  private keys = 0;

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
    else this.put(slots);
  }

  get size(): number {
    return this.keys;
  }

  /** In the order of the slots. Holds until the next `add`. */
  list(): RowList {
    const { keys: length, limit, partOf, rowOf } = this;
    const places = new Int32Array(length);
    const rows = new Int32Array(length);
    let at = 0;
    for (let slot = 0; slot < limit; slot++) {
      const part = partOf[slot] as number;
      if (part === 0) continue;
      places[at] = part - 1;
      rows[at++] = rowOf[slot] as number;
    }
    return { parts: this.parts, partOf: places, rowOf: rows, length };
  }

  /** The same rows as columns of their own, in the order in which they came. */
  rows(): Rows {
    const taken = this.parts.map((part, p) => this.standingIn(part, p));
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

  /** The rows of a part that no later row has replaced. */
  private standingIn(part: Rows, p: number): Rows {
    const slots = this.slots[p] as Int32Array;
    const { partOf, rowOf } = this;
    const rows = new Int32Array(part.length);
    let count = 0;
    for (let row = 0; row < rows.length; row++) {
      const slot = slots[row] as number;
      rows[count] = row;
      if (partOf[slot] === p + 1 && rowOf[slot] === row) count++;
    }
    return count === part.length ? part : { ...part, selection: rows.subarray(0, count) };
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
    this.partOf.fill(0);
    this.limit = 0;
    this.keys = 0;
    this.slots = [];
    for (const rows of this.parts) this.put(this.indexed(rows));
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

  /** The rows of the next part. */
  private put(slots: Int32Array): void {
    const part = this.slots.push(slots);
    let last = this.limit - 1;
    for (let row = 0; row < slots.length; row++) last = Math.max(last, slots[row] as number);
    this.limit = last + 1;
    this.makeRoom(this.limit);
    const { partOf, rowOf } = this;
    let fresh = 0;
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row] as number;
      if (partOf[slot] === 0) fresh++;
      partOf[slot] = part;
      rowOf[slot] = row;
    }
    this.keys += fresh;
  }

  private makeRoom(slots: number): void {
    if (slots <= this.partOf.length) return;
    const size = Math.max(slots, this.partOf.length * 2);
    const [parts, rows] = [new Int32Array(size), new Int32Array(size)];
    parts.set(this.partOf);
    rows.set(this.rowOf);
    this.partOf = parts;
    this.rowOf = rows;
  }
}
