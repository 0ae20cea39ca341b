import { describe, expect, it } from 'vitest';
import { formatSchema } from '../../src/columns/data-type.ts';
import type { NodeId, Windowing } from '../../src/plan/plan.ts';
import { describeProblem, type Problem, type Result } from '../../src/problem/problem.ts';
import { aggregate, builder, must, request, SCHEMA, source, streamOf } from './plan-fixtures.ts';

function refusal(result: Result<NodeId>): Problem {
  if (result.ok || result.problems.length !== 1 || result.problems[0] === undefined) throw new Error(JSON.stringify(result));
  return result.problems[0];
}

const what = (result: Result<NodeId>) => describeProblem(refusal(result)).what;

function window(sizeMs: number, slideMs: number, batchIntervalMs = 1000): Result<NodeId> {
  const b = builder(batchIntervalMs);
  return aggregate(b, source(b), { kind: 'batchWindow', sizeMs, slideMs }, 'counts', 'Words per 30 s');
}

describe('windows in batch time', () => {
  it.each([
    [30_000, 1500, 1000, 'slide', 'Window slide of "Words per 30 s" must be a multiple of the batch interval, 1 s, but is 1.5 s. Use 1 s or 2 s.'],
    [30_000, 250, 1000, 'slide', 'Window slide of "Words per 30 s" must be a multiple of the batch interval, 1 s, but is 250 ms. Use 1 s.'],
    [90_500, 1000, 1000, 'size', 'Window length of "Words per 30 s" must be a multiple of the batch interval, 1 s, but is 90.5 s. Use 90 s or 91 s.'],
    [
      0,
      1000,
      1000,
      'size',
      'Window length of "Words per 30 s" must be above zero and a multiple of the batch interval, 1 s, but is 0 s. Use 1 s or more.',
    ],
    [
      1000,
      -5000,
      1000,
      'slide',
      'Window slide of "Words per 30 s" must be above zero and a multiple of the batch interval, 1 s, but is -5 s. Use 1 s or more.',
    ],
    [2500, 500, 300, 'size', null],
    [
      90_000,
      60_000,
      60_000,
      'size',
      'Window length of "Words per 30 s" must be a multiple of the batch interval, 1 min, but is 90 s. Use 1 min or 2 min.',
    ],
  ])('%d ms every %d ms with batches of %d ms', (size, slide, batch, param, words) => {
    const result = window(size, slide, batch);
    const problems = result.ok ? [] : result.problems;
    expect(problems[0]?.where).toEqual({ operator: 'counts', param });
    if (words === null) expect(problems.map((p) => p.where.param)).toEqual(['size', 'slide']);
    else expect(what(result)).toBe(words);
  });

  it('a tumbling window is found fault with once', () => {
    expect(refusal(window(1500, 1500)).where.param).toBe('size');
  });

  it('may slide further than they are long, and cover windows', () => {
    expect(window(1000, 5000).ok).toBe(true);
    const b = builder();
    const inner = must(aggregate(b, source(b), { kind: 'batchWindow', sizeMs: 4000, slideMs: 2000 }, 'inner'));
    expect(aggregate(b, inner, { kind: 'batchWindow', sizeMs: 4000, slideMs: 4000 }, 'outer').ok).toBe(true);
    expect(what(aggregate(b, inner, { kind: 'batchWindow', sizeMs: 4000, slideMs: 3000 }, 'odd', 'Odd'))).toBe(
      'Window slide of "Odd" must be a multiple of the slide of the stream it reads, 2 s, but is 3 s. Use 2 s or 4 s.',
    );
  });
});

