// The tokens of one JSON text, one after another, as Jackson's streaming parser (which Spark reads JSON with) gives them: the
// name of a field comes with the look at its value, so a value that cannot be read is noticed at its name. Reads each byte a
// bounded number of times, never throws, and nests at most MAX_JSON_DEPTH deep.

import { sameBytes } from '../functions/text-bytes.ts';
import {
  APOSTROPHE,
  asciiText,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOT,
  HASH,
  isDigit,
  LOWER_E,
  MINUS,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
  RETURN,
  SLASH,
  SPACE,
  STAR,
  startsWithWord,
  TAB,
  UPPER_E,
  ZERO,
} from './bytes.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { decodeString, findStringEnd } from './json-string.ts';
import { type JsonSyntax, MAX_JSON_DEPTH, MAX_NUMBER_LENGTH } from './json-syntax.ts';

export const END = 0;
export const START_OBJECT = 1;
export const END_OBJECT = 2;
export const START_ARRAY = 3;
export const END_ARRAY = 4;
export const FIELD_NAME = 5;
export const STRING_TOKEN = 6;
export const INT_TOKEN = 7;
export const FLOAT_TOKEN = 8;
export const TRUE_TOKEN = 9;
export const FALSE_TOKEN = 10;
export const NULL_TOKEN = 11;
/** The text is not JSON here; `faultReason` and `faultAt` say why and where. */
export const FAULT = 12;

export type Token = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

const NO_BYTES = new Uint8Array(0);

export class JsonTokens {
  /** The token that stands; a fault leaves the one before it. */
  token: Token = END;
  /** The text as it stands: of a string without its quotes, of a number all of it. */
  valueFrom = 0;
  valueTo = 0;
  valueEscaped = false;
  faultReason = '';
  faultAt = -1;
  bytes: Uint8Array = NO_BYTES;

  private readonly syntax: JsonSyntax;
  private at = 0;
  private end = 0;
  private pending: Token = END;
  private faulted: 'no' | 'after name' | 'yes' = 'no';
  private depth = 0;
  private readonly isObject = new Uint8Array(MAX_JSON_DEPTH + 1);
  /** How many values of the object or array at that depth have begun. */
  private readonly counts = new Int32Array(MAX_JSON_DEPTH + 1);
  /** The name of the field at each depth: a range of the bytes, or when it has escapes what they say. */
  private readonly nameFrom = new Int32Array(MAX_JSON_DEPTH + 1);
  private readonly nameTo = new Int32Array(MAX_JSON_DEPTH + 1);
  private readonly escapedNames: (Uint8Array | null)[] = [];

  constructor(syntax: JsonSyntax) {
    this.syntax = syntax;
  }

  reset(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.token = END;
    this.pending = END;
    this.depth = 0;
    this.counts[0] = 0;
    this.faulted = 'no';
    this.faultReason = '';
    this.faultAt = -1;
  }

  /** Where reading goes on; after a token, the byte behind it. */
  get position(): number {
    return this.at;
  }

