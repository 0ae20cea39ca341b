// Whether a plan stands still when nothing comes in: then as long as no state changes by itself, every firing says what the one before said.
import type { NodeId, Plan, PlanNode } from '../plan/plan.ts';
import type { Term } from '../sql/expression.ts';
import { mayReadClock } from './kernels/reads-clock.ts';
import { leavesNoTrace, repeatsAreSilent } from './told-firings.ts';

/** Aggregates without keys, and joins that give rows of a table nothing was joined with: they give rows at each firing even if nothing comes in. */
export function isRestless(node: PlanNode): boolean {
  if (node.kind === 'aggregate') return node.keys.length === 0;
  if (node.kind !== 'join' || node.joinKind.kind !== 'table') return false;
  const { how, joinKind } = node;
  if (how === 'full' || how === 'cogroup') return true;
  return joinKind.side === 'r' ? how === 'right' : how === 'left' || how === 'leftanti';
}

/**
 * Nothing that gives rows by itself at each firing leads into a node that remembers, that may ask for the time, or that counts what it
 * refuses. `remembers`: the nodes with state.
 */
export function standsStill(plan: Plan, remembers: ReadonlySet<NodeId>): boolean {
  const fed = new Set<NodeId>();
  for (const node of plan.nodes) {
    const isFed = node.inputs.some((input) => fed.has(input.node));
    const givesByItself = isRestless(node) || givesAllKeys(node);
    if (isFed && remembers.has(node.id)) return false;
    if ((isFed || (givesByItself && node.kind === 'join')) && (asksForTime(node) || countsRefusals(node))) return false;
    if (isFed || givesByItself) fed.add(node.id);
  }
  return true;
}

/**
 * How long after the last row a sink may still be told more than the first and the last of equal answers, or than the ledger keeps of
 * them; Infinity when that cannot be known. `remembers`: the nodes with state.
 */
export function restsAfterMs(plan: Plan, remembers: ReadonlySet<NodeId>): number {
  if (!standsStill(plan, remembers)) return Number.POSITIVE_INFINITY;
  const fed = new Set<NodeId>();
  let restsMs = 0;
  for (const node of plan.nodes) {
    if (isRestless(node) || givesAllKeys(node) || node.inputs.some((input) => fed.has(input.node))) fed.add(node.id);
    if (node.kind === 'sink' && fed.has(node.id) && !repeatsAreSilent(node) && !leavesNoTrace(node)) return Number.POSITIVE_INFINITY;
    restsMs += memoryMs(node);
  }
  return restsMs;
}

/** How long the node may go on changing by itself. Of state computed once a batch nobody can tell. */
function memoryMs(node: PlanNode): number {
  const slidesMs = 2 * node.output.slideMs;
  if (node.kind === 'window') return node.sizeMs + slidesMs;
  if (node.kind === 'fold') {
    if (node.per === 'batch') return Number.POSITIVE_INFINITY;
    return node.timeout === null ? slidesMs : node.timeout.afterMs + (node.timeout.scanMs ?? 0) + slidesMs;
  }
  return node.kind === 'aggregate' && node.windowing.kind === 'batchWindow' ? node.windowing.sizeMs + slidesMs : slidesMs;
}

function givesAllKeys(node: PlanNode): boolean {
  if (node.kind === 'fold') return node.gives === 'snapshots' || (node.per === 'batch' && node.gives !== 'changes');
  if (node.kind !== 'aggregate') return false;
  const { windowing } = node;
  return (
    (windowing.kind === 'running' && windowing.emit === 'all') || (windowing.kind === 'batchWindow' && windowing.inverse?.keepEmptyKeys === true)
  );
}

function asksForTime(node: PlanNode): boolean {
  return (
    node.kind === 'parse' || holdsClock(Object.entries(node).flatMap(([name, value]) => (name === 'output' || name === 'inputs' ? [] : [value])))
  );
}

/** It may refuse rows of every firing, which are counted. */
function countsRefusals(node: PlanNode): boolean {
  return 'onError' in node && node.onError !== 'stop';
}

/** Looks through the settings of a node for the terms of its expressions. */
function holdsClock(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsClock);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  if ('root' in value && 'text' in value) return mayReadClock(value.root as Term);
  return Object.values(value).some(holdsClock);
}
