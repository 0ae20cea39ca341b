import { canvasStore } from '../../canvas/canvas-store.ts';
import { focusInspector } from '../../inspector/focus-inspector.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const openSettingsCommand: Command = {
  id: 'edit.settings',
  section: 'Edit',
  label: 'Open settings',
  icon: 'sliders',
  shortcuts: [{ key: 'Enter' }],
  scope: 'canvas',
  enabledWhen: (context) => {
    const open = whenOpen(context);
    if (open !== true) return open;
    const { operators, notes } = context.document.selection;
    return operators.length === 1 || notes.length === 1 ? true : 'Select one operator first.';
  },
  perform: ({ document: { selection } }) => {
    const [note] = selection.notes;
    if (selection.operators.length === 0 && note !== undefined) canvasStore.setState({ editingNote: note });
    else focusInspector();
  },
};
