import { closeReference, openReference, referenceStore } from '../../reference/reference-store.ts';
import type { Command } from '../command.ts';

export const functionsCommand: Command = {
  id: 'view.functions',
  section: 'View',
  label: 'Function reference',
  icon: 'book',
  shortcuts: [{ key: 'F', mod: true, shift: true }],
  scope: 'everywhere',
  enabledWhen: () => true,
  perform: () => (referenceStore.getState().open ? closeReference() : openReference()),
};
