// Records of JSON, bytes to columns, by a schema: only the fields wanted are kept, the others are passed over. Each record is
// read at full speed on the assumption that it is plain JSON that fits its columns; the first thing that is not so hands it,
// from its start, to the careful reader, which decides what Spark answers. No text and no object is made per record.

import { utf8Slice } from '../../columns/build.ts';
import type { Column } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { doubleText } from '../functions/double-text.ts';
import {
  asciiText,
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOT,
  isDigit,
  LOWER_E,
  LOWER_F,
  LOWER_N,
  LOWER_T,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  UPPER_E,
  ZERO,
} from './bytes.ts';
import { CarefulReader } from './careful-reader.ts';
import { ExpectedFields } from './expected-fields.ts';
import { JsonScan, passSpace } from './json-scan.ts';
import { decodeString, findStringEnd } from './json-string.ts';
import { type JsonFault, type JsonSyntax, READER_SYNTAX } from './json-syntax.ts';
import { isoDays, isoMicros, type JsonTimes } from './json-times.ts';
import { JsonTokens } from './json-tokens.ts';
import { JsonValues, writeBigint, writeInt } from './json-values.ts';
import { nameStandsAt } from './json-words.ts';
import {
  ARRAY_LANE,
  BIGINT_LANE,
  BOOLEAN_LANE,
  DATE_LANE,
  DOUBLE_LANE,
  INT_LANE,
  Lane,
  MAP_LANE,
  STRING_LANE,
  STRUCT_LANE,
  TIMESTAMP_LANE,
} from './lane.ts';

export interface JsonReaderOptions {
  readonly times: JsonTimes;
  readonly syntax?: JsonSyntax;
  /** Values that are no strings go into STRING columns as they stand in the record, not printed again. */
  readonly exactStrings?: boolean;
}

/** 'partly': NULL for what did not fit. 'failed': NULL for all. 'blank': nothing but white space, NULL for all. */
export type JsonOutcome = 'fits' | 'partly' | 'failed' | 'blank';

export class JsonReader extends JsonScan {
  /** Of the last record: what did not fit. */
  fault: JsonFault | null = null;
  /** Rows read since `finish`. */
  length = 0;

  private readonly root: Lane;
  private readonly times: JsonTimes;
  private readonly exactStrings: boolean;
  private readonly expected = new ExpectedFields();
  private readonly careful: CarefulReader;
  private readonly tokens: JsonTokens;

  /** `type`: STRUCT for records that are objects; ARRAY or MAP when the whole record is one. */
  constructor(type: DataType, options: JsonReaderOptions) {
    super(options.syntax ?? READER_SYNTAX);
    this.root = new Lane('', type);
    this.times = options.times;
    this.exactStrings = options.exactStrings ?? false;
    this.tokens = new JsonTokens(this.syntax);
    const { allowNonNumericNumbers } = this.syntax;
    this.careful = new CarefulReader(this.tokens, new JsonValues({ times: this.times, allowNonNumericNumbers, exactStrings: this.exactStrings }));
  }

  /**
   * Appends one row: the record in bytes[start, end). What follows its first value is ignored. Text of the row is not copied:
   * the caller leaves `bytes` as they are. Records between two calls of `finish` best come from one buffer.
   */
  read(bytes: Uint8Array, start: number, end: number): JsonOutcome {
    const index = this.length++;
    const { root } = this;
    root.reserve(this.length);
    this.fault = null;
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.at = start;
    this.end = end;
    if (root.kind === STRUCT_LANE && this.space() === OPEN_BRACE) {
      this.at++;
      root.nulls[index] = 0;
      if (this.object(root, index)) return 'fits';
      root.startStruct(index);
      root.nulls[index] = 1;
    } else if (root.kind !== STRUCT_LANE && this.value(root, index) && root.nulls[index] === 0) {
      return 'fits';
    }
    return this.readCarefully(bytes, start, end, index);
  }

  /** So many more rows will come before `finish`: room is made once. */
  expect(rows: number): void {
    this.root.reserve(this.length + rows);
  }

  /** Appends a row of NULL. */
  skip(): void {
    this.length++;
    this.root.reserve(this.length);
  }

  /** Where the last record's value ended, when it fitted. */
  get position(): number {
    return this.fault === null ? this.at : this.tokens.position;
  }

  /** The rows read so far, as one column of the type; a STRUCT's rows that failed are NULL. The reader is then empty. */
  finish(): Column {
    const { length } = this;
    this.length = 0;
    return this.root.finish(length);
  }

  private readCarefully(bytes: Uint8Array, start: number, end: number, index: number): JsonOutcome {
    const { root, careful } = this;
    const outcome = careful.read(root, index, bytes, start, end);
    this.at = this.tokens.position;
    if (outcome !== 'read') {
      if (root.kind === STRUCT_LANE) root.startStruct(index);
      root.nulls[index] = 1;
      this.fault = careful.fault;
      return outcome;
    }
    this.fault = careful.fault;
    return careful.fault === null ? 'fits' : 'partly';
  }

