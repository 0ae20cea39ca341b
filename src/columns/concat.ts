// Puts columns of one type after each other. Of strings only the referenced bytes are copied, and none when all parts
// point into one buffer. The lanes of BIGINT may differ; one part in the big lane makes the result big.
import { emptyRows } from './build.ts';
import {
  type BigColumn,
  type Column,
  type FloatColumn,
  type MapColumn,
  type Nulls,
  type Rows,
  type Selection,
  type StringColumn,
  selectedCount,
} from './column.ts';
import { type DataType, fieldIndex, formatType, type MapType, type Schema } from './data-type.ts';
import { unscaledAt } from './decimal.ts';

/**
 * Bag union by column name: the selected rows of each part in the order given, under `schema`. Every part has the columns of
 * `schema` with the same types, in any order. Copies nothing when at most one part has rows.
 */
export function concatRows(schema: Schema, parts: readonly Rows[]): Rows {
  const filled = parts.filter((part) => selectedCount(part) > 0);
  const [only = parts[0]] = filled;
  if (only === undefined) return emptyRows(schema);
  if (filled.length <= 1) return { ...only, schema, columns: schema.map((field) => only.columns[positionOf(only, field.name)] as Column) };
  const columns = schema.map((field) =>
    concatColumns(
      field.type,
      filled.map((part) => ({ column: part.columns[positionOf(part, field.name)] as Column, positions: part.selection })),
    ),
  );
  return { schema, columns, length: filled.reduce((sum, part) => sum + selectedCount(part), 0), selection: null };
}

function positionOf(rows: Rows, name: string): number {
  const position = fieldIndex(rows.schema, name);
  if (position < 0) throw new Error(`No column ${name} to unite`);
  return position;
}

/** Some values of a column: those at `positions` (in any order), or all. */
export interface ColumnPart {
  readonly column: Column;
  readonly positions: Selection;
}

export function concatColumns(type: DataType, parts: readonly ColumnPart[]): Column {
  const length = parts.reduce((sum, part) => sum + partLength(part), 0);
  const nulls = concatNulls(parts, length);
  switch (type.kind) {
    case 'BOOLEAN':
    case 'VOID':
      return { kind: 'boolean', type, length, nulls, values: fill(parts, new Uint8Array(length)) };
    case 'INT':
    case 'SMALLINT':
    case 'TINYINT':
    case 'DATE':
    case 'YEAR_MONTH':
      return { kind: 'int', type, length, nulls, values: fill(parts, new Int32Array(length)) };
    case 'DOUBLE':
    case 'FLOAT':
      return { kind: 'float', type, length, nulls, values: fill(parts, new Float64Array(length)) };
    case 'BIGINT':
    case 'TIMESTAMP':
    case 'DAY_TIME':
      if (parts.some((part) => part.column.kind === 'big')) return { kind: 'big', type, length, nulls, values: fillBig(parts, length) };
      return { kind: 'float', type, length, nulls, values: fill(parts, new Float64Array(length)) };
    case 'DECIMAL':
      if (parts.some((part) => part.column.kind === 'wide')) return { kind: 'wide', type, length, nulls, values: fillWide(parts) };
      return { kind: 'float', type, length, nulls, values: fill(parts, new Float64Array(length)) };
    case 'STRING':
    case 'BINARY':
      return concatStrings(type, parts as readonly StringPart[], length, nulls);
    case 'ARRAY':
      return concatArrays(type, parts, length, nulls);
    case 'MAP':
      return concatMaps(type, parts, length, nulls);
    case 'STRUCT': {
      const fields = type.fields.map((field, f) =>
        concatColumns(
          field.type,
          parts.map((part) => fieldPart(part, f)),
        ),
      );
      return { kind: 'struct', type, length, nulls, fields };
    }
  }
}

function partLength(part: ColumnPart): number {
  return part.positions === null ? part.column.length : part.positions.length;
}

function wrongKind(column: Column): Error {
  return new Error(`Cannot put ${formatType(column.type)} (${column.kind}) into this column`);
}

function concatNulls(parts: readonly ColumnPart[], length: number): Nulls {
  if (parts.every((part) => part.column.nulls === null)) return null;
  const nulls = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    const count = partLength(part);
    const mask = part.column.nulls;
    for (let i = 0; mask !== null && i < count; i++) nulls[at + i] = mask[part.positions === null ? i : (part.positions[i] as number)] as number;
    at += count;
  }
  return nulls;
}

