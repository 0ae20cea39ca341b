// "Checkpoint now": takes one and says so.
import type { PipelineId } from '../../../protocol/engine-api.ts';
import { engine } from '../../store/engine-link.ts';
import { countOf, formatBytes } from '../../text/numbers.ts';
import { showProblems, showToast } from '../../ui/toast.ts';
import { formatTook } from '../format.ts';

export async function takeCheckpoint(pipelineId: PipelineId): Promise<void> {
  const answer = await engine.checkpointNow(pipelineId).catch(() => null);
  if (answer === null) return;
  if (!answer.ok) {
    showProblems(answer.problems);
    return;
  }
  const { batchId, keys, bytes, writeMs } = answer.value;
  showToast({
    status: 'committed',
    icon: 'st-checkpoint',
    title: `Checkpoint ${batchId} written`,
    text: `${countOf(keys, 'key')}, ${formatBytes(bytes)}, ${formatTook(writeMs)}.`,
  });
}
