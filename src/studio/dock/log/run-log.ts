// What happened, in words: entries of the Log tab, derived from what the engine reports. Pure reducers: what was seen before,
// what is seen now, the clock of the page. An entry is made when something changed while this page watched, never for
// what was already so when it came.
import { describeProblem, type Problem } from '../../../problem/problem.ts';
import type { BatchInfo, CheckpointInfo, Frame, RunStatus } from '../../../protocol/engine-api.ts';
import { announceRecovery, isWorthTelling, needsAttention, recoveryCourse, recoveryId, recoveryText } from '../../strip/recovery-sentence.ts';
import { countOf, exactCount, formatBytes } from '../../text/numbers.ts';
import { formatTook } from '../format.ts';

/** The mock's statuses: they choose glyph and colour. */
export type LogStatus = 'idle' | 'running' | 'paused' | 'waiting' | 'replayed' | 'committed' | 'failed' | 'checkpoint';

export interface LogEntry {
  readonly atMs: number;
  readonly status: LogStatus;
  readonly title: string;
  readonly text: string | null;
}

export const LOG_KEPT = 500;
/** Back-pressure comes and goes with every few batches: at most one entry a source in this time. */
const LIMIT_EVERY_MS = 30_000;

export interface Seen {
  readonly status: RunStatus;
  /** When a limit was last told, by source. */
  readonly limits: ReadonlyMap<string, number>;
}

export type NameOf = (operatorId: string) => string;

/** The entries a frame makes, oldest first, and what to compare the next one with. */
export function logFrame(
  seen: Seen | null,
  frame: Pick<Frame, 'status' | 'batches'>,
  nowMs: number,
  nameOf: NameOf,
): { readonly seen: Seen; readonly entries: readonly LogEntry[] } {
  const before = seen?.status.pipelineId === frame.status.pipelineId ? seen : null;
  const after = frame.status;
  const entry = (status: LogStatus, title: string, text: string | null = null): LogEntry => ({ atMs: nowMs, status, title, text });
  const limits = limitEntries(before, after, nowMs, nameOf, entry);
  const entries = [
    ...recoveryEntries(before?.status ?? null, after, entry),
    ...(before === null ? firstEntries(after, entry) : changeEntries(before.status, after, entry)),
    ...frame.batches.filter((batch) => batch.status === 'failed').map((batch) => failedEntry(batch, entry)),
    ...checkpointEntries(before?.status ?? null, after, entry),
    ...problemEntries(before?.status ?? null, after, entry),
    ...(before === null ? [] : newNotices(before.status.notices, after.notices).map((notice) => problemEntry(notice, entry))),
    ...limits.entries,
  ];
  return { seen: { status: after, limits: limits.told }, entries };
}

type MakeEntry = (status: LogStatus, title: string, text?: string | null) => LogEntry;

function recoveryEntries(before: RunStatus | null, after: RunStatus, entry: MakeEntry): readonly LogEntry[] {
  const { recovery } = after;
  if (recovery === null || !isWorthTelling(recovery)) return [];
  const course = recoveryCourse(after);
  const known = before?.recovery ?? null;
  const same = known !== null && before !== null && recoveryId(known) === recoveryId(recovery);
  if (same && known.finished) return [];
  if (recovery.finished) return [entry(needsAttention(recovery) ? 'waiting' : 'committed', recoveryText(recovery))];
  const words = announceRecovery(recovery, course);
  // Told when it changes: a phase can learn what it has to do after it began.
  const told = same ? announceRecovery(known, recoveryCourse(before)) : '';
  if (words === '' || words === told) return [];
  return [entry(course === 'going' ? 'replayed' : course === 'paused' ? 'paused' : 'failed', words)];
}

/** A page that comes right after Run was pressed has seen it start. */
function firstEntries(after: RunStatus, entry: MakeEntry): readonly LogEntry[] {
  return after.state === 'running' && after.lastBatch === null
    ? [entry('running', 'Run started', `a batch every ${formatTook(after.batchIntervalMs)}`)]
    : [];
}

function changeEntries(before: RunStatus, after: RunStatus, entry: MakeEntry): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  const last = after.lastBatch === null ? null : `after batch ${after.lastBatch.batchId}`;
  if (before.role !== after.role) {
    if (after.role === 'owner') entries.push(entry('running', 'This tab runs the pipeline now'));
    else if (after.role === 'viewer')
      entries.push(
        entry('waiting', `${after.ownerTab === null ? 'Another tab' : `Another tab (${after.ownerTab})`} runs the pipeline now`, 'This one watches.'),
      );
  }
  if (before.runId !== null && after.runId !== null && before.runId !== after.runId) entries.push(entry('running', 'A new run began from nothing'));
  if (before.applied !== null && after.applied !== null && before.applied !== after.applied && before.runId === after.runId) {
    entries.push(entry('committed', 'Changes applied', last));
  }
  if (before.batchIntervalMs !== after.batchIntervalMs && before.runId === after.runId)
    entries.push(entry('idle', `Batch interval is ${formatTook(after.batchIntervalMs)} now`, last));
  if (before.state !== after.state) entries.push(...stateEntries(before, after, last, entry));
  if (before.slowMotion !== after.slowMotion) entries.push(entry('idle', after.slowMotion ? 'Slow motion on' : 'Slow motion off'));
  return entries;
}

