// The nodes of a plan by their id, and its sinks: looked up for every batch, made once for each plan.
import type { NodeId, Plan, PlanNode, SinkNode } from '../plan/plan.ts';

export interface PlanIndex {
  readonly nodes: ReadonlyMap<NodeId, PlanNode>;
  readonly sinks: ReadonlyMap<NodeId, SinkNode>;
}

export function planIndex(plan: Plan): PlanIndex {
  const known = indexes.get(plan);
  if (known !== undefined) return known;
  const index = {
    nodes: new Map(plan.nodes.map((node) => [node.id, node])),
    sinks: new Map(plan.nodes.flatMap((node) => (node.kind === 'sink' ? [[node.id, node] as const] : []))),
  };
  indexes.set(plan, index);
  return index;
}

const indexes = new WeakMap<Plan, PlanIndex>();
