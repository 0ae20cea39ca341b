// A file that is a pipeline opens, or a Problem says where and why not and nothing changes. Files come by the open dialog or by
// drop anywhere on the page (files/open-any-file.ts tells pipelines from data), or by paste on Home.
import { openDocument } from '../../operators/open-document.ts';
import type { PipelineDocument } from '../../pipeline/document.ts';
import { formatDocument } from '../../pipeline/format.ts';
import { decodeText } from '../../pipeline/parse.ts';
import type { Problem } from '../../problem/problem.ts';
import { goToPipeline } from '../app/route.ts';
import { showToast } from '../ui/toast.ts';
import { openOverlay } from '../ui/ui-store.ts';
import { createFromText } from './create-pipeline.ts';

export async function importFile(file: File): Promise<void> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    showToast({
      status: 'failed',
      icon: 'st-failed',
      title: `“${file.name}” could not be read`,
      text: error instanceof Error ? error.message : String(error),
    });
    return;
  }
  const text = decodeText(bytes);
  if (text.ok) await importText(text.value, file.name, file);
  else refuse(file, file.name, text.problems);
}

export async function importText(text: string, fileName: string, file: File | null = null): Promise<void> {
  const opened = openDocument(text);
  if (!opened.ok) {
    refuse(file, fileName, opened.problems);
    return;
  }
  const { document, readOnly } = opened.value;
  // Stored as it came, so that a document this build only partly knows stays byte for byte.
  const pipelineId = await createFromText(readOnly === null ? await placed(document, text) : text);
  if (pipelineId !== null) goToPipeline(pipelineId);
}

/** Whoever writes a pipeline by hand need not say where its boxes stand: those without a place get one. */
async function placed(document: PipelineDocument, text: string): Promise<string> {
  const { positions } = document.ui;
  const missing = Object.keys(document.operators).filter((id) => !Object.hasOwn(positions, id));
  if (missing.length === 0) return text;
  const { tidyPlaces } = await import('../canvas/tidy-places.ts');
  const places = tidyPlaces(document);
  const added = Object.fromEntries(missing.map((id) => [id, places[id] ?? ([0, 0] as const)]));
  return formatDocument({ ...document, ui: { ...document.ui, positions: { ...positions, ...added } } });
}

function refuse(file: File | null, fileName: string, problems: readonly Problem[]): void {
  openOverlay({ kind: 'import-failed', file, fileName, problems });
}
