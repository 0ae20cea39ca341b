import { describe, expect, it } from 'vitest';
import type { Edge, PipelineDocument } from '../../src/pipeline/document.ts';
import {
  addNote,
  addOperator,
  changeNote,
  connect,
  disconnect,
  insertOnEdge,
  moveOperators,
  removeNotes,
  removeOperators,
  removeSelection,
  renameOperator,
  setDisabled,
  setParam,
  setParams,
  setSettings,
} from '../../src/pipeline/edits.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { formatEdge } from '../../src/pipeline/graph.ts';
import { record, redo, startHistory, undo } from '../../src/pipeline/history.ts';
import { parseDocument } from '../../src/pipeline/parse.ts';
import { parseEdge } from '../../src/pipeline/schema.ts';
import { mustBeOk } from './expect-result.ts';
import { WORD_COUNT } from './word-count.ts';

const document = mustBeOk(parseDocument(WORD_COUNT)).document;
const edges = (d: PipelineDocument) => d.edges.map(formatEdge);

function edge(text: string): Edge {
  const parsed = parseEdge(text);
  if (parsed === null) throw new Error(text);
  return parsed;
}

describe('e4: undo brings boxes and wires back', () => {
  const selection = { operators: ['words-02bc', 'clean-9d10'], edges: [edge('clean-9d10.out -> counts-51e8.in')] };

  it('one undo after deleting two boxes and an edge, then redo and undo: byte-equal', () => {
    const before = startHistory(document);
    const deleted = record(before, removeSelection(document, selection, { keepWiresJoined: false }));
    expect(Object.keys(deleted.document.operators)).toEqual(['lines-7f3a', 'counts-51e8', 'chart-aa07']);
    expect(edges(deleted.document)).toEqual(['counts-51e8.out -> chart-aa07.in']);
    const undone = undo(deleted);
    expect(formatDocument(undone.document)).toBe(WORD_COUNT);
    expect(undone.past).toEqual([]);
    const redone = redo(undone);
    expect(formatDocument(redone.document)).toBe(formatDocument(deleted.document));
    expect(formatDocument(undo(redone).document)).toBe(WORD_COUNT);
  });

  it('one undo after deleting and reconnecting', () => {
    const deleted = record(startHistory(document), removeSelection(document, { ...selection, edges: [] }, { keepWiresJoined: true }));
    expect(edges(deleted.document)).toEqual(['lines-7f3a.out -> counts-51e8.in', 'counts-51e8.out -> chart-aa07.in']);
    expect(formatDocument(undo(deleted).document)).toBe(WORD_COUNT);
  });
});

describe('deleting', () => {
  it('takes the edges and the position with it', () => {
    const { document: after, label } = removeOperators(document, ['counts-51e8'], { keepWiresJoined: false });
    expect(label).toBe('Delete "Words per 30 s"');
    expect(after.ui.positions).not.toHaveProperty('counts-51e8');
    expect(edges(after)).toEqual(['lines-7f3a.out -> words-02bc.in', 'words-02bc.out -> clean-9d10.in']);
  });

  it('joins what fed the deleted with each of those it fed, in the place of the old edges', () => {
    const fork = connect(
      addOperator(document, { id: 'table-1', type: 'table', params: {}, at: [0, 0] }).document,
      { operator: 'counts-51e8', port: 'out' },
      { operator: 'table-1', port: 'in' },
    ).document;
    const after = removeOperators(fork, ['counts-51e8', 'clean-9d10'], { keepWiresJoined: true }).document;
    expect(edges(after)).toEqual(['lines-7f3a.out -> words-02bc.in', 'words-02bc.out -> chart-aa07.in', 'words-02bc.out -> table-1.in']);
  });

  it('joins all streams of a deleted union only where many fit', () => {
    let d = document;
    for (const [id, type] of [
      ['a-1', 'generator'],
      ['b-1', 'generator'],
      ['u-1', 'union'],
      ['u-2', 'union'],
      ['t-1', 'table'],
    ] as const) {
      d = addOperator(d, { id, type, params: {}, at: [0, 0] }).document;
    }
    const many = ({ operator }: { operator: string }) => operator.startsWith('u-');
    for (const text of ['a-1.out -> u-1.in', 'b-1.out -> u-1.in', 'u-1.out -> u-2.in', 'u-1.out -> t-1.in']) {
      d = connect(d, edge(text).from, edge(text).to, many).document;
    }
    const after = removeOperators(d, ['u-1'], { keepWiresJoined: true, takesMany: many }).document;
    expect(edges(after).slice(4)).toEqual(['a-1.out -> u-2.in', 'b-1.out -> u-2.in', 'a-1.out -> t-1.in']);
  });

  it('of operators that are not there changes nothing', () => {
    expect(removeOperators(document, ['nobody'], { keepWiresJoined: true }).document).toBe(document);
  });
});

