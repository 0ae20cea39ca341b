import { define } from '../define.ts';

/** A batch id, or '' when none was committed or none is meant. */
type Batch = number | '';
/** Bytes, or '' when the browser does not tell. */
type Bytes = number | '';

/** Problems of storage: full, cut off, held by another tab, absent, wiped, damaged, newer than this build. */
export const storageProblems = {
  'storage/full': define<{ batch: Batch; usedBytes: Bytes }>(
    'error',
    (p) => `The browser has no room left for this studio${holding(p.usedBytes)}. ${unsaved(p.batch)}`,
    () =>
      'Free some room here (old checkpoints and interface history go first, the data of the run last) or on the disk, and press Run: the state is still in memory, and the same batch is saved once. Results can be read and exported meanwhile.',
  ),
  'storage/disk-full': define<{ batch: Batch; usedBytes: Bytes }>(
    'error',
    (p) => `The disk of the checkpoint directory is full${holding(p.usedBytes)}. ${unsaved(p.batch)}`,
    () => 'Make room on the disk and start again with the same directory. It goes on after the last batch that was saved.',
  ),
  'storage/reopening': define<{ batch: Batch; detail: string }>(
    'info',
    (p) => `The browser cut the connection to its storage${after(p.batch)}: ${clause(p.detail)}. It is being opened again.`,
    () => 'Nothing to do. The run reads what was saved and goes on from there.',
  ),
  'storage/closed': define<{ batch: Batch; detail: string }>(
    'error',
    (p) => `The connection to storage is gone and does not come back: ${clause(p.detail)}. ${unsaved(p.batch)}`,
    () => 'Press Run to try again. The state stays in memory as long as this tab is open, so export results before you close it.',
  ),
  'storage/blocked': define<{ tabs: string }>(
    'warning',
    (p) =>
      `${p.tabs === '' ? 'Another tab' : sentenceStart(p.tabs)} holds the storage with an older version of this studio, so it cannot be opened here.`,
    (p) =>
      `Close ${p.tabs === '' ? 'the other tabs of this studio' : p.tabs}, or reload it there. This tab goes on by itself as soon as that is done.`,
  ),
  'storage/directory-in-use': define<{ detail: string }>(
    'error',
    (p) => `The checkpoint directory cannot be used now: ${clause(p.detail)}.`,
    () => 'Stop the other process, or give this one a directory of its own with --checkpoint.',
  ),
  'storage/unavailable': define<{ detail: string }>(
    'warning',
    (p) =>
      `This browser gives the studio no storage (${clause(p.detail)}), as in a private window or with site data switched off. Everything runs, but nothing is kept after this tab is closed or reloaded.`,
    () => 'Save the pipeline as a file and download its results before you close the tab, or allow site data for this page and reload.',
  ),
  'storage/directory-unavailable': define<{ detail: string }>(
    'error',
    (p) => `The checkpoint directory cannot be read and written: ${clause(p.detail)}.`,
    () => 'Allow this user to write there, or name another directory with --checkpoint.',
  ),
  'storage/wiped': define<{ lastSeenMs: number | ''; reason: string }>(
    'error',
    (p) =>
      `The browser threw away everything this studio had stored here${p.lastSeenMs === '' ? '' : `, last seen on ${dayAndTime(p.lastSeenMs)}`}${p.reason === '' ? '' : ` (it says: ${clause(p.reason)})`}. Pipelines, checkpoints and results of before are gone.`,
    () =>
      'Import the pipelines again from exported files, if there are any. Storage works again from now on. It was not your doing: a killed browser can damage its own files.',
  ),
  'storage/newer': define<{ detail: string }>(
    'error',
    (p) => `What is stored here was written by a newer version of this studio: ${clause(p.detail)}. This version does not touch it.`,
    () => 'Reload to get the newer version. If it stays like this, close all tabs of this studio and open it again.',
  ),
  'storage/conflict': define<{ batch: Batch; detail: string }>(
    'error',
    (p) => `Somebody else wrote to this pipeline in between (${clause(p.detail)}), so nothing was written here. ${unsaved(p.batch)}`,
    () => 'Reload this tab to see what is stored now, or take over to go on from there.',
  ),
  'storage/unknown': define<{ batch: Batch; detail: string }>(
    'error',
    (p) => `Storage failed in a way this studio does not know: ${clause(p.detail)}. ${unsaved(p.batch)}`,
    () => 'Press Run to try again: what was saved is read first, so nothing is counted twice. If it fails again, export results and reload the tab.',
  ),
};

function unsaved(batch: Batch): string {
  return batch === '' ? 'Nothing is saved at present.' : `Nothing is saved since batch ${batch}.`;
}

function after(batch: Batch): string {
  return batch === '' ? '' : ` after batch ${batch}`;
}

function holding(bytes: Bytes): string {
  return bytes === '' ? '' : `: it holds ${amount(bytes)} already`;
}

function amount(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  const megabytes = bytes / (1024 * 1024);
  return megabytes < 1024 ? `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB` : `${(megabytes / 1024).toFixed(1)} GB`;
}

/** In UTC, so that the same problem reads the same everywhere. */
function dayAndTime(ms: number): string {
  const text = new Date(ms).toISOString();
  return `${text.slice(0, 10)} at ${text.slice(11, 16)} UTC`;
}

/** Words of a browser or a system, fit to stand inside a sentence of ours. */
function clause(detail: string): string {
  const text = detail.trim().replace(/[.\s]+$/, '');
  return text === '' ? 'no reason was given' : text;
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
