// A digest of a bag of rows: the 64-bit sum of the rows' hashes, and their number. It does not depend on the order of the
// rows, the physical layout, the selection or the lane of a BIGINT. DOUBLE -0.0 and 0.0 are told apart, since a re-run
// must give the same bits; all NaN are one. Names of columns do not count, their order does. The hash of a row is two
// lanes of MurmurHash3 (Appleby, public domain algorithm) with different constants; its values are part of stored formats and never change.
import {
  type ArrayColumn,
  type Column,
  type Nulls,
  type Rows,
  type Selection,
  type StringColumn,
  type StructColumn,
  selectedCount,
} from './column.ts';
import { highWord, wordsOf } from './int64.ts';

/** `low` and `high`: unsigned 32-bit words of the sum. `count`: how many rows. */
export interface Digest {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export const EMPTY_DIGEST: Digest = { low: 0, high: 0, count: 0 };

export function digestRows(rows: Rows): Digest {
  const count = selectedCount(rows);
  const lanes = { a: new Int32Array(count).fill(SEED_A), b: new Int32Array(count).fill(SEED_B) };
  for (const column of rows.columns) hashColumn(column, rows.selection, lanes);
  let sum: Digest = { low: 0, high: 0, count: 0 };
  // So many words add up exactly in a double before a carry must be made.
  for (let from = 0; from < count; from += EXACT_WORDS) sum = addDigests(sum, sumOfRows(lanes, from, Math.min(count, from + EXACT_WORDS)));
  return sum;
}

function sumOfRows({ a, b }: Lanes, from: number, to: number): Digest {
  let low = 0;
  let high = 0;
  for (let i = from; i < to; i++) {
    const first = finish(a[i] as number);
    low += first >>> 0;
    high += finish((b[i] as number) ^ first) >>> 0;
  }
  return { low: low % TWO_32, high: (high + Math.floor(low / TWO_32)) % TWO_32, count: to - from };
}

/** The digest of both bags together. */
export function addDigests(a: Digest, b: Digest): Digest {
  const low = a.low + b.low;
  const carry = low >= TWO_32 ? 1 : 0;
  return { low: low - carry * TWO_32, high: (a.high + b.high + carry) % TWO_32, count: a.count + b.count };
}

/** "9f86d081884c7d65:120": sixteen hex digits, then the number of rows. */
export function formatDigest(digest: Digest): string {
  return `${hex(digest.high)}${hex(digest.low)}:${digest.count}`;
}

/** @throws Error when the text is not one of `formatDigest`. */
export function parseDigest(text: string): Digest {
  const match = /^([0-9a-f]{8})([0-9a-f]{8}):(\d{1,15})$/.exec(text);
  if (match === null) throw new Error(`Not a digest: ${text}`);
  return { high: Number.parseInt(match[1] ?? '', 16), low: Number.parseInt(match[2] ?? '', 16), count: Number(match[3]) };
}

const TWO_32 = 4_294_967_296;
const EXACT_WORDS = 1 << 20;
const SEED_A = 0x2f5a_7b1d;
const SEED_B = 0x71c3_95e3 | 0;
const NULL_LOW = 0x6e75_6c6c;
const NULL_HIGH = 0x5a5a_0001;
const NAN_HIGH = 0x7ff8_0000;

/** One pair of hash words a row. */
interface Lanes {
  readonly a: Int32Array;
  readonly b: Int32Array;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

function mixA(hash: number, word: number): number {
  const k = Math.imul(word, 0xcc9e_2d51);
  const h = hash ^ Math.imul((k << 15) | (k >>> 17), 0x1b87_3593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe654_6b64) | 0;
}

function mixB(hash: number, word: number): number {
  const k = Math.imul(word, 0x239b_961b);
  const h = hash ^ Math.imul((k << 16) | (k >>> 16), 0xab0e_9789);
  return (Math.imul((h << 17) | (h >>> 15), 5) + 0x561c_cd1b) | 0;
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85eb_ca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2_ae35);
  return h ^ (h >>> 16);
}

function fold(lanes: Lanes, i: number, low: number, high: number): void {
  lanes.a[i] = mixA(mixA(lanes.a[i] as number, low), high);
  lanes.b[i] = mixB(mixB(lanes.b[i] as number, high), low);
}

/** Folds the values at the given positions into the lanes, one value a lane pair. One loop a lane, because this is run over every row a sink is given. */
function hashColumn(column: Column, positions: Selection, lanes: Lanes): void {
  switch (column.kind) {
    case 'boolean':
    case 'int':
      hashInts(column.values, column.nulls, positions, lanes);
      break;
    case 'float':
      if (column.type.kind === 'DOUBLE') hashDoubles(column.values, column.nulls, positions, lanes);
      else hashIntegers(column.values, column.nulls, positions, lanes);
      break;
    case 'big':
      hashWords(wordsOf(column.values), column.nulls, positions, lanes);
      break;
    case 'string':
      hashStrings(column, positions, lanes);
      break;
    case 'array':
      hashArrays(column, positions, lanes);
      break;
    case 'struct':
      hashStructs(column, positions, lanes);
  }
}

function hashInts(values: Int32Array | Uint8Array, nulls: Nulls, positions: Selection, lanes: Lanes): void {
  const count = lanes.a.length;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    if (nulls !== null && nulls[row] === 1) fold(lanes, i, NULL_LOW, NULL_HIGH);
    else fold(lanes, i, values[row] as number, 0);
  }
}

