// What is made of values that were kept: lists, joined texts, quantiles, the most frequent; and any other aggregate over distinct ones.
import { columnFromValues, type PlainValue } from '../../columns/build.ts';
import type { Column } from '../../columns/column.ts';
import { type DataType, STRING } from '../../columns/data-type.ts';
import { decimalToNumber } from '../../columns/decimal.ts';
import { compareValues } from '../../sql/functions/value-order.ts';
import type { Accumulator } from './accumulator.ts';
import { type Boxed, columnOfBoxed, compareBoxed } from './boxed.ts';
import { listColumn, type Values } from './collected.ts';

export function listAnswer(of: DataType): (groups: readonly Values[]) => Column {
  return (groups) =>
    listColumn(
      of,
      groups.map(({ values }) => values),
    );
}

export function joinedAnswer(delimiter: string): (groups: readonly Values[]) => Column {
  return (groups) =>
    columnOfBoxed(
      STRING,
      groups.map(({ values }) => (values.length === 0 ? null : values.join(delimiter))),
    );
}

/** The values are pairs of a text and what it is ordered by. NULL comes first, descending last. */
export function joinedInOrder(delimiter: string, orderType: DataType, descending: boolean): (groups: readonly Values[]) => Column {
  const sign = descending ? -1 : 1;
  return (groups) =>
    columnOfBoxed(
      STRING,
      groups.map(({ values }) => {
        const rows = values.map((pair) => pair as readonly PlainValue[]);
        const orders = columnFromValues(
          orderType,
          rows.map((pair) => pair[1] ?? null),
        );
        const isNull = (row: number) => Number(orders.nulls !== null && orders.nulls[row] === 1);
        const compare = (a: number, b: number) => (isNull(a) + isNull(b) > 0 ? isNull(b) - isNull(a) : compareValues(orders, a, orders, b));
        const inOrder = rows.map((_, row) => row).sort((a, b) => sign * compare(a, b));
        return inOrder.length === 0 ? null : inOrder.map((row) => String(rows[row]?.[0])).join(delimiter);
      }),
    );
}

/** Of the most frequent values the one that came first, or the first in order. */
export function modeAnswer(of: DataType, order: 'ASC' | 'DESC' | null): (groups: readonly Values[]) => Column {
  return (groups) =>
    columnOfBoxed(
      of,
      groups.map(({ values, weights }) => {
        const most = weights.reduce((a, b) => Math.max(a, b), 0);
        const tied = values.filter((_, i) => weights[i] === most);
        if (order === null) return tied[0] ?? null;
        return tied.reduce<Boxed | null>(
          (best, value) => (best !== null && compareBoxed(of, value, best) > 0 === (order === 'ASC') ? best : value),
          null,
        );
      }),
    );
}

/** Values in order, and how many values lie up to and with each. */
interface Sorted {
  readonly values: readonly Boxed[];
  readonly counts: readonly number[];
  readonly total: number;
}

function sorted(of: DataType, { values, weights }: Values): Sorted {
  const order = values.map((_, i) => i).sort((a, b) => compareBoxed(of, values[a] as Boxed, values[b] as Boxed));
  let total = 0;
  const counts = order.map((i) => {
    total += weights[i] ?? 1;
    return total;
  });
  return { values: order.map((i) => values[i] as Boxed), counts, total };
}

/** The value with this rank, from 0 on. */
function ranked({ values, counts }: Sorted, rank: number): Boxed | null {
  let low = 0;
  let high = counts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((counts[middle] as number) <= rank) low = middle + 1;
    else high = middle;
  }
  return values[low] ?? null;
}

type Quantile = (from: Sorted, percentage: number) => Boxed | null;

/** `percentages`: one, or a list. NULL where there is no value. */
function quantileAnswer(of: DataType, type: DataType, percentages: PlainValue, quantile: Quantile): (groups: readonly Values[]) => Column {
  const list = (Array.isArray(percentages) ? percentages : [percentages]).map(Number);
  return (groups) => {
    const answers = groups.map((group) => {
      const from = sorted(of, group);
      return from.total === 0 ? null : list.map((percentage) => quantile(from, percentage));
    });
    if (!Array.isArray(percentages))
      return columnOfBoxed(
        type,
        answers.map((answer) => answer?.[0] ?? null),
      );
    const nulls = answers.includes(null) ? Uint8Array.from(answers, (answer) => (answer === null ? 1 : 0)) : null;
    const element = type.kind === 'ARRAY' ? type.element : type;
    return listColumn(
      element,
      answers.map((answer) => answer ?? []),
      nulls,
    );
  };
}

/** Between two neighbours in proportion. */
export function percentileAnswer(of: DataType, type: DataType, percentages: PlainValue, descending = false): (groups: readonly Values[]) => Column {
  const isInterval = of.kind === 'DAY_TIME' || of.kind === 'YEAR_MONTH';
  return quantileAnswer(of, type, percentages, (from, percentage) => {
    const position = (from.total - 1) * (descending ? 1 - percentage : percentage);
    const [lower, higher] = [Math.floor(position), Math.ceil(position)];
    const low = asNumber(of, ranked(from, lower));
    const high = asNumber(of, ranked(from, higher));
    const value = lower === higher || low === high ? low : (higher - position) * low + (position - lower) * high;
    return isInterval ? Math.trunc(value) : value;
  });
}

/** The first value that has that part at or before it, from the least or, descending, from the greatest on. */
export function discreteAnswer(of: DataType, type: DataType, percentages: PlainValue, descending: boolean): (groups: readonly Values[]) => Column {
  return quantileAnswer(of, type, percentages, (from, percentage) => {
    const rank = Math.max(0, Math.ceil(percentage * from.total) - 1);
    const value = ranked(from, descending ? from.total - 1 - rank : rank);
    return type.kind === 'DOUBLE' || type.kind === 'ARRAY' ? asNumber(of, value) : value;
  });
}

/** The least value at or below which that part lies. */
export function approximateAnswer(of: DataType, type: DataType, percentages: PlainValue, accuracy: number): (groups: readonly Values[]) => Column {
  const error = 1 / accuracy;
  return quantileAnswer(of, type, percentages, (from, percentage) => {
    if (percentage <= error) return ranked(from, 0);
    if (percentage >= 1 - error) return ranked(from, from.total - 1);
    return ranked(from, Math.ceil(percentage * from.total) - 1);
  });
}

function asNumber(of: DataType, value: Boxed | null): number {
  if (of.kind === 'DECIMAL' && (typeof value === 'number' || typeof value === 'bigint')) return decimalToNumber(value, of.scale);
  return Number(value ?? 0);
}

/** The answers of another aggregate over each group's values, each once. */
export function distinctAnswer(of: DataType, emptyOne: (capacity: number) => Accumulator): (groups: readonly Values[]) => Column {
  return (groups) => {
    const inner = emptyOne(groups.length);
    const slots = Int32Array.from(groups.flatMap(({ values }, group) => values.map(() => group)));
    inner.add(
      slots,
      slots.length,
      columnOfBoxed(
        of,
        groups.flatMap(({ values }) => values),
      ),
      null,
    );
    return inner.result(
      Int32Array.from(groups, (_, group) => group),
      null,
    );
  };
}

/** count(DISTINCT ..), which needs no values. */
export function countAnswer(groups: readonly Values[]): Column {
  return columnOfBoxed(
    { kind: 'BIGINT' },
    groups.map(({ values }) => values.length),
  );
}
