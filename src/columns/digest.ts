// A digest of a bag of rows: the 64-bit sum of the rows' hashes, and their number. It does not depend on the order of the
// rows, the physical layout, the selection or the lane of a BIGINT or DECIMAL. DOUBLE -0.0 and 0.0 are told apart, since a re-run
// must give the same bits; all NaN are one. Names of columns do not count, their order does. The hash of a row is two lanes: in each
// the words of its values times odd constants of their column, summed (multilinear hashing, Carter and Wegman), then the
// finalizer of MurmurHash3 (Appleby, public domain), without which rows that swap a value would sum up alike. A text is one value: the
// hash of its bytes. A change of any of this needs a greater ENGINE_VERSION, since digests are stored.
import type { ArrayColumn, Column, MapColumn, Nulls, Rows, Selection, StringColumn, StructColumn } from './column.ts';
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

export function digestRows({ columns, selection, length }: Rows): Digest {
  const count = selection === null ? length : selection.length;
  const products: Product[] = [];
  let sum = EMPTY_DIGEST;
  // In blocks, so that the words stay in the nearest cache until they are summed.
  for (let from = 0; from < count; from += BLOCK) {
    const size = Math.min(BLOCK, count - from);
    let used = 0;
    for (let c = 0; c < columns.length; c++) {
      const hasHigh = writeWords(columns[c] as Column, selection, from, size, { low: roomOf(used), high: roomOf(used + 1) });
      const { low, high } = factorsOf(c);
      products[used++] = low;
      if (hasHigh) products[used++] = high;
    }
    sum = addDigests(sum, sumOfRows(products, used, size));
  }
  return sum;
}

/** Of the first `used` rooms. A block is small enough for its words to add up exactly in a double before a carry is made. */
function sumOfRows(products: readonly Product[], used: number, size: number): Digest {
  const p = used > 0 ? (products[0] as Product) : NO_PRODUCT;
  const q = used > 1 ? (products[1] as Product) : NO_PRODUCT;
  const r = used > 2 ? (products[2] as Product) : NO_PRODUCT;
  if (used <= 3) return sumOfThree(p.a, p.b, q.a, q.b, r.a, r.b, size);
  const lanes = begin({ a: BLOCK_LANES.a.subarray(0, size), b: BLOCK_LANES.b.subarray(0, size) });
  for (let k = 0; k < used; k++) addProducts(roomOf(k), products[k] as Product, lanes);
  return sumOfLanes(lanes);
}

/**
 * `sumOfLanes` of up to three words a row without lanes: what counts and sums by key have. The words are read from the first rooms, whose
 * addresses the compiled loop then knows: that is a third of its time.
 */
function sumOfThree(ua: number, ub: number, va: number, vb: number, wa: number, wb: number, size: number): Digest {
  let low = 0;
  let high = 0;
  for (let i = 0; i < size; i++) {
    const x = FIRST_ROOM[i] as number;
    const y = SECOND_ROOM[i] as number;
    const z = THIRD_ROOM[i] as number;
    const first = finish((SEED_A + Math.imul(x, ua) + Math.imul(y, va) + Math.imul(z, wa)) | 0);
    low += first >>> 0;
    high += finish(((SEED_B + Math.imul(x, ub) + Math.imul(y, vb) + Math.imul(z, wb)) | 0) ^ first) >>> 0;
  }
  return carried(low, high, size);
}

function sumOfLanes({ a, b }: Lanes): Digest {
  let low = 0;
  let high = 0;
  for (let i = 0; i < a.length; i++) {
    const first = finish(a[i] as number);
    low += first >>> 0;
    high += finish((b[i] as number) ^ first) >>> 0;
  }
  return carried(low, high, a.length);
}

function carried(low: number, high: number, count: number): Digest {
  return { low: low % TWO_32, high: (high + Math.floor(low / TWO_32)) % TWO_32, count };
}

/** No row has a value yet. */
function begin({ a, b }: Lanes): Lanes {
  a.fill(SEED_A);
  b.fill(SEED_B);
  return { a, b };
}

/** The values of one more column in the hash of each row. */
function addColumn(words: Words, { low, high }: Factors, hasHigh: boolean, lanes: Lanes): void {
  addProducts(words.low, low, lanes);
  if (hasHigh) addProducts(words.high, high, lanes);
}

