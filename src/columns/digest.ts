// A digest of a bag of rows: the 64-bit sum of the rows' hashes, and their number. It does not depend on the order of the
// rows, the physical layout, the selection or the lane of a BIGINT or DECIMAL. DOUBLE -0.0 and 0.0 are told apart, since a re-run
// must give the same bits; all NaN are one. Names of columns do not count, their order does. The hash of a row is two lanes: in each
// the words of its values times odd constants of their column, summed (multilinear hashing, Carter and Wegman), then the
// finalizer of MurmurHash3 (Appleby, public domain), without which rows that swap a value would sum up alike. A text is one value: the
// hash of its bytes. A change of any of this needs a greater ENGINE_VERSION, since digests are stored.
import {
  type ArrayColumn,
  type Column,
  type MapColumn,
  type Nulls,
  type Rows,
  type Selection,
  type StringColumn,
  type StructColumn,
  selectedCount,
} from './column.ts';
import { isFloatingType } from './data-type.ts';
import { isSafeUnscaled } from './decimal.ts';
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
  let sum = EMPTY_DIGEST;
  // In blocks, so that the words stay in the nearest cache while column after column is folded into them.
  for (let from = 0; from < count; from += BLOCK) {
    const size = Math.min(BLOCK, count - from);
    const lanes = size === BLOCK ? BLOCK_LANES : { a: BLOCK_LANES.a.subarray(0, size), b: BLOCK_LANES.b.subarray(0, size) };
    lanes.a.fill(SEED_A);
    lanes.b.fill(SEED_B);
    for (let c = 0; c < rows.columns.length; c++) hashColumn(rows.columns[c] as Column, factorsOf(c), rows.selection, from, lanes);
    sum = addDigests(sum, sumOfRows(lanes));
  }
  return sum;
}

/** A block is small enough for its words to add up exactly in a double before a carry is made. */
function sumOfRows({ a, b }: Lanes): Digest {
  let low = 0;
  let high = 0;
  for (let i = 0; i < a.length; i++) {
    const first = finish(a[i] as number);
    low += first >>> 0;
    high += finish((b[i] as number) ^ first) >>> 0;
  }
  return { low: low % TWO_32, high: (high + Math.floor(low / TWO_32)) % TWO_32, count: a.length };
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
/** Rows hashed together. */
const BLOCK = 1024;
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

/** Used by one call of `digestRows` after another. */
const BLOCK_LANES: Lanes = { a: new Int32Array(BLOCK), b: new Int32Array(BLOCK) };

/** Odd factors of the words of a column's values, for each lane. */
interface Factors {
  readonly lowA: number;
  readonly highA: number;
  readonly lowB: number;
  readonly highB: number;
}

const knownFactors: Factors[] = [];

function factorsOf(column: number): Factors {
  for (let c = knownFactors.length; c <= column; c++) {
    const [lowA = 1, highA = 1, lowB = 1, highB = 1] = [1, 2, 3, 4].map((k) => finish(Math.imul(4 * c + k, 0x9e37_79b1)) | 1);
    knownFactors.push({ lowA, highA, lowB, highB });
  }
  return knownFactors[column] as Factors;
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

/** Adds a value to the hash of its row. High bits of a word are brought down, so that they count for more than the few bits above them. */
function fold(lanes: Lanes, f: Factors, i: number, low: number, high: number): void {
  const l = low ^ (low >>> 15);
  const h = high ^ (high >>> 15);
  lanes.a[i] = (lanes.a[i] as number) + Math.imul(l, f.lowA) + Math.imul(h, f.highA);
  lanes.b[i] = (lanes.b[i] as number) + Math.imul(l, f.lowB) + Math.imul(h, f.highB);
}

/**
 * Folds values into the lanes, one value a lane pair: those at positions[from ..], or at from, from + 1 ..; as many as there are
 * lanes. One loop a kind of column, and one more where nothing can be NULL, because this is run over every row a sink is given.
 */
function hashColumn(column: Column, f: Factors, positions: Selection, from: number, lanes: Lanes): void {
  switch (column.kind) {
    case 'boolean':
    case 'int':
      hashInts(column.values, column.nulls, f, positions, from, lanes);
      break;
    case 'float':
      if (isFloatingType(column.type)) hashDoubles(column.values, column.nulls, f, positions, from, lanes);
      else hashIntegers(column.values, column.nulls, f, positions, from, lanes);
      break;
    case 'big':
      hashWords(wordsOf(column.values), column.nulls, f, positions, from, lanes);
      break;
    case 'wide':
      hashWide(column.values, column.nulls, f, positions, from, lanes);
      break;
    case 'string':
      hashStrings(column, f, positions, from, lanes);
      break;
    case 'array':
      hashArrays(column, f, positions, from, lanes);
      break;
    case 'map':
      hashMaps(column, f, positions, from, lanes);
      break;
    case 'struct':
      hashStructs(column, f, positions, from, lanes);
  }
}

function hashInts(values: Int32Array | Uint8Array, nulls: Nulls, f: Factors, positions: Selection, from: number, lanes: Lanes): void {
  const count = lanes.a.length;
  if (nulls === null && positions === null) {
    hashIntRun(values, f, from, lanes);
    return;
  }
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) fold(lanes, f, i, NULL_LOW, NULL_HIGH);
    else fold(lanes, f, i, values[row] as number, 0);
  }
}

