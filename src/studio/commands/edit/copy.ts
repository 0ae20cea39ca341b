import { copySelection } from '../clipboard.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

// The keys of copy, cut and paste arrive as the browser's own clipboard events (keys.ts); these are for menus.
export const copyCommand: Command = {
  id: 'edit.copy',
  section: 'Edit',
  label: 'Copy',
  icon: 'copy',
  enabledWhen: (context) => {
    const open = whenOpen(context);
    if (open !== true) return open;
    const { operators, notes } = context.document.selection;
    return operators.length + notes.length > 0 ? true : 'Select something first.';
  },
  perform: () => void copySelection(),
};
