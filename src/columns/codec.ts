// Rows as bytes, for everything that is stored or sent: ledger, logged blocks. Version 1:
//   u8 version, u8[3] "row", u32 rows, u32 columns; for each column its name and type; then, each aligned to 8 bytes, the columns:
//   u8 lane, u8 has nulls, [nulls, one byte a row], the values; STRING: u32 size, offsets (rows + 1 Int32), bytes; ARRAY: u32
//   elements, offsets, the element column; STRUCT: the field columns.
// The selection is applied and only referenced bytes are written, so the bytes depend on the rows alone (and the lane of a
// BIGINT). Decoding lays typed arrays over the bytes. Lengths, offsets and lanes are checked, so damaged bytes can give wrong
// values but never reads out of range; that every bit is right is for the checksum of the record around them.
import { ByteReader, ByteWriter, DamagedBytes } from './byte-writer.ts';
import { type ArrayColumn, type Column, type Nulls, type Rows, type Selection, type StringColumn, selectedCount } from './column.ts';
import { copyStrings, referencedBytes } from './concat.ts';
import type { DataType, Field } from './data-type.ts';
import { gatherColumn } from './gather.ts';

/** The selected rows, in order. The result is private to the caller. */
export function encodeRows(rows: Rows): Uint8Array {
  const writer = new ByteWriter(roomFor(rows));
  writer.u8(VERSION);
  for (const letter of SIGNATURE) writer.u8(letter);
  writer.u32(selectedCount(rows));
  writer.u32(rows.schema.length);
  for (const field of rows.schema) {
    writer.text(field.name);
    writeType(writer, field.type);
  }
  for (const column of rows.columns) writeColumn(writer, column, rows.selection);
  return writer.finish();
}

/** About what the rows will take, so that the writer need not grow: 8 bytes a fixed value, offsets and bytes of strings. */
function roomFor(rows: Rows): number {
  const count = selectedCount(rows);
  let size = 256;
  for (const column of rows.columns) size += 64 + (column.kind === 'string' ? 4 * count + referencedBytes(column, rows.selection) : 9 * count);
  return size;
}

/** Columns are views over `bytes`, which must not change any more. @throws DamagedBytes. */
export function decodeRows(bytes: Uint8Array): Rows {
  const reader = new ByteReader(bytes);
  const version = reader.u8();
  if (version !== VERSION) throw new DamagedBytes(`version ${version} of rows is not known, only ${VERSION}`);
  for (const letter of SIGNATURE) if (reader.u8() !== letter) throw new DamagedBytes('these are no rows');
  const length = reader.u32();
  const width = reader.u32();
  const schema: Field[] = [];
  for (let c = 0; c < width; c++) schema.push({ name: reader.text(), type: readType(reader, 0) });
  const columns = schema.map((field) => readColumn(reader, field.type, length));
  reader.end();
  return { schema, columns, length, selection: null };
}

const VERSION = 1;
const SIGNATURE = [0x72, 0x6f, 0x77];
const TYPE_CODES = ['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING', 'DATE', 'TIMESTAMP', 'VOID'] as const;
const ARRAY_CODE = 16;
const STRUCT_CODE = 17;
const DEEPEST_TYPE = 32;
const LANES = ['boolean', 'int', 'float', 'big', 'string', 'array', 'struct'] as const;

function writeType(writer: ByteWriter, type: DataType): void {
  switch (type.kind) {
    case 'ARRAY':
      writer.u8(ARRAY_CODE);
      writeType(writer, type.element);
      return;
    case 'STRUCT':
      writer.u8(STRUCT_CODE);
      writer.u32(type.fields.length);
      for (const field of type.fields) {
        writer.text(field.name);
        writeType(writer, field.type);
      }
      return;
    default:
      writer.u8(TYPE_CODES.indexOf(type.kind));
  }
}

function readType(reader: ByteReader, depth: number): DataType {
  if (depth > DEEPEST_TYPE) throw new DamagedBytes('a type is nested too deeply');
  const code = reader.u8();
  if (code === ARRAY_CODE) return { kind: 'ARRAY', element: readType(reader, depth + 1) };
  if (code === STRUCT_CODE) {
    const fields: Field[] = [];
    const count = reader.u32();
    for (let f = 0; f < count; f++) fields.push({ name: reader.text(), type: readType(reader, depth + 1) });
    return { kind: 'STRUCT', fields };
  }
  const kind = TYPE_CODES[code];
  if (kind === undefined) throw new DamagedBytes(`${code} is no type`);
  return { kind };
}

/** Writes the values at the positions (any order), or all. */
export function writeColumn(writer: ByteWriter, source: Column, positions: Selection): void {
  // Strings and arrays are compacted while they are written; the rest is gathered first.
  const isSliced = source.kind === 'string' || source.kind === 'array';
  const column = positions === null || isSliced ? source : gatherColumn(source, positions);
  const count = positions === null ? source.length : positions.length;
  const taken = isSliced ? positions : null;
  writer.align();
  writer.u8(LANES.indexOf(column.kind));
  writeNulls(writer, column.nulls, taken, count);
  switch (column.kind) {
    case 'string':
      writeStrings(writer, column, taken, count);
      return;
    case 'array':
      writeArrays(writer, column, taken, count);
      return;
    case 'struct':
      for (const field of column.fields) writeColumn(writer, field, null);
      return;
    default:
      writer.align();
      writer.array(column.values.subarray(0, count));
  }
}

