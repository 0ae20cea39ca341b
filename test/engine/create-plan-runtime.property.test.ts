import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestRows, formatDigest } from '../../src/columns/digest.ts';
import type { StateSection } from '../../src/engine/plan-runtime.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { Driver, INTERVAL_MS, type PlainBatch, perBatch, plainSinks, running, TestPlan, window } from './plan-fixture.ts';

/** Every kind of node, chained windows and doubles among them. */
function widePlan(size: number, slide: number, withTotal = true): Plan {
  const plan = new TestPlan();
  const a = plan.source('a', 'k STRING, v DOUBLE');
  const b = plan.source('b', 'k STRING, v DOUBLE');
  const both = plan.union('u', a, plan.project('p', b, { k: "concat(k, '!')", v: 'v' }));
  const parts = plan.explode('e', both, "split(k, '-')", 'part');
  const sliding = plan.aggregate('s', parts, window(size, slide), { part: 'part' }, { n: 'count(*)', s: 'sum(v)', m: 'max(v)', l: 'min(k)' });
  plan.sink('sliding', plan.filter('f', sliding, 'n > 1'));
  plan.sink('chained', plan.aggregate('c', sliding, window(size * slide, slide), { n: 'n' }, { s: 'sum(s)', a: 'avg(m)' }));
  if (withTotal) plan.sink('total', plan.aggregate('t', parts, window(size, 1), {}, { n: 'count(*)', s: 'sum(v)' }));
  plan.sink('changes', plan.aggregate('rc', parts, running('changes'), { part: 'part' }, { n: 'count(*)', s: 'sum(v)' }));
  plan.sink('all', plan.aggregate('ra', plan.filter('g', a, 'v > 0'), running('all'), { k: 'k' }, { s: 'sum(v)' }));
  plan.sink('batch', plan.aggregate('pb', both, perBatch, { k: 'k' }, { n: 'count(*)' }));
  return plan.finish();
}

const rows = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 3,
    arbitrary: fc.array(
      fc.tuple(fc.constantFrom('x', 'y', 'z-x', 'x-y-z', null), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })),
      { maxLength: 5 },
    ),
  },
);
const batches = fc.array(fc.record({ a: rows, b: rows }), { minLength: 1, maxLength: 20 });
const sizes = fc.record({ size: fc.integer({ min: 1, max: 6 }), slide: fc.integer({ min: 1, max: 4 }) });

function digests(sinks: ReturnType<Driver['runColumns']>): Record<string, string> {
  return Object.fromEntries([...sinks].map(([id, out]) => [id, out === null ? 'none' : formatDigest(digestRows(out))]));
}

