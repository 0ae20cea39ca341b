// Spread and shape of one column: count, mean and the central moments up to the one asked for. Updated row by row and merged by
// the formulas of Chan, Golub and LeVeque and of Pébay, which Spark's CentralMomentAgg uses too; nothing is ever taken out again.
import type { Column } from '../../columns/column.ts';
import { DOUBLE } from '../../columns/data-type.ts';
import type { AggregateFunction } from '../../sql/aggregates/aggregate-definition.ts';
import { doubles, isNull, loadedNumbers, numberAt, type ObjectAggregate, storedNumbers } from './object-states.ts';

/** [count, mean, m2, m3, m4] */
type Moments = Float64Array;
const PLACES = 5;

type Answer = (n: number, m2: number, m3: number, m4: number) => number | null;

const ANSWERS: { readonly [name in AggregateFunction]?: Answer } = {
  stddev_pop: (n, m2) => Math.sqrt(m2 / n),
  stddev_samp: (n, m2) => (n === 1 ? null : Math.sqrt(m2 / (n - 1))),
  var_pop: (n, m2) => m2 / n,
  var_samp: (n, m2) => (n === 1 ? null : m2 / (n - 1)),
  skewness: (n, m2, m3) => (m2 === 0 ? null : (Math.sqrt(n) * m3) / Math.sqrt(m2 * m2 * m2)),
  kurtosis: (n, m2, _m3, m4) => (m2 === 0 ? null : (n * m4) / (m2 * m2) - 3),
};

export function momentsOf(name: AggregateFunction): ObjectAggregate<Moments> | null {
  const answer = ANSWERS[name];
  if (answer === undefined) return null;
  return {
    fold,
    merge,
    answers: (states) =>
      doubles(
        states.map((state) => (state === undefined ? null : answer(state[0] as number, state[2] as number, state[3] as number, state[4] as number))),
      ),
    stored: Array.from({ length: PLACES }, () => DOUBLE),
    store: (states) => storedNumbers(states, PLACES),
    load: loadedNumbers,
    size: () => 8 * PLACES,
  };
}

function fold(state: Moments | undefined, column: Column, row: number): Moments | undefined {
  if (isNull(column, row)) return state;
  const s = state ?? new Float64Array(PLACES);
  // Read by position: this is done for every row, and a pattern goes through an iterator.
  const n = (s[0] as number) + 1;
  const mean = s[1] as number;
  const m2 = s[2] as number;
  const m3 = s[3] as number;
  const m4 = s[4] as number;
  const delta = numberAt(column, row) - mean;
  const deltaN = delta / n;
  const delta2 = delta * delta;
  const deltaN2 = deltaN * deltaN;
  const newM2 = m2 + delta * (delta - deltaN);
  const newM3 = m3 - 3 * deltaN * newM2 + delta * (delta2 - deltaN2);
  s[0] = n;
  s[1] = mean + deltaN;
  s[2] = newM2;
  s[3] = newM3;
  s[4] = m4 - 4 * deltaN * newM3 - 6 * deltaN2 * newM2 + delta * (delta * delta2 - deltaN * deltaN2);
  return s;
}

function merge(older: Moments, newer: Moments): Moments {
  const [n1 = 0, mean1 = 0, a2 = 0, a3 = 0, a4 = 0] = older;
  const [n2 = 0, mean2 = 0, b2 = 0, b3 = 0, b4 = 0] = newer;
  const n = n1 + n2;
  const delta = mean2 - mean1;
  const deltaN = delta / n;
  const m2 = a2 + b2 + delta * deltaN * n1 * n2;
  const m3 = a3 + b3 + deltaN * deltaN * delta * n1 * n2 * (n1 - n2) + 3 * deltaN * (n1 * b2 - n2 * a2);
  const m4 =
    a4 +
    b4 +
    deltaN * deltaN * deltaN * delta * n1 * n2 * (n1 * n1 - n1 * n2 + n2 * n2) +
    deltaN * deltaN * 6 * (n1 * n1 * b2 + n2 * n2 * a2) +
    4 * deltaN * (n1 * b3 - n2 * a3);
  return Float64Array.of(n, mean1 + deltaN * n2, m2, m3, m4);
}