function hashIntRun(values: Int32Array | Uint8Array, { lowA, lowB }: Factors, from: number, { a, b }: Lanes): void {
  for (let i = 0; i < a.length; i++) {
    const low = values[from + i] as number;
    const word = low ^ (low >>> 15);
    a[i] = (a[i] as number) + Math.imul(word, lowA);
    b[i] = (b[i] as number) + Math.imul(word, lowB);
  }
}

function hashIntegers(values: Float64Array, nulls: Nulls, f: Factors, positions: Selection, from: number, lanes: Lanes): void {
  const count = lanes.a.length;
  const done = nulls === null && positions === null ? hashSmallRun(values, f, from, lanes) : 0;
  for (let i = done; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    const value = values[row] as number;
    if (nulls !== null && nulls[row] === 1) fold(lanes, f, i, NULL_LOW, NULL_HIGH);
    else fold(lanes, f, i, value | 0, highWord(value));
  }
}

/** Values that are 0 or more and have no high word, up to the first that does not fit; answers how many. Counts hardly ever do not. */
function hashSmallRun(values: Float64Array, { lowA, lowB }: Factors, from: number, { a, b }: Lanes): number {
  for (let i = 0; i < a.length; i++) {
    const value = values[from + i] as number;
    const low = value | 0;
    if (low !== value || low < 0) return i;
    const word = low ^ (low >>> 15);
    a[i] = (a[i] as number) + Math.imul(word, lowA);
    b[i] = (b[i] as number) + Math.imul(word, lowB);
  }
  return a.length;
}

function hashDoubles(values: Float64Array, nulls: Nulls, f: Factors, positions: Selection, from: number, lanes: Lanes): void {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  const count = lanes.a.length;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) fold(lanes, f, i, NULL_LOW, NULL_HIGH);
    else if (Number.isNaN(values[row])) fold(lanes, f, i, 0, NAN_HIGH);
    else fold(lanes, f, i, words[2 * row] as number, words[2 * row + 1] as number);
  }
}

function hashWords(words: Int32Array, nulls: Nulls, f: Factors, positions: Selection, from: number, lanes: Lanes): void {
  const count = lanes.a.length;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) fold(lanes, f, i, NULL_LOW, NULL_HIGH);
    else fold(lanes, f, i, words[2 * row] as number, words[2 * row + 1] as number);
  }
}

/** A value that the float lane could hold hashes as it would there. */
function hashWide(values: readonly bigint[], nulls: Nulls, f: Factors, positions: Selection, from: number, lanes: Lanes): void {
  const count = lanes.a.length;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) {
      fold(lanes, f, i, NULL_LOW, NULL_HIGH);
      continue;
    }
    const value = values[row] as bigint;
    const low = Number(BigInt.asIntN(32, value));
    const high = Number(BigInt.asIntN(32, value >> 32n));
    if (isSafeUnscaled(value)) fold(lanes, f, i, low, high);
    else {
      const [third, fourth] = [Number(BigInt.asIntN(32, value >> 64n)), Number(BigInt.asIntN(32, value >> 96n))];
      fold(lanes, f, i, mixA(mixA(low, third), fourth), mixB(mixB(high, fourth), third));
    }
  }
}

