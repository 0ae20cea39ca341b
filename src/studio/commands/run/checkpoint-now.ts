import { engine } from '../../store/engine-link.ts';
import { countOf, formatBytes } from '../../text/numbers.ts';
import { showToast } from '../../ui/toast.ts';
import type { Command } from '../command.ts';
import { whenOwner } from '../command-context.ts';
import { withPipeline } from '../with-pipeline.ts';

export const checkpointNowCommand: Command = {
  id: 'run.checkpoint',
  section: 'Run',
  label: 'Checkpoint now',
  icon: 'st-checkpoint',
  shortcuts: [{ key: 'K' }],
  enabledWhen: (context) => {
    const owner = whenOwner(context);
    if (owner !== true) return owner;
    return context.status?.lastBatch == null ? 'There is nothing to keep before the first batch.' : true;
  },
  perform: withPipeline(async (pipelineId) => {
    const answer = await engine.checkpointNow(pipelineId);
    if (answer.ok) {
      const { batchId, keys, bytes } = answer.value;
      showToast({
        status: 'committed',
        icon: 'st-checkpoint',
        title: `Checkpoint ${batchId} taken`,
        text: `${countOf(keys, 'key')}, ${formatBytes(bytes)}.`,
      });
    }
    return answer;
  }),
};
