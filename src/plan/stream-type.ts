// What flows on an edge, derived for every output port, and the one table that says which node takes which stream.
import type { Schema } from '../columns/data-type.ts';

/**
 * rows: each row once. closed: a window's final rows (Spark append). changes: a row replaces the earlier one of its key
 * (update). all: the whole answer each time (complete).
 */
export type Emits = 'rows' | 'closed' | 'changes' | 'all';

export interface StreamType {
  readonly columns: Schema;
  readonly emits: Emits;
  /** The stream fires at batch times T with (T - Z) mod slideMs = 0. A multiple of the batch interval. */
  readonly slideMs: number;
  /** Names of the columns that identify a row of one firing (the keys of an aggregate); empty when there is no such key. */
  readonly keys: readonly string[];
  /** Length of the window each firing covers, (T - windowMs, T], when the rows come from a batch-time window. */
  readonly windowMs: number | null;
  /** Not a stream: rows given once, which only a join takes. */
  readonly table?: true;
}
