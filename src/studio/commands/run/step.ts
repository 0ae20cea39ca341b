import { engine } from '../../store/engine-link.ts';
import type { Command } from '../command.ts';
import { whenOwner } from '../command-context.ts';
import { withPipeline } from '../with-pipeline.ts';
import { explainErrors } from './run.ts';

export const stepCommand: Command = {
  id: 'run.step',
  section: 'Run',
  label: 'Step one batch',
  icon: 'step',
  shortcuts: [{ key: '.' }],
  enabledWhen: (context) => {
    const owner = whenOwner(context);
    if (owner !== true) return owner;
    return context.status?.state === 'recovering' ? 'Wait until it has recovered.' : true;
  },
  perform: (context) => (context.status?.state !== 'running' && explainErrors(context) ? undefined : step(context)),
};

const step = withPipeline((pipelineId) => engine.step(pipelineId));
