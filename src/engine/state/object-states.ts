// An accumulator for aggregates that keep more than a number or two: one plain object a slot, which the aggregate folds,
// merges and answers from. A state handed out by `pack` is shared, so merging makes a new one; folding may change a state, because
// rows are only folded into slots that were cleared since.
import { type ByteReader, type ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import { readColumn, writeColumn } from '../../columns/codec.ts';
import type { Column, Selection } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { type Accumulator, coverBySteps, sameKind } from './accumulator.ts';
import { readMarks } from './read-marks.ts';

/** Caller owes: `older` came before `newer`, and neither is changed. `undefined`: no row was folded that counts. */
export interface ObjectAggregate<S> {
  /** The state with the row in it; may be the same object. @throws SumOverflow. */
  fold(state: S | undefined, column: Column, row: number): S | undefined;
  /** A new state, or one of the two as it is. */
  merge(older: S, newer: S): S;
  /** One answer a state. @throws SumOverflow. */
  answers(states: readonly (S | undefined)[]): Column;
  /** Types of the columns a state is stored as. */
  readonly stored: readonly DataType[];
  /** One column a type. */
  store(states: readonly S[]): readonly Column[];
  /** The states of the rows. @throws DamagedBytes. */
  load(columns: readonly Column[], count: number): readonly S[];
  /** About the bytes of one state, for display. */
  size(state: S): number;
}

const SAMPLED = 256;

export class ObjectStates<S> implements Accumulator {
  private readonly aggregate: ObjectAggregate<S>;
  private states: (S | undefined)[];

  constructor(aggregate: ObjectAggregate<S>, capacity: number) {
    this.aggregate = aggregate;
    this.states = new Array<S | undefined>(capacity).fill(undefined);
  }

  /** Estimated from some of the states: it is asked for often, and they may be a million. */
  get bytes(): number {
    const { states, aggregate } = this;
    const step = Math.max(1, Math.floor(states.length / SAMPLED));
    let sum = 0;
    for (let slot = 0; slot < states.length; slot += step) {
      const state = states[slot];
      sum += 8 + (state === undefined ? 0 : aggregate.size(state));
    }
    return sum * step;
  }

  grow(capacity: number): void {
    while (this.states.length < capacity) this.states.push(undefined);
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column === null) throw new Error('This aggregate needs values');
    const { states, aggregate } = this;
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      states[slot] = aggregate.fold(states[slot], column, selection === null ? i : (selection[i] as number));
    }
  }

  clear(slots: Int32Array): void {
    for (const slot of slots) this.states[slot] = undefined;
  }

  clearBelow(limit: number): void {
    this.states.fill(undefined, 0, limit);
  }

  pack(slots: Int32Array): ObjectStates<S> {
    const packed = new ObjectStates<S>(this.aggregate, 0);
    packed.states = Array.from(slots, (slot) => this.states[slot]);
    return packed;
  }

  cover(slots: Int32Array, packed: Accumulator): Accumulator {
    return coverBySteps(this, slots, packed);
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    const { states } = this.same(packed);
    for (let i = 0; i < slots.length; i++) this.states[slots[i] as number] = states[i];
  }

  append(slots: Int32Array, packed: Accumulator): void {
    const { states } = this.same(packed);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      this.states[slot] = this.merged(this.states[slot], states[i]);
    }
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    const { states } = this.same(packed);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      this.states[slot] = this.merged(states[i], this.states[slot]);
    }
  }

  result(slots: Int32Array, newer: Accumulator | null): Column {
    const other = newer === null ? null : this.same(newer);
    return this.aggregate.answers(
      Array.from(slots, (slot) => (other === null ? this.states[slot] : this.merged(this.states[slot], other.states[slot]))),
    );
  }

  write(writer: ByteWriter, count: number): void {
    const states = this.states.slice(0, count);
    const room = writer.room(count);
    for (let i = 0; i < count; i++) room[i] = states[i] === undefined ? 0 : 1;
    for (const column of this.aggregate.store(states.filter((state) => state !== undefined))) writeColumn(writer, column, null);
  }

  read(reader: ByteReader, count: number): ObjectStates<S> {
    const seen = readMarks(reader, count);
    const present = seen.reduce((sum, mark) => sum + mark, 0);
    const columns = this.aggregate.stored.map((type) => readColumn(reader, type, present));
    const states = this.aggregate.load(columns, present);
    const packed = new ObjectStates<S>(this.aggregate, 0);
    let next = 0;
    packed.states = Array.from(seen, (mark) => {
      if (mark === 0) return undefined;
      const state = states[next++];
      if (state === undefined) throw new DamagedBytes('a state is missing');
      return state;
    });
    return packed;
  }

  private merged(older: S | undefined, newer: S | undefined): S | undefined {
    if (older === undefined) return newer;
    return newer === undefined ? older : this.aggregate.merge(older, newer);
  }

  /** Accumulators only ever meet those of the same call. */
  private same(other: Accumulator): ObjectStates<S> {
    return sameKind<ObjectStates<S>>(ObjectStates, other);
  }
}

/** Whether the row has no value. */
export function isNull(column: Column, row: number): boolean {
  return column.nulls !== null && column.nulls[row] === 1;
}

/** The i-th column argument of a call that takes several. */
export function fieldOf(column: Column, i: number): Column {
  const field = column.kind === 'struct' ? column.fields[i] : undefined;
  if (field === undefined) throw new Error('This aggregate needs several arguments');
  return field;
}

export function numberAt(column: Column, row: number): number {
  if (column.kind === 'int' || column.kind === 'float' || column.kind === 'boolean') return column.values[row] as number;
  if (column.kind === 'big') return Number(column.values[row]);
  throw new Error(`No numbers: ${column.kind}`);
}

/** A DOUBLE column; NaN is a value, null is NULL. */
export function doubles(values: readonly (number | null)[]): Column {
  const nulls = values.includes(null) ? Uint8Array.from(values, (value) => (value === null ? 1 : 0)) : null;
  return { kind: 'float', type: { kind: 'DOUBLE' }, length: values.length, nulls, values: Float64Array.from(values, (value) => value ?? 0) };
}

/** Numbers stored as DOUBLE columns, one a place. */
export function storedNumbers(states: readonly Float64Array[], places: number): readonly Column[] {
  return Array.from({ length: places }, (_, place) => doubles(states.map((state) => state[place] as number)));
}

export function loadedNumbers(columns: readonly Column[], count: number): readonly Float64Array[] {
  return Array.from({ length: count }, (_, row) => Float64Array.from(columns, (column) => numberAt(column, row)));
}
