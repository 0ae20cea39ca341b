// Joins of two lists of rows, by trying every pair; cogroups by going through the keys of both.
import type { JoinNode } from '../../src/plan/plan.ts';
import { evaluateTerm } from './row-terms.ts';
import { compareValues, groupText, type OracleRow, type Value } from './values.ts';

/** The rows of the answer, each still as a row of the scope "l.x", then "r.x". */
function scopeRows(
  node: JoinNode,
  left: readonly OracleRow[],
  right: readonly OracleRow[],
  rightColumns: number,
  timeMs: number,
): readonly OracleRow[] {
  const leftKeys = left.map((row) => node.keys.map((key) => evaluateTerm(key.left.root, { row, timeMs })));
  const rightKeys = right.map((row) => node.keys.map((key) => evaluateTerm(key.right.root, { row, timeMs })));
  if (node.how === 'cogroup') return cogroupRows(node, left, right, leftKeys, rightKeys, rightColumns);
  const pairs = left.flatMap((row, i) =>
    right.flatMap((other, j): readonly (readonly [number, number])[] => {
      if (!sameKeys(node, leftKeys[i] ?? [], rightKeys[j] ?? [])) return [];
      const both = [...row, ...other];
      const holds = node.condition === null || evaluateTerm(node.condition.root, { row: both, timeMs }) === true;
      return holds ? [[i, j]] : [];
    }),
  );
  const leftMatched = new Set(pairs.map(([i]) => i));
  const rightMatched = new Set(pairs.map(([, j]) => j));
  const together = pairs.map(([i, j]) => [...(left[i] ?? []), ...(right[j] ?? [])]);
  const lonelyLeft = left.filter((_, i) => !leftMatched.has(i)).map((row) => [...row, ...Array<Value>(rightColumns).fill(null)]);
  const lonelyRight = right.filter((_, j) => !rightMatched.has(j)).map((row) => [...Array<Value>(node.leftColumns).fill(null), ...row]);
  switch (node.how) {
    case 'inner':
      return together;
    case 'left':
      return [...together, ...lonelyLeft];
    case 'right':
      return [...together, ...lonelyRight];
    case 'full':
      return [...together, ...lonelyLeft, ...lonelyRight];
    case 'leftsemi':
      return left.filter((_, i) => leftMatched.has(i));
    case 'leftanti':
      return left.filter((_, i) => !leftMatched.has(i));
  }
}

export function naiveJoin(
  node: JoinNode,
  left: readonly OracleRow[],
  right: readonly OracleRow[],
  rightColumns: number,
  timeMs: number,
): readonly OracleRow[] {
  return scopeRows(node, left, right, rightColumns, timeMs).map((row) =>
    node.columns.map(({ expression }) => evaluateTerm(expression.root, { row, timeMs })),
  );
}

function sameKeys(node: JoinNode, left: readonly Value[], right: readonly Value[]): boolean {
  return node.keys.every(({ nullSafe }, k) => {
    const [a, b] = [left[k] ?? null, right[k] ?? null];
    if (a === null || b === null) return nullSafe && a === b;
    return compareValues(a, b) === 0;
  });
}

/** A key that must be equal and is NULL is a key of its side alone. */
function cogroupRows(
  node: JoinNode,
  left: readonly OracleRow[],
  right: readonly OracleRow[],
  leftKeys: readonly (readonly Value[])[],
  rightKeys: readonly (readonly Value[])[],
  rightColumns: number,
): readonly OracleRow[] {
  const nameOf = (keys: readonly Value[], side: string): string => {
    const isAlone = keys.some((key, k) => key === null && node.keys[k]?.nullSafe !== true);
    return `${isAlone ? side : 'both'} ${keys.map(groupText).join(' | ')}`;
  };
  const leftNames = leftKeys.map((keys) => nameOf(keys, 'left'));
  const rightNames = rightKeys.map((keys) => nameOf(keys, 'right'));
  return [...new Set([...leftNames, ...rightNames])].map((name) => {
    const ofLeft = left.filter((_, i) => leftNames[i] === name);
    const ofRight = right.filter((_, j) => rightNames[j] === name);
    return [
      ...Array.from({ length: node.leftColumns }, (_, c) => ofLeft.map((row) => row[c] ?? null)),
      ...Array.from({ length: rightColumns }, (_, c) => ofRight.map((row) => row[c] ?? null)),
    ];
  });
}
