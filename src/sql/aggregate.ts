// A checked aggregate call, as the algebra knows it, and the rules by which a text becomes one. What there is to call is in
// aggregates/library.ts.
import type { PlainValue } from '../columns/build.ts';
import { type DataType, formatType, isOrderable, type Schema } from '../columns/data-type.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import type { AggregateDefinition, AggregateFunction } from './aggregates/aggregate-definition.ts';
import { aggregateNamed, aggregates, insteadOf } from './aggregates/library.ts';
import type { Ast } from './ast.ts';
import type { Expression, Span, Term } from './expression.ts';
import { TermBuilder } from './term-builder.ts';

export interface AggregateCall {
  readonly text: string;
  readonly function: AggregateFunction;
  /** null for count(*). Its text and spans are those of the whole call, so an error of a row points into the call. */
  readonly argument: Expression | null;
  /** The arguments after it that are computed for each row: the order of max_by, the other values of count(DISTINCT x, y). */
  readonly more?: readonly Expression[];
  /** Arguments that are the same for every row: percentages, a delimiter. */
  readonly constants?: readonly PlainValue[];
  /** Each value, or combination of values, counts once. */
  readonly distinct?: true;
  /** first and last: rows where the value is NULL do not count. */
  readonly ignoreNulls?: true;
  /** FILTER (WHERE ..): only rows for which it is TRUE are seen, and only for them are arguments computed. */
  readonly filter?: Expression;
  /** Type of the answer. */
  readonly type: DataType;
}

/** Everything the call computes for a row: arguments, then the filter. */
export function expressionsOf({ argument, more = [], filter }: AggregateCall): readonly Expression[] {
  return [...(argument === null ? [] : [argument]), ...more, ...(filter === undefined ? [] : [filter])];
}

export function isAggregateName(name: string): boolean {
  return aggregateNamed(name) !== undefined || insteadOf(name) !== undefined;
}

/** Whether the answer depends on the order in which rows come. */
export function isOrderDependent({ function: name, more, constants }: AggregateCall): boolean {
  const ordered = (name === 'listagg' && more !== undefined) || (name === 'mode' && constants !== undefined);
  return aggregateNamed(name)?.orderDependent === true && !ordered;
}

const takes = `count(*), sum(x), avg(x), max(x) or another of ${aggregates.length} aggregates`;

/** `scope`: the columns that * stands for in DISTINCT. `checkArgument` checks one expression over it. */
export function checkAggregateCall(text: string, ast: Ast, scope: Schema, checkArgument: (argument: Ast) => Result<Term>): Result<AggregateCall> {
  if (ast.kind !== 'call' || !isAggregateName(ast.name)) {
    const got = text.slice(ast.span.from, ast.span.to);
    if (hasAggregate(ast)) return fail(problem('sql/unsupported-aggregate', ast.span, { what: got, takes }));
    return fail(problem('sql/not-an-aggregate', ast.span, { got, takes }));
  }
  const definition = aggregateNamed(ast.name);
  if (definition === undefined)
    return fail(problem('sql/refused-aggregate', ast.nameSpan, { name: ast.name.toLowerCase(), instead: insteadOf(ast.name) ?? '' }));
  if (ast.ignoreNulls === true && definition.nullsWord !== true)
    return fail(problem('sql/unsupported-form', ast.span, { what: `IGNORE NULLS after ${definition.name}` }));
  if (ast.within !== undefined && definition.within !== true)
    return fail(problem('sql/unsupported-form', ast.span, { what: `WITHIN GROUP after ${definition.name}` }));
  const filter = ast.filter === null ? undefined : conditionIn(text, ast.filter, checkArgument);
  const inner = checkArguments(text, ast, definition, scope, checkArgument);
  if (filter !== undefined && !filter.ok) return fail(...filter.problems, ...(inner.ok ? [] : inner.problems));
  if (!inner.ok || filter === undefined) return inner;
  return ok({ ...inner.value, filter: filter.value });
}

type Call = Ast & { readonly kind: 'call' };

function checkArguments(
  text: string,
  ast: Call,
  definition: AggregateDefinition,
  scope: Schema,
  check: (argument: Ast) => Result<Term>,
): Result<AggregateCall> {
  const { name } = definition;
  if (ast.star && name === 'count' && !ast.distinct) return ok({ text, function: name, argument: null, type: { kind: 'BIGINT' } });
  const args = ast.star ? scope.map((field): Ast => ({ kind: 'column', name: field.name, span: ast.span })) : ast.args;
  const [least, most] = definition.takes;
  if (args.length < least || args.length > most)
    return fail(problem('sql/argument-count', ast.span, { name, got: args.length, takes: definition.wants }));
  const checked = args.map(check);
  const order = ast.within === undefined ? null : check(ast.within.order);
  const problems = [...checked, ...(order === null ? [] : [order])].flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return fail(...problems);
  const terms = checked.flatMap((one) => (one.ok ? [one.value] : []));
  const builder = new TermBuilder();
  const bound = definition.bind(terms, builder, order?.ok === true ? { term: order.value, descending: ast.within?.descending === true } : null);
  if (bound === null) {
    const got = terms.map((term) => formatType(term.type)).join(', ');
    return fail(problem('sql/argument-types', spanOf(ast), { name, got, takes: `${name}(..), ${definition.wants}` }));
  }
  const map = ast.distinct ? bound.args.find(({ type }) => !isOrderable(type)) : undefined;
  if (map !== undefined)
    return fail(
      problem('sql/argument-types', map.span, { name: `DISTINCT in ${name}`, got: formatType(map.type), takes: 'values that are and hold no MAP' }),
    );
  const [argument, ...more] = bound.args.map((root): Expression => ({ text, type: root.type, root }));
  return ok({
    text,
    function: name,
    argument: argument ?? null,
    ...(more.length > 0 ? { more } : {}),
    ...(bound.constants === undefined ? {} : { constants: bound.constants }),
    ...(ast.distinct && definition.distinct === 'values' ? { distinct: true as const } : {}),
    ...(ast.ignoreNulls === true || bound.ignoreNulls === true ? { ignoreNulls: true as const } : {}),
    type: bound.type,
  });
}

/** From the first argument to the last. */
function spanOf(ast: Call): Span {
  const [first] = ast.args;
  return first === undefined ? ast.span : { from: first.span.from, to: ast.args.at(-1)?.span.to ?? first.span.to };
}

function conditionIn(text: string, ast: Ast, check: (argument: Ast) => Result<Term>): Result<Expression> {
  const checked = check(ast);
  if (!checked.ok) return checked;
  const { type } = checked.value;
  // Spark wants a BOOLEAN here; a bare NULL is none.
  if (type.kind === 'BOOLEAN') return ok({ text, type, root: checked.value });
  return fail(problem('sql/condition-type', ast.span, { what: 'FILTER (WHERE ..)', got: formatType(type) }));
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
