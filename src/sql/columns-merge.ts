// One column from parts that were computed for different rows (the branches of a CASE), and a column of chosen rows of
// another. Text is copied only when the parts live in different buffers.
import type { ArrayColumn, BigColumn, Column, MapColumn, Nulls, Selection, StringColumn, StructColumn, WideColumn } from '../columns/column.ts';
import type { DataType } from '../columns/data-type.ts';
import { unscaledAt } from '../columns/decimal.ts';
import { nullColumn } from './columns-constant.ts';

/** `column` is right at the rows of `selection`. */
export interface Part {
  readonly selection: Selection;
  readonly column: Column;
}

/** A column of `length` rows with each part's values at its rows; NULL at rows of no part. */
export function mergeColumns(type: DataType, length: number, parts: readonly Part[]): Column {
  const [first] = parts;
  if (first === undefined) return nullColumn(type, length);
  if (parts.length === 1 && first.selection === null) return first.column;
  const nulls = mergeNulls(length, parts);
  switch (first.column.kind) {
    case 'boolean': {
      const values = new Uint8Array(length);
      for (const { selection, column } of parts) if (column.kind === 'boolean') copyValues(values, column.values, selection, length);
      return { kind: 'boolean', type, length, nulls, values };
    }
    case 'int': {
      const values = new Int32Array(length);
      for (const { selection, column } of parts) if (column.kind === 'int') copyValues(values, column.values, selection, length);
      return { kind: 'int', type, length, nulls, values };
    }
    case 'float':
    case 'big':
    case 'wide':
      if (parts.some(({ column }) => column.kind === 'wide')) return mergeWide(type, length, nulls, parts);
      return parts.some(({ column }) => column.kind === 'big') ? mergeBig(type, length, nulls, parts) : mergeFloat(type, length, nulls, parts);
    case 'string':
      return mergeStrings(type, length, nulls, parts);
    case 'array':
      return mergeArrays(type, length, nulls, parts);
    case 'map':
      return mergeMaps(type, length, nulls, parts);
    case 'struct':
      return mergeStructs(first.column, length, nulls, parts);
  }
}

function mergeNulls(length: number, parts: readonly Part[]): Nulls {
  let rows = 0;
  for (const { selection } of parts) rows += selection === null ? length : selection.length;
  if (rows >= length && parts.every(({ column }) => column.nulls === null)) return null;
  const nulls = new Uint8Array(length).fill(1);
  for (const { selection, column } of parts) {
    const count = selection === null ? length : selection.length;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      nulls[row] = column.nulls === null ? 0 : (column.nulls[row] as number);
    }
  }
  return nulls;
}

function copyValues(
  target: Uint8Array | Int32Array | Float64Array,
  source: Uint8Array | Int32Array | Float64Array,
  selection: Selection,
  length: number,
): void {
  if (selection === null) {
    target.set(source.subarray(0, length));
    return;
  }
  for (let k = 0; k < selection.length; k++) {
    const row = selection[k] as number;
    target[row] = source[row] as number;
  }
}

function mergeFloat(type: DataType, length: number, nulls: Nulls, parts: readonly Part[]): Column {
  const values = new Float64Array(length);
  for (const { selection, column } of parts) if (column.kind === 'float') copyValues(values, column.values, selection, length);
  return { kind: 'float', type, length, nulls, values };
}

function mergeBig(type: DataType, length: number, nulls: Nulls, parts: readonly Part[]): BigColumn {
  const values = new BigInt64Array(length);
  for (const { selection, column } of parts) {
    const source = bigValues(column);
    const count = selection === null ? length : selection.length;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      values[row] = source[row] as bigint;
    }
  }
  return { kind: 'big', type, length, nulls, values };
}

function mergeWide(type: DataType, length: number, nulls: Nulls, parts: readonly Part[]): WideColumn {
  const values = new Array<bigint>(length).fill(0n);
  for (const { selection, column } of parts) {
    const count = selection === null ? length : selection.length;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      values[row] = unscaledAt(column, row);
    }
  }
  return { kind: 'wide', type, length, nulls, values };
}

/** The values of a BIGINT, TIMESTAMP or DAY_TIME column of either lane as 64-bit integers. */
export function bigValues(column: Column): BigInt64Array {
  if (column.kind === 'big') return column.values;
  if (column.kind !== 'float') throw new Error(`Not a BIGINT column: ${column.kind}`);
  const values = new BigInt64Array(column.length);
  for (let i = 0; i < values.length; i++) {
    const value = column.values[i] as number;
    // Positions that are not selected may hold anything.
    values[i] = Number.isInteger(value) ? BigInt(value) : 0n;
  }
  return values;
}

function mergeStrings(type: DataType, length: number, nulls: Nulls, parts: readonly Part[]): StringColumn {
  const columns = parts.map(({ column }) => column as StringColumn);
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  const shared = columns[0]?.bytes ?? new Uint8Array(0);
  if (columns.every(({ bytes }) => bytes === shared)) {
    for (const [p, { selection }] of parts.entries()) {
      const column = columns[p] as StringColumn;
      copyValues(starts, column.starts, selection, length);
      copyValues(ends, column.ends, selection, length);
    }
    return { kind: 'string', type, length, nulls, bytes: shared, starts, ends };
  }
  const bytes = new Uint8Array(bytesNeeded(length, nulls, parts));
  let at = 0;
  for (const [p, { selection }] of parts.entries()) {
    const column = columns[p] as StringColumn;
    const count = selection === null ? length : selection.length;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const from = column.starts[row] as number;
      const to = column.ends[row] as number;
      starts[row] = at;
      for (let b = from; b < to; b++) bytes[at++] = column.bytes[b] as number;
      ends[row] = at;
    }
  }
  return { kind: 'string', type, length, nulls, bytes, starts, ends };
}

