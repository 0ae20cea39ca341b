// Order and limit of a list of rows.
import type { TopNode } from '../../src/plan/plan.ts';
import { evaluateTerm } from './row-terms.ts';
import { compareValues, groupText, type OracleRow, type Value } from './values.ts';

export function naiveTop(node: TopNode, rows: readonly OracleRow[], timeMs: number): readonly OracleRow[] {
  const ranked = rows.map((row) => ({ row, by: node.orderBy.map(({ expression }) => evaluateTerm(expression.root, { row, timeMs })) }));
  const sorted = ranked.toSorted((a, b) => {
    for (const [i, { descending, nullsFirst }] of node.orderBy.entries()) {
      const order = compare(a.by[i] ?? null, b.by[i] ?? null, descending, nullsFirst);
      if (order !== 0) return order;
    }
    return 0;
  });
  const { limit } = node;
  if (limit === null) return sorted.map(({ row }) => row);
  const taken = new Map<string, number>();
  return sorted.flatMap(({ row }) => {
    const key = node.perKey.map((expression) => groupText(evaluateTerm(expression.root, { row, timeMs }))).join(' | ');
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    return before < limit ? [row] : [];
  });
}

function compare(a: Value, b: Value, descending: boolean, nullsFirst: boolean): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === nullsFirst ? -1 : 1;
  return descending ? compareValues(b, a) : compareValues(a, b);
}
