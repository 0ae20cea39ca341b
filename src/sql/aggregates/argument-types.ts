// What aggregates ask of their arguments.
import { type PlainValue, valueAt } from '../../columns/build.ts';
import { BOOLEAN, type DataType, DOUBLE, isNumericType } from '../../columns/data-type.ts';
import { isConstant } from '../constant-term.ts';
import { compileExpression } from '../evaluate.ts';
import type { Term } from '../expression.ts';
import { RowErrors } from '../row-errors.ts';
import type { TermBuilder } from '../term-builder.ts';

/** The arguments as DOUBLE: numbers, texts (each row is cast) and bare NULL; null for others. */
export function asDoubles(args: readonly Term[], terms: TermBuilder): readonly Term[] | null {
  const fits = args.every(({ type }) => isNumericType(type) || type.kind === 'STRING' || type.kind === 'VOID');
  return fits ? args.map((arg) => terms.cast(arg, DOUBLE)) : null;
}

export function asBoolean(arg: Term | undefined, terms: TermBuilder): Term | null {
  const fits = arg !== undefined && (arg.type.kind === 'BOOLEAN' || arg.type.kind === 'STRING' || arg.type.kind === 'VOID');
  return fits ? terms.cast(arg, BOOLEAN) : null;
}

export function isInterval(type: DataType): boolean {
  return type.kind === 'DAY_TIME' || type.kind === 'YEAR_MONTH';
}

/** The value of a term without columns; undefined when it has columns or no value. */
export function constantOf(term: Term | undefined, terms: TermBuilder, type?: DataType): PlainValue | undefined {
  if (term === undefined || !isConstant(term)) return undefined;
  const root = type === undefined ? term : terms.cast(term, type);
  const errors = new RowErrors();
  const context = { batchTimeMs: 0, timeZone: 'UTC', errors };
  const column = compileExpression({ text: '', type: root.type, root })({ schema: [], columns: [], length: 1, selection: null }, context);
  return errors.size === 0 ? valueAt(column, 0) : undefined;
}
