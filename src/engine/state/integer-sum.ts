// sum of INT or BIGINT: exact. Sums are numbers while all of them are safe integers, and BigInt from the first one that is
// not. Adding a row throws beyond 64 bits, as Spark's ANSI rule does, even if a later row would bring the sum back.
// Combined sums may pass 64 bits on the way (a suffix of a window nobody asks for) and are checked when they are an answer.
import { type ByteReader, type ByteWriter, readInt64, writeInt64 } from '../../columns/byte-writer.ts';
import type { BigColumn, Column, FloatColumn, IntColumn, Selection } from '../../columns/column.ts';
import { BIGINT } from '../../columns/data-type.ts';
import { type Accumulator, grownFloats, grownMarks, nullsFromSeen, packedFloats, packedMarks, SumOverflow, sameKind } from './accumulator.ts';
import { readMarks } from './read-marks.ts';

const LARGEST = Number.MAX_SAFE_INTEGER;

export class IntegerSum implements Accumulator {
  private sums: Float64Array;
  private seen: Uint8Array;
  /** Instead of `sums`, once one of them is not safe. */
  private big: bigint[] | null;

  constructor(sums: Float64Array, seen: Uint8Array, big: bigint[] | null) {
    this.sums = sums;
    this.seen = seen;
    this.big = big;
  }

  get bytes(): number {
    return this.sums.byteLength + this.seen.byteLength + (this.big === null ? 0 : this.big.length * 24);
  }

  grow(capacity: number): void {
    this.sums = grownFloats(this.sums, capacity);
    this.seen = grownMarks(this.seen, capacity);
    while (this.big !== null && this.big.length < capacity) this.big.push(0n);
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column?.kind !== 'int' && column?.kind !== 'float' && column?.kind !== 'big') throw new Error('A sum of integers needs integers');
    let from = 0;
    if (this.big === null && column.kind !== 'big') from = this.addSafely(slots, count, column, selection);
    if (from < count) this.addBig(slots, from, count, column, selection);
  }

  clear(slots: Int32Array): void {
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      this.sums[slot] = 0;
      this.seen[slot] = 0;
      if (this.big !== null) this.big[slot] = 0n;
    }
  }

  clearBelow(limit: number): void {
    this.sums.fill(0, 0, limit);
    this.seen.fill(0, 0, limit);
    this.big = null;
  }

  pack(slots: Int32Array): IntegerSum {
    const { big } = this;
    return new IntegerSum(
      packedFloats(this.sums, slots),
      packedMarks(this.seen, slots),
      big === null ? null : Array.from(slots, (slot) => big[slot] ?? 0n),
    );
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(IntegerSum, packed);
    if (other.big !== null) this.widen();
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      this.seen[slot] = other.seen[i] as number;
      if (this.big === null) this.sums[slot] = other.sums[i] as number;
      else this.big[slot] = other.exact(i);
    }
  }

  append(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(IntegerSum, packed);
    if (other.big !== null) this.widen();
    const { sums, seen } = this;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      seen[slot] = (seen[slot] as number) | (other.seen[i] as number);
      if (this.big === null) {
        const sum = (sums[slot] as number) + (other.sums[i] as number);
        if (sum <= LARGEST && sum >= -LARGEST) {
          sums[slot] = sum;
          continue;
        }
        this.widen();
      }
      const { big } = this;
      if (big !== null) big[slot] = (big[slot] as bigint) + other.exact(i);
    }
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    this.append(slots, packed);
  }

  result(slots: Int32Array, newer: Accumulator | null): Column {
    const length = slots.length;
    const other = newer === null ? null : sameKind(IntegerSum, newer);
    const seen = packedMarks(this.seen, slots);
    if (other !== null) for (let i = 0; i < length; i++) seen[i] = (seen[i] as number) | (other.seen[slots[i] as number] as number);
    const nulls = nullsFromSeen(seen);
    if (this.big === null && (other === null || other.big === null)) {
      const values = packedFloats(this.sums, slots);
      let safe = true;
      for (let i = 0; other !== null && i < length; i++) {
        const sum = (values[i] as number) + (other.sums[slots[i] as number] as number);
        values[i] = sum;
        safe &&= sum <= LARGEST && sum >= -LARGEST;
      }
      if (safe) return { kind: 'float', type: BIGINT, length, nulls, values };
    }
    return integerColumn(
      Array.from(slots, (slot) => checked(this.exact(slot) + (other === null ? 0n : other.exact(slot)), null)),
      nulls,
    );
  }

  write(writer: ByteWriter, count: number): void {
    writer.align();
    writeInt64(writer.room(8 * count), this.big === null ? this.sums.subarray(0, count) : this.big.slice(0, count));
    writer.array(this.seen.subarray(0, count));
  }

  read(reader: ByteReader, count: number): IntegerSum {
    reader.align();
    const words = reader.int32Array(2 * count);
    const packed = new IntegerSum(new Float64Array(count), readMarks(reader, count), null);
    for (let i = 0; i < count; i++) {
      const value = readInt64(words, i);
      if (typeof value === 'bigint') packed.widen();
      if (packed.big !== null) packed.big[i] = BigInt(value);
      else packed.sums[i] = Number(value);
    }
    return packed;
  }

  /** Returns how many rows were added before one made a sum that is not safe. */
  private addSafely(slots: Int32Array, count: number, column: IntColumn | FloatColumn, selection: Selection): number {
    const { sums, seen } = this;
    const { values, nulls } = column;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const slot = slots[i] as number;
      const sum = (sums[slot] as number) + (values[row] as number);
      if (sum > LARGEST || sum < -LARGEST) return i;
      sums[slot] = sum;
      seen[slot] = 1;
    }
    return count;
  }

  private addBig(slots: Int32Array, from: number, count: number, column: IntColumn | FloatColumn | BigColumn, selection: Selection): void {
    const big = this.widen();
    for (let i = from; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (column.nulls !== null && column.nulls[row] === 1) continue;
      const slot = slots[i] as number;
      big[slot] = checked((big[slot] as bigint) + BigInt(column.values[row] as bigint | number), row);
      this.seen[slot] = 1;
    }
  }

  private widen(): bigint[] {
    this.big ??= Array.from(this.sums, BigInt);
    return this.big;
  }

  private exact(i: number): bigint {
    return this.big === null ? BigInt(this.sums[i] as number) : (this.big[i] as bigint);
  }
}

function checked(sum: bigint, row: number | null): bigint {
  if (BigInt.asIntN(64, sum) !== sum) throw new SumOverflow(row);
  return sum;
}

/** A BIGINT column in the float lane if every value is safe, else in the big lane. */
export function integerColumn(values: readonly bigint[], nulls: Uint8Array | null): Column {
  const length = values.length;
  const numbers = Float64Array.from(values, Number);
  if (numbers.every(Number.isSafeInteger)) return { kind: 'float', type: BIGINT, length, nulls, values: numbers };
  return { kind: 'big', type: BIGINT, length, nulls, values: BigInt64Array.from(values) };
}
