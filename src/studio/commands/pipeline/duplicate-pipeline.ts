import { duplicateAndOpen } from '../../home/pipeline-actions.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const duplicatePipelineCommand: Command = {
  id: 'pipeline.duplicate',
  section: 'Pipeline',
  label: 'Duplicate this pipeline',
  icon: 'copy',
  enabledWhen: whenOpen,
  perform: ({ document: { pipelineId } }) => {
    if (pipelineId !== null) void duplicateAndOpen(pipelineId);
  },
};
