import { describe, expect, it } from 'vitest';
import { moveOperators, setParam } from '../../src/pipeline/edits.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import {
  beginTransaction,
  cancelTransaction,
  canRedo,
  canUndo,
  commitTransaction,
  type History,
  record,
  recordTyping,
  redo,
  settle,
  startHistory,
  undo,
} from '../../src/pipeline/history.ts';
import { parseDocument } from '../../src/pipeline/parse.ts';
import { mustBeOk } from './expect-result.ts';
import { WORD_COUNT } from './word-count.ts';

const start = () => startHistory(mustBeOk(parseDocument(WORD_COUNT)).document);
const moveTo = (history: History, x: number) => moveOperators(history.document, { 'clean-9d10': [x, 80] });
const type = (history: History, text: string) =>
  recordTyping(history, 'clean-9d10.condition', setParam(history.document, 'clean-9d10', 'condition', text));
const condition = (history: History) => history.document.operators['clean-9d10']?.params['condition'];

describe('a drag', () => {
  it('is one step, however many moves it has', () => {
    let history = beginTransaction(start(), 'Move Filter');
    for (let x = 420; x < 460; x += 4) history = record(history, moveTo(history, x));
    history = commitTransaction(history);
    expect(history.past.map((step) => step.label)).toEqual(['Move Filter']);
    expect(formatDocument(undo(history).document)).toBe(WORD_COUNT);
  });

  it('that is cancelled leaves neither step nor change', () => {
    const begun = beginTransaction(start(), 'Move Filter');
    const cancelled = cancelTransaction(record(begun, moveTo(begun, 500)));
    expect(formatDocument(cancelled.document)).toBe(WORD_COUNT);
    expect(canUndo(cancelled)).toBe(false);
  });

  it('that ends where it began is no step', () => {
    const begun = beginTransaction(start(), 'Move Filter');
    expect(commitTransaction(begun).past).toEqual([]);
  });
});

describe('typing', () => {
  it('in one field is one step until the field is left', () => {
    let history = start();
    for (const text of ['v', 'v >', 'v > 10']) history = type(history, text);
    history = settle(history);
    history = settle(type(history, 'v > 10 AND x'));
    expect(history.past).toHaveLength(2);
    expect(condition(undo(history))).toBe('v > 10');
    expect(formatDocument(undo(undo(history)).document)).toBe(WORD_COUNT);
  });

  it('in another field is another step', () => {
    let history = type(start(), 'x');
    history = recordTyping(history, 'words-02bc.as', setParam(history.document, 'words-02bc', 'as', 'w'));
    expect(settle(history).past).toHaveLength(2);
  });

  it('is closed by undo, which takes back all of it', () => {
    expect(formatDocument(undo(type(type(start(), 'a'), 'ab')).document)).toBe(WORD_COUNT);
  });
});

describe('e3: steps of the canvas and of a field', () => {
  it('come back one after the other, and redo brings both', () => {
    let history = record(start(), moveTo(start(), 500));
    history = settle(type(history, 'v > 10 AND x'));
    const last = formatDocument(history.document);
    const once = undo(history);
    expect(condition(once)).toBe("word <> ''");
    expect(once.document.ui.positions['clean-9d10']).toEqual([500, 80]);
    const twice = undo(once);
    expect(formatDocument(twice.document)).toBe(WORD_COUNT);
    expect(formatDocument(redo(redo(twice)).document)).toBe(last);
  });
});

describe('the stack', () => {
  it('forgets what was undone once a new step is made', () => {
    const undone = undo(record(start(), moveTo(start(), 500)));
    expect(canRedo(undone)).toBe(true);
    expect(canRedo(record(undone, moveTo(undone, 600)))).toBe(false);
  });

  it('has no step for an edit that changes nothing', () => {
    const history = start();
    expect(record(history, moveTo(history, 416)).past).toEqual([]);
  });

  it('keeps the newest five hundred steps', () => {
    let history = start();
    for (let x = 1000; x < 1600; x++) history = record(history, moveTo(history, x));
    expect(history.past).toHaveLength(500);
  });
});
