// The small toolbar over the selected operator, and its menu.
import { NodeToolbar, Position, useStore } from '@xyflow/react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandMenuItem } from '../commands/CommandMenuItem.tsx';
import { connectToCommand } from '../commands/edit/connect-to.ts';
import { copyCommand } from '../commands/edit/copy.ts';
import { cutCommand } from '../commands/edit/cut.ts';
import { deleteSelectionCommand } from '../commands/edit/delete-selection.ts';
import { duplicateCommand } from '../commands/edit/duplicate.ts';
import { openSettingsCommand } from '../commands/edit/open-settings.ts';
import { renameCommand } from '../commands/edit/rename.ts';
import { toggleDisabledCommand } from '../commands/edit/toggle-disabled.ts';
import { findDefinition } from '../store/document-model.ts';
import { useDocument } from '../store/document-store.ts';
import { setView, showDockTab } from '../store/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { Menu, MenuItem, MenuRule } from '../ui/Menu.tsx';
import { useCanvas } from './canvas-store.ts';
import { NODE_WIDTH } from './node-size.ts';

/** With room to spare at the canvas' edge. */
const TOOLBAR_WIDTH = 176;

export function NodeActions() {
  const id = useDocument(({ selection }) =>
    selection.operators.length === 1 && selection.edges.length === 0 && selection.notes.length === 0 ? (selection.operators[0] ?? null) : null,
  );
  const isSink = useDocument(({ document }) => id !== null && findDefinition(document?.operators[id]?.type ?? '')?.family === 'sink');
  const nearLeft = useStore(({ transform: [x, , zoom], nodeLookup }) => {
    const left = nodeLookup.get(id ?? '')?.position.x ?? 0;
    return (left + NODE_WIDTH) * zoom + x < TOOLBAR_WIDTH;
  });
  const busy = useCanvas((state) => state.renaming !== null || state.fits !== null || state.dragged !== null);
  if (id === null || busy) return null;
  const showRows = (): void => {
    setView({ resultsOperatorId: id });
    showDockTab('results');
  };
  return (
    <NodeToolbar nodeId={id} isVisible={true} position={Position.Top} offset={9} align={nearLeft ? 'start' : 'end'}>
      <div className="cv-tools node-toolbar nodrag nopan" role="toolbar" aria-label="Selected operator">
        {isSink ? <Button icon="rows" label="Show its rows" onClick={showRows} /> : <CommandButton command={connectToCommand} />}
        <CommandButton command={duplicateCommand} />
        <CommandButton command={toggleDisabledCommand} />
        <CommandButton command={deleteSelectionCommand} />
        <i className="vsep" />
        <Menu label="Operator" align="end" trigger={<Button icon="more" label="More" data-more={true} />}>
          <CommandMenuItem command={openSettingsCommand} />
          <CommandMenuItem command={renameCommand} />
          <CommandMenuItem command={connectToCommand} />
          {isSink && <MenuItem icon="rows" label="Show its rows" onSelect={showRows} />}
          <MenuRule />
          <CommandMenuItem command={cutCommand} keys={['Mod', 'X']} />
          <CommandMenuItem command={copyCommand} keys={['Mod', 'C']} />
          <CommandMenuItem command={duplicateCommand} />
          <CommandMenuItem command={toggleDisabledCommand} />
          <MenuRule />
          <CommandMenuItem command={deleteSelectionCommand} danger={true} />
        </Menu>
      </div>
    </NodeToolbar>
  );
}
