// Functions that take functions (x -> x + 1): how the checker types their arguments. A lambda's variables are columns behind
// those of its surroundings; its body is an ordinary term over them. The call that is made of it carries, after the arguments,
// one text for each lambda: where its variables stand and which outer columns it reads.
import type { DataType } from '../../columns/data-type.ts';
import { STRING } from '../../columns/data-type.ts';
import type { Span, Term } from '../expression.ts';
import type { TermBuilder } from '../term-builder.ts';

export interface LambdaRule {
  /** Which arguments are lambdas, and whether they may be missing. */
  readonly at: readonly number[];
  readonly optional?: boolean;
  /** The types of the variables of the lambda at argument `i`, which has `count` of them; null: it takes another number, or the arguments before do not fit. */
  readonly variables: (i: number, count: number, before: readonly Term[]) => readonly DataType[] | null;
  /** The call, from all arguments and what `lambdaFrame` says of each lambda; null when the types do not go together. */
  readonly build: (args: readonly Term[], frames: readonly Term[], span: Span, terms: TermBuilder) => Term | null;
}

/** "5;0,2": the first variable is column 5, and the body reads the columns 0 and 2 from outside. */
export function lambdaFrame(body: Term, firstVariable: number): Term {
  const outer = new Set<number>();
  collectColumns(body, firstVariable, outer);
  const value = `${firstVariable};${[...outer].sort((a, b) => a - b).join(',')}`;
  return { kind: 'literal', type: STRING, literal: { kind: 'string', value }, span: body.span };
}

function collectColumns(term: Term, below: number, found: Set<number>): void {
  switch (term.kind) {
    case 'literal':
      return;
    case 'column':
      if (term.index < below) found.add(term.index);
      return;
    case 'call':
      for (const arg of term.args) collectColumns(arg, below, found);
      return;
    case 'case':
      for (const branch of term.branches) {
        collectColumns(branch.when, below, found);
        collectColumns(branch.then, below, found);
      }
      collectColumns(term.otherwise, below, found);
  }
}
