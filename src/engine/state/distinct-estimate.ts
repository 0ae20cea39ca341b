// approx_count_distinct: HyperLogLog++ (Heule, Nunkesser and Hall, "HyperLogLog in Practice", 2013) as Spark has it, without the
// sparse form: one register a prefix of the hash, which keeps the longest run of zeros seen behind it. Registers only grow, so the
// answer depends neither on the order of the rows nor on how panes are merged. The rows come as hashes (xxhash64, seed 42).
import { DamagedBytes } from '../../columns/byte-writer.ts';
import type { Column } from '../../columns/column.ts';
import { BIGINT, BINARY } from '../../columns/data-type.ts';
import { highWord, wordsOf } from '../../columns/int64.ts';
import { ESTIMATE_TABLES, LEAST_PRECISION, THRESHOLDS } from './distinct-estimate-tables.ts';
import { isNull, type ObjectAggregate } from './object-states.ts';

/** 2^precision of them, each 0 to 65 - precision. */
type Registers = Uint8Array;

/** The bias of the raw estimate is the mean of those of the entries next to it, so many. */
const NEIGHBOURS = 6;

/** `precision`: 4 to 14, the bits of a hash that say which register it goes to. The argument is a BIGINT column of hashes. */
export function distinctEstimate(precision: number): ObjectAggregate<Registers> {
  const size = 2 ** precision;
  const estimate = estimator(precision);
  return {
    fold: (state, column, row) => {
      if (isNull(column, row)) return state;
      const registers = state ?? new Uint8Array(size);
      const low = lowWordAt(column, row);
      const high = highWordAt(column, row);
      const register = high >>> (32 - precision);
      const run = zerosBehind(low, high, precision) + 1;
      if (run > (registers[register] as number)) registers[register] = run;
      return registers;
    },
    merge: (older, newer) => older.map((run, i) => Math.max(run, newer[i] as number)),
    answers: (states) => ({
      kind: 'float',
      type: BIGINT,
      length: states.length,
      nulls: null,
      values: Float64Array.from(states, (state) => (state === undefined ? 0 : estimate(state))),
    }),
    stored: [BINARY],
    store: (states) => {
      const bytes = new Uint8Array(states.length * size);
      states.forEach((state, i) => {
        bytes.set(state, i * size);
      });
      const starts = Int32Array.from(states, (_, i) => i * size);
      return [{ kind: 'string', type: BINARY, length: states.length, nulls: null, bytes, starts, ends: starts.map((start) => start + size) }];
    },
    load: ([registers], count) => Array.from({ length: count }, (_, row) => loaded(registers, row, size, 65 - precision)),
    size: () => 96 + size,
  };
}

function loaded(column: Column | undefined, row: number, size: number, most: number): Registers {
  if (column?.kind !== 'string') throw new DamagedBytes('registers expected');
  const registers = column.bytes.slice(column.starts[row], column.ends[row]);
  if (registers.length !== size || registers.some((run) => run > most)) throw new DamagedBytes('these are no registers');
  return registers;
}

function lowWordAt(column: Column, row: number): number {
  if (column.kind === 'big') return wordsOf(column.values)[2 * row] as number;
  if (column.kind === 'float') return (column.values[row] as number) | 0;
  throw new Error(`No hashes: ${column.kind}`);
}

function highWordAt(column: Column, row: number): number {
  if (column.kind === 'big') return wordsOf(column.values)[2 * row + 1] as number;
  if (column.kind === 'float') return highWord(column.values[row] as number);
  throw new Error(`No hashes: ${column.kind}`);
}

/** The zeros that follow the first `precision` bits; when there is nothing else, all of them. */
function zerosBehind(low: number, high: number, precision: number): number {
  const behind = (high << precision) | (low >>> (32 - precision));
  if (behind !== 0) return Math.clz32(behind);
  return 32 + Math.min(Math.clz32(low << precision), 32 - precision);
}

function estimator(precision: number): (registers: Registers) => number {
  const size = 2 ** precision;
  const table = tableOf(precision);
  const threshold = THRESHOLDS[precision - LEAST_PRECISION] ?? 0;
  const scale = alpha(precision, size) * size * size;
  return (registers) => {
    let inverse = 0;
    let empty = 0;
    for (const run of registers) {
      inverse += 2 ** -run;
      if (run === 0) empty++;
    }
    const raw = scale / inverse;
    const corrected = raw < 5 * size ? raw - biasAt(table, raw) : raw;
    if (empty === 0) return Math.round(corrected);
    const linear = size * Math.log(size / empty);
    return Math.round(linear <= threshold || raw <= 2.5 * size ? linear : corrected);
  };
}

function alpha(precision: number, size: number): number {
  if (precision === 4) return 0.673;
  if (precision === 5) return 0.697;
  return precision === 6 ? 0.709 : 0.7213 / (1 + 1.079 / size);
}

interface BiasTable {
  /** Ascending. */
  readonly estimates: Float64Array;
  readonly biases: Float64Array;
}

const tables = new Map<number, BiasTable>();

function tableOf(precision: number): BiasTable {
  const known = tables.get(precision);
  if (known !== undefined) return known;
  const text = ESTIMATE_TABLES[precision - LEAST_PRECISION];
  if (text === undefined) throw new Error(`No table for ${precision} bits`);
  let sum = 0;
  const estimates = Float64Array.from(text.estimates.trim().split(/\s+/), (step) => {
    sum += Number.parseInt(step, 36);
    return sum / 10_000;
  });
  // The numbers of values of the experiment: one by one, or 200 steps from 1 to all but one of five times the registers.
  const step = precision < 6 ? 1 : (5 * 2 ** precision - 2) / 200;
  // The published biases have fifteen digits.
  const biases = estimates.map((estimate, k) => Number((estimate - Math.floor(1 + k * step) - Number(text.offsets[k] ?? 0)).toPrecision(15)));
  const table = { estimates, biases };
  tables.set(precision, table);
  return table;
}

function biasAt({ estimates, biases }: BiasTable, raw: number): number {
  let nearest = 0;
  let end = estimates.length;
  while (nearest < end) {
    const middle = (nearest + end) >> 1;
    if ((estimates[middle] as number) < raw) nearest = middle + 1;
    else end = middle;
  }
  const distance = (k: number) => (raw - (estimates[k] as number)) ** 2;
  let low = Math.max(nearest - NEIGHBOURS + 1, 0);
  let high = Math.min(low + NEIGHBOURS, estimates.length);
  while (high < estimates.length && distance(high) < distance(low)) {
    low++;
    high++;
  }
  let sum = 0;
  for (let k = low; k < high; k++) sum += biases[k] as number;
  return sum / (high - low);
}
