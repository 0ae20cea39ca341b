import { closeOverlay, openOverlay, overlayStore } from '../../ui/ui-store.ts';
import type { Command } from '../command.ts';

export const commandsCommand: Command = {
  id: 'view.commands',
  section: 'View',
  label: 'Search or run a command',
  icon: 'search',
  shortcuts: [{ key: 'K', mod: true }],
  scope: 'everywhere',
  unlisted: true,
  enabledWhen: () => true,
  perform: () => {
    if (overlayStore.getState().overlay?.kind === 'commands') closeOverlay();
    else openOverlay({ kind: 'commands' });
  },
};
