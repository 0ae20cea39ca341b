// An expression of a fold over rows that were put in another order: a row without a value is named by where it came from.
import type { Column, Rows } from '../../columns/column.ts';
import { ProblemError } from '../../problem/problem.ts';
import { booleans } from '../../sql/selection.ts';
import { type RowExpression, rowProblem } from './row-expression.ts';

/** `origin`: where a row of `rows` came from. @throws ProblemError for the first row, by origin, without a value. */
export function columnOver(expression: RowExpression, rows: Rows, timeMs: number, origin: (row: number) => number): Column {
  const { column, errors } = expression.collect(rows, timeMs);
  let first = errors[0];
  if (first === undefined) return column;
  for (const error of errors) if (origin(error.row) < origin(first.row)) first = error;
  const { problem } = rowProblem(expression.operatorId, first.errorClass, expression.expression, rows, first.row);
  throw new ProblemError({ ...problem, where: { ...problem.where, row: origin(first.row) } });
}

/** 1 where the condition is TRUE, at the selected positions; all 0 without a condition. */
export function truths(expression: RowExpression | null, rows: Rows, timeMs: number, origin: (row: number) => number): Uint8Array {
  const truth = new Uint8Array(rows.length);
  if (expression === null) return truth;
  const { values, nulls } = booleans(columnOver(expression, rows, timeMs, origin));
  for (let row = 0; row < truth.length; row++)
    truth[row] = nulls === null ? (values[row] as number) : (values[row] as number) & (1 - (nulls[row] as number));
  return truth;
}
