// Every rule of the batch algebra that a plan can break, each with its sentence: what is wrong, the numbers, the way out.
import { describe, expect, it } from 'vitest';
import { rowsFromValues } from '../../src/columns/build.ts';
import { BIGINT, STRING } from '../../src/columns/data-type.ts';
import type { FoldRequest } from '../../src/plan/build-fold.ts';
import type { JoinRequest } from '../../src/plan/build-join.ts';
import type { NodeId } from '../../src/plan/plan.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import { describeProblem, ok, type Result } from '../../src/problem/problem.ts';
import { builder, must, request, source } from './plan-fixtures.ts';

function said(result: Result<unknown>): readonly string[] {
  return result.ok ? [] : result.problems.map((p) => describeProblem(p).what);
}

const text = (name: string, value: string, param: string) => ({ name, text: value, param });

function fold(b: PlanBuilder, change: Partial<FoldRequest> = {}): Result<NodeId> {
  const input = change.input ?? source(b);
  return b.fold({
    ...request('f', 'Counts'),
    input,
    per: 'row',
    keys: [text('word', 'word', 'keys')],
    state: [text('n', 'BIGINT', 'state')],
    update: [text('n', 'coalesce(state.n, 0L) + 1', 'update')],
    remove: null,
    where: null,
    emit: [text('word', 'word', 'emit'), text('n', 'new.n', 'emit')],
    timeout: null,
    initial: null,
    gives: 'rows',
    ...change,
  });
}

function join(b: PlanBuilder, change: Partial<JoinRequest> = {}): Result<NodeId> {
  const left = source(b, 'left');
  const right = source(b, 'right');
  return b.join({
    ...request('j', 'Both'),
    left,
    right,
    how: 'inner',
    on: { text: 'l.word = r.word', param: 'on' },
    columns: [text('word', 'l.word', 'columns')],
    ...change,
  });
}

