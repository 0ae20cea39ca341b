// TRY_CAST, try_add and their kin give NULL where Spark has no value. A value that Spark has and a column cannot hold exactly is no
// such case: it stays an error, so that nothing is lost without a word.
import type { Column } from '../columns/column.ts';
import { Frame } from './frame.ts';
import { RowErrors } from './row-errors.ts';

/** The param of an error that marks a value which only this build cannot hold. */
export const UNHELD = 'unheld';

/** What `compute` gives, its rows without a value being NULL and no errors, but for values that cannot be held. */
export function withoutErrors(frame: Frame, compute: (silent: Frame) => Column): Column {
  const errors = new RowErrors();
  const column = compute(new Frame(frame.length, frame.selection, frame.nulls, { ...frame.context, errors }, frame.span));
  for (const { row, errorClass, span, params } of errors.all()) if (params[UNHELD] === 1) frame.context.errors.add(row, errorClass, span, params);
  return column;
}
