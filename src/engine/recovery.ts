// What to do on start is a pure decision over facts read from storage (durability.md "Recovery"): nothing here reads, writes or
// measures. The run executes the decision and tells it in plain words; if a chunk turns out damaged on the way, the decision
// is taken again without that checkpoint.
import type { CheckpointEntry, LogEntry, RunFacts } from '../storage/journal.ts';
import type { CheckpointMeta } from '../storage/records.ts';

export interface RestorePoint {
  readonly checkpointId: number;
  readonly meta: CheckpointMeta;
  /** Manifests to restore in order; the last is `meta` itself. */
  readonly chain: readonly { readonly checkpointId: number; readonly meta: CheckpointMeta }[];
}

export interface SkippedCheckpoint {
  readonly checkpointId: number;
  readonly why: string;
}

export type RecoveryDecision =
  /** There is no run yet. */
  | { readonly kind: 'fresh' }
  | {
      readonly kind: 'resume';
      /** null: the state is rebuilt from the first batch, whose log still stands. */
      readonly checkpoint: RestorePoint | null;
      readonly skipped: readonly SkippedCheckpoint[];
      /** Committed since the checkpoint; run again silently, ascending, gapless. */
      readonly rerun: readonly LogEntry[];
      /** Logged and not committed; run now, ascending, gapless. */
      readonly pending: readonly LogEntry[];
    }
  /** A later version of the product wrote here. */
  | { readonly kind: 'newer-format'; readonly detail: string }
  /** Neither a checkpoint nor the log from the first batch on is whole. */
  | { readonly kind: 'blocked'; readonly skipped: readonly SkippedCheckpoint[]; readonly detail: string };

/** @param unusable checkpoints found damaged while restoring, with the reason. */
export function decideRecovery(facts: RunFacts, unusable: ReadonlyMap<number, string>): RecoveryDecision {
  const newer = facts.faults.find((f) => f.fault === 'newer') ?? facts.checkpoints.find((c) => c.fault?.fault === 'newer')?.fault;
  if (newer !== undefined && newer !== null) return { kind: 'newer-format', detail: newer.detail };
  if (facts.head === null) {
    const [fault] = facts.faults;
    return fault === undefined ? { kind: 'fresh' } : { kind: 'blocked', skipped: [], detail: fault.detail };
  }
  const last = facts.head.meta.lastBatchId;
  const skipped: SkippedCheckpoint[] = [];
  for (const entry of facts.checkpoints) {
    const point = restorePoint(entry, facts.checkpoints, unusable);
    const why = typeof point === 'string' ? point : missingAfter(facts, point.meta.batchId, last);
    if (typeof point !== 'string' && why === null) return resume(facts, point, skipped, last);
    skipped.push({ checkpointId: entry.checkpointId, why: why ?? 'unknown' });
  }
  const gap = missingAfter(facts, 0, last);
  if (gap === null) return resume(facts, null, skipped, last);
  return { kind: 'blocked', skipped, detail: gap };
}

function restorePoint(entry: CheckpointEntry, all: readonly CheckpointEntry[], unusable: ReadonlyMap<number, string>): RestorePoint | string {
  if (entry.meta === null) return entry.fault?.detail ?? 'unreadable';
  const chain: { readonly checkpointId: number; readonly meta: CheckpointMeta }[] = [];
  for (const id of [...entry.meta.chain, entry.checkpointId]) {
    const why = unusable.get(id);
    if (why !== undefined) return id === entry.checkpointId ? why : `it builds on checkpoint ${id}: ${why}`;
    const link = all.find((c) => c.checkpointId === id);
    if (link === undefined) return `it builds on checkpoint ${id}, which is missing`;
    if (link.meta === null) return `it builds on checkpoint ${id}: ${link.fault?.detail ?? 'unreadable'}`;
    chain.push({ checkpointId: id, meta: link.meta });
  }
  return { checkpointId: entry.checkpointId, meta: entry.meta, chain };
}

/** null when the log has every batch after `from` up to `last`, each once; else what is missing. */
function missingAfter(facts: RunFacts, from: number, last: number): string | null {
  if (from > last) return `it is ahead of the last committed batch, ${last}`;
  let next = from + 1;
  for (const entry of facts.log) {
    if (entry.batchId < next) continue;
    if (entry.batchId > next || next > last) break;
    next += entry.meta.count;
  }
  return next > last ? null : `the log has no batch ${next}`;
}

function resume(facts: RunFacts, checkpoint: RestorePoint | null, skipped: readonly SkippedCheckpoint[], last: number): RecoveryDecision {
  const from = checkpoint?.meta.batchId ?? 0;
  const rerun = facts.log.filter((entry) => entry.batchId > from && entry.batchId <= last);
  const pending: LogEntry[] = [];
  let next = last + 1;
  for (const entry of facts.log) {
    if (entry.batchId !== next) continue;
    pending.push(entry);
    next += entry.meta.count;
  }
  return { kind: 'resume', checkpoint, skipped, rerun, pending };
}