function addProducts(words: Int32Array, factor: Product, { a, b }: Lanes): void {
  for (let i = 0; i < a.length; i++) {
    const word = words[i] as number;
    a[i] = (a[i] as number) + Math.imul(word, factor.a);
    b[i] = (b[i] as number) + Math.imul(word, factor.b);
  }
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

/** The two words of one column's values, high bits brought down, so that they count for more than the few bits above them. */
interface Words {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** What a word is multiplied by in each lane: an odd number. */
interface Product {
  readonly a: number;
  readonly b: number;
}

const NO_PRODUCT: Product = { a: 0, b: 0 };

const FIRST_ROOM = new Int32Array(BLOCK);
const SECOND_ROOM = new Int32Array(BLOCK);
const THIRD_ROOM = new Int32Array(BLOCK);
/** Room for the words of each product of a block; used by one block after another. */
const rooms = [FIRST_ROOM, SECOND_ROOM, THIRD_ROOM];

function roomOf(product: number): Int32Array {
  for (let k = rooms.length; k <= product; k++) rooms.push(new Int32Array(BLOCK));
  return rooms[product] as Int32Array;
}

function newWords(size: number): Words {
  return { low: new Int32Array(size), high: new Int32Array(size) };
}

/** Of the two words of a column's values. */
interface Factors {
  readonly low: Product;
  readonly high: Product;
}

const knownFactors: Factors[] = [];

function factorsOf(column: number): Factors {
  for (let c = knownFactors.length; c <= column; c++) {
    const [lowA = 1, highA = 1, lowB = 1, highB = 1] = [1, 2, 3, 4].map((k) => finish(Math.imul(4 * c + k, 0x9e37_79b1)) | 1);
    knownFactors.push({ low: { a: lowA, b: lowB }, high: { a: highA, b: highB } });
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

function put({ low, high }: Words, i: number, lowWord: number, highWord: number): void {
  low[i] = lowWord ^ (lowWord >>> 15);
  high[i] = highWord ^ (highWord >>> 15);
}

/**
 * Writes the words of values, one pair a value: those at positions[from ..], or at from, from + 1 ..; `count` of them. Answers whether high
 * words were written. One loop a kind of column, and one more where nothing can be NULL, because this is run over every row a sink is given.
 */
function writeWords(column: Column, positions: Selection, from: number, count: number, words: Words): boolean {
  switch (column.kind) {
    case 'boolean':
    case 'int':
      return hashInts(column.values, column.nulls, positions, from, count, words);
    case 'float':
      if (!isFloatingType(column.type)) return hashIntegers(column.values, column.nulls, positions, from, count, words);
      hashDoubles(column.values, column.nulls, positions, from, count, words);
      return true;
    case 'big':
      hashWords(wordsOf(column.values), column.nulls, positions, from, count, words);
      return true;
    case 'wide':
      hashWide(column.values, column.nulls, positions, from, count, words);
      return true;
    case 'string':
      hashStrings(column, positions, from, count, words);
      return true;
    case 'array':
      hashArrays(column, positions, from, count, words);
      return true;
    case 'map':
      hashMaps(column, positions, from, count, words);
      return true;
    case 'struct':
      hashStructs(column, positions, from, count, words);
      return true;
  }
}

function hashInts(values: Int32Array | Uint8Array, nulls: Nulls, positions: Selection, from: number, count: number, words: Words): boolean {
  if (nulls === null && positions === null) {
    const { low } = words;
    for (let i = 0; i < count; i++) {
      const value = values[from + i] as number;
      low[i] = value ^ (value >>> 15);
    }
    return false;
  }
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) put(words, i, NULL_LOW, NULL_HIGH);
    else put(words, i, values[row] as number, 0);
  }
  return true;
}

function hashIntegers(values: Float64Array, nulls: Nulls, positions: Selection, from: number, count: number, words: Words): boolean {
  const done = nulls === null && positions === null ? hashSmallRun(values, from, count, words.low) : 0;
  if (done === count) return false;
  words.high.fill(0, 0, done);
  for (let i = done; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    const value = values[row] as number;
    if (nulls !== null && nulls[row] === 1) put(words, i, NULL_LOW, NULL_HIGH);
    else put(words, i, value | 0, highWord(value));
  }
  return true;
}

/** Values that are 0 or more and have no high word, up to the first that does not fit; answers how many. Counts hardly ever do not. */
function hashSmallRun(values: Float64Array, from: number, count: number, words: Int32Array): number {
  for (let i = 0; i < count; i++) {
    const value = values[from + i] as number;
    const low = value | 0;
    if (low !== value || low < 0) return i;
    words[i] = low ^ (low >>> 15);
  }
  return count;
}

function hashDoubles(values: Float64Array, nulls: Nulls, positions: Selection, from: number, count: number, words: Words): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) put(words, i, NULL_LOW, NULL_HIGH);
    else if (Number.isNaN(values[row])) put(words, i, 0, NAN_HIGH);
    else put(words, i, bits[2 * row] as number, bits[2 * row + 1] as number);
  }
}

