// State that only grows is right, and ends in a tab without memory after days: it is said before a run, with what a key costs and
// the way out. Only where keys have no end by themselves, see bounded-values.ts.
import type { DataType } from '../columns/data-type.ts';
import { type Problem, problem } from '../problem/problem.ts';
import type { AggregateCall } from '../sql/aggregate.ts';
import { isBoundedOver, type Nodes } from './bounded-values.ts';
import type { AggregateNode, FoldNode, NamedExpression, NodeId, Plan, PlanNode } from './plan.ts';

/** Aggregates that keep the values themselves. */
const KEEPERS: ReadonlySet<string> = new Set([
  ...['collect_list', 'collect_set', 'array_agg', 'listagg', 'string_agg', 'percentile', 'percentile_cont', 'percentile_disc', 'median', 'mode'],
]);

/** Index, slot and mark of a key, roughly. */
const BYTES_OF_KEY = 24;

interface Growth {
  readonly param: string;
  /** Ends "and no .. ever leaves:". */
  readonly why: string;
  readonly way: string;
  readonly bytes: number;
  readonly of: 'key' | 'value';
}

/** A warning for each node whose state has no end. `labelOf`: what the user calls an operator. */
export function growingStateProblems(plan: Plan, labelOf: (operatorId: string) => string): readonly Problem[] {
  const nodes: Nodes = { byId: new Map(plan.nodes.map((node) => [node.id, node])), known: new Map() };
  return plan.nodes.flatMap((node): readonly Problem[] => {
    const growth = growthOf(nodes, node);
    if (growth === null) return [];
    const { param, why, way, bytes, of } = growth;
    const perSecond = rateOf(nodes, node);
    const params = { label: labelOf(node.operatorId), of, why, way, bytes, ...(perSecond === null ? {} : { perSecond }) };
    return [problem('algebra/state-grows', { operator: node.operatorId, param }, params)];
  });
}

function growthOf(nodes: Nodes, node: PlanNode): Growth | null {
  if (node.kind === 'fold') return growthOfFold(nodes, node);
  if (node.kind !== 'aggregate') return null;
  const { windowing } = node;
  const keepsKeys = windowing.kind === 'batchWindow' && windowing.inverse?.keepEmptyKeys === true;
  if (windowing.kind !== 'running' && !keepsKeys) return null;
  const bytes = bytesOfKeys(node.keys) + node.aggregates.reduce((sum, { call }) => sum + bytesOf(call.type), 0);
  if (hasEndlessKeys(nodes, node)) {
    const why = keepsKeys ? 'this form keeps keys without rows' : 'it counts since the start';
    const way = keepsKeys ? 'Choose the form in which empty keys leave.' : 'Use a window, which forgets, or Map with state with a time-out.';
    return { param: keepsKeys ? 'inverse' : 'keys', why, way, bytes, of: 'key' };
  }
  const keeper = windowing.kind === 'running' ? node.aggregates.find(({ call }) => keepsValues(nodes, node, call)) : undefined;
  if (keeper === undefined) return null;
  const of = keeper.call.argument?.type ?? { kind: 'BIGINT' };
  const way = 'Use a window, which forgets, or approx_count_distinct where only a number is wanted.';
  return { param: 'aggregates', why: `${keeper.call.text} keeps all of them`, way, bytes: bytesOf(of), of: 'value' };
}

function growthOfFold(nodes: Nodes, node: FoldNode): Growth | null {
  if (node.remove !== null || node.timeout !== null || !hasEndlessKeys(nodes, node)) return null;
  const bytes = bytesOfKeys(node.keys) + node.state.reduce((sum, { type }) => sum + bytesOf(type), 0) + 8;
  if (node.per === 'row') {
    const why = 'there is no time-out, and nothing removes one';
    return { param: 'timeout', why, way: 'Give it a time-out, or say when a key leaves.', bytes, of: 'key' };
  }
  const way = 'Say when a key leaves ("Remove when"), such as count(*) = 0, or use Map with state with a time-out.';
  return { param: 'remove', why: 'nothing removes one', way, bytes, of: 'key' };
}

function hasEndlessKeys(nodes: Nodes, node: AggregateNode | FoldNode): boolean {
  return node.keys.some(({ expression }) => !isBoundedOver(nodes, node, expression.root));
}

/** collect_set and DISTINCT end where the values do; a list never does, were all its values alike. */
function keepsValues(nodes: Nodes, node: AggregateNode, call: AggregateCall): boolean {
  const isSet = call.distinct === true || call.function === 'collect_set' || call.function === 'mode';
  if (call.distinct !== true && !KEEPERS.has(call.function)) return false;
  return !isSet || (call.argument !== null && !isBoundedOver(nodes, node, call.argument.root));
}

function bytesOfKeys(keys: readonly NamedExpression[]): number {
  return keys.reduce((sum, { expression }) => sum + bytesOf(expression.type), BYTES_OF_KEY);
}

/** Of a value, roughly; a text is taken to have a dozen letters. */
function bytesOf(type: DataType): number {
  switch (type.kind) {
    case 'BOOLEAN':
      return 2;
    case 'INT':
    case 'DATE':
      return 5;
    case 'STRING':
      return 21;
    case 'ARRAY':
    case 'STRUCT':
    case 'MAP':
      return 48;
    default:
      return 9;
  }
}

/** Rows a second of the sources behind a node, where the document says it. */
function rateOf(nodes: Nodes, node: PlanNode): number | null {
  let sum = 0;
  const seen = new Set<NodeId>();
  const open: PlanNode[] = [node];
  for (const one of open) {
    if (one.kind === 'source') {
      if (one.source.kind !== 'generator' && one.source.kind !== 'text') return null;
      sum += one.source.rowsPerSecond;
    }
    for (const input of one.inputs) {
      const next = nodes.byId.get(input.node);
      if (next === undefined || seen.has(next.id)) continue;
      seen.add(next.id);
      open.push(next);
    }
  }
  return sum;
}
