// What of a run's state goes over to an edited plan: the same node with the same state shape, the same source with the same
// rows. Which nodes begin anew is decided once, when the edit is applied, and stored with it: two edits without a batch
// between them leave one record, and what the first let go must not come back with the second.
import type { NodeId, Plan, SourceNode } from '../plan/plan.ts';
import { sourceIdentity } from '../plan/plan-diff.ts';
import { stateShape } from '../plan/state-shape.ts';
import type { StateSection } from './plan-runtime.ts';

/**
 * Nodes of `after` that begin anew: stateful ones that `before` does not have with the same shape, replayable sources that
 * it does not have with the same rows. A live source never does: its lines are numbered for ever. `pending`: nodes that
 * begin anew with `before` and have not run since.
 */
export function freshNodes(before: Plan, after: Plan, pending: readonly NodeId[]): readonly NodeId[] {
  const meanings = new Map(before.nodes.map((node) => [node.id, meaningOf(node)]));
  const still = new Set(pending);
  // In another zone the same key can be another day.
  const otherZone = before.timeZone !== after.timeZone;
  return after.nodes.flatMap((node) => {
    const meaning = meaningOf(node);
    const anew = still.has(node.id) || meanings.get(node.id) !== meaning || (otherZone && node.kind !== 'source');
    return meaning !== null && anew ? [node.id] : [];
  });
}

/** What must be the same for state or position to be kept; null for a node that keeps nothing. */
function meaningOf(node: Plan['nodes'][number]): string | null {
  if (node.kind !== 'source') return stateShape(node);
  return node.source.kind === 'live' ? null : sourceIdentity(node);
}

/** Sections that go over to a plan. */
export function keptSections(sections: readonly StateSection[], plan: Plan, fresh: readonly NodeId[]): readonly StateSection[] {
  const shapes = new Map(plan.nodes.map((node) => [node.id, stateShape(node)]));
  return sections.filter((section) => !fresh.includes(section.nodeId) && shapes.get(section.nodeId) === section.shape);
}

/** Positions that go over to a plan. Those of live sources that it does not have are kept too, for when an edit brings one back. */
export function keptPositions(
  plan: Plan,
  fresh: readonly NodeId[],
  positions: { readonly [operatorId: string]: number },
  isLive: (operatorId: string) => boolean,
): { readonly [operatorId: string]: number } {
  const sources = new Map(plan.nodes.flatMap((node): [string, SourceNode][] => (node.kind === 'source' ? [[node.operatorId, node]] : [])));
  return Object.fromEntries(
    Object.entries(positions).filter(([operatorId]) => {
      const source = sources.get(operatorId);
      return source === undefined ? isLive(operatorId) : !fresh.includes(source.id);
    }),
  );
}
