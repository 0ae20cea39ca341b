// The accumulators of all aggregate calls of one operator, folded and moved together.
import type { ByteReader, ByteWriter } from '../../columns/byte-writer.ts';
import type { Column, Selection } from '../../columns/column.ts';
import type { Rooms } from '../../columns/laid-rows.ts';
import type { AggregateCall } from '../../sql/aggregate.ts';
import { type Accumulator, SumOverflow } from './accumulator.ts';
import { createAccumulator } from './create-accumulator.ts';

/**
 * What a call is given of a batch: the column of its argument, null for count(*). `filtered`: only the rows at these places
 * among the selected ones, ascending; at others the column may hold anything.
 */
export type CallInput = Column | null | { readonly kind: 'filtered'; readonly column: Column | null; readonly taken: Int32Array };

export class AccumulatorSet {
  private readonly calls: readonly AggregateCall[];
  private readonly members: readonly Accumulator[];
  private capacity: number;

  private constructor(calls: readonly AggregateCall[], members: readonly Accumulator[], capacity: number) {
    this.calls = calls;
    this.members = members;
    this.capacity = capacity;
  }

  static empty(calls: readonly AggregateCall[], capacity: number): AccumulatorSet {
    return new AccumulatorSet(
      calls,
      calls.map((call) => createAccumulator(call, capacity)),
      capacity,
    );
  }

  get bytes(): number {
    return this.members.reduce((sum, member) => sum + member.bytes, 0);
  }

  /** Room for slots below `limit`. */
  ensure(limit: number): void {
    if (limit <= this.capacity) return;
    this.capacity = Math.max(limit, this.capacity * 2);
    for (const member of this.members) member.grow(this.capacity);
  }

  /** `inputs`: one a call. @throws CallOverflow. */
  add(slots: Int32Array, count: number, inputs: readonly CallInput[], selection: Selection): void {
    this.members.forEach((member, m) => {
      const input = inputs[m] ?? null;
      named(this.calls[m], () => {
        if (input?.kind === 'filtered') addTaken(member, slots, input.column, input.taken, selection);
        else member.add(slots, count, input, selection);
      });
    });
  }

  clear(slots: Int32Array): void {
    for (const member of this.members) member.clear(slots);
  }

  clearBelow(limit: number): void {
    for (const member of this.members) member.clearBelow(limit);
  }

  pack(slots: Int32Array): AccumulatorSet {
    return this.packed(slots, (member) => member.pack(slots));
  }

  /** See Accumulator. */
  complete(count: number): void {
    for (const member of this.members) member.complete?.(count);
  }

  /** See Accumulator. `spare`: what `cover` gave before and nobody needs any more. */
  cover(slots: Int32Array, packed: AccumulatorSet, spare?: AccumulatorSet): AccumulatorSet {
    return this.packed(slots, (member, m) => member.cover(slots, packed.member(m), spare?.members[m]));
  }

  assign(slots: Int32Array, packed: AccumulatorSet): void {
    this.members.forEach((member, m) => {
      member.assign(slots, packed.member(m));
    });
  }

  append(slots: Int32Array, packed: AccumulatorSet): void {
    this.members.forEach((member, m) => {
      member.append(slots, packed.member(m));
    });
  }

  /** Whether every member can take out again what is appended to it. */
  get subtracts(): boolean {
    return this.members.every((member) => member.subtract !== undefined);
  }

  get subtractable(): boolean {
    return this.members.every((member) => member.subtractable === true);
  }

  /** See Accumulator. */
  subtract(slots: Int32Array, packed: AccumulatorSet): boolean {
    let exact = true;
    this.members.forEach((member, m) => {
      if (member.subtract?.(slots, packed.member(m)) !== true) exact = false;
    });
    return exact;
  }

  /** One column a call, in the rooms where they fit. @throws CallOverflow. */
  results(slots: Int32Array, newer: AccumulatorSet | null, rooms: Rooms = []): Column[] {
    return this.members.map((member, m) => named(this.calls[m], () => member.result(slots, newer === null ? null : newer.member(m), rooms[m])));
  }

  write(writer: ByteWriter, count: number): void {
    for (const member of this.members) member.write(writer, count);
  }

  /** A packed set from what `write` wrote. @throws DamagedBytes. */
  read(reader: ByteReader, count: number): AccumulatorSet {
    return new AccumulatorSet(
      this.calls,
      this.members.map((member) => member.read(reader, count)),
      count,
    );
  }

  private packed(slots: Int32Array, make: (member: Accumulator, m: number) => Accumulator): AccumulatorSet {
    return new AccumulatorSet(this.calls, this.members.map(make), slots.length);
  }

  private member(m: number): Accumulator {
    const member = this.members[m];
    if (member === undefined) throw new Error('Accumulators of different operators met');
    return member;
  }
}

function addTaken(member: Accumulator, slots: Int32Array, column: Column | null, taken: Int32Array, selection: Selection): void {
  if (taken.length === 0) return;
  member.add(
    taken.map((place) => slots[place] as number),
    taken.length,
    column,
    selection === null ? taken : taken.map((place) => selection[place] as number),
  );
}

/** A SumOverflow, and the call it happened in. */
export class CallOverflow extends Error {
  readonly call: AggregateCall;
  readonly row: number | null;
  constructor(call: AggregateCall, row: number | null) {
    super(`ARITHMETIC_OVERFLOW in ${call.text}`);
    this.name = 'CallOverflow';
    this.call = call;
    this.row = row;
  }
}

function named<T>(call: AggregateCall | undefined, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof SumOverflow && call !== undefined) throw new CallOverflow(call, error.row);
    throw error;
  }
}
