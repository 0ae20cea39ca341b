// lower() of one operator, remembered by its box. A document is lowered again at every keystroke and its boxes are never
// changed in place, so all but the edited one and those behind it lower to the nodes they had. lower() is a pure function of
// what is compared here, so this only saves time.
import type { OperatorBox, OperatorId } from '../pipeline/document.ts';
import type { PlanSettings } from '../plan/node-request.ts';
import type { NodeId, PlanNode } from '../plan/plan.ts';
import type { PlanBuilder } from '../plan/plan-builder.ts';
import type { Json } from '../problem/json.ts';
import type { Result } from '../problem/problem.ts';
import type { LoweredOperator } from './lowering-context.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { labelOf } from './operator-label.ts';

interface LoweredBox {
  readonly id: OperatorId;
  readonly settings: PlanSettings;
  readonly inputs: ReadonlyMap<string, readonly PlanNode[]>;
  readonly lowered: Result<LoweredOperator>;
  readonly nodes: readonly PlanNode[];
}

const remembered = new WeakMap<OperatorBox, LoweredBox>();

/** `params`: those of the box, with the defaults. */
export function lowerBox(
  id: OperatorId,
  box: OperatorBox,
  definition: OperatorDefinition,
  params: { readonly [name: string]: Json },
  feeding: ReadonlyMap<string, readonly NodeId[]>,
  builder: PlanBuilder,
): Result<LoweredOperator> {
  const { settings } = builder;
  const inputs = new Map([...feeding].map(([port, nodes]) => [port, nodes.map((node) => builder.node(node))]));
  const known = remembered.get(box);
  if (known !== undefined && known.id === id && sameSettings(known.settings, settings) && sameInputs(known.inputs, inputs)) {
    for (const node of known.nodes) builder.add(node);
    return known.lowered;
  }
  const before = builder.size;
  const lowered = definition.lower({ operatorId: id, label: labelOf(box), params, inputs: Object.fromEntries(feeding), builder });
  remembered.set(box, { id, settings, inputs, lowered, nodes: builder.finish().nodes.slice(before) });
  return lowered;
}

function sameSettings(a: PlanSettings, b: PlanSettings): boolean {
  return a.batchIntervalMs === b.batchIntervalMs && a.timeZone === b.timeZone && a.checkpoints === b.checkpoints;
}

/** The very nodes: then all that leads to them is the same too. */
function sameInputs(a: ReadonlyMap<string, readonly PlanNode[]>, b: ReadonlyMap<string, readonly PlanNode[]>): boolean {
  return [...b].every(([port, nodes]) => a.get(port)?.length === nodes.length && nodes.every((node, i) => a.get(port)?.[i] === node));
}
