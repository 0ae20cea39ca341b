// Column pruning: which output columns of each node anybody reads. What nobody reads is not computed, so a text line is not
// repeated for each of its words when only the words are counted. State is never pruned.
import { fieldIndex } from '../columns/data-type.ts';
import type { NodeId, Plan, PlanNode } from '../plan/plan.ts';
import type { Expression } from '../sql/expression.ts';
import { columnsRead } from './kernels/row-expression.ts';

/** Positions of the output columns that are read, by node. */
export function neededColumns(plan: Plan): ReadonlyMap<NodeId, ReadonlySet<number>> {
  const needed = new Map<NodeId, Set<number>>(plan.nodes.map((node) => [node.id, new Set<number>()]));
  const nodes = new Map(plan.nodes.map((node) => [node.id, node]));
  for (const node of [...plan.nodes].reverse()) {
    const own = needed.get(node.id) ?? new Set();
    // Whether a row is refused, or a record is good, must not depend on who reads what.
    if (node.kind === 'parse' || isRefusing(node)) for (const position of node.output.columns.keys()) own.add(position);
    for (const input of node.inputs) {
      const source = nodes.get(input.node);
      const wanted = needed.get(input.node);
      if (source === undefined || wanted === undefined) throw new Error(`The plan has no node ${input.node}`);
      for (const position of readsOf(node, source, own)) wanted.add(position);
    }
  }
  return needed;
}

/** Positions of the input's columns the node reads, given which of its own are read. */
function readsOf(node: PlanNode, input: PlanNode, own: ReadonlySet<number>): Iterable<number> {
  // A row that is refused is shown whole.
  if (isRefusing(node)) return input.output.columns.keys();
  switch (node.kind) {
    case 'source':
    case 'errors':
      return [];
    case 'parse':
      return node.keep ? input.output.columns.keys() : [node.column];
    case 'sink':
      return input.output.columns.keys();
    case 'project':
      return readBy(node.columns.filter((_, c) => own.has(c)).map((column) => column.expression));
    case 'filter':
      return [...own, ...columnsRead(node.condition)];
    case 'generate': {
      const added = node.position === null ? 1 : 2;
      return [...[...own].filter((c) => c < node.output.columns.length - added), ...columnsRead(node.array)];
    }
    case 'union':
      return [...own].map((c) => fieldIndex(input.output.columns, node.output.columns[c]?.name ?? ''));
    case 'aggregate':
      return readBy([
        ...node.keys.map((key) => key.expression),
        ...node.aggregates.flatMap(({ call }) => (call.argument === null ? [] : [call.argument])),
      ]);
  }
}

/** Has expressions, and goes on without the rows they refuse. */
function isRefusing(node: PlanNode): boolean {
  return 'onError' in node && node.kind !== 'parse' && node.onError !== 'stop';
}

function readBy(expressions: readonly Expression[]): Set<number> {
  return new Set(expressions.flatMap((expression) => [...columnsRead(expression)]));
}
