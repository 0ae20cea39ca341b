import { addNote } from '../../../pipeline/edits.ts';
import { canvasControl } from '../../canvas/canvas-control.ts';
import { canvasStore } from '../../canvas/canvas-store.ts';
import { NOTE_SIZE } from '../../canvas/node-size.ts';
import { edit } from '../../store/document-store.ts';
import { NO_SELECTION } from '../../store/selection.ts';
import type { Command } from '../command.ts';
import { whenEditable } from '../command-context.ts';

export const addNoteCommand: Command = {
  id: 'edit.note',
  section: 'Edit',
  label: 'Add a note',
  icon: 'note',
  shortcuts: [{ key: 'S', shift: true }],
  enabledWhen: whenEditable,
  perform: ({ document: { document } }) => {
    const control = canvasControl();
    const [x, y] = control?.pointer() ?? control?.centre() ?? [0, 0];
    const index = document?.ui.notes.length ?? 0;
    const at = [Math.round((x - NOTE_SIZE[0] / 2) / 8) * 8, Math.round((y - NOTE_SIZE[1] / 2) / 8) * 8] as const;
    edit(
      (before) => addNote(before, { text: '', at, size: NOTE_SIZE }),
      () => ({ ...NO_SELECTION, notes: [index] }),
    );
    canvasStore.setState({ editingNote: index });
  },
};
