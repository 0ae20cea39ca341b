import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../src/problem/problem.ts';
import { pipelineOf, running, sensors, TABLE } from '../oracle/small-pipelines.ts';
import { VirtualTab } from './virtual-tab.ts';

const ROOMS = pipelineOf({ made: sensors(), count: running(['room'], { n: 'count(*)' }), table: TABLE });
const START = 1_000_000;

function liveRows(tab: VirtualTab) {
  return tab.host.runNow()?.view('table')?.rowsPage({ operatorId: 'table', at: 'live', sort: null, search: '', offset: 0, limit: 100 });
}

async function reference(seconds: number): Promise<VirtualTab> {
  const tab = await VirtualTab.open(ROOMS, START);
  await tab.runTo(START + seconds * 1_000);
  return tab;
}

describe('d4: the disk is full', () => {
  it('at the commit of batch 10: paused within that batch, the table readable, and after room was made the same batch commits once', async () => {
    const tab = await VirtualTab.open(ROOMS, START);
    await tab.runTo(START + 9_000);
    tab.store.setQuota(tab.store.contents().size());
    await tab.runTo(START + 10_000);
    expect(tab.host.state).toBe('failed');
    expect(tab.host.problem).toMatchObject({ code: 'storage/full', where: { batch: 10 } });
    const { what, next } = describeProblem(tab.host.problem ?? never());
    expect(what).toContain('no room left');
    expect(what).toContain('Nothing is saved since batch');
    expect(next).toContain('old checkpoints');
    expect(liveRows(tab)?.batchId).toBe(9);
    expect(tab.host.runNow()?.view('table')?.exportText('csv')).toContain('room,n');
    await tab.host.press();
    await tab.host.loop();
    expect(tab.host.state, 'still no room').toBe('failed');
    tab.store.setQuota(null);
    await tab.host.press();
    await tab.host.loop();
    await tab.runTo(START + 12_000);
    expect(tab.report, 'nothing was restored').toBeNull();
    expect(await tab.ledger('table')).toEqual(await (await reference(12)).ledger('table'));
    expect(await tab.commits()).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  it('when the storage is opened again: says that it is full, not that it is gone', async () => {
    const tab = await VirtualTab.open(ROOMS, START, {
      faults: [{ at: await callsUpTo(9), kind: 'cut', writes: 'lost', failedOpens: 3 }],
      openError: 'full',
    });
    await tab.runTo(START + 10_000);
    expect(tab.host.problem?.code).toBe('storage/full');
    expect(liveRows(tab)?.batchId).toBe(9);
    await tab.host.press();
    await tab.host.loop();
    await tab.runTo(START + 12_000);
    expect(await tab.ledger('table')).toEqual(await (await reference(12)).ledger('table'));
  });

  it('also for the deleting that is to make room: nothing is lost, and the next try makes it', async () => {
    const tab = await VirtualTab.open(ROOMS, START);
    await tab.runTo(START + 10_000);
    for (let i = 0; i < 10; i++) await tab.host.checkpoint();
    const before = await tab.ledger('table');
    const checkpoints = tab.host.runNow()?.checkpointList().length ?? 0;
    tab.store.setQuota(0);
    await tab.host.freeSpace();
    tab.store.setQuota(null);
    expect(await tab.ledger('table')).toEqual(before);
    await tab.host.freeSpace();
    expect(checkpoints).toBeGreaterThan(1);
    expect(tab.host.runNow()?.checkpointList()).toHaveLength(1);
    await tab.comeBack();
    await tab.runTo(START + 12_000);
    expect(tab.report?.checkpoint?.batchId).toBe(10);
    expect((await tab.ledger('table')).slice(0, 10)).toEqual(before);
  });
});

/** The number of the first storage call after batch `batches`. */
async function callsUpTo(batches: number): Promise<number> {
  return (await reference(batches)).store.callCount() + 1;
}

function never(): never {
  throw new Error('there is no problem');
}
