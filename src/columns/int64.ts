// BIGINT as two 32-bit words, for hashing, encoding and comparing values whichever lane a column keeps them in. `low` and
// `high` are signed words of the two's complement form; value = high * 2^32 + (low >>> 0). All machines that run this are
// little-endian, so word views over BigInt64Array are [low, high].

const TWO_32 = 4_294_967_296;

/** High word of a safe integer. */
export function highWord(value: number): number {
  return Math.floor(value / TWO_32) | 0;
}

/** The value of the words as a number; exact only where `isSafeWords`. */
export function numberFromWords(low: number, high: number): number {
  return high * TWO_32 + (low >>> 0);
}

/** Whether the value of the words lies within +-(2^53 - 1), so that the float lane may hold it. */
export function isSafeWords(low: number, high: number): boolean {
  return high >= -0x20_0000 && high < 0x20_0000 && (high !== -0x20_0000 || low !== 0);
}

/** Whether a double holds the value of the words, so that the float lane of a TIMESTAMP may. */
export function isExactWords(low: number, high: number): boolean {
  return isSafeWords(low, high) || BigInt(numberFromWords(low, high)) === bigintFromWords(low, high);
}

export function bigintFromWords(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** The words of a BigInt64Array: element i is [2 i] low, [2 i + 1] high. */
export function wordsOf(values: BigInt64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length * 2);
}
