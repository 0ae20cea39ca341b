import { createPipeline } from '../../home/create-pipeline.ts';
import type { Command } from '../command.ts';

export const newPipelineCommand: Command = {
  id: 'pipeline.new',
  section: 'Pipeline',
  label: 'New pipeline',
  icon: 'plus',
  enabledWhen: () => true,
  perform: () => void createPipeline(),
};
