import { engine } from '../../store/engine-link.ts';
import type { Command } from '../command.ts';
import { whenOwner } from '../command-context.ts';
import { withPipeline } from '../with-pipeline.ts';

export const slowMotionCommand: Command = {
  id: 'run.slow-motion',
  section: 'Run',
  label: ({ status }) => (status?.slowMotion === true ? 'Slow motion off' : 'Slow motion on'),
  icon: 'clock',
  enabledWhen: whenOwner,
  perform: withPipeline((pipelineId, { status }) => engine.setSlowMotion(pipelineId, status?.slowMotion !== true)),
};
