import { openFinder } from '../../canvas/open-finder.ts';
import type { Command } from '../command.ts';
import { whenEditable } from '../command-context.ts';

export const findOperatorCommand: Command = {
  id: 'edit.find-operator',
  section: 'Edit',
  label: 'Find an operator to add…',
  icon: 'plus',
  shortcuts: [{ key: 'N' }],
  enabledWhen: whenEditable,
  perform: () => openFinder({}),
};
