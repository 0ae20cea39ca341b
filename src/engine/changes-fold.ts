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
    else this.put(slots, this.parts.length);
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

  /** The same rows as columns of their own, in the order of the records they came from. */
  rows(): Rows {
    const { limit, partOf, rowOf } = this;
    const ends = new Int32Array(this.parts.length + 1);
    for (let slot = 0; slot < limit; slot++) ends[partOf[slot] as number] = (ends[partOf[slot] as number] as number) + 1;
    const taken = Array.from(ends, (count) => new Int32Array(count));
    const slots = Array.from(ends, (count) => new Int32Array(count));
    ends.fill(0);
    for (let slot = 0; slot < limit; slot++) {
      const part = partOf[slot] as number;
      if (part === 0) continue;
      const at = ends[part] as number;
      (taken[part] as Int32Array)[at] = rowOf[slot] as number;
      (slots[part] as Int32Array)[at] = slot;
      ends[part] = at + 1;
    }
    const { schema, columns, length } = compactRows(
      concatRows(
        this.stream.columns,
        this.parts.map((part, p) => ({ ...part, selection: taken[p + 1] as Int32Array })),
      ),
    );
    const rows = { schema, columns, length, selection: null };
    return this.owner === null ? rows : { ...rows, keySlots: { owner: this.owner, slots: joined(slots.slice(1)) } };
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
    this.parts.forEach((rows, p) => {
      this.put(this.indexed(rows), p + 1);
    });
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

  private put(slots: Int32Array, part: number): void {
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

function joined(lists: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    whole.set(list, at);
    at += list.length;
  }
  return whole;
}
