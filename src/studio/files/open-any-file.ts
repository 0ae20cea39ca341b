// What is dropped on the page or picked: a pipeline opens, data is looked at in a preview, and a file that a pipeline waits for
// is given to it.
import { importFile } from '../home/import-file.ts';
import { engine } from '../store/engine-link.ts';
import { readLive } from '../store/live-store.ts';
import { openOverlay } from '../ui/ui-store.ts';
import { fileKind, HEAD_BYTES } from './file-kind.ts';
import { supplyFile } from './supply-file.ts';

/** `at`: where on the canvas it was dropped, when it was. */
export async function openAnyFile(file: File, at: readonly [number, number] | null = null): Promise<void> {
  const wanted = readLive().status?.needs.find((need) => need.kind === 'file' && need.file.bytes === file.size && need.file.name === file.name);
  if (wanted?.kind === 'file') {
    await supplyFile(wanted.file, file);
    return;
  }
  if ((await kindOf(file)) === 'pipeline') await importFile(file);
  else openAsData(file, at);
}

/** Looks at it as data, whatever its name says. */
export function openAsData(file: File, at: readonly [number, number] | null = null): void {
  // The engine is needed in a moment; asking for it now costs nothing.
  void engine.listFiles().catch(() => undefined);
  openOverlay({ kind: 'import-data', file, at });
}

async function kindOf(file: File): Promise<'pipeline' | 'data'> {
  try {
    return fileKind(file.name, await file.slice(0, HEAD_BYTES).text());
  } catch {
    // It cannot be read at all: the import of a pipeline says so in words.
    return 'pipeline';
  }
}