  /** The fields from after the { to after the }. False: the record is for the careful reader; what was written is void. */
  private object(lane: Lane, index: number): boolean {
    const { bytes, view, end } = this;
    const { fields, order } = lane;
    let ordinal = 0;
    if (this.space() === CLOSE_BRACE) {
      this.at++;
      return true;
    }
    ordinal = this.expected.read(lane, index, bytes, view, this.at, end);
    this.at = this.expected.at;
    if (ordinal < 0) return true;
    let { at } = this;
    for (;;) {
      if (at >= end || bytes[at] !== QUOTE) return false;
      const from = at + 1;
      const expected = order[ordinal];
      let f: number;
      if (expected !== undefined && nameStandsAt(expected, view, at, end, bytes.length)) {
        f = expected.field;
        at += expected.size - 1;
      } else {
        const to = this.stringEnd(from);
        if (to >= end || bytes[to] !== QUOTE) return false;
        f = lane.find(bytes, from, to);
        lane.expect(ordinal, bytes, from, to, f);
        at = to + 1;
      }
      ordinal++;
      if (bytes[at] !== COLON) {
        at = passSpace(bytes, at, end);
        if (bytes[at] !== COLON) return false;
      }
      at = passSpace(bytes, at + 1, end);
      if (at >= end) return false;
      const field = f < 0 ? null : (fields[f] as Lane);
      // Plain strings, which most fields are, are taken here and now.
      const string = bytes[at] === QUOTE ? this.stringEnd(at + 1) : -1;
      if (string >= 0 && string < end && bytes[string] === QUOTE && (field === null || field.kind === STRING_LANE)) {
        if (field !== null) field.setSlice(index, bytes, at + 1, string);
        at = string + 1;
      } else {
        this.at = at;
        if (!(field === null ? this.pass() : this.value(field, index))) return false;
        at = this.at;
      }
      if (bytes[at] !== COMMA) at = passSpace(bytes, at, end);
      if (at >= end) return false;
      const byte = bytes[at++];
      if (byte === COMMA) {
        at = passSpace(bytes, at, end);
      } else {
        this.at = at;
        return byte === CLOSE_BRACE;
      }
    }
  }

  private value(lane: Lane, index: number): boolean {
    const byte = this.space();
    switch (byte) {
      case QUOTE:
        return this.string(lane, index);
      case LOWER_N:
        lane.nulls[index] = 1;
        return this.word('null');
      case LOWER_T:
      case LOWER_F:
        return this.truth(lane, index, byte === LOWER_T ? 'true' : 'false');
      case OPEN_BRACE:
        if (lane.kind === STRUCT_LANE) {
          this.at++;
          lane.startStruct(index);
          return this.object(lane, index);
        }
        return lane.kind === MAP_LANE ? this.map(lane, index) : this.nestedText(lane, index);
      case OPEN_BRACKET:
        return lane.kind === ARRAY_LANE ? this.array(lane, index) : this.nestedText(lane, index);
      default:
        return this.numberInto(lane, index);
    }
  }

  private string(lane: Lane, index: number): boolean {
    const { bytes, end } = this;
    const from = this.at + 1;
    const to = this.stringEnd(from);
    const byte = to < end ? bytes[to] : -1;
    if (byte !== QUOTE) return byte === BACKSLASH && lane.kind === STRING_LANE && this.escapedString(lane, index, from);
    this.at = to + 1;
    switch (lane.kind) {
      case STRING_LANE:
        lane.setSlice(index, bytes, from, to);
        return true;
      case TIMESTAMP_LANE:
        return this.timestamp(lane, index, from, to);
      case DATE_LANE: {
        const days = this.times.plainDates && to - from === 10 ? isoDays(bytes, from) : Number.NaN;
        const value = Number.isNaN(days) && to > from ? this.times.date(utf8Slice(bytes, from, to)) : days;
        if (value === null || Number.isNaN(value)) return false;
        lane.nulls[index] = 0;
        lane.ints[index] = value;
        return true;
      }
      default:
        return false;
    }
  }

  private timestamp(lane: Lane, index: number, from: number, to: number): boolean {
    const micros = this.times.plainTimestamps ? isoMicros(this.bytes, from, to, this.times.utc) : Number.NaN;
    const value = Number.isNaN(micros) && to > from ? this.times.timestamp(utf8Slice(this.bytes, from, to)) : micros;
    if (value === null || (typeof value === 'number' && Number.isNaN(value))) return false;
    lane.setInteger(index, value);
    return true;
  }

  private escapedString(lane: Lane, index: number, from: number): boolean {
    const found = findStringEnd(this.bytes, from, this.end, QUOTE, this.syntax);
    if (found.at < 0) return false;
    const start = lane.target.size;
    decodeString(this.bytes, from, found.at, lane.target);
    lane.setMade(index, start);
    this.at = found.at + 1;
    return true;
  }

