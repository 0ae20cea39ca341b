import { canvasControl } from '../../canvas/canvas-control.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const fitSelectionCommand: Command = {
  id: 'view.fit-selection',
  section: 'View',
  label: 'Show the selection',
  icon: 'fit',
  shortcuts: [{ key: '2', code: 'Digit2', shift: true }],
  enabledWhen: (context) => {
    const open = whenOpen(context);
    if (open !== true) return open;
    return context.document.selection.operators.length > 0 ? true : 'Select an operator first.';
  },
  perform: ({ document: { selection } }) => canvasControl()?.fit(selection.operators),
};
