import { describe, expect, it } from 'vitest';
import { neededColumns } from '../../../src/engine/needed-columns.ts';
import { ProblemError } from '../../../src/problem/problem.ts';
import { Driver, type PlainBatch, type PlainRows, perBatch, running, TestPlan, window } from '../plan-fixture.ts';

/** What the one sink "out" gives for each batch. */
function outputs(plan: TestPlan, ...batches: readonly PlainBatch[]): (unknown[][] | null)[] {
  const driver = new Driver(plan.finish());
  return batches.map((batch) => driver.run(batch).out ?? null);
}

function problemOf(plan: TestPlan, ...batches: readonly PlainBatch[]) {
  try {
    outputs(plan, ...batches);
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('No problem came');
}

const words = (...rows: readonly string[]): PlainRows => rows.map((row) => [row]);

describe('project and filter', () => {
  it('give the new row, and only rows for which the condition is TRUE', () => {
    const plan = new TestPlan();
    const source = plan.source('in', 'k STRING, v INT');
    const some = plan.filter('some', source, 'v > 1');
    plan.sink('out', plan.project('new', some, { twice: 'v * 2', k: 'upper(k)' }));
    const rows: PlainRows = [
      ['a', 1],
      ['b', 2],
      ['c', null],
      ['d', 3],
    ];
    expect(outputs(plan, { in: rows }, {})).toEqual([
      [
        [4, 'B'],
        [6, 'D'],
      ],
      [],
    ]);
  });

  it('see the batch time as the time', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.project('p', plan.source('in', 'v INT'), { t: 'current_timestamp()' }));
    expect(outputs(plan, { in: [[1]] }, { in: [[1]] })).toEqual([[['1970-01-01T00:00:01.000000Z']], [['1970-01-01T00:00:02.000000Z']]]);
  });

  it('fail the batch with the row and the expression when an ANSI rule refuses a value', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.project('half', plan.source('in', 'k STRING, v INT'), { h: '10 / v', k: 'k' }));
    const problem = problemOf(plan, {
      in: [
        ['a', 1],
        ['b', 0],
        ['c', 0],
      ],
    });
    expect(problem.code).toBe('engine/row-error');
    expect(problem.where).toEqual({ operator: 'half', row: 1 });
    expect(problem.params).toEqual({ errorClass: 'DIVIDE_BY_ZERO', expression: '10 / v', row: 'v = 0' });
  });

  it('ask no value of rows that a filter left out, nor of columns nobody reads', () => {
    const plan = new TestPlan();
    const source = plan.source('in', 'k STRING, v INT');
    const wide = plan.project('wide', plan.filter('some', source, 'v <> 0'), { h: '10 / v', bad: '1 / 0', k: 'k' });
    plan.sink('out', plan.project('narrow', wide, { h: 'h' }));
    expect(
      outputs(plan, {
        in: [
          ['a', 0],
          ['b', 4],
        ],
      }),
    ).toEqual([[[2.5]]]);
  });
});

describe('generate', () => {
  it('gives a row per element, with the other columns and the position', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.explode('e', plan.source('in', 'id INT, text STRING'), "split(text, ' ')", 'word', 'at'));
    const rows: PlainRows = [
      [1, 'a b'],
      [2, null],
      [3, 'c'],
    ];
    expect(outputs(plan, { in: rows })).toEqual([
      [
        [1, 'a b', 0, 'a'],
        [1, 'a b', 1, 'b'],
        [3, 'c', 0, 'c'],
      ],
    ]);
  });

  it('gives no row for NULL and for an empty array, whatever lies between the slices', () => {
    const plan = new TestPlan();
    const source = plan.source('in', 'id INT, list ARRAY<INT>');
    plan.sink('out', plan.explode('e', plan.filter('f', source, 'id <> 2'), 'list', 'n'));
    const rows: PlainRows = [
      [1, [10, null]],
      [2, [20, 21]],
      [3, []],
      [4, null],
      [5, [50]],
    ];
    expect(outputs(plan, { in: rows }, { in: [[3, []]] })).toEqual([
      [
        [1, [10, null], 10],
        [1, [10, null], null],
        [5, [50], 50],
      ],
      [],
    ]);
  });

  it('does not repeat columns that only the array is made of', () => {
    const plan = new TestPlan();
    const split = plan.explode('e', plan.source('in', 'value STRING, id INT'), "split(value, ' ')", 'word');
    const counts = plan.aggregate('n', split, perBatch, { word: 'word' }, { n: 'count(*)' });
    plan.sink('out', counts);
    const needed = neededColumns(plan.finish());
    expect([...(needed.get('in/n') ?? [])]).toEqual([0]);
    expect([...(needed.get('e/n') ?? [])]).toEqual([2]);
    expect(outputs(plan, { in: [['a b a', 1]] })).toEqual([
      [
        ['a', 2],
        ['b', 1],
      ],
    ]);
  });
});

