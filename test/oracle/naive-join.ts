// Joins of two lists of rows, by trying every pair; cogroups by going through the keys of both.
import { arrayOf, type Schema } from '../../src/columns/data-type.ts';
import type { JoinNode } from '../../src/plan/plan.ts';
import { prefixedFields } from '../../src/plan/prefixed-fields.ts';
import type { NaiveRefusals } from './naive-refusals.ts';
import { evaluateTerm } from './row-terms.ts';
import { compareValues, groupText, type OracleRow, type Value } from './values.ts';

interface Sides<T> {
  readonly left: T;
  readonly right: T;
}

/** A row of one side that has a key. */
interface KeyedRow {
  readonly row: OracleRow;
  readonly keys: readonly Value[];
}

/** Joins of joins with themselves grow beyond what trying every pair can answer. */
export class TooManyPairs extends Error {}

const MOST_PAIRS = 4_000_000;

/** @throws TooManyPairs. */
export function naiveJoin(
  node: JoinNode,
  rows: Sides<readonly OracleRow[]>,
  columns: Sides<Schema>,
  timeMs: number,
  refusals: NaiveRefusals,
): readonly OracleRow[] {
  const sides = { left: prefixedFields('l', columns.left), right: prefixedFields('r', columns.right) };
  const keyed = (side: 'left' | 'right') => {
    const keysOf = (row: OracleRow) => node.keys.map((key) => evaluateTerm(key[side].root, { row, timeMs }));
    const isTable = node.joinKind.kind === 'table' && node.joinKind.side === side.slice(0, 1);
    // A table is part of the pipeline: what is wrong in it is not refused, it stops the run.
    if (isTable) return rows[side].map((row): KeyedRow => ({ row, keys: keysOf(row) }));
    return rows[side].flatMap((row) => refusals.attempt(node, sides[side], row, (): KeyedRow => ({ row, keys: keysOf(row) })));
  };
  const [left, right] = [keyed('left'), keyed('right')];
  const isOneSided = node.how === 'leftsemi' || node.how === 'leftanti';
  const joined = [...sides.left, ...sides.right];
  const scope = isOneSided ? sides.left : node.how === 'cogroup' ? joined.map(({ name, type }) => ({ name, type: arrayOf(type) })) : joined;
  const answers = node.how === 'cogroup' ? cogroupRows(node, left, right, columns) : scopeRows(node, left, right, joined, columns, timeMs, refusals);
  return answers.flatMap((row) =>
    refusals.attempt(node, scope, row, () => node.columns.map(({ expression }) => evaluateTerm(expression.root, { row, timeMs }))),
  );
}

/** The rows of the answer, each still as a row of the scope "l.x", then "r.x". */
function scopeRows(
  node: JoinNode,
  left: readonly KeyedRow[],
  right: readonly KeyedRow[],
  joined: Schema,
  columns: Sides<Schema>,
  timeMs: number,
  refusals: NaiveRefusals,
): readonly OracleRow[] {
  if (left.length * right.length > MOST_PAIRS) throw new TooManyPairs(`${left.length} rows and ${right.length} rows are joined`);
  const [leftMatched, rightMatched, leftOpen, rightOpen] = [new Set<number>(), new Set<number>(), new Set<number>(), new Set<number>()];
  const together = left.flatMap((one, i) =>
    right.flatMap((other, j): readonly OracleRow[] => {
      if (!sameKeys(node, one.keys, other.keys)) return [];
      const both = [...one.row, ...other.row];
      const holds = refusals.attempt(
        node,
        joined,
        both,
        () => node.condition === null || evaluateTerm(node.condition.root, { row: both, timeMs }) === true,
      );
      if (holds[0] === false) return [];
      (holds.length === 0 ? leftOpen : leftMatched).add(i);
      (holds.length === 0 ? rightOpen : rightMatched).add(j);
      return holds.length === 0 ? [] : [both];
    }),
  );
  // Whether a row of a refused pair has a partner is known only if it has another one.
  const lonelyLeft = left.filter((_, i) => !leftMatched.has(i) && !leftOpen.has(i)).map(({ row }) => row);
  const lonelyRight = right.filter((_, j) => !rightMatched.has(j) && !rightOpen.has(j)).map(({ row }) => row);
  const padded = {
    left: lonelyLeft.map((row) => [...row, ...columns.right.map(() => null)]),
    right: lonelyRight.map((row) => [...columns.left.map(() => null), ...row]),
  };
  switch (node.how) {
    case 'inner':
    case 'cogroup':
      return together;
    case 'left':
      return [...together, ...padded.left];
    case 'right':
      return [...together, ...padded.right];
    case 'full':
      return [...together, ...padded.left, ...padded.right];
    case 'leftsemi':
      return left.filter((_, i) => leftMatched.has(i)).map(({ row }) => row);
    case 'leftanti':
      return lonelyLeft;
  }
}

function sameKeys(node: JoinNode, left: readonly Value[], right: readonly Value[]): boolean {
  return node.keys.every(({ nullSafe }, k) => {
    const [a, b] = [left[k] ?? null, right[k] ?? null];
    if (a === null || b === null) return nullSafe && a === b;
    return compareValues(a, b) === 0;
  });
}

/** A key that must be equal and is NULL is a key of its side alone. */
function cogroupRows(node: JoinNode, left: readonly KeyedRow[], right: readonly KeyedRow[], columns: Sides<Schema>): readonly OracleRow[] {
  const nameOf = (keys: readonly Value[], side: string): string => {
    const isAlone = keys.some((key, k) => key === null && node.keys[k]?.nullSafe !== true);
    return `${isAlone ? side : 'both'} ${keys.map(groupText).join(' | ')}`;
  };
  const leftNames = left.map(({ keys }) => nameOf(keys, 'left'));
  const rightNames = right.map(({ keys }) => nameOf(keys, 'right'));
  return [...new Set([...leftNames, ...rightNames])].map((name) => {
    const ofLeft = left.filter((_, i) => leftNames[i] === name);
    const ofRight = right.filter((_, j) => rightNames[j] === name);
    return [
      ...columns.left.map((_, c) => ofLeft.map(({ row }) => row[c] ?? null)),
      ...columns.right.map((_, c) => ofRight.map(({ row }) => row[c] ?? null)),
    ];
  });
}
