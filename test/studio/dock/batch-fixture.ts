import type { BatchInfo, RecoveryReport } from '../../../src/protocol/engine-api.ts';

export const T0 = Date.UTC(2026, 10, 22, 14, 29, 50);

/** Batch `batchId` of a run at one batch a second that began at T0. */
export function batch(batchId: number, change: Partial<BatchInfo> = {}): BatchInfo {
  const timeMs = T0 + batchId * 1_000;
  return {
    batchId,
    count: 1,
    timeMs,
    status: 'committed',
    numInputRows: 160,
    schedulingDelayMs: 0.2,
    processingMs: 0.8,
    totalDelayMs: 1,
    commitMs: 1.4,
    checkpoint: false,
    finishedMs: timeMs + 3,
    inputs: [],
    operators: [],
    ...change,
  };
}

export function batches(from: number, to: number, change: Partial<BatchInfo> = {}): BatchInfo[] {
  return Array.from({ length: to - from + 1 }, (_, i) => batch(from + i, change));
}

/** The tab was closed in batch 121 at 14:31:52 and opened again at 14:32:10. */
export const OPENED = T0 + 140_000;

export function recovery(change: Partial<RecoveryReport> = {}): RecoveryReport {
  return {
    phase: 'live',
    reason: 'reload',
    lastCommittedMs: T0 + 122_000,
    openedMs: OPENED,
    checkpoint: { batchId: 118, keys: 10_432, bytes: 1_300_000, restoreMs: 38 },
    skippedCheckpoints: [],
    rerun: { from: 119, to: 120, done: 2, matched: 2 },
    pending: { from: 121, to: 121, done: 1 },
    caughtUp: { count: 18, done: 18, ms: 4 },
    loggedUpToMs: OPENED - 18_130,
    liveRowsWaiting: 0,
    totalMs: 640,
    finished: true,
    ...change,
  };
}
