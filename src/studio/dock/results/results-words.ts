// What the bar over the results says of them. Pure.
import type { StreamType } from '../../../plan/stream-type.ts';
import type { RowsPage, RunStatus } from '../../../protocol/engine-api.ts';
import { countOf, formatAgo, formatClock } from '../../text/numbers.ts';
import { formatBatchTime, formatTook, formatWindow } from '../format.ts';

type Shown = Pick<RowsPage, 'batchId' | 'timeMs' | 'window' | 'emits' | 'totalRows'>;

/** How the rows are looked at: the newest, those of one batch, or the newest as they were when the view was held. */
export type ResultsKind = 'live' | 'past' | 'frozen';

/** What the rows are of: "14:31:20 – 14:31:50", "Batch 121, 14:31:51", "Newest rows". */
export function whenText(shown: Shown, kind: ResultsKind): string {
  if (kind !== 'past' && shown.totalRows > 0 && (shown.emits === 'rows' || shown.emits === 'changes')) {
    const what = shown.emits === 'rows' ? 'Newest rows' : 'Newest row of each key';
    return kind === 'live' || shown.batchId === null ? what : `${what}, to batch ${shown.batchId}`;
  }
  if (shown.window !== null) return formatWindow(shown.window);
  if (shown.batchId === null) return '';
  return shown.timeMs === null ? `Batch ${shown.batchId}` : `Batch ${shown.batchId}, ${formatBatchTime(shown.timeMs)}`;
}

/** "closed 1 s ago · 5,212 rows". */
export function factsText(shown: Shown, nowMs: number): string {
  const facts: string[] = [];
  if (shown.timeMs !== null) facts.push(`${shown.window === null ? 'updated' : 'closed'} ${formatAgo(shown.timeMs, nowMs)}`);
  facts.push(countOf(shown.totalRows, 'row'));
  return facts.join(' · ');
}

/** What one firing is called: a window, or a batch. What is shown knows it also while the stream of a broken draft does not. */
export function firingWord(stream: StreamType | null, shown: Pick<Shown, 'window'> | null): 'window' | 'batch' {
  const isWindow = stream === null ? shown !== null && shown.window !== null : stream.windowMs !== null;
  return isWindow ? 'window' : 'batch';
}

/** "one point each slide, 5 s". */
export function pointsText(stream: StreamType | null): string {
  if (stream === null) return 'one point each time it fires';
  const every = formatTook(stream.slideMs);
  if (stream.windowMs === null) return `one point a batch, ${every}`;
  return stream.windowMs === stream.slideMs ? `one point a window, ${every}` : `one point each slide, ${every}`;
}

/** Batch time of the first firing of a run; null when it is not known or is over. */
export function firstFiringMs(stream: StreamType | null, status: RunStatus | null): number | null {
  if (stream === null || status === null || status.zeroTimeMs === null) return null;
  const first = status.zeroTimeMs + stream.slideMs;
  return (status.lastBatch?.timeMs ?? status.zeroTimeMs) < first ? first : null;
}

export interface EmptyWords {
  readonly title: string;
  readonly text: string;
}

export interface EmptyRun {
  /** The run knows this sink. */
  readonly hasSink: boolean;
  /** Rows have come in since the page watches. */
  readonly hasInput: boolean;
  /** Rows come from typed lines. */
  readonly typed: boolean;
}

/** Why there are no rows, and when there will be. */
export function emptyWords(stream: StreamType | null, status: RunStatus | null, run: EmptyRun, nowMs: number): EmptyWords {
  const state = status?.state ?? 'idle';
  if (state === 'idle' || (status?.lastBatch == null && (state === 'paused' || state === 'stopped')))
    return { title: 'Nothing has run yet', text: 'Press Run. The rows of this sink appear here.' };
  if (state === 'starting' || state === 'recovering') return { title: 'The run comes back', text: 'Its rows show when the state is restored.' };
  if (!run.hasSink) return { title: 'Not part of the run yet', text: 'This sink was added after the run began. Apply the changes to fill it.' };
  const word = firingWord(stream, null);
  const first = firstFiringMs(stream, status);
  if (first === null) return { title: 'No rows yet', text: nothingCame(run) };
  const at = formatClock(first);
  if (state !== 'running') return { title: `No ${word} has closed yet`, text: `The first one closes at batch time ${at}.` };
  const left = Math.ceil((first - nowMs) / 1_000);
  return {
    title: word === 'window' ? 'No window has closed yet' : 'No batch has run yet',
    text:
      left > 0
        ? `The first one ${word === 'window' ? 'closes' : 'runs'} at ${at}, in ${formatTook(left * 1_000)}.`
        : `The first one ${word === 'window' ? 'closes' : 'runs'} now.`,
  };
}

function nothingCame(run: EmptyRun): string {
  if (run.hasInput) return 'Batches ran, and no row came through to this sink. Look at the rates on the edges before it.';
  return run.typed ? 'Nothing has come in yet. Type a line in the field above.' : 'Nothing has come in yet.';
}

/** How many firings came since: by the clock where they come at a steady slide, otherwise as many as were seen. */
export function missedFirings(heldTimeMs: number | null, newestTimeMs: number, slideMs: number | null, seen: number): number {
  if (heldTimeMs === null || slideMs === null || slideMs <= 0) return seen;
  const passed = (newestTimeMs - heldTimeMs) / slideMs;
  return Number.isInteger(passed) ? Math.max(0, passed) : seen;
}

/** Batch ids to try for the firing before or after, likeliest first. */
export function firingCandidates(batchId: number, direction: -1 | 1, batchesBetween: number | null, tries: number): readonly number[] {
  const ids = batchesBetween === null ? [] : [batchId + direction * batchesBetween];
  for (let i = 1; i <= tries; i++) ids.push(batchId + direction * i);
  return [...new Set(ids)].filter((id) => id > 0);
}

/** "words-per-30-s-14-31-50.csv". */
export function fileName(name: string, timeMs: number | null, format: 'csv' | 'jsonl'): string {
  const base =
    name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '') || 'rows';
  return `${base}${timeMs === null ? '' : `-${formatClock(timeMs).replaceAll(':', '-')}`}.${format}`;
}
