// Rows as bytes, for everything that is stored or sent: ledger, logged blocks. Version 1:
//   u8 version, u8[3] "row", u32 rows, u32 columns; for each column its name and type; then, each aligned to 8 bytes, the columns:
//   u8 lane, u8 has nulls, [nulls, one byte a row], the values; STRING: u32 size, offsets (rows + 1 Int32), bytes; ARRAY: u32
//   elements, offsets, the element column; MAP: u32 entries, offsets, the key and the value column; STRUCT: the field columns; DECIMAL
//   beyond 2^53: 16 bytes a value, two's complement.
// The selection is applied and only referenced bytes are written, so the bytes depend on the rows alone (and the lane of a
// BIGINT). Decoding lays typed arrays over the bytes. Lengths, offsets and lanes are checked, so damaged bytes can give wrong
// values but never reads out of range; that every bit is right is for the checksum of the record around them.
import { ByteReader, ByteWriter, DamagedBytes } from './byte-writer.ts';
import { type ArrayColumn, type Column, type MapColumn, type Nulls, type Rows, type Selection, type StringColumn, selectedCount } from './column.ts';
import { copyStrings, referencedBytes } from './concat.ts';
import { DAY_TIME_UNITS, type DataType, type Field, MAX_PRECISION, type Schema, YEAR_MONTH_UNITS } from './data-type.ts';
import { gatherColumn } from './gather.ts';

/** The selected rows, in order. The result is private to the caller. */
export function encodeRows(rows: Rows): Uint8Array {
  const fields = fieldsOf(rows.schema);
  const writer = new ByteWriter(roomFor(rows, FIELDS_AT + fields.length));
  writeHeader(writer, selectedCount(rows), fields);
  for (const column of rows.columns) writeColumn(writer, column, rows.selection);
  return writer.finish();
}

/** The bytes of rows of numbers without NULL, but for their values. `places`: where those of each column begin. */
export function startRows(
  schema: Schema,
  lanes: readonly ('int' | 'float')[],
  length: number,
): { readonly writer: ByteWriter; readonly places: readonly number[] } {
  const fields = fieldsOf(schema);
  const sizes = lanes.map((lane) => (lane === 'int' ? 4 : 8) * length);
  const writer = new ByteWriter(sizes.reduce((size, values) => aligned8(aligned8(size) + 2) + values, FIELDS_AT + fields.length));
  writeHeader(writer, length, fields);
  const places = lanes.map((lane, c) => {
    writer.align();
    writer.u8(LANES.indexOf(lane));
    writer.u8(0);
    writer.align();
    const place = writer.size;
    writer.room(sizes[c] ?? 0);
    return place;
  });
  return { writer, places };
}

/** Where the number of fields, then the fields, lie in every encoding. */
const FIELDS_AT = 8;

function writeHeader(writer: ByteWriter, count: number, fields: Uint8Array): void {
  writer.u8(VERSION);
  for (const letter of SIGNATURE) writer.u8(letter);
  writer.u32(count);
  writer.array(fields);
}

/** How many fields, and the fields: the same for all batches of a stream. */
function fieldsOf(schema: Schema): Uint8Array {
  const known = encodedFields.get(schema);
  if (known !== undefined) return known;
  const writer = new ByteWriter();
  writer.u32(schema.length);
  for (const field of schema) {
    writer.text(field.name);
    writeType(writer, field.type);
  }
  const fields = writer.finish();
  encodedFields.set(schema, fields);
  return fields;
}

const encodedFields = new WeakMap<Schema, Uint8Array>();

/**
 * What the rows take: exactly, so that the writer neither grows nor copies at the end; about, where a column is nested.
 * `header`: bytes written so far.
 */
function roomFor(rows: Rows, header: number): number {
  const count = selectedCount(rows);
  let size = header;
  for (const column of rows.columns) {
    size = aligned8(size) + 2;
    if (hasNulls(column.nulls, rows.selection, count)) size = aligned8(size) + count;
    switch (column.kind) {
      case 'string':
        size = aligned8(aligned8(size + 4) + 4 * (count + 1)) + referencedBytes(column, rows.selection);
        break;
      case 'boolean':
        size = aligned8(size) + count;
        break;
      case 'int':
        size = aligned8(size) + 4 * count;
        break;
      case 'float':
      case 'big':
        size = aligned8(size) + 8 * count;
        break;
      default:
        size += 64 + 16 * count;
    }
  }
  return size;
}

