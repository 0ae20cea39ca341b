// Values of any type as bytes whose order is the order of the values (as unsigned bytes, a prefix first), one run of bytes a
// value and one value a run: for ARRAY and STRUCT as keys and under min and max. Spark's order: NULL before all, NaN after
// all numbers, arrays by their elements and then by length, structs by their fields. -0.0 is written as 0.0.
//   value   0 for NULL, or 1 and the body
//   body    BOOLEAN 1 byte; integers big-endian with the sign bit turned; DOUBLE its bits so turned that they sort; STRING its
//           bytes, 0 written as 0 255, then 0 0; ARRAY 1 and the value for each element, then 0; MAP 1, key and value for each entry,
//           then 0 (equality only); STRUCT its fields' values; DECIMAL as an integer of 8 bytes, of 16 beyond 18 digits
import type { Column, Nulls, Selection, StringColumn } from '../../columns/column.ts';
import { type DataType, type DecimalType, isFloatingType, STRING } from '../../columns/data-type.ts';
import { decimalColumn, unscaledAt } from '../../columns/decimal.ts';
import { bigintFromWords, highWord, isExactWords, isSafeWords, numberFromWords, wordsOf } from '../../columns/int64.ts';

/** A run for each selected row, at its physical position; NULL rows are NULL. */
export function encodeSortable(column: Column, selection: Selection): StringColumn {
  const { length, nulls } = column;
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  const writer = new SortableWriter();
  const count = selection === null ? length : selection.length;
  for (let i = 0; i < count; i++) {
    const row = selection === null ? i : (selection[i] as number);
    starts[row] = writer.size;
    writer.value(column, row);
    ends[row] = writer.size;
  }
  return { kind: 'string', type: STRING, length, nulls, bytes: writer.bytes, starts, ends };
}

/** The values of the runs; `runs` as `encodeSortable` gives them, under any layout. */
export function decodeSortable(type: DataType, runs: StringColumn): Column {
  const reader = makeReader(type);
  for (let i = 0; i < runs.length; i++) {
    if (runs.nulls !== null && runs.nulls[i] === 1) reader.skip();
    else reader.value(runs.bytes, runs.starts[i] as number);
  }
  return reader.finish();
}

/** Whether values of the DECIMAL may need more than 64 bits. */
export function isLongDecimal(type: DataType): type is DecimalType {
  return type.kind === 'DECIMAL' && type.precision > 18;
}

const NAN_HIGH = 0x7ff8_0000;
const SIGN = 0x8000_0000;

const doubleView = new Float64Array(1);
const doubleWords = new Int32Array(doubleView.buffer);

class SortableWriter {
  bytes = new Uint8Array(256);
  size = 0;

  value(column: Column, row: number): void {
    if (column.type.kind === 'VOID' || (column.nulls !== null && column.nulls[row] === 1)) {
      this.byte(0);
      return;
    }
    this.byte(1);
    if (isLongDecimal(column.type)) {
      this.long(unscaledAt(column, row));
      return;
    }
    switch (column.kind) {
      case 'boolean':
        this.byte(column.values[row] as number);
        return;
      case 'int':
        this.word((column.values[row] as number) ^ SIGN);
        return;
      case 'big': {
        const words = wordsOf(column.values);
        this.word((words[2 * row + 1] as number) ^ SIGN);
        this.word(words[2 * row] as number);
        return;
      }
      case 'float':
        if (isFloatingType(column.type)) this.double(column.values[row] as number);
        else {
          this.word(highWord(column.values[row] as number) ^ SIGN);
          this.word((column.values[row] as number) | 0);
        }
        return;
      case 'wide': {
        const value = column.values[row] as bigint;
        this.word(Number(BigInt.asIntN(32, value >> 32n)) ^ SIGN);
        this.word(Number(BigInt.asIntN(32, value)));
        return;
      }
      case 'string':
        this.text(column.bytes, column.starts[row] as number, column.ends[row] as number);
        return;
      case 'array':
        for (let e = column.starts[row] as number; e < (column.ends[row] as number); e++) {
          this.byte(1);
          this.value(column.elements, e);
        }
        this.byte(0);
        return;
      case 'map':
        for (let e = column.starts[row] as number; e < (column.ends[row] as number); e++) {
          this.byte(1);
          this.value(column.keys, e);
          this.value(column.values, e);
        }
        this.byte(0);
        return;
      case 'struct':
        for (const field of column.fields) this.value(field, row);
    }
  }

  /** 16 bytes. */
  private long(value: bigint): void {
    this.word(Number(BigInt.asIntN(32, value >> 96n)) ^ SIGN);
    for (const shift of [64n, 32n, 0n]) this.word(Number(BigInt.asIntN(32, value >> shift)));
  }

