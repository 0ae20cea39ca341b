// JSON written again from its tokens: no white space, numbers as Java prints them. Spark gives nested values that are read as
// STRING, and what get_json_object finds, in this form; characters beyond U+FFFF come out as two \u escapes there (a trait of
// Jackson's byte generator), while to_json writes them as they are.
import { doubleText } from '../functions/double-text.ts';
import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, MINUS, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './bytes.ts';
import { GrowingBytes } from './growing-bytes.ts';
import {
  END_ARRAY,
  END_OBJECT,
  FALSE_TOKEN,
  FAULT,
  FIELD_NAME,
  FLOAT_TOKEN,
  INT_TOKEN,
  type JsonTokens,
  NULL_TOKEN,
  START_ARRAY,
  START_OBJECT,
  STRING_TOKEN,
  TRUE_TOKEN,
} from './json-tokens.ts';

const HEX = '0123456789ABCDEF';

/** Writes bytes[from, to) as a JSON string with its quotes. `escapeBeyondBmp`: characters of four bytes become \uD83D\uDE00. */
export function printString(target: GrowingBytes, bytes: Uint8Array, from: number, to: number, escapeBeyondBmp: boolean): void {
  target.push(QUOTE);
  let plain = from;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    const beyond = escapeBeyondBmp && byte >= 0xf0;
    if (byte >= 32 && byte !== QUOTE && byte !== BACKSLASH && !beyond) continue;
    target.pushSlice(bytes, plain, i);
    if (beyond) {
      printSurrogates(target, bytes, i);
      i += 3;
    } else {
      printEscape(target, byte);
    }
    plain = i + 1;
  }
  target.pushSlice(bytes, plain, to);
  target.push(QUOTE);
}

function printEscape(target: GrowingBytes, byte: number): void {
  target.push(BACKSLASH);
  const letter = byte === 8 ? 'b' : byte === 9 ? 't' : byte === 10 ? 'n' : byte === 12 ? 'f' : byte === 13 ? 'r' : '';
  if (letter !== '') target.pushText(letter);
  else if (byte >= 32) target.push(byte);
  else target.pushText(`u00${HEX[byte >> 4]}${HEX[byte & 15]}`);
}

function printSurrogates(target: GrowingBytes, bytes: Uint8Array, at: number): void {
  const code =
    (((bytes[at] as number) & 7) << 18) |
    (((bytes[at + 1] as number) & 63) << 12) |
    (((bytes[at + 2] as number) & 63) << 6) |
    ((bytes[at + 3] as number) & 63);
  for (const unit of [0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff)]) {
    target.pushText(`\\u${unit.toString(16).toUpperCase()}`);
  }
}

/** A JSON number with a point or exponent, or NaN and the like, as the double it is. */
export function floatOf(text: string): number {
  switch (text) {
    case 'NaN':
      return Number.NaN;
    case 'Infinity':
    case '+Infinity':
    case '+INF':
      return Number.POSITIVE_INFINITY;
    case '-Infinity':
    case '-INF':
      return Number.NEGATIVE_INFINITY;
    default:
      return Number(text);
  }
}

export function printDouble(target: GrowingBytes, value: number): void {
  const text = doubleText(value);
  target.pushText(Number.isFinite(value) ? text : `"${text}"`);
}

/** Prints the value of the token that stands, to its end. Names of fields without their values are not a value. False on a fault. */
export class JsonPrinter {
  private readonly decoded = new GrowingBytes();

  value(tokens: JsonTokens, target: GrowingBytes, escapeBeyondBmp = true): boolean {
    let depth = 0;
    let token = tokens.token;
    let first = true;
    for (;;) {
      if (token === END_OBJECT || token === END_ARRAY) {
        target.push(token === END_OBJECT ? CLOSE_BRACE : CLOSE_BRACKET);
        first = false;
        depth--;
      } else {
        if (!first) target.push(COMMA);
        if (token === FIELD_NAME) {
          const name = tokens.currentName as Uint8Array;
          printString(target, name, 0, name.length, escapeBeyondBmp);
          target.push(COLON);
          token = tokens.next();
        }
        if (token === FAULT) return false;
        first = this.single(tokens, target, escapeBeyondBmp);
        if (first) depth++;
      }
      if (depth === 0) return true;
      token = tokens.next();
      if (token === FAULT) return false;
    }
  }

  /** A scalar, or the bracket that opens an object or array (then true). */
  private single(tokens: JsonTokens, target: GrowingBytes, escapeBeyondBmp: boolean): boolean {
    const { bytes, valueFrom, valueTo } = tokens;
    switch (tokens.token) {
      case START_OBJECT:
        target.push(OPEN_BRACE);
        return true;
      case START_ARRAY:
        target.push(OPEN_BRACKET);
        return true;
      case STRING_TOKEN:
        if (tokens.valueEscaped) {
          this.decoded.size = 0;
          tokens.decodeTo(this.decoded);
          printString(target, this.decoded.bytes, 0, this.decoded.size, escapeBeyondBmp);
        } else {
          printString(target, bytes, valueFrom, valueTo, escapeBeyondBmp);
        }
        return false;
      case INT_TOKEN:
        this.integer(tokens, target);
        return false;
      case FLOAT_TOKEN:
        printDouble(target, floatOf(tokens.asciiValue()));
        return false;
      case TRUE_TOKEN:
        target.pushText('true');
        return false;
      case FALSE_TOKEN:
        target.pushText('false');
        return false;
      case NULL_TOKEN:
        target.pushText('null');
        return false;
      default:
        return false;
    }
  }

  /** -0 is 0, and leading zeros fall away. */
  private integer(tokens: JsonTokens, target: GrowingBytes): void {
    const { bytes, valueFrom, valueTo } = tokens;
    const first = bytes[valueFrom] === MINUS ? valueFrom + 1 : valueFrom;
    if (bytes[first] === 48) target.pushText(BigInt(asPositive(tokens.asciiValue())).toString());
    else target.pushSlice(bytes, valueFrom, valueTo);
  }
}

function asPositive(text: string): string {
  return text.startsWith('-') && !/[1-9]/.test(text) ? text.slice(1) : text;
}
