// Order and limit of one firing's rows.
import { formatType, isOrderable } from '../columns/data-type.ts';
import { fail, type Problem, problem, type Result } from '../problem/problem.ts';
import type { Expression } from '../sql/expression.ts';
import type { NodeRequest, ParamText, PlanMaker, Refusing } from './node-request.ts';
import type { NodeId, OrderTerm } from './plan.ts';
import { expressionOf, nodeBase, problemsOf } from './plan-checks.ts';
import { flowAfter } from './stream-type-table.ts';

export interface TopRequest extends NodeRequest, Refusing {
  readonly input: NodeId;
  /** "n DESC", "word", "v ASC NULLS LAST". */
  readonly orderBy: readonly ParamText[];
  readonly limit: number | null;
  readonly perKey: readonly ParamText[];
}

export function buildTop(maker: PlanMaker, request: TopRequest): Result<NodeId> {
  const input = maker.streamType(request.input);
  const emits = maker.accept(request, 'top', input);
  if (!emits.ok) return emits;
  const where = { operator: request.operatorId };
  const problems: Problem[] = [];
  if (request.orderBy.length === 0) problems.push(problem('algebra/order-empty', { ...where, param: 'orderBy' }, { label: request.label }));
  if (request.limit !== null && !(Number.isSafeInteger(request.limit) && request.limit >= 1)) {
    problems.push(problem('algebra/limit', { ...where, param: 'limit' }, { label: request.label, got: request.limit }));
  }
  const orderBy: OrderTerm[] = [];
  for (const given of request.orderBy) {
    const { expression, descending, nullsFirst } = readOrder(given.text);
    const checked = expressionOf(request, { text: expression, param: given.param }, input.columns);
    if (!checked.ok) problems.push(...checked.problems);
    else if (!isOrderable(checked.value.type)) {
      const params = { label: request.label, expression, type: formatType(checked.value.type) };
      problems.push(problem('algebra/order-type', { ...where, param: given.param }, params));
    } else orderBy.push({ expression: checked.value, descending, nullsFirst });
  }
  const perKey = request.perKey.map((key) => expressionOf(request, key, input.columns));
  problems.push(...problemsOf(perKey));
  if (problems.length > 0) return fail(...problems);
  const keys = perKey.flatMap((key): Expression[] => (key.ok ? [key.value] : []));
  const output = { columns: input.columns, ...flowAfter('top', input, emits.value, input.keys, null) };
  const { limit, onError = 'stop' } = request;
  return maker.add({ ...nodeBase(request, [request.input], output), kind: 'top', onError, orderBy, limit, perKey: keys });
}

/** The expression, and what is said after it. NULL first ascending and last descending, as Spark. */
export function readOrder(text: string): { readonly expression: string; readonly descending: boolean; readonly nullsFirst: boolean } {
  const [, expression = text, direction = '', nulls = ''] = /^([\s\S]*?)(?:\s+(ASC|DESC))?(?:\s+NULLS\s+(FIRST|LAST))?\s*$/i.exec(text) ?? [];
  const descending = direction.toUpperCase() === 'DESC';
  return { expression, descending, nullsFirst: nulls === '' ? !descending : nulls.toUpperCase() === 'FIRST' };
}
