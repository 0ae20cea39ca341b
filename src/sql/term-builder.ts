// Makes checked terms and keeps their number bounded: CASE x WHEN, BETWEEN and nullif write a term out more than once, so
// a short text could otherwise come to an astronomic tree.
import { type DataType, formatType, sameType, VOID } from '../columns/data-type.ts';
import type { Span, Term } from './expression.ts';

export const MAX_TERMS = 20_000;

export class TermBuilder {
  /** Set once a term came to more than MAX_TERMS steps. */
  tooLarge = false;
  private readonly sizes = new WeakMap<Term, number>();

  nullLiteral(type: DataType, span: Span): Term {
    return { kind: 'literal', type, literal: { kind: 'null' }, span };
  }

  call(name: string, args: readonly Term[], type: DataType, span: Span): Term {
    return this.counted({ kind: 'call', name, args, type, span }, args);
  }

  when(condition: Term, then: Term, otherwise: Term, type: DataType, span: Span): Term {
    return this.cases([{ when: condition, then }], otherwise, type, span);
  }

  cases(branches: readonly { readonly when: Term; readonly then: Term }[], otherwise: Term, type: DataType, span: Span): Term {
    const parts = [...branches.flatMap((branch) => [branch.when, branch.then]), otherwise];
    return this.counted({ kind: 'case', branches, otherwise, type, span }, parts);
  }

  /** The term as a value of `type`: itself, a retyped literal, or a visible cast. The caller knows that the cast exists. */
  cast(term: Term, type: DataType): Term {
    if (sameType(term.type, type) && formatType(term.type) === formatType(type)) return term;
    if (term.kind === 'literal') {
      const { literal } = term;
      if (literal.kind === 'null') return { ...term, type };
      const widens =
        (term.type.kind === 'INT' && type.kind === 'BIGINT') || ((term.type.kind === 'INT' || term.type.kind === 'BIGINT') && type.kind === 'DOUBLE');
      if (widens && literal.kind === 'number') return { ...term, type };
      if (widens && literal.kind === 'bigint') return { ...term, type, literal: { kind: 'number', value: Number(literal.value) } };
    }
    // A bare NULL that is not a literal (coalesce(NULL, NULL)) is NULL in every type.
    if (term.type.kind === VOID.kind && term.kind === 'literal') return this.nullLiteral(type, term.span);
    return this.call('cast', [term], type, term.span);
  }

  private counted(term: Term, parts: readonly Term[]): Term {
    let size = 1;
    for (const part of parts) size += this.sizes.get(part) ?? 1;
    this.sizes.set(term, size);
    if (size > MAX_TERMS) this.tooLarge = true;
    return term;
  }
}
