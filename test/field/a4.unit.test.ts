// Field case a4: deduplicating by id, the state only grows. The answers of both plans in batch time, what is kept, and what is said
// before a run: only where keys have no end by themselves, and with the way out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import { parseTimestamp } from '../../src/columns/time.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import { lowerDocument } from '../../src/operators/lower-document.ts';
import { DEFAULT_SETTINGS, type OperatorBox } from '../../src/pipeline/document.ts';
import type { Json } from '../../src/problem/json.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { pipelineOf, TABLE, TYPED } from '../oracle/small-pipelines.ts';

interface Case {
  readonly id: string;
  readonly steps: readonly { readonly s: readonly (readonly [string, string])[] }[];
  readonly perStep: readonly (readonly (readonly string[])[])[];
  readonly stateRowsAtEnd: number;
}

const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'data/plans.json'), 'utf8')) as { readonly cases: readonly Case[] };

function caseOf(id: string): Case {
  const found = cases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`No case ${id}`);
  return found;
}

/** "id at" as two columns. */
const EVENTS: OperatorBox = { type: 'map', params: { mode: 'replace', columns: { id: "split(value, ' ')[0]", ts: "split(value, ' ')[1]" } } };

/** The first row of each id: what dropDuplicates gives. */
function firstOfId(more: { readonly [name: string]: Json }): OperatorBox {
  const params = { keys: ['id'], state: { seen: 'INT' }, update: { seen: '1' }, emit: { id: 'id', ts: 'ts' }, where: 'state.seen IS NULL', ...more };
  return { type: 'map-with-state', params, name: 'Seen ids' };
}

function lowered(step: OperatorBox, source: OperatorBox = TYPED) {
  const document = pipelineOf({ lines: source, events: EVENTS, step, table: TABLE });
  return lowerDocument({ ...document, settings: DEFAULT_SETTINGS });
}

/** What is said of the step before a run. */
function saidOf(step: OperatorBox, source?: OperatorBox): readonly string[] {
  const { problems, plan } = lowered(step, source);
  expect(plan).not.toBeNull();
  const found = problems.filter(({ code }) => code === 'algebra/state-grows');
  for (const p of found) expect([p.severity, p.where.operator]).toEqual(['warning', 'step']);
  return found.map((p) => Object.values(describeProblem(p)).join(' '));
}

/** The rows of each step, the batch time being that of its latest event; and how many keys are kept at the end. */
function ran(step: OperatorBox, { steps }: Case): { readonly rows: readonly (readonly (readonly PlainValue[])[])[]; readonly keys: number } {
  const { plan } = lowered(step);
  if (plan === null) throw new Error('no plan');
  const runtime = createPlanRuntime(plan, { zeroTimeMs: 0, now: () => 0 });
  const source = plan.nodes.find((node) => node.kind === 'source');
  if (source === undefined) throw new Error('no source');
  const rows = steps.map(({ s }, i) => {
    const timeMs = Math.max(...s.map(([, ts]) => parseTimestamp(ts) / 1000));
    const texts = rowsFromValues(
      source.output.columns,
      s.map((event) => [event.join(' ')]),
    );
    const [fired] = [...runtime.runBatch({ batchId: i + 1, timeMs, sources: new Map([[source.id, texts]]) }).sinks.values()];
    return fired === null || fired === undefined ? [] : valuesFromRows(fired);
  });
  return { rows, keys: runtime.states().reduce((sum, { keys }) => sum + keys, 0) };
}

