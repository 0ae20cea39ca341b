// The error policy of one node: its expressions are computed over a batch, and the rows for which one of them has no value
// stop the run, are dropped and counted, or leave by the errors port. A row is refused once, for the first expression that
// refused it; the others go on under a narrower selection.
import { valueAt } from '../../columns/build.ts';
import type { Column, Rows, Selection } from '../../columns/column.ts';
import type { ErrorPolicy } from '../../formats/record-format.ts';
import { describeProblem } from '../../problem/problem.ts';
import type { Expression } from '../../sql/expression.ts';
import type { RowError } from '../../sql/row-errors.ts';
import { problemOfRow } from '../../sql/row-problem.ts';
import { RefusedRows } from './refused-rows.ts';
import type { RowExpression } from './row-expression.ts';

/** Why a row is refused: the first expression that has no value for it. */
export interface Refusal {
  readonly error: Pick<RowError, 'errorClass' | 'span' | 'params'>;
  readonly expression: Expression;
}

/** Columns valid at the positions of the selection. `null` stands for an expression nobody asks for. */
export interface PolicyColumns {
  readonly columns: readonly (Column | null)[];
  readonly selection: Selection;
}

export class RowPolicy {
  /** null: the run stops. */
  readonly refused: RefusedRows | null;

  constructor(policy: ErrorPolicy) {
    this.refused = policy === 'stop' ? null : new RefusedRows(policy === 'errors');
  }

  /**
   * The columns of the expressions, in their order, valid at the positions of the answered `selection`: the rows that have a
   * value for each of them. @throws ProblemError when the policy is to stop.
   */
  columns(expressions: readonly (RowExpression | null)[], rows: Rows, timeMs: number): PolicyColumns {
    if (this.refused === null) return { columns: expressions.map((expression) => expression?.over(rows, timeMs) ?? null), selection: rows.selection };
    const { columns, found } = collectRefusals(expressions, rows, timeMs);
    if (found.size === 0) return { columns, selection: rows.selection };
    for (const [row, refusal] of [...found].sort(([a], [b]) => a - b)) this.refuse(refusal, row, rows, row);
    return { columns, selection: without(rows, found) };
  }

  /** Takes one row out. `position`: of it among the rows the node was given; `at`: its place in `rows`, where it is read. @throws Error when the policy is to stop. */
  refuse({ error, expression }: Refusal, position: number, rows: Rows, at: number): void {
    if (this.refused === null) throw new Error('A node that stops the run refuses no rows');
    this.refused.add(() => ({
      position,
      reason: error.errorClass,
      detail: describeProblem(problemOfRow({ ...error, row: position }, expression.text)).what,
      row: rowJson(rows, at),
    }));
  }
}

/** The columns of the expressions, and the rows, by physical position, for which one of them has no value: for the first such one. */
export function collectRefusals(
  expressions: readonly (RowExpression | null)[],
  rows: Rows,
  timeMs: number,
): { readonly columns: readonly (Column | null)[]; readonly found: ReadonlyMap<number, Refusal> } {
  const found = new Map<number, Refusal>();
  const columns = expressions.map((one) => {
    if (one === null) return null;
    const { column, errors } = one.collect(rows, timeMs);
    for (const error of errors) if (!found.has(error.row)) found.set(error.row, { error, expression: one.expression });
    return column;
  });
  return { columns, found };
}

/** The positions asked for that are not keys of `gone`. */
export function without(rows: Rows, gone: ReadonlyMap<number, unknown>): Selection {
  if (gone.size === 0) return rows.selection;
  const asked = rows.selection ?? Int32Array.from({ length: rows.length }, (_, row) => row);
  return asked.filter((row) => !gone.has(row));
}

function rowJson(rows: Rows, row: number): string {
  return JSON.stringify(Object.fromEntries(rows.schema.map((field, c) => [field.name, valueAt(rows.columns[c] as Column, row)])));
}
