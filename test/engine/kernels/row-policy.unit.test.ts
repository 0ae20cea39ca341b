// Error policies through whole plans: what leaves by the port, by the errors port, and what is counted.
import { describe, expect, it } from 'vitest';
import { rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import { type BatchRefusals, Books, batchRefusals } from '../../../src/engine/books.ts';
import { createPlanRuntime } from '../../../src/engine/create-plan-runtime.ts';
import { mustApply } from '../../../src/operators/apply-document.ts';
import { DEFAULT_SETTINGS, type Edge, type OperatorBox } from '../../../src/pipeline/document.ts';
import { formatDocument } from '../../../src/pipeline/format.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { ProblemError } from '../../../src/problem/problem.ts';

const LINES: OperatorBox = { type: 'typed-lines', params: {} };
const TABLE: OperatorBox = { type: 'table', params: {} };

function edge(text: string): Edge {
  const [from = '', to = ''] = text.split(' -> ');
  const end = (part: string) => ({ operator: part.split('.')[0] ?? '', port: part.split('.')[1] ?? '' });
  return { from: end(from), to: end(to) };
}

function planOf(operators: Record<string, OperatorBox>, edges: readonly string[]): Plan {
  return mustApply(
    formatDocument({ name: 'Refusals', settings: DEFAULT_SETTINGS, operators, edges: edges.map(edge), ui: { positions: {}, notes: [] } }),
  ).plan;
}

interface Ran {
  readonly sinks: Readonly<Record<string, unknown[][] | null>>;
  readonly refusals: BatchRefusals;
}

/** Runs one batch of lines after another. */
function ran(plan: Plan, ...batches: readonly (readonly string[])[]): readonly Ran[] {
  const runtime = createPlanRuntime(plan, { zeroTimeMs: 0, now: () => 0 });
  return batches.map((lines, i) => {
    const timeMs = (i + 1) * 1000;
    const sources = new Map(
      plan.nodes.flatMap((node) =>
        node.kind === 'source'
          ? [
              [
                node.id,
                rowsFromValues(
                  node.output.columns,
                  lines.map((line) => [line]),
                ),
              ] as const,
            ]
          : [],
      ),
    );
    const output = runtime.runBatch({ batchId: i + 1, timeMs, sources });
    const meta = { timeMs, count: 1, cutMs: 0, inputs: {} };
    return {
      sinks: Object.fromEntries([...output.sinks].map(([id, rows]) => [id.split('/')[0], rows === null ? null : valuesFromRows(rows)])),
      refusals: batchRefusals(i + 1, meta, output, plan, () => undefined),
    };
  });
}

const numbers = (onError: string): OperatorBox => ({
  type: 'map',
  params: { mode: 'replace', columns: { n: 'CAST(value AS INT)', d: '10 div CAST(value AS INT)' }, onError },
});
const TO_TABLE = ['lines.out -> numbers.in', 'numbers.out -> out.in'];

describe('a row without a value', () => {
  it('stops the batch, unless the operator says otherwise', () => {
    const plan = planOf({ lines: LINES, numbers: numbers('stop'), out: TABLE }, TO_TABLE);
    expect(() => ran(plan, ['1', 'x'])).toThrow(ProblemError);
  });

  it('is dropped and counted', () => {
    const plan = planOf({ lines: LINES, numbers: numbers('drop'), out: TABLE }, TO_TABLE);
    const [first, second] = ran(plan, ['1', 'x', '5', '0'], ['2']);
    expect(first?.sinks).toEqual({
      out: [
        [1, 10],
        [5, 2],
      ],
    });
    expect(first?.refusals.totals['numbers']?.refused).toBe(2);
    expect(second?.refusals.totals).toEqual({});
  });

  it('leaves by the errors port with the reason, in the order of the rows', () => {
    const plan = planOf({ lines: LINES, numbers: numbers('errors'), out: TABLE, bad: TABLE }, [...TO_TABLE, 'numbers.errors -> bad.in']);
    const [first, second] = ran(plan, ['1', 'x', '0'], []);
    expect(first?.sinks['out']).toEqual([[1, 10]]);
    expect(first?.sinks['bad']?.map((row) => [row[0], row[2]])).toEqual([
      ['CAST_INVALID_INPUT', '{"value":"x"}'],
      ['DIVIDE_BY_ZERO', '{"value":"0"}'],
    ]);
    expect(String(first?.sinks['bad']?.[0]?.[1])).toContain("'x' cannot be cast to INT");
    expect(second?.sinks['bad']).toEqual([]);
  });

  it('is refused whoever reads the column it has no value for', () => {
    const narrow = { type: 'map', params: { mode: 'replace', columns: { n: 'n' } } };
    const plan = planOf({ lines: LINES, numbers: numbers('drop'), narrow, out: TABLE }, [
      'lines.out -> numbers.in',
      'numbers.out -> narrow.in',
      'narrow.out -> out.in',
    ]);
    expect(ran(plan, ['0', '2'])[0]?.sinks).toEqual({ out: [[2]] });
  });

  it.each([
    ['a filter', { type: 'filter', params: { condition: 'CAST(value AS INT) > 1', onError: 'errors' } }, [['2']]],
    [
      'a list',
      { type: 'explode', params: { expression: 'array(value, 10 div CAST(value AS INT))', as: 'part', onError: 'errors' } },
      [
        ['1', 1],
        ['1', 10],
        ['2', 2],
        ['2', 5],
      ],
    ],
    [
      'an aggregate',
      {
        type: 'running-aggregate',
        params: { keys: ['CAST(value AS INT) % 2 AS odd'], aggregates: { s: 'sum(10 div CAST(value AS INT))' }, emit: 'changes', onError: 'errors' },
      },
      [
        [1, 10],
        [0, 5],
      ],
    ],
    [
      'a window',
      {
        type: 'tumbling-window',
        params: { time: 'batch', size: '1 second', keys: [], aggregates: { s: 'sum(CAST(value AS INT))', n: 'count(*)' }, onError: 'errors' },
      },
      [[3, 2]],
    ],
  ])('leaves %s in the same way', (_, box, rows) => {
    const plan = planOf({ lines: LINES, step: box, out: TABLE, bad: TABLE }, ['lines.out -> step.in', 'step.out -> out.in', 'step.errors -> bad.in']);
    const [first] = ran(plan, ['1', 'x', '2']);
    expect(first?.sinks['out']).toEqual(rows);
    expect(first?.sinks['bad']?.map((row) => row[2])).toEqual(['{"value":"x"}']);
  });

  it('is told in the books, which add up batch by batch and count nothing twice', () => {
    const plan = planOf({ lines: LINES, numbers: numbers('drop'), out: TABLE }, TO_TABLE);
    const books = new Books({ numbers: { refused: 7, good: 0, bad: 0, short: 0, long: 0 } });
    const [first, second] = ran(plan, ['x', 'y'], ['z']);
    if (first === undefined || second === undefined) throw new Error('Two batches ran');
    books.show(first.refusals);
    expect(books.of('numbers')?.refused).toBe(7);
    books.committed(second.refusals);
    expect(books.of('numbers')?.refused).toBe(8);
    expect(books.refused('numbers', 2).map(({ batchId, row }) => [batchId, row])).toEqual([
      [2, '{"value":"z"}'],
      [1, '{"value":"y"}'],
    ]);
  });
});

describe('the rows at a port', () => {
  it('have all columns, also those nobody reads', () => {
    const wide = { type: 'map', params: { mode: 'replace', columns: { n: 'length(value)', unread: 'upper(value)' } } };
    const count = { type: 'count-per-batch', params: { keys: ['n'], as: 'rows' } };
    const plan = planOf({ lines: LINES, wide, count, out: TABLE }, ['lines.out -> wide.in', 'wide.out -> count.in', 'count.out -> out.in']);
    const runtime = createPlanRuntime(plan, { zeroTimeMs: 0, now: () => 0 });
    const source = plan.nodes[0];
    if (source === undefined) throw new Error('A plan has nodes');
    expect(runtime.inspect('wide/columns')).toBeNull();
    runtime.runBatch({ batchId: 1, timeMs: 1000, sources: new Map([[source.id, rowsFromValues(source.output.columns, [['ab'], [null]])]]) });
    const rows = runtime.inspect('wide/columns');
    expect(rows === null ? null : valuesFromRows(rows)).toEqual([
      [2, 'AB'],
      [null, null],
    ]);
  });
});