describe('columns', () => {
  it('of an aggregate are its keys, then its aggregates', () => {
    const b = builder();
    const node = b.aggregate({
      ...request('a'),
      input: source(b),
      windowing: { kind: 'running', emit: 'all' },
      keys: [{ name: 'w', text: 'upper(word)', param: 'keys' }],
      aggregates: [
        { name: 'n', text: 'count(*)', param: 'aggregates' },
        { name: 'total', text: 'sum(v)', param: 'aggregates' },
        { name: 'mean', text: 'avg(v)', param: 'aggregates' },
        { name: 'least', text: 'min(word)', param: 'aggregates' },
      ],
    });
    expect(formatSchema(b.streamType(must(node)).columns)).toBe('w STRING, n BIGINT, total BIGINT, mean DOUBLE, least STRING');
  });

  it('exploded stay, then position, then element', () => {
    const b = builder();
    const node = b.generate({ ...request('g'), input: source(b), array: "split(word, ' ')", param: 'expression', as: 'part', position: 'at' });
    expect(formatSchema(b.streamType(must(node)).columns)).toBe('word STRING, v INT, at INT, part STRING');
  });

  it.each<[string, (b: ReturnType<typeof builder>) => Result<NodeId>, string]>([
    ['a projection', (b) => b.project({ ...request('x'), input: source(b), columns: [named('a', '1'), named('A', '2')] }), 'A'],
    [
      'an explode',
      (b) => b.generate({ ...request('x'), input: source(b), array: "split(word, ' ')", param: 'expression', as: 'V', position: null }),
      'V',
    ],
    ['keys and aggregates', (b) => grouped(b, [named('word', 'word')], [named('WORD', 'count(*)')]), 'WORD'],
    ['keys', (b) => grouped(b, [named('k', 'word'), named('k', 'v')], [named('n', 'count(*)')]), 'k'],
  ])('of one name twice are refused: %s', (_, build, name) => {
    const p = refusal(build(builder()));
    expect([p.code, p.where.column]).toEqual(['plan/duplicate-column', name]);
  });

  it('without a type are refused', () => {
    const b = builder();
    expect(what(b.project({ ...request('m', 'Map'), input: source(b), columns: [named('x', 'NULL')] }))).toBe(
      'The column "x" of "Map" is always NULL and has no type.',
    );
  });
});

function named(name: string, text: string) {
  return { name, text, param: 'columns' };
}

function grouped(b: ReturnType<typeof builder>, keys: ReturnType<typeof named>[], aggregates: ReturnType<typeof named>[]): Result<NodeId> {
  return b.aggregate({ ...request('x'), input: source(b), windowing: { kind: 'perBatch' }, keys, aggregates });
}

describe('expressions', () => {
  it('have their problems at the param, the column and the place in the text', () => {
    const b = builder();
    const p = refusal(b.project({ ...request('m'), input: source(b), columns: [named('ok', 'v + 1'), named('bad', 'v + nobody')] }));
    expect(p.where).toMatchObject({ operator: 'm', param: 'columns', column: 'bad', from: 4, to: 10 });
    const c = refusal(b.filter({ ...request('f'), input: source(b, 's2'), condition: 'v >', param: 'condition' }));
    expect(c.where).toMatchObject({ operator: 'f', param: 'condition' });
    expect(c.where.from).toBeGreaterThanOrEqual(2);
  });

  it('of all columns are checked, not only the first', () => {
    const b = builder();
    const result = b.project({ ...request('m'), input: source(b), columns: [named('a', 'x1'), named('b', 'x2')] });
    expect(result.ok ? [] : result.problems.map((p) => p.where.column)).toEqual(['a', 'b']);
  });

  it('of the wrong type are refused with both types', () => {
    const b = builder();
    const input = source(b);
    expect(what(b.filter({ ...request('f', 'Filter'), input, condition: 'v', param: 'condition' }))).toBe(
      'The expression of "Filter" gives INT, but must give BOOLEAN, TRUE for the rows to keep.',
    );
    expect(what(b.generate({ ...request('g', 'Split'), input, array: 'word', param: 'expression', as: 'w', position: null }))).toBe(
      'The expression of "Split" gives STRING, but must give an ARRAY, one row for each element.',
    );
  });

  it('an aggregate without aggregates is refused', () => {
    expect(refusal(grouped(builder(), [], [])).code).toBe('plan/no-aggregates');
  });
});

