// What keyed state, windows of rows and joins cost as they grow, in steps that can be counted and not in seconds; and how their
// state comes back.
import { describe, expect, it } from 'vitest';
import type { FoldRequest } from '../../../src/plan/build-fold.ts';
import { Driver, INTERVAL_MS, type PlainRows, TestPlan } from '../plan-fixture.ts';

const COUNT: Omit<FoldRequest, 'operatorId' | 'role' | 'label' | 'input'> = {
  per: 'row',
  keys: [{ name: 'k', text: 'k', param: 'keys' }],
  state: [{ name: 'n', text: 'BIGINT', param: 'state' }],
  update: [{ name: 'n', text: 'coalesce(state.n, 0L) + 1', param: 'update' }],
  remove: null,
  where: null,
  emit: [
    { name: 'k', text: 'k', param: 'emit' },
    { name: 'n', text: 'new.n', param: 'emit' },
  ],
  timeout: null,
  initial: null,
  gives: 'rows',
};

function foldPlan(change: Partial<FoldRequest> = {}) {
  const plan = new TestPlan();
  return plan.sink('out', plan.fold('f', plan.source('in', 'k STRING, v INT'), { ...COUNT, ...change })).finish();
}

function keysFrom(from: number, to: number): PlainRows {
  return Array.from({ length: to - from }, (_, i) => [`key-${from + i}`, i]);
}

