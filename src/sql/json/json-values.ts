// One JSON value that is not nested into the lane of its column, by the rules of Spark's JSON reader: strict about kinds (a
// number in quotes is no number), except that any value becomes a STRING.

import { utf8Slice } from '../../columns/build.ts';
import { fitsPrecision, parseDecimal, rescale } from '../../columns/decimal.ts';
import { decodeBase64 } from '../base64.ts';
import { ownLane } from '../datetime/timestamp-lane.ts';
import { fitsBigint } from '../functions/big-lane.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { floatOf, JsonPrinter } from './json-print.ts';
import type { JsonTimes } from './json-times.ts';
import { FALSE_TOKEN, FLOAT_TOKEN, INT_TOKEN, type JsonTokens, START_ARRAY, START_OBJECT, STRING_TOKEN, TRUE_TOKEN } from './json-tokens.ts';
import {
  BIGINT_LANE,
  BINARY_LANE,
  BOOLEAN_LANE,
  DATE_LANE,
  DECIMAL_LANE,
  DOUBLE_LANE,
  FLOAT_LANE,
  INT_LANE,
  type Lane,
  STRING_LANE,
  TIMESTAMP_LANE,
} from './lane.ts';

export interface ValueRules {
  readonly times: JsonTimes;
  readonly allowNonNumericNumbers: boolean;
  /** A STRING column takes the bytes of a value that is no string as they stand, not printed again. Spark 4 does so with files. */
  readonly exactStrings: boolean;
}

const INT_MAX = 2_147_483_647;

export class JsonValues {
  private readonly rules: ValueRules;
  private readonly printer = new JsonPrinter();
  private readonly scratch = new GrowingBytes();

  constructor(rules: ValueRules) {
    this.rules = rules;
  }

  /** Writes the value of the token that stands (never null). False when it does not fit or cannot be read: then nothing was written. */
  write(tokens: JsonTokens, lane: Lane, index: number): boolean {
    const { token } = tokens;
    switch (lane.kind) {
      case BOOLEAN_LANE:
        if (token !== TRUE_TOKEN && token !== FALSE_TOKEN) return false;
        lane.nulls[index] = 0;
        lane.bools[index] = token === TRUE_TOKEN ? 1 : 0;
        return true;
      case INT_LANE:
        return token === INT_TOKEN && writeInt(Number(tokens.asciiValue()), lane, index);
      case BIGINT_LANE:
        return token === INT_TOKEN && writeBigint(BigInt(tokens.asciiValue()), lane, index);
      case FLOAT_LANE:
      case DOUBLE_LANE:
        return this.writeFloat(tokens, lane, index);
      case DECIMAL_LANE:
        return this.writeDecimal(tokens, lane, index);
      case STRING_LANE:
        return this.writeString(tokens, lane, index);
      case DATE_LANE:
        return token === STRING_TOKEN && this.writeDate(this.textOf(tokens), lane, index);
      case TIMESTAMP_LANE:
        return this.writeTimestamp(tokens, lane, index);
      case BINARY_LANE:
        return token === STRING_TOKEN && writeBinary(this.textOf(tokens), lane, index);
      default:
        return false;
    }
  }

  textOf(tokens: JsonTokens): string {
    if (!tokens.valueEscaped) return utf8Slice(tokens.bytes, tokens.valueFrom, tokens.valueTo);
    this.scratch.size = 0;
    tokens.decodeTo(this.scratch);
    return utf8Slice(this.scratch.bytes, 0, this.scratch.size);
  }

  writeDate(text: string, lane: Lane, index: number): boolean {
    if (text === '') return false;
    const days = this.rules.times.date(text);
    if (days === null) return false;
    lane.nulls[index] = 0;
    lane.ints[index] = days;
    return true;
  }

  writeTimestampText(text: string, lane: Lane, index: number): boolean {
    const micros = text === '' ? null : this.rules.times.timestamp(text);
    if (micros === null) return false;
    lane.setInteger(index, micros);
    return true;
  }

