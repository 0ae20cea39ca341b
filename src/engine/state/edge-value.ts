// first and last: the value of the first or last row, or of the first or last row where it is not NULL.
import type { DataType } from '../../columns/data-type.ts';
import { type Boxed, boxAt, columnOfBoxed } from './boxed.ts';
import { isNull, type ObjectAggregate } from './object-states.ts';

interface Edge {
  readonly value: Boxed | null;
}

const NULL_EDGE: Edge = { value: null };

export function edgeValue(isLast: boolean, ignoreNulls: boolean, type: DataType): ObjectAggregate<Edge> {
  return {
    fold: (state, column, row) => {
      if (state !== undefined && !isLast) return state;
      if (isNull(column, row)) return ignoreNulls ? state : NULL_EDGE;
      return { value: boxAt(column, row) };
    },
    merge: (older, newer) => (isLast ? newer : older),
    answers: (states) =>
      columnOfBoxed(
        type,
        states.map((state) => state?.value ?? null),
      ),
    stored: [type],
    store: (states) => [
      columnOfBoxed(
        type,
        states.map(({ value }) => value),
      ),
    ],
    load: ([values], count) =>
      Array.from({ length: count }, (_, row): Edge => {
        if (values === undefined) throw new Error('A value is stored');
        return { value: isNull(values, row) ? null : boxAt(values, row) };
      }),
    size: () => 48,
  };
}
