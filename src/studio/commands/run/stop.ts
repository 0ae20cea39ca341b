import { engine } from '../../store/engine-link.ts';
import type { Command } from '../command.ts';
import { whenOwner } from '../command-context.ts';
import { withPipeline } from '../with-pipeline.ts';

export const stopCommand: Command = {
  id: 'run.stop',
  section: 'Run',
  label: 'Stop, after a checkpoint',
  icon: 'stop',
  enabledWhen: (context) => {
    const owner = whenOwner(context);
    if (owner !== true) return owner;
    const state = context.status?.state ?? 'idle';
    return state === 'idle' || state === 'stopped' ? 'It is not running.' : true;
  },
  perform: withPipeline((pipelineId) => engine.stop(pipelineId)),
};