describe('a4 deduplicating by id: the state only grows', () => {
  it('gives each id once for ever, and keeps all of them', () => {
    const forever = caseOf('a4-forever');
    expect(ran(firstOfId({}), forever)).toEqual({ rows: forever.perStep, keys: forever.stateRowsAtEnd });
  });

  it('with a time-out forgets an id, and gives it again', () => {
    const within = caseOf('a4-within');
    expect(ran(firstOfId({ timeout: '10 seconds' }), within)).toEqual({ rows: within.perStep, keys: within.stateRowsAtEnd });
  });

  it('says so before the run, with the operator, the reason, what it will cost and the way out', () => {
    const [said, ...more] = saidOf(firstOfId({}));
    expect(more).toEqual([]);
    expect(said).toContain('"Seen ids" only grows: no key ever leaves it, because there is no time-out, and nothing removes one');
    expect(said).toMatch(/One is about \d+ bytes, so a million are \d+ MB in memory and in each full checkpoint/);
    expect(said).toContain('Give it a time-out, or say when a key leaves.');
  });

  it.each([
    ['a time-out', { timeout: '10 minutes' }],
    ['a rule that removes keys', { remove: 'new.seen > 5' }],
    ['keys with an end', { keys: ["id = 'a' AS isA"] }],
    ['one state for all rows', { keys: [] }],
  ])('says nothing with %s', (_, more) => {
    expect(saidOf(firstOfId(more))).toEqual([]);
  });

  const update = (more: { readonly [name: string]: Json }): OperatorBox => ({
    type: 'update-state-by-key',
    params: { keys: ['id'], state: { n: 'BIGINT' }, update: { n: 'coalesce(state.n, 0L) + count(*)' }, emit: { id: 'id', n: 'new.n' }, ...more },
  });
  const running = (keys: readonly string[], aggregates: { readonly [name: string]: string }): OperatorBox => ({
    type: 'running-aggregate',
    params: { keys, aggregates },
  });

  it('says so of updateStateByKey without a rule that removes', () => {
    expect(saidOf(update({}))[0]).toContain('Say when a key leaves ("Remove when"), such as count(*) = 0');
    expect(saidOf(update({ remove: 'count(*) = 0' }))).toEqual([]);
  });

  it('says so of totals since the start, by keys without an end, and of lists', () => {
    expect(saidOf(running(['id'], { n: 'count(*)' }))[0]).toContain('Use a window, which forgets, or Map with state with a time-out.');
    expect(saidOf(running([], { all: 'collect_list(id)' }))[0]).toContain('no value ever leaves it, because collect_list(id) keeps all of them');
    expect(saidOf(running([], { ids: 'count(DISTINCT id)' }))[0]).toContain('approx_count_distinct');
    expect(saidOf(running([], { n: 'count(*)' }))).toEqual([]);
    expect(saidOf(running(['length(id) % 10 AS k'], { n: 'count(*)' }))).toEqual([]);
    expect(saidOf(running(["date_trunc('DAY', CAST(ts AS TIMESTAMP)) AS day"], { n: 'count(*)' }))).toEqual([]);
  });

  it('says nothing of windows, but of the form that keeps empty keys', () => {
    const window = (inverse: string): OperatorBox => ({
      type: 'reduce-by-key-and-window',
      params: { time: 'batch', size: '30 seconds', slide: '1 second', keys: ['id'], aggregates: { n: 'count(*)' }, inverse },
    });
    expect(saidOf(window('no'))).toEqual([]);
    expect(saidOf(window('drop'))).toEqual([]);
    expect(saidOf(window('keep'))[0]).toContain('Choose the form in which empty keys leave.');
  });

  it('says nothing where the source is given once, and tells the time where its rate is known', () => {
    expect(saidOf(firstOfId({}), { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: 100 } })).toEqual([]);
    const rows = { type: 'generator', params: { recipe: 'zipf-words', seed: 1, rowsPerSecond: 1000 } };
    const ids: OperatorBox = { type: 'running-aggregate', params: { keys: ['id'], aggregates: { n: 'count(*)' } } };
    const { problems } = lowerDocument({ ...pipelineOf({ rows, step: ids, table: TABLE }), settings: DEFAULT_SETTINGS });
    const [found] = problems;
    expect(found === undefined ? '' : describeProblem(found).what).toContain('1,000 new ones a second make that in 17 minutes');
  });
});
