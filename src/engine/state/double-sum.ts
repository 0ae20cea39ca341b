// sum of DOUBLE: plain addition from 0.0 in the order of the rows, as Spark does (so -0.0 alone gives 0.0).
import type { ByteReader, ByteWriter } from '../../columns/byte-writer.ts';
import type { Column, Selection } from '../../columns/column.ts';
import { DOUBLE } from '../../columns/data-type.ts';
import { type Accumulator, grownFloats, grownMarks, nullsFromSeen, packedFloats, packedMarks, sameKind } from './accumulator.ts';
import { readMarks } from './read-marks.ts';

export class DoubleSum implements Accumulator {
  private sums: Float64Array;
  private seen: Uint8Array;

  constructor(sums: Float64Array, seen: Uint8Array) {
    this.sums = sums;
    this.seen = seen;
  }

  get bytes(): number {
    return this.sums.byteLength + this.seen.byteLength;
  }

  grow(capacity: number): void {
    this.sums = grownFloats(this.sums, capacity);
    this.seen = grownMarks(this.seen, capacity);
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column?.kind !== 'float') throw new Error('A sum of doubles needs doubles');
    const { sums, seen } = this;
    const { values, nulls } = column;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const slot = slots[i] as number;
      sums[slot] = (sums[slot] as number) + (values[row] as number);
      seen[slot] = 1;
    }
  }

  clear(slots: Int32Array): void {
    for (let i = 0; i < slots.length; i++) {
      this.sums[slots[i] as number] = 0;
      this.seen[slots[i] as number] = 0;
    }
  }

  clearBelow(limit: number): void {
    this.sums.fill(0, 0, limit);
    this.seen.fill(0, 0, limit);
  }

  pack(slots: Int32Array): DoubleSum {
    return new DoubleSum(packedFloats(this.sums, slots), packedMarks(this.seen, slots));
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(DoubleSum, packed);
    for (let i = 0; i < slots.length; i++) {
      this.sums[slots[i] as number] = other.sums[i] as number;
      this.seen[slots[i] as number] = other.seen[i] as number;
    }
  }

  append(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(DoubleSum, packed);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      this.sums[slot] = (this.sums[slot] as number) + (other.sums[i] as number);
      this.seen[slot] = (this.seen[slot] as number) | (other.seen[i] as number);
    }
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    // Adding two doubles gives the same bits either way round.
    this.append(slots, packed);
  }

  result(slots: Int32Array, newer: Accumulator | null): Column {
    const values = packedFloats(this.sums, slots);
    const seen = packedMarks(this.seen, slots);
    if (newer !== null) {
      const other = sameKind(DoubleSum, newer);
      for (let i = 0; i < slots.length; i++) {
        values[i] = (values[i] as number) + (other.sums[slots[i] as number] as number);
        seen[i] = (seen[i] as number) | (other.seen[slots[i] as number] as number);
      }
    }
    return { kind: 'float', type: DOUBLE, length: slots.length, nulls: nullsFromSeen(seen), values };
  }

  write(writer: ByteWriter, count: number): void {
    writer.align();
    writer.array(this.sums.subarray(0, count));
    writer.array(this.seen.subarray(0, count));
  }

  read(reader: ByteReader, count: number): DoubleSum {
    reader.align();
    return new DoubleSum(reader.float64Array(count).slice(), readMarks(reader, count));
  }
}
