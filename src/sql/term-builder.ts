// Makes checked terms and keeps their number bounded: CASE x WHEN, BETWEEN and nullif write a term out more than once, so
// a short text could otherwise come to an astronomic tree.
import { DATE, type DataType, formatType, INT, isIntegerType, sameType, VOID } from '../columns/data-type.ts';
import { decimalToNumber, fitsPrecision, powerOfTen } from '../columns/decimal.ts';
import { trimForCast } from './datetime-text.ts';
import type { Literal, Span, Term } from './expression.ts';
import { integerLiteral } from './number-literal.ts';

export const MAX_TERMS = 20_000;

export class TermBuilder {
  /** Set once a term came to more than MAX_TERMS steps. */
  tooLarge = false;
  private readonly sizes = new WeakMap<Term, number>();

  nullLiteral(type: DataType, span: Span): Term {
    return { kind: 'literal', type, literal: { kind: 'null' }, span };
  }

  call(name: string, args: readonly Term[], type: DataType, span: Span): Term {
    const word = name === 'cast' || name === 'try_cast' ? specialTime(args[0], type) : null;
    if (word !== null) return this.timeOf(word, type, span);
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
      if (term.literal.kind === 'null') return { ...term, type };
      const literal = retyped(term.literal, term.type, type);
      if (literal !== null) return { ...term, type, literal };
    }
    // A bare NULL that is not a literal (coalesce(NULL, NULL)) is NULL in every type.
    if (term.type.kind === VOID.kind && term.kind === 'literal') return this.nullLiteral(type, term.span);
    return this.call('cast', [term], type, term.span);
  }

  /** Constant texts such as 'today' are times of their own when they are cast; those of rows are not. */
  private timeOf(word: string, type: DataType, span: Span): Term {
    const zero: Term = { kind: 'literal', type, literal: { kind: 'number', value: 0 }, span };
    if (word === 'epoch') return zero;
    if (word === 'now' && type.kind === 'TIMESTAMP') return this.call('current_timestamp', [], type, span);
    const today = this.call('current_date', [], DATE, span);
    const shift: Term = { kind: 'literal', type: INT, literal: { kind: 'number', value: word === 'tomorrow' ? 1 : -1 }, span };
    return this.cast(word === 'tomorrow' || word === 'yesterday' ? this.call('date_add', [today, shift], DATE, span) : today, type);
  }

  private counted(term: Term, parts: readonly Term[]): Term {
    let size = 1;
    for (const part of parts) size += this.sizes.get(part) ?? 1;
    this.sizes.set(term, size);
    if (size > MAX_TERMS) this.tooLarge = true;
    return term;
  }
}

function specialTime(term: Term | undefined, type: DataType): string | null {
  if (term?.kind !== 'literal' || term.literal.kind !== 'string' || (type.kind !== 'DATE' && type.kind !== 'TIMESTAMP')) return null;
  const word = trimForCast(term.literal.value).toLowerCase();
  return /^(?:epoch|now|today|tomorrow|yesterday)$/.test(word) ? word : null;
}

const width: Readonly<Record<string, number>> = { TINYINT: 1, SMALLINT: 2, INT: 3, BIGINT: 4 };

/** A number literal as one of a wider type, so that no row casts it; null where that is not plain. */
function retyped(literal: Literal, from: DataType, to: DataType): Literal | null {
  if (literal.kind !== 'number' && literal.kind !== 'bigint') return null;
  const scale = from.kind === 'DECIMAL' ? from.scale : isIntegerType(from) ? 0 : -1;
  if (scale < 0) return null;
  if (to.kind === 'DOUBLE') return { kind: 'number', value: decimalToNumber(BigInt(literal.value), scale) };
  if (to.kind === 'DECIMAL' && to.scale >= scale) {
    const unscaled = BigInt(literal.value) * powerOfTen(to.scale - scale);
    return fitsPrecision(unscaled, to.precision) ? integerLiteral(unscaled) : null;
  }
  return from.kind !== 'DECIMAL' && (width[from.kind] ?? 9) <= (width[to.kind] ?? 0) ? literal : null;
}
