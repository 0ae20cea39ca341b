// What of an expression is the same for every row of every batch, computed once: CAST(1 AS BIGINT) becomes a literal, which kernels take as
// one number instead of a column. What fails, or depends on the clock or the session zone, stays as it is.
import { isConstant } from './constant-term.ts';
import type { Expression, Term } from './expression.ts';
import { foldConstant } from './fold-constant.ts';

/** The same expression with fewer calls. It answers the same, and fails for the same rows with the same errors. */
export function simplifyExpression(expression: Expression): Expression {
  return { ...expression, root: simplified(expression.root) };
}

function simplified(term: Term): Term {
  switch (term.kind) {
    case 'literal':
    case 'column':
      return term;
    case 'call':
      return isConstant(term) ? folded(term) : { ...term, args: term.args.map(simplified) };
    case 'case': {
      if (isConstant(term)) return folded(term);
      // biome-ignore lint/suspicious/noThenProperty: the THEN of a CASE branch; plain data, never awaited.
      const branches = term.branches.map(({ when, then }) => ({ when: simplified(when), then: simplified(then) }));
      return { ...term, branches, otherwise: simplified(term.otherwise) };
    }
  }
}

function folded(term: Term): Term {
  const { kind } = term.type;
  // Only what a literal can say; a long list would be made for nothing.
  if (kind === 'ARRAY' || kind === 'MAP' || kind === 'STRUCT' || kind === 'VOID') return term;
  return foldConstant(term);
}