function fill<A extends Uint8Array | Int32Array | Float64Array>(parts: readonly ColumnPart[], into: A): A {
  let at = 0;
  for (const { column, positions } of parts) {
    if (column.kind !== 'boolean' && column.kind !== 'int' && column.kind !== 'float') throw wrongKind(column);
    const { values } = column;
    const count = positions === null ? column.length : positions.length;
    if (positions === null) into.set(values.subarray(0, count), at);
    else for (let i = 0; i < count; i++) into[at + i] = values[positions[i] as number] as number;
    at += count;
  }
  return into;
}

function fillBig(parts: readonly ColumnPart[], length: number): BigInt64Array {
  const into = new BigInt64Array(length);
  let at = 0;
  for (const part of parts) {
    const column = part.column as BigColumn | FloatColumn;
    const count = partLength(part);
    for (let i = 0; i < count; i++, at++) {
      const value = column.values[part.positions === null ? i : (part.positions[i] as number)] as bigint | number;
      // Unspecified values under NULL may be anything, NaN too.
      into[at] = typeof value === 'bigint' ? value : Number.isInteger(value) ? BigInt(value) : 0n;
    }
  }
  return into;
}

function fillWide(parts: readonly ColumnPart[]): bigint[] {
  const into: bigint[] = [];
  for (const part of parts) {
    const count = partLength(part);
    for (let i = 0; i < count; i++) into.push(unscaledAt(part.column, part.positions === null ? i : (part.positions[i] as number)));
  }
  return into;
}

interface StringPart {
  readonly column: StringColumn;
  readonly positions: Selection;
}

function concatStrings(type: DataType, parts: readonly StringPart[], length: number, nulls: Nulls): StringColumn {
  const shared = parts[0]?.column.bytes ?? new Uint8Array(0);
  const copies = parts.some((part) => part.column.bytes !== shared);
  const bytes = copies ? new Uint8Array(parts.reduce((sum, part) => sum + referencedBytes(part.column, part.positions), 0)) : shared;
  // What is copied lies one after another, so that each string ends where the next one starts.
  const offsets = new Int32Array(copies ? length + 1 : length);
  const starts = offsets.subarray(0, length);
  const ends = copies ? offsets.subarray(1) : new Int32Array(length);
  let row = 0;
  let size = 0;
  for (const { column, positions } of parts) {
    const count = positions === null ? column.length : positions.length;
    if (copies) {
      size = copyStrings(column, positions, count, { bytes, starts, ends, row, size });
      row += count;
      continue;
    }
    for (let i = 0; i < count; i++, row++) {
      const from = positions === null ? i : (positions[i] as number);
      starts[row] = column.starts[from] as number;
      ends[row] = column.ends[from] as number;
    }
  }
  return { kind: 'string', type, length, nulls, bytes, starts, ends };
}

/** Whether each string starts where the one before it ends, as far as that can be told at once: both are read from one list of offsets. */
function isRun({ starts, ends, nulls }: StringColumn): boolean {
  return nulls === null && areOneList(starts, ends);
}

function areOneList(starts: Int32Array, ends: Int32Array): boolean {
  return starts.buffer === ends.buffer && ends.byteOffset === starts.byteOffset + ends.BYTES_PER_ELEMENT;
}

/** How many bytes the strings at the positions have together; NULL rows count as empty. */
export function referencedBytes(column: StringColumn, positions: Selection): number {
  const { starts, ends, nulls } = column;
  if (positions === null && isRun(column)) return column.length === 0 ? 0 : (ends[column.length - 1] as number) - (starts[0] as number);
  const count = positions === null ? column.length : positions.length;
  let size = 0;
  if (nulls === null && positions === null) {
    for (let i = 0; i < count; i++) size += (ends[i] as number) - (starts[i] as number);
    return size;
  }
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    if (nulls === null || nulls[row] === 0) size += (ends[row] as number) - (starts[row] as number);
  }
  return size;
}

/** Where copied strings go: `row` and `size` are the next free row and byte. */
export interface StringTarget {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly row: number;
  readonly size: number;
}

/**
 * Copies the strings, one after another; slices that touch in the source are copied in one go. Returns the bytes then in use.
 * Bytes of the target behind them may be written too.
 */
export function copyStrings(column: StringColumn, positions: Selection, count: number, target: StringTarget): number {
  if (positions === null && count > 0 && isRun(column)) return copyRun(column, count, target);
  const { nulls, bytes } = column;
  const { starts, ends, row: firstRow } = target;
  const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const to = new DataView(target.bytes.buffer, target.bytes.byteOffset, target.bytes.byteLength);
  let size = target.size;
  let runStart = 0;
  let runEnd = 0;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    const present = nulls === null || nulls[row] === 0;
    const start = present ? (column.starts[row] as number) : runEnd;
    const end = present ? (column.ends[row] as number) : runEnd;
    if (start !== runEnd) {
      copyText(bytes, from, runStart, runEnd - runStart, target.bytes, to, size - (runEnd - runStart));
      runStart = start;
    }
    starts[firstRow + i] = size;
    size += end - start;
    ends[firstRow + i] = size;
    runEnd = end;
  }
  copyBytes(bytes, runStart, runEnd, target.bytes, size - (runEnd - runStart));
  return size;
}