function hashWords(values: Int32Array, nulls: Nulls, positions: Selection, from: number, count: number, words: Words): void {
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) put(words, i, NULL_LOW, NULL_HIGH);
    else put(words, i, values[2 * row] as number, values[2 * row + 1] as number);
  }
}

/** A value that the float lane could hold hashes as it would there. */
function hashWide(values: readonly bigint[], nulls: Nulls, positions: Selection, from: number, count: number, words: Words): void {
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) {
      put(words, i, NULL_LOW, NULL_HIGH);
      continue;
    }
    const value = values[row] as bigint;
    const low = Number(BigInt.asIntN(32, value));
    const high = Number(BigInt.asIntN(32, value >> 32n));
    if (isSafeUnscaled(value)) put(words, i, low, high);
    else {
      const [third, fourth] = [Number(BigInt.asIntN(32, value >> 64n)), Number(BigInt.asIntN(32, value >> 96n))];
      put(words, i, mixA(mixA(low, third), fourth), mixB(mixB(high, fourth), third));
    }
  }
}

function hashStrings({ bytes, starts, ends, nulls }: StringColumn, positions: Selection, from: number, count: number, words: Words): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) put(words, i, NULL_LOW, NULL_HIGH);
    else putBytes(words, i, view, starts[row] as number, ends[row] as number);
  }
}

function hashArrays({ elements, starts, ends, nulls }: ArrayColumn, positions: Selection, from: number, count: number, words: Words): void {
  hashLists([hashElements(elements, starts, ends, nulls, positions, from, count)], starts, ends, nulls, positions, from, count, words);
}

/** The entries in their order, which a re-run gives again. */
function hashMaps({ keys, values, starts, ends, nulls }: MapColumn, positions: Selection, from: number, count: number, words: Words): void {
  const sides = [keys, values].map((side) => hashElements(side, starts, ends, nulls, positions, from, count));
  hashLists(sides, starts, ends, nulls, positions, from, count, words);
}

/** `sides`: the hashes of what the lists are made of, those of all rows one after another. */
function hashLists(
  sides: readonly Lanes[],
  starts: Int32Array,
  ends: Int32Array,
  nulls: Nulls,
  positions: Selection,
  from: number,
  count: number,
  words: Words,
): void {
  let at = 0;
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) {
      put(words, i, NULL_LOW, NULL_HIGH);
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
    put(words, i, x, y);
  }
}

function hashStructs({ fields, nulls }: StructColumn, positions: Selection, from: number, count: number, words: Words): void {
  const hashed = begin({ a: new Int32Array(count), b: new Int32Array(count) });
  fields.forEach((field, k) => {
    const own = newWords(count);
    addColumn(own, factorsOf(k), writeWords(field, positions, from, count, own), hashed);
  });
  for (let i = 0; i < count; i++) {
    const row = positions === null ? from + i : (positions[from + i] as number);
    if (nulls !== null && nulls[row] === 1) put(words, i, NULL_LOW, NULL_HIGH);
    else put(words, i, finish(hashed.a[i] as number), finish(hashed.b[i] as number));
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
  const size = taken.length;
  const words = newWords(size);
  const hashed = begin({ a: new Int32Array(size), b: new Int32Array(size) });
  addColumn(words, factorsOf(0), writeWords(elements, Int32Array.from(taken), 0, size, words), hashed);
  return hashed;
}

/** The hash of some bytes: four at a time, then what is left as one word; the length to begin with. */
function putBytes(words: Words, i: number, view: DataView, start: number, end: number): void {
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
  put(words, i, Math.imul(x ^ tail, 0xcc9e_2d51), Math.imul((y << 13) | (y >>> 19), 0x1b87_3593) ^ tail);
}

/** Which bits of a word belong to a tail of so many bytes. */
const TAIL_MASKS = Int32Array.of(0, 0xff, 0xffff, 0xff_ffff);

function tailWord(view: DataView, start: number, end: number): number {
  let tail = 0;
  for (let at = start, shift = 0; at < end; at++, shift += 8) tail |= view.getUint8(at) << shift;
  return tail;
}
