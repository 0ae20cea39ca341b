// Strings of a JSON text: where one ends, and what it says once its escapes are read.
import { APOSTROPHE, BACKSLASH, LOWER_B, LOWER_F, LOWER_N, LOWER_R, LOWER_T, LOWER_U, QUOTE, SLASH } from './bytes.ts';
import type { GrowingBytes } from './growing-bytes.ts';
import type { JsonSyntax } from './json-syntax.ts';

/** Whether a \ may stand before the byte, in standard JSON. */
function isEscape(byte: number | undefined): boolean {
  switch (byte) {
    case QUOTE:
    case BACKSLASH:
    case SLASH:
    case LOWER_B:
    case LOWER_F:
    case LOWER_N:
    case LOWER_R:
    case LOWER_T:
      return true;
    default:
      return false;
  }
}

/** The value of four hexadecimal digits, or -1. */
function hexValue(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1;
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i] as number;
    const digit = byte >= 48 && byte <= 57 ? byte - 48 : (byte | 32) >= 97 && (byte | 32) <= 102 ? (byte | 32) - 87 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

export interface StringEnd {
  /** Position of the closing quote; -1 when the string is not right. */
  readonly at: number;
  readonly escaped: boolean;
  /** Where and why it is not right. */
  readonly faultAt: number;
  readonly reason: string;
}

/** The end of the string whose first byte after the quote is at `from`. */
export function findStringEnd(bytes: Uint8Array, from: number, end: number, quote: number, syntax: JsonSyntax): StringEnd {
  let escaped = false;
  for (let i = from; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === quote) return { at: i, escaped, faultAt: -1, reason: '' };
    if (byte === BACKSLASH) {
      escaped = true;
      const next = bytes[i + 1];
      if (i + 1 >= end) break;
      if (next === LOWER_U) {
        if (hexValue(bytes, i + 2, end) < 0) return broken(i, 'a \\u is not followed by four hexadecimal digits');
        i += 5;
      } else if (isEscape(next) || (next === APOSTROPHE && syntax.allowSingleQuotes) || syntax.allowBackslashEscapingAnyCharacter) {
        i++;
      } else {
        return broken(i, 'a backslash stands before a character that needs none');
      }
    } else if (byte < 32 && !syntax.allowUnquotedControlChars) {
      return broken(i, 'a control character stands in a string');
    }
  }
  return broken(end, 'a string is not closed');
}

function broken(faultAt: number, reason: string): StringEnd {
  return { at: -1, escaped: false, faultAt, reason };
}

const REPLACEMENT = 63;

/** Writes what bytes[from, to) of a string with escapes says. A lone half of a surrogate pair becomes ?, as Java writes it. */
export function decodeString(bytes: Uint8Array, from: number, to: number, target: GrowingBytes): void {
  let plain = from;
  let i = from;
  while (i < to) {
    if (bytes[i] !== BACKSLASH) {
      i++;
      continue;
    }
    target.pushSlice(bytes, plain, i);
    const next = bytes[i + 1] as number;
    if (next !== LOWER_U) {
      pushEscape(next, target);
      i += 2;
      // The rest of a character of several bytes follows as plain text.
    } else {
      i = pushUnicode(bytes, i, to, target);
    }
    plain = i;
  }
  target.pushSlice(bytes, plain, to);
}

function pushEscape(byte: number, target: GrowingBytes): void {
  target.push(byte === LOWER_B ? 8 : byte === LOWER_F ? 12 : byte === LOWER_N ? 10 : byte === LOWER_R ? 13 : byte === LOWER_T ? 9 : byte);
}

/** Writes the \uXXXX at `at`, with its other half when there is one; gives the position after it. */
function pushUnicode(bytes: Uint8Array, at: number, to: number, target: GrowingBytes): number {
  const unit = hexValue(bytes, at + 2, to);
  if (unit < 0xd800 || unit > 0xdfff) {
    target.pushCodePoint(unit);
    return at + 6;
  }
  const low = unit < 0xdc00 && bytes[at + 6] === BACKSLASH && bytes[at + 7] === LOWER_U ? hexValue(bytes, at + 8, to) : -1;
  if (low < 0xdc00 || low > 0xdfff) {
    target.push(REPLACEMENT);
    return at + 6;
  }
  target.pushCodePoint(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
  return at + 12;
}
