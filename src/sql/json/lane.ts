// Where the values of one column are written while records are read: typed arrays that grow, one value a position, NULL until
// written. A STRUCT's fields have its positions; elements of ARRAYs and entries of MAPs have positions of their own, handed
// out one after another. One class for all types, so that the reader's loop meets one shape of object.
import type { Column, Nulls } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { decimalColumn } from '../../columns/decimal.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { type ExpectedName, expectedName } from './json-words.ts';

export const BOOLEAN_LANE = 1;
export const INT_LANE = 2;
export const BIGINT_LANE = 3;
export const FLOAT_LANE = 4;
export const DOUBLE_LANE = 5;
export const STRING_LANE = 6;
export const DATE_LANE = 7;
export const TIMESTAMP_LANE = 8;
export const ARRAY_LANE = 9;
export const STRUCT_LANE = 10;
export const MAP_LANE = 11;
export const DECIMAL_LANE = 12;
export const BINARY_LANE = 13;
/** A type that no JSON value has: only null fits. */
export const VOID_LANE = 14;

const kinds: Readonly<Record<DataType['kind'], number>> = {
  BOOLEAN: BOOLEAN_LANE,
  TINYINT: INT_LANE,
  SMALLINT: INT_LANE,
  INT: INT_LANE,
  BIGINT: BIGINT_LANE,
  FLOAT: FLOAT_LANE,
  DOUBLE: DOUBLE_LANE,
  STRING: STRING_LANE,
  BINARY: BINARY_LANE,
  DATE: DATE_LANE,
  TIMESTAMP: TIMESTAMP_LANE,
  DECIMAL: DECIMAL_LANE,
  DAY_TIME: VOID_LANE,
  YEAR_MONTH: VOID_LANE,
  VOID: VOID_LANE,
  ARRAY: ARRAY_LANE,
  MAP: MAP_LANE,
  STRUCT: STRUCT_LANE,
};

const NO_BYTES = new Uint8Array(0);
const NO_INTS = new Int32Array(0);
const NO_FLOATS = new Float64Array(0);
const encoder = new TextEncoder();

const MOST_EXPECTED = 256;
const MOST_SURPRISES = 10_000;

export class Lane {
  readonly kind: number;
  readonly type: DataType;
  /** As the schema spells it; '' for elements. */
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly fields: readonly Lane[];
  /** Elements of an ARRAY, values of a MAP. */
  readonly child: Lane | null;
  readonly keys: Lane | null;
  /** How many positions have been handed out; for elements and entries. */
  used = 0;

  /** The names of the fields of a STRUCT in the order of a record before, wanted or not (-1). */
  readonly order: ExpectedName[] = [];
  /** Since the last `finish`. */
  private surprises = 0;

  nulls = NO_BYTES;
  bools = NO_BYTES;
  ints = NO_INTS;
  floats = NO_FLOATS;
  starts = NO_INTS;
  ends = NO_INTS;
  /** BIGINT beyond the safe range and every DECIMAL, by position. */
  bigs: Map<number, bigint> | null = null;

  /** The bytes that slices of text point into; other text is in `made`, at offsets written as -1 - offset. */
  private source: Uint8Array | null = null;
  private readonly made: GrowingBytes;
  private hasMade = false;
  private readonly buckets: Int32Array;
  private readonly chain: Int32Array;

  constructor(name: string, type: DataType) {
    this.name = name;
    this.nameBytes = encoder.encode(name);
    this.type = type;
    this.kind = kinds[type.kind];
    this.fields = type.kind === 'STRUCT' ? type.fields.map((field) => new Lane(field.name, field.type)) : [];
    this.child = type.kind === 'ARRAY' ? new Lane('', type.element) : type.kind === 'MAP' ? new Lane('', type.value) : null;
    this.keys = type.kind === 'MAP' ? new Lane('', type.key) : null;
    this.made = new GrowingBytes();
    this.buckets = this.fields.length > 0 ? new Int32Array(256).fill(-1) : NO_INTS;
    this.chain = new Int32Array(this.fields.length).fill(-1);
    for (const [f, field] of this.fields.entries()) {
      const bytes = field.nameBytes;
      const bucket = bucketOf(bytes, 0, bytes.length);
      // Of two fields of one name the first is found.
      let at = this.buckets[bucket] as number;
      if (at < 0) this.buckets[bucket] = f;
      else {
        while ((this.chain[at] as number) >= 0) at = this.chain[at] as number;
        this.chain[at] = f;
      }
    }
  }