function stateEntries(before: RunStatus, after: RunStatus, last: string | null, entry: MakeEntry): readonly LogEntry[] {
  switch (after.state) {
    case 'running':
      if (before.state === 'recovering') return [];
      return [entry('running', before.state === 'paused' ? 'Run goes on' : 'Run started', `a batch every ${formatTook(after.batchIntervalMs)}`)];
    case 'paused':
      return [entry('paused', 'Paused', last)];
    case 'stopped':
      return [entry('idle', 'Stopped', last)];
    case 'failed':
      return after.problem === null ? [entry('failed', 'Run failed', last)] : [];
    case 'idle':
    case 'starting':
    case 'recovering':
      return [];
  }
}

function failedEntry(batch: BatchInfo, entry: MakeEntry): LogEntry {
  return entry('failed', `Batch ${batch.batchId} failed`, 'It is not committed.');
}

function checkpointEntries(before: RunStatus | null, after: RunStatus, entry: MakeEntry): readonly LogEntry[] {
  const checkpoint = after.lastCheckpoint;
  if (before === null || checkpoint === null || checkpoint.checkpointId === before.lastCheckpoint?.checkpointId || checkpoint.note === 'restored')
    return [];
  // A restore can make an older one the last: only a newer one was written now.
  if (before.lastCheckpoint !== null && checkpoint.takenMs < before.lastCheckpoint.takenMs) return [];
  return [entry('checkpoint', checkpointTitle(checkpoint), checkpointFacts(checkpoint))];
}

function checkpointTitle(checkpoint: CheckpointInfo): string {
  const name = checkpoint.kind === 'savepoint' ? 'Savepoint' : 'Checkpoint';
  return `${name} ${checkpoint.batchId} written${checkpoint.note === 'manual' ? ' by hand' : ''}`;
}

function checkpointFacts(checkpoint: CheckpointInfo): string {
  const facts = [countOf(checkpoint.keys, 'key'), formatBytes(checkpoint.bytes), formatTook(checkpoint.writeMs)];
  return [checkpoint.kind === 'delta' ? 'only what changed' : 'whole', ...facts].join(', ');
}

function problemEntries(before: RunStatus | null, after: RunStatus, entry: MakeEntry): readonly LogEntry[] {
  if (after.problem === null || (before?.problem != null && sameProblem(before.problem, after.problem))) return [];
  return [problemEntry(after.problem, entry)];
}

function problemEntry(problem: Problem, entry: MakeEntry): LogEntry {
  const { what, next } = describeProblem(problem);
  return entry(problem.severity === 'error' ? 'failed' : problem.severity === 'warning' ? 'waiting' : 'idle', what, next);
}

/** Both lists hold the newest ones, oldest first: what the second has beyond the end of the first. */
export function newNotices(before: readonly Problem[], after: readonly Problem[]): readonly Problem[] {
  for (let shared = Math.min(before.length, after.length); shared > 0; shared--) {
    const end = before.slice(-shared);
    if (end.every((notice, i) => sameProblem(notice, after[i] ?? notice))) return after.slice(shared);
  }
  return after;
}

export function sameProblem(a: Problem, b: Problem): boolean {
  return a.code === b.code && JSON.stringify([a.where, a.params]) === JSON.stringify([b.where, b.params]);
}

function limitEntries(
  before: Seen | null,
  after: RunStatus,
  nowMs: number,
  nameOf: NameOf,
  entry: MakeEntry,
): { readonly entries: readonly LogEntry[]; readonly told: ReadonlyMap<string, number> } {
  const told = new Map(before?.limits ?? []);
  const entries: LogEntry[] = [];
  for (const rate of after.rates) {
    const limit = rate.limitPerSecond;
    if (limit === null || limit >= rate.wantedPerSecond || nowMs - (told.get(rate.operatorId) ?? Number.NEGATIVE_INFINITY) < LIMIT_EVERY_MS) continue;
    const known = before?.status.rates.find((r) => r.operatorId === rate.operatorId);
    const wasLimited = known !== undefined && known.limitPerSecond !== null && known.limitPerSecond < known.wantedPerSecond;
    if (wasLimited) continue;
    told.set(rate.operatorId, nowMs);
    entries.push(
      entry(
        'waiting',
        `Back-pressure holds ${nameOf(rate.operatorId)} at ${exactCount(limit)} rows/s`,
        `${exactCount(rate.wantedPerSecond)} are wanted.`,
      ),
    );
  }
  return { entries, told };
}

/** An entry with its number in the log. */
export interface LoggedEntry extends LogEntry {
  readonly id: number;
}

/** Appends and keeps the newest LOG_KEPT. */
export function appendLog(log: readonly LoggedEntry[], entries: readonly LogEntry[]): readonly LoggedEntry[] {
  if (entries.length === 0) return log;
  const next = (log.at(-1)?.id ?? 0) + 1;
  return [...log, ...entries.map((entry, i) => ({ ...entry, id: next + i }))].slice(-LOG_KEPT);
}
