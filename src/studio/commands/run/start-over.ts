import { engine } from '../../store/engine-link.ts';
import { openOverlay } from '../../ui/ui-store.ts';
import type { Command } from '../command.ts';
import { whenOwner } from '../command-context.ts';
import { withPipeline } from '../with-pipeline.ts';
import { explainErrors } from './run.ts';

const startOver = withPipeline((pipelineId) => engine.startOver(pipelineId));

export const startOverCommand: Command = {
  id: 'run.start-over',
  section: 'Run',
  label: 'Start over…',
  icon: 'history',
  enabledWhen: (context) => {
    const owner = whenOwner(context);
    if (owner !== true) return owner;
    if (context.status?.runId === null) return 'It has not run yet.';
    return true;
  },
  perform: (context) => {
    if (explainErrors(context)) return;
    openOverlay({
      kind: 'confirm',
      title: 'Start over from nothing?',
      text: 'A new run begins with empty state and reads its sources from the start. The results and checkpoints of the run before are erased.',
      action: 'Start over',
      perform: () => startOver(context),
    });
  },
};
