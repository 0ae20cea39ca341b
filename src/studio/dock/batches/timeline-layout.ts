// Where everything of the batch timeline is: one slot a batch, a fixed place for each stretch in which nothing ran, runs of
// missed batches folded into one slot. So neither a short replay nor a long night breaks the scale. Pure geometry in CSS
// pixels; drawing and hit testing both read it.
import type { BatchInfo, RecoveryReport } from '../../../protocol/engine-api.ts';
import { type History, isOnItsWay, type Recovery } from './batch-history.ts';

export const BATCH_WIDTH = 8;
export const FOLD_WIDTH = 72;
export const GAP_WIDTH = 84;
/** Batches that ran again share a slot of at most this many bars. */
const RERUN_BARS = 8;
/** Batches cut off before a gap are drawn one by one up to this many. */
const CUT_OFF_SHOWN = 3;
/** Without a recovery report, a jump of the clock this long (and this many intervals) between commits is a gap. */
const GAP_LEAST_MS = 3_000;
const GAP_LEAST_INTERVALS = 3;

export type Slot =
  | { readonly kind: 'batch'; readonly batch: BatchInfo }
  /** Missed batches that were caught up: `count` of them, from batch id `from` to `to`, in `ms`. */
  | { readonly kind: 'fold'; readonly from: number; readonly to: number; readonly count: number; readonly ms: number; readonly batch: BatchInfo }
  /** Nothing ran. `reason` is null when no recovery told why. */
  | { readonly kind: 'gap'; readonly fromMs: number; readonly toMs: number; readonly reason: RecoveryReport['reason'] | null }
  /** Logged and not committed before the gap; it ran after it. */
  | { readonly kind: 'cut-off'; readonly batchId: number; readonly atMs: number }
  /** Committed before the gap, run again silently after it: `done` of the batches from..to so far, `matched` with the committed rows. */
  | { readonly kind: 'rerun'; readonly from: number; readonly to: number; readonly done: number; readonly matched: number; readonly atMs: number };

export type PlacedSlot = Slot & { readonly x: number; readonly width: number };

export interface TimelineLayout {
  /** Left to right, those in sight only. */
  readonly slots: readonly PlacedSlot[];
  /** Sum of the widths of all slots, in sight or not. */
  readonly contentWidth: number;
  /** How far the view is scrolled back from the newest slot, in pixels, kept inside what there is. */
  readonly back: number;
}

/** The slots of a history, oldest first. A recovery stands before the first batch that ran after it, or at the end. */
export function timelineSlots(history: Pick<History, 'batches' | 'recoveries'>, intervalMs: number): readonly Slot[] {
  const slots: Slot[] = [];
  const waiting = [...history.recoveries];
  let lastFinishedMs: number | null = null;
  const comeBack = (startedMs: number): boolean => {
    let told = false;
    for (let recovery = waiting[0]; recovery !== undefined && recovery.openedMs <= startedMs; recovery = waiting[0]) {
      waiting.shift();
      // Of a recovery older than all batches that are known there is nothing to come back to.
      if (lastFinishedMs === null || recovery.openedMs < lastFinishedMs) continue;
      const gap: Slot = { kind: 'gap', fromMs: recovery.lastCommittedMs ?? lastFinishedMs, toMs: recovery.openedMs, reason: recovery.reason };
      slots.push(...cutOffs(recovery), gap, ...rerunOf(recovery));
      told = true;
    }
    return told;
  };
  for (const batch of history.batches) {
    const settled = !isOnItsWay(batch) && batch.finishedMs > 0;
    const startedMs = settled ? batch.finishedMs - batch.processingMs : Number.POSITIVE_INFINITY;
    const told = comeBack(startedMs);
    if (!told && settled && lastFinishedMs !== null && startedMs - lastFinishedMs > Math.max(GAP_LEAST_MS, GAP_LEAST_INTERVALS * intervalMs)) {
      slots.push({ kind: 'gap', fromMs: lastFinishedMs, toMs: startedMs, reason: null });
    }
    pushBatch(slots, batch);
    if (settled) lastFinishedMs = Math.max(lastFinishedMs ?? 0, batch.finishedMs);
  }
  comeBack(Number.POSITIVE_INFINITY);
  // A single missed batch needs no folding.
  return slots.map((slot) => (slot.kind === 'fold' && slot.count === 1 ? { kind: 'batch', batch: slot.batch } : slot));
}

function cutOffs({ pending, openedMs }: Recovery): readonly Slot[] {
  if (pending === null) return [];
  const count = Math.max(0, Math.min(CUT_OFF_SHOWN, pending.to - pending.from + 1));
  return Array.from({ length: count }, (_, i) => ({ kind: 'cut-off', batchId: pending.from + i, atMs: openedMs }) as const);
}

function rerunOf({ rerun, openedMs }: Recovery): readonly Slot[] {
  return rerun === null || rerun.to < rerun.from ? [] : [{ kind: 'rerun', ...rerun, atMs: openedMs }];
}

/** How many bars stand for the batches of a rerun. */
export function rerunBars(slot: Extract<Slot, { kind: 'rerun' }>): number {
  return Math.min(RERUN_BARS, slot.to - slot.from + 1);
}

