import { MINIMAP_FROM } from '../../canvas/node-size.ts';
import { documentStore } from '../../store/document-store.ts';
import { viewStore } from '../../store/view-store.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const minimapCommand: Command = {
  id: 'view.minimap',
  section: 'View',
  label: 'Show or hide the minimap',
  icon: 'map',
  enabledWhen: whenOpen,
  perform: () => {
    const count = Object.keys(documentStore.getState().document?.operators ?? {}).length;
    viewStore.setState(({ minimap }) => ({ minimap: !(minimap ?? count >= MINIMAP_FROM) }));
  },
};
