// The line between two panels: drag it, or move it with the arrow keys when it has the focus. It reports the new size of the
// panel it belongs to and holds nothing itself.
import { type PointerEvent as ReactPointerEvent, useRef } from 'react';

interface Props {
  readonly label: string;
  /** vertical: a panel to the right of the line; horizontal: a panel under it. */
  readonly orientation: 'vertical' | 'horizontal';
  readonly size: number;
  readonly least: number;
  readonly most: number;
  readonly onResize: (size: number) => void;
}

const KEY_STEP = 16;

export function Splitter({ label, orientation, size, least, most, onResize }: Props) {
  const drag = useRef<{ readonly from: number; readonly size: number } | null>(null);
  const position = (event: ReactPointerEvent): number => (orientation === 'vertical' ? event.clientX : event.clientY);
  const resize = (wanted: number): void => onResize(Math.round(Math.min(most, Math.max(least, wanted))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: <hr> cannot be a focusable splitter with a value
    <div
      className={`splitter is-${orientation}`}
      role="separator"
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(size)}
      aria-valuemin={least}
      aria-valuemax={Math.round(most)}
      tabIndex={0}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { from: position(event), size };
      }}
      onPointerMove={(event) => {
        if (drag.current !== null) resize(drag.current.size + drag.current.from - position(event));
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onKeyDown={(event) => {
        const grow = orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp';
        const shrink = orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown';
        if (event.key !== grow && event.key !== shrink) return;
        event.preventDefault();
        event.stopPropagation();
        resize(size + (event.key === grow ? KEY_STEP : -KEY_STEP));
      }}
    />
  );
}
