import { openOverlay } from '../../ui/ui-store.ts';
import type { Command } from '../command.ts';

export const shortcutsCommand: Command = {
  id: 'view.shortcuts',
  section: 'View',
  label: 'Keys',
  icon: 'keyboard',
  shortcuts: [{ key: '?' }],
  enabledWhen: () => true,
  perform: () => openOverlay({ kind: 'shortcuts' }),
};