  next(): Token {
    if (this.faulted !== 'no') return this.nextAfterFault();
    if (this.token === FIELD_NAME) return this.nextAfterName();
    let byte = this.skipSpace();
    if (byte < 0) return this.depth > 0 ? this.fault('it ends too early', this.end) : this.take(END);
    if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) return this.close(byte);
    if (this.depth > 0 && (this.counts[this.depth] as number) > 0) {
      if (byte !== COMMA) return this.fault('there is no comma between two values', this.at);
      this.at++;
      byte = this.skipSpace();
      if (byte < 0) return this.fault('it ends too early', this.end);
    }
    this.counts[this.depth] = (this.counts[this.depth] as number) + 1;
    if (this.depth === 0 || this.isObject[this.depth] === 0) {
      const value = this.value(byte);
      return value === FAULT ? FAULT : this.enter(value);
    }
    return this.nameAndValue(byte);
  }

  /** The name of the field that the token is, or belongs to; null in an array. */
  get currentName(): Uint8Array | null {
    const depth = this.nameDepth();
    if (depth < 0) return null;
    return this.escapedNames[depth] ?? this.bytes.subarray(this.nameFrom[depth], this.nameTo[depth]);
  }

  /** Whether `currentName` is these bytes. */
  nameIs(wanted: Uint8Array): boolean {
    const depth = this.nameDepth();
    if (depth < 0) return false;
    const escaped = this.escapedNames[depth] ?? null;
    const bytes = escaped ?? this.bytes;
    const from = escaped === null ? (this.nameFrom[depth] as number) : 0;
    const to = escaped === null ? (this.nameTo[depth] as number) : escaped.length;
    return to - from === wanted.length && sameBytes(bytes, from, wanted, 0, wanted.length);
  }

  private nameDepth(): number {
    const depth = this.token === START_OBJECT || this.token === START_ARRAY ? this.depth - 1 : this.depth;
    return depth > 0 && this.isObject[depth] === 1 && (this.nameTo[depth] as number) >= 0 ? depth : -1;
  }

  /** Behind the object or array that the token opens; nothing for any other token. FAULT when it is not right. */
  skipChildren(): Token {
    if (this.token !== START_OBJECT && this.token !== START_ARRAY) return this.token;
    const outside = this.depth - 1;
    while (this.depth > outside) if (this.next() === FAULT) return FAULT;
    return this.token;
  }

  /** What the string token says. */
  decodeTo(target: GrowingBytes): void {
    if (this.valueEscaped) decodeString(this.bytes, this.valueFrom, this.valueTo, target);
    else target.pushSlice(this.bytes, this.valueFrom, this.valueTo);
  }

  /** The token's bytes as they stand, for numbers. */
  asciiValue(): string {
    return asciiText(this.bytes, this.valueFrom, this.valueTo);
  }

  private take(token: Token): Token {
    this.token = token;
    return token;
  }

  private fault(reason: string, at: number): Token {
    if (this.faulted === 'no') {
      this.faulted = 'yes';
      this.faultReason = reason;
      this.faultAt = at;
    }
    return FAULT;
  }

  /** Jackson goes on once after a value it could not read: with no token at all. */
  private nextAfterFault(): Token {
    if (this.faulted !== 'after name') return FAULT;
    this.faulted = 'yes';
    return this.take(END);
  }

  private nextAfterName(): Token {
    const token = this.pending;
    this.pending = END;
    return this.enter(token);
  }

  private enter(token: Token): Token {
    if (token === START_OBJECT || token === START_ARRAY) {
      if (this.depth === MAX_JSON_DEPTH) return this.fault(`it is nested more than ${MAX_JSON_DEPTH} levels deep`, this.at);
      this.depth++;
      this.isObject[this.depth] = token === START_OBJECT ? 1 : 0;
      this.counts[this.depth] = 0;
      this.nameTo[this.depth] = -1;
    }
    return this.take(token);
  }

  private close(byte: number): Token {
    const closesObject = byte === CLOSE_BRACE;
    if (this.depth === 0 || (this.isObject[this.depth] === 1) !== closesObject) return this.fault('a bracket closes nothing', this.at);
    this.depth--;
    this.at++;
    return this.take(closesObject ? END_OBJECT : END_ARRAY);
  }

  private nameAndValue(first: number): Token {
    if (!this.name(first)) return FAULT;
    this.token = FIELD_NAME;
    const colon = this.skipSpace();
    let value: Token = FAULT;
    if (colon !== COLON) {
      this.fault(colon < 0 ? 'it ends too early' : 'there is no colon after a name', this.at);
    } else {
      this.at++;
      const byte = this.skipSpace();
      value = byte < 0 ? this.fault('it ends too early', this.end) : this.value(byte);
    }
    if (value === FAULT) {
      if (this.faultReason !== UNCLOSED) this.faulted = 'after name';
      return FAULT;
    }
    this.pending = value;
    return FIELD_NAME;
  }

  private name(first: number): boolean {
    const quoted = first === QUOTE || (first === APOSTROPHE && this.syntax.allowSingleQuotes);
    if (!quoted) return this.syntax.allowUnquotedFieldNames && this.bareName();
    const from = this.at + 1;
    const found = findStringEnd(this.bytes, from, this.end, first, this.syntax);
    if (found.at < 0) {
      this.fault(found.reason, found.faultAt);
      return false;
    }
    this.setName(from, found.at, found.escaped);
    this.at = found.at + 1;
    return true;
  }

  private bareName(): boolean {
    let at = this.at;
    while (at < this.end && isNameByte(this.bytes[at] as number)) at++;
    if (at === this.at) return false;
    this.setName(this.at, at, false);
    this.at = at;
    return true;
  }

  private setName(from: number, to: number, escaped: boolean): void {
    const { depth } = this;
    this.nameFrom[depth] = from;
    this.nameTo[depth] = to;
    this.escapedNames[depth] = null;
    if (!escaped) return;
    const decoded = new GrowingBytes();
    decodeString(this.bytes, from, to, decoded);
    this.escapedNames[depth] = decoded.bytes.subarray(0, decoded.size);
  }

  /** Reads a scalar whole, and of an object or array the bracket. */
  private value(byte: number): Token {
    const { at } = this;
    switch (byte) {
      case QUOTE:
        return this.string(byte);
      case OPEN_BRACE:
        this.at++;
        return START_OBJECT;
      case OPEN_BRACKET:
        this.at++;
        return START_ARRAY;
      case 116:
        return this.word('true', TRUE_TOKEN);
      case 102:
        return this.word('false', FALSE_TOKEN);
      case 110:
        return this.word('null', NULL_TOKEN);
      case APOSTROPHE:
        return this.syntax.allowSingleQuotes ? this.string(byte) : this.fault('a value is neither text in quotes, number, true, false nor null', at);
      case 78:
        return this.notFinite('NaN');
      case 73:
        return this.notFinite('Infinity');
      case PLUS:
      case MINUS: {
        const following = this.bytes[at + 1];
        if (following === 73) {
          const sign = byte === MINUS ? '-' : '+';
          return this.notFinite(this.bytes[at + 2] === 78 ? `${sign}INF` : `${sign}Infinity`);
        }
        return byte === MINUS ? this.number() : this.fault('a number begins with +', at);
      }
      default:
        return isDigit(byte) ? this.number() : this.fault('a value is neither text in quotes, number, true, false nor null', at);
    }
  }

  private string(quote: number): Token {
    const from = this.at + 1;
    const found = findStringEnd(this.bytes, from, this.end, quote, this.syntax);
    if (found.at < 0) return this.fault(found.reason, found.faultAt);
    this.valueFrom = from;
    this.valueTo = found.at;
    this.valueEscaped = found.escaped;
    this.at = found.at + 1;
    return STRING_TOKEN;
  }

  private word(word: string, token: Token): Token {
    const { at } = this;
    if (!startsWithWord(this.bytes, at, this.end, word) || (at + word.length < this.end && isNameByte(this.bytes[at + word.length] as number))) {
      return this.fault(`a word is not ${word}`, at);
    }
    this.scalar(at, at + word.length);
    return token;
  }

  private notFinite(word: string): Token {
    if (!this.syntax.allowNonNumericNumbers) return this.fault('a value is neither text in quotes, number, true, false nor null', this.at);
    return this.word(word, FLOAT_TOKEN);
  }

  private scalar(from: number, to: number): void {
    this.valueFrom = from;
    this.valueTo = to;
    this.valueEscaped = false;
    this.at = to;
  }

  private number(): Token {
    const { bytes, end } = this;
    const from = this.at;
    let at = from;
    if (bytes[at] === MINUS) at++;
    const digitsFrom = at;
    at = this.digitsEnd(at);
    if (at === digitsFrom) return this.fault('a number has no digits', at);
    if (bytes[digitsFrom] === ZERO && at > digitsFrom + 1 && !this.syntax.allowNumericLeadingZeros) {
      return this.fault('a number begins with 0', digitsFrom);
    }
    let token: Token = INT_TOKEN;
    if (at < end && bytes[at] === DOT) {
      const fractionFrom = at + 1;
      at = this.digitsEnd(fractionFrom);
      if (at === fractionFrom) return this.fault('a number has no digits after its point', at);
      token = FLOAT_TOKEN;
    }
    if (at < end && (bytes[at] === LOWER_E || bytes[at] === UPPER_E)) {
      at++;
      if (at < end && (bytes[at] === PLUS || bytes[at] === MINUS)) at++;
      const exponentFrom = at;
      at = this.digitsEnd(at);
      if (at === exponentFrom) return this.fault('a number has no digits in its exponent', at);
      token = FLOAT_TOKEN;
    }
    if (at - from > MAX_NUMBER_LENGTH) return this.fault(`a number has more than ${MAX_NUMBER_LENGTH} digits`, from);
    this.scalar(from, at);
    return token;
  }

  private digitsEnd(from: number): number {
    let at = from;
    while (at < this.end && isDigit(this.bytes[at])) at++;
    return at;
  }

  /** The next byte that is neither white space nor comment, or -1 at the end and at anything that is not right. */
  private skipSpace(): number {
    const { bytes, end } = this;
    while (this.at < end) {
      const byte = bytes[this.at] as number;
      if (byte > SPACE) {
        if (byte !== SLASH && byte !== HASH) return byte;
        if (byte === HASH || !this.syntax.allowComments || !this.skipComment()) return byte;
        continue;
      }
      if (byte !== SPACE && byte !== NEWLINE && byte !== RETURN && byte !== TAB) return byte;
      this.at++;
    }
    return -1;
  }

  private skipComment(): boolean {
    const { bytes, end } = this;
    const second = bytes[this.at + 1];
    let at = this.at + 2;
    if (second === SLASH) {
      while (at < end && bytes[at] !== NEWLINE && bytes[at] !== RETURN) at++;
      this.at = Math.min(at, end);
      return true;
    }
    if (second !== STAR) return false;
    while (at < end && !(bytes[at] === STAR && bytes[at + 1] === SLASH)) at++;
    this.at = Math.min(at + 2, end);
    return true;
  }
}

const UNCLOSED = 'a string is not closed';

/** A letter, digit, _ or $, or a byte of a character beyond ASCII. */
function isNameByte(byte: number): boolean {
  return isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 122) || byte === 95 || byte === 36 || byte >= 0x80;
}
