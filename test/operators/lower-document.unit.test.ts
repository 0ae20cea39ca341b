import { describe, expect, it } from 'vitest';
import { formatSchema } from '../../src/columns/data-type.ts';
import { lowerDocument } from '../../src/operators/lower-document.ts';
import type { PipelineDocument } from '../../src/pipeline/document.ts';
import { removeOperators, setDisabled, setParam, setSettings } from '../../src/pipeline/edits.ts';
import { parseDocument } from '../../src/pipeline/parse.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';
import { EMPTY } from '../pipeline/random-documents.ts';
import { WORD_COUNT } from '../pipeline/word-count.ts';

const document = mustBeOk(parseDocument(WORD_COUNT)).document;

function problems(d: PipelineDocument): readonly (readonly [string, string | undefined])[] {
  return lowerDocument(d).problems.map((p) => [p.code, p.where.operator ?? p.where.param]);
}

function columnsOf(d: PipelineDocument, id: string): string | undefined {
  const stream = lowerDocument(d).outputs.get(id)?.[0]?.streamType;
  return stream === undefined ? undefined : formatSchema(stream.columns);
}

/** A document whose parts need not fit, as only code can make it. */
function graph(operators: PipelineDocument['operators'], edges: readonly string[]): PipelineDocument {
  const ends = edges.map((edge) => edge.split(' -> ') as [string, string]);
  return {
    ...EMPTY,
    operators,
    edges: ends.map(([from, to]) => ({ from: { operator: from, port: 'out' }, to: { operator: to, port: 'in' } })),
  };
}

describe('the word count', () => {
  it('becomes a plan of one node an operator', () => {
    const { plan, problems: found } = lowerDocument(document);
    expect(found).toEqual([]);
    expect(plan?.nodes.map((node) => `${node.id} ${node.kind}`)).toEqual([
      'lines-7f3a/rows source',
      'words-02bc/split generate',
      'clean-9d10/filter filter',
      'counts-51e8/window aggregate',
      'chart-aa07/sink sink',
    ]);
    expect(plan?.batchIntervalMs).toBe(1000);
  });

  it('shows columns out of, and into, every operator', () => {
    expect(columnsOf(document, 'words-02bc')).toBe('value STRING, word STRING');
    expect(columnsOf(document, 'counts-51e8')).toBe('word STRING, n BIGINT');
    expect(formatSchema(lowerDocument(document).inputs.get('chart-aa07') ?? [])).toBe('word STRING, n BIGINT');
    expect(lowerDocument(document).inputs.has('lines-7f3a')).toBe(false);
  });

  it('is lowered once for one document', () => {
    expect(lowerDocument(document)).toBe(lowerDocument(document));
  });
});

