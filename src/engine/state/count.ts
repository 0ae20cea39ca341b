// count(*) and count(x): rows, or rows where x is not NULL.
import { type ByteReader, type ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import type { Column, Selection } from '../../columns/column.ts';
import { BIGINT } from '../../columns/data-type.ts';
import type { Rooms } from '../../columns/laid-rows.ts';
import { type Accumulator, bothFloats, coverSums, grownFloats, packedFloats, roomFor, sameKind, subtractSums } from './accumulator.ts';

export class Count implements Accumulator {
  private counts: Float64Array;

  constructor(counts: Float64Array) {
    this.counts = counts;
  }

  get bytes(): number {
    return this.counts.byteLength;
  }

  grow(capacity: number): void {
    this.counts = grownFloats(this.counts, capacity);
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    const { counts } = this;
    const nulls = column === null ? null : column.nulls;
    if (nulls === null) {
      for (let i = 0; i < count; i++) {
        const slot = slots[i] as number;
        counts[slot] = (counts[slot] as number) + 1;
      }
      return;
    }
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      counts[slot] = (counts[slot] as number) + 1 - (nulls[selection === null ? i : (selection[i] as number)] as number);
    }
  }

  clear(slots: Int32Array): void {
    for (let i = 0; i < slots.length; i++) this.counts[slots[i] as number] = 0;
  }

  clearBelow(limit: number): void {
    this.counts.fill(0, 0, limit);
  }

  pack(slots: Int32Array): Count {
    return this.make(packedFloats(this.counts, slots));
  }

  cover(slots: Int32Array, packed: Accumulator, spare?: Accumulator): Count {
    const room = roomFor(slots.length, spare instanceof Count ? spare.counts : undefined);
    return new Count(coverSums(this.counts, slots, sameKind(Count, packed).counts, room));
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    const { counts } = sameKind(Count, packed);
    for (let i = 0; i < slots.length; i++) this.counts[slots[i] as number] = counts[i] as number;
  }

  append(slots: Int32Array, packed: Accumulator): void {
    const { counts } = sameKind(Count, packed);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      this.counts[slot] = (this.counts[slot] as number) + (counts[i] as number);
    }
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    this.append(slots, packed);
  }

  readonly subtractable = true;

  subtract(slots: Int32Array, packed: Accumulator): boolean {
    return subtractSums(this.counts, slots, sameKind(Count, packed).counts);
  }

  result(slots: Int32Array, newer: Accumulator | null, room?: Rooms[number]): Column {
    const values = newer === null ? packedFloats(this.counts, slots, room) : bothFloats(this.counts, sameKind(Count, newer).counts, slots, room);
    return { kind: 'float', type: BIGINT, length: slots.length, nulls: null, values };
  }

  write(writer: ByteWriter, count: number): void {
    writer.align();
    writer.array(this.counts.subarray(0, count));
  }

  read(reader: ByteReader, count: number): Count {
    reader.align();
    const counts = reader.float64Array(count).slice();
    for (let i = 0; i < count; i++) if (!Number.isSafeInteger(counts[i]) || (counts[i] as number) < 0) throw new DamagedBytes('a count is no count');
    return this.make(counts);
  }

  /** Another of the same kind. */
  protected make(counts: Float64Array): Count {
    return new Count(counts);
  }
}
