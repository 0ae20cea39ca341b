import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecoveryReport } from '../../../src/protocol/engine-api.ts';
import {
  announceRecovery,
  describeRecovery,
  isWorthTelling,
  needsAttention,
  recoveryCourse,
  recoveryEndMs,
  recoverySteps,
  recoveryText,
} from '../../../src/studio/strip/recovery-sentence.ts';

const OPENED = Date.UTC(2026, 10, 22, 14, 32, 10);

/** The story of the design: the tab closes in batch 121 and opens 18 s later. */
const whole: RecoveryReport = {
  phase: 'live',
  reason: 'reload',
  lastCommittedMs: OPENED - 19_000,
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
};
const nothing: RecoveryReport = {
  ...whole,
  lastCommittedMs: null,
  checkpoint: null,
  rerun: null,
  pending: null,
  caughtUp: null,
  loggedUpToMs: null,
};
const during = (phase: RecoveryReport['phase'], change: Partial<RecoveryReport> = {}): RecoveryReport => ({
  ...whole,
  phase,
  finished: false,
  ...change,
});

describe('the recovery sentence', () => {
  it('tells the whole story in one line', () => {
    expect(recoveryText(whole)).toBe(
      'Recovered. Checkpoint 118 restored (10,432 keys, 1.3 MB, 38 ms) · 119 and 120 ran again and gave the committed rows · 121 ran now · 18 missed batches caught up in 4 ms · input logged up to 14:31:51.8',
    );
  });

  it('uses the singular for one', () => {
    const one: RecoveryReport = {
      ...whole,
      checkpoint: { batchId: 7, keys: 1, bytes: 90, restoreMs: 0.2 },
      rerun: { from: 8, to: 8, done: 1, matched: 1 },
      caughtUp: { count: 1, done: 1, ms: 0.3 },
      liveRowsWaiting: 1,
    };
    expect(describeRecovery(one).clauses).toEqual([
      'Checkpoint 7 restored (1 key, 90 B, 0.2 ms)',
      '8 ran again and gave the committed rows',
      '121 ran now',
      '1 missed batch caught up in 0.3 ms',
      'input logged up to 14:31:51.8',
      '1 logged row was in no batch yet',
    ]);
  });

  it('leaves out what the report does not have', () => {
    expect(recoveryText(nothing)).toBe('Recovered.');
    expect(recoveryText({ ...nothing, caughtUp: { count: 0, done: 0, ms: 0 }, rerun: { from: 5, to: 4, done: 0, matched: 0 } })).toBe('Recovered.');
    expect(isWorthTelling(nothing)).toBe(false);
    expect(isWorthTelling(whole)).toBe(true);
  });

  it('says that there was no checkpoint only when state had to be rebuilt without one', () => {
    expect(describeRecovery({ ...whole, checkpoint: null }).clauses[0]).toBe('No checkpoint was there yet');
    expect(describeRecovery({ ...whole, checkpoint: null, rerun: null }).clauses[0]).toBe('121 ran now');
  });

  it('names a checkpoint that was passed over, why, and stays', () => {
    const skipped = { ...whole, skippedCheckpoints: [{ checkpointId: 12, why: 'its checksum does not fit.' }] };
    expect(describeRecovery(skipped).clauses.slice(0, 2)).toEqual([
      'Checkpoint no. 12 was damaged and passed over: its checksum does not fit',
      'checkpoint 118 restored (10,432 keys, 1.3 MB, 38 ms)',
    ]);
    expect(needsAttention(skipped)).toBe(true);
    expect(describeRecovery({ ...skipped, checkpoint: null }).clauses[1]).toBe('no other checkpoint was there');
  });

  it('never calls a batch equal that was not', () => {
    const one = { ...whole, rerun: { from: 119, to: 119, done: 1, matched: 0 } };
    expect(describeRecovery(one)).toMatchObject({ lead: 'Recovery does not add up.', attention: true });
    expect(describeRecovery(one).clauses[1]).toBe('119 ran again and did not give the committed rows');
    expect(describeRecovery({ ...whole, rerun: { from: 119, to: 123, done: 3, matched: 2 } }).clauses[1]).toBe(
      '3 of 5 batches ran again (119–123), 2 gave the committed rows and 1 did not',
    );
  });

  it('speaks in the tense of the phase', () => {
    const at = during('restore', {
      rerun: { from: 119, to: 120, done: 0, matched: 0 },
      pending: { from: 121, to: 121, done: 0 },
      caughtUp: { count: 18, done: 0, ms: 0 },
    });
    expect(recoveryText(at)).toBe(
      'Recovering. Restoring checkpoint 118 (10,432 keys, 1.3 MB) · 119 and 120 to run again · 121 to run · 18 missed batches to catch up · input logged up to 14:31:51.8',
    );
    expect(describeRecovery({ ...at, phase: 're-run' }).clauses[1]).toBe('running 119 and 120 again');
    expect(describeRecovery({ ...at, phase: 're-run', rerun: { from: 119, to: 120, done: 1, matched: 1 } }).clauses[1]).toBe(
      'running 119 and 120 again (1 of 2, with the committed rows so far)',
    );
    expect(describeRecovery(during('pending', { pending: { from: 121, to: 124, done: 1 } })).clauses[2]).toBe('running 121–124 now (1 of 4)');
    expect(describeRecovery(during('pending', { pending: { from: 121, to: 121, done: 0 } })).clauses[2]).toBe('running 121 now');
    expect(describeRecovery(during('catch-up', { caughtUp: { count: 18, done: 4, ms: 1 } })).clauses[3]).toBe(
      'catching up 18 missed batches (4 done)',
    );
  });

  it('does not claim more than happened when it ended early', () => {
    const early: RecoveryReport = {
      ...whole,
      rerun: { from: 119, to: 123, done: 2, matched: 2 },
      pending: { from: 124, to: 126, done: 0 },
      caughtUp: { count: 18, done: 3, ms: 1 },
    };
    expect(describeRecovery(early).clauses.slice(1, 4)).toEqual([
      '2 of 5 batches ran again (119–123) and gave the committed rows',
      '124–126 still to run',
      '18 missed batches still to catch up (3 done)',
    ]);
    expect(describeRecovery({ ...early, rerun: { from: 119, to: 123, done: 0, matched: 0 } }).clauses[1]).toBe('119–123 not run again');
  });

  it('tells a recovery that stands still as far as it came', () => {
    const halted = during('re-run', { rerun: { from: 119, to: 120, done: 1, matched: 1 }, pending: { from: 121, to: 121, done: 0 }, caughtUp: null });
    expect(recoveryText(halted, 'stopped')).toBe(
      'Recovery stopped. Checkpoint 118 restored (10,432 keys, 1.3 MB, 38 ms) · 1 of 2 batches ran again (119 and 120) and gave the committed rows · 121 still to run · input logged up to 14:31:51.8',
    );
    expect(needsAttention(halted, 'stopped')).toBe(true);
    expect(describeRecovery(halted, 'paused').lead).toBe('Recovery paused.');
    expect(recoverySteps(halted, 'stopped').map((step) => step.state)).toEqual(['done', 'done', 'todo', 'todo', 'todo']);
    expect(describeRecovery(during('restore'), 'stopped').clauses[0]).toBe('Not restored: checkpoint 118 (10,432 keys, 1.3 MB)');
    expect(describeRecovery(whole, 'stopped').lead).toBe('Recovered.');
  });

  it('is not live when the run was restored to stay paused', () => {
    const resting = { ...whole, phase: 'pending', pending: { from: 121, to: 121, done: 0 }, caughtUp: null } as const;
    expect(describeRecovery(resting).clauses[2]).toBe('121 still to run');
    expect(recoverySteps(resting).at(-1)).toMatchObject({ state: 'todo', note: 'next' });
  });

  it('knows from the run whether it goes on', () => {
    expect(recoveryCourse({ state: 'recovering', problem: null })).toBe('going');
    expect(recoveryCourse({ state: 'paused', problem: null })).toBe('paused');
    expect(recoveryCourse({ state: 'failed', problem: null })).toBe('stopped');
  });

  it('says how it came to it', () => {
    const leads = (['reload', 'worker-restarted', 'took-over', 'storage-reopened', 'run-again'] as const).map(
      (reason) => describeRecovery({ ...whole, reason }).lead,
    );
    expect(leads).toEqual([
      'Recovered.',
      'Recovered after a restart of the worker.',
      'Taken over.',
      'Recovered after the storage was reopened.',
      'Resumed.',
    ]);
  });

  it('is announced once a phase, not once a batch', () => {
    const first = during('re-run', { rerun: { from: 119, to: 150, done: 1, matched: 1 } });
    const later = during('re-run', { rerun: { from: 119, to: 150, done: 20, matched: 20 } });
    expect(announceRecovery(first)).toBe('Running 119–150 again.');
    expect(announceRecovery(later)).toBe(announceRecovery(first));
    expect(announceRecovery(whole)).toBe(recoveryText(whole));
  });

  it('knows when it ended', () => {
    expect(recoveryEndMs(whole)).toBe(OPENED + 640);
    expect(recoveryEndMs(during('live'))).toBe(null);
  });
});

