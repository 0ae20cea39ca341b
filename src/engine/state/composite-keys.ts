// Keys of several columns: each key is encoded into one canonical run of bytes and looked up as such. The run: one bit a
// column that says NULL, then the fixed part of each column (BOOLEAN 1 byte; INT and less, DATE 4; BIGINT, TIMESTAMP, DECIMAL of
// 18 digits, DOUBLE 8; STRING 4, its length), then the bytes of the strings. NULL has zeros. ARRAY, STRUCT, MAP and longer
// DECIMALs go as strings of their sortable form.
// Equal keys have equal bytes, whatever the lane.
import type { Column, Selection, StringColumn } from '../../columns/column.ts';
import { copyBytes } from '../../columns/concat.ts';
import { type DataType, formatType, isFloatingType, STRING } from '../../columns/data-type.ts';
import { bigintFromWords, highWord, isExactWords, isSafeWords, numberFromWords, wordsOf } from '../../columns/int64.ts';
import type { KeyIndex } from './key-index.ts';
import { decodeSortable, encodeSortable, isLongDecimal } from './sortable.ts';
import { StringKeys } from './string-keys.ts';

/** Whether values of the type are kept as runs of their sortable form. */
export function needsRuns(type: DataType): boolean {
  return type.kind === 'ARRAY' || type.kind === 'STRUCT' || type.kind === 'MAP' || isLongDecimal(type);
}

const NAN_HIGH = 0x7ff8_0000;

export class CompositeKeys implements KeyIndex {
  private readonly types: readonly DataType[];
  /** Where the fixed part of each column starts. */
  private readonly offsets: readonly number[];
  private readonly fixedSize: number;
  private readonly encoded = new StringKeys();
  private scratch = new Uint8Array(1024);
  private starts = new Int32Array(0);
  private ends = new Int32Array(0);
  private fill = new Int32Array(0);

  constructor(types: readonly DataType[]) {
    this.types = types;
    const offsets: number[] = [];
    let size = Math.ceil(types.length / 8);
    for (const type of types) {
      offsets.push(size);
      size += fixedBytes(type);
    }
    this.offsets = offsets;
    this.fixedSize = size;
  }

  get liveKeys(): number {
    return this.encoded.liveKeys;
  }

  get slotLimit(): number {
    return this.encoded.slotLimit;
  }

  get bytes(): number {
    return this.encoded.bytes + this.scratch.byteLength + this.starts.byteLength * 3;
  }

  lookupOrInsert(columns: readonly Column[], selection: Selection, slots: Int32Array): void {
    this.encoded.lookup(this.encode(columns, selection), null, slots);
  }

  find(columns: readonly Column[], selection: Selection, slots: Int32Array): boolean {
    return this.encoded.find([this.encode(columns, selection)], null, slots);
  }

  release(slots: Int32Array): void {
    this.encoded.release(slots);
  }

  clear(): void {
    this.encoded.clear();
  }

  liveSlots(): Int32Array {
    return this.encoded.liveSlots();
  }

  keysOf(slots: Int32Array): readonly Column[] {
    const [runs] = this.encoded.keysOf(slots);
    const view = new DataView(runs.bytes.buffer, runs.bytes.byteOffset, runs.bytes.byteLength);
    // Strings follow each other, so each string column moves `at` past its own.
    const at = Int32Array.from(runs.starts, (start) => start + this.fixedSize);
    return this.types.map((type, c) => this.decode(type, c, runs, view, at));
  }

  restore(columns: readonly Column[], slots: Int32Array): void {
    this.encoded.restore([this.encode(columns, null)], slots);
  }

