// min_by and max_by: the value beside the least or greatest order. Of rows with equal orders the later one wins, as in Spark.
import type { DataType } from '../../columns/data-type.ts';
import { type Boxed, boxAt, columnOfBoxed, compareBoxed } from './boxed.ts';
import { fieldOf, isNull, type ObjectAggregate } from './object-states.ts';

interface ValueBy {
  readonly value: Boxed | null;
  readonly order: Boxed;
}

export function valueBy(isMax: boolean, valueType: DataType, orderType: DataType): ObjectAggregate<ValueBy> {
  const wins = (later: Boxed, earlier: Boxed): boolean => {
    const order = compareBoxed(orderType, later, earlier);
    return isMax ? order >= 0 : order <= 0;
  };
  return {
    fold: (state, column, row) => {
      const [values, orders] = [fieldOf(column, 0), fieldOf(column, 1)];
      if (isNull(orders, row)) return state;
      const order = boxAt(orders, row);
      if (state !== undefined && !wins(order, state.order)) return state;
      return { order, value: isNull(values, row) ? null : boxAt(values, row) };
    },
    merge: (older, newer) => (wins(newer.order, older.order) ? newer : older),
    answers: (states) =>
      columnOfBoxed(
        valueType,
        states.map((state) => state?.value ?? null),
      ),
    stored: [valueType, orderType],
    store: (states) => [
      columnOfBoxed(
        valueType,
        states.map(({ value }) => value),
      ),
      columnOfBoxed(
        orderType,
        states.map(({ order }) => order),
      ),
    ],
    load: ([values, orders], count) =>
      Array.from({ length: count }, (_, row): ValueBy => {
        if (values === undefined || orders === undefined) throw new Error('A value and an order are stored');
        return { value: isNull(values, row) ? null : boxAt(values, row), order: boxAt(orders, row) };
      }),
    size: () => 64,
  };
}
