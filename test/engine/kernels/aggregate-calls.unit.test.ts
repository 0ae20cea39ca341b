// Aggregate calls through whole plans: filters and error policies together, composed answers, and what a document is told.
import { describe, expect, it } from 'vitest';
import { rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import { createPlanRuntime } from '../../../src/engine/create-plan-runtime.ts';
import { mustApply } from '../../../src/operators/apply-document.ts';
import { lowerDocument } from '../../../src/operators/lower-document.ts';
import { DEFAULT_SETTINGS, type PipelineDocument } from '../../../src/pipeline/document.ts';
import { formatDocument } from '../../../src/pipeline/format.ts';
import { ProblemError } from '../../../src/problem/problem.ts';

function documentWith(aggregates: { readonly [name: string]: string }, onError = 'stop'): PipelineDocument {
  const params = { keys: ['substring(value, 1, 1) AS k'], aggregates, onError, emit: 'all' };
  return {
    name: 'Calls',
    settings: DEFAULT_SETTINGS,
    operators: {
      lines: { type: 'typed-lines', params: {} },
      group: { type: 'running-aggregate', params },
      out: { type: 'table', params: {} },
    },
    edges: [
      { from: { operator: 'lines', port: 'out' }, to: { operator: 'group', port: 'in' } },
      { from: { operator: 'group', port: 'out' }, to: { operator: 'out', port: 'in' } },
    ],
    ui: { positions: {}, notes: [] },
  };
}

/** What the table shows after each batch of lines. */
function shown(document: PipelineDocument, ...batches: readonly (readonly string[])[]): readonly (readonly unknown[])[] {
  const { plan } = mustApply(formatDocument(document));
  const runtime = createPlanRuntime(plan, { zeroTimeMs: 0, now: () => 0 });
  const source = plan.nodes.find((node) => node.kind === 'source');
  if (source === undefined) throw new Error('A source expected');
  return batches.map((lines, i) => {
    const rows = rowsFromValues(
      source.output.columns,
      lines.map((line) => [line]),
    );
    const { sinks } = runtime.runBatch({ batchId: i + 1, timeMs: (i + 1) * 1_000, sources: new Map([[source.id, rows]]) });
    const [fired] = [...sinks.values()];
    return fired == null ? [] : valuesFromRows(fired);
  });
}

const LENGTH = 'length(value)';

describe('an aggregate with a filter', () => {
  it('sees only the rows that pass, and computes its argument for no other', () => {
    const document = documentWith({
      n: 'count(*)',
      long: `count(*) FILTER (WHERE ${LENGTH} > 2)`,
      s: `sum(10 div (${LENGTH} - 2)) FILTER (WHERE ${LENGTH} <> 2)`,
    });
    expect(shown(document, ['ab', 'abc', 'b'], ['ab'])).toEqual([
      [
        ['a', 2, 1, 10],
        ['b', 1, 0, -10],
      ],
      [
        ['a', 3, 1, 10],
        ['b', 1, 0, -10],
      ],
    ]);
  });

  it('loses a row to the error policy only when that row passes it', () => {
    const document = documentWith({ n: 'count(*)', s: "sum(CAST(value AS INT)) FILTER (WHERE value <> 'x')" }, 'drop');
    expect(shown(document, ['1', '12', 'x', 'xy', '1z'])).toEqual([
      [
        ['1', 2, 13],
        ['x', 1, null],
      ],
    ]);
  });

  it('stops the run at a row that passes it and has no value', () => {
    expect(() => shown(documentWith({ s: "sum(CAST(value AS INT)) FILTER (WHERE value <> 'x')" }), ['x', 'y'])).toThrow(ProblemError);
  });
});

describe('an expression over aggregates', () => {
  it('is computed from the answers of its calls', () => {
    const document = documentWith({ share: `round(100 * count_if(${LENGTH} > 1) / count(*), 1)`, words: "array_join(collect_set(value), '+')" });
    expect(shown(document, ['a', 'ab', 'ab', 'b'])).toEqual([
      [
        ['a', 66.7, 'a+ab'],
        ['b', 0, 'b'],
      ],
    ]);
  });
});

describe('a document', () => {
  const told = (call: string) => {
    const { plan, problems } = lowerDocument(documentWith({ a: call }));
    // That a state only grows is another matter, see field case a4.
    return { runs: plan !== null, codes: problems.map((p) => p.code).filter((code) => code !== 'algebra/state-grows') };
  };

  it('is told when an answer depends on the order of rows, and runs all the same', () => {
    expect(told('first(value)')).toEqual({ runs: true, codes: ['plan/order-dependent'] });
    expect(told("listagg(value, ',')")).toEqual({ runs: true, codes: ['plan/order-dependent'] });
    expect(told("listagg(value, ',') WITHIN GROUP (ORDER BY value)")).toEqual({ runs: true, codes: [] });
    expect(told('count(DISTINCT value)')).toEqual({ runs: true, codes: [] });
  });

  it('is told what to use instead of an aggregate that is refused', () => {
    expect(told('count_min_sketch(value)')).toEqual({ runs: false, codes: ['sql/refused-aggregate'] });
  });
});
