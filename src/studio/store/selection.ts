// What is selected on the canvas. Edges are named by both ends, notes by their place in the list.
import type { Edge, OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import { formatEdge } from '../../pipeline/graph.ts';

/** "lines-7f3a.out -> words-02bc.in", as in the file. */
export type EdgeKey = string;

export interface Selection {
  readonly operators: readonly OperatorId[];
  readonly edges: readonly EdgeKey[];
  /** Positions in `ui.notes`. */
  readonly notes: readonly number[];
}

export const NO_SELECTION: Selection = { operators: [], edges: [], notes: [] };

export function edgesOf(document: PipelineDocument, keys: readonly EdgeKey[]): readonly Edge[] {
  return document.edges.filter((edge) => keys.includes(formatEdge(edge)));
}

/** The part of a selection that the document still has. */
export function keepExisting(selection: Selection, document: PipelineDocument): Selection {
  const { operators, edges, notes } = selection;
  if (operators.length + edges.length + notes.length === 0) return selection;
  const keys = edges.length === 0 ? new Set<EdgeKey>() : new Set(document.edges.map(formatEdge));
  const kept = {
    operators: operators.filter((id) => Object.hasOwn(document.operators, id)),
    edges: edges.filter((key) => keys.has(key)),
    notes: notes.filter((index) => index < document.ui.notes.length),
  };
  return sameSelection(kept, selection) ? selection : kept;
}

export function sameSelection(a: Selection, b: Selection): boolean {
  return sameList(a.operators, b.operators) && sameList(a.edges, b.edges) && sameList(a.notes, b.notes);
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

export function isSelected(selection: Selection): boolean {
  return selection.operators.length + selection.edges.length + selection.notes.length > 0;
}
