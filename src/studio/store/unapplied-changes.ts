// How far the draft is from the document a run uses, by meaning: places, notes, names, and what can change during a run
// without being applied (a source's rate) do not count, so moving or renaming a box never asks for an apply.
import type { OperatorBox, OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import { formatEdge } from '../../pipeline/graph.ts';
import { findDefinition } from './document-model.ts';

export interface UnappliedChanges {
  readonly count: number;
  /** Operators that are new, changed, or fed by another edge. */
  readonly operators: ReadonlySet<OperatorId>;
}

export const NO_CHANGES: UnappliedChanges = { count: 0, operators: new Set() };

/** A run whose plan stays until an edit is applied. */
export function isLiveRun(state: string): boolean {
  return state === 'running' || state === 'paused' || state === 'recovering' || state === 'starting';
}

/** A run that goes on from an edit: a live one, or one that stopped on a row and waits for the fix. */
export function takesApply(state: string): boolean {
  return isLiveRun(state) || state === 'failed';
}

export function unappliedChanges(applied: PipelineDocument, draft: PipelineDocument): UnappliedChanges {
  const operators = new Set<OperatorId>();
  let count = JSON.stringify(applied.settings) === JSON.stringify(draft.settings) ? 0 : 1;
  for (const [id, box] of Object.entries(draft.operators)) {
    const old = applied.operators[id];
    if (old !== undefined && sameMeaning(old, box)) continue;
    operators.add(id);
    count += 1;
  }
  for (const id of Object.keys(applied.operators)) if (!Object.hasOwn(draft.operators, id)) count += 1;
  const before = new Set(applied.edges.map(formatEdge));
  const after = new Set(draft.edges.map(formatEdge));
  for (const edge of draft.edges) {
    if (before.has(formatEdge(edge))) continue;
    count += 1;
    operators.add(edge.to.operator);
  }
  for (const edge of applied.edges) {
    if (after.has(formatEdge(edge)) || !Object.hasOwn(draft.operators, edge.to.operator)) continue;
    count += 1;
    operators.add(edge.to.operator);
  }
  return count === 0 ? NO_CHANGES : { count, operators };
}

function sameMeaning(a: OperatorBox, b: OperatorBox): boolean {
  if (a.type !== b.type || (a.disabled ?? false) !== (b.disabled ?? false)) return false;
  const live = new Set((findDefinition(a.type)?.fields ?? []).filter((field) => field.live === true).map((field) => field.name));
  const meaning = (box: OperatorBox): string => JSON.stringify(Object.entries(box.params).filter(([name]) => !live.has(name)));
  return meaning(a) === meaning(b);
}
