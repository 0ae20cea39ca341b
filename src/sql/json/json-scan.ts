// Passing over JSON at full speed: white space, words, numbers, whole values. Only plain standard JSON is known here; at the
// first thing that is not so a method says false, and the careful reader has the last word.
import {
  BACKSLASH,
  COLON,
  COMMA,
  DOT,
  isDigit,
  LOWER_E,
  LOWER_F,
  LOWER_N,
  LOWER_T,
  MINUS,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
  RETURN,
  SPACE,
  startsWithWord,
  TAB,
  UPPER_E,
  ZERO,
} from './bytes.ts';
import { findStringEnd } from './json-string.ts';
import { type JsonSyntax, MAX_JSON_DEPTH, MAX_NUMBER_LENGTH } from './json-syntax.ts';
import { DigitRun, plainRun } from './json-words.ts';

/** 1 for the bytes that end a run of ordinary ones in a string. */
const stops = Uint8Array.from({ length: 256 }, (_, byte) => (byte === QUOTE || byte === BACKSLASH || byte < SPACE ? 1 : 0));

export class JsonScan {
  protected bytes: Uint8Array = new Uint8Array(0);
  /** Over the same bytes. */
  protected view = new DataView(this.bytes.buffer);
  protected at = 0;
  protected end = 0;
  protected readonly syntax: JsonSyntax;
  /** Of the number just passed: whether it has neither point nor exponent, and its value when it is a short integer. */
  protected numberIsInt = false;
  protected numberValue = 0;
  private readonly digits = new DigitRun();
  private readonly nesting = new Uint8Array(MAX_JSON_DEPTH + 1);

  constructor(syntax: JsonSyntax) {
    this.syntax = syntax;
  }

  /** The byte after white space, or -1 at the end. */
  protected space(): number {
    this.at = passSpace(this.bytes, this.at, this.end);
    return this.at < this.end ? (this.bytes[this.at] as number) : -1;
  }

  /** Whatever follows the word is found wrong by whoever looks for a comma or bracket there. */
  protected word(word: string): boolean {
    if (!startsWithWord(this.bytes, this.at, this.end, word)) return false;
    this.at += word.length;
    return true;
  }

  /** Passes a number. `numberValue` is right when it is an integer of at most 15 bytes. */
  protected number(): boolean {
    const { bytes, end } = this;
    const from = this.at;
    let at = from;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const first = at;
    at = this.digits.read(bytes, this.view, first, end);
    const { value } = this.digits;
    if (at === first || (bytes[first] === ZERO && at > first + 1)) return false;
    this.numberIsInt = true;
    this.numberValue = negative ? -value : value;
    if (at < end) {
      const byte = bytes[at] as number;
      if (byte === DOT || byte === LOWER_E || byte === UPPER_E) {
        this.numberIsInt = false;
        at = this.fractionEnd(at);
        if (at < 0) return false;
      }
    }
    this.at = at;
    return at - from <= MAX_NUMBER_LENGTH;
  }

  /** Behind the fraction and exponent that begin at `from`, or -1. */
  private fractionEnd(from: number): number {
    const { bytes, end } = this;
    let at = from;
    if (bytes[at] === DOT) {
      at++;
      const first = at;
      while (at < end && isDigit(bytes[at])) at++;
      if (at === first) return -1;
    }
    if (at < end && ((bytes[at] as number) | 32) === LOWER_E) {
      at++;
      if (at < end && (bytes[at] === PLUS || bytes[at] === MINUS)) at++;
      const first = at;
      while (at < end && isDigit(bytes[at])) at++;
      if (at === first) return -1;
    }
    return at;
  }

  /** Passes any value, with all that is nested in it. */
  protected pass(): boolean {
    const { nesting } = this;
    let depth = 0;
    let byte = this.space();
    for (;;) {
      // A value begins here.
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (depth === MAX_JSON_DEPTH) return false;
        nesting[++depth] = byte;
        this.at++;
        byte = this.space();
        if (byte !== (nesting[depth] as number) + 2) {
          if (nesting[depth] === OPEN_BRACE && !this.passName(byte)) return false;
          byte = this.space();
          continue;
        }
        this.at++;
        depth--;
      } else if (!this.passScalar(byte)) {
        return false;
      }
      // A value has ended here.
      for (;;) {
        if (depth === 0) return true;
        byte = this.space();
        this.at++;
        if (byte === COMMA) break;
        if (byte !== (nesting[depth] as number) + 2) return false;
        depth--;
      }
      byte = this.space();
      if (nesting[depth] === OPEN_BRACE) {
        if (!this.passName(byte)) return false;
        byte = this.space();
      }
    }
  }

  private passName(byte: number): boolean {
    if (byte !== QUOTE || !this.passString()) return false;
    if (this.space() !== COLON) return false;
    this.at++;
    return true;
  }

  private passScalar(byte: number): boolean {
    switch (byte) {
      case QUOTE:
        return this.passString();
      case LOWER_N:
        return this.word('null');
      case LOWER_T:
        return this.word('true');
      case LOWER_F:
        return this.word('false');
      default:
        return this.number();
    }
  }

  /** Where the run of ordinary bytes of a string ends: at its quote, a backslash, a control character or the end. */
  protected stringEnd(from: number): number {
    const { bytes, end } = this;
    let to = plainRun(this.view, from, bytes.length);
    if (to >= end) return end;
    while (to < end && stops[bytes[to] as number] === 0) to++;
    return to;
  }

  private passString(): boolean {
    const { bytes, end } = this;
    const to = this.stringEnd(this.at + 1);
    if (to >= end) return false;
    if (bytes[to] === QUOTE) {
      this.at = to + 1;
      return true;
    }
    const found = findStringEnd(bytes, to, end, QUOTE, this.syntax);
    if (found.at < 0) return false;
    this.at = found.at + 1;
    return true;
  }
}

/** The position of the next byte that is not white space, or `end`. */
export function passSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte > SPACE || (byte !== SPACE && byte !== NEWLINE && byte !== RETURN && byte !== TAB)) break;
    at++;
  }
  return at;
}
