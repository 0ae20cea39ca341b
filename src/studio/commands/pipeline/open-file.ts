import { chooseFile } from '../../home/choose-file.ts';
import type { Command } from '../command.ts';

export const openFileCommand: Command = {
  id: 'pipeline.open-file',
  section: 'Pipeline',
  label: 'Open a file…',
  icon: 'file',
  shortcuts: [{ key: 'O', mod: true }],
  scope: 'everywhere',
  enabledWhen: () => true,
  perform: chooseFile,
};