  /** Which field bytes[from, to) names, or -1. */
  find(bytes: Uint8Array, from: number, to: number): number {
    let f = this.buckets[bucketOf(bytes, from, to)] as number;
    while (f >= 0) {
      const { nameBytes } = this.fields[f] as Lane;
      if (nameBytes.length === to - from) {
        let i = 0;
        while (i < nameBytes.length && bytes[from + i] === nameBytes[i]) i++;
        if (i === nameBytes.length) return f;
      }
      f = this.chain[f] as number;
    }
    return -1;
  }

  /** Remembers which name stood where in a record: the next records mostly have the same names in the same order. */
  expect(ordinal: number, bytes: Uint8Array, from: number, to: number, field: number): void {
    // Records without an order would only cost.
    if (ordinal >= MOST_EXPECTED || this.surprises === MOST_SURPRISES || ordinal > this.order.length) return;
    this.surprises++;
    this.order[ordinal] = expectedName(bytes.subarray(from, to), field);
  }

  /** Makes room for positions below `length`; new ones are NULL. */
  reserve(length: number): void {
    if (length <= this.nulls.length) return;
    const capacity = Math.max(64, length, this.nulls.length * 2);
    const nulls = new Uint8Array(capacity).fill(1, this.nulls.length);
    nulls.set(this.nulls);
    this.nulls = nulls;
    switch (this.kind) {
      case BOOLEAN_LANE:
      case VOID_LANE:
        this.bools = grown(this.bools, new Uint8Array(capacity));
        break;
      case INT_LANE:
      case DATE_LANE:
        this.ints = grown(this.ints, new Int32Array(capacity));
        break;
      case BIGINT_LANE:
      case FLOAT_LANE:
      case DOUBLE_LANE:
      case TIMESTAMP_LANE:
      case DECIMAL_LANE:
        this.floats = grown(this.floats, new Float64Array(capacity));
        break;
      case STRUCT_LANE:
        for (const field of this.fields) field.reserve(capacity);
        break;
      default:
        this.starts = grown(this.starts, new Int32Array(capacity));
        this.ends = grown(this.ends, new Int32Array(capacity));
    }
  }

  /** Hands out the next position of elements or entries. */
  take(): number {
    const index = this.used++;
    this.reserve(this.used);
    return index;
  }

  /** A STRUCT with all its fields NULL. */
  startStruct(index: number): void {
    for (const field of this.fields) field.nulls[index] = 1;
    this.nulls[index] = 0;
  }

  /** Text that is bytes[from, to) as it stands. */
  setSlice(index: number, bytes: Uint8Array, from: number, to: number): void {
    this.nulls[index] = 0;
    if (bytes !== this.source) {
      if (this.source !== null) {
        this.setMade(index, this.startMade(bytes, from, to));
        return;
      }
      this.source = bytes;
    }
    this.starts[index] = from;
    this.ends[index] = to;
  }

  /** Where new text goes; `setMade` with its size before says what belongs to the position. */
  get target(): GrowingBytes {
    return this.made;
  }

  setMade(index: number, from: number): void {
    this.hasMade = true;
    this.nulls[index] = 0;
    this.starts[index] = -1 - from;
    this.ends[index] = -1 - this.made.size;
  }

  setBig(index: number, value: bigint): void {
    this.nulls[index] = 0;
    this.bigs ??= new Map();
    this.bigs.set(index, value);
  }

  /** Of BIGINT and TIMESTAMP. */
  setInteger(index: number, value: number | bigint): void {
    if (typeof value === 'bigint') this.setBig(index, value);
    else this.setFloat(index, value);
  }

