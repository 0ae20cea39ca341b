// TRY_CAST, try_add and their kin give NULL where Spark has no value.
import type { Column } from '../columns/column.ts';
import { Frame } from './frame.ts';
import { RowErrors } from './row-errors.ts';

/** What `compute` gives, its rows without a value being NULL and no errors. */
export function withoutErrors(frame: Frame, compute: (silent: Frame) => Column): Column {
  return compute(new Frame(frame.length, frame.selection, frame.nulls, { ...frame.context, errors: new RowErrors() }, frame.span));
}
