import { setDisabled } from '../../../pipeline/edits.ts';
import { edit } from '../../store/document-store.ts';
import type { Command, CommandContext } from '../command.ts';
import { whenEditable } from '../command-context.ts';

export const toggleDisabledCommand: Command = {
  id: 'edit.disable',
  section: 'Edit',
  label: (context) => (allDisabled(context) ? 'Enable' : 'Disable'),
  icon: 'power',
  shortcuts: [{ key: 'D' }],
  scope: 'canvas',
  enabledWhen: (context) => {
    const editable = whenEditable(context);
    if (editable !== true) return editable;
    return context.document.selection.operators.length > 0 ? true : 'Select an operator first.';
  },
  perform: (context) => {
    const { operators } = context.document.selection;
    edit((document) => setDisabled(document, operators, !allDisabled(context)));
  },
};

function allDisabled({ document: { document, selection } }: CommandContext): boolean {
  return selection.operators.length > 0 && selection.operators.every((id) => document?.operators[id]?.disabled === true);
}
