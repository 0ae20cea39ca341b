import { describe, expect, it } from 'vitest';
import { connectionProblem } from '../../src/operators/connection-problem.ts';
import type { PipelineDocument } from '../../src/pipeline/document.ts';
import { addOperator, setParam } from '../../src/pipeline/edits.ts';
import { parseDocument } from '../../src/pipeline/parse.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';
import { WORD_COUNT } from '../pipeline/word-count.ts';

function withOperators(types: { readonly [id: string]: string }): PipelineDocument {
  return Object.entries(types).reduce(
    (d, [id, type]) => addOperator(d, { id, type, params: {}, at: [0, 0] }).document,
    mustBeOk(parseDocument(WORD_COUNT)).document,
  );
}

const document = withOperators({
  table: 'table',
  filter: 'filter',
  union: 'union',
  typed: 'typed-lines',
  total: 'running-aggregate',
  window: 'tumbling-window',
});

function reason(d: PipelineDocument, from: string, to: string): string | null {
  const found = connectionProblem(d, { operator: from, port: 'out' }, { operator: to, port: 'in' });
  return found === null ? null : describeProblem(found).what;
}

describe('an edge that may not be drawn says why', () => {
  it.each([
    ['clean-9d10', 'words-02bc', 'Would make a loop: "Split words" already feeds "Filter". Rows can only flow forward.'],
    ['clean-9d10', 'clean-9d10', 'Would make a loop: "Filter" already feeds "Filter". Rows can only flow forward.'],
    ['clean-9d10', 'chart-aa07', '"Live chart" takes one stream and has one.'],
    ['chart-aa07', 'filter', '"Live chart" is a sink: rows end there.'],
    ['clean-9d10', 'typed', '"Typed lines" is a source: it takes no rows.'],
    ['clean-9d10', 'counts-51e8', '"Filter" already feeds "Words per 30 s".'],
    ['nobody', 'filter', 'One of the two operators is no longer there.'],
  ])('%s -> %s', (from, to, text) => {
    expect(reason(document, from, to)).toBe(text);
  });

  it('and one that may, does not', () => {
    for (const to of ['table', 'filter', 'union', 'total', 'window']) expect(reason(document, 'clean-9d10', to)).toBeNull();
  });

  it('whatever its settings still lack, a stream of changes is refused where it cannot be counted', () => {
    const edge = { from: { operator: 'clean-9d10', port: 'out' }, to: { operator: 'total', port: 'in' } };
    const wired = setParam({ ...document, edges: [...document.edges, edge] }, 'window', 'keys', ['no such column']).document;
    expect(reason(wired, 'total', 'window')).toBe(
      '"Tumbling window" does not take changes (a row replaces the earlier one of its key). A key would be counted again each time its row is replaced. Aggregate the rows before the running aggregate instead.',
    );
    expect(reason(wired, 'total', 'filter')).toBeNull();
    const all = setParam(wired, 'total', 'emit', 'all').document;
    expect(reason(all, 'total', 'window')).toContain('does not take the whole answer each time');
  });

  it('streams that fire at different times do not meet in a union', () => {
    const edge = { from: { operator: 'clean-9d10', port: 'out' }, to: { operator: 'union', port: 'in' } };
    const wired = { ...document, edges: [...document.edges, edge] };
    expect(reason(wired, 'counts-51e8', 'union')).toBe('"Union" joins streams that fire at different times: one every 1 s, another every 5 s.');
    expect(reason(wired, 'words-02bc', 'union')).toBeNull();
  });

  it('a source that cannot be typed yet stands in no way', () => {
    expect(reason(document, 'filter', 'table')).toBeNull();
  });
});
