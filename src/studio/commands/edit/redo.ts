import { redoEdit } from '../../store/document-store.ts';
import type { Command } from '../command.ts';
import { whenEditable } from '../command-context.ts';

export const redoCommand: Command = {
  id: 'edit.redo',
  section: 'Edit',
  label: ({ document }) => (document.redoLabel === null ? 'Redo' : `Redo: ${document.redoLabel}`),
  icon: 'redo',
  shortcuts: [
    { key: 'Z', mod: true, shift: true },
    { key: 'Y', mod: true },
  ],
  enabledWhen: (context) => {
    const editable = whenEditable(context);
    if (editable !== true) return editable;
    return context.document.redoLabel === null ? 'Nothing to redo.' : true;
  },
  perform: redoEdit,
};