describe('a plan runtime', () => {
  it('goes on bit for bit after a restore at any point', () => {
    fc.assert(
      fc.property(
        sizes,
        batches,
        fc.array(fc.constantFrom('full', 'changes', null, null), { minLength: 1, maxLength: 10 }),
        ({ size, slide }, script, modes) => {
          const plan = widePlan(size, slide);
          const original = new Driver(plan);
          let restored = new Driver(plan);
          let chain: StateSection[] = [];
          script.forEach((batch, b) => {
            expect(digests(restored.runColumns(batch))).toEqual(digests(original.runColumns(batch)));
            const mode = modes[b % modes.length];
            if (mode === null || mode === undefined) return;
            const sections = mode === 'full' ? original.runtime.encodeFull() : original.runtime.encodeChanges();
            chain = mode === 'full' ? [...sections] : [...chain, ...sections];
            restored = new Driver(plan, b + 1);
            restored.runtime.restore(chain);
          });
          expect(restored.runtime.encodeFull()).toEqual(original.runtime.encodeFull());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('advances through missed batches as if each had run empty', () => {
    fc.assert(
      fc.property(sizes, batches, fc.integer({ min: 1, max: 40 }), batches, fc.boolean(), ({ size, slide }, before, missed, after, withTotal) => {
        const plan = widePlan(size, slide, withTotal);
        const [stepped, jumped] = [new Driver(plan), new Driver(plan, before.length + missed)];
        const jumpedFirst = new Driver(plan);
        for (const batch of before) {
          stepped.runColumns(batch);
          jumpedFirst.runColumns(batch);
        }
        jumped.runtime.restore(jumpedFirst.runtime.encodeFull());
        const expected: unknown[] = [];
        const emptied = new Set<string>();
        for (let k = 0; k < missed; k++) {
          const out = plainSinks(stepped.runColumns({}));
          const isTold = ([sink, rows]: readonly [string, readonly unknown[] | null]) => rows !== null && (rows.length > 0 || !emptied.has(sink));
          const told = new Map(Object.entries(out).filter(isTold));
          for (const [sink, rows] of told) rows?.length === 0 ? emptied.add(sink) : emptied.delete(sink);
          if (told.size > 0)
            expected.push([before.length + 1 + k, Object.fromEntries(Object.keys(out).map((sink) => [sink, told.get(sink) ?? null]))]);
        }
        const got: unknown[] = [];
        const first = { batchId: before.length + 1, timeMs: (before.length + 1) * INTERVAL_MS, count: missed };
        jumped.runtime.advance(first, (batchId, timeMs, sinks) => {
          expect(timeMs).toBe(batchId * INTERVAL_MS);
          got.push([batchId, plainSinks(sinks)]);
        });
        expect(got).toEqual(expected);
        for (const batch of after) expect(digests(jumped.runColumns(batch))).toEqual(digests(stepped.runColumns(batch)));
        expect(jumped.runtime.encodeFull()).toEqual(stepped.runtime.encodeFull());
      }),
      { numRuns: 60 },
    );
  });
});

describe('skipped batch times', () => {
  it('pass as empty ones do, but for what would have fired', () => {
    fc.assert(
      fc.property(sizes, batches, fc.integer({ min: 1, max: 30 }), batches, ({ size, slide }, before, skipped, after) => {
        const plan = new TestPlan();
        const source = plan.source('in', 'k STRING, v DOUBLE');
        const aggregates = { n: 'count(*)', s: 'sum(v)' };
        plan.sink('sliding', plan.aggregate('s', source, window(size, slide), { k: 'k' }, aggregates));
        plan.sink('total', plan.aggregate('t', source, window(size, slide), {}, aggregates));
        plan.sink('changes', plan.aggregate('r', source, running('changes'), { k: 'k' }, aggregates));
        const [stepped, leapt] = [new Driver(plan.finish()), new Driver(plan.finish())];
        for (const batch of before) for (const driver of [stepped, leapt]) driver.runColumns({ in: batch.a });
        for (let k = 0; k < skipped; k++) stepped.runColumns({});
        leapt.skip(skipped);
        for (const batch of after) expect(leapt.run({ in: batch.a })).toEqual(stepped.run({ in: batch.a }));
      }),
      { numRuns: 60 },
    );
  });
});

describe('down time', () => {
  it('of a month costs no more than the windows it empties', () => {
    const plan = new TestPlan();
    const source = plan.source('in', 'k STRING');
    plan.sink('windows', plan.aggregate('w', source, window(30, 5), { k: 'k' }, { n: 'count(*)' }));
    plan.sink('counts', plan.aggregate('r', source, running('changes'), { k: 'k' }, { n: 'count(*)' }));
    const driver = new Driver(plan.finish());
    const batch: PlainBatch = { in: [['a'], ['b']] };
    driver.run(batch);
    let ran = 0;
    let fired = 0;
    const original = driver.runtime.runBatch.bind(driver.runtime);
    driver.runtime.runBatch = (input) => {
      ran++;
      return original(input);
    };
    driver.runtime.advance({ batchId: 2, timeMs: 2 * INTERVAL_MS, count: 31 * 86_400 }, () => {
      fired++;
    });
    // The pane of batches 1 to 5 leaves with the window that ends at 35.
    expect(ran).toBe(34);
    // Six windows with rows, the first empty one, and the first batch in which no count changed.
    expect(fired).toBe(8);
  });

  it('runs only the firings of a total, which gives a row each time', () => {
    const plan = new TestPlan();
    plan.sink('totals', plan.aggregate('t', plan.source('in', 'k STRING'), window(60, 60), {}, { n: 'count(*)' }));
    const driver = new Driver(plan.finish());
    driver.run({ in: [['a']] });
    const seen: unknown[] = [];
    driver.runtime.advance({ batchId: 2, timeMs: 2 * INTERVAL_MS, count: 200 }, (batchId, _, sinks) => {
      seen.push([batchId, plainSinks(sinks).totals]);
    });
    expect(seen).toEqual([
      [60, [[1]]],
      [120, [[0]]],
      [180, [[0]]],
    ]);
  });
});

describe('restoring', () => {
  const runningPlan = (key: string) => {
    const plan = new TestPlan();
    return plan.sink('out', plan.aggregate('r', plan.source('in', 'k STRING'), running('all'), { k: key }, { n: 'count(*)' })).finish();
  };

  it('refuses a state of another shape, and changes without what they change', () => {
    const driver = new Driver(runningPlan('k'));
    driver.run({ in: [['a'], ['b'], ['c'], ['d'], ['e']] });
    const full = driver.runtime.encodeFull();
    expect(() => new Driver(runningPlan('upper(k)')).runtime.restore(full)).toThrow('not "');
    driver.run({ in: [['a']] });
    const changes = driver.runtime.encodeChanges();
    expect(changes.map((section) => section.kind)).toEqual(['changes']);
    expect(() => new Driver(runningPlan('k')).runtime.restore(changes)).toThrow('nothing they change');
    const restored = new Driver(runningPlan('k'), 2);
    restored.runtime.restore([...full, ...changes]);
    expect(restored.run({}).out).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 1],
      ['d', 1],
      ['e', 1],
    ]);
    expect(restored.runtime.states()).toMatchObject([{ nodeId: 'r/n', keys: 5 }]);
  });
});
