// avg: the sum as doubles (of integers too, as Spark does: no overflow, not exact) over the number of values.
import { type ByteReader, type ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import type { Column, Selection } from '../../columns/column.ts';
import { DOUBLE } from '../../columns/data-type.ts';
import type { Rooms } from '../../columns/laid-rows.ts';
import { type Accumulator, coverSums, grownFloats, packedFloats, roomFor, sameKind } from './accumulator.ts';

export class Average implements Accumulator {
  private sums: Float64Array;
  private counts: Float64Array;

  constructor(sums: Float64Array, counts: Float64Array) {
    this.sums = sums;
    this.counts = counts;
  }

  get bytes(): number {
    return this.sums.byteLength + this.counts.byteLength;
  }

  grow(capacity: number): void {
    this.sums = grownFloats(this.sums, capacity);
    this.counts = grownFloats(this.counts, capacity);
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column?.kind !== 'float' && column?.kind !== 'int' && column?.kind !== 'big') throw new Error('An average needs numbers');
    const { sums, counts } = this;
    const { nulls } = column;
    const values = column.kind === 'big' ? Float64Array.from(column.values, Number) : column.values;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const slot = slots[i] as number;
      sums[slot] = (sums[slot] as number) + (values[row] as number);
      counts[slot] = (counts[slot] as number) + 1;
    }
  }

  clear(slots: Int32Array): void {
    for (let i = 0; i < slots.length; i++) {
      this.sums[slots[i] as number] = 0;
      this.counts[slots[i] as number] = 0;
    }
  }

  clearBelow(limit: number): void {
    this.sums.fill(0, 0, limit);
    this.counts.fill(0, 0, limit);
  }

  pack(slots: Int32Array): Average {
    return new Average(packedFloats(this.sums, slots), packedFloats(this.counts, slots));
  }

  cover(slots: Int32Array, packed: Accumulator, spare?: Accumulator): Average {
    const other = sameKind(Average, packed);
    const old = spare instanceof Average ? spare : undefined;
    return new Average(
      coverSums(this.sums, slots, other.sums, roomFor(slots.length, old?.sums)),
      coverSums(this.counts, slots, other.counts, roomFor(slots.length, old?.counts)),
    );
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(Average, packed);
    for (let i = 0; i < slots.length; i++) {
      this.sums[slots[i] as number] = other.sums[i] as number;
      this.counts[slots[i] as number] = other.counts[i] as number;
    }
  }

  append(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(Average, packed);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      this.sums[slot] = (this.sums[slot] as number) + (other.sums[i] as number);
      this.counts[slot] = (this.counts[slot] as number) + (other.counts[i] as number);
    }
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    this.append(slots, packed);
  }

  result(slots: Int32Array, newer: Accumulator | null, room?: Rooms[number]): Column {
    const length = slots.length;
    const other = newer === null ? null : sameKind(Average, newer);
    const values = room instanceof Float64Array ? room : new Float64Array(length);
    const nulls = new Uint8Array(length);
    let anyNull = false;
    for (let i = 0; i < length; i++) {
      const slot = slots[i] as number;
      const sum = (this.sums[slot] as number) + (other === null ? 0 : (other.sums[slot] as number));
      const count = (this.counts[slot] as number) + (other === null ? 0 : (other.counts[slot] as number));
      if (count === 0) {
        nulls[i] = 1;
        anyNull = true;
      } else values[i] = sum / count;
    }
    return { kind: 'float', type: DOUBLE, length, nulls: anyNull ? nulls : null, values };
  }

  write(writer: ByteWriter, count: number): void {
    writer.align();
    writer.array(this.sums.subarray(0, count));
    writer.array(this.counts.subarray(0, count));
  }

  read(reader: ByteReader, count: number): Average {
    reader.align();
    const sums = reader.float64Array(count).slice();
    const counts = reader.float64Array(count).slice();
    for (let i = 0; i < count; i++) if (!Number.isSafeInteger(counts[i]) || (counts[i] as number) < 0) throw new DamagedBytes('a count is no count');
    return new Average(sums, counts);
  }
}
