// Aggregates: keys, windowing and calls, checked. A text may also be an expression over calls, CAST(sum(v) AS INT): the calls
// become the aggregate, which alone has state, and a projection after it computes the expressions.
import { fieldIndex, type Schema } from '../columns/data-type.ts';
import { fail, type Problem, problem, type Result } from '../problem/problem.ts';
import type { Ast } from '../sql/ast.ts';
import { checkParsed } from '../sql/check.ts';
import { parseExpression } from '../sql/parse.ts';
import { checkpointMultiple, checkWindow, unitOf } from './batch-window-rules.ts';
import type { NamedText, NodeRequest, PlanMaker, Refusing } from './node-request.ts';
import type { NamedAggregate, NamedExpression, NodeId, Windowing } from './plan.ts';
import { asField, checkpointProblem, duplicateColumn, namedAggregates, namedExpressions, nodeBase, problemAt } from './plan-checks.ts';
import { FoundAggregates, isComposite } from './scoped-texts.ts';
import { flowAfter, type StreamConsumer } from './stream-type-table.ts';

/** Windows in milliseconds; their problems point at the params "size" and "slide". */
export interface AggregateRequest extends NodeRequest, Refusing {
  readonly input: NodeId;
  readonly windowing: Windowing;
  readonly keys: readonly NamedText[];
  readonly aggregates: readonly NamedText[];
  /** How often its state alone should be saved. Only checked: here all state is saved together. */
  readonly checkpointMs?: number;
}

/** Ends the role of the projection after an aggregate. */
const RESULTS = '-results';

interface Aggregates {
  readonly calls: readonly NamedAggregate[];
  /** What the projection after it computes; null: the calls are the answer. */
  readonly results: readonly NamedExpression[] | null;
}

export function buildAggregate(maker: PlanMaker, request: AggregateRequest): Result<NodeId> {
  const { windowing } = request;
  const input = maker.streamType(request.input);
  const consumer: StreamConsumer = windowing.kind === 'running' ? `running-${windowing.emit}` : windowing.kind;
  const emits = maker.accept(request, consumer, input);
  if (!emits.ok) return emits;
  const window = windowing.kind === 'batchWindow' ? windowing : null;
  const problems: Problem[] = window === null ? [] : [...checkWindow(request, window, unitOf(input, maker.settings))];
  const keys = namedExpressions(request, input.columns, request.keys);
  const aggregates = aggregatesOf(request, input.columns, keys.ok ? keys.value.map(asField) : []);
  if (!keys.ok) problems.push(...keys.problems);
  if (!aggregates.ok) problems.push(...aggregates.problems);
  problems.push(...stateProblems(maker, request, aggregates.ok ? aggregates.value.calls : [], window?.slideMs ?? input.slideMs));
  if (request.aggregates.length === 0)
    problems.push(problem('plan/no-aggregates', { operator: request.operatorId, param: 'aggregates' }, { label: request.label }));
  if (!keys.ok || !aggregates.ok || problems.length > 0) return fail(...problems);
  const { calls, results } = aggregates.value;
  const columns = [...keys.value.map(asField), ...calls.map((a) => ({ name: a.name, type: a.call.type }))];
  const clash = duplicateColumn(request, columns, request.aggregates[0]?.param ?? 'aggregates');
  if (clash !== null) return fail(clash);
  const names = keys.value.map((k) => k.name);
  const flow = flowAfter(consumer, input, emits.value, names, window);
  const base = nodeBase(request, [request.input], { columns, ...flow });
  const node = maker.add({ ...base, kind: 'aggregate', onError: request.onError ?? 'stop', windowing, keys: keys.value, aggregates: calls });
  return results === null || !node.ok ? node : addResults(maker, request, node.value, names, results);
}

function addResults(
  maker: PlanMaker,
  request: AggregateRequest,
  input: NodeId,
  keys: readonly string[],
  results: readonly NamedExpression[],
): Result<NodeId> {
  const stream = maker.streamType(input);
  const kept = keys.map((name): NamedExpression => {
    const index = fieldIndex(stream.columns, name);
    const type = stream.columns[index]?.type ?? { kind: 'VOID' };
    return { name, expression: { text: name, type, root: { kind: 'column', type, index, name, span: { from: 0, to: name.length } } } };
  });
  const columns = [...kept, ...results];
  const clash = duplicateColumn(request, columns.map(asField), request.aggregates[0]?.param ?? 'aggregates');
  if (clash !== null) return fail(clash);
  const role = { ...request, role: `${request.role}${RESULTS}` };
  const output = { columns: columns.map(asField), ...flowAfter('project', stream, stream.emits, keys, null) };
  return maker.add({ ...nodeBase(role, [input], output), kind: 'project', onError: request.onError ?? 'stop', columns });
}

/** The calls, and what is computed from them when a text is more than one call. */
function aggregatesOf(request: AggregateRequest, rows: Schema, keys: Schema): Result<Aggregates> {
  const parsed = request.aggregates.map(({ text }) => parseExpression(text));
  const composite = parsed.some((ast) => ast.ok && isComposite(ast.value));
  if (!composite) {
    const calls = namedAggregates(request, rows, request.aggregates);
    return calls.ok ? { ok: true, value: { calls: calls.value, results: null } } : calls;
  }
  const found = new FoundAggregates(rows);
  const problems: Problem[] = [];
  const trees: { readonly given: NamedText; readonly ast: Ast }[] = [];
  request.aggregates.forEach((given, i) => {
    const ast = parsed[i];
    const extracted = ast?.ok === true ? found.extract(given.text, ast.value) : ast;
    if (extracted?.ok === true) trees.push({ given, ast: extracted.value });
    else problems.push(...(extracted?.problems ?? []).map((p) => problemAt(p, request, given.param, given.name)));
  });
  const scope = [...keys, ...found.columns];
  const results = trees.flatMap(({ given, ast }): readonly NamedExpression[] => {
    const checked = checkParsed(given.text, ast, scope);
    if (!checked.ok) problems.push(...checked.problems.map((p) => problemAt(p, request, given.param, given.name)));
    return checked.ok ? [{ name: given.name, expression: checked.value }] : [];
  });
  if (problems.length > 0) return fail(...problems);
  return { ok: true, value: { calls: found.calls.map((call) => ({ name: call.text, call })), results } };
}

function stateProblems(maker: PlanMaker, request: AggregateRequest, calls: readonly NamedAggregate[], slideMs: number): readonly Problem[] {
  const { windowing } = request;
  const inverse = windowing.kind === 'batchWindow' && windowing.inverse !== undefined;
  const keepsForLong = inverse || windowing.kind === 'running';
  const other = inverse ? calls.find(({ call }) => !['count', 'sum'].includes(call.function) || hasDistinct(call.text)) : undefined;
  const where = { operator: request.operatorId, param: 'aggregates' };
  return [
    ...(other === undefined ? [] : [problem('algebra/inverse-only-sums', where, { label: request.label, call: other.call.text })]),
    ...(keepsForLong ? checkpointProblem(request, maker.settings, 'what it has counted so far') : []),
    ...(request.checkpointMs === undefined ? [] : checkpointMultiple(request, request.checkpointMs, slideMs)),
  ];
}

function hasDistinct(text: string): boolean {
  return /\(\s*DISTINCT\b/i.test(text);
}
