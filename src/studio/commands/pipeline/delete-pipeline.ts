import { goHome } from '../../app/route.ts';
import { removePipeline } from '../../home/pipeline-actions.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

export const deletePipelineCommand: Command = {
  id: 'pipeline.delete',
  section: 'Pipeline',
  label: 'Delete this pipeline',
  icon: 'trash',
  enabledWhen: (context) => {
    const open = whenOpen(context);
    if (open !== true) return open;
    return context.status?.role === 'viewer' ? 'Another tab runs this pipeline.' : true;
  },
  perform: ({ document: { pipelineId, document } }) => {
    if (pipelineId === null) return;
    goHome();
    void removePipeline(pipelineId, document?.name ?? '');
  },
};