describe('keyed state', () => {
  it.each<[string, Partial<FoldRequest>, string]>([
    [
      'without fields',
      { state: [] },
      '"Counts" keeps nothing yet. Its state needs at least one field, such as n BIGINT with the update coalesce(state.n, 0L) + 1.',
    ],
    [
      'of an unknown type',
      { state: [text('n', 'NUMBER', 'state')] },
      'The field "n" of the state of "Counts" has the type "NUMBER", which is not known.',
    ],
    ['that is never updated', { update: [] }, 'The field "n" of the state of "Counts" has no update, so it would stay NULL for ever.'],
    [
      'that updates another field',
      { update: [text('n', 'state.n', 'update'), text('m', '1', 'update')] },
      '"Counts" updates "m", which its state does not have. It has n.',
    ],
    ['of another type than its update', { update: [text('n', 'word', 'update')] }, '"n" of "Counts" is BIGINT, but its expression gives STRING.'],
    [
      'with a condition that is none',
      { remove: { text: 'new.n + 1', param: 'remove' } },
      'The expression of "Counts" gives BIGINT, but must give BOOLEAN, TRUE when the key leaves.',
    ],
    ['with an update that sees what comes after it', { update: [text('n', 'new.n', 'update')] }, 'No column new.n. Columns: word, v, state.n.'],
    [
      'with a field that is not there',
      { where: { text: 'state.m > 1', param: 'where' } },
      'No column state.m. Did you mean state.n? Columns: word, v, state.n, new.n.',
    ],
    [
      'that emits changes without its key',
      { gives: 'changes', emit: [text('n', 'new.n', 'emit')] },
      '"Counts" emits changes, where a row replaces the earlier one of its key, but it does not emit the key "word".',
    ],
    [
      'with a time-out of nothing',
      { timeout: { afterMs: 0, param: 'timeout', scan: 'batch', emit: null } },
      'The time-out of "Counts" must be above zero, but is 0 s.',
    ],
    [
      'with a column at the time-out that it has not',
      { timeout: { afterMs: 1000, param: 'timeout', scan: 'batch', emit: [text('m', 'state.n', 'onTimeout')] } },
      '"Counts" gives the column "m" at a time-out, which its other rows do not have. They have word, n.',
    ],
    [
      'that is saved at another time than it works',
      { checkpointMs: 1500 },
      '"Counts" works every 1 s, so its checkpoint interval must be above zero and a multiple of that, but is 1.5 s. Use 1 s or 2 s.',
    ],
    [
      'with one key twice at the start',
      {
        initial: () =>
          ok(
            rowsFromValues(
              [
                { name: 'word', type: STRING },
                { name: 'n', type: BIGINT },
              ],
              [
                ['a', 1],
                ['a', 2],
              ],
            ),
          ),
      },
      'The initial state of "Counts" names the key of row 2 a second time.',
    ],
  ])('%s', (_, change, sentence) => {
    expect(said(fold(builder(), change))).toEqual([sentence]);
  });

  it('per batch has aggregates, and no time-out', () => {
    const perBatch: Partial<FoldRequest> = { per: 'batch', update: [text('n', 'coalesce(state.n, 0L) + count(*) + coalesce(sum(v), 0L)', 'update')] };
    expect(said(fold(builder(), perBatch))).toEqual([]);
    expect(said(fold(builder(), { ...perBatch, timeout: { afterMs: 1000, param: 'timeout', scan: 'batch', emit: null } }))).toEqual([
      '"Counts" runs for every key in every batch, so it needs no time-out: its remove condition can count idle batches.',
    ]);
    expect(said(fold(builder(), { ...perBatch, update: [text('n', 'v', 'update')] }))).toEqual(['No column v. Columns: word, state.n.']);
  });

  it('casts what it stores where Spark would by itself', () => {
    const state = [text('n', 'BIGINT', 'state'), text('t', 'STRING', 'state'), text('x', 'DOUBLE', 'state')];
    const update = [text('n', 'v', 'update'), text('t', 'v', 'update'), text('x', 'NULL', 'update')];
    const b = builder();
    const node = must(fold(b, { state, update, gives: 'snapshots' }));
    expect(b.streamType(node).columns.map(({ type }) => type.kind)).toEqual(['STRING', 'BIGINT', 'STRING', 'DOUBLE']);
  });
});

describe('with checkpoints off', () => {
  const off = () => new PlanBuilder({ batchIntervalMs: 1000, timeZone: 'UTC', checkpoints: false });
  const sentence = (keeps: string) =>
    `"Counts" keeps ${keeps} between batches, but checkpoints are off. After a reload it would be gone and every later answer wrong.`;
  const aggregate = (b: PlanBuilder, windowing: Parameters<PlanBuilder['aggregate']>[0]['windowing']) =>
    b.aggregate({ ...request('c', 'Counts'), input: source(b), windowing, keys: [], aggregates: [text('n', 'count(*)', 'aggregates')] });

  it('nothing with state for good may run', () => {
    expect(said(fold(off()))).toEqual([sentence('a state for each key')]);
    expect(said(aggregate(off(), { kind: 'running', emit: 'all' }))).toEqual([sentence('what it has counted so far')]);
    const inverse = { kind: 'batchWindow', sizeMs: 2000, slideMs: 1000, inverse: { keepEmptyKeys: true } } as const;
    expect(said(aggregate(off(), inverse))).toEqual([sentence('what it has counted so far')]);
  });

  it('stateless operators and plain windows may', () => {
    expect(said(aggregate(off(), { kind: 'perBatch' }))).toEqual([]);
    expect(said(aggregate(off(), { kind: 'batchWindow', sizeMs: 2000, slideMs: 1000 }))).toEqual([]);
    expect(said(join(off()))).toEqual([]);
  });
});