function aligned8(size: number): number {
  return (size + 7) & ~7;
}

/** Columns are views over `bytes`, which must not change any more. `schema`: what they were encoded under, if that is known. @throws DamagedBytes. */
export function decodeRows(bytes: Uint8Array, schema?: Schema): Rows {
  const reader = new ByteReader(bytes);
  const version = reader.u8();
  if (version !== VERSION) throw new DamagedBytes(`version ${version} of rows is not known, only ${VERSION}`);
  for (const letter of SIGNATURE) if (reader.u8() !== letter) throw new DamagedBytes('these are no rows');
  const length = reader.u32();
  if (schema !== undefined) reader.uint8Array(fieldsOf(schema).length);
  const fields = schema ?? readFields(reader);
  const columns = fields.map((field) => readColumn(reader, field.type, length));
  reader.end();
  return { schema: fields, columns, length, selection: null };
}

function readFields(reader: ByteReader): Schema {
  const width = reader.u32();
  const fields: Field[] = [];
  for (let c = 0; c < width; c++) fields.push({ name: reader.text(), type: readType(reader, 0) });
  return fields;
}

const VERSION = 1;
const SIGNATURE = [0x72, 0x6f, 0x77];
// Positions are codes: only ever append.
const TYPE_CODES = ['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING', 'DATE', 'TIMESTAMP', 'VOID', 'TINYINT', 'SMALLINT', 'FLOAT', 'BINARY'] as const;
const ARRAY_CODE = 16;
const STRUCT_CODE = 17;
const MAP_CODE = 18;
const DECIMAL_CODE = 19;
const DAY_TIME_CODE = 20;
const YEAR_MONTH_CODE = 21;
const DEEPEST_TYPE = 32;
const LANES = ['boolean', 'int', 'float', 'big', 'string', 'array', 'struct', 'wide', 'map'] as const;

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
    case 'MAP':
      writer.u8(MAP_CODE);
      writeType(writer, type.key);
      writeType(writer, type.value);
      return;
    case 'DECIMAL':
      writer.u8(DECIMAL_CODE);
      writer.u8(type.precision);
      writer.u8(type.scale);
      return;
    case 'DAY_TIME':
      writer.u8(DAY_TIME_CODE);
      writer.u8(DAY_TIME_UNITS.indexOf(type.from));
      writer.u8(DAY_TIME_UNITS.indexOf(type.to));
      return;
    case 'YEAR_MONTH':
      writer.u8(YEAR_MONTH_CODE);
      writer.u8(YEAR_MONTH_UNITS.indexOf(type.from));
      writer.u8(YEAR_MONTH_UNITS.indexOf(type.to));
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
  if (code === MAP_CODE) return { kind: 'MAP', key: readType(reader, depth + 1), value: readType(reader, depth + 1) };
  if (code === DECIMAL_CODE) return readDecimalType(reader.u8(), reader.u8());
  if (code === DAY_TIME_CODE) return { kind: 'DAY_TIME', ...readUnits(reader, DAY_TIME_UNITS) };
  if (code === YEAR_MONTH_CODE) return { kind: 'YEAR_MONTH', ...readUnits(reader, YEAR_MONTH_UNITS) };
  const kind = TYPE_CODES[code];
  if (kind === undefined) throw new DamagedBytes(`${code} is no type`);
  return { kind };
}

function readDecimalType(precision: number, scale: number): DataType {
  if (precision < 1 || precision > MAX_PRECISION || scale > precision) throw new DamagedBytes(`no type DECIMAL(${precision},${scale})`);
  return { kind: 'DECIMAL', precision, scale };
}

function readUnits<Unit>(reader: ByteReader, units: readonly Unit[]): { readonly from: Unit; readonly to: Unit } {
  const first = reader.u8();
  const last = reader.u8();
  const [from, to] = [units[first], units[last]];
  if (from === undefined || to === undefined || first > last) throw new DamagedBytes('an interval has no such units');
  return { from, to };
}

