// Terms that stand more than once in the expressions of one operator are computed once a batch. A term is known by what it says, not
// by where it stands. What recorded an error is computed again for whoever asks, so that each expression has its errors.
import type { Column } from '../columns/column.ts';
import { formatType } from '../columns/data-type.ts';
import type { Batch, Evaluator } from './batch.ts';
import type { Expression, Term } from './expression.ts';

export class SharedTerms {
  private readonly counts = new Map<string, number>();
  private readonly made = new Map<string, Evaluator>();

  /** Those that will be compiled with these terms. */
  constructor(expressions: readonly Expression[]) {
    for (const { root } of expressions) this.count(root);
  }

  /** The evaluator of a term: shared when the term stands elsewhere too. */
  evaluator(term: Term, make: () => Evaluator): Evaluator {
    if (term.kind !== 'call' && term.kind !== 'case') return make();
    const key = keyOf(term);
    if (key === null || (this.counts.get(key) ?? 0) < 2) return make();
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const shared = remembering(make());
    this.made.set(key, shared);
    return shared;
  }

  private count(term: Term): void {
    if (term.kind !== 'call' && term.kind !== 'case') return;
    const key = keyOf(term);
    const before = key === null ? 0 : (this.counts.get(key) ?? 0);
    if (key !== null) this.counts.set(key, before + 1);
    // What lies inside a term that is shared is computed once anyway.
    if (before > 0) return;
    if (term.kind === 'call') for (const arg of term.args) this.count(arg);
    else {
      for (const { when, then } of term.branches) {
        this.count(when);
        this.count(then);
      }
      this.count(term.otherwise);
    }
  }
}

/** What the term says, without where it stands; null for one with variables of a lambda, which mean something else elsewhere. */
function keyOf(term: Term): string | null {
  const type = formatType(term.type);
  switch (term.kind) {
    case 'literal':
      return `${type} ${Object.is('value' in term.literal ? term.literal.value : 0, -0) ? '-0' : JSON.stringify(Object.values(term.literal).map(String))}`;
    case 'column':
      return term.variable === true ? null : `#${term.index}`;
    case 'call':
      return joined(`${term.name} ${type}`, term.args);
    case 'case':
      return joined(`case ${type}`, [...term.branches.flatMap(({ when, then }) => [when, then]), term.otherwise]);
  }
}

function joined(name: string, terms: readonly Term[]): string | null {
  const parts = terms.map(keyOf);
  return parts.includes(null) ? null : `${name}(${parts.join(', ')})`;
}

function remembering(evaluate: Evaluator): Evaluator {
  let last: { readonly batch: Batch; readonly column: Column } | null = null;
  return (batch) => {
    if (last !== null && answers(last.batch, batch)) return last.column;
    const { errors } = batch.context;
    const before = errors.size;
    const column = evaluate(batch);
    // With errors already there it cannot be told whether more came for the same rows.
    if (before === 0 && errors.size === 0) last = { batch, column };
    return column;
  };
}

/** Whether what was computed for one batch is right for another: the same rows, or all of them. */
function answers(known: Batch, asked: Batch): boolean {
  return (
    known.columns === asked.columns &&
    known.length === asked.length &&
    (known.selection === null || known.selection === asked.selection) &&
    known.context.batchTimeMs === asked.context.batchTimeMs &&
    known.context.timeZone === asked.context.timeZone
  );
}
