// Makes columns from plain values and reads them back, for the edges of the engine: recorded batches, previews, tests,
// the command line. Kernels work on the typed arrays themselves. Plain values are those of the golden cases: null,
// boolean, number, string, list (ARRAY; STRUCT in field order; MAP of [key, value] lists); BIGINT beyond 2^53 - 1 as a decimal
// string; DECIMAL as a string with all its digits, "1.50"; BINARY as lower-case hex; DATE "2024-02-29"; TIMESTAMP
// "2024-02-29T12:00:00.000000Z"; intervals as Spark writes them, "INTERVAL '1 02:00:00' DAY TO SECOND"; FLOAT and DOUBLE
// NaN and infinities and -0.0 as strings.
import type { Column, Nulls, Rows, StringColumn } from './column.ts';
import type { DataType, DecimalType, Schema } from './data-type.ts';
import { decimalColumn, formatDecimal, parseDecimal, rescale } from './decimal.ts';
import { formatDayTime, formatYearMonth, parseDayTime, parseYearMonth } from './interval-text.ts';
import { formatDate, formatTimestamp, parseDate, parseExactTimestamp } from './time.ts';

export type PlainValue = null | boolean | number | string | readonly PlainValue[];

const encoder = new TextEncoder();
// A byte order mark in a text is a character like any other.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Grows a buffer of UTF-8 and hands out a StringColumn over it. One builder makes one column. */
export class StringBuilder {
  private bytes = new Uint8Array(256);
  private size = 0;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;

  constructor(length: number) {
    this.starts = new Int32Array(length);
    this.ends = new Int32Array(length);
  }

  set(row: number, text: string): void {
    this.starts[row] = this.size;
    this.reserve(text.length * 3);
    if (text.length <= 48 && this.writeAscii(text)) {
      this.ends[row] = this.size;
      return;
    }
    this.size += encoder.encodeInto(text, this.bytes.subarray(this.size)).written;
    this.ends[row] = this.size;
  }

  /** A loop beats the encoder on short text; false, with nothing kept, when a letter is not ASCII. */
  private writeAscii(text: string): boolean {
    const { bytes, size } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) return false;
      bytes[size + i] = code;
    }
    this.size += text.length;
    return true;
  }

  setBytes(row: number, source: Uint8Array, start: number, end: number): void {
    this.starts[row] = this.size;
    this.reserve(end - start);
    this.bytes.set(source.subarray(start, end), this.size);
    this.size += end - start;
    this.ends[row] = this.size;
  }

  finish(nulls: Nulls): StringColumn {
    const { starts, ends } = this;
    return { kind: 'string', type: { kind: 'STRING' }, length: starts.length, nulls, bytes: this.bytes.subarray(0, this.size), starts, ends };
  }

  private reserve(extra: number): void {
    if (this.size + extra <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.size + extra));
    grown.set(this.bytes.subarray(0, this.size));
    this.bytes = grown;
  }
}

/** The text of row i. ASCII up to 64 bytes is read without the decoder, which is several times faster. */
export function stringAt(column: StringColumn, row: number): string {
  const start = column.starts[row] ?? 0;
  const end = column.ends[row] ?? 0;
  return utf8Slice(column.bytes, start, end);
}

export function utf8Slice(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= 64) {
    let text = '';
    let i = start;
    for (; i < end; i++) {
      const byte = bytes[i] as number;
      if (byte >= 0x80) break;
      text += String.fromCharCode(byte);
    }
    if (i === end) return text;
  }
  return decoder.decode(bytes.subarray(start, end));
}

function nullMask(values: readonly PlainValue[]): Nulls {
  if (!values.includes(null)) return null;
  return Uint8Array.from(values, (v) => (v === null ? 1 : 0));
}