describe('the recovery track', () => {
  it('has one step for the checkpoint, each of few batches, the missed ones, and live', () => {
    expect(recoverySteps(whole).map((step) => `${step.label} ${step.note} ${step.state}`)).toEqual([
      '118 restored done',
      '119 ran again done',
      '120 ran again done',
      '121 ran now done',
      '18 missed caught up done',
      'Live after 640 ms done',
    ]);
  });

  it('fills step by step', () => {
    const steps = recoverySteps(
      during('re-run', {
        rerun: { from: 119, to: 120, done: 1, matched: 1 },
        pending: { from: 121, to: 121, done: 0 },
        caughtUp: { count: 18, done: 0, ms: 0 },
      }),
    );
    expect(steps.map((step) => step.state)).toEqual(['done', 'done', 'now', 'todo', 'todo', 'todo']);
  });

  it('shares one step among many batches', () => {
    const steps = recoverySteps(during('re-run', { rerun: { from: 1, to: 32, done: 12, matched: 12 } }));
    expect(steps[1]).toMatchObject({ label: '1–32', note: '12 of 32', state: 'now' });
  });

  it('warns at the step that does not add up and does not go live', () => {
    const steps = recoverySteps({ ...whole, rerun: { from: 119, to: 120, done: 2, matched: 1 } });
    expect(steps[1]).toMatchObject({ state: 'warn', note: '1 differ' });
    expect(steps.at(-1)).toMatchObject({ state: 'todo', note: 'next' });
  });
});

