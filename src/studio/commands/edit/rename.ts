import { canvasControl } from '../../canvas/canvas-control.ts';
import { canvasStore } from '../../canvas/canvas-store.ts';
import type { Command } from '../command.ts';
import { whenEditable, whenOneOperator } from '../command-context.ts';

export const renameCommand: Command = {
  id: 'edit.rename',
  section: 'Edit',
  label: 'Rename',
  icon: 'pencil',
  shortcuts: [{ key: 'F2' }],
  scope: 'canvas',
  enabledWhen: (context) => {
    const editable = whenEditable(context);
    return editable === true ? whenOneOperator(context) : editable;
  },
  perform: ({ document: { selection } }) => {
    const id = selection.operators[0];
    if (id === undefined) return;
    canvasControl()?.reveal(id, { frame: true });
    canvasStore.setState({ renaming: id });
  },
};
