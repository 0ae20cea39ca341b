// Texts to values by the rules of CAST, for any type: the language's own try_cast, compiled once a type. NULL for a text that has
// no such value.
import type { Column, Selection, StringColumn } from '../../columns/column.ts';
import { type DataType, STRING } from '../../columns/data-type.ts';
import { compileExpression } from '../../sql/evaluate.ts';
import { RowErrors } from '../../sql/row-errors.ts';
import { TermBuilder } from '../../sql/term-builder.ts';

export interface ReadingContext {
  /** Session zone, as the evaluation context has it. */
  readonly timeZone: string;
  readonly batchTimeMs: number;
}

export type CastTexts = (texts: StringColumn, selection: Selection, context: ReadingContext) => Column;

export function castTexts(type: DataType): CastTexts {
  const span = { from: 0, to: 0 };
  const value = { kind: 'column', index: 0, name: 'value', type: STRING, span } as const;
  const root = new TermBuilder().call('try_cast', [value], type, span);
  const compute = compileExpression({ root, type, text: '' });
  const schema = [{ name: 'value', type: STRING }];
  return (texts, selection, { timeZone, batchTimeMs }) =>
    compute({ schema, columns: [texts], length: texts.length, selection }, { timeZone, batchTimeMs, errors: new RowErrors() });
}
