// sum of DOUBLE: plain addition from 0.0 in the order of the rows, as Spark does (so -0.0 alone gives 0.0). "No value yet" is
// -0.0: it adds like 0.0 and, values being added as value + 0.0, no sum is ever -0.0.
import type { ByteReader, ByteWriter } from '../../columns/byte-writer.ts';
import type { Column, Selection } from '../../columns/column.ts';
import { DOUBLE } from '../../columns/data-type.ts';
import type { Rooms } from '../../columns/laid-rows.ts';
import { type Accumulator, bothFloats, coverSums, packedFloats, roomFor, sameKind, UNSEEN, unseenNulls } from './accumulator.ts';

export class DoubleSum implements Accumulator {
  private sums: Float64Array;

  constructor(sums: Float64Array) {
    this.sums = sums;
  }

  get bytes(): number {
    return this.sums.byteLength;
  }

  grow(capacity: number): void {
    const sums = new Float64Array(capacity).fill(UNSEEN, this.sums.length);
    sums.set(this.sums);
    this.sums = sums;
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column?.kind !== 'float') throw new Error('A sum of doubles needs doubles');
    const { sums } = this;
    const { values, nulls } = column;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const slot = slots[i] as number;
      sums[slot] = (sums[slot] as number) + ((values[row] as number) + 0);
    }
  }

  clear(slots: Int32Array): void {
    for (let i = 0; i < slots.length; i++) this.sums[slots[i] as number] = UNSEEN;
  }

  clearBelow(limit: number): void {
    this.sums.fill(UNSEEN, 0, limit);
  }

  pack(slots: Int32Array): DoubleSum {
    return new DoubleSum(packedFloats(this.sums, slots));
  }

  cover(slots: Int32Array, packed: Accumulator, spare?: Accumulator): DoubleSum {
    const room = roomFor(slots.length, spare instanceof DoubleSum ? spare.sums : undefined);
    return new DoubleSum(coverSums(this.sums, slots, sameKind(DoubleSum, packed).sums, room));
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    const { sums } = sameKind(DoubleSum, packed);
    for (let i = 0; i < slots.length; i++) this.sums[slots[i] as number] = sums[i] as number;
  }

  append(slots: Int32Array, packed: Accumulator): void {
    const { sums } = sameKind(DoubleSum, packed);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      this.sums[slot] = (this.sums[slot] as number) + (sums[i] as number);
    }
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    // Adding two doubles gives the same bits either way round.
    this.append(slots, packed);
  }

  result(slots: Int32Array, newer: Accumulator | null, room?: Rooms[number]): Column {
    const values = newer === null ? packedFloats(this.sums, slots, room) : bothFloats(this.sums, sameKind(DoubleSum, newer).sums, slots, room);
    return { kind: 'float', type: DOUBLE, length: slots.length, nulls: unseenNulls(values), values };
  }

  write(writer: ByteWriter, count: number): void {
    writer.align();
    writer.array(this.sums.subarray(0, count));
  }

  read(reader: ByteReader, count: number): DoubleSum {
    reader.align();
    return new DoubleSum(reader.float64Array(count).slice());
  }
}
