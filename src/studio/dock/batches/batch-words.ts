// Batches in words, the same in timeline, list and details. Pure.
import type { BatchInfo, RecoveryReport } from '../../../protocol/engine-api.ts';
import { countOf, exactCount, formatStretch } from '../../text/numbers.ts';
import { batchRange, formatBatchTime, formatTook } from '../format.ts';
import type { StatusName } from '../Status.tsx';
import type { Slot } from './timeline-layout.ts';

/** Glyph and word of a batch. Over its interval it says so instead of "committed": that is what to see. */
export function batchStatus(batch: BatchInfo, intervalMs: number): { readonly name: StatusName; readonly word: string } {
  switch (batch.status) {
    case 'queued':
      return { name: 'idle', word: 'Queued' };
    case 'running':
      return { name: 'running', word: 'Running' };
    case 'replayed':
      return { name: 'replayed', word: 'Replayed' };
    case 'failed':
      return { name: 'failed', word: 'Failed' };
    case 'caught-up':
      return { name: 'committed', word: 'Caught up' };
    case 'committed':
      return batch.processingMs > intervalMs ? { name: 'waiting', word: 'Over interval' } : { name: 'committed', word: 'Committed' };
  }
}

const GAP_TITLES: Readonly<Record<RecoveryReport['reason'], string>> = {
  reload: 'tab closed',
  'worker-restarted': 'worker down',
  'took-over': 'no tab ran it',
  'storage-reopened': 'storage closed',
  'run-again': 'stopped',
};

export function gapWords(gap: Extract<Slot, { kind: 'gap' }>): { readonly title: string; readonly length: string; readonly text: string } {
  const title = gap.reason === null ? 'nothing ran' : GAP_TITLES[gap.reason];
  const length = formatTook(roundedGap(gap.toMs - gap.fromMs));
  return { title, length, text: `${title} ${formatStretch(gap.fromMs, gap.toMs)} (${length})` };
}

/** A stretch of many seconds is told in seconds. */
function roundedGap(ms: number): number {
  return ms < 10_000 ? Math.round(ms / 100) * 100 : Math.round(ms / 1_000) * 1_000;
}

export function foldWords(fold: Extract<Slot, { kind: 'fold' }>): string {
  const empty = fold.batch.numInputRows === 0;
  return `${countOf(fold.count, empty ? 'empty batch' : 'missed batch', empty ? 'empty batches' : 'missed batches')} caught up in ${formatTook(fold.ms)} (${exactCount(fold.from)} to ${exactCount(fold.to)})`;
}

export function rerunWords(rerun: Extract<Slot, { kind: 'rerun' }>): string {
  const range = batchRange(rerun.from, rerun.to);
  const total = rerun.to - rerun.from + 1;
  if (rerun.done < total) return `${rerun.done} of ${total} batches ran again (${range})`;
  return rerun.matched >= total
    ? `${range} ran again and gave the committed rows`
    : `${range} ran again, ${rerun.done - rerun.matched} with other rows than the committed ones`;
}

/** One line on a slot, for the pointer and for screen readers. */
export function slotText(slot: Slot, intervalMs: number): string {
  switch (slot.kind) {
    case 'batch': {
      const { batch } = slot;
      const facts = [`Batch ${batch.batchId}`, formatBatchTime(batch.timeMs), batchStatus(batch, intervalMs).word.toLowerCase()];
      if (batch.status === 'queued' || batch.status === 'running') return facts.join(', ');
      const waited = batch.schedulingDelayMs >= 1 ? [`waited ${formatTook(batch.schedulingDelayMs)}`] : [];
      return [
        ...facts,
        countOf(batch.numInputRows, 'row'),
        formatTook(batch.processingMs),
        ...waited,
        ...(batch.checkpoint ? ['checkpoint after it'] : []),
      ].join(', ');
    }
    case 'fold':
      return foldWords(slot);
    case 'gap':
      return gapWords(slot).text;
    case 'cut-off':
      return `Batch ${slot.batchId}, logged and not committed before; it ran after`;
    case 'rerun':
      return rerunWords(slot);
  }
}
