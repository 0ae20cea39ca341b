// What lies over the page: one dialog or list at a time, and what it was opened for. Components are loaded when first shown
// (app/Overlays.tsx). Opening one closes the one before; closing gives the focus back to where it was.
import { createStore, useStore } from 'zustand';
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
  /** A file as data; `at`: where on the canvas of the open pipeline its source goes. */
  | { readonly kind: 'import-data'; readonly file: File; readonly at: readonly [number, number] | null }
  /** Kept files and allowed hosts. */
  | { readonly kind: 'kept' }
  /** Finds an operator of the pipeline by its name. */
  | { readonly kind: 'find-in-graph' }
  | { readonly kind: 'confirm'; readonly title: string; readonly text: string; readonly action: string; readonly perform: () => void };

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