describe('connecting', () => {
  it('replaces the edge of an input that takes one, in its place', () => {
    const after = connect(document, { operator: 'lines-7f3a', port: 'out' }, { operator: 'counts-51e8', port: 'in' }).document;
    expect(edges(after)[2]).toBe('lines-7f3a.out -> counts-51e8.in');
    expect(after.edges).toHaveLength(4);
  });

  it('makes no loop, no edge twice, and none to an operator that is not there', () => {
    for (const text of [
      'counts-51e8.out -> words-02bc.in',
      'words-02bc.out -> words-02bc.in',
      'words-02bc.out -> clean-9d10.in',
      'constructor.out -> clean-9d10.in',
    ]) {
      expect(connect(document, edge(text).from, edge(text).to).document).toBe(document);
    }
  });

  it('puts an operator on an edge, between its ends', () => {
    const box = { id: 'map-1', type: 'map', params: { columns: {} }, at: [1, 2] } as const;
    const after = insertOnEdge(document, edge('words-02bc.out -> clean-9d10.in'), box, { in: 'in', out: 'out' }).document;
    expect(edges(after).slice(0, 3)).toEqual(['lines-7f3a.out -> words-02bc.in', 'words-02bc.out -> map-1.in', 'map-1.out -> clean-9d10.in']);
    expect(insertOnEdge(document, edge('words-02bc.out -> chart-aa07.in'), box, { in: 'in', out: 'out' }).document).toBe(document);
  });

  it('is undone edge by edge', () => {
    expect(edges(disconnect(document, [edge('words-02bc.out -> clean-9d10.in')]).document)).toHaveLength(3);
    expect(disconnect(document, [edge('words-02bc.out -> chart-aa07.in')]).document).toBe(document);
  });
});

describe('changing', () => {
  it('keeps positions whole and within reach', () => {
    const after = moveOperators(document, { 'clean-9d10': [1.4, -0.2], 'words-02bc': [Number.NaN, 1e12], nobody: [1, 1] }).document;
    expect(after.ui.positions['clean-9d10']).toStrictEqual([1, 0]);
    expect(after.ui.positions['words-02bc']).toEqual([0, 1_000_000]);
    expect(after.ui.positions).not.toHaveProperty('nobody');
    expect(moveOperators(document, { 'clean-9d10': [416, 80] }).document).toBe(document);
  });

  it('removes a param that is set to nothing, and drops what no file could hold', () => {
    expect(setParam(document, 'clean-9d10', 'condition', undefined).document.operators['clean-9d10']?.params).toEqual({});
    const hostile = JSON.parse('{ "__proto__": "x", "n": "count(*)" }') as { [key: string]: string };
    expect(
      Object.keys(setParam(document, 'counts-51e8', 'aggregates', hostile).document.operators['counts-51e8']?.params['aggregates'] ?? {}),
    ).toEqual(['n']);
    expect(setParam(document, 'clean-9d10', 'condition', "word <> ''").document).toBe(document);
    expect(setParams(document, 'counts-51e8', { size: '10 seconds', slide: '1 second' }).label).toBe('Change size, slide');
  });

  it('gives an operator its title back when its name is emptied', () => {
    expect(renameOperator(document, 'counts-51e8', ' ').document.operators['counts-51e8']).not.toHaveProperty('name');
    const named = renameOperator(document, 'clean-9d10', ' Ohne Leeres ');
    expect(named.document.operators['clean-9d10']?.name).toBe('Ohne Leeres');
    expect(named.label).toBe('Rename to "Ohne Leeres"');
    expect(renameOperator(document, 'constructor', 'x').document).toBe(document);
  });

  it('disables and enables, and enabled leaves no trace', () => {
    const off = setDisabled(document, ['clean-9d10', 'nobody'], true);
    expect(off.document.operators['clean-9d10']?.disabled).toBe(true);
    expect(formatDocument(setDisabled(off.document, ['clean-9d10'], false).document)).toBe(WORD_COUNT);
    expect(setDisabled(document, ['clean-9d10'], false).document).toBe(document);
  });

  it('sets settings and takes optional ones back', () => {
    const changed = setSettings(document, { checkpointInterval: '20 seconds' }).document;
    expect(changed.settings.checkpointInterval).toBe('20 seconds');
    expect(formatDocument(setSettings(changed, { checkpointInterval: undefined }).document)).toBe(WORD_COUNT);
    expect(setSettings(document, { timeZone: 'UTC' }).document).toBe(document);
  });

  it('notes', () => {
    const one = addNote(document, { text: 'a', at: [0, 0], size: [0, 40] }).document;
    expect(one.ui.notes).toEqual([{ text: 'a', at: [0, 0], size: [1, 40] }]);
    const moved = changeNote(one, 0, { at: [8, 8] });
    expect([moved.label, moved.document.ui.notes[0]?.at]).toEqual(['Move note', [8, 8]]);
    expect(removeNotes(moved.document, [0]).document.ui.notes).toEqual([]);
    expect(changeNote(one, 5, { text: 'x' }).document).toBe(one);
  });
});
