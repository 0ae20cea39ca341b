import { takeOver } from '../../connection/take-over.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const takeOverCommand: Command = {
  id: 'pipeline.take-over',
  section: 'Pipeline',
  label: 'Run it here',
  icon: 'layers',
  enabledWhen: (context) => {
    const open = whenOpen(context);
    if (open !== true) return open;
    return context.status?.role === 'viewer' ? true : 'This tab has it already.';
  },
  perform: ({ document: { pipelineId } }) => {
    if (pipelineId !== null) void takeOver(pipelineId);
  },
};
