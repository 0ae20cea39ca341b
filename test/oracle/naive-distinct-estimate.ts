// approx_count_distinct from its definition, over the list of hashes, in whole numbers without words; and the hash, byte by byte.
// Only the table of the experiment is shared with the engine.
import type { DataType } from '../../src/columns/data-type.ts';
import { ESTIMATE_TABLES, THRESHOLDS } from '../../src/engine/state/distinct-estimate-tables.ts';
import type { Value } from './values.ts';

const [P1, P2, P3, P4, P5] = [0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n, 0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n];
const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const turned = (value: bigint, by: bigint): bigint => u64(u64(value) << by) | (u64(value) >> (64n - by));

/** XXH64 of bytes, as Collet's specification has it; the answer is signed, as a BIGINT. */
function xxh64(bytes: readonly number[], seed: bigint): bigint {
  const read = (at: number, size: number): bigint => bytes.slice(at, at + size).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const round = (sum: bigint, word: bigint): bigint => u64(turned(sum + word * P2, 31n) * P1);
  let at = 0;
  let hash = u64(seed + P5);
  if (bytes.length >= 32) {
    let sums = [seed + P1 + P2, seed + P2, seed, seed - P1].map(u64);
    for (; at + 32 <= bytes.length; at += 32) sums = sums.map((sum, i) => round(sum, read(at + 8 * i, 8)));
    hash = u64([1n, 7n, 12n, 18n].reduce((total, by, i) => total + turned(sums[i] ?? 0n, by), 0n));
    for (const sum of sums) hash = u64((hash ^ round(0n, sum)) * P1 + P4);
  }
  hash = u64(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8) hash = u64(turned(hash ^ round(0n, read(at, 8)), 27n) * P1 + P4);
  for (; at + 4 <= bytes.length; at += 4) hash = u64(turned(hash ^ u64(read(at, 4) * P1), 23n) * P2 + P3);
  for (; at < bytes.length; at++) hash = u64(turned(hash ^ u64(read(at, 1) * P5), 11n) * P1);
  hash = u64((hash ^ (hash >> 33n)) * P2);
  hash = u64((hash ^ (hash >> 29n)) * P3);
  return BigInt.asIntN(64, hash ^ (hash >> 32n));
}

/** xxhash64 of one value that is not NULL, of the types random pipelines have. */
export function naiveHash(type: DataType, value: Value): bigint {
  const view = new DataView(new ArrayBuffer(8));
  const bytes = (size: number): readonly number[] => Array.from({ length: size }, (_, i) => view.getUint8(i));
  switch (type.kind) {
    case 'BOOLEAN':
    case 'INT':
      view.setInt32(0, Number(value), true);
      return xxh64(bytes(4), 42n);
    case 'BIGINT':
    case 'TIMESTAMP':
      view.setBigInt64(0, BigInt(value as bigint | number), true);
      return xxh64(bytes(8), 42n);
    case 'DOUBLE':
      // Java's one NaN, and no -0.0.
      view.setFloat64(0, Number(value) + 0, true);
      if (Number.isNaN(value)) view.setBigInt64(0, 0x7ff8000000000000n, true);
      return xxh64(bytes(8), 42n);
    case 'STRING':
      return xxh64([...new TextEncoder().encode(String(value))], 42n);
    default:
      throw new Error(`The oracle does not hash ${type.kind}`);
  }
}

/** What HyperLogLog++ with 2^precision registers says of the hashes. */
export function naiveDistinctEstimate(hashes: readonly bigint[], precision: number): bigint {
  const size = 2 ** precision;
  const runs = new Array<number>(size).fill(0);
  for (const hash of hashes) {
    const bits = u64(hash).toString(2).padStart(64, '0');
    const register = Number.parseInt(bits.slice(0, precision), 2);
    const first = bits.indexOf('1', precision);
    runs[register] = Math.max(runs[register] ?? 0, (first < 0 ? 64 : first) - precision + 1);
  }
  const inverse = runs.reduce((sum, run) => sum + 1 / 2 ** run, 0);
  const alpha = { 4: 0.673, 5: 0.697, 6: 0.709 }[precision] ?? 0.7213 / (1 + 1.079 / size);
  const raw = (alpha * size * size) / inverse;
  const corrected = raw < 5 * size ? raw - biasOf(raw, precision) : raw;
  const empty = runs.filter((run) => run === 0).length;
  if (empty === 0) return BigInt(Math.round(corrected));
  const linear = size * Math.log(size / empty);
  return BigInt(Math.round(linear <= (THRESHOLDS[precision - 4] ?? 0) || raw <= 2.5 * size ? linear : corrected));
}

interface Measured {
  readonly estimate: number;
  readonly bias: number;
}

const measured = new Map<number, readonly Measured[]>();

/** The table of one precision, read once. */
function measuredAt(precision: number): readonly Measured[] {
  const { estimates = '', offsets = '' } = ESTIMATE_TABLES[precision - 4] ?? {};
  let sum = 0;
  const entries =
    measured.get(precision) ??
    estimates
      .trim()
      .split(/\s+/)
      .map((step, k) => {
        sum += Number.parseInt(step, 36);
        const estimate = sum / 10_000;
        const values = Math.floor(1 + k * (precision < 6 ? 1 : (5 * 2 ** precision - 2) / 200)) + Number(offsets[k] ?? 0);
        return { estimate, bias: estimate - values };
      });
  measured.set(precision, entries);
  return entries;
}

/** The mean bias of the six entries nearest to it. */
function biasOf(raw: number, precision: number): number {
  const entries = measuredAt(precision).map(({ estimate, bias }) => ({ distance: (estimate - raw) ** 2, bias }));
  const nearest = entries.sort((a, b) => a.distance - b.distance).slice(0, 6);
  return nearest.reduce((total, { bias }) => total + bias, 0) / nearest.length;
}
