// What the recovery strip says, as pure functions of a RecoveryReport. Law: every clause repeats something the report
// counted or checked, in the tense that fits how far it is; what the report does not know is not said. Zero counts, empty
// ranges and missing parts leave their clause out, they never become a claim. No word promises anything.
import type { RecoveryReport, RunStatus } from '../../protocol/engine-api.ts';
import { batchRange, formatTook } from '../dock/format.ts';
import { countOf, exactCount, formatBytes, formatClockTenths } from '../text/numbers.ts';

export interface RecoverySentence {
  /** "Recovered.", bold. */
  readonly lead: string;
  /** Said after the lead with " · " between; the first begins with a capital. */
  readonly clauses: readonly string[];
  /** Something was passed over or does not add up: the strip stays until it is dismissed. */
  readonly attention: boolean;
}

/**
 * Whether a report that is not finished goes on: the run may stand still in the middle of a recovery, paused by the user or
 * stopped by a problem, and then nothing in it is "now".
 */
export type RecoveryCourse = 'going' | 'paused' | 'stopped';

/** The course of a recovery by the state of its run. */
export function recoveryCourse(status: Pick<RunStatus, 'state' | 'problem'>): RecoveryCourse {
  if (status.state === 'starting' || status.state === 'recovering' || status.state === 'running') return 'going';
  return status.problem === null && status.state === 'paused' ? 'paused' : 'stopped';
}

/** How a step of the track stands. warn: done, with something to say about it. */
export type StepState = 'todo' | 'now' | 'done' | 'warn';

/** Glyph and colours of a step: those of the status of the same name. */
export type StepKind = 'checkpoint' | 'replayed' | 'committed' | 'caught-up' | 'live';

export interface RecoveryStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly state: StepState;
  /** "118", "119–150", "18 missed". */
  readonly label: string;
  /** "restored", "12 of 32". */
  readonly note: string;
}

/** Up to this many batches of one kind have a step each; more share one. */
const STEPS_EACH = 3;

export function describeRecovery(given: RecoveryReport, course: RecoveryCourse = 'going'): RecoverySentence {
  const report = settled(given, course);
  const clauses = [
    ...report.skippedCheckpoints.map((skipped) => `checkpoint no. ${skipped.checkpointId} was damaged and passed over: ${withoutStop(skipped.why)}`),
    checkpointClause(report),
    rerunClause(report),
    pendingClause(report),
    caughtUpClause(report),
    loggedClause(report),
    waitingClause(report),
  ].filter((clause) => clause !== null);
  return {
    lead: leadOf(given, course),
    clauses: clauses.map((clause, i) => (i === 0 ? capital(clause) : clause)),
    attention: needsAttention(given, course),
  };
}

/** The sentence as one text, for the log, live regions and tests. */
export function recoveryText(report: RecoveryReport, course: RecoveryCourse = 'going'): string {
  const { lead, clauses } = describeRecovery(report, course);
  return clauses.length === 0 ? lead : `${lead} ${clauses.join(' · ')}`;
}

/** True when a checkpoint was passed over, a batch that ran again gave other rows than the committed ones, or it stopped half way. */
export function needsAttention(report: RecoveryReport, course: RecoveryCourse = 'going'): boolean {
  return report.skippedCheckpoints.length > 0 || mismatches(report) > 0 || (course === 'stopped' && !report.finished);
}

/** A recovery that stands still is told as far as it came. */
function settled(report: RecoveryReport, course: RecoveryCourse): RecoveryReport {
  return course === 'going' ? report : { ...report, finished: true };
}

/** False for the first start of a pipeline: nothing was there, so nothing was recovered. */
export function isWorthTelling(report: RecoveryReport): boolean {
  return (
    report.checkpoint !== null ||
    report.skippedCheckpoints.length > 0 ||
    report.lastCommittedMs !== null ||
    batches(report.rerun) > 0 ||
    batches(report.pending) > 0 ||
    report.liveRowsWaiting > 0 ||
    (report.caughtUp !== null && report.caughtUp.count > 0)
  );
}

/** Batches that ran again and gave other rows. */
function mismatches(report: RecoveryReport): number {
  return report.rerun === null ? 0 : Math.max(0, report.rerun.done - report.rerun.matched);
}

function leadOf(report: RecoveryReport, course: RecoveryCourse): string {
  if (mismatches(report) > 0) return 'Recovery does not add up.';
  if (!report.finished && course !== 'going') return course === 'paused' ? 'Recovery paused.' : 'Recovery stopped.';
  const done = report.finished;
  switch (report.reason) {
    case 'reload':
      return done ? 'Recovered.' : 'Recovering.';
    case 'worker-restarted':
      return done ? 'Recovered after a restart of the worker.' : 'Recovering after a restart of the worker.';
    case 'storage-reopened':
      return done ? 'Recovered after the storage was reopened.' : 'Recovering after the storage was reopened.';
    case 'took-over':
      return done ? 'Taken over.' : 'Taking over.';
    case 'run-again':
      return done ? 'Resumed.' : 'Resuming.';
  }
}

