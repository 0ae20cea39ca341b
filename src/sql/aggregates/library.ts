// Every aggregate function there is, and those of Spark that there are not, with what does instead.
import type { AggregateDefinition } from './aggregate-definition.ts';
import { collections } from './collections.ts';
import { extremes } from './extremes.ts';
import { moments } from './moments.ts';
import { sums } from './sums.ts';

const all = [...sums, ...extremes, ...moments, ...collections];
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

/** Aggregates of Spark that are refused on purpose, and what to write instead. */
export const refusedAggregates: ReadonlyMap<string, string> = new Map([
  ['approx_top_k', 'a count by the value and the operator for the first rows'],
  ['count_min_sketch', 'count(*) by the value'],
  ['grouping', 'one operator for each set of keys'],
  ['grouping_id', 'one operator for each set of keys'],
  ['histogram_numeric', 'count(*) by floor(x / width)'],
  ['hll_sketch_agg', 'count(DISTINCT x), which is exact'],
  ['hll_union_agg', 'count(DISTINCT x), which is exact'],
  ['product', 'exp(sum(ln(x))) for values above 0'],
]);

/** What does instead of an aggregate that is refused; undefined when the name is none of those. */
export function insteadOf(name: string): string | undefined {
  return refusedAggregates.get(name.toLowerCase());
}
