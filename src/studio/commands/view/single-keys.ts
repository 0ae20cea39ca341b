import { viewStore } from '../../store/view-store.ts';
import type { Command } from '../command.ts';

export const singleKeysCommand: Command = {
  id: 'view.single-keys',
  section: 'View',
  label: () => (viewStore.getState().singleKeys ? 'Turn off single-letter keys' : 'Turn on single-letter keys'),
  icon: 'keyboard',
  enabledWhen: () => true,
  perform: () => viewStore.setState(({ singleKeys }) => ({ singleKeys: !singleKeys })),
};
