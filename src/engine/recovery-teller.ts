// Keeps the recovery report true while a recovery is carried out: every number in it is counted or measured here, as it
// happens. What the strip says is read from this and from nothing else.
import type { BatchInfo, RecoveryReport } from '../protocol/engine-api.ts';
import type { LogEntry } from '../storage/journal.ts';
import type { HeadMeta } from '../storage/records.ts';
import type { RecoveryDecision, SkippedCheckpoint } from './recovery.ts';
import type { Clocks } from './steady-clock.ts';

/** By the clock that never goes back. */
export interface RecoveryTimes {
  /** Before anything was read. */
  readonly startedMs: number;
  /** What it took meanwhile to lower the pipeline and open what it reads: no part of restoring its state. */
  readonly preparingMs: number;
}

/** `listener` is given the whole report each time something in it changed. */
export class RecoveryTeller {
  private report: RecoveryReport;
  private readonly listener: (report: RecoveryReport) => void;
  private readonly clocks: Clocks;
  private readonly times: RecoveryTimes;
  private cutSeen = false;
  private missedLeft = 0;

  constructor(
    listener: (report: RecoveryReport) => void,
    clocks: Clocks,
    reason: RecoveryReport['reason'],
    head: HeadMeta,
    decision: Extract<RecoveryDecision, { kind: 'resume' }>,
    times: RecoveryTimes,
  ) {
    this.listener = listener;
    this.clocks = clocks;
    this.times = times;
    const { checkpoint, rerun, pending, skipped } = decision;
    const rerunSpan = span(rerun);
    const pendingSpan = span(pending);
    this.report = {
      phase: 'restore',
      reason,
      lastCommittedMs: head.lastBatchId === 0 ? null : head.committedMs,
      openedMs: clocks.nowMs(),
      checkpoint:
        checkpoint === null
          ? null
          : {
              batchId: checkpoint.meta.batchId,
              keys: checkpoint.meta.keys,
              bytes: checkpoint.chain.reduce((sum, c) => sum + c.meta.bytes, 0),
              restoreMs: 0,
            },
      skippedCheckpoints: skipped.map((s: SkippedCheckpoint) => ({ checkpointId: s.checkpointId, why: s.why })),
      rerun: rerunSpan === null ? null : { ...rerunSpan, done: 0, matched: 0 },
      pending: pendingSpan === null ? null : { ...pendingSpan, done: 0 },
      caughtUp: null,
      loggedUpToMs: null,
      liveRowsWaiting: 0,
      totalMs: 0,
      finished: false,
    };
    this.tell({});
  }

  private tell(change: Partial<RecoveryReport>): void {
    this.report = { ...this.report, ...change, totalMs: this.clocks.monotonicMs() - this.times.startedMs };
    this.listener(this.report);
  }

  restored(nowMonotonic: number): void {
    const { checkpoint } = this.report;
    if (checkpoint === null) return;
    const restoreMs = nowMonotonic - this.times.startedMs - this.times.preparingMs;
    this.tell({ phase: this.report.rerun === null ? 'pending' : 're-run', checkpoint: { ...checkpoint, restoreMs } });
  }

  /** One log entry, of one or more batches, ran again. `compared`: and gave the committed rows; false when another engine had made those. */
  rerunDone(batches: number, compared: boolean): void {
    const { rerun } = this.report;
    if (rerun !== null)
      this.tell({ phase: 're-run', rerun: { ...rerun, done: rerun.done + batches, matched: rerun.matched + (compared ? batches : 0) } });
  }

  pendingFrom(loggedUpToMs: number, liveRowsWaiting: number): void {
    this.tell({ phase: this.report.pending === null ? 'catch-up' : 'pending', loggedUpToMs, liveRowsWaiting });
  }

  waitsForCut(): boolean {
    return !this.cutSeen;
  }

  /** The first cut after the restore has told how many batch times were missed. */
  cut(missed: number): void {
    if (this.cutSeen) return;
    this.cutSeen = true;
    this.missedLeft = missed;
    this.tell(missed === 0 ? {} : { caughtUp: { count: missed, done: 0, ms: 0 } });
    this.finishIfDone();
  }

  committed(info: BatchInfo): void {
    const { pending, caughtUp } = this.report;
    if (pending !== null && info.batchId <= pending.to) {
      this.tell({ phase: 'pending', pending: { ...pending, done: pending.done + info.count } });
    } else if (caughtUp !== null && this.missedLeft > 0) {
      this.missedLeft -= info.count;
      this.tell({ phase: 'catch-up', caughtUp: { ...caughtUp, done: caughtUp.done + info.count, ms: caughtUp.ms + info.processingMs } });
    }
    this.finishIfDone();
  }

  /** It was restored to stay still: what is pending waits in the queue. */
  rest(): void {
    if (!this.report.finished) this.tell({ finished: true });
  }

  private finishIfDone(): void {
    const { pending } = this.report;
    const pendingLeft = pending === null ? 0 : pending.to - pending.from + 1 - pending.done;
    if (this.cutSeen && pendingLeft <= 0 && this.missedLeft <= 0 && !this.report.finished) this.tell({ phase: 'live', finished: true });
  }

  isFinished(): boolean {
    return this.report.finished;
  }
}

function span(entries: readonly LogEntry[]): { readonly from: number; readonly to: number } | null {
  const first = entries[0];
  const last = entries[entries.length - 1];
  return first === undefined || last === undefined ? null : { from: first.batchId, to: last.batchId + last.meta.count - 1 };
}
