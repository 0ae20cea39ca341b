// The batches of one run in the order they ran, and the recoveries between them, as the timeline and the list need them. The
// live store keeps one record a batch id; here a batch that is told again after a recovery gets a second place, after the
// gap, so that what was committed before stays where it was. Knows no React and no clock. Bounded.
import type { BatchInfo, RecoveryReport } from '../../../protocol/engine-api.ts';
import { recoveryId } from '../../strip/recovery-sentence.ts';

export const HISTORY_KEPT = 2_000;
const RECOVERIES_KEPT = 20;
const EDITS_KEPT = 50;

export type Recovery = Pick<RecoveryReport, 'reason' | 'lastCommittedMs' | 'openedMs' | 'rerun' | 'pending'>;

export interface History {
  /** In the order they ran. */
  readonly batches: readonly BatchInfo[];
  /** Ascending by the time the tab, worker or storage came back. */
  readonly recoveries: readonly Recovery[];
  /** Last batches of the plan before each edit that was applied. */
  readonly edits: readonly number[];
  /** Grows with every change. */
  readonly version: number;
}

export class BatchHistory implements History {
  batches: BatchInfo[] = [];
  recoveries: Recovery[] = [];
  edits: number[] = [];
  version = 0;
  private runId: string | null = null;
  /** Where the newest place of a batch id is. Positions count from the first batch ever added, `dropped` of which are gone. */
  private readonly places = new Map<number, number>();
  private dropped = 0;
  private readonly recoveryIds: string[] = [];

  /** A new run starts from nothing; the same run keeps its past, also while a restarted worker does not know it yet (null). */
  beginRun(runId: string | null): void {
    if (runId === null || runId === this.runId) return;
    this.runId = runId;
    this.clear();
  }

  private clear(): void {
    this.batches = [];
    this.recoveries = [];
    this.edits = [];
    this.recoveryIds.length = 0;
    this.places.clear();
    this.dropped = 0;
    this.version += 1;
  }

  /** Nothing is known of any run any more. */
  forget(): void {
    this.runId = null;
    this.clear();
  }

  /** An edit was applied after this batch. */
  noteEdit(afterBatchId: number): void {
    this.edits = [...this.edits, afterBatchId].slice(-EDITS_KEPT);
    this.version += 1;
  }

  /** Batches read from the store, ascending by id. Those already known stay as they are. */
  addPast(past: readonly BatchInfo[]): void {
    const unknown = past.filter((batch) => !this.places.has(batch.batchId));
    if (unknown.length === 0) return;
    const first = this.batches[0]?.batchId ?? Number.POSITIVE_INFINITY;
    const earlier = unknown.filter((batch) => batch.batchId < first);
    const later = unknown.filter((batch) => batch.batchId > first);
    if (earlier.length > 0) {
      this.batches = [...earlier, ...this.batches];
      this.reindex();
    }
    for (const batch of later) this.put(batch);
    this.trim();
    this.version += 1;
  }

  /** New and changed batches of a frame, in order. */
  receive(batches: readonly BatchInfo[]): void {
    if (batches.length === 0) return;
    for (const batch of batches) this.put(batch);
    this.trim();
    this.version += 1;
  }

  /**
   * A recovery, as it goes on and when it is finished. Batches that were on their way when it began will run as new ones.
   * To be told before the batches that ran in it.
   */
  noteRecovery(report: RecoveryReport): void {
    const id = recoveryId(report);
    const known = this.recoveryIds.indexOf(id);
    const { reason, lastCommittedMs, openedMs, rerun, pending } = report;
    const recovery: Recovery = { reason, lastCommittedMs, openedMs, rerun, pending };
    if (known >= 0) {
      this.recoveries = this.recoveries.map((before, i) => (i === known ? recovery : before));
    } else {
      this.recoveryIds.push(id);
      this.recoveries = [...this.recoveries, recovery];
      if (this.recoveries.length > RECOVERIES_KEPT) {
        this.recoveries = this.recoveries.slice(-RECOVERIES_KEPT);
        this.recoveryIds.shift();
      }
      this.batches = this.batches.filter((batch) => !isOnItsWay(batch));
      this.reindex();
    }
    this.version += 1;
  }

  private put(batch: BatchInfo): void {
    const place = this.places.get(batch.batchId);
    const known = place === undefined ? undefined : this.batches[place - this.dropped];
    if (place === undefined || known === undefined || ranAgain(known, batch)) {
      this.places.set(batch.batchId, this.dropped + this.batches.length);
      this.batches.push(batch);
    } else this.batches[place - this.dropped] = batch;
  }

  private trim(): void {
    const over = this.batches.length - HISTORY_KEPT;
    // In steps, so that a busy run does not copy the list with every frame.
    if (over < 100) return;
    for (const batch of this.batches.slice(0, over)) {
      const place = this.places.get(batch.batchId);
      if (place !== undefined && place - this.dropped < over) this.places.delete(batch.batchId);
    }
    this.batches = this.batches.slice(over);
    this.dropped += over;
  }

  private reindex(): void {
    this.dropped = 0;
    this.places.clear();
    this.batches.forEach((batch, i) => {
      this.places.set(batch.batchId, i);
    });
  }
}

/** True while it is not settled: it was cut, and neither committed nor failed. */
export function isOnItsWay(batch: BatchInfo): boolean {
  return batch.status === 'queued' || batch.status === 'running';
}

/** The incoming record is another run of a batch that was settled before, not news of the same run. */
function ranAgain(known: BatchInfo, incoming: BatchInfo): boolean {
  if (isOnItsWay(known)) return false;
  if (isOnItsWay(incoming)) return true;
  return incoming.status === 'replayed' && (known.status !== 'replayed' || incoming.finishedMs > known.finishedMs);
}