/** @throws Error when a value does not have the type: plain values come from tests and parsed files, already checked. */
export function columnFromValues(type: DataType, values: readonly PlainValue[]): Column {
  const nulls = nullMask(values);
  const length = values.length;
  switch (type.kind) {
    case 'BOOLEAN':
    case 'VOID':
      return { kind: 'boolean', type, length, nulls, values: Uint8Array.from(values, (v) => (v === true ? 1 : 0)) };
    case 'INT':
    case 'SMALLINT':
    case 'TINYINT':
      return { kind: 'int', type, length, nulls, values: Int32Array.from(values, (v) => (v === null ? 0 : Number(v))) };
    case 'DATE':
      return { kind: 'int', type, length, nulls, values: Int32Array.from(values, (v) => (v === null ? 0 : parseDate(String(v)))) };
    case 'TIMESTAMP':
      return timestampColumn(
        type,
        values.map((v) => (v === null ? 0 : parseExactTimestamp(String(v)))),
        nulls,
      );
    case 'YEAR_MONTH':
      return { kind: 'int', type, length, nulls, values: Int32Array.from(values, (v) => (v === null ? 0 : parseYearMonth(String(v)))) };
    case 'DAY_TIME':
      return bigintColumn(
        type,
        values.map((v) => (v === null ? null : parseDayTime(String(v)).toString())),
        nulls,
      );
    case 'DECIMAL':
      return decimalColumn(
        type,
        values.map((v) => (v === null ? 0n : unscaledOf(type, String(v)))),
        nulls,
      );
    case 'BINARY':
      return binaryColumn(values, nulls);
    case 'FLOAT':
      return { kind: 'float', type, length, nulls, values: Float64Array.from(values, (v) => (v === null ? 0 : Math.fround(Number(v)))) };
    case 'DOUBLE':
      return { kind: 'float', type, length, nulls, values: Float64Array.from(values, (v) => (v === null ? 0 : Number(v))) };
    case 'BIGINT':
      return bigintColumn(type, values, nulls);
    case 'STRING': {
      const builder = new StringBuilder(length);
      for (let i = 0; i < length; i++) builder.set(i, String(values[i] ?? ''));
      return builder.finish(nulls);
    }
    case 'ARRAY': {
      const { starts, ends, flat } = flatten(values);
      return { kind: 'array', type, length, nulls, starts, ends, elements: columnFromValues(type.element, flat) };
    }
    case 'MAP': {
      const { starts, ends, flat } = flatten(values);
      const sides = [0, 1].map((side) => flat.map((entry) => (entry as readonly PlainValue[])[side] ?? null));
      const keys = columnFromValues(type.key, sides[0] ?? []);
      return { kind: 'map', type, length, nulls, starts, ends, keys, values: columnFromValues(type.value, sides[1] ?? []) };
    }
    case 'STRUCT': {
      const fields = type.fields.map((field, f) =>
        columnFromValues(
          field.type,
          values.map((v) => (v === null ? null : ((v as readonly PlainValue[])[f] ?? null))),
        ),
      );
      return { kind: 'struct', type, length, nulls, fields };
    }
  }
}

/** The lists of all rows one after another, and where each lies. */
function flatten(values: readonly PlainValue[]): { readonly starts: Int32Array; readonly ends: Int32Array; readonly flat: PlainValue[] } {
  const starts = new Int32Array(values.length);
  const ends = new Int32Array(values.length);
  const flat: PlainValue[] = [];
  values.forEach((list, i) => {
    starts[i] = flat.length;
    for (const value of (list ?? []) as readonly PlainValue[]) flat.push(value);
    ends[i] = flat.length;
  });
  return { starts, ends, flat };
}

function unscaledOf(type: DecimalType, text: string): bigint {
  const number = parseDecimal(text);
  if (number === null) throw new Error(`Not a DECIMAL: ${text}`);
  return rescale(number.unscaled, number.scale, type.scale);
}

function binaryColumn(values: readonly PlainValue[], nulls: Nulls): StringColumn {
  const builder = new StringBuilder(values.length);
  values.forEach((value, i) => {
    const hex = value === null ? '' : String(value);
    const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, b) => Number.parseInt(hex.slice(2 * b, 2 * b + 2), 16));
    builder.setBytes(i, bytes, 0, bytes.length);
  });
  return { ...builder.finish(nulls), type: { kind: 'BINARY' } };
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hexOf({ bytes, starts, ends }: StringColumn, row: number): string {
  let text = '';
  for (let i = starts[row] as number; i < (ends[row] as number); i++) text += HEX[bytes[i] as number];
  return text;
}