function hashIntegers(values: Float64Array, nulls: Nulls, positions: Selection, lanes: Lanes): void {
  const count = lanes.a.length;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    const value = values[row] as number;
    if (nulls !== null && nulls[row] === 1) fold(lanes, i, NULL_LOW, NULL_HIGH);
    else fold(lanes, i, value | 0, highWord(value));
  }
}

function hashDoubles(values: Float64Array, nulls: Nulls, positions: Selection, lanes: Lanes): void {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  const count = lanes.a.length;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    if (nulls !== null && nulls[row] === 1) fold(lanes, i, NULL_LOW, NULL_HIGH);
    else if (Number.isNaN(values[row])) fold(lanes, i, 0, NAN_HIGH);
    else fold(lanes, i, words[2 * row] as number, words[2 * row + 1] as number);
  }
}

function hashWords(words: Int32Array, nulls: Nulls, positions: Selection, lanes: Lanes): void {
  const count = lanes.a.length;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    if (nulls !== null && nulls[row] === 1) fold(lanes, i, NULL_LOW, NULL_HIGH);
    else fold(lanes, i, words[2 * row] as number, words[2 * row + 1] as number);
  }
}

function hashStrings({ bytes, starts, ends, nulls }: StringColumn, positions: Selection, lanes: Lanes): void {
  const count = lanes.a.length;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    if (nulls !== null && nulls[row] === 1) fold(lanes, i, NULL_LOW, NULL_HIGH);
    else foldBytes(lanes, i, bytes, starts[row] as number, ends[row] as number);
  }
}

function hashArrays({ elements, starts, ends, nulls }: ArrayColumn, positions: Selection, lanes: Lanes): void {
  const count = lanes.a.length;
  const hashed = hashElements(elements, starts, ends, nulls, positions, count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    if (nulls !== null && nulls[row] === 1) {
      fold(lanes, i, NULL_LOW, NULL_HIGH);
      continue;
    }
    const length = (ends[row] as number) - (starts[row] as number);
    fold(lanes, i, length, 0x41);
    for (let e = 0; e < length; e++, at++) fold(lanes, i, hashed.a[at] as number, hashed.b[at] as number);
  }
}

function hashStructs({ fields, nulls }: StructColumn, positions: Selection, lanes: Lanes): void {
  const count = lanes.a.length;
  const hashed = fields.map((field) => {
    const words: Lanes = { a: new Int32Array(count).fill(SEED_A), b: new Int32Array(count).fill(SEED_B) };
    hashColumn(field, positions, words);
    return words;
  });
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    if (nulls !== null && nulls[row] === 1) fold(lanes, i, NULL_LOW, NULL_HIGH);
    else for (const { a, b } of hashed) fold(lanes, i, a[i] as number, b[i] as number);
  }
}

/** The hashes of the elements of all rows asked for, one after another; NULL rows have none. */
function hashElements(elements: Column, starts: Int32Array, ends: Int32Array, nulls: Uint8Array | null, positions: Selection, count: number): Lanes {
  const taken: number[] = [];
  for (let i = 0; i < count; i++) {
    const row = positions === null ? i : (positions[i] as number);
    if (nulls !== null && nulls[row] === 1) continue;
    for (let e = starts[row] as number; e < (ends[row] as number); e++) taken.push(e);
  }
  const lanes: Lanes = { a: new Int32Array(taken.length).fill(SEED_A), b: new Int32Array(taken.length).fill(SEED_B) };
  hashColumn(elements, Int32Array.from(taken), lanes);
  return lanes;
}

function foldBytes(lanes: Lanes, i: number, bytes: Uint8Array, start: number, end: number): void {
  let a = lanes.a[i] as number;
  let b = lanes.b[i] as number;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
    a = mixA(a, word);
    b = mixB(b, word);
  }
  let tail = 0;
  for (let shift = 0; at < end; at++, shift += 8) tail |= (bytes[at] as number) << shift;
  lanes.a[i] = mixA(mixA(a, tail), end - start);
  lanes.b[i] = mixB(mixB(b, tail), end - start);
}
