import { describe, expect, it } from 'vitest';
import { openDocument, openDocumentBytes } from '../../src/operators/open-document.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { codesOf, mustBeOk, textsOf } from '../pipeline/expect-result.ts';
import { WORD_COUNT } from '../pipeline/word-count.ts';

describe('opening with the catalogue', () => {
  it('takes the word count, as text and as bytes', () => {
    expect(mustBeOk(openDocument(WORD_COUNT)).readOnly).toBeNull();
    expect(mustBeOk(openDocumentBytes(new TextEncoder().encode(WORD_COUNT)))).toEqual(mustBeOk(openDocument(WORD_COUNT)));
  });

  it.each([
    [
      'an unknown param',
      '"condition": "word',
      '"conditoin": "word',
      'Line 7: "conditoin" in operators.clean-9d10.params is not known. Known there: condition, onError.',
    ],
    ['a param of another type', '"keys": ["word"]', '"keys": "word"', 'Line 14: operators.counts-51e8.params.keys is "word", but must be a list.'],
    ['an entry of another type', '{ "n": "count(*)" }', '{ "n": 1 }', 'Line 15: operators.counts-51e8.params.aggregates.n is 1, but must be a text.'],
    [
      'an output that is not there',
      'lines-7f3a.out ->',
      'lines-7f3a.late ->',
      'Line 21: the edge "lines-7f3a.late -> words-02bc.in" names the output "late" of "lines-7f3a", which has only out.',
    ],
    ['an input that is not there', '-> chart-aa07.in', '-> chart-aa07.left', 'names the input "left" of "chart-aa07", which has only in.'],
    [
      'an edge into a source',
      '"clean-9d10.out -> counts-51e8.in"',
      '"clean-9d10.out -> lines-7f3a.in"',
      'names the input "in" of "lines-7f3a", which has no input.',
    ],
    [
      'a second edge into an input',
      '"counts-51e8.out -> chart-aa07.in"',
      '"words-02bc.out -> counts-51e8.in"',
      'leads into an input that takes one edge and already has "clean-9d10.out -> counts-51e8.in".',
    ],
  ])('refuses %s, with place and line', (_, part, by, words) => {
    expect(WORD_COUNT).toContain(part);
    expect(textsOf(openDocument(WORD_COUNT.replace(part, by))).join('\n')).toContain(words);
  });

  it('takes a draft whose values do not hold yet', () => {
    for (const [part, by] of [
      ['160', '-5'],
      ['"30 seconds"', '""'],
      ['"word <> \'\'"', '""'],
      ['"moby-dick"', '"war-and-peace"'],
    ] as const) {
      expect(mustBeOk(openDocument(WORD_COUNT.replace(part, by))).readOnly).toBeNull();
    }
  });

  it('opens read-only what has an operator of a newer build, keeps it, and says which', () => {
    const text = WORD_COUNT.replace(
      '"type": "filter", "params": { "condition": "word <> \'\'" }',
      '"type": "teleport", "params": { "to": { "x": [1, null] } }',
    );
    const { document, readOnly } = mustBeOk(openDocument(text));
    expect(readOnly?.reasons.map((p) => [p.severity, p.where.operator, describeProblem(p).what])).toEqual([
      ['info', 'clean-9d10', 'Line 7: the operator type "teleport" is not known to this build.'],
    ]);
    expect(formatDocument(document)).toBe(text);
  });

  it('takes edges to and from such an operator as they are', () => {
    const text = WORD_COUNT.replace('"type": "filter"', '"type": "teleport"').replace(
      'words-02bc.out -> clean-9d10.in',
      'words-02bc.out -> clean-9d10.left',
    );
    expect(mustBeOk(openDocument(text)).document.edges).toHaveLength(4);
    expect(codesOf(openDocument(text.replace('words-02bc.out -> clean', 'words-02bc.late -> clean')))).toEqual(['pipeline/edge-without-port']);
  });
});
