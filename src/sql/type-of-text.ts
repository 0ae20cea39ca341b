// The type of a piece of an expression, for an editor that guesses while it is written.
import type { DataType, Schema } from '../columns/data-type.ts';
import { checkExpression } from './check.ts';

/** null when the text is no whole expression over the columns. */
export function typeOfText(text: string, scope: Schema): DataType | null {
  if (text.trim() === '') return null;
  const checked = checkExpression(text, scope);
  return checked.ok ? checked.value.type : null;
}
