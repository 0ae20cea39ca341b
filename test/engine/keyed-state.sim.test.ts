// Looking at keyed state while it runs, and taking a key out by hand: in the log, so that it holds after any crash.
import { describe, expect, it } from 'vitest';
import { VirtualTab } from '../field/virtual-tab.ts';
import { pipelineOf, running, TABLE, TYPED } from '../oracle/small-pipelines.ts';

const START = 1_000_000;
const STATE = {
  type: 'map-with-state',
  params: { keys: ['value'], state: { n: 'BIGINT' }, update: { n: 'coalesce(state.n, 0L) + 1' }, emit: { value: 'value', n: 'new.n' } },
};
const DOCUMENT = pipelineOf({ lines: TYPED, seen: STATE, table: TABLE });

async function batch(tab: VirtualTab, number: number, line: string): Promise<void> {
  await tab.runTo(START + number * 1_000 - 500);
  if ((await tab.storedLines()) < number) await tab.type(line);
  await tab.runTo(START + number * 1_000);
}

/** Two batches count "a" to 2; before the third it is taken out. */
async function untilRemoval(tab: VirtualTab): Promise<void> {
  await batch(tab, 1, 'a');
  await batch(tab, 2, 'a');
  expect(tab.host.runNow()?.removeKey('seen', ['a'])).toBe(3);
}

describe('keyed state', () => {
  it('is shown key by key, and found by a part of the key', async () => {
    const tab = await VirtualTab.open(DOCUMENT, START);
    for (const [i, line] of ['whale', 'Ahab', 'whale', 'sea'].entries()) await batch(tab, i + 1, line);
    const page = (search: string, offset = 0, limit = 10) => tab.host.runNow()?.statePage({ operatorId: 'seen', search, offset, limit });
    expect(page('')).toMatchObject({ totalKeys: 3, matchedKeys: 3, keyCount: 1, removable: true, batchId: 4 });
    expect(page('')?.rows).toEqual([
      { values: ['whale', 2], touchedMs: START + 3_000 },
      { values: ['Ahab', 1], touchedMs: START + 2_000 },
      { values: ['sea', 1], touchedMs: START + 4_000 },
    ]);
    expect(page('AHA')?.rows.map(({ values }) => values)).toEqual([['Ahab', 1]]);
    expect(page('', 1, 1)?.rows.map(({ values }) => values)).toEqual([['Ahab', 1]]);
    expect(page('nobody')).toMatchObject({ totalKeys: 3, matchedKeys: 0, rows: [] });
    expect(tab.host.runNow()?.statePage({ operatorId: 'table', search: '', offset: 0, limit: 1 })).toBeNull();
  });

  it('is shown of a running aggregate too, from which no key can be taken', async () => {
    const tab = await VirtualTab.open(pipelineOf({ lines: TYPED, count: running(['value'], { n: 'count(*)' }), table: TABLE }), START);
    await batch(tab, 1, 'a');
    expect(tab.host.runNow()?.statePage({ operatorId: 'count', search: '', offset: 0, limit: 9 })).toMatchObject({
      removable: false,
      rows: [{ values: ['a', 1], touchedMs: null }],
    });
    expect(tab.host.runNow()?.removeKey('count', ['a'])).toBeNull();
  });

  it('begins anew for a key that was taken out, with the batch that has it in its log', async () => {
    const tab = await VirtualTab.open(DOCUMENT, START);
    await untilRemoval(tab);
    await batch(tab, 3, 'a');
    expect((await tab.ledger('table')).map(({ rows }) => rows)).toEqual([[['a', 1]], [['a', 2]], [['a', 1]]]);
    expect(tab.host.runNow()?.pendingRemovals()).toEqual([]);
  });

  it.each(['lost', 'landed'] as const)(
    'forgets a key once, whichever storage call of the batch the process dies in (its writes %s)',
    async (writes) => {
      const reference = await VirtualTab.open(DOCUMENT, START);
      await untilRemoval(reference);
      const from = reference.store.callCount() + 1;
      await batch(reference, 3, 'a');
      const to = reference.store.callCount();
      await batch(reference, 4, 'a');
      const table = await reference.ledger('table');
      expect(to - from).toBeGreaterThanOrEqual(3);
      for (let at = from; at <= to; at++) {
        const tab = await VirtualTab.open(DOCUMENT, START, { faults: [{ at, kind: 'crash', writes }] });
        await untilRemoval(tab);
        const kept = tab.host.runNow()?.pendingRemovals() ?? [];
        if (!(await tab.survives(() => batch(tab, 3, 'a')))) {
          await tab.comeBack();
          // What the control record still holds: taken up only if the log has it not.
          tab.host.runNow()?.restoreRemovals(kept);
          await batch(tab, 3, 'a');
          await tab.host.loop();
        }
        await batch(tab, 4, 'a');
        expect(await tab.ledger('table'), `dead in call ${at}`).toEqual(table);
      }
    },
  );
});
