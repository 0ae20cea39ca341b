// Makes this tab the one that runs and edits a pipeline. The other keeps watching.
import type { PipelineId } from '../../protocol/engine-api.ts';
import { showBug } from '../commands/with-pipeline.ts';
import { reloadDraft } from '../store/document-store.ts';
import { engine } from '../store/engine-link.ts';
import { putStatus } from '../store/live-store.ts';
import { showProblems, showToast } from '../ui/toast.ts';

export async function takeOver(pipelineId: PipelineId): Promise<void> {
  const answer = await engine.takeOver(pipelineId).catch((error: unknown) => {
    showBug(error);
    return null;
  });
  if (answer === null) return;
  if (!answer.ok) {
    showProblems(answer.problems);
    return;
  }
  // What the other tab saved last is the truth now.
  await reloadDraft(pipelineId);
  putStatus(answer.value);
  showToast({
    status: 'committed',
    icon: 'st-committed',
    title: 'This tab has the pipeline now',
    text: 'The other tab watches; nothing runs twice.',
  });
}
