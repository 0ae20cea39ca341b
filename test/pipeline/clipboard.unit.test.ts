import { describe, expect, it } from 'vitest';
import { copyPart, duplicateOperators, formatPart, freePlace, parsePart, pastePart } from '../../src/pipeline/clipboard.ts';
import { formatEdge } from '../../src/pipeline/graph.ts';
import { newOperatorId } from '../../src/pipeline/ids.ts';
import { parseDocument } from '../../src/pipeline/parse.ts';
import { codesOf, mustBeOk } from './expect-result.ts';
import { expectWhole, randomFrom } from './random-documents.ts';
import { WORD_COUNT } from './word-count.ts';

const document = mustBeOk(parseDocument(WORD_COUNT)).document;
const newId = () => {
  const random = randomFrom(5);
  return (type: string, taken: { readonly [id: string]: unknown }) => newOperatorId(type, random, taken);
};

describe('copy and paste', () => {
  it('keeps the edges among the copies and no other', () => {
    const part = copyPart(document, ['words-02bc', 'clean-9d10', 'chart-aa07']);
    expect(part.edges.map(formatEdge)).toEqual(['words-02bc.out -> clean-9d10.in']);
    const pasted = pastePart(document, part, { newId: newId(), at: [100, 200] });
    expectWhole(pasted.document);
    expect(pasted.ids).toHaveLength(3);
    expect(pasted.document.edges).toHaveLength(5);
    expect(pasted.document.edges.at(-1)?.from.operator).toBe(pasted.ids[0]);
    expect(pasted.ids.map((id) => pasted.document.ui.positions[id])).toEqual([
      [100, 200],
      [288, 200],
      [664, 200],
    ]);
  });

  it('goes through text unchanged', () => {
    const part = copyPart(document, ['words-02bc', 'counts-51e8', 'clean-9d10']);
    expect(mustBeOk(parsePart(formatPart(part)))).toEqual(part);
  });

  it('takes the text of a whole pipeline as well', () => {
    expect(Object.keys(mustBeOk(parsePart(WORD_COUNT)).operators)).toHaveLength(5);
  });

  it.each(['', 'SELECT 1', '{"nodes": []}', '[1, 2]'])('leaves %j to others', (text) => {
    expect(codesOf(parsePart(text))).toEqual(['pipeline/not-a-part']);
  });

  it('says what is wrong with a damaged part', () => {
    expect(codesOf(parsePart(formatPart(copyPart(document, ['words-02bc'])).slice(0, -4)))).toEqual(['pipeline/text-ends']);
  });

  it('duplicates beside, never exactly on another box', () => {
    let d = document;
    for (let i = 0; i < 5; i++) d = duplicateOperators(d, ['words-02bc'], newId()).document;
    const places = Object.values(d.ui.positions).map((at) => at.join());
    expect(new Set(places).size).toBe(places.length);
    expect(freePlace(document, copyPart(document, ['lines-7f3a']), [0, 0])).toEqual([0, 0]);
    expect(freePlace(document, copyPart(document, ['lines-7f3a']), [40, 80])).toEqual([64, 104]);
  });
});

describe('ids of new operators', () => {
  it('have the form of ids and are not among those taken', () => {
    let calls = 0;
    const random = () => [0, 0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.999][calls++] ?? 0;
    expect(newOperatorId('sliding-window', random, { 'sliding-window-aaaaaa': 1 })).toBe('sliding-window-saaaa9');
    expect(newOperatorId('Strange Type', randomFrom(1))).toMatch(/^operator-[a-z0-9]{6}$/);
  });
});
