import { openOverlay } from '../../ui/ui-store.ts';
import type { Command } from '../command.ts';

export const keptThingsCommand: Command = {
  id: 'view.kept',
  section: 'View',
  label: 'Files and hosts…',
  icon: 'layers',
  enabledWhen: () => true,
  perform: () => openOverlay({ kind: 'kept' }),
};