  private writeTimestamp(tokens: JsonTokens, lane: Lane, index: number): boolean {
    if (tokens.token === STRING_TOKEN) return this.writeTimestampText(this.textOf(tokens), lane, index);
    if (tokens.token !== INT_TOKEN) return false;
    const micros = BigInt(tokens.asciiValue()) * 1_000_000n;
    // Spark cuts to 64 bits.
    lane.setInteger(index, ownLane(BigInt.asIntN(64, micros)) ?? 0);
    return true;
  }

  private writeFloat(tokens: JsonTokens, lane: Lane, index: number): boolean {
    const value = this.floatValue(tokens);
    if (value === null) return false;
    lane.setFloat(index, lane.kind === FLOAT_LANE ? Math.fround(value) : value);
    return true;
  }

  private floatValue(tokens: JsonTokens): number | null {
    if (tokens.token === INT_TOKEN) return Number(tokens.asciiValue());
    if (tokens.token === FLOAT_TOKEN) return floatOf(tokens.asciiValue());
    if (tokens.token !== STRING_TOKEN || !this.rules.allowNonNumericNumbers) return null;
    const text = this.textOf(tokens);
    return /^(?:NaN|[+-]INF|[+-]?Infinity)$/.test(text) ? floatOf(text) : null;
  }

  private writeDecimal(tokens: JsonTokens, lane: Lane, index: number): boolean {
    const { type } = lane;
    if (type.kind !== 'DECIMAL') return false;
    const isNumber = tokens.token === INT_TOKEN || tokens.token === FLOAT_TOKEN;
    if (!isNumber && tokens.token !== STRING_TOKEN) return false;
    const number = parseDecimal(isNumber ? tokens.asciiValue() : this.textOf(tokens).replaceAll(',', ''));
    if (number === null) return false;
    const unscaled = rescale(number.unscaled, number.scale, type.scale);
    if (!fitsPrecision(unscaled, type.precision)) return false;
    lane.setBig(index, unscaled);
    return true;
  }

  private writeString(tokens: JsonTokens, lane: Lane, index: number): boolean {
    const { token } = tokens;
    if (token === STRING_TOKEN) {
      if (!tokens.valueEscaped) {
        lane.setSlice(index, tokens.bytes, tokens.valueFrom, tokens.valueTo);
        return true;
      }
      const from = lane.target.size;
      tokens.decodeTo(lane.target);
      lane.setMade(index, from);
      return true;
    }
    if (this.rules.exactStrings) {
      const nested = token === START_OBJECT || token === START_ARRAY;
      const start = nested ? tokens.position - 1 : tokens.valueFrom;
      if (nested && tokens.skipChildren() === 12) return false;
      lane.setSlice(index, tokens.bytes, start, nested ? tokens.position : tokens.valueTo);
      return true;
    }
    const from = lane.target.size;
    if (!this.printer.value(tokens, lane.target)) return false;
    lane.setMade(index, from);
    return true;
  }
}

/** TINYINT takes 128 to 255 too, as Java's parser does: the byte of those bits. */
export function writeInt(value: number, lane: Lane, index: number): boolean {
  const { kind } = lane.type;
  const fits =
    kind === 'TINYINT'
      ? value >= -128 && value <= 255
      : kind === 'SMALLINT'
        ? value >= -32_768 && value <= 32_767
        : value >= -INT_MAX - 1 && value <= INT_MAX;
  if (!fits) return false;
  lane.nulls[index] = 0;
  lane.ints[index] = kind === 'TINYINT' ? (value << 24) >> 24 : value;
  return true;
}

export function writeBigint(value: bigint, lane: Lane, index: number): boolean {
  if (!fitsBigint(value)) return false;
  const number = Number(value);
  if (Number.isSafeInteger(number)) lane.setFloat(index, number + 0);
  else lane.setBig(index, value);
  return true;
}

function writeBinary(text: string, lane: Lane, index: number): boolean {
  const decoded = decodeBase64(text);
  if (decoded === null) return false;
  const from = lane.target.size;
  lane.target.pushSlice(decoded, 0, decoded.length);
  lane.setMade(index, from);
  return true;
}
