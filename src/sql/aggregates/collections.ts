// What keeps values and not only numbers about them: lists, sets, first and last, and the quantiles, which need them all.
import type { PlainValue } from '../../columns/build.ts';
import { arrayOf, BIGINT, BOOLEAN, type DataType, DOUBLE, isNumericType, isOrderable, STRING } from '../../columns/data-type.ts';
import type { Term } from '../expression.ts';
import type { TermBuilder } from '../term-builder.ts';
import type { AggregateDefinition, AggregateFunction, BoundAggregate, GroupOrder } from './aggregate-definition.ts';
import { constantOf, isInterval } from './argument-types.ts';

const DEFAULT_ACCURACY = 10_000;

function collected([value]: readonly Term[]): BoundAggregate | null {
  return value === undefined ? null : { args: [value], type: arrayOf(value.type) };
}

/** first(x) and first(x, ignoreNulls). */
function edge([value, ignores]: readonly Term[], terms: TermBuilder): BoundAggregate | null {
  if (value === undefined) return null;
  if (ignores === undefined) return { args: [value], type: value.type };
  if (ignores.type.kind !== 'BOOLEAN') return null;
  const ignoreNulls = constantOf(ignores, terms, BOOLEAN);
  return typeof ignoreNulls === 'boolean' ? { args: [value], type: value.type, ignoreNulls } : null;
}

function edgeDefinition(name: AggregateFunction, aliases: readonly string[], which: string): AggregateDefinition {
  return {
    name,
    aliases,
    signatures: [`${name}(value A) -> A`, `${name}(value A, ignoreNulls BOOLEAN) -> A`],
    help: `The value of the ${which} row; with ignoreNulls TRUE, or IGNORE NULLS behind it, of the ${which} row where it is not NULL.`,
    difference: 'Here rows have an order, the one in which they came; in Spark it may be another.',
    example: `${name}(page)`,
    takes: [1, 2],
    distinct: 'same',
    orderDependent: true,
    nullsWord: true,
    wants: 'a value, and TRUE or FALSE written out',
    bind: edge,
  };
}

/** One percentage or an ARRAY of them, each from 0 to 1, the same for every row. */
function percentages(term: Term | undefined, terms: TermBuilder): PlainValue | null {
  const isList = term?.type.kind === 'ARRAY';
  const given = constantOf(term, terms, isList ? arrayOf(DOUBLE) : DOUBLE);
  const list = Array.isArray(given) ? (given as readonly PlainValue[]) : [given ?? null];
  const fits = list.length > 0 && list.every((part) => typeof part === 'number' && part >= 0 && part <= 1);
  return fits && given !== undefined ? given : null;
}

function resultFor(type: DataType, percentage: PlainValue): DataType {
  return Array.isArray(percentage) ? arrayOf(type) : type;
}

/** percentile(x, p) and percentile(x, p, frequency). */
function exactPercentile([value, percentage, frequency]: readonly Term[], terms: TermBuilder): BoundAggregate | null {
  if (value === undefined) return null;
  const arg = value.type.kind === 'STRING' || value.type.kind === 'VOID' ? terms.cast(value, DOUBLE) : value;
  const constant = percentages(percentage, terms);
  if (constant === null || !(isNumericType(arg.type) || isInterval(arg.type))) return null;
  if (frequency !== undefined && !['TINYINT', 'SMALLINT', 'INT', 'BIGINT'].includes(frequency.type.kind)) return null;
  const args = frequency === undefined ? [arg] : [arg, terms.cast(frequency, BIGINT)];
  return { args, constants: [constant], type: resultFor(isInterval(arg.type) ? arg.type : DOUBLE, constant) };
}

function approximatePercentile([value, percentage, accuracy]: readonly Term[], terms: TermBuilder): BoundAggregate | null {
  if (value === undefined) return null;
  const arg = value.type.kind === 'STRING' || value.type.kind === 'VOID' ? terms.cast(value, DOUBLE) : value;
  const constant = percentages(percentage, terms);
  const steps = accuracy === undefined ? DEFAULT_ACCURACY : constantOf(accuracy, terms, BIGINT);
  if (constant === null || typeof steps !== 'number' || steps < 1 || steps > 2_147_483_647) return null;
  const fits = isNumericType(arg.type) || isInterval(arg.type) || arg.type.kind === 'DATE' || arg.type.kind === 'TIMESTAMP';
  return fits ? { args: [arg], constants: [constant, steps], type: resultFor(arg.type, constant) } : null;
}

function joinedTexts([text, delimiter]: readonly Term[], terms: TermBuilder, order: GroupOrder | null): BoundAggregate | null {
  if (text === undefined || ['ARRAY', 'MAP', 'STRUCT', 'BINARY'].includes(text.type.kind)) return null;
  const isText = delimiter === undefined || delimiter.type.kind === 'STRING' || delimiter.type.kind === 'VOID';
  const between = delimiter === undefined ? '' : isText ? constantOf(delimiter, terms) : undefined;
  if (between === undefined || (order !== null && !isOrderable(order.term.type))) return null;
  const joined = terms.cast(text, STRING);
  if (order === null) return { args: [joined], constants: [between ?? ''], type: STRING };
  return { args: [joined, order.term], constants: [between ?? '', order.descending ? 'DESC' : 'ASC'], type: STRING };
}