/** Writes the values at the positions (any order), or all. */
export function writeColumn(writer: ByteWriter, source: Column, positions: Selection): void {
  // Strings, arrays and maps are compacted while they are written; the rest is gathered first.
  const isSliced = source.kind === 'string' || source.kind === 'array' || source.kind === 'map';
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
      writeColumn(writer, column.elements, writeOffsets(writer, column, taken, count));
      return;
    case 'map': {
      const entries = writeOffsets(writer, column, taken, count);
      writeColumn(writer, column.keys, entries);
      writeColumn(writer, column.values, entries);
      return;
    }
    case 'wide': {
      const words = new BigInt64Array(2 * count);
      for (let i = 0; i < count; i++) {
        words[2 * i] = column.values[i] as bigint;
        words[2 * i + 1] = (column.values[i] as bigint) >> 64n;
      }
      writer.align();
      writer.array(words);
      return;
    }
    case 'struct':
      for (const field of column.fields) writeColumn(writer, field, null);
      return;
    default:
      writer.align();
      writer.array(column.values.subarray(0, count));
  }
}

function writeNulls(writer: ByteWriter, nulls: Nulls, positions: Selection, count: number): void {
  const any = hasNulls(nulls, positions, count);
  writer.u8(any ? 1 : 0);
  if (nulls === null || !any) return;
  writer.align();
  const room = writer.room(count);
  for (let i = 0; i < count; i++) room[i] = nulls[positions === null ? i : (positions[i] as number)] as number;
}

function hasNulls(nulls: Nulls, positions: Selection, count: number): boolean {
  for (let i = 0; nulls !== null && i < count; i++) if (nulls[positions === null ? i : (positions[i] as number)] === 1) return true;
  return false;
}

function writeStrings(writer: ByteWriter, column: StringColumn, positions: Selection, count: number): void {
  const size = referencedBytes(column, positions);
  writer.u32(size);
  writer.align();
  // The writer may move when it grows, so both rooms are taken at once: offsets, zeros up to the next multiple of 8, bytes.
  const bytesAt = aligned8(4 * (count + 1));
  const room = writer.room(bytesAt + size);
  room.fill(0, 4 * (count + 1), bytesAt);
  const offsets = new Int32Array(room.buffer, room.byteOffset, count + 1);
  offsets[0] = 0;
  const bytes = room.subarray(bytesAt);
  copyStrings(column, positions, count, { bytes, starts: offsets.subarray(0, count), ends: offsets.subarray(1), row: 0, size: 0 });
}

/** Writes where the list of each row ends, and gives the elements that are referenced, in order. */
function writeOffsets(writer: ByteWriter, column: ArrayColumn | MapColumn, positions: Selection, count: number): Int32Array {
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
  return Int32Array.from(taken);
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
    case 'map': {
      if (type.kind !== 'MAP') throw new DamagedBytes('entries without a type');
      const size = reader.u32();
      const offsets = readOffsets(reader, length, size);
      const keys = readColumn(reader, type.key, size);
      const values = readColumn(reader, type.value, size);
      return { kind: lane, type, length, nulls, starts: offsets.subarray(0, length), ends: offsets.subarray(1), keys, values };
    }
    case 'wide': {
      const words = aligned(reader, () => reader.bigInt64Array(2 * length));
      const values = Array.from({ length }, (_, i) => ((words[2 * i + 1] as bigint) << 64n) | BigInt.asUintN(64, words[2 * i] as bigint));
      return { kind: lane, type, length, nulls, values };
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
    case 'SMALLINT':
    case 'TINYINT':
    case 'DATE':
    case 'YEAR_MONTH':
      return lane === 'int';
    case 'DOUBLE':
    case 'FLOAT':
      return lane === 'float';
    case 'BIGINT':
    case 'TIMESTAMP':
    case 'DAY_TIME':
      return lane === 'float' || lane === 'big';
    case 'DECIMAL':
      return lane === 'float' || lane === 'wide';
    case 'STRING':
    case 'BINARY':
      return lane === 'string';
    case 'ARRAY':
      return lane === 'array';
    case 'MAP':
      return lane === 'map';
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
