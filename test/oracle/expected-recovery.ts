// What a recovery must find, told from storage by simple means, to hold the recovery report against: the newest checkpoint
// whose pieces are whole and after which the log has no gap, what was committed since, what is logged and not committed.
import { crc32c } from '../../src/columns/checksum.ts';
import type { RecoveryReport } from '../../src/protocol/engine-api.ts';
import { readFacts } from '../../src/storage/journal.ts';
import type { MemoryStore } from '../../src/storage/memory-store.ts';
import { must } from './life-record.ts';
import { PIPELINE } from './simulated-host.ts';

export interface ExpectedRecovery {
  /** Batch of the checkpoint restored; 0: none, the log from its first batch on; null: neither will do. */
  readonly from: number | null;
  readonly skipped: number;
  readonly lastBatchId: number;
  readonly committedMs: number;
  /** Last batch id that is in the log. */
  readonly loggedBatchId: number;
}

/** null: there is no run yet. */
export async function expectedRecovery(contents: MemoryStore): Promise<ExpectedRecovery | null> {
  const facts = await readFacts(contents, PIPELINE);
  if (facts.head === null) return null;
  const { runId, lastBatchId, committedMs } = facts.head.meta;
  const isLogged = new Set<number>();
  for (const { batchId, meta } of facts.log) for (let i = 0; i < meta.count; i++) isLogged.add(batchId + i);
  const covers = (from: number): boolean => {
    for (let id = from + 1; id <= lastBatchId; id++) if (!isLogged.has(id)) return false;
    return true;
  };
  const whole = new Map<number, boolean>();
  for (const { checkpointId, meta } of facts.checkpoints)
    whole.set(checkpointId, meta !== null && (await isWhole(contents, runId, checkpointId, meta.chunks)));
  let skipped = 0;
  let from: number | null = null;
  for (const { checkpointId, meta } of facts.checkpoints) {
    if (meta !== null && [...meta.chain, checkpointId].every((id) => whole.get(id) === true) && meta.batchId <= lastBatchId && covers(meta.batchId)) {
      from = meta.batchId;
      break;
    }
    skipped++;
  }
  if (from === null && covers(0)) from = 0;
  let loggedBatchId = lastBatchId;
  while (isLogged.has(loggedBatchId + 1)) loggedBatchId++;
  return { from, skipped, lastBatchId, committedMs, loggedBatchId };
}

async function isWhole(
  contents: MemoryStore,
  runId: string,
  checkpointId: number,
  chunks: readonly { readonly bytes: number; readonly crc: number }[],
): Promise<boolean> {
  const stored = await contents.range('chunks', { prefix: [runId, checkpointId] });
  return stored.length === chunks.length && stored.every(({ record }, i) => record.bytes !== null && crc32c(record.bytes) === chunks[i]?.crc);
}

/** Every number of the report was claimed to a person: it must be what storage held. */
export function checkReport(report: RecoveryReport, expected: ExpectedRecovery): void {
  const { from, lastBatchId } = expected;
  const say = (what: string, got: unknown, want: unknown): void =>
    must(
      JSON.stringify(got) === JSON.stringify(want),
      () => `the recovery report says ${what} ${JSON.stringify(got)}, but it is ${JSON.stringify(want)}`,
    );
  say('checkpoint', report.checkpoint?.batchId ?? 0, from ?? 0);
  say('skipped checkpoints', report.skippedCheckpoints.length, expected.skipped);
  say('last commit', report.lastCommittedMs, lastBatchId === 0 ? null : expected.committedMs);
  const rerun = lastBatchId - (from ?? 0);
  say('re-run', report.rerun, rerun === 0 ? null : { from: (from ?? 0) + 1, to: lastBatchId, done: rerun, matched: rerun });
  const pending = expected.loggedBatchId - lastBatchId;
  say(
    'pending',
    report.pending === null ? null : [report.pending.from, report.pending.to],
    pending === 0 ? null : [lastBatchId + 1, expected.loggedBatchId],
  );
}

/** When it says it is finished and live, everything it counted must have come to its end; else a sentence with what has not. */
export function unfinishedIn(report: RecoveryReport): string | null {
  const { pending, caughtUp } = report;
  if (report.phase !== 'live') return null;
  if (pending !== null && pending.done !== pending.to - pending.from + 1)
    return `a finished recovery says ${pending.done} of the pending batches ${pending.from} to ${pending.to} ran`;
  if (caughtUp !== null && caughtUp.done !== caughtUp.count)
    return `a finished recovery says ${caughtUp.done} of ${caughtUp.count} missed batches were caught up`;
  return null;
}
