// What flows through a compiled expression: the columns of a batch, the rows that are asked for, and the context. A node
// of the tree is an Evaluator; it computes only the selected rows and leaves any value at the others.
import type { Column, Selection } from '../columns/column.ts';
import type { RowErrors } from './row-errors.ts';

export interface EvaluationContext {
  /** Batch time, epoch milliseconds: what current_timestamp answers. */
  readonly batchTimeMs: number;
  /** The session zone by a name that `zoneNamed` knows: "Europe/Berlin", "+02:00", "UTC". */
  readonly timeZone: string;
  readonly errors: RowErrors;
}

export interface Batch {
  readonly columns: readonly Column[];
  /** Physical length of every column, and of every result. */
  readonly length: number;
  /** The rows asked for, ascending; null: all. */
  readonly selection: Selection;
  readonly context: EvaluationContext;
}

export type Evaluator = (batch: Batch) => Column;

export function batchCount(batch: Batch): number {
  return batch.selection === null ? batch.length : batch.selection.length;
}

/** The same batch, asked for fewer rows. */
export function narrowed(batch: Batch, selection: Selection): Batch {
  return { columns: batch.columns, length: batch.length, selection, context: batch.context };
}
