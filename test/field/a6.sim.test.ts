import { describe, expect, it } from 'vitest';
import type { Landing } from '../../src/storage/faulty-store.ts';
import { pipelineOf, running, TABLE, TYPED, WORDS } from '../oracle/small-pipelines.ts';
import { VirtualTab } from './virtual-tab.ts';

const WORD_COUNT = pipelineOf({ lines: TYPED, words: WORDS, count: running(['word'], { n: 'count(*)' }), table: TABLE });
const START = 1_000_000;

/** The lines of batches 1 to 3, typed half a second before each batch time. */
const LINES = ['a', 'a b', 'b'];

async function batch(tab: VirtualTab, number: number): Promise<void> {
  await tab.runTo(START + number * 1_000 - 500);
  if ((await tab.storedLines()) < number) await tab.type(LINES[number - 1] ?? '');
  await tab.runTo(START + number * 1_000);
}

async function uninterrupted(): Promise<{ readonly tab: VirtualTab; readonly from: number; readonly to: number }> {
  const tab = await VirtualTab.open(WORD_COUNT, START);
  await batch(tab, 1);
  const from = tab.store.callCount() + 1;
  await batch(tab, 2);
  const to = tab.store.callCount();
  await batch(tab, 3);
  return { tab, from, to };
}

describe('a6: restart between output and commit', () => {
  it('counts each word once', async () => {
    const { tab } = await uninterrupted();
    expect((await tab.ledger('table')).map(({ rows }) => [...rows].sort())).toEqual([
      [['a', 1]],
      [
        ['a', 2],
        ['b', 1],
      ],
      [['b', 2]],
    ]);
  });

  it.each(['lost', 'landed'] satisfies Landing[])(
    'leaves the table as it is without a crash, whichever storage call of batch 2 the process dies in (its writes %s)',
    async (writes) => {
      const reference = await uninterrupted();
      const table = await reference.tab.ledger('table');
      expect(reference.to - reference.from).toBeGreaterThanOrEqual(3);
      for (let at = reference.from; at <= reference.to; at++) {
        const tab = await VirtualTab.open(WORD_COUNT, START, { faults: [{ at, kind: 'crash', writes }] });
        await batch(tab, 1);
        if (!(await tab.survives(() => batch(tab, 2)))) {
          await tab.comeBack();
          await batch(tab, 2);
          await tab.host.loop();
        }
        await batch(tab, 3);
        expect(await tab.ledger('table'), `dead in call ${at}`).toEqual(table);
        expect(await tab.commits()).toEqual([1, 2, 3]);
      }
    },
  );
});