function timestampColumn(type: DataType, values: readonly (number | bigint)[], nulls: Nulls): Column {
  const length = values.length;
  if (values.some((v) => typeof v === 'bigint')) return { kind: 'big', type, length, nulls, values: BigInt64Array.from(values, BigInt) };
  return { kind: 'float', type, length, nulls, values: Float64Array.from(values, Number) };
}

function bigintColumn(type: DataType, values: readonly PlainValue[], nulls: Nulls): Column {
  const length = values.length;
  const safe = values.every((v) => v === null || Number.isSafeInteger(Number(v)));
  if (safe) return { kind: 'float', type, length, nulls, values: Float64Array.from(values, (v) => (v === null ? 0 : Number(v))) };
  return { kind: 'big', type, length, nulls, values: BigInt64Array.from(values, (v) => (v === null ? 0n : BigInt(v as string | number))) };
}

/** The plain value of one row. */
export function valueAt(column: Column, row: number): PlainValue {
  if (column.nulls !== null && column.nulls[row] === 1) return null;
  switch (column.kind) {
    case 'boolean':
      return column.type.kind === 'VOID' ? null : column.values[row] === 1;
    case 'int':
      if (column.type.kind === 'DATE') return formatDate(column.values[row] as number);
      if (column.type.kind === 'YEAR_MONTH') return formatYearMonth(column.type, column.values[row] as number);
      return column.values[row] as number;
    case 'float':
      return plainNumber(column.type, column.values[row] as number);
    case 'big': {
      const value = column.values[row] as bigint;
      if (column.type.kind === 'DAY_TIME') return formatDayTime(column.type, value);
      if (column.type.kind === 'TIMESTAMP') return formatTimestamp(value);
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : value.toString();
    }
    case 'wide':
      return formatDecimal(column.values[row] as bigint, column.type.kind === 'DECIMAL' ? column.type.scale : 0);
    case 'string':
      return column.type.kind === 'BINARY' ? hexOf(column, row) : stringAt(column, row);
    case 'array': {
      const list: PlainValue[] = [];
      for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) list.push(valueAt(column.elements, i));
      return list;
    }
    case 'map': {
      const entries: PlainValue[] = [];
      for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++)
        entries.push([valueAt(column.keys, i), valueAt(column.values, i)]);
      return entries;
    }
    case 'struct':
      return column.fields.map((field) => valueAt(field, row));
  }
}

function plainNumber(type: DataType, value: number): PlainValue {
  switch (type.kind) {
    case 'TIMESTAMP':
      return formatTimestamp(value);
    case 'BIGINT':
      return value === 0 ? 0 : value;
    case 'DECIMAL':
      return formatDecimal(value + 0, type.scale);
    case 'DAY_TIME':
      // Damaged bytes may hold any number.
      return formatDayTime(type, Number.isInteger(value) ? BigInt(value) : 0n);
    case 'FLOAT':
      return plainFloat(value);
    default:
      return plainDouble(value);
  }
}

/** The shortest number that 32 bits read back as the same: 0.1, not 0.10000000149011612. */
function plainFloat(value: number): PlainValue {
  for (let digits = 1; digits < 10 && value !== 0 && Number.isFinite(value); digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return plainDouble(short);
  }
  return plainDouble(value);
}

function plainDouble(value: number): PlainValue {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return Object.is(value, -0) ? '-0.0' : value;
}

export function rowsFromValues(schema: Schema, rows: readonly (readonly PlainValue[])[]): Rows {
  const columns = schema.map((field, c) =>
    columnFromValues(
      field.type,
      rows.map((row) => row[c] ?? null),
    ),
  );
  return { schema, columns, length: rows.length, selection: null };
}

/** The selected rows as lists, in order. */
export function valuesFromRows(rows: Rows): PlainValue[][] {
  const lists: PlainValue[][] = [];
  const count = rows.selection === null ? rows.length : rows.selection.length;
  for (let i = 0; i < count; i++) {
    const row = rows.selection === null ? i : (rows.selection[i] as number);
    lists.push(rows.columns.map((column) => valueAt(column, row)));
  }
  return lists;
}

export function emptyRows(schema: Schema): Rows {
  return rowsFromValues(schema, []);
}
