// An expression of one operator, compiled: gives its column over a batch, or the Problem that says which row it has no
// value for. What an ANSI rule refuses stops the batch before anything of it is written.
import { valueAt } from '../../columns/build.ts';
import type { Column, Rows } from '../../columns/column.ts';
import { ProblemError, problem } from '../../problem/problem.ts';
import type { EvaluationContext } from '../../sql/batch.ts';
import { compileExpression } from '../../sql/evaluate.ts';
import type { Expression, Term } from '../../sql/expression.ts';
import { type RowError, RowErrors } from '../../sql/row-errors.ts';
import { SharedTerms } from '../../sql/shared-terms.ts';
import { simplifyExpression } from '../../sql/simplify.ts';

const NO_ERRORS: readonly RowError[] = [];

export class RowExpression {
  readonly expression: Expression;
  readonly operatorId: string;
  private readonly timeZone: string;
  private readonly compute: (rows: Rows, context: EvaluationContext) => Column;

  /** `shared`: of all expressions that the operator computes over the same rows, if it has more than one. */
  constructor(operatorId: string, expression: Expression, timeZone: string, shared: SharedTerms | null = null) {
    this.operatorId = operatorId;
    this.expression = expression;
    this.timeZone = timeZone;
    this.compute = compileExpression(simplifyExpression(expression), shared);
  }

  /** Valid at the selected positions of `rows`. @throws ProblemError for the lowest row without a value. */
  over(rows: Rows, timeMs: number): Column {
    const errors = new RowErrors();
    const column = this.compute(rows, { batchTimeMs: timeMs, timeZone: this.timeZone, errors });
    const first = errors.first();
    if (first !== null) throw rowProblem(this.operatorId, first.errorClass, this.expression, rows, first.row);
    return column;
  }

  /** As `over`, but rows without a value are answered, and NULL in the column. */
  collect(rows: Rows, timeMs: number): { readonly column: Column; readonly errors: readonly RowError[] } {
    const errors = new RowErrors();
    const column = this.compute(rows, { batchTimeMs: timeMs, timeZone: this.timeZone, errors });
    return { column, errors: errors.size === 0 ? NO_ERRORS : errors.all() };
  }
}

/** For RowExpressions that are computed over the same rows. */
export function sharedTerms(expressions: readonly Expression[]): SharedTerms {
  return new SharedTerms(expressions.map(simplifyExpression));
}

/** A row that an ANSI rule refuses. `row` is the physical position in `rows`. */
export function rowProblem(operator: string, errorClass: string, expression: Expression, rows: Rows, row: number): ProblemError {
  return new ProblemError(
    problem('engine/row-error', { operator, row }, { errorClass, expression: expression.text, row: rowText(expression, rows, row) }),
  );
}

/** An answer over many rows that an ANSI rule refuses, though none of the rows was. */
export function answerProblem(operator: string, errorClass: string, expression: Expression): ProblemError {
  return new ProblemError(problem('engine/row-error', { operator }, { errorClass, expression: expression.text, row: 'that ends this window' }));
}

const LONGEST_VALUE = 60;

/** 'value = "12a", n = 3': the columns that the expression reads. */
function rowText(expression: Expression, rows: Rows, row: number): string {
  const parts = [...columnsRead(expression)].map((c) => {
    const column = rows.columns[c];
    const text = column === undefined ? '?' : JSON.stringify(valueAt(column, row));
    return `${rows.schema[c]?.name ?? c} = ${text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text}`;
  });
  return parts.length === 0 ? String(row) : parts.join(', ');
}

/** Positions of the input columns that the expression reads. */
export function columnsRead(expression: Expression): ReadonlySet<number> {
  const read = new Set<number>();
  collect(expression.root, read);
  return read;
}

function collect(term: Term, read: Set<number>): void {
  switch (term.kind) {
    case 'literal':
      return;
    case 'column':
      if (term.variable !== true) read.add(term.index);
      return;
    case 'call':
      for (const arg of term.args) collect(arg, read);
      return;
    case 'case':
      for (const branch of term.branches) {
        collect(branch.when, read);
        collect(branch.then, read);
      }
      collect(term.otherwise, read);
  }
}
