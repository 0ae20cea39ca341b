// One field of a keyed state whose values have a fixed width: an array by slot. A BIGINT, TIMESTAMP or interval that a double does not
// hold lies beside it, under its slot; in the array stands NaN, which those types do not have.
import type { Column, Nulls, Selection } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';

type Values = Uint8Array | Int32Array | Float64Array;

export class SlotField {
  private readonly type: DataType;
  private values: Values;
  /** 1: NULL, or no state. */
  private nulls: Uint8Array;
  private readonly wide = new Map<number, bigint>();

  constructor(type: DataType) {
    this.type = type;
    this.values = valuesOf(type, 0) ?? new Float64Array(0);
    this.nulls = new Uint8Array(0);
  }

  static holds(type: DataType): boolean {
    return valuesOf(type, 0) !== null;
  }

  get bytes(): number {
    return this.values.byteLength + this.nulls.byteLength + this.wide.size * 32;
  }

  gather(slots: Int32Array): Column {
    const { type } = this;
    const length = slots.length;
    const from = firstOfRun(slots);
    // A run of slots is copied as it lies.
    const isRun = from >= 0 && from + length <= this.nulls.length;
    const nulls = isRun ? withNulls(this.nulls.slice(from, from + length)) : this.nullsAt(slots);
    const base = { type, length, nulls };
    const values = isRun ? this.values.slice(from, from + length) : this.valuesAt(slots);
    if (values instanceof Uint8Array) return { ...base, kind: 'boolean', values };
    if (values instanceof Int32Array) return { ...base, kind: 'int', values };
    return this.wide.size === 0 ? { ...base, kind: 'float', values } : this.inLane(slots, base, values);
  }

  /** `limit`: every slot is below. */
  put(slots: Int32Array, limit: number, column: Column, positions: Selection): void {
    this.reserve(limit);
    if (column.kind === 'big' || this.wide.size > 0) this.putEach(slots, column, positions);
    else {
      if (column.kind !== 'boolean' && column.kind !== 'int' && column.kind !== 'float') throw this.unexpected(column);
      scatter(this.values, column.values, slots, positions);
      this.putNulls(slots, column.nulls, positions);
    }
  }

  private putNulls(slots: Int32Array, given: Nulls, positions: Selection): void {
    const { nulls, values } = this;
    for (let i = 0; i < slots.length; i++) nulls[slots[i] as number] = 0;
    if (given === null) return;
    for (let i = 0; i < slots.length; i++) {
      if (given[positions === null ? i : (positions[i] as number)] === 0) continue;
      nulls[slots[i] as number] = 1;
      // Whatever stood there must not tell where the state came from.
      values[slots[i] as number] = 0;
    }
  }

  private putEach(slots: Int32Array, column: Column, positions: Selection): void {
    if (column.kind !== 'float' && column.kind !== 'big') throw this.unexpected(column);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      const row = positions === null ? i : (positions[i] as number);
      this.wide.delete(slot);
      if (column.kind === 'float') this.values[slot] = column.values[row] as number;
      else this.putWide(slot, column.nulls !== null && column.nulls[row] === 1 ? 0n : (column.values[row] as bigint));
    }
    this.putNulls(slots, column.nulls, positions);
  }

  private unexpected({ kind }: Column): Error {
    return new Error(`A field of ${this.type.kind} is given ${kind}`);
  }

  drop(slots: Int32Array): void {
    const { nulls, wide } = this;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      if (slot < nulls.length) nulls[slot] = 1;
      if (wide.size > 0) wide.delete(slot);
    }
  }

  clear(): void {
    this.nulls.fill(1);
    this.wide.clear();
  }

  private putWide(slot: number, value: bigint): void {
    const number = Number(value);
    const fits = this.type.kind === 'TIMESTAMP' ? BigInt(number) === value : Number.isSafeInteger(number);
    this.values[slot] = fits ? number : Number.NaN;
    if (!fits) this.wide.set(slot, value);
  }

  private nullsAt(slots: Int32Array): Nulls {
    const { nulls } = this;
    const { length } = nulls;
    const taken = new Uint8Array(slots.length);
    for (let i = 0; i < taken.length; i++) {
      const slot = slots[i] as number;
      taken[i] = slot < length ? (nulls[slot] as number) : 1;
    }
    return withNulls(taken);
  }

  private valuesAt(slots: Int32Array): Values {
    const { values } = this;
    const { length } = values;
    const taken = valuesOf(this.type, slots.length) ?? new Float64Array(slots.length);
    for (let i = 0; i < taken.length; i++) {
      const slot = slots[i] as number;
      taken[i] = slot < length ? (values[slot] as number) : 0;
    }
    return taken;
  }

  /** The common lane, unless a value does not fit it. */
  private inLane(slots: Int32Array, base: { readonly type: DataType; readonly length: number; readonly nulls: Nulls }, values: Float64Array): Column {
    const { wide } = this;
    const isWide = (slot: number, i: number): boolean => base.nulls?.[i] !== 1 && wide.has(slot);
    if (!slots.some(isWide)) return { ...base, kind: 'float', values };
    const bigs = new BigInt64Array(slots.length);
    for (let i = 0; i < bigs.length; i++) {
      if (base.nulls?.[i] === 1) continue;
      bigs[i] = wide.get(slots[i] as number) ?? BigInt(values[i] as number);
    }
    return { ...base, kind: 'big', values: bigs };
  }

  private reserve(limit: number): void {
    const known = this.nulls.length;
    if (limit <= known) return;
    const capacity = Math.max(limit, known * 2, 128);
    const nulls = new Uint8Array(capacity).fill(1, known);
    nulls.set(this.nulls);
    this.nulls = nulls;
    const values = valuesOf(this.type, capacity) ?? new Float64Array(capacity);
    values.set(this.values);
    this.values = values;
  }
}

/** null: values of this type have no fixed width. */
function valuesOf(type: DataType, length: number): Values | null {
  switch (type.kind) {
    case 'BOOLEAN':
      return new Uint8Array(length);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'DATE':
    case 'YEAR_MONTH':
      return new Int32Array(length);
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'TIMESTAMP':
    case 'DAY_TIME':
      return new Float64Array(length);
    default:
      return null;
  }
}

function scatter(values: Values, given: Values, slots: Int32Array, positions: Selection): void {
  if (positions === null) for (let i = 0; i < slots.length; i++) values[slots[i] as number] = given[i] as number;
  else for (let i = 0; i < slots.length; i++) values[slots[i] as number] = given[positions[i] as number] as number;
}

/** The first slot when each is one more than the one before; else -1. */
function firstOfRun(slots: Int32Array): number {
  const first = slots[0] ?? -1;
  for (let i = 1; i < slots.length; i++) if (slots[i] !== first + i) return -1;
  return first;
}

function withNulls(nulls: Uint8Array): Nulls {
  return nulls.includes(1) ? nulls : null;
}
