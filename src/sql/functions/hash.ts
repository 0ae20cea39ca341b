// Hashes and checksums.
import type { Column } from '../../columns/column.ts';
import { BIGINT, type DataType, formatType, INT, STRING } from '../../columns/data-type.ts';
import { isSafeWords, numberFromWords, wordsOf } from '../../columns/int64.ts';
import { problem } from '../../problem/problem.ts';
import type { Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { crc32, md5, sha1, sha256, sha512 } from '../hashing/digests.ts';
import { Murmur3 } from '../hashing/murmur3.ts';
import { foldValue } from '../hashing/row-hash.ts';
import { XxHash64 } from '../hashing/xxhash64.ts';
import { bytesOf, printsBytes, takesBytes } from './bytes-argument.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { buildText } from './text-bytes.ts';

/** Where both hashes of Spark begin. */
const SEED = 42;

export const hashFunctions: readonly FunctionDefinition[] = [
  {
    name: 'xxhash64',
    group: 'hash',
    signatures: ['xxhash64(values A...) -> BIGINT'],
    help: 'A 64-bit hash of the values (XXH64, seed 42). NULL leaves it as it is. An INT and a BIGINT of one value differ.',
    example: { text: "xxhash64('Spark', array(123), 2)", expected: '5602566077635097486' },
    refuseTerms: (args) => refuseMaps('xxhash64', args),
    typed: (args) => ({ params: args.map((term) => term.type), result: BIGINT }),
    kernel: { kind: 'whole', make: () => xxhash },
  },
  {
    name: 'hash',
    group: 'hash',
    signatures: ['hash(values A...) -> INT'],
    help: 'A 32-bit hash of the values (Murmur3, seed 42). NULL leaves it as it is. For a sample of a tenth: pmod(hash(id), 10) = 0.',
    example: { text: "hash('Spark', array(123), 2)", expected: -1321691492 },
    refuseTerms: (args) => refuseMaps('hash', args),
    typed: (args) => ({ params: args.map((term) => term.type), result: INT }),
    kernel: { kind: 'whole', make: () => murmur },
  },
  {
    name: 'crc32',
    group: 'hash',
    signatures: ['crc32(bytes BINARY) -> BIGINT'],
    help: 'The CRC-32 checksum of the text or bytes.',
    example: { text: "crc32('Spark')", expected: 1557323817 },
    typed: takesBytes(BIGINT),
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) => {
          const { bytes, starts, ends } = bytesOf(value);
          const values = new Float64Array(frame.length);
          for (let k = 0; k < frame.count; k++) {
            const row = frame.rowAt(k);
            if (!frame.isNull(row)) values[row] = crc32(bytes, starts[row] as number, ends[row] as number);
          }
          return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values };
        },
    },
  },
  digest('md5', [], 'The MD5 digest of the text or bytes, in hexadecimal.', md5, '8cde774d6f7333752ed72cacddb05126'),
  digest('sha1', ['sha'], 'The SHA-1 digest of the text or bytes, in hexadecimal.', sha1, '85f5955f4b27a9a4c2aab6ffe5d7189fc298b92c'),
  {
    name: 'sha2',
    group: 'hash',
    signatures: ['sha2(bytes BINARY, bits INT) -> STRING'],
    help: 'The SHA-2 digest of the text or bytes with 224, 256, 384 or 512 bits (0 means 256), in hexadecimal. NULL for any other number.',
    example: { text: "sha2('Spark', 256)", expected: '529bc3b07127ecb7e53a4dcf1991d9152c24537d919178022b2c42657f79a26b' },
    typed: takesBytes(STRING, [INT]),
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value, bits], frame) => {
          const { bytes, starts, ends } = bytesOf(value);
          return buildText(frame, (row) =>
            sha2(bytes, starts[row] as number, ends[row] as number, bits?.kind === 'int' ? (bits.values[row] as number) : 0),
          );
        },
    },
  },
];

function digest(
  name: string,
  aliases: readonly string[],
  help: string,
  compute: (bytes: Uint8Array, from: number, to: number) => string,
  ofSpark: string,
): FunctionDefinition {
  return {
    name,
    aliases,
    group: 'hash',
    signatures: [`${name}(bytes BINARY) -> STRING`],
    help,
    example: { text: `${name}('Spark')`, expected: ofSpark },
    typed: takesBytes(STRING),
    kernel: printsBytes(compute),
  };
}

function sha2(bytes: Uint8Array, from: number, to: number, bits: number): string | null {
  switch (bits) {
    case 224:
      return sha256(bytes, from, to, 224);
    case 0:
    case 256:
      return sha256(bytes, from, to, 256);
    case 384:
      return sha512(bytes, from, to, 384);
    case 512:
      return sha512(bytes, from, to, 512);
    default:
      return null;
  }
}

/** Two MAPs that are equal may have their entries in another order, so Spark refuses to hash them. */
function refuseMaps(name: string, args: readonly Term[]): ReturnType<NonNullable<FunctionDefinition['refuseTerms']>> {
  const map = args.find((term) => holdsMap(term.type));
  if (map === undefined) return null;
  return problem('function/argument', map.span, {
    name,
    argument: 'value',
    got: formatType(map.type),
    takes: 'no MAP; hash array_sort(map_entries(..)) instead',
  });
}

/** A MAP has no order of its entries, so it has no hash. */
export function holdsMap(type: DataType): boolean {
  if (type.kind === 'ARRAY') return holdsMap(type.element);
  if (type.kind === 'STRUCT') return type.fields.some((field) => holdsMap(field.type));
  return type.kind === 'MAP';
}

function murmur(args: readonly Column[], frame: Frame): Column {
  const hash = new Murmur3();
  const values = new Int32Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    hash.state = SEED;
    for (const arg of args) foldValue(hash, arg, row);
    values[row] = hash.state;
  }
  return { kind: 'int', type: INT, length: frame.length, nulls: null, values };
}

function xxhash(args: readonly Column[], frame: Frame): Column {
  const hash = new XxHash64();
  const values = new BigInt64Array(frame.length);
  const words = wordsOf(values);
  let safe = true;
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    hash.state.set(SEED, 0);
    for (const arg of args) foldValue(hash, arg, row);
    words[2 * row] = hash.state.low;
    words[2 * row + 1] = hash.state.high;
    safe = safe && isSafeWords(hash.state.low, hash.state.high);
  }
  if (!safe) return { kind: 'big', type: BIGINT, length: frame.length, nulls: null, values };
  const floats = Float64Array.from({ length: frame.length }, (_, row) => numberFromWords(words[2 * row] as number, words[2 * row + 1] as number));
  return { kind: 'float', type: BIGINT, length: frame.length, nulls: null, values: floats };
}
