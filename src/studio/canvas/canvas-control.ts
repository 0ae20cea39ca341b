// What commands and panels may ask of the canvas, whichever is mounted: the view, places, focus. The canvas gives itself in
// when it is mounted and takes itself out after.
import type { OperatorId } from '../../pipeline/document.ts';
import type { Point } from '../../pipeline/edits.ts';

export interface RevealOptions {
  readonly focus?: boolean;
  /** Also when it is in view but too small to read. */
  readonly frame?: boolean;
  /** false: only the focus, the view stays. */
  readonly pan?: boolean;
}

export interface CanvasControl {
  fit(operators?: readonly OperatorId[]): void;
  zoomTo(zoom: number): void;
  zoomBy(factor: number): void;
  /** Canvas coordinates of a point of the window. */
  toCanvas(client: Point): Point;
  /** The middle of what is visible, in canvas coordinates. */
  centre(): Point;
  /** Where the pointer is, if it is over the canvas. */
  pointer(): Point | null;
  /** Whether a window point lies on the canvas and on nothing above it. */
  covers(client: Point): boolean;
  /** The edge under a window point, by key. */
  edgeAt(client: Point): string | null;
  /** Scrolls an operator into view if it is not, and gives it the focus. */
  reveal(operator: OperatorId, options?: RevealOptions): void;
  focus(): void;
}

let mounted: CanvasControl | null = null;

export function mountCanvas(control: CanvasControl): () => void {
  mounted = control;
  return () => {
    if (mounted === control) mounted = null;
  };
}

/** null while Home is on screen. */
export function canvasControl(): CanvasControl | null {
  return mounted;
}
