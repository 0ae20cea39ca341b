// What an aggregate call keeps for each slot. Values live in typed arrays indexed by slot (dense), or packed: entry i belongs
// to slot slots[i] of a list kept beside it, as in the panes of a window. "Older" and "newer" matter: sums of doubles
// are folded from old to new, and of 0.0 and -0.0 min and max keep the one seen first. The identity (no value seen) is
// what `clear` leaves; combining with it changes nothing.
import type { ByteReader, ByteWriter } from '../../columns/byte-writer.ts';
import type { Column, Selection } from '../../columns/column.ts';
import type { Rooms } from '../../columns/laid-rows.ts';

/** Caller owes: slots below the capacity, each at most once except in `add`; accumulators passed in made for the same call. */
export interface Accumulator {
  /** Memory held, for display. */
  readonly bytes: number;
  /** Room for slots below `capacity`; new ones hold the identity. */
  grow(capacity: number): void;
  /** Folds the i-th selected value into slots[i]. `column` is null for count(*). @throws SumOverflow. */
  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void;
  clear(slots: Int32Array): void;
  clearBelow(limit: number): void;
  /** A packed copy of the slots. */
  pack(slots: Int32Array): Accumulator;
  /** Its rows are all added: the first `count` entries are a packed accumulator from now on. */
  complete?(count: number): void;
  /** Prepends and returns a packed copy of what was there before. `spare`: one that nobody needs any more, whose arrays are used again where they are large enough. */
  cover(slots: Int32Array, packed: Accumulator, spare?: Accumulator): Accumulator;
  /** slot = packed. */
  assign(slots: Int32Array, packed: Accumulator): void;
  /** slot = slot, then packed. */
  append(slots: Int32Array, packed: Accumulator): void;
  /** slot = packed, then slot. */
  prepend(slots: Int32Array, packed: Accumulator): void;
  /**
   * Takes out what was appended: exactly, or false, and the slots hold anything. Only while this and `packed` are
   * `subtractable`. Absent: what was folded in cannot be taken out (floats, extremes).
   */
  subtract?(slots: Int32Array, packed: Accumulator): boolean;
  readonly subtractable?: boolean;
  /** The answers for the slots; with `newer`, those of slot, then the same slot of `newer`. `room`: for as many values, where they fit. @throws SumOverflow. */
  result(slots: Int32Array, newer: Accumulator | null, room?: Rooms[number]): Column;
  /** Writes the first `count` entries. */
  write(writer: ByteWriter, count: number): void;
  /** A new packed accumulator from what `write` wrote. @throws DamagedBytes. */
  read(reader: ByteReader, count: number): Accumulator;
}

/** A sum of integers beyond 64 bits. `row`: the physical row that did it, when it was one. */
export class SumOverflow extends Error {
  readonly row: number | null;
  constructor(row: number | null) {
    super('ARITHMETIC_OVERFLOW');
    this.name = 'SumOverflow';
    this.row = row;
  }
}

/** `cover` step by step. */
export function coverBySteps(front: Accumulator, slots: Int32Array, packed: Accumulator): Accumulator {
  const before = front.pack(slots);
  front.prepend(slots, packed);
  return before;
}

/** An array of at least this length: the spare one if it is large enough. */
export function roomFor(length: number, spare?: Float64Array): Float64Array {
  return spare !== undefined && spare.length >= length ? spare : new Float64Array(length);
}

/** subtract for numbers that add up; false when a difference is no safe integer. */
export function subtractSums(sums: Float64Array, slots: Int32Array, packed: Float64Array): boolean {
  let exact = true;
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as number;
    const rest = (sums[slot] as number) - (packed[i] as number);
    sums[slot] = rest;
    if (rest > Number.MAX_SAFE_INTEGER || rest < -Number.MAX_SAFE_INTEGER) exact = false;
  }
  return exact;
}

/** cover for numbers that add up: one pass over the slots. */
export function coverSums(sums: Float64Array, slots: Int32Array, packed: Float64Array, before: Float64Array): Float64Array {
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as number;
    const sum = sums[slot] as number;
    before[i] = sum;
    sums[slot] = (packed[i] as number) + sum;
  }
  return before;
}

/** The accumulator as the class that is folding, which only ever meets its own kind. */
export function sameKind<A extends Accumulator>(own: abstract new (...args: never[]) => A, other: Accumulator): A {
  if (!(other instanceof own)) throw new Error(`${other.constructor.name} met ${own.name}`);
  return other;
}

export function grownFloats(values: Float64Array, capacity: number): Float64Array {
  const grown = new Float64Array(capacity);
  grown.set(values);
  return grown;
}

export function grownInts(values: Int32Array, capacity: number): Int32Array {
  const grown = new Int32Array(capacity);
  grown.set(values);
  return grown;
}

export function grownMarks(values: Uint8Array, capacity: number): Uint8Array {
  const grown = new Uint8Array(capacity);
  grown.set(values);
  return grown;
}

/** `room`: of as many doubles, to put them in. */
export function packedFloats(values: Float64Array, slots: Int32Array, room?: Rooms[number]): Float64Array {
  const packed = room instanceof Float64Array ? room : new Float64Array(slots.length);
  for (let i = 0; i < slots.length; i++) packed[i] = values[slots[i] as number] as number;
  return packed;
}

export function packedMarks(values: Uint8Array, slots: Int32Array): Uint8Array {
  const packed = new Uint8Array(slots.length);
  for (let i = 0; i < slots.length; i++) packed[i] = values[slots[i] as number] as number;
  return packed;
}

/** The sums of what two dense arrays have at each slot. */
export function bothFloats(older: Float64Array, newer: Float64Array, slots: Int32Array, room?: Rooms[number]): Float64Array {
  const values = room instanceof Float64Array ? room : new Float64Array(slots.length);
  for (let i = 0; i < slots.length; i++) values[i] = (older[slots[i] as number] as number) + (newer[slots[i] as number] as number);
  return values;
}

/** Mask of NULL from marks of "a value was seen"; null when all were. */
export function nullsFromSeen(seen: Uint8Array): Uint8Array | null {
  let all = 1;
  for (let i = 0; i < seen.length; i++) all &= seen[i] as number;
  return all === 1 ? null : seen.map((mark) => 1 - mark);
}

/** The sum of no values. */
export const UNSEEN = -0;

export function isUnseen(sum: number): boolean {
  return sum === 0 && 1 / sum < 0;
}

/** Mask of NULL for sums, of which those without a value are made 0; null when all have one. */
export function unseenNulls(sums: Float64Array): Uint8Array | null {
  let nulls: Uint8Array | null = null;
  for (let i = 0; i < sums.length; i++) {
    if (!isUnseen(sums[i] as number)) continue;
    nulls ??= new Uint8Array(sums.length);
    nulls[i] = 1;
    sums[i] = 0;
  }
  return nulls;
}
