import { describe, expect, it } from 'vitest';
import { problem } from '../../../src/problem/problem.ts';
import type { CheckpointInfo, RunStatus } from '../../../src/protocol/engine-api.ts';
import { appendLog, LOG_KEPT, logFrame, newNotices, type Seen } from '../../../src/studio/dock/log/run-log.ts';
import { batch, recovery, T0 } from './batch-fixture.ts';

const running: RunStatus = {
  pipelineId: 'p',
  role: 'owner',
  ownerTab: null,
  state: 'running',
  runId: 'run-1',
  applied: '{}',
  batchIntervalMs: 1_000,
  zeroTimeMs: T0,
  lastBatch: { batchId: 121, timeMs: T0 + 121_000 },
  queuedBatches: 0,
  lagMs: 1,
  lastCheckpoint: null,
  checkpointIntervalMs: 10_000,
  recovery: null,
  problem: null,
  notices: [],
  slowMotion: false,
  needs: [],
  rates: [],
};
const checkpoint: CheckpointInfo = {
  checkpointId: 12,
  batchId: 118,
  takenMs: T0,
  kind: 'delta',
  keys: 10_432,
  bytes: 214_000,
  writeMs: 21,
  operators: [],
  note: null,
};

/** The log of a page that saw these statuses one after the other. */
function logOf(...statuses: readonly RunStatus[]): string[] {
  let seen: Seen | null = null;
  const lines: string[] = [];
  statuses.forEach((status, i) => {
    const step = logFrame(seen, { status, batches: [] }, T0 + i * 1_000, (id) => `“${id}”`);
    seen = step.seen;
    lines.push(...step.entries.map((entry) => (entry.text === null ? entry.title : `${entry.title}: ${entry.text}`)));
  });
  return lines;
}

describe('the log', () => {
  it('says nothing of what was already so when the page came', () => {
    expect(logOf({ ...running, lastCheckpoint: checkpoint }, { ...running, lastCheckpoint: checkpoint })).toEqual([]);
  });

  it('tells a run from start to stop', () => {
    expect(
      logOf(
        { ...running, state: 'idle', lastBatch: null },
        { ...running, state: 'starting', lastBatch: null },
        running,
        { ...running, state: 'paused' },
        running,
        { ...running, state: 'stopped' },
      ),
    ).toEqual(['Run started: a batch every 1 s', 'Paused: after batch 121', 'Run goes on: a batch every 1 s', 'Stopped: after batch 121']);
  });

  it('knows a run that began as the page came', () => {
    expect(logOf({ ...running, lastBatch: null })).toEqual(['Run started: a batch every 1 s']);
    expect(logOf(running)).toEqual([]);
  });

  it('tells each checkpoint once, and not the restored one', () => {
    const second = { ...checkpoint, checkpointId: 13, batchId: 128, kind: 'full', note: 'manual' } as const;
    expect(
      logOf(running, { ...running, lastCheckpoint: checkpoint }, { ...running, lastCheckpoint: checkpoint }, { ...running, lastCheckpoint: second }),
    ).toEqual([
      'Checkpoint 118 written: only what changed, 10,432 keys, 214 KB, 21 ms',
      'Checkpoint 128 written by hand: whole, 10,432 keys, 214 KB, 21 ms',
    ]);
    expect(logOf(running, { ...running, lastCheckpoint: { ...checkpoint, note: 'restored' } })).toEqual([]);
  });

  it('follows a recovery by its phases and ends with the whole sentence', () => {
    const at = (phase: 'restore' | 're-run', done: number) =>
      recovery({ phase, finished: false, rerun: { from: 119, to: 120, done, matched: done } });
    const lines = logOf(
      { ...running, state: 'recovering', recovery: at('restore', 0) },
      { ...running, state: 'recovering', recovery: at('re-run', 0) },
      { ...running, state: 'recovering', recovery: at('re-run', 1) },
      { ...running, recovery: recovery() },
      { ...running, recovery: recovery() },
    );
    expect(lines.slice(0, 2)).toEqual(['Recovering. Restoring checkpoint 118.', 'Running 119 and 120 again.']);
    expect(lines[2]).toMatch(/^Recovered\. Checkpoint 118 restored/);
    expect(lines.length).toBe(3);
  });

  it('tells who runs it', () => {
    expect(logOf(running, { ...running, role: 'viewer', ownerTab: 'tab opened 14:02' }, running)).toEqual([
      'Another tab (tab opened 14:02) runs the pipeline now: This one watches.',
      'This tab runs the pipeline now',
    ]);
  });

  it('tells applied changes and a new run, but not both for one', () => {
    expect(logOf(running, { ...running, applied: '{"a":1}' }, { ...running, applied: '{"b":1}', runId: 'run-2' })).toEqual([
      'Changes applied: after batch 121',
      'A new run began from nothing',
    ]);
  });

  it('tells a problem once, with how to go on', () => {
    const full = problem('engine/owned-elsewhere', {}, { tab: 'tab opened 14:02' });
    const lines = logOf(running, { ...running, state: 'failed', problem: full }, { ...running, state: 'failed', problem: { ...full } });
    expect(lines).toEqual([
      'Another tab (tab opened 14:02) runs this pipeline now, so this one can no longer write to it.: Watch it here, or take over.',
    ]);
  });

  it('tells back-pressure when it begins, not at every breath', () => {
    const limited = (limitPerSecond: number | null): RunStatus => ({
      ...running,
      rates: [{ operatorId: 'lines', wantedPerSecond: 100_000, limitPerSecond }],
    });
    expect(logOf(limited(null), limited(52_000), limited(51_000), limited(null), limited(50_000))).toEqual([
      'Back-pressure holds “lines” at 52,000 rows/s: 100,000 are wanted.',
    ]);
  });

  it('tells each notice once, also when old ones fall out', () => {
    const notice = (batches: number) => problem('engine/asleep', {}, { from: '14:00:00', to: '14:00:09', batches });
    expect(
      logOf({ ...running, notices: [notice(1)] }, { ...running, notices: [notice(1), notice(2)] }, { ...running, notices: [notice(2), notice(3)] })
        .length,
    ).toBe(2);
    expect(newNotices([notice(1), notice(2)], [notice(2), notice(2)])).toEqual([notice(2)]);
  });

  it('tells a recovery that stopped half way, with its problem', () => {
    const half = recovery({ phase: 're-run', finished: false, rerun: { from: 119, to: 120, done: 0, matched: 0 } });
    const lines = logOf(
      { ...running, state: 'recovering', recovery: half },
      { ...running, state: 'paused', recovery: half, problem: problem('engine/owned-elsewhere', {}, { tab: 'tab opened 14:02' }) },
    );
    expect(lines[1]).toMatch(/^Recovery stopped\. Checkpoint 118 restored/);
  });

  it('tells failed batches', () => {
    const { entries } = logFrame(null, { status: running, batches: [batch(120), batch(121, { status: 'failed' })] }, T0, (id) => id);
    expect(entries.map((entry) => entry.title)).toEqual(['Batch 121 failed']);
  });

  it('is bounded, and its entries keep their numbers', () => {
    const entry = { atMs: T0, status: 'idle', title: 'x', text: null } as const;
    const full = appendLog(
      [],
      Array.from({ length: LOG_KEPT }, () => entry),
    );
    const next = appendLog(full, [entry, entry]);
    expect([next.length, next[0]?.id, next.at(-1)?.id]).toEqual([LOG_KEPT, 3, LOG_KEPT + 2]);
  });
});
