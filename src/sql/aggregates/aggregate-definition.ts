// One aggregate function, in one value: name, how it is written, help, an example, and what its arguments must be. The checker,
// the editor and the documentation follow from it; what it keeps for a group is the engine's, under the same name.
import type { PlainValue } from '../../columns/build.ts';
import type { DataType } from '../../columns/data-type.ts';
import type { Term } from '../expression.ts';
import type { TermBuilder } from '../term-builder.ts';

export type AggregateFunction =
  | 'count'
  | 'count_if'
  | 'sum'
  | 'try_sum'
  | 'avg'
  | 'try_avg'
  | 'min'
  | 'max'
  | 'min_by'
  | 'max_by'
  | 'stddev_samp'
  | 'stddev_pop'
  | 'var_samp'
  | 'var_pop'
  | 'skewness'
  | 'kurtosis'
  | 'corr'
  | 'covar_samp'
  | 'covar_pop'
  | 'regr_count'
  | 'regr_avgx'
  | 'regr_avgy'
  | 'regr_sxx'
  | 'regr_syy'
  | 'regr_sxy'
  | 'regr_r2'
  | 'regr_slope'
  | 'regr_intercept'
  | 'bool_and'
  | 'bool_or'
  | 'bit_and'
  | 'bit_or'
  | 'bit_xor'
  | 'bitmap_construct_agg'
  | 'bitmap_or_agg'
  | 'bitmap_and_agg'
  | 'first'
  | 'last'
  | 'collect_list'
  | 'collect_set'
  | 'collect_union'
  | 'listagg'
  | 'approx_count_distinct'
  | 'percentile'
  | 'percentile_cont'
  | 'percentile_disc'
  | 'median'
  | 'approx_percentile'
  | 'mode';

/** Arguments as the function takes them, cast where it casts, and what comes out. */
export interface BoundAggregate {
  /** Computed for each row. */
  readonly args: readonly Term[];
  /** The same for every row: percentages, a delimiter. */
  readonly constants?: readonly PlainValue[];
  readonly ignoreNulls?: boolean;
  readonly type: DataType;
}

/** WITHIN GROUP (ORDER BY term). */
export interface GroupOrder {
  readonly term: Term;
  readonly descending: boolean;
}

export interface AggregateDefinition {
  readonly name: AggregateFunction;
  readonly aliases?: readonly string[];
  /** "sum(value N) -> BIGINT or DOUBLE": type variables as in the function library. */
  readonly signatures: readonly string[];
  readonly help: string;
  readonly example: string;
  /** Where this build answers otherwise than Spark 4. */
  readonly difference?: string;
  /** The fewest and the most arguments. */
  readonly takes: readonly [least: number, most: number];
  /** values: DISTINCT counts each value once. same: it changes nothing. */
  readonly distinct: 'values' | 'same';
  /** The answer depends on the order in which rows come; Spark's may be another. */
  readonly orderDependent?: boolean;
  /** Takes WITHIN GROUP (ORDER BY ..). */
  readonly within?: true;
  /** Takes IGNORE NULLS. */
  readonly nullsWord?: boolean;
  /** What would do instead when types or constants do not: the sentence goes on "takes ..". */
  readonly wants: string;
  /** null: the types or constants are not what it takes. */
  readonly bind: (args: readonly Term[], terms: TermBuilder, order: GroupOrder | null) => BoundAggregate | null;
}
