// Every column of a stream as keys or as a list, for operators that work on whole rows.
import type { Schema } from '../columns/data-type.ts';
import type { NamedText } from '../plan/node-request.ts';
import { columnText } from './group-keys.ts';

/** Each column under its own name. */
export function allColumns(columns: Schema, param: string): readonly NamedText[] {
  return columns.map(({ name }) => ({ name, text: columnText(name), param }));
}
