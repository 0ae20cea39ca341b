// A checked aggregate call, as the algebra knows it, and the rules by which a text becomes one.
import { BIGINT, type DataType, DOUBLE, formatType } from '../columns/data-type.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import type { Ast } from './ast.ts';
import type { Expression, Term } from './expression.ts';

export type AggregateFunction = 'count' | 'sum' | 'avg' | 'min' | 'max';

export interface AggregateCall {
  readonly text: string;
  readonly function: AggregateFunction;
  /** null for count(*). Its text and spans are those of the whole call, so an error of a row points into the call. */
  readonly argument: Expression | null;
  /** sum(INT|BIGINT): BIGINT; sum(DOUBLE), avg: DOUBLE; count: BIGINT; min, max: the argument's type. */
  readonly type: DataType;
}

/** What the editor shows for each. */
export const aggregateHelp: readonly {
  readonly name: AggregateFunction;
  readonly signature: string;
  readonly help: string;
  readonly example: string;
}[] = [
  { name: 'count', signature: 'count(*) -> BIGINT', help: 'How many rows. count(x) counts the rows where x is not NULL.', example: 'count(*)' },
  {
    name: 'sum',
    signature: 'sum(value N) -> BIGINT or DOUBLE',
    help: 'The sum of the values that are not NULL; NULL when there are none.',
    example: 'sum(n)',
  },
  {
    name: 'avg',
    signature: 'avg(value N) -> DOUBLE',
    help: 'The mean of the values that are not NULL; NULL when there are none.',
    example: 'avg(celsius)',
  },
  {
    name: 'min',
    signature: 'min(value T) -> T',
    help: 'The least of the values that are not NULL. Text is ordered by code point.',
    example: 'min(celsius)',
  },
  {
    name: 'max',
    signature: 'max(value T) -> T',
    help: 'The greatest of the values that are not NULL; NaN is greater than any number.',
    example: 'max(celsius)',
  },
];

const names: ReadonlyMap<string, AggregateFunction> = new Map([
  ['count', 'count'],
  ['sum', 'sum'],
  ['avg', 'avg'],
  ['mean', 'avg'],
  ['min', 'min'],
  ['max', 'max'],
]);

/** Aggregates of Spark that this build has not; named so that they are not taken for slips. */
const missing = new Set(
  (
    'count_if sum_distinct try_sum try_avg max_by min_by stddev_samp stddev stddev_pop std variance var_samp var_pop collect_list collect_set array_agg ' +
    'approx_count_distinct first first_value last last_value any_value bool_and bool_or every some any percentile percentile_approx approx_percentile ' +
    'median mode skewness kurtosis corr covar_pop covar_samp bit_and bit_or bit_xor regr_count regr_slope regr_r2 regr_avgx regr_avgy listagg string_agg'
  ).split(' '),
);

export function isAggregateName(name: string): boolean {
  return names.has(name.toLowerCase()) || missing.has(name.toLowerCase());
}

const takes = 'count(*), count(x), sum(x), avg(x), min(x), max(x)';

export function checkAggregateCall(text: string, ast: Ast, checkArgument: (argument: Ast) => Result<Term>): Result<AggregateCall> {
  const unsupported = (what: string) => fail(problem('sql/unsupported-aggregate', ast.span, { what, takes }));
  if (ast.kind !== 'call' || !isAggregateName(ast.name)) {
    const got = text.slice(ast.span.from, ast.span.to);
    return hasAggregate(ast) ? unsupported(got) : fail(problem('sql/not-an-aggregate', ast.span, { got, takes }));
  }
  const name = names.get(ast.name.toLowerCase());
  if (name === undefined) return unsupported(ast.name.toLowerCase());
  if (ast.distinct) return unsupported(`DISTINCT in ${name}`);
  if (ast.filter !== null) return unsupported(`FILTER after ${name}`);
  if (ast.star && name === 'count') return ok({ text, function: name, argument: null, type: BIGINT });
  const [first, ...more] = ast.args;
  if (first === undefined || more.length > 0 || ast.star) {
    if (ast.args.length > 1 && name === 'count') return unsupported('count of several values');
    return fail(problem('sql/argument-count', ast.span, { name, got: ast.args.length, takes: name === 'count' ? '* or one value' : 'one value' }));
  }
  const checked = checkArgument(first);
  if (!checked.ok) return checked;
  const argument = checked.value;
  const type = resultType(name, argument.type);
  if (type === null) {
    const wants = name === 'min' || name === 'max' ? `${name}(value), of a type with an order` : `${name}(number)`;
    return fail(problem('sql/argument-types', first.span, { name, got: formatType(argument.type), takes: wants }));
  }
  const summed = name === 'sum' || name === 'avg';
  const root: Term = summed && (argument.type.kind === 'STRING' || argument.type.kind === 'VOID') ? toDouble(argument) : argument;
  return ok({ text, function: name, argument: { text, type: root.type, root }, type });
}

function toDouble(argument: Term): Term {
  return { kind: 'call', name: 'cast', type: DOUBLE, args: [argument], span: argument.span };
}

function resultType(name: AggregateFunction, type: DataType): DataType | null {
  if (name === 'count') return BIGINT;
  if (name === 'min' || name === 'max') return type;
  switch (type.kind) {
    case 'INT':
    case 'BIGINT':
      return name === 'sum' ? BIGINT : DOUBLE;
    case 'DOUBLE':
    case 'STRING':
    case 'VOID':
      return DOUBLE;
    default:
      return null;
  }
}

/** Whether an aggregate stands somewhere in it, so that it is a form we lack and not a mistake. */
function hasAggregate(ast: Ast): boolean {
  switch (ast.kind) {
    case 'call':
      return isAggregateName(ast.name) || ast.args.some(hasAggregate);
    case 'unary':
    case 'is':
    case 'cast':
      return hasAggregate(ast.operand);
    case 'arithmetic':
    case 'compare':
    case 'logic':
    case 'distinct':
      return hasAggregate(ast.left) || hasAggregate(ast.right);
    case 'between':
      return [ast.operand, ast.low, ast.high].some(hasAggregate);
    case 'in':
      return [ast.operand, ...ast.options].some(hasAggregate);
    case 'match':
      return hasAggregate(ast.operand) || hasAggregate(ast.pattern);
    case 'field':
    case 'subscript':
      return hasAggregate(ast.base);
    case 'case':
      return [ast.operand, ast.otherwise, ...ast.branches.flatMap((b) => [b.when, b.then])].some((part) => part !== null && hasAggregate(part));
    default:
      return false;
  }
}