  private double(value: number): void {
    doubleView[0] = value === 0 ? 0 : value;
    const [low = 0, high = 0] = Number.isNaN(value) ? [0, NAN_HIGH] : doubleWords;
    const flip = high < 0 ? -1 : 0;
    this.word(high ^ (flip | SIGN));
    this.word(low ^ flip);
  }

  private text(source: Uint8Array, start: number, end: number): void {
    for (let i = start; i < end; i++) {
      this.byte(source[i] as number);
      if (source[i] === 0) this.byte(255);
    }
    this.byte(0);
    this.byte(0);
  }

  private word(word: number): void {
    for (let shift = 24; shift >= 0; shift -= 8) this.byte((word >>> shift) & 0xff);
  }

  private byte(byte: number): void {
    if (this.size === this.bytes.length) {
      const grown = new Uint8Array(this.size * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[this.size++] = byte;
  }
}

/** Collects the values of one column. */
interface ValueReader {
  /** Reads the value at `at`; returns where the next one starts. */
  value(bytes: Uint8Array, at: number): number;
  /** Adds a NULL that is not in the bytes. */
  skip(): void;
  finish(): Column;
}

function makeReader(type: DataType): ValueReader {
  if (type.kind === 'ARRAY') return new ArrayReader(type);
  if (type.kind === 'MAP') return new MapReader(type);
  if (isLongDecimal(type)) return new LongReader(type);
  return type.kind === 'STRUCT' ? new StructReader(type) : new ScalarReader(type);
}

function maskOf(marks: readonly number[]): Nulls {
  return marks.includes(1) ? Uint8Array.from(marks) : null;
}

class ScalarReader implements ValueReader {
  private readonly type: DataType;
  private readonly nulls: number[] = [];
  /** Low and high word of each value, the start and end of each string. */
  private readonly lows: number[] = [];
  private readonly highs: number[] = [];
  private readonly text: number[] = [];

  constructor(type: DataType) {
    this.type = type;
  }

  value(bytes: Uint8Array, at: number): number {
    if (bytes[at] === 0) {
      this.skip();
      return at + 1;
    }
    const body = at + 1;
    switch (this.type.kind) {
      case 'BOOLEAN':
        this.add(bytes[body] as number, 0);
        return body + 1;
      case 'INT':
      case 'SMALLINT':
      case 'TINYINT':
      case 'YEAR_MONTH':
      case 'DATE':
        this.add(wordAt(bytes, body) ^ SIGN, 0);
        return body + 4;
      case 'STRING':
      case 'BINARY':
        return this.string(bytes, body);
      case 'FLOAT':
      case 'DOUBLE': {
        const high = wordAt(bytes, body);
        const flip = high < 0 ? 0 : -1;
        this.add(wordAt(bytes, body + 4) ^ flip, high ^ (flip | SIGN));
        return body + 8;
      }
      default:
        this.add(wordAt(bytes, body + 4), wordAt(bytes, body) ^ SIGN);
        return body + 8;
    }
  }

  skip(): void {
    this.nulls.push(1);
    this.lows.push(0);
    this.highs.push(0);
  }

  finish(): Column {
    const { type, lows, highs } = this;
    const base = { type, length: lows.length, nulls: maskOf(this.nulls) };
    switch (type.kind) {
      case 'BOOLEAN':
      case 'VOID':
        return { ...base, kind: 'boolean', values: Uint8Array.from(lows) };
      case 'INT':
      case 'SMALLINT':
      case 'TINYINT':
      case 'YEAR_MONTH':
      case 'DATE':
        return { ...base, kind: 'int', values: Int32Array.from(lows) };
      case 'STRING':
      case 'BINARY':
        return { ...base, kind: 'string', bytes: Uint8Array.from(this.text), starts: Int32Array.from(lows), ends: Int32Array.from(highs) };
      case 'FLOAT':
      case 'DOUBLE':
        return { ...base, kind: 'float', values: new Float64Array(Int32Array.from(lows.flatMap((low, i) => [low, highs[i] ?? 0])).buffer) };
      default:
        if (lows.every((low, i) => (type.kind === 'TIMESTAMP' ? isExactWords : isSafeWords)(low, highs[i] ?? 0))) {
          return { ...base, kind: 'float', values: Float64Array.from(lows, (low, i) => numberFromWords(low, highs[i] ?? 0)) };
        }
        if (type.kind === 'DECIMAL') return { ...base, kind: 'wide', values: lows.map((low, i) => bigintFromWords(low, highs[i] ?? 0)) };
        return { ...base, kind: 'big', values: BigInt64Array.from(lows, (low, i) => bigintFromWords(low, highs[i] ?? 0)) };
    }
  }

  private add(low: number, high: number): void {
    this.nulls.push(0);
    this.lows.push(low | 0);
    this.highs.push(high | 0);
  }

  private string(bytes: Uint8Array, start: number): number {
    const from = this.text.length;
    let at = start;
    while (bytes[at] !== 0 || bytes[at + 1] !== 0) {
      this.text.push(bytes[at] as number);
      at += bytes[at] === 0 ? 2 : 1;
    }
    this.add(from, this.text.length);
    return at + 2;
  }
}

class ArrayReader implements ValueReader {
  private readonly type: DataType;
  private readonly elements: ValueReader;
  private readonly nulls: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private size = 0;

  constructor(type: DataType & { readonly kind: 'ARRAY' }) {
    this.type = type;
    this.elements = makeReader(type.element);
  }

  value(bytes: Uint8Array, at: number): number {
    if (bytes[at] === 0) {
      this.skip();
      return at + 1;
    }
    this.nulls.push(0);
    this.starts.push(this.size);
    let next = at + 1;
    for (; bytes[next] === 1; this.size++) next = this.elements.value(bytes, next + 1);
    this.ends.push(this.size);
    return next + 1;
  }

  skip(): void {
    this.nulls.push(1);
    this.starts.push(this.size);
    this.ends.push(this.size);
  }

  finish(): Column {
    const { type, starts, ends } = this;
    const base = { type, length: starts.length, nulls: maskOf(this.nulls) };
    return { ...base, kind: 'array', starts: Int32Array.from(starts), ends: Int32Array.from(ends), elements: this.elements.finish() };
  }
}

class MapReader implements ValueReader {
  private readonly type: DataType;
  private readonly keys: ValueReader;
  private readonly values: ValueReader;
  private readonly nulls: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private size = 0;

  constructor(type: DataType & { readonly kind: 'MAP' }) {
    this.type = type;
    this.keys = makeReader(type.key);
    this.values = makeReader(type.value);
  }

  value(bytes: Uint8Array, at: number): number {
    if (bytes[at] === 0) {
      this.skip();
      return at + 1;
    }
    this.nulls.push(0);
    this.starts.push(this.size);
    let next = at + 1;
    for (; bytes[next] === 1; this.size++) next = this.values.value(bytes, this.keys.value(bytes, next + 1));
    this.ends.push(this.size);
    return next + 1;
  }

  skip(): void {
    this.nulls.push(1);
    this.starts.push(this.size);
    this.ends.push(this.size);
  }

  finish(): Column {
    const { type, starts, ends } = this;
    const base = { type, length: starts.length, nulls: maskOf(this.nulls) };
    const lists = { starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
    return { ...base, kind: 'map', ...lists, keys: this.keys.finish(), values: this.values.finish() };
  }
}

/** DECIMAL of more than 18 digits: 16 bytes a value. */
class LongReader implements ValueReader {
  private readonly type: DecimalType;
  private readonly nulls: number[] = [];
  private readonly unscaled: bigint[] = [];

  constructor(type: DecimalType) {
    this.type = type;
  }

  value(bytes: Uint8Array, at: number): number {
    if (bytes[at] === 0) {
      this.skip();
      return at + 1;
    }
    let value = BigInt(wordAt(bytes, at + 1) ^ SIGN);
    for (let word = 1; word < 4; word++) value = (value << 32n) | BigInt(wordAt(bytes, at + 1 + 4 * word) >>> 0);
    this.nulls.push(0);
    this.unscaled.push(value);
    return at + 17;
  }

  skip(): void {
    this.nulls.push(1);
    this.unscaled.push(0n);
  }

  finish(): Column {
    return decimalColumn(this.type, this.unscaled, maskOf(this.nulls));
  }
}

class StructReader implements ValueReader {
  private readonly type: DataType;
  private readonly fields: readonly ValueReader[];
  private readonly nulls: number[] = [];

  constructor(type: DataType & { readonly kind: 'STRUCT' }) {
    this.type = type;
    this.fields = type.fields.map((field) => makeReader(field.type));
  }

  value(bytes: Uint8Array, at: number): number {
    if (bytes[at] === 0) {
      this.skip();
      return at + 1;
    }
    this.nulls.push(0);
    return this.fields.reduce((next, field) => field.value(bytes, next), at + 1);
  }

  skip(): void {
    this.nulls.push(1);
    for (const field of this.fields) field.skip();
  }

  finish(): Column {
    return {
      kind: 'struct',
      type: this.type,
      length: this.nulls.length,
      nulls: maskOf(this.nulls),
      fields: this.fields.map((field) => field.finish()),
    };
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
}
