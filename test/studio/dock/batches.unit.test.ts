import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchFigures, percentile } from '../../../src/studio/dock/batches/batch-figures.ts';
import { BatchHistory, HISTORY_KEPT } from '../../../src/studio/dock/batches/batch-history.ts';
import { logScale, logShare } from '../../../src/studio/dock/batches/log-scale.ts';
import {
  BATCH_WIDTH,
  backToShow,
  FOLD_WIDTH,
  placeSlots,
  type Slot,
  slotAt,
  slotKey,
  timelineSlots,
  timeTicks,
} from '../../../src/studio/dock/batches/timeline-layout.ts';
import { batch, batches, OPENED, recovery, T0 } from './batch-fixture.ts';

const brief = (slots: readonly Slot[]): string[] =>
  slots.map((slot) => {
    if (slot.kind === 'batch') return `${slot.batch.batchId} ${slot.batch.status}`;
    if (slot.kind === 'cut-off') return `${slot.batchId} cut off`;
    if (slot.kind === 'rerun') return `${slot.from} to ${slot.to} again, ${slot.matched} equal`;
    return slot.kind === 'fold'
      ? `${slot.count} from ${slot.from} to ${slot.to} in ${slot.ms}`
      : `gap ${slot.reason} ${(slot.toMs - slot.fromMs) / 1_000} s`;
  });

/** The design's story: 119 and 120 run again silently, 121 runs now, 18 are caught up, 140 is live. */
function story(): BatchHistory {
  const history = new BatchHistory();
  history.receive(batches(117, 120));
  history.receive([batch(121, { status: 'running', finishedMs: 0 })]);
  history.noteRecovery(recovery());
  history.receive([
    batch(121, { status: 'replayed', finishedMs: OPENED + 80 }),
    batch(122, { status: 'caught-up', count: 18, processingMs: 4, finishedMs: OPENED + 90 }),
    batch(140),
  ]);
  return history;
}

describe('the history of batches', () => {
  it('keeps what was committed in its place and tells after the gap what ran again and what ran now', () => {
    expect(brief(timelineSlots(story(), 1_000))).toEqual([
      '117 committed',
      '118 committed',
      '119 committed',
      '120 committed',
      '121 cut off',
      'gap reload 18 s',
      '119 to 120 again, 2 equal',
      '121 replayed',
      '18 from 122 to 139 in 4',
      '140 committed',
    ]);
  });

  it('takes news of the same run of a batch in its place', () => {
    const history = new BatchHistory();
    history.receive([batch(1, { status: 'queued' }), batch(2, { status: 'queued' })]);
    history.receive([batch(1, { status: 'running' })]);
    history.receive([batch(1)]);
    history.receive([batch(1, { checkpoint: true })]);
    expect(history.batches.map((b) => `${b.batchId} ${b.status} ${b.checkpoint}`)).toEqual(['1 committed true', '2 queued false']);
  });

  it('gives a gap to a recovery after the last batch', () => {
    const history = new BatchHistory();
    history.receive(batches(119, 120));
    history.noteRecovery(recovery({ phase: 'restore', finished: false, pending: null, rerun: null, lastCommittedMs: T0 + 120_003 }));
    expect(brief(timelineSlots(history, 1_000)).at(-1)).toBe('gap reload 19.997 s');
    history.receive([batch(121, { finishedMs: OPENED + 10 })]);
    expect(brief(timelineSlots(history, 1_000)).slice(-2)).toEqual(['gap reload 19.997 s', '121 committed']);
  });

  it('shows a batch that is replayed twice twice, and a replay told twice once', () => {
    const history = new BatchHistory();
    const first = batch(5, { status: 'replayed', finishedMs: OPENED });
    history.receive([batch(5), first, first, batch(5, { status: 'replayed', finishedMs: OPENED + 9_000 })]);
    expect(history.batches.map((b) => b.status)).toEqual(['committed', 'replayed', 'replayed']);
  });

  it('puts what is read from the store before what came since, and changes nothing it knows', () => {
    const history = new BatchHistory();
    history.receive([batch(5, { status: 'running' })]);
    history.addPast([...batches(1, 4), batch(5, { status: 'queued' })]);
    history.receive([batch(5)]);
    expect(history.batches.map((b) => `${b.batchId} ${b.status}`)).toEqual([
      '1 committed',
      '2 committed',
      '3 committed',
      '4 committed',
      '5 committed',
    ]);
  });

  it('forgets with a new run and is bounded', () => {
    const history = new BatchHistory();
    history.beginRun('a');
    for (let id = 1; id <= HISTORY_KEPT + 500; id += 50) history.receive(batches(id, id + 49));
    expect(history.batches.length).toBeLessThan(HISTORY_KEPT + 100);
    expect(history.batches.at(-1)?.batchId).toBe(HISTORY_KEPT + 500);
    history.receive([batch(HISTORY_KEPT + 500, { checkpoint: true })]);
    expect(history.batches.filter((b) => b.batchId === HISTORY_KEPT + 500).map((b) => b.checkpoint)).toEqual([true]);
    history.beginRun(null);
    history.beginRun('a');
    expect(history.batches.length).toBeGreaterThan(0);
    history.beginRun('b');
    expect(history.batches).toEqual([]);
  });

  it('sees a gap without a report by the clock, and none in a steady run', () => {
    const history = new BatchHistory();
    history.addPast([...batches(1, 3), batch(4, { finishedMs: T0 + 64_000 })]);
    expect(brief(timelineSlots(history, 1_000))[3]).toMatch(/^gap null 60.9/);
    const steady = new BatchHistory();
    steady.addPast(batches(1, 50));
    expect(timelineSlots(steady, 1_000).some((slot) => slot.kind === 'gap')).toBe(false);
  });
});

