import { describe, expect, it } from 'vitest';
import { rowsFromValues } from '../../src/columns/build.ts';
import type { FoldGives, NodeId } from '../../src/plan/plan.ts';
import type { PlanBuilder } from '../../src/plan/plan-builder.ts';
import type { Emits } from '../../src/plan/stream-type.ts';
import { STREAM_TABLE, type StreamConsumer } from '../../src/plan/stream-type-table.ts';
import { describeProblem, type Problem, type Result } from '../../src/problem/problem.ts';
import { aggregate, builder, must, request, SCHEMA, streamOf } from './plan-fixtures.ts';

const EMITS: readonly Emits[] = ['rows', 'closed', 'changes', 'all'];

const NO = null;

/** What each node gives for rows, closed, changes, all: written down a second time, on purpose. */
const EXPECTED: Readonly<Record<StreamConsumer, readonly (Emits | null)[]>> = {
  project: ['rows', 'closed', 'changes', 'all'],
  filter: ['rows', 'closed', 'changes', 'all'],
  generate: ['rows', 'closed', NO, 'all'],
  union: ['rows', 'closed', NO, 'all'],
  perBatch: ['closed', 'closed', NO, 'all'],
  batchWindow: ['closed', 'closed', NO, NO],
  'running-changes': ['changes', 'changes', NO, NO],
  'running-all': ['all', 'all', NO, NO],
  window: ['closed', 'closed', NO, NO],
  join: ['rows', 'closed', NO, 'all'],
  top: ['closed', 'closed', NO, 'all'],
  fold: ['rows', 'rows', NO, NO],
  sink: ['rows', 'closed', 'changes', 'all'],
};

/** Builds the node over the given stream, with settings that fit any input. */
const BUILD: Readonly<Record<StreamConsumer, (b: PlanBuilder, input: NodeId) => Result<NodeId>>> = {
  project: (b, input) => b.project({ ...request('p'), input, columns: [{ name: 'w', text: 'word', param: 'columns' }] }),
  filter: (b, input) => b.filter({ ...request('f'), input, condition: "word <> ''", param: 'condition' }),
  generate: (b, input) => b.generate({ ...request('g'), input, array: "split(word, '')", param: 'expression', as: 'letter', position: null }),
  union: (b, input) => b.union({ ...request('u'), inputs: [input] }),
  perBatch: (b, input) => aggregate(b, input, { kind: 'perBatch' }),
  batchWindow: (b, input) => aggregate(b, input, { kind: 'batchWindow', sizeMs: 2000, slideMs: 1000 }),
  'running-changes': (b, input) => aggregate(b, input, { kind: 'running', emit: 'changes' }),
  'running-all': (b, input) => aggregate(b, input, { kind: 'running', emit: 'all' }),
  window: (b, input) => b.window({ ...request('w'), input, sizeMs: 2000, slideMs: 1000 }),
  join: (b, input) => join(b, input, input),
  top: (b, input) => b.top({ ...request('t'), input, orderBy: [{ text: 'v DESC', param: 'orderBy' }], limit: 3, perKey: [] }),
  fold: (b, input) => fold(b, input, 'row', 'rows'),
  sink: (b, input) => b.sink({ ...request('s'), input, view: { kind: 'table' } }),
};

function join(b: PlanBuilder, left: NodeId, right: NodeId): Result<NodeId> {
  const on = { text: 'l.word = r.word', param: 'on' };
  return b.join({ ...request('j'), left, right, how: 'inner', on, columns: [{ name: 'word', text: 'l.word', param: 'columns' }] });
}

function fold(b: PlanBuilder, input: NodeId, per: 'row' | 'batch', gives: FoldGives): Result<NodeId> {
  const text = (name: string, value: string, param: string) => ({ name, text: value, param });
  return b.fold({
    ...request('f'),
    input,
    per,
    keys: [text('word', 'word', 'keys')],
    state: [text('n', 'BIGINT', 'state')],
    update: [text('n', per === 'row' ? 'coalesce(state.n, 0L) + 1' : 'coalesce(state.n, 0L) + count(*)', 'update')],
    remove: null,
    where: null,
    emit: [text('word', 'word', 'emit'), text('n', 'new.n', 'emit')],
    timeout: null,
    initial: null,
    gives,
  });
}

const CONSUMERS = Object.keys(STREAM_TABLE) as StreamConsumer[];

describe('every node with every kind of stream', () => {
  it.each(CONSUMERS.flatMap((consumer) => EMITS.map((emits) => [consumer, emits] as const)))('%s of %s', (consumer, emits) => {
    const b = builder();
    const result = BUILD[consumer](b, b.givenStream(streamOf(emits)));
    const expected = EXPECTED[consumer][EMITS.indexOf(emits)];
    if (expected === null) {
      expect(result.ok).toBe(false);
      const [refusal] = result.ok ? [] : result.problems;
      expect(refusal?.code).toBe('plan/stream-refused');
      if (refusal !== undefined) expect(describeProblem(refusal).what).toMatch(/^"\w+" does not take .+\. [A-Z].+[^.]\.$/);
    } else expect(b.streamType(must(result)).emits).toBe(expected);
  });

  it.each(EMITS.flatMap((a) => EMITS.map((c) => [a, c] as const)))('union of %s and %s', (a, c) => {
    const b = builder();
    const result = b.union({ ...request('u'), inputs: [b.givenStream(streamOf(a)), b.givenStream(streamOf(c))] });
    const both = [a, c];
    const expected = both.includes('changes') ? null : a === c ? a : both.includes('all') ? null : 'rows';
    if (expected === null) expect(result.ok).toBe(false);
    else expect(b.streamType(must(result))).toMatchObject({ emits: expected, keys: [] });
  });
});

