// sum of INT or BIGINT: exact. Sums are numbers while all of them are safe integers, and BigInt from the first one that is
// not. Adding a row throws beyond 64 bits, as Spark's ANSI rule does, even if a later row would bring the sum back.
// Combined sums may pass 64 bits on the way (a suffix of a window nobody asks for) and are checked when they are an answer.
// "No value yet" is -0: it adds like 0, no sum of values is ever -0, and nothing beside the sums has to be kept.
import { type ByteReader, type ByteWriter, readInt64, readSafeIntegers, writeSafeIntegers } from '../../columns/byte-writer.ts';
import type { BigColumn, Column, FloatColumn, IntColumn, Nulls, Selection } from '../../columns/column.ts';
import { BIGINT } from '../../columns/data-type.ts';
import type { Rooms } from '../../columns/laid-rows.ts';
import {
  type Accumulator,
  bothFloats,
  coverBySteps,
  isUnseen,
  packedFloats,
  roomFor,
  SumOverflow,
  sameKind,
  subtractSums,
  UNSEEN,
  unseenNulls,
} from './accumulator.ts';
import { readMarks } from './read-marks.ts';

const LARGEST = Number.MAX_SAFE_INTEGER;

export class IntegerSum implements Accumulator {
  private sums: Float64Array;
  /** Instead of `sums`, once one of them is not safe; null where there is no value yet. */
  private big: (bigint | null)[] | null = null;
  /** Of a packed one: an entry has no value. */
  private hasUnseen = false;

  constructor(sums: Float64Array) {
    this.sums = sums;
  }

  get bytes(): number {
    return this.sums.byteLength + (this.big === null ? 0 : this.big.length * 24);
  }

