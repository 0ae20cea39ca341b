// Reading JSON four bytes at a time: whether an expected name stands somewhere, where a plain string ends, four digits as a number. The
// arithmetic on packed bytes is the classic "SIMD within a register".

import { ZERO } from './bytes.ts';

const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const SPACES = 0x20202020;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;

/** Bytes that are always read where a name is expected. */
const NAME_WINDOW = 12;

/** `"name":` as it stands before a value: its first twelve bytes as words of which the masked bits count, and the words of the rest. */
export interface ExpectedName {
  /** Which field of the schema it is, or -1. */
  readonly field: number;
  readonly size: number;
  readonly first: number;
  readonly firstMask: number;
  readonly second: number;
  readonly secondMask: number;
  readonly third: number;
  readonly thirdMask: number;
  /** From the thirteenth byte on; the last word overlaps the one before. */
  readonly rest: Int32Array;
}

export function expectedName(name: Uint8Array, field: number): ExpectedName {
  const token = Uint8Array.of(0x22, ...name, 0x22, 0x3a);
  const size = token.length;
  const padded = new Uint8Array(Math.max(size, NAME_WINDOW));
  padded.set(token);
  const view = new DataView(padded.buffer);
  const mask = (from: number) => (size - from >= 4 ? -1 : size <= from ? 0 : (1 << (8 * (size - from))) - 1);
  const words = (from: number) => ({ word: view.getInt32(from, true), mask: mask(from) });
  const [a, b, c] = [words(0), words(4), words(8)];
  const rest = Int32Array.from({ length: Math.ceil(Math.max(0, size - NAME_WINDOW) / 4) }, (_, w) =>
    view.getInt32(Math.min(NAME_WINDOW + 4 * w, size - 4), true),
  );
  return { field, size, first: a.word, firstMask: a.mask, second: b.word, secondMask: b.mask, third: c.word, thirdMask: c.mask, rest };
}

/** Whether the name stands at `at`, where its quote would be, and ends before `end`. `size`: of the view. */
export function nameStandsAt(name: ExpectedName, view: DataView, at: number, end: number, size: number): boolean {
  if (at + NAME_WINDOW > size || at + name.size > end) return false;
  const difference =
    ((view.getInt32(at, true) ^ name.first) & name.firstMask) |
    ((view.getInt32(at + 4, true) ^ name.second) & name.secondMask) |
    ((view.getInt32(at + 8, true) ^ name.third) & name.thirdMask);
  return difference === 0 && (name.rest.length === 0 || restStandsAt(name, view, at));
}

function restStandsAt({ rest, size }: ExpectedName, view: DataView, at: number): boolean {
  const last = rest.length - 1;
  for (let w = 0; w < last; w++) if (view.getInt32(at + NAME_WINDOW + 4 * w, true) !== rest[w]) return false;
  return view.getInt32(at + size - 4, true) === rest[last];
}

/**
 * Where a run of ordinary bytes of a string ends: at a quote, a backslash or a control character, or less than four bytes before the
 * `size` of the view, from where on it is for others to look.
 */
export function plainRun(view: DataView, from: number, size: number): number {
  const lastWord = size - 4;
  let at = from;
  for (; at <= lastWord; at += 4) {
    const word = view.getInt32(at, true);
    const quote = word ^ QUOTES;
    const backslash = word ^ BACKSLASHES;
    // The high bit of a byte that is zero, or below a space. Above the lowest one a borrow may set others, which does not matter.
    const stops = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - SPACES) & ~word)) & HIGH_BITS;
    if (stops !== 0) return at + ((31 - Math.clz32(stops & -stops)) >> 3);
  }
  return at;
}

/** The number that four digits at `at` are, or -1. */
function fourDigits(view: DataView, at: number): number {
  const word = view.getInt32(at, true);
  if ((word & 0xf0f0f0f0) !== (0x30303030 | 0) || ((word + 0x06060606) & 0xf0f0f0f0) !== (0x30303030 | 0)) return -1;
  const pairs = (Math.imul(word & 0x0f0f0f0f, 2561) >>> 8) & 0x00ff00ff;
  return Math.imul(pairs, 6_553_601) >>> 16;
}

/** Digits one after another, four at a time. */
export class DigitRun {
  /** What they say; exact up to 15 of them. */
  value = 0;

  /** Where the digits that begin at `from` end: `from` when there are none. */
  read(bytes: Uint8Array, view: DataView, from: number, end: number): number {
    let at = from;
    let value = 0;
    for (; at + 4 <= end; at += 4) {
      const four = fourDigits(view, at);
      if (four < 0) break;
      value = value * 10_000 + four;
    }
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    this.value = value;
    return at;
  }
}