function checkpointClause(report: RecoveryReport): string | null {
  const { checkpoint } = report;
  if (checkpoint === null) {
    if (report.skippedCheckpoints.length > 0) return 'no other checkpoint was there';
    // Without a commit before, or with nothing to rebuild, the lack of a checkpoint says nothing.
    return report.lastCommittedMs === null || batches(report.rerun) === 0 ? null : 'no checkpoint was there yet';
  }
  const facts = [countOf(checkpoint.keys, 'key', 'keys'), formatBytes(checkpoint.bytes)];
  // It is restored when the phase is past it.
  if (report.phase === 'restore')
    return `${report.finished ? 'not restored: checkpoint' : 'restoring checkpoint'} ${checkpoint.batchId} (${facts.join(', ')})`;
  return `checkpoint ${checkpoint.batchId} restored (${[...facts, formatTook(checkpoint.restoreMs)].join(', ')})`;
}

function rerunClause(report: RecoveryReport): string | null {
  const { rerun } = report;
  const total = batches(rerun);
  if (rerun === null || total === 0) return null;
  const range = batchRange(rerun.from, rerun.to);
  const wrong = mismatches(report);
  if (wrong > 0) {
    const ran = total === 1 ? `${range} ran again` : `${exactCount(rerun.done)} of ${exactCount(total)} batches ran again (${range})`;
    return rerun.matched === 0
      ? `${ran} and did not give the committed rows`
      : `${ran}, ${exactCount(rerun.matched)} gave the committed rows and ${exactCount(wrong)} did not`;
  }
  if (rerun.done >= total) return `${range} ran again and gave the committed rows`;
  if (rerun.done <= 0) return isAt(report, 're-run') ? `running ${range} again` : `${range} ${report.finished ? 'not run again' : 'to run again'}`;
  const soFar = `${exactCount(rerun.done)} of ${exactCount(total)}`;
  return isAt(report, 're-run')
    ? `running ${range} again (${soFar}, with the committed rows so far)`
    : `${soFar} batches ran again (${range}) and gave the committed rows`;
}

function pendingClause(report: RecoveryReport): string | null {
  const { pending } = report;
  const total = batches(pending);
  if (pending === null || total === 0) return null;
  const range = batchRange(pending.from, pending.to);
  if (pending.done >= total) return `${range} ran now`;
  if (isAt(report, 'pending'))
    return total === 1 ? `running ${range} now` : `running ${range} now (${exactCount(pending.done)} of ${exactCount(total)})`;
  return pending.done <= 0
    ? `${range} ${report.finished ? 'still to run' : 'to run'}`
    : `${exactCount(pending.done)} of ${exactCount(total)} batches ran now (${range})`;
}

function caughtUpClause(report: RecoveryReport): string | null {
  const { caughtUp } = report;
  if (caughtUp === null || caughtUp.count === 0) return null;
  const missed = countOf(caughtUp.count, 'missed batch', 'missed batches');
  if (caughtUp.done >= caughtUp.count) return `${missed} caught up in ${formatTook(caughtUp.ms)}`;
  const soFar = caughtUp.done <= 0 ? '' : ` (${exactCount(caughtUp.done)} done)`;
  return isAt(report, 'catch-up') ? `catching up ${missed}${soFar}` : `${missed} ${report.finished ? 'still to catch up' : 'to catch up'}${soFar}`;
}

function loggedClause(report: RecoveryReport): string | null {
  return report.loggedUpToMs === null ? null : `input logged up to ${formatClockTenths(report.loggedUpToMs)}`;
}

function waitingClause(report: RecoveryReport): string | null {
  if (report.liveRowsWaiting === 0) return null;
  return `${countOf(report.liveRowsWaiting, 'logged row was', 'logged rows were')} in no batch yet`;
}

/**
 * The track: checkpoint, batches that ran again, batches that ran now, missed ones, then live. Ends with "live" always;
 * other steps only when the report has them.
 */