  private truth(lane: Lane, index: number, word: 'true' | 'false'): boolean {
    const from = this.at;
    if (!this.word(word)) return false;
    if (lane.kind === STRING_LANE) {
      lane.setSlice(index, this.bytes, from, this.at);
      return true;
    }
    if (lane.kind !== BOOLEAN_LANE) return false;
    lane.nulls[index] = 0;
    lane.bools[index] = word === 'true' ? 1 : 0;
    return true;
  }

  private nestedText(lane: Lane, index: number): boolean {
    if (lane.kind !== STRING_LANE) return false;
    const from = this.at;
    if (!this.pass() || !(this.exactStrings || isPrinted(this.bytes, from, this.at))) return false;
    lane.setSlice(index, this.bytes, from, this.at);
    return true;
  }

  private array(lane: Lane, index: number): boolean {
    const child = lane.child as Lane;
    const from = child.used;
    this.at++;
    if (this.space() === CLOSE_BRACKET) this.at++;
    else {
      for (;;) {
        if (!this.value(child, child.take())) return false;
        const byte = this.space();
        this.at++;
        if (byte === CLOSE_BRACKET) break;
        if (byte !== COMMA) return false;
      }
    }
    return setRange(lane, index, from, child.used);
  }

  private map(lane: Lane, index: number): boolean {
    const { bytes, end } = this;
    const child = lane.child as Lane;
    const keys = lane.keys as Lane;
    const from = child.used;
    this.at++;
    let byte = this.space();
    if (byte === CLOSE_BRACE) {
      this.at++;
      return setRange(lane, index, from, from);
    }
    for (;;) {
      if (byte !== QUOTE) return false;
      const start = this.at + 1;
      const to = this.stringEnd(start);
      if (to >= end || bytes[to] !== QUOTE) return false;
      keys.setSlice(keys.take(), bytes, start, to);
      this.at = to + 1;
      const position = child.take();
      if (this.space() !== COLON) return false;
      this.at++;
      if (!this.value(child, position)) return false;
      byte = this.space();
      this.at++;
      if (byte === CLOSE_BRACE) return setRange(lane, index, from, child.used);
      if (byte !== COMMA) return false;
      byte = this.space();
    }
  }

  private numberInto(lane: Lane, index: number): boolean {
    const from = this.at;
    if (!this.number()) return false;
    const { bytes, at: to, numberIsInt } = this;
    const few = to - from <= 15;
    switch (lane.kind) {
      case INT_LANE:
        return numberIsInt && few && writeInt(this.numberValue, lane, index);
      case BIGINT_LANE:
        if (!numberIsInt) return false;
        if (!few) return writeBigint(BigInt(asciiText(bytes, from, to)), lane, index);
        lane.setFloat(index, this.numberValue + 0);
        return true;
      case DOUBLE_LANE:
        lane.nulls[index] = 0;
        lane.floats[index] = few && numberIsInt && bytes[from] !== MINUS ? this.numberValue : Number(asciiText(bytes, from, to));
        return true;
      case TIMESTAMP_LANE:
        if (!numberIsInt || !few || Math.abs(this.numberValue) > 9_007_199_254) return false;
        lane.nulls[index] = 0;
        lane.floats[index] = this.numberValue * 1e6 + 0;
        return true;
      case STRING_LANE:
        return this.numberText(lane, index, from, to);
      default:
        return false;
    }
  }

  private numberText(lane: Lane, index: number, from: number, to: number): boolean {
    const { bytes } = this;
    const negativeZero = this.numberIsInt && bytes[from] === MINUS && bytes[from + 1] === ZERO;
    if (this.exactStrings || (this.numberIsInt && !negativeZero)) {
      lane.setSlice(index, bytes, from, to);
      return true;
    }
    const value = Number(asciiText(bytes, from, to));
    if (!Number.isFinite(value)) return false;
    const start = lane.target.size;
    lane.target.pushText(negativeZero ? '0' : doubleText(value));
    lane.setMade(index, start);
    return true;
  }
}

function setRange(lane: Lane, index: number, from: number, to: number): boolean {
  lane.nulls[index] = 0;
  lane.starts[index] = from;
  lane.ends[index] = to;
  return true;
}

/** Whether nested JSON that has been passed is already as it would be printed: no white space, fraction, exponent, escape or character of four bytes. */
function isPrinted(bytes: Uint8Array, from: number, to: number): boolean {
  let inString = false;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) inString = !inString;
    else if (inString ? byte === BACKSLASH || byte >= 0xf0 : byte <= SPACE || byte === DOT || byte === UPPER_E) return false;
    else if (!inString && ((byte === LOWER_E && isDigit(bytes[i - 1])) || (byte === MINUS && bytes[i + 1] === ZERO))) return false;
  }
  return true;
}
