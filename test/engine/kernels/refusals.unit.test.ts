// What becomes of rows without a value where rows meet: keyed state, joins, orders, and what is computed from aggregates. One
// batch after another through whole plans; the random pipelines hold the same against the naive evaluator.
import { describe, expect, it } from 'vitest';
import { rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import { createPlanRuntime } from '../../../src/engine/create-plan-runtime.ts';
import { mustApply } from '../../../src/operators/apply-document.ts';
import { DEFAULT_SETTINGS, type Edge, type OperatorBox } from '../../../src/pipeline/document.ts';
import { formatDocument } from '../../../src/pipeline/format.ts';
import type { Json } from '../../../src/problem/json.ts';
import { ProblemError } from '../../../src/problem/problem.ts';

type Params = Readonly<Record<string, Json>>;
type Lines = readonly string[];

/** "k v" as k STRING and v STRING, so that what is no number is found by the operator behind. */
const PAIRS: OperatorBox = { type: 'map', params: { mode: 'replace', columns: { k: "split(value, ' ')[0]", v: "split(value, ' ')[1]" } } };
const TABLE: OperatorBox = { type: 'table', params: {} };

interface Fired {
  /** null: it did not fire. */
  readonly out: readonly unknown[][] | null;
  /** Reason and row of what left by the errors port. */
  readonly bad: readonly unknown[][] | null;
  readonly refused: number;
}

/** Batches of lines through one operator with two inputs at most. */
function ran(box: OperatorBox, batches: readonly Lines[], others: readonly Lines[] = []): readonly Fired[] {
  const isJoin = box.type === 'join' || box.type === 'cogroup';
  const sendsOn = box.params['onError'] === 'errors';
  const operators: Record<string, OperatorBox> = { lines: { type: 'typed-lines', params: {} }, pairs: PAIRS, step: box, out: TABLE };
  const edges = ['lines.out -> pairs.in', `pairs.out -> step.${isJoin ? 'left' : 'in'}`, 'step.out -> out.in'];
  if (isJoin) {
    Object.assign(operators, { more: { type: 'typed-lines', params: {} }, others: PAIRS });
    edges.push('more.out -> others.in', 'others.out -> step.right');
  }
  if (sendsOn) {
    operators['bad'] = TABLE;
    edges.push('step.errors -> bad.in');
  }
  const document = { name: 'Refusals', settings: DEFAULT_SETTINGS, operators, edges: edges.map(edge), ui: { positions: {}, notes: [] } };
  const { plan } = mustApply(formatDocument(document));
  const runtime = createPlanRuntime(plan, { zeroTimeMs: 0, now: () => 0 });
  return batches.map((lines, i): Fired => {
    const given: Readonly<Record<string, Lines>> = { lines, more: others[i] ?? [] };
    const sources = new Map(
      plan.nodes.flatMap((node) => {
        const texts = given[node.operatorId] ?? [];
        return node.kind === 'source'
          ? [
              [
                node.id,
                rowsFromValues(
                  node.output.columns,
                  texts.map((text) => [text]),
                ),
              ] as const,
            ]
          : [];
      }),
    );
    const output = runtime.runBatch({ batchId: i + 1, timeMs: (i + 1) * 1000, sources });
    const rowsOf = (sink: string) => {
      const rows = output.sinks.get(`${sink}/sink`) ?? [...output.sinks].find(([id]) => id.startsWith(`${sink}/`))?.[1] ?? null;
      return rows === null ? null : valuesFromRows(rows).map((row) => [...row]);
    };
    return {
      out: rowsOf('out'),
      bad: rowsOf('bad')?.map(([reason, , row]) => [reason, row]) ?? null,
      refused: output.counts.reduce((sum, { refused }) => sum + refused, 0),
    };
  });
}

function edge(text: string): Edge {
  const [from = '', to = ''] = text.split(' -> ');
  const end = (part: string) => ({ operator: part.split('.')[0] ?? '', port: part.split('.')[1] ?? '' });
  return { from: end(from), to: end(to) };
}

describe('map with state', () => {
  const summing = (more: Params): OperatorBox => ({
    type: 'map-with-state',
    params: {
      keys: ['k'],
      state: { total: 'BIGINT' },
      update: { total: 'coalesce(state.total, 0L) + CAST(v AS INT)' },
      emit: { k: 'k', total: 'new.total' },
      onError: 'errors',
      ...more,
    },
  });

  it('goes on from the state before the row that is refused', () => {
    const [first, second] = ran(summing({}), [['a 1', 'a x', 'a 2', 'b y'], ['b 5']]);
    expect(first?.out).toEqual([
      ['a', 1],
      ['a', 3],
    ]);
    expect(first?.bad).toEqual([
      ['CAST_INVALID_INPUT', '{"k":"a","v":"x"}'],
      ['CAST_INVALID_INPUT', '{"k":"b","v":"y"}'],
    ]);
    expect(second?.out).toEqual([['b', 5]]);
  });

  it('refuses the row as a whole, whichever expression has no value for it', () => {
    const emit = { k: 'k', total: 'new.total', share: '10 div new.total' };
    const [first, second] = ran(summing({ emit }), [['a 1', 'a -1', 'a 1'], ['a 3']]);
    expect(first?.out).toEqual([
      ['a', 1, 10],
      ['a', 2, 5],
    ]);
    expect(first?.bad).toEqual([['DIVIDE_BY_ZERO', '{"k":"a","v":"-1"}']]);
    expect(second?.out).toEqual([['a', 5, 2]]);
  });

  it('does not bring back a key that the row before removed', () => {
    const [first, second] = ran(summing({ remove: 'new.total >= 3' }), [['a 3', 'a x'], ['a 1']]);
    expect(first?.out).toEqual([['a', 3]]);
    expect(second?.out).toEqual([['a', 1]]);
  });

  it('does not put off the time-out of a key by a row that is refused', () => {
    const fired = ran(summing({ timeout: '2 seconds', onTimeout: { k: 'k', total: '0L - state.total' } }), [['a 1'], ['a x'], [], []]);
    expect(fired.map(({ out }) => out)).toEqual([[['a', 1]], [], [], [['a', -1]]]);
  });

  it('lets a key go that is due, though the row it would leave with has no value', () => {
    const fired = ran(summing({ timeout: '1 second', onTimeout: { k: 'k', total: '1L div (state.total - 1)' } }), [['a 1'], [], [], []]);
    expect(fired[2]).toEqual({ out: [], bad: [['DIVIDE_BY_ZERO', '{"k":"a","state.total":1}']], refused: 1 });
    expect(fired[3]).toEqual({ out: [], bad: [], refused: 0 });
  });
});

describe('update state by key', () => {
  const counting = (more: Params): OperatorBox => ({
    type: 'update-state-by-key',
    params: {
      keys: ['k'],
      state: { n: 'BIGINT' },
      update: { n: 'coalesce(state.n, 0L) + sum(CAST(v AS INT))' },
      emit: { k: 'k', n: 'new.n' },
      onError: 'errors',
      ...more,
    },
  });

  it('leaves a row without an argument out of the aggregates', () => {
    const [first] = ran(counting({ update: { n: 'coalesce(state.n, 0L) + coalesce(sum(CAST(v AS INT)), 0L)' } }), [['a 1', 'a x', 'a 2']]);
    expect(first).toEqual({ out: [['a', 3]], bad: [['CAST_INVALID_INPUT', '{"k":"a","v":"x"}']], refused: 1 });
  });

  it('refuses all rows of a key whose state has no value, and keeps the state', () => {
    const update = { n: 'coalesce(state.n, 0L) + 12 div count(*) + 0 * (1 div (count(*) - 2))' };
    const [first, second, third] = ran(counting({ update, remove: 'FALSE' }), [
      ['a 1', 'b 1'],
      ['a 1', 'a 2', 'b 1'],
      ['a 7', 'b 1'],
    ]);
    expect(first?.out).toEqual([
      ['a', 12],
      ['b', 12],
    ]);
    expect(second).toEqual({
      out: [['b', 24]],
      bad: [
        ['DIVIDE_BY_ZERO', '{"k":"a","v":"1"}'],
        ['DIVIDE_BY_ZERO', '{"k":"a","v":"2"}'],
      ],
      refused: 2,
    });
    expect(third?.out).toEqual([
      ['a', 24],
      ['b', 36],
    ]);
  });

  it('tells key and state when there is no row to refuse', () => {
    const update = { n: 'coalesce(state.n, 0L) + 1 + 0 * (1 div count(*))' };
    const [, second, third] = ran(counting({ update }), [['a 1'], [], ['a 1']]);
    expect(second).toEqual({ out: [], bad: [['DIVIDE_BY_ZERO', '{"k":"a","state.n":1}']], refused: 1 });
    expect(third?.out).toEqual([['a', 2]]);
  });
});

describe('a join', () => {
  const join = (how: string, on: string, more: Params = {}): OperatorBox => ({
    type: 'join',
    params: { how, on, columns: { a: 'l.v', b: 'r.v' }, onError: 'errors', ...more },
  });
  const KEYS = 'CAST(l.k AS INT) = CAST(r.k AS INT)';

  it('has no row without a key, neither paired nor alone', () => {
    const [first] = ran(join('full', KEYS), [['1 a', 'x b', '2 c']], [['1 d', 'y e', '3 f']]);
    expect(first?.out).toEqual([
      ['a', 'd'],
      ['c', null],
      [null, 'f'],
    ]);
    expect(first?.bad).toEqual([
      ['CAST_INVALID_INPUT', '{"l.k":"x","l.v":"b"}'],
      ['CAST_INVALID_INPUT', '{"r.k":"y","r.v":"e"}'],
    ]);
  });

  it.each([
    ['left', [['7', '1']]],
    ['inner', [['7', '1']]],
    ['full', [['7', '1']]],
  ])('refuses a pair without an answer, and says of neither row that it is alone (%s)', (how, out) => {
    const [first] = ran(join(how, 'l.k = r.k AND 10 div CAST(r.v AS INT) > 1'), [['a 7', 'b 8']], [['a 1', 'a 0', 'b 0']]);
    expect(first?.out).toEqual(out);
    expect(first?.bad?.map(([, row]) => row)).toEqual(['{"l.k":"a","l.v":"7","r.k":"a","r.v":"0"}', '{"l.k":"b","l.v":"8","r.k":"b","r.v":"0"}']);
  });

  it('does not call a row without partner that is in a pair nobody can decide', () => {
    const anti = join('leftanti', 'l.k = r.k AND 10 div CAST(r.v AS INT) > 1', { columns: {} });
    expect(ran(anti, [['a 7', 'b 8', 'c 9']], [['a 1', 'b 0']])[0]?.out).toEqual([['c', '9']]);
  });

  it('refuses a row of the answer', () => {
    const [first] = ran(join('inner', 'l.k = r.k', { columns: { q: 'CAST(l.v AS INT) div CAST(r.v AS INT)' } }), [['a 8']], [['a 2', 'a 0']]);
    expect(first).toEqual({ out: [[4]], bad: [['DIVIDE_BY_ZERO', '{"l.k":"a","l.v":"8","r.k":"a","r.v":"0"}']], refused: 1 });
  });

  it('with a table refuses the rows of the stream, and stops over a row of the table', () => {
    const lookup = (table: string): OperatorBox => ({
      type: 'lookup-join',
      params: {
        schema: 'id STRING, name STRING',
        table,
        how: 'left',
        on: 'CAST(l.k AS INT) = CAST(r.id AS INT)',
        columns: { k: 'l.k', name: 'r.name' },
        onError: 'drop',
      },
    });
    expect(ran(lookup('1,one\n2,two'), [['1 a', 'x b', '3 c']])[0]).toEqual({
      out: [
        ['1', 'one'],
        ['3', null],
      ],
      bad: null,
      refused: 1,
    });
    expect(() => ran(lookup('1,one\nx,two'), [['1 a']])).toThrow(ProblemError);
  });

  it('as a cogroup refuses rows without a key, and keys without an answer', () => {
    const box: OperatorBox = { type: 'cogroup', params: { on: KEYS, columns: { n: '2 div size(r.v)', l: 'l.v' }, onError: 'errors' } };
    const [first] = ran(box, [['1 a', '2 b', 'x c']], [['1 d']]);
    expect(first?.out).toEqual([[2, ['a']]]);
    expect(first?.bad).toEqual([
      ['CAST_INVALID_INPUT', '{"l.k":"x","l.v":"c"}'],
      ['DIVIDE_BY_ZERO', '{"l.k":["2"],"l.v":["b"],"r.k":[],"r.v":[]}'],
    ]);
  });
});

describe('an order', () => {
  it.each([
    ['sort', {}],
    ['top', { limit: 2, perKey: [] }],
  ])('has no place for a row without its value (%s)', (type, params) => {
    const box = { type, params: { orderBy: ['CAST(v AS INT) DESC'], onError: 'errors', ...params } };
    const [first] = ran(box, [['a 1', 'b x', 'c 3']]);
    expect(first?.out).toEqual([
      ['c', '3'],
      ['a', '1'],
    ]);
    expect(first?.bad).toEqual([['CAST_INVALID_INPUT', '{"k":"b","v":"x"}']]);
  });

  it('of each key takes the first of those that are left', () => {
    const box = { type: 'top', params: { orderBy: ['CAST(v AS INT)'], limit: 1, perKey: ['k'], onError: 'drop' } };
    expect(ran(box, [['a x', 'a 2', 'a 3']])[0]).toEqual({ out: [['a', '2']], bad: null, refused: 1 });
  });
});

describe('aggregates', () => {
  it('send on a group for which what is computed from them has no value', () => {
    const box = { type: 'reduce-by-key', params: { keys: ['k'], aggregates: { share: '6 div (count(*) - 1)' }, onError: 'errors' } };
    const [first] = ran(box, [['a 1', 'b 1', 'b 2']]);
    expect(first).toEqual({ out: [['b', 6]], bad: [['DIVIDE_BY_ZERO', '{"k":"a","count(*)":1}']], refused: 1 });
  });

  it('of a window send on what is refused in the batch in which it came, not when the window closes', () => {
    const params = { time: 'batch', size: '3 seconds', slide: '3 seconds', keys: [], aggregates: { n: 'sum(CAST(v AS INT))' }, onError: 'errors' };
    const fired = ran({ type: 'sliding-window', params }, [['a 1'], ['a x'], ['a 2']]);
    expect(fired.map(({ out }) => out)).toEqual([null, null, [[3]]]);
    expect(fired.map(({ bad }) => bad)).toEqual([[], [['CAST_INVALID_INPUT', '{"k":"a","v":"x"}']], []]);
  });

  const HUGE = '9223372036854775807';
  const beyond = ['ARITHMETIC_OVERFLOW', '{"k":"a","v":"1"}'];

  it.each([
    ['running-aggregate', { emit: 'changes' }],
    ['reduce-by-key', {}],
    ['tumbling-window', { time: 'batch', size: '1 second' }],
  ])('leave out a row that takes a sum beyond 64 bits, in all of them (%s)', (type, params) => {
    const box = { type, params: { keys: ['k'], aggregates: { s: 'sum(CAST(v AS BIGINT))', n: 'count(*)' }, onError: 'errors', ...params } };
    const [first] = ran(box, [[`a ${HUGE}`, 'a 1', 'b 2', 'a -1']]);
    expect(first?.out).toEqual([
      ['a', '9223372036854775806', 2],
      ['b', 2, 1],
    ]);
    expect(first?.bad).toEqual([beyond]);
  });

  it('do so over batches, and say which row', () => {
    const params = { keys: [], aggregates: { s: 'sum(CAST(v AS BIGINT))' }, emit: 'all', onError: 'errors' };
    const fired = ran({ type: 'running-aggregate', params }, [[`a ${HUGE}`], ['a 1'], ['a -7', 'a 7']]);
    expect(fired.map(({ out }) => out)).toEqual([[[HUGE]], [[HUGE]], [[HUGE]]]);
    expect(fired.map(({ bad }) => bad)).toEqual([[], [beyond], []]);
  });

  it('of a key that is updated once a batch do so, too', () => {
    const update = { n: 'sum(CAST(v AS BIGINT))' };
    const params = { keys: ['k'], state: { n: 'BIGINT' }, update, emit: { k: 'k', n: 'new.n' }, onError: 'errors' };
    const [first] = ran({ type: 'update-state-by-key', params }, [[`a ${HUGE}`, 'a 1']]);
    expect(first).toEqual({ out: [['a', HUGE]], bad: [beyond], refused: 1 });
  });

  it('of windows that share rows stop, since their sums are put together from parts', () => {
    const params = { time: 'batch', size: '2 seconds', slide: '1 second', keys: [], aggregates: { s: 'sum(CAST(v AS BIGINT))' }, onError: 'drop' };
    expect(() => ran({ type: 'sliding-window', params }, [[`a ${HUGE}`], ['a 1']])).toThrow(ProblemError);
  });

  it('of an inverse window stay silent until a row that is taken', () => {
    const params = { time: 'batch', size: '2 seconds', slide: '1 second', aggregates: { n: 'sum(CAST(v AS INT))' }, inverse: 'yes', onError: 'drop' };
    expect(ran({ type: 'reduce-by-window', params }, [['a x'], ['a 1'], [], []]).map(({ out }) => out)).toEqual([[], [[1]], [[1]], [[0]]]);
  });
});
