// A checked aggregate call, as the algebra knows it.
import type { DataType } from '../columns/data-type.ts';
import type { Expression } from './expression.ts';

export type AggregateFunction = 'count' | 'sum' | 'avg' | 'min' | 'max';

export interface AggregateCall {
  readonly text: string;
  readonly function: AggregateFunction;
  /** null for count(*). */
  readonly argument: Expression | null;
  /** sum(INT|BIGINT): BIGINT; avg: DOUBLE; count: BIGINT; min, max: the argument's type. */
  readonly type: DataType;
}
