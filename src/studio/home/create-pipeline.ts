// New pipelines: empty, from a template, or from a file's text.
import { DEFAULT_SETTINGS, type PipelineDocument } from '../../pipeline/document.ts';
import { formatDocument } from '../../pipeline/format.ts';
import type { PipelineId } from '../../protocol/engine-api.ts';
import { goToPipeline } from '../app/route.ts';
import { showBug } from '../commands/with-pipeline.ts';
import { engine } from '../store/engine-link.ts';
import { showProblems } from '../ui/toast.ts';

export async function createPipeline(): Promise<void> {
  const empty: PipelineDocument = { name: 'New pipeline', settings: DEFAULT_SETTINGS, operators: {}, edges: [], ui: { positions: {}, notes: [] } };
  const pipelineId = await createFromText(formatDocument(empty));
  if (pipelineId !== null) goToPipeline(pipelineId);
}

/** Creates, opens and runs it: one click. */
export async function createAndRun(document: PipelineDocument): Promise<void> {
  const pipelineId = await createFromText(formatDocument(document));
  if (pipelineId === null) return;
  goToPipeline(pipelineId);
  const opened = await engine.openPipeline(pipelineId).catch(showBug);
  if (opened === undefined) return;
  const started = opened.ok ? await engine.run(pipelineId).catch(showBug) : opened;
  if (started !== undefined && !started.ok) showProblems(started.problems);
}

export async function createFromText(text: string): Promise<PipelineId | null> {
  const answer = await engine.createPipeline(text).catch(showBug);
  if (answer === undefined) return null;
  if (answer.ok) return answer.value;
  showProblems(answer.problems);
  return null;
}