/** copyStrings of the first strings of a run: their bytes in one copy. */
function copyRun(column: StringColumn, count: number, { bytes, starts, ends, row, size }: StringTarget): number {
  const first = column.starts[0] as number;
  const last = column.ends[count - 1] as number;
  const moved = size - first;
  for (let i = 0; i < count; i++) ends[row + i] = (column.ends[i] as number) + moved;
  starts[row] = size;
  // In one list of offsets, where one ends is where the next one starts.
  if (!areOneList(starts, ends)) starts.set(ends.subarray(row, row + count - 1), row + 1);
  copyBytes(column.bytes, first, last, bytes, size);
  return last + moved;
}

/** Up to so many bytes, a loop beats `set` with its view. */
const MOST_BY_WORDS = 48;

/** Copies eight bytes a step, also a few more than asked for where both sides have them. */
function copyWords(from: DataView, start: number, length: number, to: DataView, at: number): void {
  const whole = (length + 7) & ~7;
  if (start + whole <= from.byteLength && at + whole <= to.byteLength) {
    for (let i = 0; i < whole; i += 8) {
      to.setInt32(at + i, from.getInt32(start + i, true), true);
      to.setInt32(at + i + 4, from.getInt32(start + i + 4, true), true);
    }
  } else for (let i = 0; i < length; i++) to.setUint8(at + i, from.getUint8(start + i));
}

/** Copies `length` bytes from `start` to `at`, given as arrays and as views of the same bytes. Up to 7 bytes behind may be written too. */
export function copyText(source: Uint8Array, from: DataView, start: number, length: number, target: Uint8Array, to: DataView, at: number): void {
  if (length <= MOST_BY_WORDS) copyWords(from, start, length, to, at);
  else target.set(source.subarray(start, start + length), at);
}

/** Copies source[start, end) to `at`. A loop beats `set` with its view below some dozen bytes. */
export function copyBytes(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): void {
  if (end - start > MOST_BY_WORDS) target.set(source.subarray(start, end), at);
  else for (let i = start, to = at; i < end; i++, to++) target[to] = source[i] as number;
}

function concatArrays(type: DataType & { readonly kind: 'ARRAY' }, parts: readonly ColumnPart[], length: number, nulls: Nulls): Column {
  const { starts, ends, taken } = concatLists(parts, length);
  const elements = concatColumns(
    type.element,
    parts.map(({ column }, p) => ({ column: column.kind === 'array' ? column.elements : column, positions: taken[p] as Int32Array })),
  );
  return { kind: 'array', type, length, nulls, starts, ends, elements };
}

function concatMaps(type: MapType, parts: readonly ColumnPart[], length: number, nulls: Nulls): Column {
  const { starts, ends, taken } = concatLists(parts, length);
  const side = (inner: DataType, of: (column: MapColumn) => Column) =>
    concatColumns(
      inner,
      parts.map(({ column }, p) => ({ column: column.kind === 'map' ? of(column) : column, positions: taken[p] as Int32Array })),
    );
  const keys = side(type.key, (column) => column.keys);
  const values = side(type.value, (column) => column.values);
  return { kind: 'map', type, length, nulls, starts, ends, keys, values };
}

/** Where the lists of all rows lie in the whole, and which elements of each part it takes. */
function concatLists(parts: readonly ColumnPart[], length: number): { starts: Int32Array; ends: Int32Array; taken: Int32Array[] } {
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  const all: Int32Array[] = [];
  let row = 0;
  let size = 0;
  for (const part of parts) {
    const { column } = part;
    if (column.kind !== 'array' && column.kind !== 'map') throw wrongKind(column);
    const taken: number[] = [];
    for (let i = 0; i < partLength(part); i++, row++) {
      const from = part.positions === null ? i : (part.positions[i] as number);
      starts[row] = size + taken.length;
      const present = column.nulls === null || column.nulls[from] === 0;
      for (let e = column.starts[from] as number; present && e < (column.ends[from] as number); e++) taken.push(e);
      ends[row] = size + taken.length;
    }
    size += taken.length;
    all.push(Int32Array.from(taken));
  }
  return { starts, ends, taken: all };
}

function fieldPart(part: ColumnPart, field: number): ColumnPart {
  if (part.column.kind !== 'struct') throw wrongKind(part.column);
  return { column: part.column.fields[field] as Column, positions: part.positions };
}
