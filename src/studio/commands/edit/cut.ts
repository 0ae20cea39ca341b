import { copySelection } from '../clipboard.ts';
import type { Command } from '../command.ts';
import { whenSelected } from '../command-context.ts';
import { deleteSelectionCommand } from './delete-selection.ts';

export const cutCommand: Command = {
  id: 'edit.cut',
  section: 'Edit',
  label: 'Cut',
  icon: 'cut',
  enabledWhen: whenSelected,
  perform: (context) => {
    void copySelection().then((copied) => {
      if (copied) deleteSelectionCommand.perform(context);
    });
  },
};