describe('the layout of the timeline', () => {
  it('begins at the left while all fit, and keeps the newest in sight after that', () => {
    const few = placeSlots(timelineSlots({ batches: batches(1, 5), recoveries: [] }, 1_000), 200, 0);
    expect(few.slots[0]?.x).toBe(0);
    const many = placeSlots(timelineSlots({ batches: batches(1, 100), recoveries: [] }, 1_000), 200, 0);
    expect(many.slots.length).toBe(200 / BATCH_WIDTH);
    expect(many.slots.at(-1)).toMatchObject({ x: 200 - BATCH_WIDTH, batch: { batchId: 100 } });
  });

  it('scrolls back no further than there is', () => {
    const slots = timelineSlots({ batches: batches(1, 100), recoveries: [] }, 1_000);
    expect(placeSlots(slots, 200, 99_999).slots[0]).toMatchObject({ x: 0, batch: { batchId: 1 } });
    expect(placeSlots(slots, 200, 99_999).back).toBe(800 - 200);
  });

  it('brings a slot into sight by the shortest way', () => {
    const slots = timelineSlots({ batches: batches(1, 100), recoveries: [] }, 1_000);
    for (const [index, back] of [
      [0, 0],
      [50, 600],
      [99, 300],
      [90, 0],
    ] as const) {
      const placed = placeSlots(slots, 200, backToShow(slots, index, 200, back));
      expect(placed.slots.some((slot) => slot.kind === 'batch' && slot.batch.batchId === index + 1)).toBe(true);
    }
    expect(backToShow(slots, 90, 200, 16)).toBe(16);
  });

  it('finds what is under the pointer and nothing where nothing is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 40, max: 900 }), fc.nat(4_000), (count, width, back) => {
        const layout = placeSlots(timelineSlots({ batches: batches(1, count), recoveries: [] }, 1_000), width, back);
        for (const slot of layout.slots) expect(slotAt(layout, slot.x + slot.width / 2)).toBe(slot);
        expect(slotAt(layout, -1)).toBe(null);
      }),
      { numRuns: 100 },
    );
  });

  it('labels batches at round times that keep their distance', () => {
    const slots = timelineSlots({ batches: batches(1, 100), recoveries: [] }, 1_000);
    const ticks = timeTicks(placeSlots(slots, 800, 0), 1_000, 80);
    expect(ticks.map((tick) => (tick.timeMs / 1_000) % 10)).toEqual(ticks.map(() => 0));
    expect(ticks.length).toBe(10);
  });

  it('leaves a single missed batch as it is', () => {
    const slots = timelineSlots({ batches: [batch(1), batch(2, { status: 'caught-up' }), batch(3)], recoveries: [] }, 1_000);
    expect(brief(slots)).toEqual(['1 committed', '2 caught-up', '3 committed']);
  });

  it('joins caught-up batches that come one by one into one fold', () => {
    const caught = batches(2, 4, { status: 'caught-up', processingMs: 1 });
    const slots = timelineSlots({ batches: [batch(1), ...caught, batch(5)], recoveries: [] }, 1_000);
    expect(brief(slots)).toEqual(['1 committed', '3 from 2 to 4 in 3', '5 committed']);
    expect(placeSlots(slots, 400, 0).slots[1]?.width).toBe(FOLD_WIDTH);
  });
});

