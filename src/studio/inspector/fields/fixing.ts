import type { Schema } from '../../../columns/data-type.ts';

/** An expression that has the problems, and what writes it anew. */
export interface Fixing {
  readonly text: string;
  /** The columns it sees. */
  readonly scope: Schema;
  readonly aggregates: boolean;
  readonly write: (text: string) => void;
}