export function recoverySteps(given: RecoveryReport, course: RecoveryCourse = 'going'): readonly RecoveryStep[] {
  const report = settled(given, course);
  const steps: RecoveryStep[] = [];
  if (report.checkpoint !== null) {
    const restored = report.phase !== 'restore';
    const restoring = isAt(report, 'restore');
    const state = restoring ? 'now' : !restored ? 'todo' : report.skippedCheckpoints.length > 0 ? 'warn' : 'done';
    steps.push({
      id: 'checkpoint',
      kind: 'checkpoint',
      state,
      label: String(report.checkpoint.batchId),
      note: restoring ? 'restoring' : restored ? 'restored' : 'to restore',
    });
  }
  const rerun = report.rerun;
  const wrong = mismatches(report);
  if (rerun !== null)
    steps.push(...batchSteps(rerun, 'replayed', isAt(report, 're-run'), wrong, { done: 'ran again', now: 'running', todo: 'to run again' }));
  if (report.pending !== null) {
    steps.push(...batchSteps(report.pending, 'committed', isAt(report, 'pending'), 0, { done: 'ran now', now: 'running', todo: 'to run' }));
  }
  const { caughtUp } = report;
  if (caughtUp !== null && caughtUp.count > 0) {
    const done = caughtUp.done >= caughtUp.count;
    const now = !done && isAt(report, 'catch-up');
    const note = done ? 'caught up' : now || caughtUp.done > 0 ? `${exactCount(caughtUp.done)} done` : 'to catch up';
    steps.push({
      id: 'caught-up',
      kind: 'caught-up',
      state: done ? 'done' : now ? 'now' : 'todo',
      label: `${exactCount(caughtUp.count)} missed`,
      note,
    });
  }
  // A run that was paused is restored to stay still: finished, with batches that wait.
  const live = given.finished && report.phase === 'live' && wrong === 0;
  steps.push({
    id: 'live',
    kind: 'live',
    state: live ? 'done' : 'todo',
    label: 'Live',
    note: live ? `after ${formatTook(report.totalMs)}` : 'next',
  });
  return steps;
}

function batchSteps(
  run: { readonly from: number; readonly to: number; readonly done: number },
  kind: StepKind,
  running: boolean,
  wrong: number,
  words: { readonly done: string; readonly now: string; readonly todo: string },
): readonly RecoveryStep[] {
  const total = batches(run);
  if (total === 0) return [];
  if (total > STEPS_EACH || wrong > 0) {
    const all = run.done >= total;
    const state = wrong > 0 ? 'warn' : all ? 'done' : running ? 'now' : 'todo';
    const note =
      wrong > 0
        ? `${exactCount(wrong)} differ`
        : all
          ? words.done
          : run.done > 0 || running
            ? `${exactCount(run.done)} of ${exactCount(total)}`
            : words.todo;
    return [{ id: `${kind}-${run.from}`, kind, state, label: total === 1 ? String(run.from) : `${run.from}–${run.to}`, note }];
  }
  return Array.from({ length: total }, (_, i) => {
    const state = i < run.done ? 'done' : i === run.done && running ? 'now' : 'todo';
    return { id: `${kind}-${run.from + i}`, kind, state, label: String(run.from + i), note: words[state] };
  });
}

/**
 * A short text for the polite live region and the log: it changes with the phase and at the end, not with every batch.
 * Empty when the phase has nothing to tell.
 */
export function announceRecovery(report: RecoveryReport, course: RecoveryCourse = 'going'): string {
  if (report.finished || course !== 'going' || needsAttention(report)) return recoveryText(report, course);
  const { rerun, pending, caughtUp } = report;
  switch (report.phase) {
    case 'restore':
      return report.checkpoint === null ? 'Recovering.' : `Recovering. Restoring checkpoint ${report.checkpoint.batchId}.`;
    case 're-run':
      return rerun === null || batches(rerun) === 0 ? '' : `Running ${batchRange(rerun.from, rerun.to)} again.`;
    case 'pending':
      return pending === null || batches(pending) === 0 ? '' : `Running ${batchRange(pending.from, pending.to)} now.`;
    case 'catch-up':
      return caughtUp === null || caughtUp.count === 0 ? '' : `Catching up ${countOf(caughtUp.count, 'missed batch', 'missed batches')}.`;
    case 'live':
      return '';
  }
}

/** When recovery ended by its own account, epoch milliseconds; null while it goes on. */
export function recoveryEndMs(report: RecoveryReport): number | null {
  return report.finished ? report.openedMs + report.totalMs : null;
}

/** Tells one recovery from the next of the same pipeline. */
export function recoveryId(report: RecoveryReport): string {
  return `${report.reason}@${report.openedMs}`;
}

function isAt(report: RecoveryReport, phase: RecoveryReport['phase']): boolean {
  return !report.finished && report.phase === phase;
}

function batches(run: { readonly from: number; readonly to: number } | null): number {
  return run === null ? 0 : Math.max(0, run.to - run.from + 1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
