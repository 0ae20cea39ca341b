// Groups and what is known of each since the last `clear`: a key index and an accumulator per call. The whole state of running,
// tumbling and per-batch aggregates. It remembers which groups changed since the last encode, for checkpoints, and which
// since the last `takeTouched`, for output. Groups are never freed one by one, so live slots are 0 .. n - 1.
import { type ByteReader, DamagedBytes } from '../../columns/byte-writer.ts';
import { readColumn, writeColumn } from '../../columns/codec.ts';
import type { Column, KeySlots, Selection, SlotOwner } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import type { AggregateCall } from '../../sql/aggregate.ts';
import { AccumulatorSet, type CallInput } from './accumulator-set.ts';
import { createGroupIndex } from './create-key-index.ts';
import type { KeyIndex } from './key-index.ts';
import { finishSection, openSection, startSection } from './section-header.ts';

/** The lowest bit, which `touch` counts with. */
const TOUCHED = 1;
const DIRTY = 2;

export class GroupTable {
  private readonly keyTypes: readonly DataType[];
  private readonly index: KeyIndex;
  private accumulators: AccumulatorSet;
  private slots = new Int32Array(0);
  private marks = new Uint8Array(128);
  private touched = new Int32Array(128);
  private touchedCount = 0;
  private dirty = new Int32Array(128);
  private dirtyCount = 0;
  /** Groups at the last encode or restore; -1 when what was encoded then has been cleared since, or nothing was. */
  private baseline = -1;
  /** Another one after each `clear`: slots mean other keys then. */
  private owner: SlotOwner;

  constructor(keyTypes: readonly DataType[], calls: readonly AggregateCall[]) {
    this.keyTypes = keyTypes;
    this.index = createGroupIndex(keyTypes);
    this.accumulators = AccumulatorSet.empty(calls, 128);
    this.owner = ownerOf(this.index);
  }

  get size(): number {
    return this.index.liveKeys;
  }

  get bytes(): number {
    return this.index.bytes + this.accumulators.bytes + this.marks.byteLength + this.touched.byteLength + this.dirty.byteLength;
  }

  /** Folds rows in. `keys`, `inputs`: as the index and the accumulators want them. @throws CallOverflow. */
  add(keys: readonly Column[], inputs: readonly CallInput[], selection: Selection, count: number): void {
    if (count === 0) return;
    if (this.slots.length < count) this.slots = new Int32Array(Math.max(count, this.slots.length * 2));
    const slots = this.slots.subarray(0, count);
    this.index.lookupOrInsert(keys, selection, slots);
    this.accumulators.ensure(this.index.slotLimit);
    this.accumulators.add(slots, count, inputs, selection);
    this.touch(slots);
  }

