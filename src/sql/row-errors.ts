// Values that an ANSI rule refuses, as plain data by physical row. A kernel records the error, writes NULL and goes on; the
// run decides what becomes of the batch. Error classes are those of Spark 4.
import type { Span } from './expression.ts';

export interface RowError {
  /** Physical position in the batch's columns. */
  readonly row: number;
  readonly errorClass: string;
  /** The term that failed, in the expression's text. */
  readonly span: Span;
  readonly params: Readonly<Record<string, string | number>>;
}

export class RowErrors {
  private readonly byRow = new Map<number, RowError>();

  /** Keeps the first error of a row; later ones follow from it or would never have been reached. */
  add(row: number, errorClass: string, span: Span, params: Readonly<Record<string, string | number>> = {}): void {
    if (!this.byRow.has(row)) this.byRow.set(row, { row, errorClass, span, params });
  }

  at(row: number): RowError | undefined {
    return this.byRow.get(row);
  }

  get size(): number {
    return this.byRow.size;
  }

  /** The error of the lowest row, or null: what is shown first, the same on every machine. */
  first(): RowError | null {
    let first: RowError | null = null;
    for (const error of this.byRow.values()) if (first === null || error.row < first.row) first = error;
    return first;
  }

  all(): readonly RowError[] {
    return [...this.byRow.values()].sort((a, b) => a.row - b.row);
  }
}
