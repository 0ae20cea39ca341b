// Evaluates an expression without columns on the page, with the engine's own checker and evaluator, for the examples of the
// reference. Pure but for the time it is given.
import { rowsFromValues, valueAt } from '../../columns/build.ts';
import { formatType } from '../../columns/data-type.ts';
import { describeProblem } from '../../problem/problem.ts';
import { checkExpression } from '../../sql/check.ts';
import { UTC, zoneNamed } from '../../sql/datetime/zone-names.ts';
import { compileExpression } from '../../sql/evaluate.ts';
import { RowErrors } from '../../sql/row-errors.ts';
import { problemOfRow } from '../../sql/row-problem.ts';
import { cellText } from '../dock/results/cell-text.ts';

export type Tried =
  | { readonly kind: 'value'; readonly text: string; readonly type: string; readonly isNull: boolean }
  | { readonly kind: 'problem'; readonly what: string };

export function tryExpression(text: string, nowMs: number, timeZone = 'UTC'): Tried {
  const checked = checkExpression(text, []);
  if (!checked.ok) return { kind: 'problem', what: checked.problems.map((one) => describeProblem(one).what).join(' ') };
  const errors = new RowErrors();
  const column = compileExpression(checked.value)(rowsFromValues([], [[]]), { batchTimeMs: nowMs, timeZone, errors });
  const error = errors.first();
  if (error !== null) return { kind: 'problem', what: describeProblem(problemOfRow(error, text)).what };
  const value = valueAt(column, 0);
  const { type } = checked.value;
  const shown = typeof value === 'string' && type.kind !== 'TIMESTAMP' ? `'${value}'` : cellText(value, type, zoneNamed(timeZone) ?? UTC);
  return { kind: 'value', text: shown, type: formatType(type), isNull: value === null };
}
