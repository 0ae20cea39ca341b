// Order and limit of a list of rows.
import type { Schema } from '../../src/columns/data-type.ts';
import type { TopNode } from '../../src/plan/plan.ts';
import type { NaiveRefusals } from './naive-refusals.ts';
import { evaluateTerm } from './row-terms.ts';
import { compareValues, groupText, type OracleRow, type Value } from './values.ts';

export function naiveTop(node: TopNode, columns: Schema, rows: readonly OracleRow[], timeMs: number, refusals: NaiveRefusals): readonly OracleRow[] {
  const { limit } = node;
  const rank = (row: OracleRow) => ({
    row,
    by: node.orderBy.map(({ expression }) => evaluateTerm(expression.root, { row, timeMs })),
    key: limit === null ? '' : node.perKey.map((expression) => groupText(evaluateTerm(expression.root, { row, timeMs }))).join(' | '),
  });
  const ranked = rows.flatMap((row) => refusals.attempt(node, columns, row, () => rank(row)));
  const sorted = ranked.toSorted((a, b) => {
    for (const [i, { descending, nullsFirst }] of node.orderBy.entries()) {
      const order = compare(a.by[i] ?? null, b.by[i] ?? null, descending, nullsFirst);
      if (order !== 0) return order;
    }
    return 0;
  });
  if (limit === null) return sorted.map(({ row }) => row);
  const taken = new Map<string, number>();
  return sorted.flatMap(({ row, key }) => {
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    return before < limit ? [row] : [];
  });
}

function compare(a: Value, b: Value, descending: boolean, nullsFirst: boolean): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === nullsFirst ? -1 : 1;
  return descending ? compareValues(b, a) : compareValues(a, b);
}