  /** The groups that got rows since the last call, in the order of their first row. */
  takeTouched(): Int32Array {
    const slots = this.touched.slice(0, this.touchedCount);
    const { marks } = this;
    const dirty = withRoom(this.dirty, this.dirtyCount, this.dirtyCount + slots.length + 1);
    let count = this.dirtyCount;
    // As in `touch`, no branch.
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      dirty[count] = slot;
      count += 1 - ((marks[slot] as number) >> 1);
      marks[slot] = DIRTY;
    }
    this.dirty = dirty;
    this.dirtyCount = count;
    this.touchedCount = 0;
    return slots;
  }

  /** Key columns, then one column a call. @throws CallOverflow. */
  rowsOf(slots: Int32Array): Column[] {
    return [...this.index.keysOf(slots), ...this.accumulators.results(slots, null)];
  }

  /** For rows of these slots, which must not change afterwards. */
  keySlots(slots: Int32Array): KeySlots {
    return { owner: this.owner, slots };
  }

  keysOf(slots: Int32Array): readonly Column[] {
    return this.index.keysOf(slots);
  }

  allSlots(): Int32Array {
    return this.index.liveSlots();
  }

  clear(): void {
    const limit = this.index.slotLimit;
    this.accumulators.clearBelow(limit);
    this.marks.fill(0, 0, limit);
    this.touchedCount = 0;
    this.dirtyCount = 0;
    this.baseline = -1;
    this.index.clear();
    this.owner = ownerOf(this.index);
  }

  encodeFull(): Uint8Array {
    this.takeTouched();
    const writer = startSection('groups', 64 + this.size * 32);
    writer.u32(this.size);
    // Slots are 0, 1, 2 .., so the accumulators are packed as they are.
    for (const key of this.index.keysOf(this.allSlots())) writeColumn(writer, key, null);
    this.accumulators.write(writer, this.size);
    this.setBaseline();
    return finishSection(writer);
  }

  /** null: a full encoding is as small. */
  encodeChanges(): Uint8Array | null {
    this.takeTouched();
    const { size, baseline, dirtyCount } = this;
    // A changed group costs its slot more than it does in a full encoding, whose keys cost at least as much.
    if (baseline < 0 || dirtyCount * 4 >= size * 3) return null;
    const writer = startSection('groups changes', 64 + dirtyCount * 32);
    const changed = ascending(this.dirty.slice(0, dirtyCount));
    writer.u32(baseline);
    writer.u32(size);
    writer.u32(dirtyCount);
    writer.align();
    writer.array(changed);
    // Ascending, and slots are never freed here: the new ones are the last.
    for (const key of this.index.keysOf(changed.subarray(firstAtLeast(changed, baseline)))) writeColumn(writer, key, null);
    this.accumulators.pack(changed).write(writer, dirtyCount);
    this.setBaseline();
    return finishSection(writer);
  }

  /** @throws DamagedBytes. */
  restoreFull(bytes: Uint8Array): void {
    const reader = openSection(bytes, 'groups');
    this.clear();
    const size = reader.u32();
    const keys = this.keyTypes.map((type) => readColumn(reader, type, size));
    if (keys.length === 0 && size !== 1) throw new DamagedBytes(`${size} groups without keys`);
    const all = new Int32Array(size);
    for (let slot = 0; slot < size; slot++) all[slot] = slot;
    this.index.restore(keys, all);
    // Slots are 0, 1, 2 .., so what is read needs no moving.
    this.accumulators = this.accumulators.read(reader, size);
    reader.end();
    this.reserve(this.index.slotLimit);
    this.setBaseline();
  }

  /** On top of the state the changes were counted from. @throws DamagedBytes. */
  restoreChanges(bytes: Uint8Array): void {
    const reader = openSection(bytes, 'groups changes');
    const baseline = reader.u32();
    const size = reader.u32();
    const count = reader.u32();
    if (baseline !== this.size || size < baseline) throw new DamagedBytes(`changes to ${baseline} groups do not fit ${this.size}`);
    reader.align();
    const changed = reader.int32Array(count);
    for (let i = 0; i < count; i++) {
      const slot = changed[i] as number;
      if (slot < 0 || slot >= size || (i > 0 && slot <= (changed[i - 1] as number))) throw new DamagedBytes('a changed group is not there');
    }
    const fresh = this.keyTypes.map((type) => readColumn(reader, type, size - baseline));
    if (size > baseline) {
      const given = new Int32Array(size - baseline);
      this.index.lookupOrInsert(fresh, null, given);
      for (let i = 0; i < given.length; i++) if (given[i] !== baseline + i) throw new DamagedBytes('a key is there twice');
    }
    this.readGroups(reader, changed);
  }

  /** Notes the slots that are new since the last `takeTouched`. Whether one is cannot be foreseen, so the loop has no branch for it. */
  private touch(slots: Int32Array): void {
    this.reserve(this.index.slotLimit);
    const { marks } = this;
    const touched = withRoom(this.touched, this.touchedCount, Math.min(this.touchedCount + slots.length, this.index.slotLimit) + 1);
    let count = this.touchedCount;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      const mark = marks[slot] as number;
      touched[count] = slot;
      count += ~mark & TOUCHED;
      marks[slot] = mark | TOUCHED;
    }
    this.touched = touched;
    this.touchedCount = count;
  }

  /** Room for slots below `limit`. */
  private reserve(limit: number): void {
    if (limit <= this.marks.length) return;
    const marks = new Uint8Array(Math.max(limit, this.marks.length * 2));
    marks.set(this.marks);
    this.marks = marks;
  }

  private readGroups(reader: ByteReader, slots: Int32Array): void {
    const limit = this.index.slotLimit;
    this.accumulators.ensure(limit);
    this.reserve(limit);
    this.accumulators.assign(slots, this.accumulators.read(reader, slots.length));
    reader.end();
    this.setBaseline();
  }

  private setBaseline(): void {
    // Nothing is touched now, so no mark but those of these is set.
    if (this.dirtyCount * 16 > this.size) this.marks.fill(0, 0, this.size);
    else for (let i = 0; i < this.dirtyCount; i++) this.marks[this.dirty[i] as number] = 0;
    this.dirtyCount = 0;
    this.baseline = this.size;
  }
}

/** The list with room for so many, of which the first `used` count. */
function withRoom(list: Int32Array<ArrayBuffer>, used: number, wanted: number): Int32Array<ArrayBuffer> {
  if (wanted <= list.length) return list;
  const larger = new Int32Array(Math.max(wanted, list.length * 2));
  larger.set(list.subarray(0, used));
  return larger;
}

function ownerOf(index: KeyIndex): SlotOwner {
  return {
    find: (keys, count) => {
      const slots = new Int32Array(count);
      return index.find?.(keys, null, slots) === true ? slots : null;
    },
  };
}

/** Sorts, where they are not in order: new groups are. */
function ascending(slots: Int32Array): Int32Array {
  for (let i = 1; i < slots.length; i++) if ((slots[i] as number) < (slots[i - 1] as number)) return slots.sort();
  return slots;
}

/** Position of the first slot that is not below the limit; slots ascend. */
function firstAtLeast(slots: Int32Array, limit: number): number {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((slots[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
