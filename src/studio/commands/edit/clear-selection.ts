import { select } from '../../store/document-store.ts';
import { isSelected, NO_SELECTION } from '../../store/selection.ts';
import type { Command } from '../command.ts';

export const clearSelectionCommand: Command = {
  id: 'edit.clear-selection',
  section: 'Edit',
  label: 'Select nothing',
  icon: 'close',
  shortcuts: [{ key: 'Escape' }],
  scope: 'canvas',
  unlisted: true,
  enabledWhen: ({ document }) => (isSelected(document.selection) ? true : 'Nothing is selected.'),
  perform: () => select(NO_SELECTION),
};
