// The two small toolbars of the canvas: hand, history and order at the top left; zoom at the bottom left.
import { useStore } from '@xyflow/react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { performCommand } from '../commands/command-context.ts';
import { addNoteCommand } from '../commands/edit/add-note.ts';
import { redoCommand } from '../commands/edit/redo.ts';
import { tidyCommand } from '../commands/edit/tidy.ts';
import { undoCommand } from '../commands/edit/undo.ts';
import { fitCommand } from '../commands/view/fit.ts';
import { zoomActualCommand } from '../commands/view/zoom-actual.ts';
import { zoomInCommand } from '../commands/view/zoom-in.ts';
import { zoomOutCommand } from '../commands/view/zoom-out.ts';
import { Button } from '../ui/Button.tsx';
import { canvasStore, useCanvas } from './canvas-store.ts';

interface Props {
  readonly editable: boolean;
  readonly minimap: boolean;
  readonly onMinimap: () => void;
}

export function CanvasTools({ editable, minimap, onMinimap }: Props) {
  const tool = useCanvas((state) => state.tool);
  return (
    <>
      <div className="cv-tools cv-tl" role="toolbar" aria-label="Canvas tools">
        <Button icon="cursor" label="Select" keys="V" aria-pressed={tool === 'select'} onClick={() => canvasStore.setState({ tool: 'select' })} />
        <Button icon="hand" label="Pan" keys="H, or hold Space" aria-pressed={tool === 'pan'} onClick={() => canvasStore.setState({ tool: 'pan' })} />
        {editable && (
          <>
            <i className="vsep" />
            <CommandButton command={undoCommand} />
            <CommandButton command={redoCommand} />
            <i className="vsep" />
            <CommandButton command={addNoteCommand} />
            <CommandButton command={tidyCommand} />
          </>
        )}
      </div>
      <div className="cv-tools cv-zoom" role="toolbar" aria-label="Zoom">
        <CommandButton command={zoomOutCommand} />
        <ZoomValue />
        <CommandButton command={zoomInCommand} />
        <i className="vsep" />
        <CommandButton command={fitCommand} />
        <Button icon="map" label="Minimap" aria-pressed={minimap} onClick={onMinimap} />
      </div>
    </>
  );
}

function ZoomValue() {
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <button type="button" className="zoom-val" title="Zoom to 100% (0)" onClick={() => performCommand(zoomActualCommand)}>
      {percent}%
    </button>
  );
}