describe('streams of changes', () => {
  const changes = (b: ReturnType<typeof builder>) => b.givenStream(streamOf('changes'));

  it('may be filtered by keys only', () => {
    const b = builder();
    const filter = (condition: string, id: string) => b.filter({ ...request(id, 'Filter'), input: changes(b), condition, param: 'condition' });
    expect(filter("WORD <> 'x'", 'a').ok).toBe(true);
    expect(what(filter('if(v > 1, TRUE, FALSE)', 'b'))).toContain('"Filter" filters changes by "v".');
  });

  it('keep their keys through a projection', () => {
    const b = builder();
    expect(refusal(b.project({ ...request('m'), input: changes(b), columns: [named('v', 'v')] })).code).toBe('plan/keys-gone');
    expect(refusal(b.project({ ...request('m'), input: changes(b), columns: [named('word', 'upper(word)')] })).code).toBe('plan/keys-gone');
  });
});

describe('unions', () => {
  const union = (...streams: Parameters<ReturnType<typeof builder>['givenStream']>[0][]) => {
    const b = builder();
    return b.union({ ...request('u', 'Union'), inputs: streams.map((stream) => b.givenStream(stream)) });
  };

  it('match columns by name, in any order and case', () => {
    const turned = { ...streamOf('rows'), columns: SCHEMA.toReversed().map((f) => ({ ...f, name: f.name.toUpperCase() })) };
    expect(union(streamOf('rows'), turned).ok).toBe(true);
  });

  it('refuse other columns, other types and other slides, with what they got', () => {
    const [word, v] = SCHEMA;
    if (word === undefined || v === undefined) throw new Error('schema');
    expect(what(union(streamOf('rows'), { ...streamOf('rows'), columns: [word] }))).toBe(
      '"Union" needs the same columns from all streams, but "v" is not in all: the first has word, v, stream 2 has word.',
    );
    expect(what(union(streamOf('rows'), { ...streamOf('rows'), columns: [word, { name: 'v', type: { kind: 'DOUBLE' } }] }))).toBe(
      '"Union" needs "v" with one type, but the first stream has INT and stream 2 has DOUBLE.',
    );
    expect(what(union(streamOf('rows', 1000), streamOf('closed', 5000)))).toBe(
      '"Union" joins streams that fire at different times: one every 1 s, another every 5 s.',
    );
  });
});

describe('charts', () => {
  const chart = (value: string, series: string | null) => {
    const b = builder();
    return b.sink({ ...request('c', 'Live chart'), input: source(b), view: { kind: 'chart', value, series } });
  };

  it('need a column of numbers, and name the columns there are', () => {
    expect(chart('V', 'Word').ok).toBe(true);
    expect(what(chart('word', null))).toBe('"Live chart" needs numbers, but "word" is STRING.');
    expect(what(chart('n', null))).toBe('"Live chart" needs the column "n", which its input does not have. It has word, v.');
    expect(refusal(chart('v', 'nobody')).where).toMatchObject({ param: 'series', column: 'nobody' });
  });
});

describe('a plan', () => {
  it('has every node after its inputs, with stable ids', () => {
    const b = builder(500);
    const windowing: Windowing = { kind: 'batchWindow', sizeMs: 1000, slideMs: 500 };
    const counts = must(aggregate(b, source(b), windowing));
    must(b.sink({ ...request('sink'), input: counts, view: { kind: 'log' } }));
    const plan = b.finish();
    expect(plan.nodes.map((node) => node.id)).toEqual(['source/node', 'aggregate/node', 'sink/node']);
    expect(plan.nodes[1]?.inputs).toEqual([{ node: 'source/node', port: 'out' }]);
    expect(plan.batchIntervalMs).toBe(500);
  });
});
