import { describe, expect, it } from 'vitest';
import { sameLogic } from '../../src/operators/apply-document.ts';
import { documentChanges } from '../../src/operators/document-changes.ts';
import { TEMPLATES } from '../../src/operators/templates.ts';
import type { PipelineDocument } from '../../src/pipeline/document.ts';
import { moveOperators, removeOperators, renameOperator, setParam, setSettings } from '../../src/pipeline/edits.ts';
import { formatDocument } from '../../src/pipeline/format.ts';

const [template] = TEMPLATES;
if (template === undefined) throw new Error('There is a first template');
const before: PipelineDocument = template.document;
const idOf = (type: string): string => Object.keys(before.operators).find((id) => before.operators[id]?.type === type) ?? '';

describe('what changed between two documents', () => {
  it('tells a parameter with both values, in the name the user gave', () => {
    const after = setParam(before, idOf('sliding-window'), 'size', '60 seconds').document;
    expect(documentChanges(before, after)).toEqual({ logic: ['Words per 30 s: size "30 seconds" → "60 seconds"'], look: [] });
    expect(sameLogic(formatDocument(before), formatDocument(after))).toBe(false);
  });

  it('folds moves into one line that does not change the run (field case b1)', () => {
    const places = Object.fromEntries(Object.keys(before.operators).map((id, i) => [id, [i * 200, 400] as const]));
    const after = moveOperators(before, places).document;
    expect(documentChanges(before, after)).toEqual({ logic: [], look: [`${Object.keys(before.operators).length} boxes moved`] });
    expect(sameLogic(formatDocument(before), formatDocument(after))).toBe(true);
  });

  it('counts a new name and a new rate as looks, since a run goes on with them', () => {
    const renamed = renameOperator(before, idOf('filter'), 'Long ones').document;
    const after = setParam(renamed, idOf('text-stream'), 'rowsPerSecond', 5000).document;
    const { logic, look } = documentChanges(before, after);
    expect(logic).toEqual([]);
    expect(look).toHaveLength(2);
    expect(sameLogic(formatDocument(before), formatDocument(after))).toBe(true);
  });

  it('tells settings, a removed operator and its edges', () => {
    const slower = setSettings(before, { batchInterval: '2 seconds' }).document;
    const after = removeOperators(slower, [idOf('table')], { keepWiresJoined: false }).document;
    const { logic } = documentChanges(before, after);
    expect(logic[0]).toBe('Pipeline: batchInterval "1 second" → "2 seconds"');
    expect(logic).toContain('All words: removed');
    expect(logic.filter((line) => line.startsWith('Edge '))).toHaveLength(1);
  });

  it('says nothing of a document and itself', () => {
    expect(documentChanges(before, before)).toEqual({ logic: [], look: [] });
  });
});
