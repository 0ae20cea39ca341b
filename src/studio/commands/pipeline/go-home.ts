import { goHome } from '../../app/route.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const goHomeCommand: Command = {
  id: 'pipeline.home',
  section: 'Pipeline',
  label: 'All pipelines',
  icon: 'rows',
  enabledWhen: whenOpen,
  perform: goHome,
};
