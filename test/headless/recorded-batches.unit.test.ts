import { describe, expect, it } from 'vitest';
import { valuesFromRows } from '../../src/columns/build.ts';
import type { DataType, Field } from '../../src/columns/data-type.ts';
import { CommandError } from '../../src/headless/command.ts';
import { asRecorded, parseRecordedBatches } from '../../src/headless/recorded-batches.ts';
import { mustApply } from '../../src/operators/apply-document.ts';
import type { AppliedPipeline } from '../../src/plan/applied-pipeline.ts';
import { countingPipeline } from './command-line.ts';

const counting = mustApply(JSON.stringify(countingPipeline()));

/** The counting pipeline with a source of these columns. */
function withColumns(columns: readonly Field[]): AppliedPipeline {
  const nodes = counting.plan.nodes.map((node) => (node.kind === 'source' ? { ...node, output: { ...node.output, columns } } : node));
  return { ...counting, plan: { ...counting.plan, nodes } };
}

function refusal(text: string, applied = counting): string {
  try {
    parseRecordedBatches(text, 'b.json', applied);
  } catch (error) {
    if (error instanceof CommandError) return `${error.message} | ${error.next}`;
    throw error;
  }
  throw new Error('It was taken');
}

describe('recorded batches', () => {
  it.each([
    ['text that is no JSON', '{"batches": [', 'is not JSON'],
    ['a list', '[]', 'has no list "batches"'],
    ['no batches', '{"rows":[]}', 'has no list "batches"'],
    ['an unknown key', '{"batches":[],"end":1}', '"end", which is not known'],
    ['a batch that is a list', '{"batches":[[]]}', 'Batch 1 of "b.json" is [], not an object'],
    ['rows of what is no source', '{"batches":[{"out":[]}]}', '"out", which is no source of the pipeline. | Its sources: in.'],
    ['a row that is no list', '{"batches":[{"in":["a"]}]}', 'row 1 is "a". | Give a list of 1 value: value STRING.'],
    ['a row that is too long', '{"batches":[{"in":[["a","b"]]}]}', 'row 1 is ["a","b"]'],
    [
      'a value of another type',
      '{"batches":[{},{"in":[["a"],[1]]}]}',
      'Batch 2 of "b.json", source "in", row 2, column value is 1, which is no STRING. | Give a text, or null.',
    ],
    ['a start off the grid', '{"startTime":1500,"batches":[]}', '1500, which is not on the grid'],
    ['a start that is no time', '{"startTime":"noon","batches":[]}', '"startTime" of "b.json" is "noon"'],
  ])('refuse %s, and say where and what would do', (_, text, words) => {
    expect(refusal(text)).toContain(words);
  });

  it.each<[DataType, readonly unknown[], readonly unknown[]]>([
    [{ kind: 'BOOLEAN' }, [true, false, null], [0, 'true']],
    [{ kind: 'INT' }, [0, -2_147_483_648, 2_147_483_647, null], [2_147_483_648, 1.5, '1']],
    [
      { kind: 'BIGINT' },
      [0, 9_007_199_254_740_991, '9223372036854775807', '-9223372036854775808', null],
      [1.5, 9_007_199_254_740_992, '9223372036854775808', '1e3', ''],
    ],
    [{ kind: 'DOUBLE' }, [0, -1.5, 'NaN', 'Infinity', '-Infinity', '-0.0', null], ['1', 'nan', true]],
    [{ kind: 'STRING' }, ['', 'ä', null], [0, []]],
    [{ kind: 'DATE' }, ['2024-02-29', '1969-12-31', null], ['2023-02-29', '2024-2-9', 0]],
    [
      { kind: 'TIMESTAMP' },
      ['2024-02-29T12:00:00.000001Z', null],
      ['2024-02-30T12:00:00.000000Z', '2024-02-29T12:00:00Z', '2024-02-29T24:00:00.000000Z', 0],
    ],
    [{ kind: 'ARRAY', element: { kind: 'INT' } }, [[], [1, null], null], [[1.5], 1]],
    [
      {
        kind: 'STRUCT',
        fields: [
          { name: 'a', type: { kind: 'INT' } },
          { name: 'b', type: { kind: 'STRING' } },
        ],
      },
      [[1, 'x'], [null, null], null],
      [[1], ['x', 1], {}],
    ],
  ])('carry values of %j there and back, and take no others', (type, good, bad) => {
    const applied = withColumns([{ name: 'v', type }]);
    const rows = (values: readonly unknown[]): string => JSON.stringify({ batches: [{ in: values.map((v) => [v]) }] });
    const [batch] = parseRecordedBatches(rows(good), 'b.json', applied).batches;
    const parsed = batch?.get('in');
    expect(parsed === undefined ? null : valuesFromRows(parsed)).toEqual(good.map((v) => [v]));
    for (const value of bad) expect(refusal(rows([value]), applied)).toMatch(/which is no|row 1/);
  });

  it('may start at a timestamp, and give every source of each batch its rows, none where it is left out', () => {
    const { startMs, batches } = parseRecordedBatches(
      '{"startTime":"2024-01-01T00:00:00.000000Z","batches":[{},{"in":[["x"],[null]]}]}',
      'b.json',
      counting,
    );
    expect(startMs).toBe(1_704_067_200_000);
    expect(batches.map((batch) => [...batch].map(([id, rows]) => [id, valuesFromRows(rows)]))).toEqual([[['in', []]], [['in', [['x'], [null]]]]]);
  });

  it('make every source live and change nothing else of the plan', () => {
    const applied = mustApply(
      JSON.stringify(countingPipeline({ operators: { in: { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: 10 } } } })),
    );
    const recorded = asRecorded(applied);
    expect(recorded.plan.nodes.filter((node) => node.kind === 'source').map((node) => node.source)).toEqual([{ kind: 'live' }]);
    expect(recorded.plan.nodes.filter((node) => node.kind !== 'source')).toEqual(applied.plan.nodes.filter((node) => node.kind !== 'source'));
    expect(recorded.text).toBe(applied.text);
  });
});
