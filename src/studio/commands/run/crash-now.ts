import { crashEngine } from '../../store/engine-link.ts';
import type { Command } from '../command.ts';
import { whenOwner } from '../command-context.ts';

export const crashNowCommand: Command = {
  id: 'run.crash',
  section: 'Run',
  label: 'Crash now',
  icon: 'bolt',
  enabledWhen: whenOwner,
  perform: () => crashEngine('You pressed Crash now.'),
};
