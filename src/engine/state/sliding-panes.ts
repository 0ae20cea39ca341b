// The state of a sliding window: panes, and two stacks over them (after Tangwongsan, Hirzel and Schneider, "Sliding-window
// aggregation algorithms"), done sparsely: a pane holds entries only for the keys it saw, and the stacks are dense arrays
// by slot. `back` folds the newer panes as they close. `front` folds the older ones from the newest down; each front pane
// keeps the value front had without it, so evicting a pane is putting those values back, and no float is ever subtracted.
// The answer for a key is front, then back. When front is used up, all of back's panes move over (the flip). An entry
// is touched three times in its life, so a batch costs what it brings, not what the window holds; the answers themselves cost one step a key.
// Counts and sums of integers are exact, so while all calls are such, no pane has a sum without a value and no sum is beyond
// 2^53, all panes are in `back` and an evicted one is subtracted from it: the same answers, in two touches and one array a call.
// A slot lives as long as some pane has it. What is encoded are the panes, the flip boundary and the keys: dense
// arrays and undo values are folded again from them in the same order, which gives the same bits.
import { type ByteReader, type ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import { readColumn, writeColumn } from '../../columns/codec.ts';
import type { Column, Selection } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import type { Rooms } from '../../columns/laid-rows.ts';
import type { AggregateCall } from '../../sql/aggregate.ts';
import { grownInts, grownMarks } from './accumulator.ts';
import { AccumulatorSet, type CallInput } from './accumulator-set.ts';
import { createKeyIndex } from './create-key-index.ts';
import type { KeyIndex } from './key-index.ts';
import { finishSection, openSection, startSection } from './section-header.ts';
import {
  countPanes,
  type Entries,
  entries,
  type KeyPart,
  latestKeys,
  newestOf,
  type Pane,
  type StoredPanes,
  slotsOf,
  writeEntries,
} from './stored-panes.ts';

export class SlidingPanes {
  private readonly keyTypes: readonly DataType[];
  private readonly calls: readonly AggregateCall[];
  /** How many panes a window covers. */
  private readonly length: number;
  private index: KeyIndex;
  private front: AccumulatorSet;
  private back: AccumulatorSet;
  /** The open pane, packed: entry i belongs to touched[i]. Its few keys lie close together, whatever slots they have. */
  private current: AccumulatorSet;
  /** Oldest first. */
  private frontPanes: Pane[] = [];
  private backPanes: Pane[] = [];
  /** Sets of panes that are gone, cleared, to be filled again: a batch then allocates next to nothing. */
  private spares: AccumulatorSet[] = [];
  private undoSpares: AccumulatorSet[] = [];
  private slots = new Int32Array(0);
  /** In how many panes, the current one too, a slot is. */
  private paneCounts: Int32Array = new Int32Array(128);
  /** 1: the key of the slot came since the last encode. */
  private fresh: Uint8Array = new Uint8Array(128);
  /** Where a slot is in the open pane, counted from 1; 0: it is not there. */
  private places: Int32Array = new Int32Array(128);
  private touched: Int32Array = new Int32Array(128);
  private touchedCount = 0;
  /** Number of the newest pane in what was encoded last; null when nothing was. */
  private baseline: number | null = null;
  /** Panes are taken out of `back` by subtraction, and `front` is not used. */
  private subtracts: boolean;

  constructor(keyTypes: readonly DataType[], calls: readonly AggregateCall[], length: number) {
    this.keyTypes = keyTypes;
    this.calls = calls;
    this.length = length;
    this.index = createKeyIndex(keyTypes);
    this.front = AccumulatorSet.empty(calls, 128);
    this.back = AccumulatorSet.empty(calls, 128);
    this.current = AccumulatorSet.empty(calls, 128);
    this.subtracts = this.back.subtracts;
  }

  get size(): number {
    return this.index.liveKeys;
  }

  get bytes(): number {
    let bytes = this.index.bytes + this.front.bytes + this.back.bytes + this.current.bytes + this.fresh.byteLength * 13;
    for (const pane of this.frontPanes) bytes += pane.slots.byteLength + pane.values.bytes * 2;
    for (const pane of this.backPanes) bytes += pane.slots.byteLength + pane.values.bytes;
    return bytes;
  }

  /** Holds no row: time may pass without a trace. */
  get isEmpty(): boolean {
    return this.frontPanes.length === 0 && this.backPanes.length === 0 && this.touchedCount === 0;
  }

  /** Folds rows into the current pane. @throws CallOverflow. */
  add(keys: readonly Column[], inputs: readonly CallInput[], selection: Selection, count: number): void {
    if (count === 0) return;
    if (this.slots.length < count) this.slots = new Int32Array(Math.max(count, this.slots.length * 2));
    const slots = this.slots.subarray(0, count);
    this.index.lookupOrInsert(keys, selection, slots);
    this.reserve(this.index.slotLimit);
    this.touch(slots);
    this.current.ensure(this.touchedCount);
    this.current.add(slots, count, inputs, selection);
  }

  /** Ends the current pane, which has this number, and lets go of the panes a window that ends here does not cover. */
  close(number: number): void {
    this.evict(number - this.length);
    if (this.touchedCount === 0) return;
    const slots = this.touched.slice(0, this.touchedCount);
    const values = this.current;
    values.complete(slots.length);
    this.back.append(slots, values);
    this.current = this.spares.pop() ?? AccumulatorSet.empty(this.calls, slots.length);
    this.backPanes.push({ number, slots, values, undo: null });
    if (this.subtracts && !(values.subtractable && this.back.subtractable)) this.stopSubtracting();
    for (let i = 0; i < slots.length; i++) this.places[slots[i] as number] = 0;
    this.touchedCount = 0;
  }

  /**
   * The window over the closed panes: key columns, then one column a call, a row for each live key. `rooms`: those of the columns,
   * given `size`. @throws CallOverflow.
   */
  window(rooms: Rooms = []): { readonly length: number; readonly columns: readonly Column[] } {
    const slots = this.index.liveSlots();
    const keys = this.index.keysOf(slots, rooms);
    const own = rooms.slice(keys.length);
    const answers = this.subtracts ? this.back.results(slots, null, own) : this.front.results(slots, this.back, own);
    return { length: slots.length, columns: [...keys, ...answers] };
  }

  encodeFull(): Uint8Array {
    this.settle();
    const live = this.index.liveSlots();
    const writer = startSection('panes', this.roomFor(live.length, entries(this.frontPanes) + entries(this.backPanes)));
    this.writeKeys(writer, live);
    this.writePanes(writer, this.frontPanes, this.backPanes);
    this.setBaseline();
    return finishSection(writer);
  }

  /** null: a full encoding is as small. */
  encodeChanges(): Uint8Array | null {
    const { baseline } = this;
    if (baseline === null) return null;
    this.settle();
    const isNew = (pane: Pane) => pane.number > baseline;
    const all = entries(this.frontPanes) + entries(this.backPanes);
    const fresh = entries(this.frontPanes.filter(isNew)) + entries(this.backPanes.filter(isNew));
    if (fresh * 4 >= all * 3) return null;
    const writer = startSection('panes changes', this.roomFor(0, fresh));
    writer.f64(baseline);
    writer.f64((this.frontPanes[0] ?? this.backPanes[0])?.number ?? Number.POSITIVE_INFINITY);
    writer.u32(this.frontPanes.length);
    this.writeKeys(
      writer,
      this.index.liveSlots().filter((slot) => this.fresh[slot] === 1),
    );
    this.writePanes(writer, this.frontPanes.filter(isNew), this.backPanes.filter(isNew));
    this.setBaseline();
    return finishSection(writer);
  }

  /** A full section, then the changes since, in order. @throws DamagedBytes. */
  restore(full: Uint8Array, changes: readonly Uint8Array[]): void {
    const reader = openSection(full, 'panes');
    const parts = [this.readKeys(reader)];
    let stored = this.readPanes(reader);
    for (const bytes of changes) {
      const next = openSection(bytes, 'panes changes');
      const baseline = next.f64();
      const oldest = next.f64();
      const frontCount = next.u32();
      const newest = newestOf(stored.front, stored.back);
      if (baseline !== newest) throw new DamagedBytes(`changes since pane ${baseline} do not fit pane ${newest}`);
      parts.push(this.readKeys(next));
      const added = this.readPanes(next);
      const panes = [...stored.front, ...stored.back, ...added.front, ...added.back].filter((pane) => pane.number >= oldest);
      if (frontCount > panes.length) throw new DamagedBytes(`${frontCount} of ${panes.length} panes are in front`);
      stored = { front: panes.slice(0, frontCount), back: panes.slice(frontCount), current: added.current };
    }
    this.rebuild(parts, stored);
  }

  /** About the bytes a section takes, so that its writer hardly grows. */
  private roomFor(keys: number, entries: number): number {
    const perEntry = 4 + 9 * this.calls.length;
    return 1024 + keys * (4 + 16 * this.keyTypes.length) + (entries + this.touchedCount) * perEntry + 64 * this.length;
  }

  /** Puts in place of each slot where it is in the open pane. Whether it is new there cannot be foreseen, so the loop has no branch for it. */
  private touch(slots: Int32Array): void {
    const { places, touched, paneCounts } = this;
    const known = this.touchedCount;
    let count = known;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      const before = (places[slot] as number) - 1;
      const isNew = before >>> 31;
      const place = before + isNew * (count + 1);
      touched[count] = slot;
      count += isNew;
      places[slot] = place + 1;
      slots[i] = place;
    }
    for (let i = known; i < count; i++) {
      const slot = touched[i] as number;
      const panes = paneCounts[slot] as number;
      if (panes === 0) this.fresh[slot] = 1;
      paneCounts[slot] = panes + 1;
    }
    this.touchedCount = count;
  }

  private reserve(limit: number): void {
    this.front.ensure(limit);
    this.back.ensure(limit);
    // One more than there are slots: `touch` writes ahead.
    if (limit < this.fresh.length) return;
    const capacity = Math.max(limit + 1, this.fresh.length * 2);
    this.fresh = grownMarks(this.fresh, capacity);
    this.places = grownInts(this.places, capacity);
    this.paneCounts = grownInts(this.paneCounts, capacity);
    this.touched = grownInts(this.touched, capacity);
  }

  /** Lets go of every pane up to this number. */
  private evict(last: number): void {
    this.spares.length = Math.min(this.spares.length, 2);
    this.undoSpares.length = Math.min(this.undoSpares.length, this.length);
    while (this.subtracts) {
      const oldest = this.backPanes[0];
      if (oldest === undefined || oldest.number > last) return;
      this.subtract(oldest);
    }
    while (true) {
      const oldest = this.frontPanes[0];
      if (oldest === undefined) {
        const next = this.backPanes[0];
        if (next === undefined || next.number > last) return;
        this.flip(last);
        if (this.frontPanes.length === 0) return;
        continue;
      }
      if (oldest.number > last || oldest.undo === null) return;
      this.frontPanes.shift();
      this.front.assign(oldest.slots, oldest.undo);
      this.undoSpares.push(oldest.undo);
      this.recycle(oldest);
      this.forget(oldest.slots);
    }
  }

  private subtract(oldest: Pane): void {
    const exact = this.back.subtract(oldest.slots, oldest.values);
    this.backPanes.shift();
    if (!exact) {
      this.back.clear(oldest.slots);
      this.stopSubtracting();
    }
    this.recycle(oldest);
    this.back.clear(this.forget(oldest.slots));
  }

  /** What was subtracted left a sum without a value a 0, which is one: `back` is folded anew. */
  private stopSubtracting(): void {
    this.subtracts = false;
    for (const pane of this.backPanes) this.back.clear(pane.slots);
    for (const pane of this.backPanes) this.back.append(pane.slots, pane.values);
  }

  /** Moves back's panes to front, but for those that go at once. */
  private flip(last: number): void {
    for (const pane of this.backPanes) this.back.clear(pane.slots);
    const panes = this.backPanes;
    const expired = panes.filter((pane) => pane.number <= last);
    this.backPanes = [];
    this.frontPanes = panes.slice(expired.length);
    this.foldFront();
    for (const pane of expired) {
      this.recycle(pane);
      this.forget(pane.slots);
    }
  }

  /** From the newest pane to the oldest, so that front holds the suffixes a window shrinks through. */
  private foldFront(): void {
    for (let p = this.frontPanes.length - 1; p >= 0; p--) {
      const pane = this.frontPanes[p] as Pane;
      pane.undo = this.front.cover(pane.slots, pane.values, this.undoSpares.pop());
    }
  }

  private recycle({ slots, values }: Pane): void {
    values.clearBelow(slots.length);
    this.spares.push(values);
  }

  /** One pane less for each slot; slots without any are freed with their keys, and answered. */
  private forget(slots: Int32Array): Int32Array {
    const { paneCounts } = this;
    const freed = new Int32Array(slots.length);
    let count = 0;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      const left = (paneCounts[slot] as number) - 1;
      paneCounts[slot] = left;
      if (left === 0) freed[count++] = slot;
    }
    const gone = freed.subarray(0, count);
    this.index.release(gone);
    return gone;
  }

  private setBaseline(): void {
    this.fresh.fill(0, 0, this.index.slotLimit);
    this.baseline = newestOf(this.frontPanes, this.backPanes);
  }

  private writeKeys(writer: ByteWriter, slots: Int32Array): void {
    writer.u32(slots.length);
    writer.align();
    writer.array(slots);
    for (const key of this.index.keysOf(slots)) writeColumn(writer, key, null);
  }

  private writePanes(writer: ByteWriter, front: readonly Pane[], back: readonly Pane[]): void {
    writer.align();
    writer.u32(front.length);
    writer.u32(back.length);
    for (const pane of [...front, ...back]) {
      writer.align();
      writer.f64(pane.number);
      writeEntries(writer, pane.slots, pane.values);
    }
    const touched = this.touched.slice(0, this.touchedCount);
    writer.align();
    writeEntries(writer, touched, this.current);
  }

  private readKeys(reader: ByteReader): KeyPart {
    const count = reader.u32();
    reader.align();
    const slots = reader.int32Array(count);
    for (let i = 0; i < count; i++)
      if ((slots[i] as number) <= (i === 0 ? -1 : (slots[i - 1] as number))) throw new DamagedBytes('keys are out of order');
    return { slots, columns: this.keyTypes.map((type) => readColumn(reader, type, count)) };
  }

  private readPanes(reader: ByteReader): StoredPanes {
    reader.align();
    const frontCount = reader.u32();
    const backCount = reader.u32();
    const panes: Pane[] = [];
    for (let p = 0; p < frontCount + backCount; p++) {
      reader.align();
      const number = reader.f64();
      if (!(number > (panes.at(-1)?.number ?? Number.NEGATIVE_INFINITY))) throw new DamagedBytes('panes are out of order');
      panes.push({ number, ...this.readEntries(reader), undo: null });
    }
    reader.align();
    const current = this.readEntries(reader);
    reader.end();
    return { front: panes.slice(0, frontCount), back: panes.slice(frontCount), current };
  }

  private readEntries(reader: ByteReader): Entries {
    const count = reader.u32();
    reader.align();
    const slots = reader.int32Array(count).slice();
    return { slots, values: AccumulatorSet.empty(this.calls, 0).read(reader, count) };
  }

  private rebuild(parts: readonly KeyPart[], stored: StoredPanes): void {
    const live = countPanes([...stored.front, ...stored.back, stored.current], this.slotBound(parts));
    const slots = this.keyTypes.length === 0 ? Int32Array.of(0) : slotsOf(live);
    this.index = createKeyIndex(this.keyTypes);
    this.index.restore(latestKeys(this.keyTypes, parts, slots), slots);
    this.front = AccumulatorSet.empty(this.calls, 128);
    this.back = AccumulatorSet.empty(this.calls, 128);
    this.current = stored.current.values;
    this.spares = [];
    this.fresh.fill(0);
    this.places.fill(0);
    this.paneCounts.fill(0);
    this.reserve(this.index.slotLimit);
    this.paneCounts.set(live.subarray(0, this.index.slotLimit));
    this.arrange(stored.front, stored.back);
    this.touched.set(stored.current.slots);
    this.touchedCount = stored.current.slots.length;
    stored.current.slots.forEach((slot, i) => {
      this.places[slot] = i + 1;
    });
    this.setBaseline();
  }

  /** Folds these panes into `front` and `back`, which are empty. */
  private arrange(front: readonly Pane[], back: readonly Pane[]): void {
    const panes = [...front, ...back];
    this.subtracts = this.back.subtracts && panes.every(({ values }) => values.subtractable);
    this.frontPanes = this.subtracts ? [] : [...front];
    this.backPanes = this.subtracts ? panes : [...back];
    this.foldFront();
    for (const pane of this.backPanes) this.back.append(pane.slots, pane.values);
    if (!this.back.subtractable) this.subtracts = false;
  }

  /** Before it is encoded: whether panes are subtracted is then what a restore would find, so that both go on alike. */
  private settle(): void {
    const panes = [...this.frontPanes, ...this.backPanes];
    if (this.subtracts || !this.back.subtracts || !panes.every(({ values }) => values.subtractable)) return;
    for (const pane of panes) pane.undo = null;
    this.front = AccumulatorSet.empty(this.calls, 128);
    this.back = AccumulatorSet.empty(this.calls, 128);
    this.reserve(this.index.slotLimit);
    this.arrange(this.frontPanes, this.backPanes);
  }

  /** A number above every slot that can be live. */
  private slotBound(parts: readonly KeyPart[]): number {
    if (this.keyTypes.length === 0) return 1;
    return parts.reduce((bound, part) => Math.max(bound, (part.slots.at(-1) ?? -1) + 1), 0);
  }
}
