// Sums and means of DECIMAL and of intervals, and sums that turn NULL instead of failing: exact integers, and whether one sum of
// rows has passed what its type holds. Sums that are merged may pass it on the way and are looked at when they are an answer.
import type { Column } from '../../columns/column.ts';
import { type DataType, decimalOf, MAX_PRECISION } from '../../columns/data-type.ts';
import { decimalColumn, divideHalfUp, fitsPrecision, rescale } from '../../columns/decimal.ts';
import { SumOverflow } from './accumulator.ts';
import { boxInteger, columnOfBoxed } from './boxed.ts';
import { integerAt } from './joined-bits.ts';
import { isNull, type ObjectAggregate } from './object-states.ts';

interface ExactSum {
  readonly sum: bigint;
  readonly count: number;
  /** A sum of rows did not fit. */
  readonly lost: boolean;
}

/** What is done with sums that do not fit: fail at the row, or answer NULL. */
type Beyond = 'fails' | 'null';

/** `of`: type of the values. */
export function exactSum(of: DataType, type: DataType, beyond: Beyond): ObjectAggregate<ExactSum> {
  const holds = limitOf(type);
  return sumStates(of, holds, beyond, (states) =>
    integers(
      type,
      states.map((state) => {
        if (state === undefined || state.lost) return null;
        if (holds(state.sum)) return state.sum;
        if (beyond === 'fails') throw new SumOverflow(null);
        return null;
      }),
    ),
  );
}

/** The sum may take ten digits more than a value, as in Spark; the mean is rounded half up. */
export function exactAverage(of: DataType, type: DataType, beyond: Beyond): ObjectAggregate<ExactSum> {
  const holdsSum = of.kind === 'DECIMAL' ? limitOf(decimalOf(Math.min(MAX_PRECISION, of.precision + 10), of.scale)) : limitOf(of);
  const holds = limitOf(type);
  return sumStates(of, holdsSum, beyond, (states) =>
    integers(
      type,
      states.map((state) => {
        if (state === undefined || state.lost) return null;
        const scaled = of.kind === 'DECIMAL' && type.kind === 'DECIMAL' ? rescale(state.sum, of.scale, type.scale) : state.sum;
        const mean = divideHalfUp(scaled, BigInt(state.count));
        if (holds(mean)) return mean;
        if (beyond === 'fails') throw new SumOverflow(null);
        return null;
      }),
    ),
  );
}

function sumStates(
  of: DataType,
  holds: (sum: bigint) => boolean,
  beyond: Beyond,
  answers: (states: readonly (ExactSum | undefined)[]) => Column,
): ObjectAggregate<ExactSum> {
  // Sums on the way may need more digits than any answer, so they are stored as two halves.
  const stored: readonly DataType[] = [decimalOf(MAX_PRECISION, 0), decimalOf(MAX_PRECISION, 0), { kind: 'BIGINT' }, { kind: 'BOOLEAN' }];
  return {
    fold: (state, column, row) => {
      if (isNull(column, row)) return state;
      const before = state ?? { sum: 0n, count: 0, lost: false };
      const sum = before.sum + integerAt(column, row);
      const fits = holds(sum);
      if (!fits && beyond === 'fails') throw new SumOverflow(row);
      return { sum, count: before.count + 1, lost: before.lost || !fits };
    },
    merge: (older, newer) => ({ sum: older.sum + newer.sum, count: older.count + newer.count, lost: older.lost || newer.lost }),
    answers,
    stored,
    store: (states) => [
      decimalColumn(
        decimalOf(MAX_PRECISION, 0),
        states.map(({ sum }) => sum / HALF),
        null,
      ),
      decimalColumn(
        decimalOf(MAX_PRECISION, 0),
        states.map(({ sum }) => sum % HALF),
        null,
      ),
      columnOfBoxed(
        { kind: 'BIGINT' },
        states.map(({ count }) => count),
      ),
      columnOfBoxed(
        { kind: 'BOOLEAN' },
        states.map(({ lost }) => (lost ? 1 : 0)),
      ),
    ],
    load: ([high, low, counts, losses], count) =>
      Array.from({ length: count }, (_, row) => {
        if (high === undefined || low === undefined || counts === undefined || losses?.kind !== 'boolean')
          throw new Error(`A sum of ${of.kind} is stored`);
        return { sum: integerAt(high, row) * HALF + integerAt(low, row), count: Number(integerAt(counts, row)), lost: losses.values[row] === 1 };
      }),
    size: () => 56,
  };
}

const HALF = 10n ** 37n;

function limitOf(type: DataType): (sum: bigint) => boolean {
  switch (type.kind) {
    case 'DECIMAL':
      return (sum) => fitsPrecision(sum, type.precision);
    case 'YEAR_MONTH':
      return (sum) => BigInt.asIntN(32, sum) === sum;
    default:
      return (sum) => BigInt.asIntN(64, sum) === sum;
  }
}

function integers(type: DataType, values: readonly (bigint | null)[]): Column {
  if (type.kind !== 'DECIMAL')
    return columnOfBoxed(
      type,
      values.map((value) => (value === null ? null : boxInteger(value))),
    );
  const nulls = values.includes(null) ? Uint8Array.from(values, (value) => (value === null ? 1 : 0)) : null;
  return decimalColumn(
    type,
    values.map((value) => value ?? 0n),
    nulls,
  );
}
