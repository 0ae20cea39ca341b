import { startRenaming } from '../../topbar/project-name.ts';
import type { Command } from '../command.ts';
import { whenEditable } from '../command-context.ts';

export const renamePipelineCommand: Command = {
  id: 'pipeline.rename',
  section: 'Pipeline',
  label: 'Rename this pipeline',
  icon: 'pencil',
  enabledWhen: whenEditable,
  perform: startRenaming,
};