describe('a document with errors', () => {
  it('has no plan, and still types whatever can be typed', () => {
    const broken = setParam(document, 'clean-9d10', 'condition', 'wrod <> 1').document;
    const { plan, problems: found } = lowerDocument(broken);
    expect(plan).toBeNull();
    expect(found.map((p) => p.where.operator)).toEqual(['clean-9d10']);
    expect(columnsOf(broken, 'words-02bc')).toBe('value STRING, word STRING');
    expect(lowerDocument(broken).inputs.has('clean-9d10')).toBe(true);
    expect(columnsOf(broken, 'clean-9d10')).toBeUndefined();
  });

  it('says each trouble once, not again behind it, but params of what is behind', () => {
    const broken = setParam(setParam(document, 'clean-9d10', 'condition', undefined).document, 'chart-aa07', 'y', undefined).document;
    expect(problems(broken)).toEqual([
      ['params/missing', 'clean-9d10'],
      ['params/missing', 'chart-aa07'],
    ]);
  });

  it('says the window rule with the name the user gave', () => {
    const { problems: found } = lowerDocument(setParam(document, 'counts-51e8', 'slide', '1500 milliseconds').document);
    expect(found.map((p) => describeProblem(p).what)).toEqual([
      'Window slide of "Words per 30 s" must be a multiple of the batch interval, 1 s, but is 1.5 s. Use 1 s or 2 s.',
    ]);
    expect(found[0]?.where).toEqual({ operator: 'counts-51e8', param: 'slide' });
  });

  it.each<[string, PipelineDocument, readonly (readonly [string, string | undefined])[]]>([
    [
      'nothing at all',
      EMPTY,
      [
        ['pipeline/no-source', undefined],
        ['pipeline/no-sink', undefined],
      ],
    ],
    [
      'an input without an edge',
      removeOperators(document, ['words-02bc'], { keepWiresJoined: false }).document,
      [
        ['pipeline/input-unconnected', 'clean-9d10'],
        ['pipeline/output-unused', 'lines-7f3a'],
      ],
    ],
    [
      'no sink',
      removeOperators(document, ['chart-aa07'], { keepWiresJoined: false }).document,
      [
        ['pipeline/no-sink', undefined],
        ['pipeline/output-unused', 'counts-51e8'],
      ],
    ],
    [
      'no source',
      removeOperators(document, ['lines-7f3a'], { keepWiresJoined: false }).document,
      [
        ['pipeline/input-unconnected', 'words-02bc'],
        ['pipeline/no-source', undefined],
      ],
    ],
    [
      'a type this build does not know',
      graph({ a: { type: 'teleport', params: {} }, b: { type: 'table', params: {} } }, ['a -> b']),
      [['pipeline/unknown-operator', 'a']],
    ],
    [
      'a loop',
      graph(
        {
          s: { type: 'typed-lines', params: {} },
          u: { type: 'union', params: {} },
          f: { type: 'filter', params: { condition: 'TRUE' } },
          t: { type: 'table', params: {} },
        },
        ['s -> u', 'u -> f', 'f -> u', 'f -> t'],
      ),
      [['pipeline/loop', 'u']],
    ],
    [
      'two streams into one input',
      graph({ a: { type: 'typed-lines', params: {} }, b: { type: 'typed-lines', params: {} }, t: { type: 'table', params: {} } }, [
        'a -> t',
        'b -> t',
      ]),
      [['pipeline/input-twice', 't']],
    ],
    [
      'a batch interval too short',
      setSettings(document, { batchInterval: '50 milliseconds' }).document,
      [['settings/batch-interval', 'batchInterval']],
    ],
    ['a batch interval too long', setSettings(document, { batchInterval: '2 minutes' }).document, [['settings/batch-interval', 'batchInterval']]],
    [
      'a checkpoint interval that does not fit',
      setSettings(document, { checkpointInterval: '1500 milliseconds' }).document,
      [['settings/checkpoint-interval', 'checkpointInterval']],
    ],
    ['a zone', setSettings(document, { timeZone: 'Europe/Atlantis' }).document, [['settings/time-zone', 'timeZone']]],
    ['a rate out of range', setParam(document, 'lines-7f3a', 'rowsPerSecond', 5_000_000).document, [['params/value', 'lines-7f3a']]],
    ['a key that is no column', setParam(document, 'counts-51e8', 'keys', ['upper(word)']).document, [['params/key-without-name', 'counts-51e8']]],
    [
      'a column named by digits',
      setParam(document, 'counts-51e8', 'aggregates', { 7: 'count(*)' }).document,
      [['params/column-name', 'counts-51e8']],
    ],
    ['an aggregate without text', setParam(document, 'counts-51e8', 'aggregates', { n: ' ' }).document, [['params/empty-entry', 'counts-51e8']]],
    ['a param nobody knows', setParam(document, 'clean-9d10', 'colour', 'red').document, [['params/unknown', 'clean-9d10']]],
  ])('%s', (_, d, expected) => {
    expect(problems(d)).toEqual(expected);
    for (const p of lowerDocument(d).problems) {
      expect(describeProblem(p).what).toMatch(/^["A-Z].*\.$/s);
      expect(describeProblem(p).next).toMatch(/^[A-Z].*\.$/s);
    }
    expect(lowerDocument(d).plan).toBeNull();
  });

  it('with a broken duration, at its param and place', () => {
    const [p] = lowerDocument(setParam(document, 'counts-51e8', 'size', '30 sceonds').document).problems;
    expect(p?.where).toMatchObject({ operator: 'counts-51e8', param: 'size' });
  });
});

describe('durations and keys', () => {
  it('may be written short, and keys may be expressions with a name', () => {
    const short = setParam(setParam(document, 'counts-51e8', 'slide', '10s').document, 'counts-51e8', 'keys', [
      'substring(word, 1, 1) AS initial',
      'WORD',
    ]).document;
    expect(columnsOf(short, 'counts-51e8')).toBe('initial STRING, word STRING, n BIGINT');
  });

  it('of columns with odd names are quoted', () => {
    const odd = setParam(document, 'words-02bc', 'as', 'the word').document;
    const keyed = setParam(setParam(odd, 'counts-51e8', 'keys', ['the word']).document, 'clean-9d10', 'condition', "`the word` <> ''").document;
    expect(columnsOf(setParam(keyed, 'chart-aa07', 'series', 'the word').document, 'counts-51e8')).toBe('the word STRING, n BIGINT');
  });
});

describe('a map', () => {
  const mapped = (params: PipelineDocument['operators'][string]['params']) =>
    columnsOf(
      graph({ s: { type: 'generator', params: { recipe: 'clicks' } }, m: { type: 'map', params }, t: { type: 'table', params: {} } }, [
        's -> m',
        'm -> t',
      ]),
      'm',
    );

  it('adds columns, and puts one of the same name in the place of the old', () => {
    expect(mapped({ mode: 'add', columns: { seconds: 'ms / 1000', USER: 'length(user)' } })).toBe(
      'page STRING, USER INT, ms INT, status INT, seconds DOUBLE',
    );
  });

  it('or replaces the row', () => {
    expect(mapped({ mode: 'replace', columns: { p: 'upper(page)' } })).toBe('p STRING');
  });
});

describe('operators taken out of the run', () => {
  const off = (...ids: string[]) => setDisabled(document, ids, true).document;

  it('let rows pass where input and output fit', () => {
    const { plan, problems: found } = lowerDocument(off('clean-9d10'));
    expect(found).toEqual([]);
    expect(plan?.nodes.map((node) => node.operatorId)).toEqual(['lines-7f3a', 'words-02bc', 'counts-51e8', 'chart-aa07']);
    expect(columnsOf(off('clean-9d10'), 'clean-9d10')).toBe('value STRING, word STRING');
  });

  it('are still missed where columns are', () => {
    expect(problems(off('words-02bc'))[0]?.[1]).toBe('clean-9d10');
  });

  it('that were the source leave nothing to run, and say who', () => {
    expect(problems(off('lines-7f3a'))).toEqual([
      ['pipeline/nothing-flows', 'words-02bc'],
      ['pipeline/nothing-flows', 'clean-9d10'],
      ['pipeline/nothing-flows', 'counts-51e8'],
      ['pipeline/nothing-flows', 'chart-aa07'],
      ['pipeline/nothing-runs', undefined],
    ]);
    expect(describeProblem(lowerDocument(off('lines-7f3a')).problems[0] ?? never()).what).toBe(
      'Nothing flows into "Split words", because "Text stream" is disabled.',
    );
  });

  it('that were one of two sources of a union leave the other', () => {
    const two = graph(
      {
        a: { type: 'typed-lines', params: {} },
        b: { type: 'typed-lines', disabled: true, params: {} },
        u: { type: 'union', params: {} },
        t: { type: 'table', params: {} },
      },
      ['a -> u', 'b -> u', 'u -> t'],
    );
    expect(lowerDocument(two).plan?.nodes.map((node) => node.operatorId)).toEqual(['a', 'u', 't']);
  });

  it('that join several streams let none pass', () => {
    const off = graph(
      {
        a: { type: 'typed-lines', params: {} },
        b: { type: 'typed-lines', params: {} },
        u: { type: 'union', disabled: true, params: {} },
        t: { type: 'table', params: {} },
      },
      ['a -> u', 'b -> u', 'u -> t'],
    );
    expect(problems(off)).toEqual([
      ['pipeline/nothing-flows', 't'],
      ['pipeline/nothing-runs', undefined],
    ]);
  });

  it('need no edges', () => {
    const alone = { ...document, operators: { ...document.operators, 'x-1': { type: 'filter', disabled: true, params: {} } } };
    expect(lowerDocument(alone).problems).toEqual([]);
  });
});

function never(): never {
  throw new Error('missing');
}

describe('what leads to no sink', () => {
  it('is warned of and left out of the plan', () => {
    const loose = { ...document, operators: { ...document.operators, 'more-1': { type: 'typed-lines', params: {} } } };
    const { plan, problems: found } = lowerDocument(loose);
    expect(found.map((p) => [p.code, p.severity])).toEqual([['pipeline/output-unused', 'warning']]);
    expect(plan?.nodes).toHaveLength(5);
  });
});