describe('two streams into a join', () => {
  it.each(EMITS.flatMap((a) => EMITS.map((c) => [a, c] as const)))('of %s and %s', (a, c) => {
    const b = builder();
    const result = join(b, b.givenStream(streamOf(a)), b.givenStream(streamOf(c)));
    if ([a, c].includes('changes')) expect(result.ok).toBe(false);
    else expect(b.streamType(must(result))).toMatchObject({ emits: a === c ? a : 'rows', keys: [] });
  });

  it('that fire at different times are refused with the numbers', () => {
    const b = builder();
    const result = join(b, b.givenStream(streamOf('rows')), b.givenStream(streamOf('closed', 2000)));
    expect(result.ok ? '' : describeProblem(result.problems[0] as Problem).what).toBe(
      '"j" joins streams that fire at different times: the left one every 1 s, the right one every 2 s.',
    );
  });
});

describe('a table', () => {
  const table = (b: PlanBuilder, id: string) => must(b.table({ ...request(id), rows: rowsFromValues(SCHEMA, [['whale', 1]]) }));

  it.each(CONSUMERS.filter((consumer) => consumer !== 'join'))('is not taken by %s', (consumer) => {
    const b = builder();
    const result = BUILD[consumer](b, table(b, 'table'));
    expect(result.ok ? null : result.problems[0]?.code).toBe('plan/stream-refused');
  });

  it.each(EMITS)('is joined with %s, whose kind stays', (emits) => {
    for (const swap of [false, true]) {
      const b = builder();
      const stream = b.givenStream(streamOf(emits, 3000));
      const result = swap ? join(b, table(b, 'table'), stream) : join(b, stream, table(b, 'table'));
      if (emits === 'changes') expect(result.ok).toBe(false);
      else expect(b.streamType(must(result))).toMatchObject({ emits, slideMs: 3000 });
    }
  });

  it('is not joined with a table', () => {
    const b = builder();
    const result = join(b, table(b, 'one'), table(b, 'other'));
    expect(result.ok ? null : result.problems[0]?.code).toBe('algebra/join-two-tables');
  });
});

describe('keyed state gives', () => {
  it.each<[per: 'row' | 'batch', gives: FoldGives, emits: Emits, keys: readonly string[]]>([
    ['row', 'rows', 'rows', []],
    ['row', 'changes', 'changes', ['word']],
    ['row', 'snapshots', 'all', ['word']],
    ['batch', 'rows', 'rows', []],
    ['batch', 'changes', 'changes', ['word']],
    ['batch', 'all', 'all', ['word']],
    ['batch', 'snapshots', 'all', ['word']],
  ])('per %s, %s: %s', (per, gives, emits, keys) => {
    const b = builder();
    expect(b.streamType(must(fold(b, b.givenStream(streamOf('rows', 2000)), per, gives)))).toMatchObject({
      emits,
      keys,
      slideMs: 2000,
      windowMs: null,
    });
  });
});

describe('what flows on', () => {
  it('a window fires at its slide and covers its length', () => {
    const b = builder();
    const node = must(aggregate(b, b.givenStream(streamOf('rows')), { kind: 'batchWindow', sizeMs: 6000, slideMs: 2000 }));
    expect(b.streamType(node)).toMatchObject({ emits: 'closed', slideMs: 2000, windowMs: 6000, keys: ['word'] });
  });

  it('a count per batch covers one firing of its input, or the windows of its input', () => {
    const b = builder();
    const counted = must(aggregate(b, b.givenStream(streamOf('rows', 3000)), { kind: 'perBatch' }));
    expect(b.streamType(counted)).toMatchObject({ slideMs: 3000, windowMs: 3000 });
    const windows = b.givenStream({ ...streamOf('closed', 3000), windowMs: 9000 });
    expect(b.streamType(must(aggregate(b, windows, { kind: 'perBatch' }, 'second')))).toMatchObject({ slideMs: 3000, windowMs: 9000 });
  });

  it('a projection keeps keys under their new names, and knows when one is gone', () => {
    const b = builder();
    const closed = b.givenStream(streamOf('closed'));
    const project = (columns: Record<string, string>, id: string) =>
      b.streamType(
        must(
          b.project({ ...request(id), input: closed, columns: Object.entries(columns).map(([name, text]) => ({ name, text, param: 'columns' })) }),
        ),
      );
    expect(project({ w: 'word', v: 'v' }, 'a').keys).toEqual(['w']);
    expect(project({ v: 'v' }, 'b').keys).toEqual([]);
  });

  it('exploding with positions keeps rows apart, without does not', () => {
    const b = builder();
    const closed = b.givenStream(streamOf('closed'));
    const explode = (position: string | null, id: string) =>
      b.streamType(must(b.generate({ ...request(id), input: closed, array: "split(word, '')", param: 'expression', as: 'letter', position })));
    expect(explode('at', 'a').keys).toEqual(['word', 'at']);
    expect(explode(null, 'b').keys).toEqual([]);
  });

  it('a union of windows of different lengths has no length', () => {
    const b = builder();
    const union = b.union({ ...request('u'), inputs: [b.givenStream({ ...streamOf('closed'), windowMs: 5000 }), b.givenStream(streamOf('closed'))] });
    expect(b.streamType(must(union)).windowMs).toBeNull();
  });
});
