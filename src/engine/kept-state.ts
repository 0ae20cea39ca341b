// What of a run's state goes over to an edited plan: the same node with the same state shape, the same source with the same rows.
import type { Plan } from '../plan/plan.ts';
import { stateShape } from '../plan/state-shape.ts';
import type { PlanRuntime } from './plan-runtime.ts';

/** Sections of those stateful nodes that the next plan has too, with the same state. */
export function keptSections(runtime: PlanRuntime, next: Plan): ReturnType<PlanRuntime['encodeFull']> {
  const shapes = new Map(next.nodes.map((node) => [node.id, stateShape(node)]));
  return runtime.encodeFull().filter((section) => shapes.get(section.nodeId) === section.shape);
}

/** A source keeps its position when it reads the same rows (its rate does not matter). */
export function keptPositions(
  before: Plan,
  after: Plan,
  positions: { readonly [operatorId: string]: number },
): { readonly [operatorId: string]: number } {
  const meaning = (plan: Plan): ReadonlyMap<string, string> =>
    new Map(
      plan.nodes.flatMap((node) =>
        node.kind === 'source' ? [[node.operatorId, JSON.stringify({ ...node.source, rowsPerSecond: 0 })] as const] : [],
      ),
    );
  const old = meaning(before);
  const kept: { [operatorId: string]: number } = {};
  for (const [operatorId, text] of meaning(after)) {
    const position = positions[operatorId];
    if (position !== undefined && old.get(operatorId) === text) kept[operatorId] = position;
  }
  return kept;
}
