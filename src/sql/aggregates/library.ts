// Every aggregate function there is, and those of Spark that there are not, with what does instead.
import type { AggregateDefinition } from './aggregate-definition.ts';
import { bitmaps } from './bitmaps.ts';
import { collections } from './collections.ts';
import { extremes } from './extremes.ts';
import { moments } from './moments.ts';
import { sums } from './sums.ts';

const all = [...sums, ...extremes, ...moments, ...collections, ...bitmaps];
const known = new Set(['count', 'sum', 'avg', 'min', 'max']);

/** The ones everybody knows first. */
export const aggregates: readonly AggregateDefinition[] = [
  ...all.filter(({ name }) => known.has(name)),
  ...all.filter(({ name }) => !known.has(name)),
];

const byName: ReadonlyMap<string, AggregateDefinition> = new Map(
  aggregates.flatMap((definition) => [definition.name, ...(definition.aliases ?? [])].map((name) => [name, definition] as const)),
);

export function aggregateNamed(name: string): AggregateDefinition | undefined {
  return byName.get(name.toLowerCase());
}

export interface RefusedAggregate {
  readonly names: readonly string[];
  /** To stand after "is not offered here:". */
  readonly reason: string;
  /** To stand after "Use". */
  readonly instead: string;
}

const SKETCH = 'its answer would not be exact';
const KEY_SETS = 'it needs many sets of keys at once';
const FLOAT_SUMS = 'the last digits of its sums of FLOAT depend on the order of the rows';

/** Every name made of a word of each list, joined by _. */
function joinedNames(...words: readonly (readonly string[])[]): readonly string[] {
  return words.reduce((names, more) => names.flatMap((name) => more.map((word) => `${name}_${word}`)));
}

/** Aggregates of Spark that are refused on purpose, with why and what to write instead. */
export const refusedAggregates: readonly RefusedAggregate[] = [
  { names: ['hll_sketch_agg', 'hll_union_agg'], reason: SKETCH, instead: 'approx_count_distinct, or count(DISTINCT x), which is exact' },
  { names: ['theta_sketch_agg', 'theta_union_agg', 'theta_intersection_agg'], reason: SKETCH, instead: 'count(DISTINCT x), which is exact' },
  {
    names: joinedNames(['tuple'], ['sketch', 'union', 'intersection'], ['agg'], ['double', 'integer']),
    reason: SKETCH,
    instead: 'sum(x) by the key, which is exact',
  },
  {
    names: joinedNames(['kll'], ['sketch', 'merge'], ['agg'], ['bigint', 'double', 'float']),
    reason: SKETCH,
    instead: 'percentile or approx_percentile, which are exact',
  },
  {
    names: ['approx_top_k', 'approx_top_k_accumulate', 'approx_top_k_combine'],
    reason: SKETCH,
    instead: 'a count by the value and the operator for the first rows',
  },
  { names: ['count_min_sketch'], reason: SKETCH, instead: 'count(*) by the value' },
  { names: ['histogram_numeric'], reason: SKETCH, instead: 'count(*) by floor(x / width)' },
  { names: ['grouping', 'grouping_id'], reason: KEY_SETS, instead: 'one operator for each set of keys' },
  { names: ['vector_sum'], reason: FLOAT_SUMS, instead: 'sum(get(v, 0)), sum(get(v, 1)) and so on' },
  { names: ['vector_avg'], reason: FLOAT_SUMS, instead: 'avg(get(v, 0)), avg(get(v, 1)) and so on' },
  { names: ['schema_of_variant_agg'], reason: 'there is no type VARIANT', instead: 'from_json with a schema' },
  { names: ['product'], reason: 'Spark SQL has it for programs only', instead: 'exp(sum(ln(x))) for values above 0' },
];

const refusedByName: ReadonlyMap<string, RefusedAggregate> = new Map(
  refusedAggregates.flatMap((refused) => refused.names.map((name) => [name, refused] as const)),
);

/** What does instead of an aggregate that is refused; undefined when the name is none of those. */
export function insteadOf(name: string): string | undefined {
  return refusedByName.get(name.toLowerCase())?.instead;
}
