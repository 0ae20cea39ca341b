import { engine } from '../../store/engine-link.ts';
import type { Command } from '../command.ts';
import { whenOwner } from '../command-context.ts';
import { withPipeline } from '../with-pipeline.ts';

export const pauseCommand: Command = {
  id: 'run.pause',
  section: 'Run',
  label: 'Pause',
  icon: 'pause',
  shortcuts: [{ key: 'Enter', mod: true }],
  scope: 'everywhere',
  enabledWhen: (context) => {
    const owner = whenOwner(context);
    if (owner !== true) return owner;
    const state = context.status?.state;
    return state === 'running' || state === 'recovering' || state === 'starting' ? true : 'It is not running.';
  },
  perform: withPipeline((pipelineId) => engine.pause(pipelineId)),
};
