import type { PipelineDocument } from '../../../pipeline/document.ts';
import type { Edit } from '../../../pipeline/edits.ts';
import { removeNotes, removeSelection } from '../../../pipeline/edits.ts';
import { canvasControl } from '../../canvas/canvas-control.ts';
import { takesMany } from '../../store/document-model.ts';
import { edit, undoEdit } from '../../store/document-store.ts';
import { edgesOf, NO_SELECTION, type Selection } from '../../store/selection.ts';
import { announce } from '../../ui/announce.ts';
import { showToast } from '../../ui/toast.ts';
import type { Command } from '../command.ts';
import { whenSelected } from '../command-context.ts';

export const deleteSelectionCommand: Command = {
  id: 'edit.delete',
  section: 'Edit',
  label: 'Delete',
  icon: 'trash',
  shortcuts: [{ key: 'Delete' }, { key: 'Backspace' }],
  scope: 'canvas',
  enabledWhen: whenSelected,
  perform: ({ document }) => {
    const { selection } = document;
    let made: Edit | null = null;
    const changed = edit(
      (before) => {
        made = withoutSelection(before, selection);
        return made;
      },
      () => NO_SELECTION,
    );
    if (!changed || made === null) return;
    const { label } = made as Edit;
    announce(`${label}: done. Undo brings it back.`);
    canvasControl()?.focus();
    if (selection.operators.length > 0) {
      showToast({
        status: 'idle',
        icon: 'trash',
        title: label.replace(/^Delete (.*)$/, '$1 deleted'),
        text: 'Its wires were joined where they fit.',
        actions: [{ label: 'Undo', perform: undoEdit }],
      });
    }
  },
};

/** Operators, edges and notes as one step; what fed a deleted operator feeds what it fed. */
export function withoutSelection(document: PipelineDocument, selection: Selection): Edit {
  const notes = removeNotes(document, selection.notes);
  if (selection.operators.length + selection.edges.length === 0) return notes;
  return removeSelection(
    notes.document,
    { operators: selection.operators, edges: edgesOf(document, selection.edges) },
    { keepWiresJoined: selection.edges.length === 0, takesMany: takesMany(document) },
  );
}
