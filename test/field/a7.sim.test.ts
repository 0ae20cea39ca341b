// a7: one more aggregate column, and the old checkpoint. State that cannot mean the new thing is let go, after it was said; it
// is never read with a new meaning.
import { describe, expect, it } from 'vitest';
import { applyText } from '../../src/operators/apply-document.ts';
import type { PipelineDocument } from '../../src/pipeline/document.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { diffPlans } from '../../src/plan/plan-diff.ts';
import { pipelineOf, running, TABLE, TYPED } from '../oracle/small-pipelines.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';
import { VirtualTab } from './virtual-tab.ts';

const START = 1_000_000;

function counts(aggregates: { readonly [name: string]: string }): PipelineDocument {
  const columns = { k: "split(value, ' ')[0]", v: "CAST(split(value, ' ')[1] AS INT)" };
  return pipelineOf({ lines: TYPED, pairs: { type: 'map', params: { mode: 'replace', columns } }, counts: running(['k'], aggregates), table: TABLE });
}

const BEFORE = counts({ n: 'count(*)' });
const AFTER = counts({ n: 'count(*)', s: 'sum(v)' });
const planOf = (document: PipelineDocument) => mustBeOk(applyText(formatDocument(document))).plan;

async function feed(tab: VirtualTab, batch: number, line: string): Promise<void> {
  await tab.type(line);
  await tab.runTo(START + batch * 1_000);
}

async function fourBatches(): Promise<VirtualTab> {
  const tab = await VirtualTab.open(BEFORE, START);
  for (const [i, line] of ['a 1', 'a 2', 'a 3', 'b 4'].entries()) await feed(tab, i + 1, line);
  return tab;
}

describe('a7: one more aggregate column, and the old checkpoint', () => {
  it('says before anything happens that the counts go, and why', async () => {
    const tab = await fourBatches();
    expect(diffPlans(planOf(BEFORE), planOf(AFTER)).find(({ nodeId }) => nodeId === 'counts/aggregate')).toEqual({
      nodeId: 'counts/aggregate',
      outcome: 'dropped',
      why: 'Its aggregates were count(*) and are count(*), sum(v).',
    });
    // Nothing was applied, so nothing changed.
    await feed(tab, 5, 'a 7');
    expect((await tab.ledger('table')).at(-1)?.rows).toEqual([['a', 4]]);
  });

  it('lets them go when it is applied, and never reads a count with a new meaning', async () => {
    const tab = await fourBatches();
    expect(await tab.host.apply(mustBeOk(applyText(formatDocument(AFTER))))).toBe(true);
    await feed(tab, 5, 'a 10');
    expect((await tab.ledger('table')).at(-1)?.rows).toEqual([['a', 1, 10]]);
    await tab.comeBack();
    await feed(tab, 6, 'b 5');
    expect((await tab.ledger('table')).at(-1)?.rows).toEqual([['b', 1, 5]]);
  });

  it('of keyed state only the fields count: another update, another thing emitted keep it', () => {
    const fold = (more: object) => {
      const params = { keys: ['value'], state: { n: 'BIGINT' }, update: { n: 'coalesce(state.n, 0L) + 1' }, emit: { n: 'new.n' }, ...more };
      return planOf(pipelineOf({ lines: TYPED, seen: { type: 'map-with-state', params }, table: TABLE }));
    };
    const outcomeOf = (more: object) => diffPlans(fold({}), fold(more)).find(({ nodeId }) => nodeId === 'seen/state');
    expect(outcomeOf({ update: { n: 'coalesce(state.n, 0L) + 2' }, emit: { twice: 'new.n * 2' }, timeout: '5 seconds' })?.outcome).toBe('kept');
    expect(outcomeOf({ state: { n: 'INT' }, update: { n: 'coalesce(state.n, 0) + 1' } })).toMatchObject({
      outcome: 'dropped',
      why: 'Its state was n BIGINT and is n INT.',
    });
    expect(outcomeOf({ keys: ['upper(value) AS u'] })).toMatchObject({ outcome: 'dropped', why: 'Its keys were value and are upper(value).' });
  });
});
