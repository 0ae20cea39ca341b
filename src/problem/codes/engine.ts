import { define } from '../define.ts';

/** Problems of runs: rows that cannot be computed, recovery that does not add up, supervision. */
export const engineProblems = {
  'engine/owned-elsewhere': define<{ tab: string }>(
    'error',
    (p) => `Another tab (${p.tab}) runs this pipeline now, so this one can no longer write to it.`,
    () => 'Watch it here, or take over.',
  ),
  'engine/row-error': define<{ errorClass: string; expression: string; row: string }>(
    'error',
    (p) => `${p.errorClass} in ${p.expression}, for the row ${p.row}. The batch was not committed and no row is lost.`,
    () =>
      'Change the expression (a try_ function or a filter before it gives NULL instead), apply the edit and press Run: the same batch runs again.',
  ),
  'engine/file-absent': define<{ file: string }>(
    'error',
    (p) => `The file "${p.file}" is not in this browser any more. The batch was not committed; it waits and no row is lost.`,
    () => 'Give the same file again at its source: it is recognised by its content, and the same batch runs again.',
  ),
  'engine/file-needed': define<{ file: string; why: string }>(
    'error',
    (p) =>
      p.why === 'changed'
        ? `The file "${p.file}" is not the one this pipeline was made with any more: its content has changed.`
        : p.why === 'permission'
          ? `This browser asks again before the file "${p.file}" may be read.`
          : `The file "${p.file}" is not in this browser.`,
    (p) =>
      p.why === 'permission'
        ? 'Allow it at the source; then the run goes on where it stood.'
        : 'Give the same file at its source; it is recognised by its content, and the run goes on where it stood.',
  ),
  'engine/no-keyed-state': define<{ operator: string }>(
    'error',
    (p) => `${p.operator} keeps no state by key from which a key of that form could be taken out.`,
    () => 'Choose an operator that keeps state by key, in the pipeline as it runs.',
  ),
  'engine/union-without-input': define<{ timeMs: number }>(
    'error',
    (p) =>
      `A stream that this union puts together gave nothing at all for batch time ${p.timeMs} ms, not even an empty batch. The batch was not committed.`,
    () => 'Give the source an empty batch for that time, or take it out of the union.',
  ),
  'engine/digest-mismatch': define<{ batch: number; operator: string; committed: string; again: string }>(
    'error',
    (p) =>
      `Batch ${p.batch} gave other rows when it ran again after the restore: ${p.operator} had ${p.committed}, now ${p.again}. The committed rows stand; the run is paused before it writes anything new.`,
    () => 'Keep the results that are there and start over, or export them first.',
  ),
  'engine/cannot-restore': define<{ detail: string; tried: number }>(
    'error',
    (p) =>
      `The state cannot be restored: ${p.tried === 0 ? 'there is no checkpoint' : p.tried === 1 ? 'the only checkpoint cannot be used' : `none of ${p.tried} checkpoints can be used`}, and ${p.detail}.`,
    () => 'The results written so far stay readable and can be exported. Start over to run again from nothing.',
  ),
  'engine/newer-format': define<{ detail: string }>(
    'error',
    (p) => `A newer version of Millrace wrote this run (${p.detail}). This version does not touch it.`,
    () => 'Reload the page to get the newer version.',
  ),
  'engine/no-run': define<Record<string, never>>(
    'error',
    () => 'This pipeline has not run yet, so there is nothing that could take this.',
    () => 'Press Run first.',
  ),
  'engine/not-owner': define<{ tab: string }>(
    'error',
    (p) => `This tab only watches: ${p.tab} runs the pipeline.`,
    () => 'Take over to run and edit it here.',
  ),
  'engine/not-live': define<{ operator: string }>(
    'error',
    (p) => `${p.operator} is not a source that takes lines in the applied pipeline.`,
    () => 'Choose a typed-lines source, or apply the edit that adds it.',
  ),
  'engine/cannot-run': define<{ errors: number }>(
    'error',
    (p) => `The pipeline has ${p.errors === 1 ? '1 problem' : `${p.errors} problems`} and cannot run.`,
    () => 'See Problems; each one selects its operator.',
  ),
  'engine/edit-drops-state': define<{ operators: string }>(
    'error',
    (p) => `The draft was changed since the last run, and ${p.operators} would start empty.`,
    () => 'Review the changes and apply them, or undo them.',
  ),
  'engine/unknown-pipeline': define<{ pipeline: string }>(
    'error',
    (p) => `There is no pipeline ${p.pipeline} in this browser.`,
    () => 'It may have been deleted in another tab. Go back to all pipelines.',
  ),
  'engine/not-found': define<{ operator: string }>(
    'error',
    (p) => `There are no results of ${p.operator} yet.`,
    () => 'They appear with the first batch that gives it rows.',
  ),
  'engine/crash-loop': define<{ crashes: number; batch: number }>(
    'error',
    (p) => `The engine stopped ${p.crashes} times in a row in batch ${p.batch}, so the pipeline came back paused. Nothing is lost.`,
    () => 'Lower the rate or change the pipeline, then press Run.',
  ),
  'engine/bug': define<{ message: string }>(
    'error',
    (p) => `The engine stopped on a defect of its own: ${p.message}. The batch was not committed and no row is lost.`,
    () => 'Press Run to restore the last checkpoint and go on. If it happens again, save the pipeline as a file and report it.',
  ),
  'engine/asleep': define<{ from: string; to: string; batches: number }>(
    'info',
    (p) => `This tab was asleep from ${p.from} to ${p.to}: ${p.batches} batches were caught up.`,
    () => 'Nothing to do. Rows that came before it slept were counted in the first batch after.',
  ),
  'engine/sample-unavailable': define<{ detail: string }>(
    'error',
    (p) => `The bundled text could not be read: ${p.detail}.`,
    () => 'Check that the server of this page is reachable, then press Run.',
  ),
  'engine/protocol': define<{ page: number; worker: number }>(
    'error',
    (p) => `The page (protocol ${p.page}) and its engine (protocol ${p.worker}) are of different versions.`,
    () => 'Reload the page.',
  ),
};
