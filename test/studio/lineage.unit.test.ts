// Who made a column, by the plan of a document.
import { describe, expect, it } from 'vitest';
import { lowerDocument } from '../../src/operators/lower-document.ts';
import { openDocument } from '../../src/operators/open-document.ts';
import type { PipelineDocument } from '../../src/pipeline/document.ts';
import { type Maker, makersOf } from '../../src/studio/rows/lineage.ts';

interface Box {
  readonly type: string;
  readonly params: object;
  readonly disabled?: boolean;
}

function documentOf(operators: { readonly [id: string]: Box }, edges: readonly string[]): PipelineDocument {
  const positions = Object.fromEntries(Object.keys(operators).map((id, i) => [id, [i * 200, 0]]));
  const text = JSON.stringify({ format: 'millrace', formatVersion: 1, name: 'p', operators, edges, ui: { positions, notes: [] } });
  const opened = openDocument(text);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return opened.value.document;
}

function makers(document: PipelineDocument, operator: string, column: string, port = 'out'): readonly Maker[] {
  const { plan, problems } = lowerDocument(document);
  if (plan === null) throw new Error(JSON.stringify(problems));
  return makersOf(plan, document, { operator, port }, column);
}

const names = (found: readonly Maker[]): readonly string[] => found.map(({ operatorId, column }) => `${operatorId}.${column}`);

const lines: Box = { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: 100 } };
const words: Box = { type: 'explode', params: { expression: "split(value, ' ')", as: 'word' } };
const log: Box = { type: 'log', params: {} };

describe('the maker of a column', () => {
  const chain = documentOf(
    {
      lines,
      words,
      long: { type: 'filter', params: { condition: 'length(word) > 3' } },
      low: { type: 'map', params: { mode: 'replace', columns: { w: 'word', l: 'lower(word)' } } },
      counts: { type: 'running-aggregate', params: { keys: ['w'], aggregates: { n: 'count(*)' } } },
      log,
    },
    ['lines.out -> words.in', 'words.out -> long.in', 'long.out -> low.in', 'low.out -> counts.in', 'counts.out -> log.in'],
  );

  it('is found through filters, bare names and group keys, under the name it had there', () => {
    expect(names(makers(chain, 'counts', 'w'))).toEqual(['words.word']);
    expect(names(makers(chain, 'long', 'value'))).toEqual(['lines.value']);
  });

  it('is where an expression or an aggregate computes it', () => {
    expect(makers(chain, 'low', 'l')).toEqual([{ operatorId: 'low', column: 'l', how: 'lower(word)', isExpression: true }]);
    expect(makers(chain, 'counts', 'N')).toMatchObject([{ operatorId: 'counts', how: 'count(*)' }]);
  });

  it('may be several behind a union', () => {
    const joined = documentOf({ lines, typed: { type: 'typed-lines', params: {} }, both: { type: 'union', params: {} }, log }, [
      'lines.out -> both.in',
      'typed.out -> both.in',
      'both.out -> log.in',
    ]);
    expect(names(makers(joined, 'both', 'value'))).toEqual(['lines.value', 'typed.value']);
  });

  it('is upstream of an operator that is disabled', () => {
    const off = documentOf(
      { lines, words: { ...words, disabled: true }, long: { type: 'filter', params: { condition: 'length(value) > 3' } }, log },
      ['lines.out -> words.in', 'words.out -> long.in', 'long.out -> log.in'],
    );
    expect(names(makers(off, 'words', 'value'))).toEqual(['lines.value']);
  });

  it('of refused rows is the operator that refused them', () => {
    const refused = documentOf(
      { lines, low: { type: 'map', params: { columns: { n: 'cast(value as int)' }, onError: 'errors' } }, log, errors: log },
      ['lines.out -> low.in', 'low.out -> log.in', 'low.errors -> errors.in'],
    );
    expect(makers(refused, 'low', 'reason', 'errors')).toMatchObject([{ operatorId: 'low', how: 'why the row was refused' }]);
    expect(names(makers(refused, 'low', 'n'))).toEqual(['low.n']);
  });

  it('is nobody for a port the plan does not have', () => {
    expect(makers(chain, 'nowhere', 'value')).toEqual([]);
  });
});
