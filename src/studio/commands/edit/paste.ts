import { pasteFromClipboard } from '../clipboard.ts';
import type { Command } from '../command.ts';
import { whenEditable } from '../command-context.ts';

export const pasteCommand: Command = {
  id: 'edit.paste',
  section: 'Edit',
  label: 'Paste',
  icon: 'paste',
  enabledWhen: whenEditable,
  perform: () => void pasteFromClipboard(),
};
