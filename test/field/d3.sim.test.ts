import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../src/problem/problem.ts';
import type { Fault, Landing } from '../../src/storage/faulty-store.ts';
import { pipelineOf, running, sensors, TABLE } from '../oracle/small-pipelines.ts';
import { VirtualTab } from './virtual-tab.ts';

const ROOMS = pipelineOf({ made: sensors(), count: running(['room'], { n: 'count(*)', t: 'sum(celsius)' }), table: TABLE });
const START = 1_000_000;
const LAST = START + 100_000;

/** The call that commits batch `number`, in a run without faults. */
async function commitCall(number: number): Promise<number> {
  const tab = await VirtualTab.open(ROOMS, START);
  for (;;) {
    const before = tab.store.callCount();
    await tab.runTo(tab.clock.nowMs() + 1_000);
    // Log, then commit; what a checkpoint writes comes after them.
    if ((await tab.commits()).length === number) return before + 2;
  }
}

async function cutAt(at: number, writes: Landing, failedOpens: number): Promise<VirtualTab> {
  const fault: Fault = { at, kind: 'cut', writes, failedOpens };
  return VirtualTab.open(ROOMS, START, { faults: [fault] });
}

describe('d3: the browser cuts the database connection of a hidden tab', () => {
  it.each([
    ['before commit 38', 'lost', 0],
    ['and the first new open fails too', 'lost', 1],
    ['after commit 38 had landed', 'landed', 0],
  ] satisfies [string, Landing, number][])('%s: a new connection, nothing lost, nothing twice, no batch again', async (_, writes, failedOpens) => {
    const reference = await VirtualTab.open(ROOMS, START);
    await reference.runTo(LAST);
    const tab = await cutAt(await commitCall(38), writes, failedOpens);
    await tab.runTo(LAST);
    expect(tab.host.state).toBe('running');
    expect(await tab.ledger('table')).toEqual(await reference.ledger('table'));
    expect(await tab.commits()).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  it('and no new one opens: paused with a sentence, state in memory, one button to try again', async () => {
    const reference = await VirtualTab.open(ROOMS, START);
    await reference.runTo(LAST);
    const tab = await cutAt(await commitCall(38), 'lost', 3);
    await tab.runTo(START + 38_000);
    expect(tab.host.state).toBe('failed');
    expect(tab.host.problem?.code).toBe('storage/closed');
    const { what, next } = describeProblem(tab.host.problem ?? never());
    expect(what).toContain('since batch');
    expect(next).toContain('Press Run');
    const page = tab.host.runNow()?.view('table')?.rowsPage({ operatorId: 'table', at: 'live', sort: null, search: '', offset: 0, limit: 100 });
    expect(page?.batchId).toBe(37);
    expect(page?.rows.length).toBeGreaterThan(5);
    await tab.host.press();
    await tab.host.loop();
    await tab.runTo(LAST);
    expect(tab.report, 'nothing was restored').toBeNull();
    expect(await tab.ledger('table')).toEqual(await reference.ledger('table'));
  });
});

function never(): never {
  throw new Error('there is no problem');
}
