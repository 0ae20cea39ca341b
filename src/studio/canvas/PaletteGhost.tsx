// The box that hangs on the pointer while an operator is dragged out of the palette.
import { createPortal } from 'react-dom';
import { findDefinition } from '../store/document-model.ts';
import { Icon } from '../ui/Icon.tsx';
import { operatorIcon } from '../ui/icons.ts';
import { useCanvas } from './canvas-store.ts';
import { NODE_WIDTH, PORT_Y } from './node-size.ts';

export function PaletteGhost() {
  const dragged = useCanvas((state) => state.dragged);
  const definition = findDefinition(dragged?.type ?? '');
  if (dragged === null || definition === null) return null;
  const [x, y] = dragged.at;
  return createPortal(
    <div
      className={`node node-ghost fam-${definition.family}`}
      style={{ width: NODE_WIDTH, transform: `translate(${x - NODE_WIDTH / 2}px, ${y - PORT_Y}px)` }}
      aria-hidden="true"
    >
      <div className="node-head">
        <span className={`tile fam-${definition.family}`}>
          <Icon name={operatorIcon(definition.icon)} />
        </span>
        <b className="node-name">{definition.title}</b>
      </div>
    </div>,
    document.body,
  );
}
