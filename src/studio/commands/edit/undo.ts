import { undoEdit } from '../../store/document-store.ts';
import type { Command } from '../command.ts';
import { whenEditable } from '../command-context.ts';

export const undoCommand: Command = {
  id: 'edit.undo',
  section: 'Edit',
  label: ({ document }) => (document.undoLabel === null ? 'Undo' : `Undo: ${document.undoLabel}`),
  icon: 'undo',
  shortcuts: [{ key: 'Z', mod: true }],
  enabledWhen: (context) => {
    const editable = whenEditable(context);
    if (editable !== true) return editable;
    return context.document.undoLabel === null ? 'Nothing to undo.' : true;
  },
  perform: undoEdit,
};