/** percentile_cont(p) WITHIN GROUP (ORDER BY x), and percentile_disc. */
function orderedPercentile(name: 'percentile_cont' | 'percentile_disc', which: string): AggregateDefinition {
  return {
    name,
    signatures: [`${name}(percentage DOUBLE) WITHIN GROUP (ORDER BY value N) -> DOUBLE`],
    help: `The value below which that part of the values lies: ${which}. Exact: it keeps every different value.`,
    example: `${name}(0.95) WITHIN GROUP (ORDER BY ms)`,
    takes: [1, 1],
    distinct: 'values',
    within: true,
    wants: 'percentages from 0 to 1 written out, and behind it WITHIN GROUP (ORDER BY ..) of a number',
    bind: ([percentage], terms, order) => {
      if (order === null || percentage === undefined) return null;
      const bound = exactPercentile([order.term, percentage], terms);
      return bound === null ? null : { ...bound, constants: [...(bound.constants ?? []), order.descending ? 'DESC' : 'ASC'] };
    },
  };
}

export const collections: readonly AggregateDefinition[] = [
  edgeDefinition('first', ['first_value', 'any_value'], 'first'),
  edgeDefinition('last', ['last_value'], 'last'),
  {
    name: 'collect_list',
    aliases: ['array_agg'],
    signatures: ['collect_list(value A) -> ARRAY<A>'],
    help: 'The values that are not NULL, in the order of the rows; an empty list when there are none.',
    difference: 'In Spark the values may come in another order.',
    example: 'collect_list(page)',
    takes: [1, 1],
    distinct: 'values',
    orderDependent: true,
    wants: 'one value',
    bind: collected,
  },
  {
    name: 'collect_set',
    signatures: ['collect_set(value A) -> ARRAY<A>'],
    help: 'The different values that are not NULL, each once, in the order in which they came first.',
    difference: 'In Spark the values come in any order.',
    example: 'collect_set(page)',
    takes: [1, 1],
    distinct: 'same',
    orderDependent: true,
    wants: 'one value that is and holds no MAP',
    bind: (args) => (args[0] !== undefined && isOrderable(args[0].type) ? collected(args) : null),
  },
  {
    name: 'collect_union',
    signatures: ['collect_union(list ARRAY<A>) -> ARRAY<A>'],
    help: 'The different elements of all lists that are not NULL, each once, in the order in which they came first.',
    difference: 'In Spark the elements come in any order.',
    example: 'collect_union(tags)',
    takes: [1, 1],
    distinct: 'same',
    orderDependent: true,
    wants: 'one ARRAY of values that are and hold no MAP',
    bind: ([list]) => (list?.type.kind === 'ARRAY' && isOrderable(list.type.element) ? { args: [list], type: list.type } : null),
  },
  {
    name: 'listagg',
    aliases: ['string_agg'],
    signatures: ['listagg(text STRING) -> STRING', 'listagg(text STRING, delimiter STRING) -> STRING'],
    help: 'The texts that are not NULL behind one another, with the delimiter between; NULL when there are none. WITHIN GROUP (ORDER BY x) behind it sets their order.',
    difference: 'Without WITHIN GROUP Spark may join the texts in another order.',
    example: "listagg(page, ', ') WITHIN GROUP (ORDER BY page)",
    takes: [1, 2],
    distinct: 'values',
    orderDependent: true,
    within: true,
    wants: 'a text, and a delimiter written out',
    bind: joinedTexts,
  },
  {
    name: 'percentile',
    signatures: ['percentile(value N, percentage DOUBLE) -> DOUBLE', 'percentile(value N, percentages ARRAY<DOUBLE>) -> ARRAY<DOUBLE>'],
    help: 'The value below which that part of the values lies, between two neighbours in proportion. Exact: it keeps every different value. A third argument says how often a value counts.',
    example: 'percentile(ms, 0.95)',
    takes: [2, 3],
    distinct: 'values',
    wants: 'a number and percentages from 0 to 1 written out',
    bind: exactPercentile,
  },
  orderedPercentile('percentile_cont', 'between two neighbours in proportion'),
  orderedPercentile('percentile_disc', 'the first value that has that part at or before it'),
  {
    name: 'median',
    signatures: ['median(value N) -> DOUBLE'],
    help: 'The value in the middle, or half way between the two that are. Exact: it keeps every different value.',
    example: 'median(ms)',
    takes: [1, 1],
    distinct: 'values',
    wants: 'one number',
    bind: ([value], terms) =>
      value === undefined
        ? null
        : exactPercentile([value, { kind: 'literal', type: DOUBLE, literal: { kind: 'number', value: 0.5 }, span: value.span }], terms),
  },
  {
    name: 'approx_percentile',
    aliases: ['percentile_approx'],
    signatures: ['approx_percentile(value T, percentage DOUBLE) -> T', 'approx_percentile(value T, percentage DOUBLE, accuracy INT) -> T'],
    help: 'The least of the values at or below which that part of them lies. Exact: it keeps every different value.',
    difference:
      'Spark answers the same while a group has fewer rows than half the accuracy (10,000 if not given), and beyond that something near it.',
    example: 'approx_percentile(ms, 0.95)',
    takes: [2, 3],
    distinct: 'values',
    wants: 'a value, percentages from 0 to 1 and an accuracy written out',
    bind: approximatePercentile,
  },
  {
    name: 'mode',
    signatures: ['mode(value A) -> A', 'mode() WITHIN GROUP (ORDER BY value A) -> A'],
    help: 'The value that is there most often; of several the one that came first, with WITHIN GROUP the first in that order. NULL does not count.',
    difference: 'Of several values that come equally often Spark gives any, unless WITHIN GROUP says which.',
    example: 'mode(status)',
    takes: [0, 1],
    distinct: 'values',
    orderDependent: true,
    within: true,
    wants: 'one value that is and holds no MAP',
    bind: ([value], _terms, order) => {
      const of = value ?? order?.term;
      if (of === undefined || (value !== undefined && order !== null) || !isOrderable(of.type)) return null;
      return { args: [of], ...(order === null ? {} : { constants: [order.descending ? 'DESC' : 'ASC'] }), type: of.type };
    },
  },
];