  setFloat(index: number, value: number): void {
    this.nulls[index] = 0;
    this.floats[index] = value;
    if (this.bigs !== null) this.bigs.delete(index);
  }

  /** The column of the first `length` positions. The lane is then empty again. */
  finish(length: number): Column {
    this.reserve(length);
    const nulls = this.nulls.subarray(0, length).includes(1) ? this.nulls.subarray(0, length) : null;
    const column = this.column(length, nulls);
    this.nulls = NO_BYTES;
    this.bools = NO_BYTES;
    this.ints = NO_INTS;
    this.floats = NO_FLOATS;
    this.starts = NO_INTS;
    this.ends = NO_INTS;
    this.bigs = null;
    this.used = 0;
    this.surprises = 0;
    return column;
  }

  private column(length: number, nulls: Nulls): Column {
    const { type } = this;
    switch (this.kind) {
      case BOOLEAN_LANE:
      case VOID_LANE:
        return { kind: 'boolean', type, length, nulls, values: this.bools.subarray(0, length) };
      case INT_LANE:
      case DATE_LANE:
        return { kind: 'int', type, length, nulls, values: this.ints.subarray(0, length) };
      case BIGINT_LANE:
      case TIMESTAMP_LANE:
        return this.bigs === null || this.bigs.size === 0
          ? { kind: 'float', type, length, nulls, values: this.floats.subarray(0, length) }
          : {
              kind: 'big',
              type,
              length,
              nulls,
              values: BigInt64Array.from(this.floats.subarray(0, length), (x, i) => this.bigs?.get(i) ?? BigInt(x)),
            };
      case DECIMAL_LANE:
        return type.kind === 'DECIMAL'
          ? decimalColumn(
              type,
              Array.from({ length }, (_, i) => this.bigs?.get(i) ?? 0n),
              nulls,
            )
          : { kind: 'float', type, length, nulls, values: this.floats.subarray(0, length) };
      case FLOAT_LANE:
      case DOUBLE_LANE:
        return { kind: 'float', type, length, nulls, values: this.floats.subarray(0, length) };
      case STRUCT_LANE:
        return { kind: 'struct', type, length, nulls, fields: this.fields.map((field) => field.finish(length)) };
      case ARRAY_LANE: {
        const child = this.child as Lane;
        const ranges = { starts: this.starts.subarray(0, length), ends: this.ends.subarray(0, length) };
        return { kind: 'array', type, length, nulls, ...ranges, elements: child.finish(child.used) };
      }
      case MAP_LANE: {
        const keys = this.keys as Lane;
        const child = this.child as Lane;
        const ranges = { starts: this.starts.subarray(0, length), ends: this.ends.subarray(0, length) };
        return { kind: 'map', type, length, nulls, ...ranges, keys: keys.finish(keys.used), values: child.finish(child.used) };
      }
      default:
        return this.text(length, nulls);
    }
  }

  private text(length: number, nulls: Nulls): Column {
    const { made, type } = this;
    const source = this.source ?? NO_BYTES;
    const starts = this.starts.subarray(0, length);
    const ends = this.ends.subarray(0, length);
    let bytes = source;
    if (this.hasMade) {
      bytes = new Uint8Array(source.length + made.size);
      bytes.set(source);
      bytes.set(made.bytes.subarray(0, made.size), source.length);
      for (let i = 0; i < length; i++) {
        if ((ends[i] as number) >= 0) continue;
        starts[i] = source.length - 1 - (starts[i] as number);
        ends[i] = source.length - 1 - (ends[i] as number);
      }
      made.size = 0;
      this.hasMade = false;
    }
    this.source = null;
    return { kind: 'string', type, length, nulls, bytes, starts, ends };
  }

  private startMade(bytes: Uint8Array, from: number, to: number): number {
    const at = this.made.size;
    this.made.pushSlice(bytes, from, to);
    return at;
  }
}

function grown<A extends Uint8Array | Int32Array | Float64Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}

function bucketOf(bytes: Uint8Array, from: number, to: number): number {
  if (to === from) return 0;
  return ((to - from) * 31 + (bytes[from] as number) * 7 + (bytes[to - 1] as number)) & 255;
}