const run = fc.record({
  from: fc.integer({ min: 1, max: 500 }),
  length: fc.integer({ min: 0, max: 60 }),
  done: fc.integer({ min: 0, max: 60 }),
  wrong: fc.integer({ min: 0, max: 3 }),
});
const reports: fc.Arbitrary<RecoveryReport> = fc.record({
  phase: fc.constantFrom('restore', 're-run', 'pending', 'catch-up', 'live'),
  reason: fc.constantFrom('reload', 'worker-restarted', 'took-over', 'storage-reopened', 'run-again'),
  lastCommittedMs: fc.option(fc.constant(OPENED - 5_000)),
  openedMs: fc.constant(OPENED),
  checkpoint: fc.option(
    fc.record({
      batchId: fc.integer({ min: 1, max: 900 }),
      keys: fc.nat(2_000_000),
      bytes: fc.nat(99_000_000),
      restoreMs: fc.double({ min: 0, max: 9_000, noNaN: true }),
    }),
  ),
  skippedCheckpoints: fc.array(
    fc.record({ checkpointId: fc.nat(99), why: fc.constantFrom('its checksum does not fit.', 'a part of it is missing') }),
    { maxLength: 2 },
  ),
  rerun: fc.option(
    run.map((r) => ({
      from: r.from,
      to: r.from + r.length - 1,
      done: Math.min(r.done, r.length),
      matched: Math.max(0, Math.min(r.done, r.length) - r.wrong),
    })),
  ),
  pending: fc.option(run.map((r) => ({ from: r.from, to: r.from + r.length - 1, done: Math.min(r.done, r.length) }))),
  caughtUp: fc.option(
    fc
      .record({ count: fc.nat(90_000), done: fc.nat(90_000), ms: fc.double({ min: 0, max: 9_000, noNaN: true }) })
      .map((c) => ({ ...c, done: Math.min(c.done, c.count) })),
  ),
  loggedUpToMs: fc.option(fc.constant(OPENED - 130)),
  liveRowsWaiting: fc.nat(3),
  totalMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
  finished: fc.boolean(),
});

describe('every recovery sentence', () => {
  it('claims equality only when all that ran matched, and completion only when all were done', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const text = recoveryText(report);
        const rerun = report.rerun;
        if (/ran again and gave the committed rows/.test(text) && !/of \d+ batches ran again/.test(text)) {
          expect(rerun).not.toBe(null);
          expect(rerun?.done).toBe((rerun?.to ?? 0) - (rerun?.from ?? 0) + 1);
        }
        if (/gave the committed rows/.test(text) && !/did not/.test(text)) expect(rerun?.matched).toBe(rerun?.done);
        if (rerun !== null && rerun.matched < rerun.done) expect(text).toMatch(/did not/);
        if (/caught up in/.test(text)) expect(report.caughtUp?.done).toBe(report.caughtUp?.count);
        if (/checkpoint \d+ restored/i.test(text)) expect([report.checkpoint !== null, report.phase !== 'restore']).toEqual([true, true]);
        if (/\bnull\b|undefined|NaN|Infinity| 0 missed|\b0 logged/.test(text)) throw new Error(text);
        expect(text).not.toMatch(/ {2}|\.\.|· ·|·$|· $/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('says 1 in the singular and every other number in the plural', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const text = recoveryText(report);
        expect(text).not.toMatch(/(?<![\d,.])1 (keys|missed batches|logged rows)|(?<!(?<![\d,.])1) (key,|missed batch |logged row )/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a track that ends with live, with one step in progress at most', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const steps = recoverySteps(report);
        expect(steps.at(-1)?.kind).toBe('live');
        expect(steps.filter((step) => step.state === 'now').length).toBeLessThanOrEqual(1);
        expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
      }),
    );
  });
});
