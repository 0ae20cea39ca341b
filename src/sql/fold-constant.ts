// A term without columns as a literal, for arguments that must be the same for every row: round(x, 1 + 1), s RLIKE concat('a', '+').
// What depends on the clock or the session zone is left as it is; so is what fails.
import type { Column } from '../columns/column.ts';
import { isConstant } from './constant-term.ts';
import { compileExpression } from './evaluate.ts';
import type { Literal, Term } from './expression.ts';
import { integerLiteral } from './number-literal.ts';
import { RowErrors } from './row-errors.ts';

/** Two batches that differ in all an expression can look at besides its columns. */
const CONTEXTS = [
  { batchTimeMs: 0, timeZone: 'UTC' },
  { batchTimeMs: 1_709_210_096_789, timeZone: 'Asia/Kolkata' },
] as const;

/** The literal the term always is, or the term. */
export function foldConstant(term: Term): Term {
  if (term.kind === 'literal' || !isConstant(term)) return term;
  const [first, second] = CONTEXTS.map((context) => literalIn(term, context));
  if (first === undefined || second === undefined || first === null || JSON.stringify(first) !== JSON.stringify(second)) return term;
  return { kind: 'literal', type: term.type, literal: first, span: term.span };
}

function literalIn(term: Term, context: (typeof CONTEXTS)[number]): Literal | null {
  const errors = new RowErrors();
  const compute = compileExpression({ text: '', type: term.type, root: term });
  const column = compute({ schema: [], columns: [], length: 1, selection: null }, { ...context, errors });
  return errors.size > 0 ? null : literalOf(column);
}

function literalOf(column: Column): Literal | null {
  if (column.nulls?.[0] === 1) return { kind: 'null' };
  switch (column.kind) {
    case 'boolean':
      return { kind: 'boolean', value: column.values[0] === 1 };
    case 'int':
    case 'float': {
      const value = column.values[0] ?? 0;
      return { kind: 'number', value };
    }
    case 'big':
    case 'wide':
      return integerLiteral(column.values[0] ?? 0n);
    case 'string': {
      const bytes = column.bytes.subarray(column.starts[0], column.ends[0]);
      if (column.type.kind === 'BINARY') return { kind: 'binary', value: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
      return { kind: 'string', value: new TextDecoder().decode(bytes) };
    }
    default:
      return null;
  }
}
