// What the dock remembers of the run on screen while it is open: batches in the order they ran, edits that were applied, and
// the log. Fed by frames whichever tab shows, so that opening a tab finds its past. Of one pipeline at a time.
import { createStore, useStore } from 'zustand';
import { describeProblem } from '../../problem/problem.ts';
import type { EngineEvent, Frame, PipelineId } from '../../protocol/engine-api.ts';
import { linkStore, subscribeEngineEvents } from '../store/engine-link.ts';
import { readLive, subscribeFrames } from '../store/live-store.ts';
import { BatchHistory } from './batches/batch-history.ts';
import { appendLog, type LogEntry, type LoggedEntry, type LogStatus, logFrame, type Seen } from './log/run-log.ts';
import { nameOfOperator } from './operator-face.tsx';

export const history = new BatchHistory();

const logStore = createStore<{ readonly entries: readonly LoggedEntry[] }>(() => ({ entries: [] }));

let pipelineId: PipelineId | null = null;
let seen: Seen | null = null;

/** Oldest first. */
export function useLog(): readonly LoggedEntry[] {
  return useStore(logStore, (log) => log.entries);
}

/** Remembers from now on. Returns how to stop. */
export function recordRun(): () => void {
  const { status, frame } = readLive();
  if (status !== null) record({ status, batches: frame?.batches ?? [] });
  const stops = [subscribeFrames(record), subscribeEngineEvents(recordEvent), linkStore.subscribe(recordLink)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Batches the live store has read from the engine's store. */
export function recordPast(): void {
  const { status, batches } = readLive();
  if (status?.pipelineId === pipelineId) history.addPast(batches);
}

function record(frame: Pick<Frame, 'status' | 'batches'>): void {
  const { status, batches } = frame;
  if (status.pipelineId !== pipelineId) {
    pipelineId = status.pipelineId;
    seen = null;
    history.forget();
    logStore.setState({ entries: [] });
  }
  history.beginRun(status.runId);
  const before = seen?.status;
  if (before?.applied != null && status.applied !== null && before.applied !== status.applied) history.noteEdit(before.lastBatch?.batchId ?? 0);
  if (status.recovery !== null && status.recovery !== before?.recovery) history.noteRecovery(status.recovery);
  history.receive(batches);
  const step = logFrame(seen, frame, Date.now(), nameOfOperator);
  seen = step.seen;
  write(step.entries);
}

function recordEvent(event: EngineEvent): void {
  if (event.kind === 'bug') say('failed', 'The engine met a bug', event.message);
  else if (event.kind === 'superseded') say('waiting', 'A newer version of Millrace took over the storage', 'Reload this tab to use it.');
  else if (event.kind === 'storage-changed' && event.storage.problem !== null) {
    const { what, next } = describeProblem(event.storage.problem);
    say(event.storage.problem.severity === 'error' ? 'failed' : 'waiting', what, next);
  }
}

function recordLink(link: ReturnType<typeof linkStore.getState>, before: ReturnType<typeof linkStore.getState>): void {
  if (link.restarts > before.restarts) say('waiting', 'The worker is restarted', link.reason);
}

function say(status: LogStatus, title: string, text: string | null): void {
  write([{ atMs: Date.now(), status, title, text }]);
}

function write(entries: readonly LogEntry[]): void {
  if (entries.length > 0) logStore.setState((log) => ({ entries: appendLog(log.entries, entries) }));
}
