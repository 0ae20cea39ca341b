// What an absence runs and tells, counted in batches: where every answer is that of the one before, the first and the last.
import { describe, expect, it } from 'vitest';
import { KEPT_BATCHES, KEPT_ROWS } from '../../src/engine/retention.ts';
import { restsAfterMs, standsStill } from '../../src/engine/steady-plan.ts';
import type { FoldRequest } from '../../src/plan/build-fold.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { Driver, INTERVAL_MS, must, plainSinks, running, TestPlan, window } from './plan-fixture.ts';

const MONTH = 31 * 86_400;

const param = 'p';
const named = (name: string, text: string) => ({ name, text, param });

function foldOf(per: 'row' | 'batch', gives: FoldRequest['gives'], text: string): Omit<FoldRequest, 'operatorId' | 'role' | 'label' | 'input'> {
  return {
    per,
    keys: [named('k', 'k')],
    state: [named('n', 'BIGINT')],
    update: [named('n', text)],
    remove: null,
    where: null,
    emit: [named('k', 'k'), named('n', 'new.n')],
    timeout: null,
    initial: null,
    gives,
  };
}

function shown(plan: TestPlan, input: string): Plan {
  const builder = plan.openBuilder();
  must(builder.sink({ operatorId: 'out', role: 'n', label: 'out', input, view: { kind: 'table' } }));
  return plan.finish();
}

/** Batches run, and what was told, in an absence after one batch. */
function absenceOf(plan: Plan, batches = MONTH): { readonly ran: number; readonly told: readonly (readonly [number, unknown])[] } {
  const driver = new Driver(plan);
  driver.run({ in: [['a'], ['b'], ['a']] });
  let ran = 0;
  const original = driver.runtime.runBatch.bind(driver.runtime);
  driver.runtime.runBatch = (input) => {
    ran++;
    return original(input);
  };
  const told: (readonly [number, unknown])[] = [];
  driver.runtime.advance({ batchId: 2, timeMs: 2 * INTERVAL_MS, count: batches }, (batchId, _, sinks) => {
    told.push([batchId, plainSinks(sinks)['out']]);
  });
  return { ran, told };
}

const KEYS = [
  ['a', 2],
  ['b', 1],
];
const LAST = MONTH + 1;
const WINDOW = { kind: 'batchWindow', sizeMs: 3 * INTERVAL_MS, slideMs: INTERVAL_MS } as const;

describe('a month of absence', () => {
  it('is two answers of a running count of all keys', () => {
    const plan = new TestPlan();
    const counts = plan.aggregate('r', plan.source('in', 'k STRING'), running('all'), { k: 'k' }, { n: 'count(*)' });
    expect(absenceOf(shown(plan, counts))).toEqual({
      ran: 2,
      told: [
        [2, KEYS],
        [LAST, KEYS],
      ],
    });
  });

  it('is as many of state that proves to stay as it is', () => {
    const plan = new TestPlan();
    const state = plan.fold('f', plan.source('in', 'k STRING'), foldOf('batch', 'all', 'coalesce(state.n, 0L) + count(*)'));
    const { ran, told } = absenceOf(shown(plan, state));
    expect(ran).toBeLessThanOrEqual(3);
    expect(told).toEqual([
      [2, KEYS],
      [LAST, KEYS],
    ]);
  });

  it('tells each step of a state that goes on by itself, until it stands still', () => {
    const plan = new TestPlan();
    const state = plan.fold('f', plan.source('in', 'k STRING'), foldOf('batch', 'all', 'least(coalesce(state.n, 0L) + 1L, 4L)'));
    const { told } = absenceOf(shown(plan, state));
    expect(told.map(([batchId]) => batchId)).toEqual([2, 3, 4, LAST]);
  });

  it('is a row for each window without keys, for each is a window of its own', () => {
    const plan = new TestPlan();
    const counts = plan.aggregate('w', plan.source('in', 'k STRING'), window(3, 1), {}, { n: 'count(*)' });
    const { told } = absenceOf(shown(plan, counts), 50);
    expect(told).toEqual(Array.from({ length: 50 }, (_, i) => [i + 2, [[i < 2 ? 3 : 0]]]));
  });

  it('runs and tells of windows without keys what the ledger keeps, and the first', () => {
    const plan = new TestPlan();
    const counts = plan.aggregate('w', plan.source('in', 'k STRING'), window(3, 1), {}, { n: 'count(*)' });
    const { ran, told } = absenceOf(shown(plan, counts));
    expect(ran).toBe(told.length);
    expect(told.slice(0, 3)).toEqual([
      [2, [[3]]],
      [3, [[3]]],
      [4, [[0]]],
    ]);
    expect(told.slice(-KEPT_BATCHES)).toEqual(Array.from({ length: KEPT_BATCHES }, (_, i) => [LAST - KEPT_BATCHES + 1 + i, [[0]]]));
    expect(told.length).toBeLessThan(KEPT_BATCHES + 10);
  });

  it('tells fewer of them the more rows they have', () => {
    const plan = new TestPlan();
    const source = plan.source('in', 'k STRING');
    const keys = Array.from({ length: 700 }, (_, i) => `key ${i}`);
    const counts = plan.aggregate('w', source, { ...WINDOW, inverse: { keepEmptyKeys: true } }, { k: 'k' }, { n: 'count(*)' });
    const driver = new Driver(shown(plan, counts));
    driver.run({ in: keys.map((key) => [key]) });
    const told: number[] = [];
    driver.runtime.advance({ batchId: 2, timeMs: 2 * INTERVAL_MS, count: MONTH }, (batchId) => told.push(batchId));
    const most = Math.floor(KEPT_ROWS / keys.length);
    expect(told.slice(-most)).toEqual(Array.from({ length: most }, (_, i) => LAST - most + 1 + i));
    expect(told.length).toBeLessThan(most + 10);
  });

  it('runs every batch up to one that changes something, and tells each', () => {
    const plan = new TestPlan();
    const source = plan.source('in', 'k STRING');
    const counts = plan.aggregate('w', source, window(2_000, 1), {}, { n: 'count(*)' });
    const { told } = absenceOf(shown(plan, counts), 2_100);
    expect(told.map(([batchId]) => batchId)).toEqual(Array.from({ length: 2_100 }, (_, i) => i + 2));
  });

  it('leaves nothing out of a log', () => {
    const plan = new TestPlan();
    const counts = plan.aggregate('r', plan.source('in', 'k STRING'), running('all'), { k: 'k' }, { n: 'count(*)' });
    const driver = new Driver(plan.sink('out', counts).finish());
    driver.run({ in: [['a']] });
    let told = 0;
    driver.runtime.advance({ batchId: 2, timeMs: 2 * INTERVAL_MS, count: 50 }, () => {
      told++;
    });
    expect(told).toBe(50);
  });

  it('runs every batch where an answer may ask for the time', () => {
    const plan = new TestPlan();
    const counts = plan.aggregate('r', plan.source('in', 'k STRING'), running('all'), { k: 'k' }, { n: 'count(*)' });
    const timed = plan.project('p', counts, { k: 'k', now: 'current_timestamp()' });
    const made = shown(plan, timed);
    expect(standsStill(made, new Set(['r/n']))).toBe(false);
    expect(restsAfterMs(made, new Set(['r/n']))).toBe(Number.POSITIVE_INFINITY);
  });
});