describe('union', () => {
  const twoSources = () => {
    const plan = new TestPlan();
    return plan.sink('out', plan.union('u', plan.source('a', 'k STRING, v INT'), plan.source('b', 'v INT, k STRING')));
  };

  it('puts rows together by column name, in the order of the inputs', () => {
    expect(outputs(twoSources(), { b: [[2, 'y']], a: [['x', 1]] }, { b: [[3, 'z']] })).toEqual([
      [
        ['x', 1],
        ['y', 2],
      ],
      [['z', 3]],
    ]);
  });

  it('fails the batch when an input gives nothing at all', () => {
    expect(problemOf(twoSources(), { a: [['x', 1]], b: null })).toMatchObject({ code: 'engine/union-without-input', where: { operator: 'u' } });
  });

  it('does not fire between the firings of windows', () => {
    const plan = new TestPlan();
    const source = plan.source('in', 'k STRING');
    const short = plan.aggregate('s', source, window(2, 2), { k: 'k' }, { n: 'count(*)' });
    const long = plan.aggregate('l', source, window(4, 2), { k: 'k' }, { n: 'count(*)' });
    plan.sink('out', plan.union('u', short, long));
    const [a, b] = [{ in: words('a') }, { in: words('b') }];
    expect(outputs(plan, a, b, b, {})).toEqual([
      null,
      [
        ['a', 1],
        ['b', 1],
        ['a', 1],
        ['b', 1],
      ],
      null,
      [
        ['b', 1],
        ['a', 1],
        ['b', 2],
      ],
    ]);
  });
});

describe('aggregates per batch', () => {
  it('group the rows of one batch, in the order of their first row', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.aggregate('n', plan.source('in', 'k STRING'), perBatch, { k: 'k' }, { n: 'count(*)' }));
    expect(outputs(plan, { in: words('b', 'a', 'b') }, { in: words('a') }, {}, { in: null })).toEqual([
      [
        ['b', 2],
        ['a', 1],
      ],
      [['a', 1]],
      [],
      null,
    ]);
  });

  it('without keys give one row each time, also for no rows', () => {
    const plan = new TestPlan();
    const aggregates = { n: 'count(*)', c: 'count(v)', s: 'sum(v)', a: 'avg(v)', lo: 'min(v)', hi: 'max(v)' };
    plan.sink('out', plan.aggregate('n', plan.source('in', 'v INT'), perBatch, {}, aggregates));
    expect(outputs(plan, { in: [[3], [null], [5]] }, {}, { in: null })).toEqual([[[3, 2, 8, 4, 3, 5]], [[0, 0, null, null, null, null]], null]);
  });

  it('throw for a sum beyond 64 bits, with the row', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.aggregate('n', plan.source('in', 'k STRING, v BIGINT'), perBatch, { k: 'k' }, { s: 'sum(v)' }));
    const problem = problemOf(plan, {
      in: [
        ['a', 1],
        ['b', '9223372036854775807'],
        ['b', 1],
        ['b', -5],
      ],
    });
    expect(problem.where).toEqual({ operator: 'n', row: 2 });
    expect(problem.params).toEqual({ errorClass: 'ARITHMETIC_OVERFLOW', expression: 'sum(v)', row: 'v = 1' });
  });

  it('keep NULL as one group, NaN as one, and 0.0 with -0.0', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.aggregate('n', plan.source('in', 'v DOUBLE'), perBatch, { v: 'v' }, { n: 'count(*)' }));
    expect(outputs(plan, { in: [['-0.0'], [null], ['NaN'], [0], [null], ['NaN']] })).toEqual([
      [
        [0, 2],
        [null, 2],
        ['NaN', 2],
      ],
    ]);
  });
});

