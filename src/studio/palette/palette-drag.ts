// Dragging an operator out of the palette with pointer events: the same for mouse, pen and touch. A vertical swipe with a
// finger scrolls the palette; a sideways one drags.
import { type PointerEvent as ReactPointerEvent, useRef } from 'react';
import { definitionOf } from '../../operators/catalogue.ts';
import { parseEdge } from '../../pipeline/schema.ts';
import { addOperatorOf } from '../canvas/add-operator.ts';
import { canvasControl } from '../canvas/canvas-control.ts';
import { canvasStore } from '../canvas/canvas-store.ts';

const STARTS_AFTER_PX = 4;

export function usePaletteDrag(type: string) {
  const start = useRef<readonly [number, number] | null>(null);
  const dragged = useRef(false);
  const end = (): void => {
    start.current = null;
    canvasStore.setState({ dragged: null, dropEdge: null });
  };
  return {
    /** Whether the press that ends with this click was a drag. */
    wasDragged: (): boolean => {
      const was = dragged.current;
      dragged.current = false;
      return was;
    },
    handlers: {
      onPointerDown: (event: ReactPointerEvent<HTMLElement>): void => {
        if (event.button !== 0) return;
        // At once: a quick pull leaves the entry before its first move is seen.
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = [event.clientX, event.clientY];
        dragged.current = false;
      },
      onPointerMove: (event: ReactPointerEvent<HTMLElement>): void => {
        if (start.current === null) return;
        const far = Math.hypot(event.clientX - start.current[0], event.clientY - start.current[1]) > STARTS_AFTER_PX;
        if (!dragged.current && !far) return;
        dragged.current = true;
        const at = [event.clientX, event.clientY] as const;
        canvasStore.setState({ dragged: { type, at }, dropEdge: insertable(type) ? (canvasControl()?.edgeAt(at) ?? null) : null });
      },
      onPointerUp: (event: ReactPointerEvent<HTMLElement>): void => {
        if (!dragged.current) {
          start.current = null;
          return;
        }
        const { dropEdge } = canvasStore.getState();
        end();
        const control = canvasControl();
        const client = [event.clientX, event.clientY] as const;
        if (control?.covers(client) !== true) return;
        const edge = dropEdge === null ? null : parseEdge(dropEdge);
        addOperatorOf(type, { at: control.toCanvas(client), edge, focus: true });
      },
      onPointerCancel: end,
      onLostPointerCapture: end,
    },
  };
}

function insertable(type: string): boolean {
  const definition = definitionOf(type);
  return definition !== undefined && definition.inputs.length > 0 && definition.outputs.length > 0;
}
