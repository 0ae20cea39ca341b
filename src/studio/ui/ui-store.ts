// What lies over the page: one dialog or list at a time, and what it was opened for. Components are loaded when first shown
// (app/Overlays.tsx). Opening one closes the one before; closing gives the focus back to where it was.
import { createStore, useStore } from 'zustand';
import type { FileReference } from '../../formats/record-format.ts';
import type { SniffWishes } from '../../formats/sniffed.ts';
import type { FileUse } from '../../operators/pipeline-of-file.ts';
import type { Edge, Endpoint, OperatorId } from '../../pipeline/document.ts';
import type { Problem } from '../../problem/problem.ts';

export type Overlay =
  | { readonly kind: 'commands' }
  | { readonly kind: 'shortcuts' }
  /** Finds an operator to add: at a place of the canvas, joined to a port, or on an edge. */
  | { readonly kind: 'finder'; readonly at: readonly [number, number] | null; readonly from: Endpoint | null; readonly edge: Edge | null }
  | { readonly kind: 'connect'; readonly operatorId: OperatorId }
  | { readonly kind: 'review-apply' }
  | { readonly kind: 'import-failed'; readonly file: File | null; readonly fileName: string; readonly problems: readonly Problem[] }
  /** A file as data: one that was dropped or picked, or one that is kept and looked at again. */
  | { readonly kind: 'import-data'; readonly source: ImportSource; readonly target: ImportTarget }
  /** Kept files and allowed hosts. */
  | { readonly kind: 'kept' }
  /** Finds an operator of the pipeline by its name. */
  | { readonly kind: 'find-in-graph' }
  | { readonly kind: 'confirm'; readonly title: string; readonly text: string; readonly action: string; readonly perform: () => void };

export type ImportSource =
  | { readonly kind: 'picked'; readonly file: File }
  | { readonly kind: 'kept'; readonly file: FileReference; readonly wishes: SniffWishes; readonly choice: Partial<FileUse> };

/** What the file becomes: a pipeline; a source on the open canvas, at a place; or the file of a source that is there. */
export type ImportTarget =
  | { readonly kind: 'pipeline' }
  | { readonly kind: 'canvas'; readonly at: readonly [number, number] }
  | { readonly kind: 'operator'; readonly operatorId: OperatorId };

interface OverlayState {
  readonly overlay: Overlay | null;
}

export const overlayStore = createStore<OverlayState>(() => ({ overlay: null }));

let focusBefore: Element | null = null;

export function openOverlay(overlay: Overlay): void {
  if (overlayStore.getState().overlay === null) focusBefore = document.activeElement;
  overlayStore.setState({ overlay });
}

export function closeOverlay(): void {
  if (overlayStore.getState().overlay === null) return;
  overlayStore.setState({ overlay: null });
  const back = focusBefore;
  focusBefore = null;
  if (back instanceof HTMLElement && back.isConnected) requestAnimationFrame(() => back.focus({ preventScroll: true }));
}

export function useOverlay(): Overlay | null {
  return useStore(overlayStore, (state) => state.overlay);
}