describe('names of slots', () => {
  it('are one for each, also when batches ran twice', () => {
    const history = story();
    history.receive([batch(141, { status: 'failed', finishedMs: OPENED + 2_000 })]);
    history.receive([batch(141, { status: 'running', finishedMs: 0 })]);
    history.receive([batch(141, { finishedMs: OPENED + 2_500 })]);
    history.noteRecovery(
      recovery({ openedMs: OPENED + 9_000, pending: { from: 142, to: 142, done: 0 }, rerun: { from: 119, to: 121, done: 3, matched: 3 } }),
    );
    history.receive([batch(142, { status: 'replayed', finishedMs: OPENED + 9_100 })]);
    const keys = timelineSlots(history, 1_000).map((slot) => slotKey(slot));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the log axis', () => {
  it('holds the interval and all values, from a power of ten on', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 90_000, noNaN: true }),
        fc.double({ min: 1, max: 50, noNaN: true }),
        fc.constantFrom(100, 1_000, 60_000),
        (fast, factor, interval) => {
          const scale = logScale(fast, fast * factor, interval);
          expect(scale.maxMs).toBeGreaterThanOrEqual(fast * factor);
          expect(scale.maxMs).toBeGreaterThan(interval);
          expect(scale.minMs).toBeLessThanOrEqual(interval / 100);
          expect(Math.log10(scale.minMs) % 1).toBeCloseTo(0, 9);
          expect(scale.ticks[0]).toBeCloseTo(scale.minMs, 9);
          for (const tick of scale.ticks) expect(logShare(scale, tick)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('does not breathe while values stay alike', () => {
    expect(logScale(0.6, 1.2, 1_000)).toEqual(logScale(0.7, 1.4, 1_000));
    expect(logScale(0.6, 1.2, 1_000).ticks).toEqual([0.1, 1, 10, 100, 1_000]);
  });

  it('puts decades at equal distances', () => {
    const scale = logScale(0.6, 1.2, 1_000);
    expect(logShare(scale, 10) - logShare(scale, 1)).toBeCloseTo(logShare(scale, 100) - logShare(scale, 10), 9);
    expect([logShare(scale, 0), logShare(scale, 1e9)]).toEqual([0, 1]);
  });
});

describe('the figures of the run', () => {
  it('are those of committed batches: last value, course, median and 99th', () => {
    const figures = batchFigures(
      [...Array.from({ length: 100 }, (_, i) => batch(i + 1, { processingMs: i + 1 })), batch(101, { status: 'running', processingMs: 0 })],
      1_000,
    );
    expect(figures.processingMs).toMatchObject({ last: 100, p50: 50, p99: 99 });
    expect(figures.processingMs.course.length).toBe(34);
    expect(figures.inputRate.last).toBe(160);
    expect(figures.batches).toBe(100);
  });

  it('take the interval into account and say nothing before the first batch', () => {
    expect(batchFigures([batch(1)], 500).inputRate.last).toBe(320);
    expect(batchFigures([batch(1, { status: 'replayed' })], 500).inputRate).toEqual({ last: null, course: [], p50: null, p99: null });
  });

  it('use the nearest rank', () => {
    expect([percentile([], 0.5), percentile([7], 0.99), percentile([1, 2, 3, 4], 0.5)]).toEqual([null, 7, 2]);
  });
});
