// Opens the list in which one finds an operator to add.
import type { Edge, Endpoint } from '../../pipeline/document.ts';
import type { Point } from '../../pipeline/edits.ts';
import { canEdit } from '../store/document-store.ts';
import { openOverlay } from '../ui/ui-store.ts';

/** At a place of the canvas, after a port, or where there is room. */
export function openFinder({ at = null, from = null }: { readonly at?: Point | null; readonly from?: Endpoint | null }): void {
  if (canEdit()) openOverlay({ kind: 'finder', at, from, edge: null });
}

/** To put it between the two ends of an edge. */
export function openFinderOnEdge(edge: Edge): void {
  if (canEdit()) openOverlay({ kind: 'finder', at: null, from: null, edge });
}