  grow(capacity: number): void {
    const sums = new Float64Array(capacity).fill(UNSEEN, this.sums.length);
    sums.set(this.sums);
    this.sums = sums;
    while (this.big !== null && this.big.length < capacity) this.big.push(null);
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column?.kind !== 'int' && column?.kind !== 'float' && column?.kind !== 'big') throw new Error('A sum of integers needs integers');
    let from = 0;
    if (this.big === null && column.kind !== 'big') from = this.addSafely(slots, count, column, selection);
    if (from < count) this.addBig(slots, from, count, column, selection);
  }

  clear(slots: Int32Array): void {
    for (let i = 0; i < slots.length; i++) this.sums[slots[i] as number] = UNSEEN;
    if (this.big !== null) for (const slot of slots) this.big[slot] = null;
  }

  clearBelow(limit: number): void {
    this.sums.fill(UNSEEN, 0, limit);
    this.big = null;
  }

  pack(slots: Int32Array): IntegerSum {
    const packed = new IntegerSum(packedFloats(this.sums, slots));
    const { big } = this;
    if (big !== null) packed.big = Array.from(slots, (slot) => big[slot] ?? null);
    packed.narrow();
    return packed;
  }

  cover(slots: Int32Array, packed: Accumulator, spare?: Accumulator): IntegerSum {
    const other = sameKind(IntegerSum, packed);
    const before = roomFor(slots.length, spare instanceof IntegerSum ? spare.sums : undefined);
    const { sums } = this;
    let done = 0;
    for (; this.big === null && other.big === null && done < slots.length; done++) {
      const slot = slots[done] as number;
      const sum = sums[slot] as number;
      const total = (other.sums[done] as number) + sum;
      if (total > LARGEST || total < -LARGEST) break;
      before[done] = sum;
      sums[slot] = total;
    }
    if (done === slots.length) return new IntegerSum(before);
    const rest = slots.map((_, i) => i).subarray(done);
    return joined(before, done, coverBySteps(this, slots.subarray(done), other.pack(rest)), slots.length);
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(IntegerSum, packed);
    if (other.big !== null) this.widen();
    const { big } = this;
    if (big === null) for (let i = 0; i < slots.length; i++) this.sums[slots[i] as number] = other.sums[i] as number;
    else for (let i = 0; i < slots.length; i++) big[slots[i] as number] = other.exact(i);
  }

  append(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(IntegerSum, packed);
    if (other.big !== null) this.widen();
    let from = 0;
    if (this.big === null) {
      const { sums } = this;
      for (; from < slots.length; from++) {
        const slot = slots[from] as number;
        const sum = (sums[slot] as number) + (other.sums[from] as number);
        if (sum > LARGEST || sum < -LARGEST) break;
        sums[slot] = sum;
      }
      if (from === slots.length) return;
    }
    const big = this.widen();
    for (let i = from; i < slots.length; i++) big[slots[i] as number] = plus(big[slots[i] as number] ?? null, other.exact(i));
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    this.append(slots, packed);
  }

  complete(count: number): void {
    this.narrow();
    const { sums, big } = this;
    let unseen = 0;
    for (let i = 0; i < count; i++) unseen |= isUnseen(sums[i] as number) ? 1 : 0;
    this.hasUnseen = big === null ? unseen === 1 : big.slice(0, count).includes(null);
  }

  /** Where a slot without a value was added, its being without one could not be told again from a difference. */
  get subtractable(): boolean {
    return this.big === null && !this.hasUnseen;
  }

  subtract(slots: Int32Array, packed: Accumulator): boolean {
    return subtractSums(this.sums, slots, sameKind(IntegerSum, packed).sums);
  }

  result(slots: Int32Array, newer: Accumulator | null, room?: Rooms[number]): Column {
    const length = slots.length;
    const other = newer === null ? null : sameKind(IntegerSum, newer);
    if (this.big === null && (other === null || other.big === null)) {
      const values = other === null ? packedFloats(this.sums, slots, room) : bothFloats(this.sums, other.sums, slots, room);
      let safe = true;
      for (let i = 0; other !== null && i < length; i++) {
        const sum = values[i] as number;
        if (sum > LARGEST || sum < -LARGEST) safe = false;
      }
      if (safe) return { kind: 'float', type: BIGINT, length, nulls: unseenNulls(values), values };
    }
    return integerColumn(Array.from(slots, (slot) => checked(plus(this.exact(slot), other === null ? null : other.exact(slot)), null)));
  }

  write(writer: ByteWriter, count: number): void {
    const { big, sums } = this;
    if (big === null) {
      writeSafeIntegers(writer, sums.subarray(0, count));
      const seen = writer.room(count);
      for (let i = 0; i < count; i++) seen[i] = isUnseen(sums[i] as number) ? 0 : 1;
      return;
    }
    const values = big.slice(0, count);
    writer.align();
    writer.array(BigInt64Array.from(values, (value) => value ?? 0n));
    writer.array(Uint8Array.from(values, (value) => (value === null ? 0 : 1)));
  }

  read(reader: ByteReader, count: number): IntegerSum {
    reader.align();
    const words = reader.int32Array(2 * count);
    const seen = readMarks(reader, count);
    const packed = new IntegerSum(new Float64Array(count));
    const safe = readSafeIntegers(words, packed.sums);
    for (let i = 0; i < count; i++) if (seen[i] === 0) packed.sums[i] = UNSEEN;
    packed.hasUnseen = seen.includes(0);
    for (let i = safe; i < count; i++) {
      if (seen[i] === 0) continue;
      const value = readInt64(words, i);
      if (typeof value === 'bigint') packed.widen();
      if (packed.big !== null) packed.big[i] = BigInt(value);
      else packed.sums[i] = Number(value);
    }
    return packed;
  }

  /** Returns how many rows were added before one made a sum that is not safe. */
  private addSafely(slots: Int32Array, count: number, column: IntColumn | FloatColumn, selection: Selection): number {
    const { sums } = this;
    const { values, nulls } = column;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const slot = slots[i] as number;
      // A value may be -0 (0 * -1), and + 0 makes it 0.
      const sum = (sums[slot] as number) + ((values[row] as number) + 0);
      if (sum > LARGEST || sum < -LARGEST) return i;
      sums[slot] = sum;
    }
    return count;
  }

  private addBig(slots: Int32Array, from: number, count: number, column: IntColumn | FloatColumn | BigColumn, selection: Selection): void {
    const big = this.widen();
    for (let i = from; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (column.nulls !== null && column.nulls[row] === 1) continue;
      const slot = slots[i] as number;
      big[slot] = checked((big[slot] ?? 0n) + BigInt(column.values[row] as bigint | number), row);
    }
  }

  /** Sums that are safe again are numbers again, as a restore would have them. */
  private narrow(): void {
    const { big } = this;
    if (big === null || !big.every((sum) => sum === null || Number.isSafeInteger(Number(sum)))) return;
    this.sums = Float64Array.from(big, (sum) => (sum === null ? UNSEEN : Number(sum)));
    this.big = null;
  }

  private widen(): (bigint | null)[] {
    this.big ??= Array.from(this.sums, (sum) => (isUnseen(sum) ? null : BigInt(sum)));
    return this.big;
  }

  private exact(i: number): bigint | null {
    if (this.big !== null) return this.big[i] ?? null;
    const sum = this.sums[i] as number;
    return isUnseen(sum) ? null : BigInt(sum);
  }
}

function plus(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null) return b;
  return b === null ? a : a + b;
}

function checked<T extends bigint | null>(sum: T, row: number | null): T {
  if (sum !== null && BigInt.asIntN(64, sum) !== sum) throw new SumOverflow(row);
  return sum;
}

/** A BIGINT column in the float lane if every value is safe, else in the big lane. */
export function integerColumn(values: readonly (bigint | null)[]): Column {
  const length = values.length;
  const nulls: Nulls = values.includes(null) ? Uint8Array.from(values, (value) => (value === null ? 1 : 0)) : null;
  const numbers = Float64Array.from(values, (value) => Number(value ?? 0n));
  if (numbers.every(Number.isSafeInteger)) return { kind: 'float', type: BIGINT, length, nulls, values: numbers };
  return { kind: 'big', type: BIGINT, length, nulls, values: BigInt64Array.from(values, (value) => value ?? 0n) };
}

/** The first `count` of `sums`, then `rest`: a packed accumulator of `length` entries of which the rest may be BigInt. */
function joined(sums: Float64Array, count: number, rest: Accumulator, length: number): IntegerSum {
  const all = new IntegerSum(new Float64Array(length).fill(UNSEEN));
  const places = Int32Array.from({ length }, (_, i) => i);
  all.assign(places.subarray(0, count), new IntegerSum(sums));
  all.assign(places.subarray(count), rest);
  all.complete(length);
  return all;
}
