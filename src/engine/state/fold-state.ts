// Keyed state: which slot a key has, the values of its fields, and when it was touched. A slot is live for the index from the
// first row of a batch that names its key; `settle`, at the end of the batch, says which of them have state. Remembers what
// changed since the last encode, by slot, so a checkpoint costs what changed.
//   fold          u8 marks, u32 n, slots, times, the key columns, the state columns
//   fold changes  u8 marks, u32 size before, u32 gone, u32 n, slots gone, slots, times, keys and state of the changed ones
import { type ByteReader, type ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import { readColumn, writeColumn } from '../../columns/codec.ts';
import type { Column, Selection } from '../../columns/column.ts';
import { concatColumns } from '../../columns/concat.ts';
import type { DataType } from '../../columns/data-type.ts';
import { gatherColumn } from '../../columns/gather.ts';
import { createKeyIndex } from './create-key-index.ts';
import type { KeyIndex } from './key-index.ts';
import { finishSection, openSection, startSection } from './section-header.ts';
import { StateFields } from './state-fields.ts';
import { TouchOrder } from './touch-order.ts';

/** Rows of one stored section, by slot. */
interface StoredRows {
  readonly slots: Int32Array;
  readonly times: Float64Array;
  readonly columns: readonly Column[];
}

const BEGUN = 1;
const FED = 2;

export class FoldState {
  readonly touches: TouchOrder;
  /** Whether it ever had state; until then the initial state is still to be put in. */
  begun = false;
  /** Whether the input ever gave anything, were it an empty batch. */
  fed = false;
  private readonly keyTypes: readonly DataType[];
  private readonly types: readonly DataType[];
  private readonly index: KeyIndex;
  private readonly values: StateFields;
  /** 1 where the slot has state. */
  private held = new Uint8Array(128);
  /** 1 where a kernel proved that the state stays as it is as long as no row comes. Not stored. */
  private settled = new Uint8Array(128);
  private heldCount = 0;
  /** Another one for each state that is written or let go of. */
  version = 0;
  private changed = new Uint8Array(128);
  private changedSlots = new Int32Array(128);
  private changedCount = 0;
  /** Keys at the last encode; -1 when there was none. */
  private baseline = -1;

  /** `timesOut`: keys are asked for by when they were touched. */
  constructor(keyTypes: readonly DataType[], types: readonly DataType[], timesOut = true) {
    this.touches = new TouchOrder(timesOut);
    this.keyTypes = keyTypes;
    this.types = types;
    this.index = createKeyIndex(keyTypes);
    this.values = new StateFields(types);
  }

  /** Keys with state. */
  get size(): number {
    return this.heldCount;
  }

  get bytes(): number {
    return this.index.bytes + this.values.bytes + this.touches.bytes + this.held.byteLength * 3;
  }

  private get marks(): number {
    return (this.begun ? BEGUN : 0) | (this.fed ? FED : 0);
  }

  /** Slots below this may be live. */
  get slotLimit(): number {
    return this.index.slotLimit;
  }

  /** The slot of each selected row's key; new keys get one. */
  slotsOf(keys: readonly Column[], selection: Selection, count: number): Int32Array {
    const slots = new Int32Array(count);
    if (count > 0) this.index.lookupOrInsert(keys, selection, slots);
    this.reserve(this.index.slotLimit);
    return slots;
  }

  has(slot: number): boolean {
    return this.held[slot] === 1;
  }

  /** All slots with state, ascending. */
  heldSlots(): Int32Array {
    const slots = this.index.liveSlots();
    return this.heldCount === slots.length ? slots : slots.filter((slot) => this.held[slot] === 1);
  }

  /** Within a batch: slots with state and slots of its keys, ascending. */
  liveSlots(): Int32Array {
    return this.index.liveSlots();
  }

  /** Holds until the slot is written or let go of. */
  markSettled(slot: number): void {
    this.settled[slot] = 1;
  }

  isSettled(slot: number): boolean {
    return this.settled[slot] === 1;
  }

  keysOf(slots: Int32Array): readonly Column[] {
    return this.index.keysOf(slots);
  }

  /** The fields of the slots; NULL where there is no state. */
  valuesOf(slots: Int32Array): Column[] {
    return this.values.gather(slots);
  }

  /** Ends a batch: these slots have these values, those are without state. Slots differ. */
  settle(kept: Int32Array, columns: readonly Column[], positions: Selection, gone: Int32Array): void {
    this.begun = true;
    this.reserve(this.index.slotLimit);
    if (kept.length > 0) this.version++;
    this.values.put(kept, columns, positions);
    for (let i = 0; i < kept.length; i++) {
      const slot = kept[i] as number;
      if (this.held[slot] === 0) this.heldCount++;
      this.held[slot] = 1;
      this.settled[slot] = 0;
      this.mark(slot);
    }
    this.remove(gone);
  }

  /** Lets go of the slots, with or without state. */
  remove(gone: Int32Array): void {
    if (gone.length === 0) return;
    this.version++;
    for (const slot of gone) {
      if (this.held[slot] === 1) {
        this.heldCount--;
        this.mark(slot);
      }
      this.held[slot] = 0;
      this.settled[slot] = 0;
    }
    this.values.drop(gone);
    this.touches.forget(gone);
    this.index.release(gone);
  }

  encodeFull(): Uint8Array {
    const slots = this.heldSlots();
    const writer = startSection('fold', 64 + slots.length * 40);
    writer.u8(this.marks);
    writer.u32(slots.length);
    this.writeRows(writer, slots);
    this.setBaseline();
    return finishSection(writer);
  }

  /** null: a full encoding is as small. */
  encodeChanges(): Uint8Array | null {
    const { baseline, changedCount } = this;
    if (baseline < 0 || changedCount * 4 >= Math.max(this.size, baseline) * 3) return null;
    const all = this.changedSlots.slice(0, changedCount).sort();
    const slots = all.filter((slot) => this.held[slot] === 1);
    const gone = all.filter((slot) => this.held[slot] === 0);
    const writer = startSection('fold changes', 64 + slots.length * 40);
    writer.u8(this.marks);
    writer.u32(baseline);
    writer.u32(gone.length);
    writer.u32(slots.length);
    writer.align();
    writer.array(gone);
    this.writeRows(writer, slots);
    this.setBaseline();
    return finishSection(writer);
  }

  /** A full section, then the changes since, in order. @throws DamagedBytes. */
  restore(full: Uint8Array, changes: readonly Uint8Array[]): void {
    const reader = openSection(full, 'fold');
    let marks = reader.u8();
    const first = this.readRows(reader, reader.u32());
    const parts = [first];
    const gone: Int32Array[] = [];
    const places = new Places(first.slots);
    for (const bytes of changes) {
      const next = openSection(bytes, 'fold changes');
      marks = next.u8();
      const baseline = next.u32();
      const goneCount = next.u32();
      const count = next.u32();
      if (baseline !== places.size) throw new DamagedBytes(`changes to ${baseline} keys do not fit ${places.size}`);
      next.align();
      const slots = next.int32Array(goneCount);
      places.delete(slots);
      gone.push(slots);
      const part = this.readRows(next, count);
      places.put(part.slots, parts.push(part) - 1);
    }
    this.rebuild(parts, places, gone);
    this.begun = (marks & BEGUN) !== 0;
    this.fed = (marks & FED) !== 0;
  }

  private writeRows(writer: ByteWriter, slots: Int32Array): void {
    writer.align();
    writer.array(slots);
    writer.align();
    writer.array(this.touches.timesOf(slots));
    for (const column of this.keysOf(slots)) writeColumn(writer, column, null);
    for (const column of this.valuesOf(slots)) writeColumn(writer, column, null);
  }

  private readRows(reader: ByteReader, count: number): StoredRows {
    reader.align();
    const slots = reader.int32Array(count);
    for (let i = 0; i < count; i++) {
      if ((slots[i] as number) < 0 || (i > 0 && (slots[i] as number) <= (slots[i - 1] as number))) throw new DamagedBytes('slots do not ascend');
    }
    reader.align();
    const times = reader.float64Array(count);
    const columns = [...this.keyTypes, ...this.types].map((type) => readColumn(reader, type, count));
    reader.end();
    return { slots, times, columns };
  }

  private rebuild(parts: readonly StoredRows[], places: Places, gone: readonly Int32Array[]): void {
    const width = this.keyTypes.length;
    const { slots, positions } = places.ascending(parts);
    const times = joinedTimes(parts, positions);
    const keys = this.keyTypes.map((type, c) => {
      const columns = parts.map((part) => ({ column: part.columns[c] as Column, positions: null }));
      const [only, ...more] = columns;
      return only !== undefined && more.length === 0 ? only.column : gatherColumn(concatColumns(type, columns), positions);
    });
    this.clear();
    this.index.restore(keys, slots);
    this.reserve((slots.at(-1) ?? -1) + 1);
    for (let i = 0; i < slots.length; i++) this.held[slots[i] as number] = 1;
    this.heldCount = slots.length;
    for (const part of parts) this.values.put(part.slots, part.columns.slice(width));
    for (const left of gone) this.values.drop(left.filter((slot) => this.held[slot] !== 1));
    this.touches.restore(slots, times);
    this.setBaseline();
  }

  private clear(): void {
    this.version++;
    this.index.clear();
    this.values.clear();
    this.touches.clear();
    this.held.fill(0);
    this.settled.fill(0);
    this.heldCount = 0;
    this.setBaseline();
    this.baseline = -1;
  }

  private mark(slot: number): void {
    if (this.changed[slot] === 1) return;
    this.changed[slot] = 1;
    this.changedSlots[this.changedCount++] = slot;
  }

  private setBaseline(): void {
    for (let i = 0; i < this.changedCount; i++) this.changed[this.changedSlots[i] as number] = 0;
    this.changedCount = 0;
    this.baseline = this.size;
  }

  private reserve(limit: number): void {
    if (limit <= this.held.length) return;
    const capacity = Math.max(limit, this.held.length * 2);
    const held = new Uint8Array(capacity);
    held.set(this.held);
    this.held = held;
    const settled = new Uint8Array(capacity);
    settled.set(this.settled);
    this.settled = settled;
    const changed = new Uint8Array(capacity);
    changed.set(this.changed);
    this.changed = changed;
    // Each slot is there once, so that there is room for all.
    const changedSlots = new Int32Array(capacity);
    changedSlots.set(this.changedSlots);
    this.changedSlots = changedSlots;
  }
}

/** The times of the rows at these positions of all parts, one behind the other. */
function joinedTimes(parts: readonly StoredRows[], positions: Int32Array): Float64Array {
  const [only, ...more] = parts;
  if (only !== undefined && more.length === 0) return only.times;
  const all = new Float64Array(parts.reduce((sum, { slots }) => sum + slots.length, 0));
  let at = 0;
  for (const { times } of parts) {
    all.set(times, at);
    at += times.length;
  }
  const times = new Float64Array(positions.length);
  for (let i = 0; i < times.length; i++) times[i] = all[positions[i] as number] as number;
  return times;
}

/** Part and row of each slot, while stored parts are put together. Nothing is looked up as long as there is one part alone. */
class Places {
  size: number;
  private readonly first: Int32Array;
  private partOf = new Int32Array(0);
  private rowOf = new Int32Array(0);

  /** The slots of part 0. */
  constructor(first: Int32Array) {
    this.first = first;
    this.size = first.length;
  }

  put(slots: Int32Array, part: number): void {
    this.begin();
    this.point(slots, part);
  }

  delete(slots: Int32Array): void {
    this.begin();
    for (const slot of slots) {
      if (slot >= this.partOf.length || (this.partOf[slot] as number) < 0) continue;
      this.partOf[slot] = -1;
      this.size--;
    }
  }

  /** The slots in order, and where the row of each is when the parts lie one behind the other. */
  ascending(parts: readonly StoredRows[]): { readonly slots: Int32Array; readonly positions: Int32Array } {
    if (parts.length === 1) return { slots: this.first, positions: new Int32Array(0) };
    const offsets = new Int32Array(parts.length);
    for (let p = 1; p < parts.length; p++) offsets[p] = (offsets[p - 1] as number) + (parts[p - 1] as StoredRows).slots.length;
    const { partOf, rowOf } = this;
    const slots = new Int32Array(this.size);
    const positions = new Int32Array(this.size);
    let at = 0;
    for (let slot = 0; slot < partOf.length; slot++) {
      const part = partOf[slot] as number;
      if (part < 0) continue;
      slots[at] = slot;
      positions[at++] = (offsets[part] as number) + (rowOf[slot] as number);
    }
    return { slots, positions };
  }

  private begin(): void {
    if (this.partOf.length > 0 || this.first.length === 0) return;
    this.size = 0;
    this.point(this.first, 0);
  }

  private point(slots: Int32Array, part: number): void {
    const limit = (slots.at(-1) ?? -1) + 1;
    if (limit > this.partOf.length) {
      const partOf = new Int32Array(Math.max(limit, this.partOf.length * 2)).fill(-1, this.partOf.length);
      partOf.set(this.partOf);
      this.partOf = partOf;
      const rowOf = new Int32Array(partOf.length);
      rowOf.set(this.rowOf);
      this.rowOf = rowOf;
    }
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row] as number;
      if ((this.partOf[slot] as number) < 0) this.size++;
      this.partOf[slot] = part;
      this.rowOf[slot] = row;
    }
  }
}
