// a8: updateStateByKey calls keys that got nothing. What people expect, what Spark does, and how a silent key is cleared.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/problem/json.ts';
import { pipelineOf, TABLE, TYPED } from '../oracle/small-pipelines.ts';
import { VirtualTab } from './virtual-tab.ts';

const START = 1_000_000;

function counting(more: { readonly [name: string]: Json }) {
  const params = {
    keys: ['value'],
    state: { n: 'BIGINT' },
    update: { n: 'coalesce(state.n, 0L) + count(*)' },
    emit: { value: 'value', n: 'new.n' },
    ...more,
  };
  return pipelineOf({ lines: TYPED, state: { type: 'update-state-by-key', params }, table: TABLE });
}

/** Batches [a], [b], []. */
async function threeBatches(tab: VirtualTab): Promise<void> {
  await tab.type('a');
  await tab.runTo(START + 1_000);
  await tab.type('b');
  await tab.runTo(START + 3_000);
}

async function rowsOf(tab: VirtualTab): Promise<readonly (readonly unknown[])[]> {
  return (await tab.ledger('table')).map(({ rows }) => rows);
}

describe('a8: updateStateByKey calls keys that got nothing', () => {
  it('gives every key in every batch', async () => {
    const tab = await VirtualTab.open(counting({}), START);
    await threeBatches(tab);
    const both = [
      ['a', 1],
      ['b', 1],
    ];
    expect(await rowsOf(tab)).toEqual([[['a', 1]], both, both]);
  });

  it('lets the silent ones go when the state says so', async () => {
    const tab = await VirtualTab.open(counting({ remove: 'count(*) = 0' }), START);
    await threeBatches(tab);
    expect(await rowsOf(tab)).toEqual([[['a', 1]], [['b', 1]], []]);
  });

  it('gives only keys with rows when that is what is wanted', async () => {
    const tab = await VirtualTab.open(counting({ gives: 'changes' }), START);
    await threeBatches(tab);
    expect((await rowsOf(tab)).filter((rows) => rows.length > 0)).toEqual([[['a', 1]], [['b', 1]]]);
  });

  it('counts a key that was taken out by hand from 1, also after a crash', async () => {
    const tab = await VirtualTab.open(counting({}), START);
    await threeBatches(tab);
    expect(tab.host.runNow()?.removeKey('state', ['a'])).toBe(4);
    await tab.type('a');
    await tab.runTo(START + 4_000);
    await tab.comeBack();
    await tab.type('a');
    await tab.runTo(START + 5_000);
    expect((await rowsOf(tab)).slice(3)).toEqual([
      [
        ['a', 1],
        ['b', 1],
      ],
      [
        ['a', 2],
        ['b', 1],
      ],
    ]);
  });
});