describe('running aggregates', () => {
  it('emit the groups of the batch, or all', () => {
    const plan = new TestPlan();
    const source = plan.source('in', 'k STRING');
    plan.sink('out', plan.aggregate('c', source, running('changes'), { k: 'k' }, { n: 'count(*)' }));
    plan.sink('all', plan.aggregate('a', source, running('all'), { k: 'k' }, { n: 'count(*)' }));
    const driver = new Driver(plan.finish());
    expect(driver.run({ in: words('b', 'a', 'b') })).toEqual({
      out: [
        ['b', 2],
        ['a', 1],
      ],
      all: [
        ['b', 2],
        ['a', 1],
      ],
    });
    expect(driver.run({ in: words('c', 'a') })).toEqual({
      out: [
        ['c', 1],
        ['a', 2],
      ],
      all: [
        ['b', 2],
        ['a', 2],
        ['c', 1],
      ],
    });
    expect(driver.run({})).toEqual({
      out: [],
      all: [
        ['b', 2],
        ['a', 2],
        ['c', 1],
      ],
    });
  });

  it('over windows take each firing once', () => {
    const plan = new TestPlan();
    const counts = plan.aggregate('w', plan.source('in', 'k STRING'), window(2, 2), { k: 'k' }, { n: 'count(*)' });
    plan.sink('out', plan.aggregate('r', counts, running('changes'), { k: 'k' }, { total: 'sum(n)' }));
    const batch = { in: words('a', 'b') };
    expect(outputs(plan, batch, batch, {}, { in: words('a') })).toEqual([
      null,
      [
        ['a', 2],
        ['b', 2],
      ],
      null,
      [['a', 3]],
    ]);
  });
});

describe('batch windows', () => {
  it('fire at multiples of the slide, partial at first, and forget what they no longer cover', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.aggregate('w', plan.source('in', 'k STRING'), window(3, 2), { k: 'k' }, { n: 'count(*)' }));
    const [a, b] = [{ in: words('a') }, { in: words('b') }];
    expect(outputs(plan, a, b, b, {}, {}, {})).toEqual([
      null,
      [
        ['a', 1],
        ['b', 1],
      ],
      null,
      [['b', 2]],
      null,
      [],
    ]);
  });

  it('whose slide is longer than their size leave the rows of the gap out', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.aggregate('w', plan.source('in', 'k STRING'), window(1, 3), { k: 'k' }, { n: 'count(*)' }));
    const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((k) => ({ in: words(k) }));
    expect(outputs(plan, ...rows)).toEqual([null, null, [['c', 1]], null, null, [['f', 1]]]);
  });

  it('without keys give one row each firing, through batches of nothing at all', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.aggregate('w', plan.source('in', 'v INT'), window(2, 1), {}, { n: 'count(*)', s: 'sum(v)' }));
    expect(outputs(plan, { in: null }, { in: [[5]] }, { in: null }, {})).toEqual([[[0, null]], [[1, 5]], [[1, 5]], [[0, null]]]);
  });

  it('never subtract doubles: what left the window leaves no rest', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.aggregate('w', plan.source('in', 'v DOUBLE'), window(2, 1), {}, { s: 'sum(v)' }));
    expect(outputs(plan, { in: [[1e16]] }, { in: [[0.1]] }, { in: [[0.2]] }).at(-1)).toEqual([[0.1 + 0.2]]);
  });

  it('throw only for an answer beyond 64 bits, not for sums on the way', () => {
    const plan = new TestPlan();
    plan.sink('out', plan.aggregate('w', plan.source('in', 'v BIGINT'), window(3, 3), {}, { s: 'sum(v)' }));
    const most = '9223372036854775807';
    expect(outputs(plan, { in: [[-5]] }, { in: [[most]] }, { in: [[5]] }).at(-1)).toEqual([[most]]);
    const sliding = new TestPlan();
    sliding.sink('out', sliding.aggregate('w', sliding.source('in', 'v BIGINT'), window(3, 1), {}, { s: 'sum(v)' }));
    expect(problemOf(sliding, { in: [[most]] }, { in: [[1]] })).toMatchObject({
      where: { operator: 'w' },
      params: { errorClass: 'ARITHMETIC_OVERFLOW' },
    });
  });
});