function writeNulls(writer: ByteWriter, nulls: Nulls, positions: Selection, count: number): void {
  let any = false;
  for (let i = 0; nulls !== null && !any && i < count; i++) any = nulls[positions === null ? i : (positions[i] as number)] === 1;
  writer.u8(any ? 1 : 0);
  if (nulls === null || !any) return;
  writer.align();
  const room = writer.room(count);
  for (let i = 0; i < count; i++) room[i] = nulls[positions === null ? i : (positions[i] as number)] as number;
}

function writeStrings(writer: ByteWriter, column: StringColumn, positions: Selection, count: number): void {
  const size = referencedBytes(column, positions);
  writer.u32(size);
  writer.align();
  const offsets = new Int32Array(count + 1);
  const bytes = new Uint8Array(size);
  copyStrings(column, positions, count, { bytes, starts: offsets.subarray(0, count), ends: offsets.subarray(1), row: 0, size: 0 });
  writer.array(offsets);
  writer.align();
  writer.array(bytes);
}

function writeArrays(writer: ByteWriter, column: ArrayColumn, positions: Selection, count: number): void {
  const offsets = new Int32Array(count + 1);
  const taken: number[] = [];
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    const present = column.nulls === null || column.nulls[row] === 0;
    for (let e = column.starts[row] as number; present && e < (column.ends[row] as number); e++) taken.push(e);
    offsets[i + 1] = taken.length;
  }
  writer.u32(taken.length);
  writer.align();
  writer.array(offsets);
  writeColumn(writer, column.elements, Int32Array.from(taken));
}

export function readColumn(reader: ByteReader, type: DataType, length: number): Column {
  reader.align();
  const lane = LANES[reader.u8()];
  const nulls = readNulls(reader, length);
  if (lane === undefined || !laneFits(type, lane)) throw new DamagedBytes(`a column of ${type.kind} cannot be ${lane ?? 'of that form'}`);
  switch (lane) {
    case 'boolean':
      return { kind: lane, type, length, nulls, values: aligned(reader, () => reader.uint8Array(length)) };
    case 'int':
      return { kind: lane, type, length, nulls, values: aligned(reader, () => reader.int32Array(length)) };
    case 'float':
      return { kind: lane, type, length, nulls, values: aligned(reader, () => reader.float64Array(length)) };
    case 'big':
      return { kind: lane, type, length, nulls, values: aligned(reader, () => reader.bigInt64Array(length)) };
    case 'string': {
      const size = reader.u32();
      const offsets = readOffsets(reader, length, size);
      const bytes = aligned(reader, () => reader.uint8Array(size));
      return { kind: lane, type, length, nulls, bytes, starts: offsets.subarray(0, length), ends: offsets.subarray(1) };
    }
    case 'array': {
      if (type.kind !== 'ARRAY') throw new DamagedBytes('elements without a type');
      const size = reader.u32();
      const offsets = readOffsets(reader, length, size);
      const elements = readColumn(reader, type.element, size);
      return { kind: lane, type, length, nulls, starts: offsets.subarray(0, length), ends: offsets.subarray(1), elements };
    }
    case 'struct': {
      if (type.kind !== 'STRUCT') throw new DamagedBytes('fields without a type');
      return { kind: lane, type, length, nulls, fields: type.fields.map((field) => readColumn(reader, field.type, length)) };
    }
  }
}

function laneFits(type: DataType, lane: Column['kind']): boolean {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'VOID':
      return lane === 'boolean';
    case 'INT':
    case 'DATE':
      return lane === 'int';
    case 'DOUBLE':
    case 'TIMESTAMP':
      return lane === 'float';
    case 'BIGINT':
      return lane === 'float' || lane === 'big';
    case 'STRING':
      return lane === 'string';
    case 'ARRAY':
      return lane === 'array';
    case 'STRUCT':
      return lane === 'struct';
  }
}

function readNulls(reader: ByteReader, length: number): Nulls {
  const has = reader.u8();
  if (has > 1) throw new DamagedBytes('no mark whether a column has NULL');
  if (has === 0) return null;
  reader.align();
  const nulls = reader.uint8Array(length);
  for (let i = 0; i < length; i++) if ((nulls[i] as number) > 1) throw new DamagedBytes('a mark of NULL is neither 0 nor 1');
  return nulls;
}

function readOffsets(reader: ByteReader, length: number, size: number): Int32Array {
  const offsets = aligned(reader, () => reader.int32Array(length + 1));
  for (let i = 0; i < length; i++) if ((offsets[i + 1] as number) < (offsets[i] as number)) throw new DamagedBytes('offsets go back');
  if (offsets[0] !== 0 || offsets[length] !== size) throw new DamagedBytes('offsets do not cover the values');
  return offsets;
}

function aligned<A>(reader: ByteReader, read: () => A): A {
  reader.align();
  const values = read();
  return values;
}