describe('keyed state', () => {
  it('writes into a checkpoint what changed, whatever else there is', () => {
    const driver = new Driver(foldPlan());
    driver.run({ in: keysFrom(0, 20_000) });
    const full = driver.runtime.encodeFull()[0]?.bytes.length ?? 0;
    driver.run({ in: keysFrom(500, 700) });
    const changes = driver.runtime.encodeChanges();
    expect(changes[0]?.kind).toBe('changes');
    expect(changes[0]?.bytes.length).toBeLessThan(full / 50);
  });

  it('once a batch saves only what came out otherwise, though all of it was computed', () => {
    const perBatch: Partial<FoldRequest> = {
      per: 'batch',
      update: [{ name: 'n', text: 'coalesce(state.n, 0L) + count(*)', param: 'update' }],
      gives: 'all',
    };
    const driver = new Driver(foldPlan(perBatch));
    driver.run({ in: keysFrom(0, 20_000) });
    const [full] = driver.runtime.encodeFull();
    const answer = driver.run({ in: keysFrom(500, 700) }).out;
    const [changes] = driver.runtime.encodeChanges();
    expect(answer).toHaveLength(20_000);
    expect(changes?.kind).toBe('changes');
    expect(changes?.bytes.length).toBeLessThan((full?.bytes.length ?? 0) / 50);
    const back = new Driver(foldPlan(perBatch), 2);
    back.runtime.restore([full, changes].filter((section) => section !== undefined));
    expect(back.run({ in: [['key-600', 1]] })).toEqual(driver.run({ in: [['key-600', 1]] }));
  });

  it('comes back from a full state and its changes, with keys that went and slots that were taken again', () => {
    const plan = foldPlan({ remove: { text: 'v < 0', param: 'remove' } });
    const driver = new Driver(plan);
    driver.run({ in: keysFrom(0, 300) });
    const sections = [...driver.runtime.encodeFull()];
    driver.run({
      in: [
        ['key-3', -1],
        ['key-7', -1],
        ['new', 1],
        ['key-9', 1],
      ],
    });
    sections.push(...driver.runtime.encodeChanges());
    driver.run({
      in: [
        ['newer', 1],
        ['key-3', 1],
        ['new', -1],
      ],
    });
    sections.push(...driver.runtime.encodeChanges());
    const back = new Driver(plan, 3);
    back.runtime.restore(sections);
    expect(back.runtime.encodeFull()).toEqual(driver.runtime.encodeFull());
    const batch = {
      in: [
        ['key-3', 1],
        ['key-7', 1],
        ['key-9', 1],
        ['newer', 1],
        ['new', 1],
      ],
    } satisfies Record<string, PlainRows>;
    expect(back.run(batch)).toEqual(driver.run(batch));
    expect(back.runtime.states()).toMatchObject([{ keys: 301 + 1 }]);
  });

  it('folds rows of one key in order, ten thousand of them in one batch too', () => {
    const driver = new Driver(foldPlan({ update: [{ name: 'n', text: 'coalesce(state.n, 0L) * 3 % 1000003 + v', param: 'update' }] }));
    const rows = Array.from({ length: 10_000 }, (_, i) => ['hot', i % 17] as const);
    const expected = rows.reduce((n, [, v]) => ((n * 3) % 1_000_003) + v, 0);
    expect(driver.run({ in: rows }).out?.at(-1)).toEqual(['hot', expected]);
  });

  it('reaches over a month of absence in the steps of its time-outs', () => {
    const emit = [
      { name: 'k', text: 'k', param: 'onTimeout' },
      { name: 'n', text: 'state.n', param: 'onTimeout' },
    ];
    const driver = new Driver(foldPlan({ timeout: { afterMs: 86_400_000, param: 'timeout', scan: 'batch', emit } }));
    driver.run({ in: [['a', 1]] });
    driver.run({ in: [['b', 1]] });
    let ran = 0;
    const original = driver.runtime.runBatch.bind(driver.runtime);
    driver.runtime.runBatch = (input) => {
      ran++;
      return original(input);
    };
    const told: unknown[] = [];
    driver.runtime.advance({ batchId: 3, timeMs: 3 * INTERVAL_MS, count: 31 * 86_400 }, (batchId) => told.push(batchId));
    // The first empty firing, the two batches in which a key is due, and the first empty one after each.
    expect(told).toEqual([3, 86_402, 86_403, 86_404]);
    expect(ran).toBeLessThan(10);
    expect(driver.runtime.states()).toMatchObject([{ keys: 0 }]);
  });

  it('emits rows in order of arrival, and of changes the last of each key', () => {
    const rows: PlainRows = [
      ['a', 1],
      ['b', 1],
      ['a', 2],
      ['c', 1],
      ['a', 3],
      ['b', 2],
    ];
    expect(new Driver(foldPlan()).run({ in: rows }).out).toEqual([
      ['a', 1],
      ['b', 1],
      ['a', 2],
      ['c', 1],
      ['a', 3],
      ['b', 2],
    ]);
    expect(new Driver(foldPlan({ gives: 'changes' })).run({ in: rows }).out).toEqual([
      ['c', 1],
      ['a', 3],
      ['b', 2],
    ]);
  });

  it('names the row that has no value by its place in the batch', () => {
    const driver = new Driver(foldPlan({ update: [{ name: 'n', text: '100L / v', param: 'update' }] }));
    expect(() =>
      driver.run({
        in: [
          ['a', 1],
          ['a', 2],
          ['b', 3],
          ['a', 0],
        ],
      }),
    ).toThrow(expect.objectContaining({ problem: expect.objectContaining({ where: { operator: 'f', row: 3 } }) }));
  });
});

describe('a window of rows', () => {
  it('keeps and saves each batch once, and lets go of it', () => {
    const plan = new TestPlan();
    const source = plan.source('in', 'k STRING, v INT');
    const driver = new Driver(plan.sink('out', plan.window('w', source, 3, 1)).finish());
    for (let b = 0; b < 6; b++) driver.run({ in: keysFrom(b * 100, b * 100 + 100) });
    expect(driver.runtime.states()[0]?.keys).toBe(200);
    driver.runtime.encodeFull();
    driver.run({ in: [['last', 1]] });
    expect(driver.runtime.encodeChanges()[0]?.bytes.length).toBeLessThan(300);
    driver.skip(3);
    expect(driver.run({}).out).toEqual([]);
    expect(driver.runtime.states()[0]?.keys).toBe(0);
  });
});
