// One call of a kernel: which rows to compute, where the NULLs are, and how a row fails. A mask that came from an argument
// is shared and is copied before it is changed.
import type { Nulls, Selection } from '../columns/column.ts';
import type { EvaluationContext } from './batch.ts';
import type { Span } from './expression.ts';

export class Frame {
  readonly length: number;
  readonly selection: Selection;
  /** How many rows to compute: the selection's, or all. */
  readonly count: number;
  readonly context: EvaluationContext;
  readonly span: Span;
  private mask: Nulls;
  private owned = false;

  constructor(length: number, selection: Selection, nulls: Nulls, context: EvaluationContext, span: Span) {
    this.length = length;
    this.selection = selection;
    this.count = selection === null ? length : selection.length;
    this.mask = nulls;
    this.context = context;
    this.span = span;
  }

  /** Read it again after setNull or fail. */
  get nulls(): Nulls {
    return this.mask;
  }

  /** Physical position of the k-th row to compute. */
  rowAt(k: number): number {
    return this.selection === null ? k : (this.selection[k] as number);
  }

  isNull(row: number): boolean {
    return this.mask !== null && this.mask[row] === 1;
  }

  setNull(row: number): void {
    if (!this.owned || this.mask === null) {
      this.mask = this.mask === null ? new Uint8Array(this.length) : this.mask.slice();
      this.owned = true;
    }
    this.mask[row] = 1;
  }

  /** The row has no value: recorded as an error, NULL in the result. */
  fail(row: number, errorClass: string, params: Readonly<Record<string, string | number>> = {}): void {
    this.context.errors.add(row, errorClass, this.span, params);
    this.setNull(row);
  }
}
