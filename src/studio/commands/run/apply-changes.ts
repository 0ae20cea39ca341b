import { openOverlay } from '../../ui/ui-store.ts';
import type { Command } from '../command.ts';
import { whenOwner } from '../command-context.ts';
import { unappliedNow } from '../unapplied-now.ts';

export const applyChangesCommand: Command = {
  id: 'run.apply',
  section: 'Run',
  label: 'Apply changes…',
  icon: 'check',
  shortcuts: [{ key: 'A', mod: true, shift: true }],
  scope: 'everywhere',
  enabledWhen: (context) => {
    const owner = whenOwner(context);
    if (owner !== true) return owner;
    return unappliedNow(context).count === 0 ? 'The run uses the pipeline as it is drawn.' : true;
  },
  perform: () => openOverlay({ kind: 'review-apply' }),
};
