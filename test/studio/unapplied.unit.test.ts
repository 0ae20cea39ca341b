// What of a draft a live run does not use yet: meaning, not looks (field case b1).
import { describe, expect, test } from 'vitest';
import { TEMPLATES } from '../../src/operators/templates.ts';
import { connect, disconnect, moveOperators, renameOperator, setDisabled, setParam, setSettings } from '../../src/pipeline/edits.ts';
import { keepExisting, NO_SELECTION, sameSelection } from '../../src/studio/store/selection.ts';
import { unappliedChanges } from '../../src/studio/store/unapplied-changes.ts';

const applied =
  TEMPLATES[0]?.document ??
  (() => {
    throw new Error('no template');
  })();
const [source = '', , filter = '', counts = ''] = Object.keys(applied.operators);

describe('changes that are not applied', () => {
  test('are none for a move, a name, or a note', () => {
    const moved = moveOperators(applied, { [counts]: [0, 0] }).document;
    const renamed = renameOperator(moved, counts, 'per word').document;
    const noted = { ...renamed, name: 'Other', ui: { ...renamed.ui, notes: [] } };
    expect(unappliedChanges(applied, noted).count).toBe(0);
  });

  test('are none for a rate, which a run takes at once', () => {
    expect(unappliedChanges(applied, setParam(applied, source, 'rowsPerSecond', 5_000).document).count).toBe(0);
  });

  test('name the operators they touch', () => {
    const edited = setParam(applied, filter, 'condition', 'true').document;
    expect(unappliedChanges(applied, edited)).toEqual({ count: 1, operators: new Set([filter]) });
    expect(unappliedChanges(applied, setDisabled(edited, [counts], true).document).operators).toEqual(new Set([filter, counts]));
    expect(unappliedChanges(applied, setSettings(applied, { batchInterval: '2 seconds' }).document).count).toBe(1);
  });

  test('count an edge taken away and another put in', () => {
    const edge = applied.edges[0];
    if (edge === undefined) throw new Error('no edge');
    const cut = disconnect(applied, [edge]).document;
    expect(unappliedChanges(applied, cut)).toEqual({ count: 1, operators: new Set([edge.to.operator]) });
    expect(unappliedChanges(applied, connect(cut, edge.from, edge.to).document).count).toBe(0);
  });
});

describe('a selection', () => {
  test('keeps what the document still has', () => {
    const selection = { operators: [counts, 'gone'], edges: ['gone.out -> also-gone.in'], notes: [0, 9] };
    expect(keepExisting(selection, applied)).toEqual({ operators: [counts], edges: [], notes: [0] });
    expect(keepExisting(NO_SELECTION, applied)).toBe(NO_SELECTION);
    expect(sameSelection(selection, { ...selection })).toBe(true);
  });
});
