// The order of rows by several columns: NULL where the term says, NaN above all numbers, text by its bytes (which is by code
// point), nested values by their sortable form; equal rows keep the order they have.
import { type Column, type Rows, type Selection, selectedCount } from '../../columns/column.ts';
import { encodeSortable } from '../state/sortable.ts';

interface OrderColumn {
  readonly column: Column;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

type Compare = (a: number, b: number) => number;

/** Physical positions of the selected rows, in order; only the first `limit` of them when it is given. */
export function orderedPositions(rows: Rows, by: readonly OrderColumn[], limit: number | null): Int32Array {
  const compares = by.map((order) => comparing(order, rows.selection));
  const compare: Compare = (a, b) => {
    for (const one of compares) {
      const order = one(a, b);
      if (order !== 0) return order;
    }
    return a - b;
  };
  const positions = rows.selection === null ? Int32Array.from({ length: rows.length }, (_, i) => i) : rows.selection.slice();
  if (limit === null || limit * 8 >= selectedCount(rows)) return positions.sort(compare).subarray(0, limit ?? positions.length);
  return firstOf(positions, limit, compare);
}

/** The first few in order, kept sorted while the rest goes by. */
function firstOf(positions: Int32Array, limit: number, compare: Compare): Int32Array {
  const best = new Int32Array(limit + 1);
  let count = 0;
  for (const position of positions) {
    if (count === limit && compare(position, best[limit - 1] as number) > 0) continue;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(best[middle] as number, position) < 0) low = middle + 1;
      else high = middle;
    }
    best.copyWithin(low + 1, low, count);
    best[low] = position;
    if (count < limit) count++;
  }
  return best.slice(0, count);
}

function comparing({ column, descending, nullsFirst }: OrderColumn, selection: Selection): Compare {
  const values = valueOrder(column, selection);
  const sign = descending ? -1 : 1;
  const { nulls } = column;
  if (nulls === null) return (a, b) => values(a, b) * sign;
  const first = nullsFirst ? -1 : 1;
  return (a, b) => {
    const [nullA, nullB] = [nulls[a] === 1, nulls[b] === 1];
    if (nullA || nullB) return nullA === nullB ? 0 : nullA ? first : -first;
    return values(a, b) * sign;
  };
}

function valueOrder(column: Column, selection: Selection): Compare {
  switch (column.kind) {
    case 'boolean':
    case 'int':
    case 'float': {
      const { values } = column;
      return (a, b) => compareNumbers(values[a] as number, values[b] as number);
    }
    case 'big':
    case 'wide': {
      const { values } = column;
      return (a, b) => {
        const [x, y] = [values[a] as bigint, values[b] as bigint];
        return x < y ? -1 : x > y ? 1 : 0;
      };
    }
    case 'string':
      return compareBytes(column.bytes, column.starts, column.ends);
    default: {
      const { bytes, starts, ends } = encodeSortable(column, selection);
      return compareBytes(bytes, starts, ends);
    }
  }
}

function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number.isNaN(a) === Number.isNaN(b) ? 0 : Number.isNaN(a) ? 1 : -1;
}

function compareBytes(bytes: Uint8Array, starts: Int32Array, ends: Int32Array): Compare {
  return (a, b) => {
    const [startA, startB] = [starts[a] as number, starts[b] as number];
    const [lengthA, lengthB] = [(ends[a] as number) - startA, (ends[b] as number) - startB];
    const shorter = Math.min(lengthA, lengthB);
    for (let i = 0; i < shorter; i++) {
      const difference = (bytes[startA + i] as number) - (bytes[startB + i] as number);
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  };
}
