// What can be done with a pipeline of the list: rename, duplicate, export, delete with a way back.
import { openDocument } from '../../operators/open-document.ts';
import { renameDocument } from '../../pipeline/edits.ts';
import { formatDocument } from '../../pipeline/format.ts';
import type { PipelineId, PipelineSummary } from '../../protocol/engine-api.ts';
import { downloadText, fileNameOf } from '../app/download.ts';
import { goToPipeline } from '../app/route.ts';
import { showBug } from '../commands/with-pipeline.ts';
import { engine } from '../store/engine-link.ts';
import { showProblems, showToast } from '../ui/toast.ts';
import { refreshPipelines } from './pipelines-store.ts';

export async function removePipeline(pipelineId: PipelineId, name: string): Promise<void> {
  const answer = await engine.removePipeline(pipelineId).catch(showBug);
  if (answer === undefined) return;
  if (!answer.ok) {
    showProblems(answer.problems);
    return;
  }
  await refreshPipelines();
  showToast({
    status: 'idle',
    icon: 'trash',
    title: `“${name}” deleted`,
    text: 'Its drawing, results and checkpoints are erased when this page is closed.',
    actions: [{ label: 'Undo', perform: () => void restorePipeline(pipelineId) }],
  });
}

async function restorePipeline(pipelineId: PipelineId): Promise<void> {
  const answer = await engine.restorePipeline(pipelineId).catch(showBug);
  if (answer?.ok === false) showProblems(answer.problems);
  await refreshPipelines();
}

export async function duplicatePipeline(pipelineId: PipelineId): Promise<PipelineId | null> {
  const answer = await engine.duplicatePipeline(pipelineId).catch(showBug);
  if (answer === undefined) return null;
  if (!answer.ok) {
    showProblems(answer.problems);
    return null;
  }
  await refreshPipelines();
  return answer.value;
}

export async function duplicateAndOpen(pipelineId: PipelineId): Promise<void> {
  const copy = await duplicatePipeline(pipelineId);
  if (copy !== null) goToPipeline(copy);
}

export async function renamePipeline(pipelineId: PipelineId, name: string): Promise<void> {
  const draft = await engine.readDraft(pipelineId).catch(showBug);
  if (draft === undefined) return;
  if (!draft.ok) {
    showProblems(draft.problems);
    return;
  }
  const opened = openDocument(draft.value.text);
  if (!opened.ok || opened.value.readOnly !== null) {
    showToast({
      status: 'waiting',
      icon: 'lock',
      title: 'This pipeline can only be read in this version of Millrace',
      text: 'Its text is kept as it is, with its name.',
    });
    return;
  }
  const { document } = renameDocument(opened.value.document, name);
  const saved = await engine.saveDraft(pipelineId, formatDocument(document), draft.value.revision).catch(showBug);
  if (saved === undefined) return;
  if (!saved.ok) showProblems(saved.problems);
  else if (saved.value.kind === 'stale') {
    showToast({
      status: 'waiting',
      icon: 'layers',
      title: 'It was changed in another tab meanwhile',
      text: 'It still has its old name. Rename it again if you like.',
    });
  }
  await refreshPipelines();
}

/** The stored text, byte for byte. */
export async function exportPipeline(summary: PipelineSummary): Promise<void> {
  const draft = await engine.readDraft(summary.pipelineId).catch(showBug);
  if (draft === undefined) return;
  if (draft.ok) downloadText(fileNameOf(summary.name), draft.value.text);
  else showProblems(draft.problems);
}
