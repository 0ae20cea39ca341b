import { describe, expect, it } from 'vitest';
import { freshNodes } from '../../src/engine/kept-state.ts';
import type { Plan, SourceSpec, Windowing } from '../../src/plan/plan.ts';
import { diffPlans } from '../../src/plan/plan-diff.ts';
import { stateShape } from '../../src/plan/state-shape.ts';
import { builder, must, request, SCHEMA } from './plan-fixtures.ts';

interface Variant {
  readonly source?: SourceSpec;
  readonly windowing?: Windowing;
  readonly keys?: { readonly [name: string]: string };
  readonly aggregates?: { readonly [name: string]: string };
  readonly filtered?: boolean;
  readonly operator?: string;
}

const GENERATOR: SourceSpec = { kind: 'generator', recipe: 'clicks', seed: 1, rowsPerSecond: 10 };
const RUNNING: Windowing = { kind: 'running', emit: 'changes' };

function plan({
  source = GENERATOR,
  windowing = RUNNING,
  keys = { word: 'word' },
  aggregates = { n: 'count(*)' },
  filtered = false,
  operator = 'counts',
}: Variant): Plan {
  const b = builder();
  const named = (map: { readonly [name: string]: string }, param: string) => Object.entries(map).map(([name, text]) => ({ name, text, param }));
  let input = must(b.source({ ...request('lines'), source, schema: SCHEMA }));
  if (filtered) input = must(b.filter({ ...request('clean'), input, condition: "word <> 'zzz'", param: 'condition' }));
  const node = must(b.aggregate({ ...request(operator), input, windowing, keys: named(keys, 'keys'), aggregates: named(aggregates, 'aggregates') }));
  must(b.sink({ ...request('sink'), input: node, view: { kind: 'table' } }));
  return b.finish();
}

const outcomes = (before: Variant, after: Variant) => diffPlans(plan(before), plan(after)).map((d) => [d.nodeId, d.outcome, d.why]);

describe('what an edit keeps', () => {
  it.each<[string, Variant, Variant]>([
    ['nothing changed', {}, {}],
    ['b2: a stateless step is put in between', {}, { filtered: true }],
    ['the rate of the source is turned', {}, { source: { ...GENERATOR, rowsPerSecond: 500_000 } }],
    ['the emit is changed', {}, { windowing: { kind: 'running', emit: 'all' } }],
    [
      'columns are renamed and written otherwise',
      { keys: { w: 'upper(word)' }, aggregates: { a: 'sum(v)' } },
      { keys: { k: 'UPPER( word )' }, aggregates: { b: 'SUM(V)' } },
    ],
  ])('all of it when %s', (_, before, after) => {
    expect(outcomes(before, after)).toEqual([
      ['lines/node', 'kept', 'It goes on at the row where it stands.'],
      ['counts/node', 'kept', 'What it keeps is unchanged.'],
    ]);
  });

  const window = (sizeMs: number, slideMs: number): Windowing => ({ kind: 'batchWindow', sizeMs, slideMs });

  it.each<[string, Variant, Variant, string]>([
    ['a7: an aggregate is added', {}, { aggregates: { n: 'count(*)', s: 'sum(v)' } }, 'Its aggregates were count(*) and are count(*), sum(v).'],
    ['a key is added', {}, { keys: { word: 'word', v: 'v' } }, 'Its keys were word and are word, v.'],
    ['a window gets longer', { windowing: window(30_000, 1000) }, { windowing: window(60_000, 1000) }, 'Its length was 30 s and is 1 min.'],
    ['a window slides otherwise', { windowing: window(30_000, 1000) }, { windowing: window(30_000, 5000) }, 'Its slide was 1 s and is 5 s.'],
    ['a window becomes a running total', { windowing: window(30_000, 1000) }, {}, 'It keeps another kind of state now.'],
    [
      'an aggregate counts something else',
      { aggregates: { n: 'count(word)' } },
      { aggregates: { n: 'count(v)' } },
      'Its aggregates were count(word) and are count(v).',
    ],
  ])('no state when %s', (_, before, after, why) => {
    expect(outcomes(before, after)[1]).toEqual(['counts/node', 'dropped', why]);
  });

  it('no position when the source reads other rows', () => {
    expect(outcomes({}, { source: { ...GENERATOR, seed: 2 } })[0]).toEqual([
      'lines/node',
      'dropped',
      'It reads other rows now, so it starts at the first one.',
    ]);
    expect(outcomes({ source: { kind: 'live' } }, { source: { kind: 'text', sample: 'moby-dick', rowsPerSecond: 1 } })[0]?.[1]).toBe('dropped');
  });

  it('names what is new and what is gone', () => {
    expect(outcomes({}, { operator: 'others' })).toEqual([
      ['lines/node', 'kept', 'It goes on at the row where it stands.'],
      ['others/node', 'new', 'A new operator starts with no state.'],
      ['counts/node', 'dropped', 'The operator is gone, and its state with it.'],
    ]);
  });

  it('lets go what was kept in another time zone, and goes on in the source', () => {
    const before = plan({});
    const after: Plan = { ...before, timeZone: 'Europe/Berlin' };
    expect(diffPlans(before, after).map((d) => [d.nodeId, d.outcome, d.why])).toEqual([
      ['lines/node', 'kept', 'It goes on at the row where it stands.'],
      ['counts/node', 'dropped', 'The time zone is another, and with it what days and clock readings mean.'],
    ]);
    expect(freshNodes(before, after, [])).toEqual(['counts/node']);
    expect(freshNodes(after, after, [])).toEqual([]);
  });

  it('leaves out what keeps nothing', () => {
    const perBatch = plan({ windowing: { kind: 'perBatch' } });
    expect(diffPlans(perBatch, perBatch).map((d) => d.nodeId)).toEqual(['lines/node']);
  });
});

describe('the shape of a state', () => {
  const shape = (variant: Variant) => stateShape(plan(variant).nodes.find((node) => node.kind === 'aggregate') ?? fail());
  const fail = (): never => {
    throw new Error('no aggregate');
  };

  it('says what it holds, in words that stay', () => {
    expect(
      shape({ keys: { w: 'word' }, aggregates: { n: 'count(*)', m: 'max(v)' }, windowing: { kind: 'batchWindow', sizeMs: 5000, slideMs: 1000 } }),
    ).toBe('v1 window 5000 ms every 1000 ms by (`word` STRING) of (count(*) BIGINT, max(`v` INT) INT)');
    expect(shape({ keys: {} })).toBe('v1 running by () of (count(*) BIGINT)');
  });

  it('tells apart what computes otherwise', () => {
    const shapes = [
      'word',
      'upper(word)',
      'lower(word)',
      "concat(word, 'a')",
      "concat(word, 'b')",
      "CASE WHEN v > 1 THEN word ELSE 'x' END",
      "CASE WHEN v > 2 THEN word ELSE 'x' END",
    ];
    expect(new Set(shapes.map((text) => shape({ keys: { k: text } }))).size).toBe(shapes.length);
  });
});
