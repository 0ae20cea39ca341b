// Values kept for a group: all in order, or each once with how often it came. Merging puts two states side by side without
// copying (a rope), so panes of a window share what they hold; the whole is put together when it is asked for.
import { DamagedBytes } from '../../columns/byte-writer.ts';
import type { Column } from '../../columns/column.ts';
import { arrayOf, BIGINT, type DataType } from '../../columns/data-type.ts';
import { type Boxed, boxAt, columnOfBoxed, keyOfBoxed } from './boxed.ts';
import { isNull, type ObjectAggregate } from './object-states.ts';

/** list: every value. bag: each different value once, in the order in which they came first, and its weight. */
export type Keeping = 'list' | 'bag';

export interface Values {
  readonly values: readonly Boxed[];
  /** Of a bag: how often each came. */
  readonly weights: readonly number[];
}

interface Leaf {
  readonly kind: 'leaf';
  readonly values: Boxed[];
  readonly weights: number[];
  /** Of a bag: where each value is. */
  readonly places: Map<number | bigint | string, number>;
}

interface Pair {
  readonly kind: 'pair';
  readonly older: Kept;
  readonly newer: Kept;
}

export type Kept = Leaf | Pair;

/** How many times a row counts, or null when it does not. */
export type WeightAt = (column: Column, row: number) => number | null;

const NO_VALUES: Values = { values: [], weights: [] };

/**
 * `of`: type of the values. `valuesIn`: their column in the argument; null elements are never kept. `answer`: a column with one
 * answer for what each group kept.
 */
export function collected(
  of: DataType,
  keeping: Keeping,
  answer: (groups: readonly Values[]) => Column,
  valuesIn: (column: Column) => Column = (column) => column,
  weightAt: WeightAt = () => 1,
): ObjectAggregate<Kept> {
  return {
    fold: (state, column, row) => {
      const values = valuesIn(column);
      const weight = isNull(column, row) || isNull(values, row) ? null : weightAt(column, row);
      if (weight === null || weight === 0) return state;
      const leaf = state === undefined ? newLeaf() : leafOf(state, keeping);
      keep(leaf, keeping, boxAt(values, row), weight);
      return leaf;
    },
    merge: (older, newer) => ({ kind: 'pair', older, newer }),
    answers: (states) => answer(states.map((state) => (state === undefined ? NO_VALUES : leafOf(state, keeping)))),
    stored: keeping === 'bag' ? [arrayOf(of), arrayOf(BIGINT)] : [arrayOf(of)],
    store: (states) => {
      const leaves = states.map((state) => leafOf(state, keeping));
      const lists = listColumn(
        of,
        leaves.map(({ values }) => values),
      );
      return keeping === 'bag'
        ? [
            lists,
            listColumn(
              BIGINT,
              leaves.map(({ weights }) => weights),
            ),
          ]
        : [lists];
    },
    load: ([lists, weights], count) => Array.from({ length: count }, (_, row) => loaded(keeping, lists, weights, row)),
    size: (state) => 64 + 32 * countOf(state),
  };
}

/** The elements of lists, each different one once; `of` is their type. */
export function collectedElements(of: DataType, answer: (groups: readonly Values[]) => Column): ObjectAggregate<Kept> {
  const each = collected(of, 'bag', answer);
  return {
    ...each,
    fold: (state, column, row) => {
      if (column.kind !== 'array' || isNull(column, row)) return state;
      let kept = state;
      for (let e = column.starts[row] as number; e < (column.ends[row] as number); e++) kept = each.fold(kept, column.elements, e);
      return kept;
    },
  };
}

/** A column of lists. */
export function listColumn(of: DataType, lists: readonly (readonly (Boxed | null)[])[], nulls: Uint8Array | null = null): Column {
  const length = lists.length;
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  let size = 0;
  lists.forEach((list, row) => {
    starts[row] = size;
    size += list.length;
    ends[row] = size;
  });
  return { kind: 'array', type: arrayOf(of), length, nulls, starts, ends, elements: columnOfBoxed(of, lists.flat(1) as (Boxed | null)[]) };
}

function newLeaf(): Leaf {
  return { kind: 'leaf', values: [], weights: [], places: new Map() };
}

function keep(leaf: Leaf, keeping: Keeping, value: Boxed, weight: number): void {
  if (keeping === 'list') {
    leaf.values.push(value);
    return;
  }
  const key = keyOfBoxed(value);
  const place = leaf.places.get(key);
  if (place === undefined) {
    leaf.places.set(key, leaf.values.push(value) - 1);
    leaf.weights.push(weight);
  } else leaf.weights[place] = (leaf.weights[place] as number) + weight;
}

/** The rope as one leaf: itself when it is one, else a new one. */
function leafOf(state: Kept, keeping: Keeping): Leaf {
  if (state.kind === 'leaf') return state;
  const whole = newLeaf();
  const open: Kept[] = [state];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'pair') open.push(next.newer, next.older);
    else for (let i = 0; i < next.values.length; i++) keep(whole, keeping, next.values[i] as Boxed, next.weights[i] ?? 1);
  }
  return whole;
}

function countOf(state: Kept): number {
  let count = 0;
  const open: Kept[] = [state];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'pair') open.push(next.newer, next.older);
    else count += next.values.length;
  }
  return count;
}

function loaded(keeping: Keeping, lists: Column | undefined, weights: Column | undefined, row: number): Kept {
  if (lists?.kind !== 'array' || (keeping === 'bag' && weights?.kind !== 'array')) throw new DamagedBytes('values expected');
  const leaf = newLeaf();
  const from = lists.starts[row] as number;
  const count = (lists.ends[row] as number) - from;
  const weightsFrom = weights?.kind === 'array' ? (weights.starts[row] as number) : 0;
  if (weights?.kind === 'array' && (weights.ends[row] as number) - weightsFrom !== count) throw new DamagedBytes('values without weights');
  for (let i = 0; i < count; i++) {
    const weight = weights?.kind === 'array' ? Number(boxAt(weights.elements, weightsFrom + i)) : 1;
    keep(leaf, keeping, boxAt(lists.elements, from + i), weight);
  }
  return leaf;
}