function hashStrings({ bytes, starts, ends, nulls }: StringColumn, f: Factors, positions: Selection, from: number, lanes: Lanes): void {
  const count = lanes.a.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) fold(lanes, f, i, NULL_LOW, NULL_HIGH);
    else foldBytes(lanes, f, i, view, starts[row] as number, ends[row] as number);
  }
}

function hashArrays({ elements, starts, ends, nulls }: ArrayColumn, f: Factors, positions: Selection, from: number, lanes: Lanes): void {
  hashLists([hashElements(elements, starts, ends, nulls, positions, from, lanes.a.length)], starts, ends, nulls, f, positions, from, lanes);
}

/** The entries in their order, which a re-run gives again. */
function hashMaps({ keys, values, starts, ends, nulls }: MapColumn, f: Factors, positions: Selection, from: number, lanes: Lanes): void {
  const sides = [keys, values].map((side) => hashElements(side, starts, ends, nulls, positions, from, lanes.a.length));
  hashLists(sides, starts, ends, nulls, f, positions, from, lanes);
}

/** `sides`: the hashes of what the lists are made of, those of all rows one after another. */
function hashLists(
  sides: readonly Lanes[],
  starts: Int32Array,
  ends: Int32Array,
  nulls: Nulls,
  f: Factors,
  positions: Selection,
  from: number,
  lanes: Lanes,
): void {
  let at = 0;
  for (let i = 0; i < lanes.a.length; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) {
      fold(lanes, f, i, NULL_LOW, NULL_HIGH);
      continue;
    }
    const length = (ends[row] as number) - (starts[row] as number);
    let x = mixA(SEED_A, length);
    let y = mixB(SEED_B, length);
    for (let e = 0; e < length; e++, at++) {
      for (const { a, b } of sides) {
        x = mixA(x, a[at] as number);
        y = mixB(y, b[at] as number);
      }
    }
    fold(lanes, f, i, x, y);
  }
}

function hashStructs({ fields, nulls }: StructColumn, f: Factors, positions: Selection, from: number, lanes: Lanes): void {
  const count = lanes.a.length;
  const hashed: Lanes = { a: new Int32Array(count).fill(SEED_A), b: new Int32Array(count).fill(SEED_B) };
  fields.forEach((field, k) => {
    hashColumn(field, factorsOf(k), positions, from, hashed);
  });
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) fold(lanes, f, i, NULL_LOW, NULL_HIGH);
    else fold(lanes, f, i, finish(hashed.a[i] as number), finish(hashed.b[i] as number));
  }
}

/** The hashes of the elements of all rows asked for, one after another; NULL rows have none. */
function hashElements(
  elements: Column,
  starts: Int32Array,
  ends: Int32Array,
  nulls: Nulls,
  positions: Selection,
  from: number,
  count: number,
): Lanes {
  const taken: number[] = [];
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) continue;
    for (let e = starts[row] as number; e < (ends[row] as number); e++) taken.push(e);
  }
  const lanes: Lanes = { a: new Int32Array(taken.length).fill(SEED_A), b: new Int32Array(taken.length).fill(SEED_B) };
  hashColumn(elements, factorsOf(0), Int32Array.from(taken), 0, lanes);
  return lanes;
}

/** The hash of some bytes: four at a time, then what is left as one word; the length to begin with. */
function foldBytes(lanes: Lanes, f: Factors, i: number, view: DataView, start: number, end: number): void {
  let x = SEED_A ^ (end - start);
  let y = SEED_B ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true);
    x = Math.imul(x ^ word, 0xcc9e_2d51);
    x ^= x >>> 15;
    y = (Math.imul((y << 13) | (y >>> 19), 0x1b87_3593) + word) | 0;
  }
  const tail = at + 4 <= view.byteLength ? view.getInt32(at, true) & (TAIL_MASKS[end - at] as number) : tailWord(view, at, end);
  fold(lanes, f, i, Math.imul(x ^ tail, 0xcc9e_2d51), Math.imul((y << 13) | (y >>> 19), 0x1b87_3593) ^ tail);
}

/** Which bits of a word belong to a tail of so many bytes. */
const TAIL_MASKS = Int32Array.of(0, 0xff, 0xffff, 0xff_ffff);

function tailWord(view: DataView, start: number, end: number): number {
  let tail = 0;
  for (let at = start, shift = 0; at < end; at++, shift += 8) tail |= view.getUint8(at) << shift;
  return tail;
}
