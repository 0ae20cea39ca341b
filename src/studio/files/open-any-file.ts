// What is dropped on the page or picked: a pipeline opens, data is looked at in a preview, and a file that a pipeline waits for
// is given to it.
import { importFile } from '../home/import-file.ts';
import { readLive } from '../store/live-store.ts';
import { type ImportTarget, openOverlay } from '../ui/ui-store.ts';
import { fileKind, HEAD_BYTES } from './file-kind.ts';
import { supplyFile } from './supply-file.ts';

/** `target`: what data becomes. */
export async function openAnyFile(file: File, target: ImportTarget = { kind: 'pipeline' }): Promise<void> {
  const wanted = readLive().status?.needs.find((need) => need.kind === 'file' && need.file.bytes === file.size && need.file.name === file.name);
  if (wanted?.kind === 'file') {
    await supplyFile(wanted.file, file);
    return;
  }
  if ((await kindOf(file)) === 'pipeline') await importFile(file);
  else openAsData(file, target);
}

/** Looks at it as data, whatever its name says. */
export function openAsData(file: File, target: ImportTarget = { kind: 'pipeline' }): void {
  openOverlay({ kind: 'import-data', source: { kind: 'picked', file }, target });
}

async function kindOf(file: File): Promise<'pipeline' | 'data'> {
  try {
    return fileKind(file.name, new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  } catch {
    // It cannot be read at all: the import of a pipeline says so in words.
    return 'pipeline';
  }
}
