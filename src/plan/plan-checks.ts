// Checks that the makers of nodes share: texts against the columns they are over, names that clash, and the problems that say
// so at the operator, the param and, within the param's text, the span.
import { type DataType, type Field, fieldIndex, formatType, type Schema } from '../columns/data-type.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import type { Expression } from '../sql/expression.ts';
import { checkedAggregate, checkedExpression } from './checked-texts.ts';
import type { NamedText, NodeRequest, ParamText, PlanSettings } from './node-request.ts';
import type { NamedAggregate, NamedExpression, NodeId, PortRef } from './plan.ts';
import type { StreamType } from './stream-type.ts';

type Check = (text: string, scope: Schema) => Result<Expression>;

/** What every node has. */
export function nodeBase({ operatorId, role }: NodeRequest, inputs: readonly NodeId[], output: StreamType) {
  return { id: `${operatorId}/${role}`, operatorId, inputs: inputs.map((node): PortRef => ({ node, port: 'out' })), output };
}

export function expressionOf(request: NodeRequest, given: ParamText, scope: Schema, check: Check = checkedExpression): Result<Expression> {
  const checked = check(given.text, scope);
  return checked.ok ? checked : fail(...checked.problems.map((p) => problemAt(p, request, given.param)));
}

/** A condition: BOOLEAN, or a bare NULL. `wants` ends the sentence. */
export function conditionOf(
  request: NodeRequest,
  given: ParamText,
  scope: Schema,
  wants: string,
  check: Check = checkedExpression,
): Result<Expression> {
  const condition = expressionOf(request, given, scope, check);
  if (!condition.ok) return condition;
  const { type } = condition.value;
  if (type.kind === 'BOOLEAN' || type.kind === 'VOID') return condition;
  return fail(wrongType(request, given.param, given.text, type, `BOOLEAN, ${wants}`));
}

/** Each text checked, with a type and a name of its own. */
export function namedExpressions(
  request: NodeRequest,
  scope: Schema,
  texts: readonly NamedText[],
  check: Check = checkedExpression,
): Result<readonly NamedExpression[]> {
  const named: NamedExpression[] = [];
  const problems: Problem[] = [];
  for (const { name, text, param } of texts) {
    const checked = check(text, scope);
    if (!checked.ok) problems.push(...checked.problems.map((p) => problemAt(p, request, param, name)));
    else if (checked.value.type.kind === 'VOID') {
      problems.push(problem('plan/no-type', { operator: request.operatorId, param, column: name }, { label: request.label, column: name }));
    } else named.push({ name, expression: checked.value });
  }
  const clash = problems.length > 0 ? null : duplicateColumn(request, named.map(asField), texts.at(-1)?.param ?? '');
  if (clash !== null) problems.push(clash);
  return problems.length > 0 ? fail(...problems) : ok(named);
}

export function namedAggregates(request: NodeRequest, scope: Schema, texts: readonly NamedText[]): Result<readonly NamedAggregate[]> {
  const named: NamedAggregate[] = [];
  const problems: Problem[] = [];
  for (const { name, text, param } of texts) {
    const checked = checkedAggregate(text, scope);
    if (checked.ok) named.push({ name, call: checked.value });
    else problems.push(...checked.problems.map((p) => problemAt(p, request, param, name)));
  }
  return problems.length > 0 ? fail(...problems) : ok(named);
}

export function columnNamed(request: NodeRequest, param: string, name: string, columns: Schema): Result<Field> {
  const field = columns[fieldIndex(columns, name)];
  if (field !== undefined) return ok(field);
  const where = { operator: request.operatorId, param, column: name };
  return fail(problem('plan/no-column', where, { label: request.label, column: name, columns: namesOf(columns) }));
}

export function duplicateColumn(request: NodeRequest, columns: Schema, param: string): Problem | null {
  const twice = columns.find((field, i) => fieldIndex(columns, field.name) !== i);
  if (twice === undefined) return null;
  const where = { operator: request.operatorId, param, column: twice.name };
  return problem('plan/duplicate-column', where, { label: request.label, column: twice.name });
}

export function wrongType({ operatorId, label }: NodeRequest, param: string, text: string, type: DataType, wants: string): Problem {
  const where = { operator: operatorId, param, from: 0, to: text.length };
  return problem('plan/wrong-type', where, { label, got: formatType(type), wants });
}

export function problemAt(p: Problem, request: NodeRequest, param: string, column?: string): Problem {
  return { ...p, where: { ...p.where, operator: request.operatorId, param, ...(column === undefined ? {} : { column }) } };
}

/** Without checkpoints a reload would lose what an operator keeps, as Spark says too. `keeps`: what that is. */
export function checkpointProblem(request: NodeRequest, settings: PlanSettings, keeps: string): readonly Problem[] {
  if (settings.checkpoints !== false) return [];
  return [problem('algebra/needs-checkpoints', { operator: request.operatorId }, { label: request.label, keeps })];
}

export function asField({ name, expression }: NamedExpression): Field {
  return { name, type: expression.type };
}

export function namesOf(columns: Schema): string {
  return columns.map((field) => field.name).join(', ') || 'none';
}

export function hasName(names: readonly string[], name: string): boolean {
  return names.some((n) => n.toLowerCase() === name.toLowerCase());
}

/** All that is wrong with several results, in order. */
export function problemsOf(results: readonly (Result<unknown> | null)[]): readonly Problem[] {
  return results.flatMap((result) => (result === null || result.ok ? [] : result.problems));
}

/** The keys of the input under their new names, or null when a projection leaves one out. */
export function keptKeys(keys: readonly string[], input: Schema, columns: readonly NamedExpression[]): readonly string[] | null {
  const kept = keys.map((key) => {
    const index = fieldIndex(input, key);
    return columns.find(({ expression: { root } }) => root.kind === 'column' && root.index === index)?.name;
  });
  return kept.every((name) => name !== undefined) ? kept : null;
}