  /** The runs of the selected rows, in a buffer that the next call overwrites. */
  private encode(given: readonly Column[], selection: Selection): StringColumn {
    const columns = given.map((column) => (needsRuns(column.type) ? encodeSortable(column, selection) : column));
    const length = columns[0]?.length ?? 0;
    const count = selection === null ? length : selection.length;
    this.reserve(count);
    const { starts, ends, fill } = this;
    ends.fill(this.fixedSize, 0, count);
    for (const column of columns) if (column.kind === 'string') addLengths(column, selection, count, ends);
    let size = 0;
    for (let i = 0; i < count; i++) {
      starts[i] = size;
      fill[i] = size + this.fixedSize;
      size += ends[i] as number;
      ends[i] = size;
    }
    if (size + 8 > this.scratch.length) this.scratch = new Uint8Array(size * 2 + 8);
    else this.scratch.fill(0, 0, size);
    const view = new DataView(this.scratch.buffer);
    columns.forEach((column, c) => {
      this.writeColumn(column, c, selection, count, view);
    });
    return { kind: 'string', type: STRING, length: count, nulls: null, bytes: this.scratch, starts, ends };
  }

  private reserve(count: number): void {
    if (count <= this.starts.length) return;
    const capacity = Math.max(count, this.starts.length * 2);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.fill = new Int32Array(capacity);
  }

  private writeColumn(column: Column, c: number, selection: Selection, count: number, view: DataView): void {
    const { scratch, starts } = this;
    const offset = this.offsets[c] as number;
    const write = this.valueWriter(column, view);
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      const start = starts[i] as number;
      if (column.nulls !== null && column.nulls[row] === 1) scratch[start + (c >> 3)] = (scratch[start + (c >> 3)] as number) | (1 << (c & 7));
      else write(start + offset, row, i);
    }
  }

  private valueWriter(column: Column, view: DataView): (at: number, row: number, i: number) => void {
    switch (column.kind) {
      case 'boolean':
        return (at, row) => view.setUint8(at, column.values[row] as number);
      case 'int':
        return (at, row) => view.setInt32(at, column.values[row] as number, true);
      case 'big': {
        const words = wordsOf(column.values);
        return (at, row) => {
          view.setInt32(at, words[2 * row] as number, true);
          view.setInt32(at + 4, words[2 * row + 1] as number, true);
        };
      }
      case 'float':
        if (isFloatingType(column.type)) return (at, row) => writeDouble(view, at, column.values[row] as number);
        return (at, row) => {
          const value = column.values[row] as number;
          view.setInt32(at, value | 0, true);
          view.setInt32(at + 4, highWord(value), true);
        };
      case 'wide':
        return (at, row) => view.setBigInt64(at, column.values[row] as bigint, true);
      case 'string': {
        const { scratch, fill } = this;
        return (at, row, i) => {
          const start = column.starts[row] as number;
          const end = column.ends[row] as number;
          view.setInt32(at, end - start, true);
          copyBytes(column.bytes, start, end, scratch, fill[i] as number);
          fill[i] = (fill[i] as number) + end - start;
        };
      }
      default:
        throw new Error(`Rows cannot be grouped by ${formatType(column.type)}`);
    }
  }

  private decode(type: DataType, c: number, runs: StringColumn, view: DataView, at: Int32Array): Column {
    const length = runs.length;
    const offset = this.offsets[c] as number;
    const nulls = new Uint8Array(length);
    let any = 0;
    for (let i = 0; i < length; i++) {
      const isNull = ((runs.bytes[(runs.starts[i] as number) + (c >> 3)] as number) >> (c & 7)) & 1;
      nulls[i] = isNull;
      any |= isNull;
    }
    const base = { type, length, nulls: any === 0 ? null : nulls };
    const place = (i: number) => (runs.starts[i] as number) + offset;
    switch (type.kind) {
      case 'BOOLEAN':
      case 'VOID':
        return { ...base, kind: 'boolean', values: fillWith(new Uint8Array(length), (i) => view.getUint8(place(i))) };
      case 'INT':
      case 'SMALLINT':
      case 'TINYINT':
      case 'DATE':
      case 'YEAR_MONTH':
        return { ...base, kind: 'int', values: fillWith(new Int32Array(length), (i) => view.getInt32(place(i), true)) };
      case 'DOUBLE':
      case 'FLOAT':
        return { ...base, kind: 'float', values: fillWith(new Float64Array(length), (i) => view.getFloat64(place(i), true)) };
      case 'DECIMAL':
        if (isLongDecimal(type)) return decodeSortable(type, this.decodeRuns(base, runs, view, at, place));
        return this.decodeIntegers(base, view, place);
      case 'STRING':
      case 'BINARY':
        return { ...this.decodeRuns(base, runs, view, at, place), type };
      case 'ARRAY':
      case 'MAP':
      case 'STRUCT':
        return decodeSortable(type, this.decodeRuns(base, runs, view, at, place));
      default:
        return this.decodeIntegers(base, view, place);
    }
  }

  private decodeRuns(
    base: { length: number; nulls: Uint8Array | null },
    runs: StringColumn,
    view: DataView,
    at: Int32Array,
    place: (i: number) => number,
  ): StringColumn {
    const ends = fillWith(new Int32Array(base.length), (i) => (at[i] as number) + view.getInt32(place(i), true));
    const starts = at.slice();
    at.set(ends);
    return { ...base, type: STRING, kind: 'string', bytes: runs.bytes, starts, ends };
  }

  private decodeIntegers(base: { type: DataType; length: number; nulls: Uint8Array | null }, view: DataView, place: (i: number) => number): Column {
    const values = new Float64Array(base.length);
    let safe = true;
    for (let i = 0; i < base.length; i++) {
      const low = view.getInt32(place(i), true);
      const high = view.getInt32(place(i) + 4, true);
      values[i] = numberFromWords(low, high);
      safe &&= base.type.kind === 'TIMESTAMP' ? isExactWords(low, high) : isSafeWords(low, high);
    }
    if (safe) return { ...base, kind: 'float', values };
    if (base.type.kind === 'DECIMAL') {
      return { ...base, kind: 'wide', values: Array.from({ length: base.length }, (_, i) => view.getBigInt64(place(i), true)) };
    }
    const big = new BigInt64Array(base.length);
    for (let i = 0; i < base.length; i++) big[i] = bigintFromWords(view.getInt32(place(i), true), view.getInt32(place(i) + 4, true));
    return { ...base, kind: 'big', values: big };
  }
}