describe('windows', () => {
  it('have lengths and slides that are multiples of the slide they read', () => {
    const b = builder();
    const outer = must(b.window({ ...request('w'), input: source(b), sizeMs: 4000, slideMs: 2000 }));
    expect(said(b.window({ ...request('x', 'Last'), input: outer, sizeMs: 3000, slideMs: 1000 }))).toEqual([
      'Window length of "Last" must be a multiple of the slide of the stream it reads, 2 s, but is 3 s. Use 2 s or 4 s.',
      'Window slide of "Last" must be a multiple of the slide of the stream it reads, 2 s, but is 1 s. Use 2 s.',
    ]);
    expect(said(b.window({ ...request('y', 'Last'), input: outer, sizeMs: 0, slideMs: 2000 }))).toEqual([
      'Window length of "Last" must be above zero and a multiple of the slide of the stream it reads, 2 s, but is 0 s. Use 2 s or more.',
    ]);
  });

  it('in the inverse form take counts and sums only', () => {
    const b = builder();
    const windowing = { kind: 'batchWindow', sizeMs: 2000, slideMs: 1000, inverse: { keepEmptyKeys: false } } as const;
    const aggregates = [text('n', 'count(*)', 'aggregates'), text('m', 'max(v)', 'aggregates')];
    expect(said(b.aggregate({ ...request('c', 'Counts'), input: source(b), windowing, keys: [], aggregates }))).toEqual([
      '"Counts" is an inverse window, whose answers come from what enters and leaves. That holds for count and sum only, not for max(v).',
    ]);
  });
});

describe('joins', () => {
  it.each<[string, Partial<JoinRequest>, string]>([
    [
      'on no condition',
      { on: { text: 'l.v + r.v', param: 'on' } },
      'The expression of "Both" gives INT, but must give BOOLEAN, TRUE for the rows that belong together.',
    ],
    ['on a column that is not there', { on: { text: 'l.word = r.name', param: 'on' } }, 'No column r.name. Columns: l.word, l.v, r.word, r.v.'],
    [
      'that look at the right side of a semi join',
      { how: 'leftsemi', columns: [text('w', 'r.word', 'columns')] },
      'No column r.word. Did you mean l.word? Columns: l.word, l.v.',
    ],
    [
      'of groups on more than keys',
      { how: 'cogroup', on: { text: 'l.word = r.word AND l.v < r.v', param: 'on' } },
      '"Both" groups both sides by keys, so its condition must be equalities of a left and a right value, such as l.k = r.k, but is l.word = r.word AND l.v < r.v.',
    ],
  ])('%s', (_, change, sentence) => {
    expect(said(join(builder(), change))).toEqual([sentence]);
  });

  it('find their keys among the parts of the condition', () => {
    const b = builder();
    must(join(b, { on: { text: 'upper(r.word) = l.word AND l.v < r.v AND r.v <=> l.v', param: 'on' } }));
    const [node] = b.finish((n) => n.kind === 'join').nodes;
    expect(node?.kind === 'join' ? [node.keys.map(({ nullSafe }) => nullSafe), node.condition === null] : null).toEqual([[false, true], false]);
  });
});

describe('order', () => {
  const top = (b: PlanBuilder, orderBy: readonly string[], limit: number | null) =>
    b.top({ ...request('t', 'Best'), input: source(b), orderBy: orderBy.map((one) => ({ text: one, param: 'orderBy' })), limit, perKey: [] });

  it('needs an expression, and a limit of at least one', () => {
    expect(said(top(builder(), [], 1))).toEqual(['"Best" has no order yet. It needs at least one expression to order by, such as n DESC.']);
    expect(said(top(builder(), ['v'], 0))).toEqual(['"Best" keeps 0 rows. The number must be whole and at least 1.']);
    expect(said(top(builder(), ['map(word, v)'], 1))).toEqual([
      '"Best" cannot order by map(word, v): values of type MAP<STRING, INT> have no order.',
    ]);
  });

  it('reads directions behind the expression', () => {
    const b = builder();
    must(top(b, ['v DESC', 'word', 'v asc nulls last', 'word DESC NULLS FIRST'], 3));
    const [node] = b.finish((n) => n.kind === 'top').nodes;
    expect(node?.kind === 'top' ? node.orderBy.map(({ descending, nullsFirst }) => [descending, nullsFirst]) : null).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [true, true],
    ]);
  });
});
