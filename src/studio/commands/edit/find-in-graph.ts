import { openOverlay } from '../../ui/ui-store.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const findInGraphCommand: Command = {
  id: 'edit.find-in-graph',
  section: 'View',
  label: 'Find in this pipeline…',
  icon: 'search',
  shortcuts: [{ key: 'F', mod: true }],
  // Within a text the browser's own search stays what it is.
  enabledWhen: whenOpen,
  perform: () => openOverlay({ kind: 'find-in-graph' }),
};