function fixedBytes(type: DataType): number {
  switch (type.kind) {
    case 'BOOLEAN':
      return 1;
    case 'INT':
    case 'SMALLINT':
    case 'TINYINT':
    case 'DATE':
    case 'YEAR_MONTH':
    case 'STRING':
    case 'BINARY':
    case 'ARRAY':
    case 'MAP':
    case 'STRUCT':
      return 4;
    case 'DECIMAL':
      return isLongDecimal(type) ? 4 : 8;
    case 'BIGINT':
    case 'DAY_TIME':
    case 'FLOAT':
    case 'TIMESTAMP':
    case 'DOUBLE':
      return 8;
    case 'VOID':
      return 1;
  }
}

function addLengths(column: StringColumn, selection: Selection, count: number, lengths: Int32Array): void {
  const { starts, ends, nulls } = column;
  for (let i = 0; i < count; i++) {
    const row = selection === null ? i : (selection[i] as number);
    if (nulls === null || nulls[row] === 0) lengths[i] = (lengths[i] as number) + (ends[row] as number) - (starts[row] as number);
  }
}

function writeDouble(view: DataView, at: number, value: number): void {
  if (Number.isNaN(value)) {
    view.setInt32(at, 0, true);
    view.setInt32(at + 4, NAN_HIGH, true);
  } else view.setFloat64(at, value === 0 ? 0 : value, true);
}

function fillWith<A extends Uint8Array | Int32Array | Float64Array>(values: A, valueAt: (i: number) => number): A {
  for (let i = 0; i < values.length; i++) values[i] = valueAt(i);
  return values;
}
