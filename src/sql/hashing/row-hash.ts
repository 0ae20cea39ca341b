// Folds values of any type into a hash, as Spark's hash and xxhash64 do: NULL leaves the hash as it is, -0.0 counts as 0.0,
// every NaN is one, arrays and structs fold their parts one after another.
import type { Column } from '../../columns/column.ts';
import { unscaledAt } from '../../columns/decimal.ts';
import { highWord, wordsOf } from '../../columns/int64.ts';

/** A hash that is made step by step. Its state is what the next step is seeded with. */
export interface RowHash {
  int: (value: number) => void;
  /** The two words of a 64-bit integer. */
  long: (low: number, high: number) => void;
  bytes: (bytes: Uint8Array, from: number, to: number) => void;
}

const double = new Float64Array(1);
const doubleWords = new Int32Array(double.buffer);
const float = new Float32Array(1);
const floatWord = new Int32Array(float.buffer);
const long = new BigInt64Array(1);
const longWords = wordsOf(long);

/** Decimals of at most so many digits are hashed as 64-bit integers. */
const MAX_LONG_DIGITS = 18;

export function foldValue(hash: RowHash, column: Column, row: number): void {
  if (column.nulls !== null && column.nulls[row] === 1) return;
  const { type } = column;
  switch (column.kind) {
    case 'boolean':
      if (type.kind !== 'VOID') hash.int(column.values[row] as number);
      return;
    case 'int':
      hash.int(column.values[row] as number);
      return;
    case 'float':
      foldFloat(hash, column, row);
      return;
    case 'big':
      long[0] = column.values[row] as bigint;
      hash.long(longWords[0] as number, longWords[1] as number);
      return;
    case 'wide':
      foldDecimal(hash, column, row);
      return;
    case 'string':
      hash.bytes(column.bytes, column.starts[row] as number, column.ends[row] as number);
      return;
    case 'array':
      for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) foldValue(hash, column.elements, i);
      return;
    case 'map':
      for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) {
        foldValue(hash, column.keys, i);
        foldValue(hash, column.values, i);
      }
      return;
    case 'struct':
      for (const field of column.fields) foldValue(hash, field, row);
  }
}

function foldFloat(hash: RowHash, column: Column & { readonly kind: 'float' }, row: number): void {
  const value = column.values[row] as number;
  switch (column.type.kind) {
    case 'DOUBLE':
      double[0] = Number.isNaN(value) ? Number.NaN : value + 0;
      if (Number.isNaN(value)) hash.long(0, 0x7ff8_0000);
      else hash.long(doubleWords[0] as number, doubleWords[1] as number);
      return;
    case 'FLOAT':
      float[0] = value + 0;
      hash.int(Number.isNaN(value) ? 0x7fc0_0000 : (floatWord[0] as number));
      return;
    case 'DECIMAL':
      foldDecimal(hash, column, row);
      return;
    default:
      hash.long(value | 0, highWord(value));
  }
}

function foldDecimal(hash: RowHash, column: Column, row: number): void {
  const unscaled = unscaledAt(column, row);
  if (column.type.kind === 'DECIMAL' && column.type.precision <= MAX_LONG_DIGITS) {
    long[0] = unscaled;
    hash.long(longWords[0] as number, longWords[1] as number);
    return;
  }
  const bytes = twosComplement(unscaled);
  hash.bytes(bytes, 0, bytes.length);
}

/** BigInteger.toByteArray: the fewest bytes, highest first, that show the sign. */
function twosComplement(value: bigint): Uint8Array {
  let size = 1;
  while (BigInt.asIntN(size * 8, value) !== value) size++;
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[size - 1 - i] = Number((value >> BigInt(8 * i)) & 255n);
  return bytes;
}
