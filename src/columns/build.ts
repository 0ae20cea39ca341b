// Makes columns from plain values and reads them back, for the edges of the engine: recorded batches, previews, tests,
// the command line. Kernels work on the typed arrays themselves. Plain values are those of the golden cases: null,
// boolean, number, string, list (ARRAY; STRUCT in field order); BIGINT beyond 2^53 - 1 as a decimal string; DATE
// "2024-02-29"; TIMESTAMP "2024-02-29T12:00:00.000000Z"; DOUBLE NaN and infinities and -0.0 as strings.
import type { Column, Nulls, Rows, StringColumn } from './column.ts';
import type { DataType, Schema } from './data-type.ts';
import { formatDate, formatTimestamp, parseDate, parseTimestamp } from './time.ts';

export type PlainValue = null | boolean | number | string | readonly PlainValue[];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

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
    this.size += encoder.encodeInto(text, this.bytes.subarray(this.size)).written;
    this.ends[row] = this.size;
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
      return { kind: 'int', type, length, nulls, values: Int32Array.from(values, (v) => (v === null ? 0 : Number(v))) };
    case 'DATE':
      return { kind: 'int', type, length, nulls, values: Int32Array.from(values, (v) => (v === null ? 0 : parseDate(String(v)))) };
    case 'TIMESTAMP':
      return { kind: 'float', type, length, nulls, values: Float64Array.from(values, (v) => (v === null ? 0 : parseTimestamp(String(v)))) };
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
      const lists = values.map((v) => (v === null ? [] : (v as readonly PlainValue[])));
      const starts = new Int32Array(length);
      const ends = new Int32Array(length);
      let at = 0;
      lists.forEach((list, i) => {
        starts[i] = at;
        at += list.length;
        ends[i] = at;
      });
      return { kind: 'array', type, length, nulls, starts, ends, elements: columnFromValues(type.element, lists.flat(1) as PlainValue[]) };
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
      return column.type.kind === 'DATE' ? formatDate(column.values[row] as number) : (column.values[row] as number);
    case 'float':
      return plainNumber(column.type, column.values[row] as number);
    case 'big': {
      const value = column.values[row] as bigint;
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : value.toString();
    }
    case 'string':
      return stringAt(column, row);
    case 'array': {
      const list: PlainValue[] = [];
      for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) list.push(valueAt(column.elements, i));
      return list;
    }
    case 'struct':
      return column.fields.map((field) => valueAt(field, row));
  }
}

function plainNumber(type: DataType, value: number): PlainValue {
  if (type.kind === 'TIMESTAMP') return formatTimestamp(value);
  if (type.kind === 'BIGINT') return value === 0 ? 0 : value;
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
