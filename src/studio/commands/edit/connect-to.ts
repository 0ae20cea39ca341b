import { openOverlay } from '../../ui/ui-store.ts';
import type { Command } from '../command.ts';
import { whenEditable, whenOneOperator } from '../command-context.ts';

export const connectToCommand: Command = {
  id: 'edit.connect',
  section: 'Edit',
  label: 'Connect to…',
  icon: 'link',
  shortcuts: [{ key: 'C' }],
  scope: 'canvas',
  enabledWhen: (context) => {
    const editable = whenEditable(context);
    return editable === true ? whenOneOperator(context) : editable;
  },
  perform: ({ document: { selection } }) => {
    const operatorId = selection.operators[0];
    if (operatorId !== undefined) openOverlay({ kind: 'connect', operatorId });
  },
};
