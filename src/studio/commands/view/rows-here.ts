import { portsOfSelection } from '../../rows/shown-ports.ts';
import { showDockTab } from '../../store/view-store.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const rowsHereCommand: Command = {
  id: 'view.rows-here',
  section: 'View',
  label: 'Rows here',
  icon: 'rows',
  shortcuts: [{ key: 'P' }],
  scope: 'canvas',
  enabledWhen: (context) => {
    const open = whenOpen(context);
    if (open !== true) return open;
    const { document, selection } = context.document;
    return document !== null && portsOfSelection(document, selection).length > 0 ? true : 'Select an operator or an edge first.';
  },
  perform: () => showDockTab('rows'),
};
