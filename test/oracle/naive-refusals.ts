// Rows that operators refuse at one batch time, by the plain rule: a row is tried as a whole, and the first thing that has no value
// for it refuses it. Reason and row are as the errors port tells them; the sentence between them is not the oracle's to know.
import type { Schema } from '../../src/columns/data-type.ts';
import type { NodeId, PlanNode } from '../../src/plan/plan.ts';
import { type OracleRow, RowFailure, toPlain } from './values.ts';

type RefusingNode = PlanNode & { readonly onError: string };

export class NaiveRefusals {
  /** Rows refused since the beginning, by operator. */
  readonly totals = new Map<string, number>();
  private rows = new Map<NodeId, OracleRow[]>();

  /** A new batch time. */
  begin(): void {
    this.rows = new Map();
  }

  /** In a list what `compute` gives; an empty list when it has no value and the node goes on without it. @throws RowFailure when the node stops the run. */
  attempt<T>(node: RefusingNode, columns: Schema, row: OracleRow, compute: () => T): readonly [T] | readonly [] {
    const answer = this.outcome(node, row, compute);
    if (!(answer instanceof RowFailure)) return [answer];
    this.refuse(node, answer, columns, row);
    return [];
  }

  /** As `attempt`, but why there is no value is answered, and nothing is refused yet. */
  outcome<T>(node: RefusingNode, row: OracleRow, compute: () => T): T | RowFailure {
    if (node.onError === 'stop') return compute();
    // Who may have to show a row reads all of it.
    for (const value of row) if (value instanceof RowFailure) throw value;
    try {
      return compute();
    } catch (error) {
      if (error instanceof RowFailure) return error;
      throw error;
    }
  }

  refuse(node: RefusingNode, { errorClass }: RowFailure, columns: Schema, row: OracleRow): void {
    this.totals.set(node.operatorId, (this.totals.get(node.operatorId) ?? 0) + 1);
    if (node.onError !== 'errors') return;
    const json = JSON.stringify(Object.fromEntries(columns.map(({ name, type }, c) => [name, toPlain(type, row[c] ?? null)])));
    this.rows.set(node.id, [...(this.rows.get(node.id) ?? []), [errorClass, null, json]]);
  }

  of(node: NodeId): readonly OracleRow[] {
    return this.rows.get(node) ?? [];
  }
}