function pushBatch(slots: Slot[], batch: BatchInfo): void {
  if (batch.status !== 'caught-up') {
    slots.push({ kind: 'batch', batch });
    return;
  }
  const before = slots.at(-1);
  const to = batch.batchId + batch.count - 1;
  if (before?.kind === 'fold') {
    slots[slots.length - 1] = { ...before, to, count: before.count + batch.count, ms: before.ms + batch.processingMs, batch };
  } else slots.push({ kind: 'fold', from: batch.batchId, to, count: batch.count, ms: batch.processingMs, batch });
}

export function slotWidth(slot: Slot): number {
  switch (slot.kind) {
    case 'gap':
      return GAP_WIDTH;
    case 'fold':
      return FOLD_WIDTH;
    case 'rerun':
      return rerunBars(slot) * BATCH_WIDTH;
    case 'batch':
    case 'cut-off':
      return BATCH_WIDTH;
  }
}

/**
 * Places slots in `width` pixels. While they all fit they begin at the left; then the newest sits at the right edge and
 * `back` pixels of it are scrolled out of sight.
 */
export function placeSlots(slots: readonly Slot[], width: number, back: number): TimelineLayout {
  let contentWidth = 0;
  for (const slot of slots) contentWidth += slotWidth(slot);
  const kept = Math.max(0, Math.min(back, contentWidth - width));
  let x = contentWidth <= width ? 0 : width - contentWidth + kept;
  const placed: PlacedSlot[] = [];
  for (const slot of slots) {
    const own = slotWidth(slot);
    // Slots cut by an edge are left out: half a bar reads as a short one.
    if (x >= -0.5 && x + own <= width + 0.5) placed.push({ ...slot, x, width: own });
    x += own;
  }
  return { slots: placed, contentWidth, back: kept };
}

/** The slot under x, or null. */
export function slotAt(layout: TimelineLayout, x: number): PlacedSlot | null {
  return layout.slots.find((slot) => x >= slot.x && x < slot.x + slot.width) ?? null;
}

/** How far back to scroll so that the slot at `index` is in sight; the same `back` when it is already. */
export function backToShow(slots: readonly Slot[], index: number, width: number, back: number): number {
  let before = 0;
  let after = 0;
  slots.forEach((slot, i) => {
    if (i < index) before += slotWidth(slot);
    if (i > index) after += slotWidth(slot);
  });
  const own = slotWidth(slots[index] ?? { kind: 'cut-off', batchId: 0, atMs: 0 });
  if (before + own + after <= width) return 0;
  if (after < back) return after;
  return after + own > back + width ? after + own - width : back;
}

/** The batch a click on the slot opens; null where there is none. */
export function slotBatchId(slot: Slot | undefined): number | null {
  if (slot === undefined || slot.kind === 'gap') return null;
  if (slot.kind === 'batch') return slot.batch.batchId;
  return slot.kind === 'cut-off' ? slot.batchId : slot.from;
}

/** Names a slot for as long as it stands for the same run of the same batch. */
export function slotKey(slot: Slot): string {
  switch (slot.kind) {
    case 'batch': {
      const { batchId, status, finishedMs } = slot.batch;
      // A batch can run again: after a failure, or replayed after a restart.
      return status === 'failed' || status === 'replayed' ? `${batchId} ${status} ${finishedMs}` : String(batchId);
    }
    case 'fold':
      return `fold ${slot.from}`;
    case 'gap':
      return `gap ${slot.toMs}`;
    case 'cut-off':
      return `cut ${slot.batchId} ${slot.atMs}`;
    case 'rerun':
      return `again ${slot.from} ${slot.atMs}`;
  }
}

/** Whether the slot is, or stands for, that batch. */
export function slotHolds(slot: Slot, batchId: number): boolean {
  if (slot.kind === 'fold' || slot.kind === 'rerun') return batchId >= slot.from && batchId <= slot.to;
  return slotBatchId(slot) === batchId;
}

const AXIS_STEPS_S = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

/** Labels of the axis: batches whose time lies on a round step, the step chosen so that labels keep their distance. */
export function timeTicks(layout: TimelineLayout, intervalMs: number, distance: number): readonly { readonly x: number; readonly timeMs: number }[] {
  const perBatchS = intervalMs / 1_000;
  const wantedS = (distance / BATCH_WIDTH) * perBatchS;
  const stepMs = (AXIS_STEPS_S.find((step) => step >= wantedS) ?? 86_400) * 1_000;
  const ticks: { x: number; timeMs: number }[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const slot of layout.slots) {
    if (slot.kind !== 'batch' || slot.batch.status === 'replayed') continue;
    const before = slot.batch.timeMs - intervalMs;
    // The first batch at or after the round time carries it: batch times need not be round themselves.
    if (Math.floor(slot.batch.timeMs / stepMs) === Math.floor(before / stepMs)) continue;
    const x = slot.x + slot.width / 2;
    if (x - last < distance * 0.75) continue;
    ticks.push({ x, timeMs: slot.batch.timeMs });
    last = x;
  }
  return ticks;
}