function bytesNeeded(length: number, nulls: Nulls, parts: readonly Part[]): number {
  let total = 0;
  for (const { selection, column } of parts) {
    const strings = column as StringColumn;
    const count = selection === null ? length : selection.length;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      if (nulls === null || nulls[row] !== 1) total += (strings.ends[row] as number) - (strings.starts[row] as number);
    }
  }
  return total;
}

function mergeArrays(type: DataType, length: number, nulls: Nulls, parts: readonly Part[]): ArrayColumn {
  const columns = parts.map(({ column }) => column as ArrayColumn);
  const elements = columns.map((column) => column.elements);
  return { kind: 'array', type, length, nulls, ...mergeLists(length, parts, elements), elements: concatColumns(elements) };
}

function mergeMaps(type: DataType, length: number, nulls: Nulls, parts: readonly Part[]): MapColumn {
  const columns = parts.map(({ column }) => column as MapColumn);
  const keys = columns.map((column) => column.keys);
  const values = concatColumns(columns.map((column) => column.values));
  return { kind: 'map', type, length, nulls, ...mergeLists(length, parts, keys), keys: concatColumns(keys), values };
}

/** Where each row's list lies when the elements of all parts stand one after another. */
function mergeLists(length: number, parts: readonly Part[], elements: readonly Column[]): { readonly starts: Int32Array; readonly ends: Int32Array } {
  const columns = parts.map(({ column }) => column as ArrayColumn | MapColumn);
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  const offsets: number[] = [];
  let total = 0;
  for (const part of elements) {
    offsets.push(total);
    total += part.length;
  }
  for (const [p, { selection }] of parts.entries()) {
    const column = columns[p] as ArrayColumn | MapColumn;
    const offset = offsets[p] as number;
    const count = selection === null ? length : selection.length;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      starts[row] = (column.starts[row] as number) + offset;
      ends[row] = (column.ends[row] as number) + offset;
    }
  }
  return { starts, ends };
}

/** The rows of all columns, one after the other. They have one type; there is at least one. */
export function concatColumns(columns: readonly Column[]): Column {
  const first = columns[0] as Column;
  if (columns.length === 1) return first;
  let length = 0;
  for (const column of columns) length += column.length;
  // Merge wants every column at its rows of the whole; a gather with an offset brings each there.
  let offset = 0;
  const parts: Part[] = [];
  for (const column of columns) {
    const from = offset;
    const rows = new Int32Array(length);
    const selection = new Int32Array(column.length);
    for (let i = 0; i < column.length; i++) {
      rows[from + i] = i;
      selection[i] = from + i;
    }
    if (column.length > 0) parts.push({ selection, column: gatherColumn(column, rows) });
    offset += column.length;
  }
  return parts.length === 0 ? first : mergeColumns(first.type, length, parts);
}

/** Row i of the result is row rows[i] of the column; a negative index gives NULL. Text and elements are shared. */
export function gatherColumn(column: Column, rows: Int32Array): Column {
  const length = rows.length;
  const nulls = gatherNulls(column, rows);
  const { type } = column;
  switch (column.kind) {
    case 'boolean':
      return { kind: 'boolean', type, length, nulls, values: gatherInto(new Uint8Array(length), column.values, rows) };
    case 'int':
      return { kind: 'int', type, length, nulls, values: gatherInto(new Int32Array(length), column.values, rows) };
    case 'float':
      return { kind: 'float', type, length, nulls, values: gatherInto(new Float64Array(length), column.values, rows) };
    case 'big': {
      const values = new BigInt64Array(length);
      for (let i = 0; i < length; i++) values[i] = column.values[rows[i] as number] ?? 0n;
      return { kind: 'big', type, length, nulls, values };
    }
    case 'wide':
      return { kind: 'wide', type, length, nulls, values: Array.from(rows, (row) => column.values[row] ?? 0n) };
    case 'string':
    case 'array':
    case 'map': {
      const starts = gatherInto(new Int32Array(length), column.starts, rows);
      const ends = gatherInto(new Int32Array(length), column.ends, rows);
      return { ...column, length, nulls, starts, ends };
    }
    case 'struct':
      return { kind: 'struct', type, length, nulls, fields: column.fields.map((field) => gatherColumn(field, rows)) };
  }
}

function gatherNulls(column: Column, rows: Int32Array): Nulls {
  let nulls: Uint8Array | null = null;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (row < 0 || (column.nulls !== null && column.nulls[row] === 1)) {
      nulls ??= new Uint8Array(rows.length);
      nulls[i] = 1;
    }
  }
  return nulls;
}

function gatherInto<A extends Uint8Array | Int32Array | Float64Array>(target: A, source: A, rows: Int32Array): A {
  for (let i = 0; i < rows.length; i++) target[i] = source[rows[i] as number] ?? 0;
  return target;
}

function mergeStructs(first: StructColumn, length: number, nulls: Nulls, parts: readonly Part[]): StructColumn {
  const fields = first.fields.map((field, f) =>
    mergeColumns(
      field.type,
      length,
      parts.map(({ selection, column }) => ({ selection, column: (column as StructColumn).fields[f] as Column })),
    ),
  );
  return { kind: 'struct', type: first.type, length, nulls, fields };
}
