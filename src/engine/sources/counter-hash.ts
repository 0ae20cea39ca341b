// Randomness without state: word k of row i is a function of (seed, i, k), so any range of rows can be made at any time and
// is the same each time. Part of what stored runs rely on: the numbers it gives never change.

/** 32 bits for one word of one row; `index` up to 2^53. Two rounds of the lowbias32 finaliser (C. Wellons' hash prospector). */
export function counterHash(seed: number, index: number, word: number): number {
  const low = index | 0;
  const high = Math.floor(index / 4_294_967_296) | 0;
  const start = Math.imul(low ^ Math.imul(seed, 0x9e37_79b1), 0x85eb_ca6b) ^ Math.imul(high + Math.imul(word, 0x27d4_eb2f), 0xc2b2_ae35);
  return scramble(scramble(start) ^ Math.imul(word + 1, 0x1656_67b1) ^ seed);
}

function scramble(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x7feb_352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846c_a68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** A value at least 0 and below `limit`, evenly spread, from 32 random bits. */
export function below(bits: number, limit: number): number {
  return Math.floor((bits / 4_294_967_296) * limit);
}
