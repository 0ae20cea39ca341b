import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../src/problem/problem.ts';
import { pipelineOf, sliding, TABLE, TYPED } from '../oracle/small-pipelines.ts';
import { VirtualTab } from './virtual-tab.ts';

function windows(downtime: 'catch-up' | 'skip') {
  return pipelineOf({ lines: TYPED, count: sliding('30 seconds', '1 second', ['value'], { n: 'count(*)' }), table: TABLE }, { downtime });
}

/** "a" in the batch of 100 s; asleep from 100.5 s to 3,700.5 s; "b" at 3,702.2 s. */
async function sleepAnHour(
  downtime: 'catch-up' | 'skip',
  monotonicRuns: boolean,
): Promise<{ readonly tab: VirtualTab; readonly toldAtWaking: number; readonly realMs: number }> {
  const tab = await VirtualTab.open(windows(downtime), 0);
  await tab.runTo(99_500);
  await tab.type('a');
  await tab.runTo(100_500);
  const told = tab.host.told;
  const began = performance.now();
  if (monotonicRuns) tab.clock.pass(3_600_000);
  else tab.clock.jump(3_600_000);
  await tab.host.loop();
  const realMs = performance.now() - began;
  const toldAtWaking = tab.host.told - told;
  await tab.runTo(3_702_200);
  await tab.type('b');
  await tab.runTo(3_705_000);
  return { tab, toldAtWaking, realMs };
}

async function answers(tab: VirtualTab): Promise<readonly (readonly [number, string])[]> {
  return (await tab.ledger('table')).map(({ timeMs, rows }) => [timeMs / 1_000, rows.map((row) => row.join('=')).join(' ')] as const);
}

async function batchTimes(tab: VirtualTab): Promise<readonly number[]> {
  const entries = await tab.store.contents().range('log', { prefix: ['run'] });
  return entries.flatMap(({ record: { meta } }) => Array.from({ length: Number(meta['count']) }, (_, i) => Number(meta['timeMs']) / 1_000 + i));
}

describe.each([
  ['running', true],
  ['stopped', false],
])('d5: the laptop slept for an hour, its monotonic clock %s', (_, monotonicRuns) => {
  it('catch-up: the windows slide on as if awake, and an hour of batches is a handful of work', async () => {
    const { tab, toldAtWaking, realMs } = await sleepAnHour('catch-up', monotonicRuns);
    const expected = [
      ...Array.from({ length: 30 }, (_, i) => [100 + i, 'a=1'] as const),
      [130, ''] as const,
      ...[3_703, 3_704, 3_705].map((t) => [t, 'b=1'] as const),
    ];
    expect(await answers(tab)).toEqual(expected);
    // Retention has let go of the oldest; none is there twice, none out of order, none missing.
    const times = await batchTimes(tab);
    expect(times).toEqual(Array.from({ length: times.length }, (_, i) => 3_705 - times.length + 1 + i));
    expect(times.length).toBeGreaterThan(1_000);
    expect(toldAtWaking).toBeLessThan(40);
    expect(realMs).toBeLessThan(1_000);
  });

  it('skip: the next batch is 3,701 s, and what the window held has left it', async () => {
    const { tab } = await sleepAnHour('skip', monotonicRuns);
    expect(await batchTimes(tab)).toEqual([...Array.from({ length: 100 }, (_, i) => i + 1), 3_701, 3_702, 3_703, 3_704, 3_705]);
    expect(await answers(tab)).toEqual([[100, 'a=1'], [3_701, ''], ...[3_703, 3_704, 3_705].map((t) => [t, 'b=1'] as const)]);
  });

  it.each(['catch-up', 'skip'] as const)('%s: says from when to when it slept and how many batches that was', async (downtime) => {
    const { tab } = await sleepAnHour(downtime, monotonicRuns);
    const asleep = tab.host.notices.filter((notice) => notice.code === 'engine/asleep');
    expect(asleep).toHaveLength(1);
    expect(asleep[0]?.params).toMatchObject({ batches: 3_600 });
    const [notice] = asleep;
    expect(notice === undefined ? '' : describeProblem(notice).what).toContain('asleep from 00:01:40 to 01:01:40');
  });
});
