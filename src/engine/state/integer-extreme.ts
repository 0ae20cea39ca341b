// min and max of BIGINT: numbers while every value is safe, BigInt from the first one that is not.
import { type ByteReader, type ByteWriter, readInt64, readSafeIntegers, writeSafeIntegers } from '../../columns/byte-writer.ts';
import type { Column, FloatColumn, Selection } from '../../columns/column.ts';
import { BIGINT } from '../../columns/data-type.ts';
import { type Accumulator, coverBySteps, grownFloats, grownMarks, nullsFromSeen, packedFloats, packedMarks, sameKind } from './accumulator.ts';
import { integerColumn } from './integer-sum.ts';
import { readMarks } from './read-marks.ts';

export class IntegerExtreme implements Accumulator {
  protected readonly isMax: boolean;
  private values: Float64Array;
  protected seen: Uint8Array;
  /** Instead of `values`, once one of them is not safe. */
  private big: bigint[] | null;

  constructor(isMax: boolean, values: Float64Array, seen: Uint8Array, big: bigint[] | null) {
    this.isMax = isMax;
    this.values = values;
    this.seen = seen;
    this.big = big;
  }

  get bytes(): number {
    return this.values.byteLength + this.seen.byteLength + (this.big === null ? 0 : this.big.length * 24);
  }

  grow(capacity: number): void {
    this.values = grownFloats(this.values, capacity);
    this.seen = grownMarks(this.seen, capacity);
    while (this.big !== null && this.big.length < capacity) this.big.push(0n);
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column?.kind !== 'float' && column?.kind !== 'big') throw new Error('This min or max needs integers');
    const { nulls } = column;
    if (column.kind === 'float' && this.big === null) {
      this.addNumbers(slots, count, column, selection);
      return;
    }
    if (column.kind === 'big') this.widen();
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls === null || nulls[row] === 0) this.offer(slots[i] as number, column.values[row] as number | bigint);
    }
  }

  private addNumbers(slots: Int32Array, count: number, { nulls, values: given }: FloatColumn, selection: Selection): void {
    const { values, seen, isMax } = this;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const slot = slots[i] as number;
      const value = given[row] as number;
      const held = values[slot] as number;
      if (seen[slot] === 1 && (isMax ? value <= held : value >= held)) continue;
      values[slot] = value;
      seen[slot] = 1;
    }
  }

  clear(slots: Int32Array): void {
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      this.values[slot] = 0;
      this.seen[slot] = 0;
      if (this.big !== null) this.big[slot] = 0n;
    }
  }

  clearBelow(limit: number): void {
    this.values.fill(0, 0, limit);
    this.seen.fill(0, 0, limit);
    this.big = null;
  }

  pack(slots: Int32Array): IntegerExtreme {
    const { big } = this;
    const packedBig = big === null ? null : Array.from(slots, (slot) => big[slot] ?? 0n);
    return this.make(packedFloats(this.values, slots), packedMarks(this.seen, slots), packedBig);
  }

  cover(slots: Int32Array, packed: Accumulator): Accumulator {
    return coverBySteps(this, slots, packed);
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(IntegerExtreme, packed);
    if (other.big !== null) this.widen();
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      this.seen[slot] = other.seen[i] as number;
      if (this.big === null) this.values[slot] = other.values[i] as number;
      else this.big[slot] = BigInt(other.valueAt(i));
    }
  }

  append(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(IntegerExtreme, packed);
    if (other.big !== null) this.widen();
    for (let i = 0; i < slots.length; i++) if (other.seen[i] === 1) this.offer(slots[i] as number, other.valueAt(i));
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    // Equal integers cannot be told apart, so their order does not matter.
    this.append(slots, packed);
  }

  result(slots: Int32Array, newer: Accumulator | null): Column {
    const both = this.pack(slots);
    if (newer !== null) {
      const all = slots.map((_, i) => i);
      both.append(all, newer.pack(slots));
    }
    const nulls = nullsFromSeen(both.seen);
    const { big } = both;
    if (big !== null) return integerColumn(big.map((value, i) => (both.seen[i] === 1 ? value : null)));
    return { kind: 'float', type: BIGINT, length: slots.length, nulls, values: both.values };
  }

  write(writer: ByteWriter, count: number): void {
    if (this.big === null) writeSafeIntegers(writer, this.values.subarray(0, count));
    else {
      writer.align();
      writer.array(BigInt64Array.from(this.big.slice(0, count)));
    }
    writer.array(this.seen.subarray(0, count));
  }

  read(reader: ByteReader, count: number): IntegerExtreme {
    reader.align();
    const words = reader.int32Array(2 * count);
    const packed = new IntegerExtreme(this.isMax, new Float64Array(count), readMarks(reader, count), null);
    for (let i = readSafeIntegers(words, packed.values); i < count; i++) {
      const value = readInt64(words, i);
      if (typeof value === 'bigint') packed.widen();
      if (packed.big !== null) packed.big[i] = BigInt(value);
      else packed.values[i] = Number(value);
    }
    return packed;
  }

  protected make(values: Float64Array, seen: Uint8Array, big: bigint[] | null): IntegerExtreme {
    return new IntegerExtreme(this.isMax, values, seen, big);
  }

  private offer(slot: number, value: number | bigint): void {
    if (this.seen[slot] === 1) {
      const held = this.valueAt(slot);
      if (this.isMax ? value <= held : value >= held) return;
    }
    this.seen[slot] = 1;
    if (this.big === null) this.values[slot] = Number(value);
    else this.big[slot] = BigInt(value);
  }

  protected valueAt(i: number): number | bigint {
    return this.big === null ? (this.values[i] as number) : (this.big[i] as bigint);
  }

  private widen(): void {
    this.big ??= Array.from(this.values, BigInt);
  }
}
