import { duplicateSelection } from '../clipboard.ts';
import type { Command } from '../command.ts';
import { whenSelected } from '../command-context.ts';

export const duplicateCommand: Command = {
  id: 'edit.duplicate',
  section: 'Edit',
  label: 'Duplicate',
  icon: 'copy',
  shortcuts: [{ key: 'D', mod: true }],
  scope: 'canvas',
  enabledWhen: whenSelected,
  perform: duplicateSelection,
};
