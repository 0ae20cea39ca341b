// What the canvas alone keeps while it is on screen: the tool in hand, the box being renamed, the wire being drawn.
import { createStore, useStore } from 'zustand';
import type { Endpoint, OperatorId } from '../../pipeline/document.ts';

export type CanvasTool = 'select' | 'pan';

export interface RefusedPort {
  readonly port: Endpoint;
  readonly reason: string;
}

export interface CanvasState {
  readonly tool: CanvasTool;
  readonly renaming: OperatorId | null;
  readonly editingNote: number | null;
  /** While a wire is drawn: which ports of the other side take it (null) and which do not (why), by `${operator}.${port}`. */
  readonly fits: ReadonlyMap<string, string | null> | null;
  /** The port at which a wire was refused, shown for a while. */
  readonly refused: RefusedPort | null;
  /** What is dragged from the palette, and where it is in the window. */
  readonly dragged: { readonly type: string; readonly at: readonly [number, number] } | null;
  /** The edge on which it would be dropped. */
  readonly dropEdge: string | null;
}

export const canvasStore = createStore<CanvasState>(() => ({
  tool: 'select',
  renaming: null,
  editingNote: null,
  fits: null,
  refused: null,
  dragged: null,
  dropEdge: null,
}));

export function useCanvas<T>(selector: (state: CanvasState) => T): T {
  return useStore(canvasStore, selector);
}

const REFUSED_MS = 6_000;
let refusedTimer: ReturnType<typeof setTimeout> | undefined;

/** Says so until the returned function is called: as long as the wire is over the port. */
export function holdRefused(refused: RefusedPort): () => void {
  clearTimeout(refusedTimer);
  canvasStore.setState({ refused });
  return () => {
    // What was said at the drop stays for its time.
    if (canvasStore.getState().refused === refused) canvasStore.setState({ refused: null });
  };
}

/** Says at the port why it does not take the wire. */
export function showRefused(refused: RefusedPort): void {
  clearTimeout(refusedTimer);
  canvasStore.setState({ refused });
  refusedTimer = setTimeout(() => canvasStore.setState({ refused: null }), REFUSED_MS);
}
