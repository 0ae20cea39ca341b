// Column pruning: which output columns of each node anybody reads. What nobody reads is not computed, so a text line is not
// repeated for each of its words when only the words are counted. State is never pruned.
import { fieldIndex } from '../columns/data-type.ts';
import type { JoinNode, NodeId, Plan, PlanNode } from '../plan/plan.ts';
import { expressionsOf } from '../sql/aggregate.ts';
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
    for (const [i, input] of node.inputs.entries()) {
      const source = nodes.get(input.node);
      const wanted = needed.get(input.node);
      if (source === undefined || wanted === undefined) throw new Error(`The plan has no node ${input.node}`);
      for (const position of readsOf(node, source, own, i)) wanted.add(position);
    }
  }
  return needed;
}

/** Positions of the columns of its i-th input the node reads, given which of its own are read. */
function readsOf(node: PlanNode, input: PlanNode, own: ReadonlySet<number>, i: number): Iterable<number> {
  // A row that is refused is shown whole.
  if (isRefusing(node)) return input.output.columns.keys();
  switch (node.kind) {
    case 'source':
    case 'table':
    case 'errors':
      return [];
    case 'window':
      return input.output.columns.keys();
    case 'top':
      return [...own, ...readBy([...node.orderBy.map(({ expression }) => expression), ...node.perKey])];
    case 'join':
      return joinReads(node, own, i);
    case 'fold': {
      const { keys, aggregates, update, remove, where, emit } = node;
      const grouped = [...keys.map((key) => key.expression), ...aggregates.flatMap(({ call }) => expressionsOf(call))];
      if (node.per === 'batch') return readBy(grouped);
      const folded = [...update, remove, where, ...emit.map((column) => column.expression)].filter((expression) => expression !== null);
      return [...readBy([...grouped, ...folded])].filter((c) => c < input.output.columns.length);
    }
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
      return readBy([...node.keys.map((key) => key.expression), ...node.aggregates.flatMap(({ call }) => expressionsOf(call))]);
  }
}

/** Of the scope "l.x", then "r.x", the columns of one side, and those of its keys. */
function joinReads(node: JoinNode, own: ReadonlySet<number>, i: number): Iterable<number> {
  const { columns, condition, keys } = node;
  const read = [
    ...readBy(columns.filter((_, c) => own.has(c)).map((column) => column.expression)),
    ...(condition === null ? [] : columnsRead(condition)),
  ];
  const ofSide = i === 0 ? read.filter((c) => c < node.leftColumns) : read.filter((c) => c >= node.leftColumns).map((c) => c - node.leftColumns);
  return [...ofSide, ...readBy(keys.map((key) => (i === 0 ? key.left : key.right)))];
}

/** Has expressions, and goes on without the rows they refuse. */
function isRefusing(node: PlanNode): boolean {
  return 'onError' in node && node.kind !== 'parse' && node.onError !== 'stop';
}

function readBy(expressions: readonly Expression[]): Set<number> {
  return new Set(expressions.flatMap((expression) => [...columnsRead(expression)]));
}
