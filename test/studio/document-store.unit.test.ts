// The document on screen: every edit is kept by itself, undo brings back the selection too, another tab's version is never
// overwritten in silence (field case b3), and what this build does not fully know is never written.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TEMPLATES } from '../../src/operators/templates.ts';
import { removeOperators, renameOperator, setParam } from '../../src/pipeline/edits.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';

const template =
  TEMPLATES[0]?.document ??
  (() => {
    throw new Error('no template');
  })();
const TEXT = formatDocument(template);
const [source = '', words = '', filter = ''] = Object.keys(template.operators);

let store: typeof import('../../src/studio/store/document-store.ts');
let toasts: typeof import('../../src/studio/ui/toast.ts');
let fake: FakeEngine;

async function settle(): Promise<void> {
  for (let i = 0; i < 6; i++) await new Promise((resolve) => setImmediate(resolve));
}

async function afterSaving(): Promise<void> {
  vi.advanceTimersByTime(500);
  await settle();
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  vi.stubGlobal('document', { visibilityState: 'visible' });
  vi.resetModules();
  const link = await import('../../src/studio/store/engine-link.ts');
  store = await import('../../src/studio/store/document-store.ts');
  const { firstPictureShown, loadChecker } = await import('../../src/studio/store/checker.ts');
  firstPictureShown();
  await loadChecker();
  toasts = await import('../../src/studio/ui/toast.ts');
  fake = fakeEngine();
  link.startEngine(fake.connect, { tabId: 'tab', tabLabel: 'tab opened 14:02' });
  fake.drafts.set('p1', { text: TEXT, revision: 1, updatedMs: 0 });
  const opening = store.openDocument('p1');
  await settle();
  await opening;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const state = () => store.documentStore.getState();
const stored = (): string => fake.drafts.get('p1')?.text ?? '';

describe('the document store', () => {
  test('opens a draft without writing it', async () => {
    await afterSaving();
    expect(state()).toMatchObject({ phase: 'ready', revision: 1, save: 'saved', undoLabel: null });
    expect(stored()).toBe(TEXT);
  });

  test('keeps every edit by itself, and checks it', async () => {
    store.edit((document) => setParam(document, filter, 'condition', 'lenght(word) > 3'));
    expect(state().save).toBe('saving');
    expect(state().check.problems.some((problem) => problem.where.operator === filter)).toBe(true);
    await afterSaving();
    expect(state()).toMatchObject({ save: 'saved', revision: 2 });
    expect(stored()).toContain('lenght');
  });

  test('typing in one field is one step, and a visit that changed nothing is none', async () => {
    for (const text of ['a', 'ab', 'abc']) store.typeInto('name', (document) => renameOperator(document, filter, text));
    store.settleTyping();
    store.undoEdit();
    expect(state().document).toEqual(template);
    expect(state().undoLabel).toBeNull();
    store.typeInto('name', (document) => renameOperator(document, filter, 'x'));
    store.typeInto('name', (document) => renameOperator(document, filter, template.operators[filter]?.name ?? ''));
    store.settleTyping();
    expect(state().undoLabel).toBeNull();
  });

  test('undo brings back what was selected, with the boxes and wires', () => {
    store.select({ operators: [words, filter], edges: [], notes: [] });
    store.edit(
      (document) => removeOperators(document, [words, filter], { keepWiresJoined: true }),
      () => ({ operators: [], edges: [], notes: [] }),
    );
    expect(state().selection.operators).toEqual([]);
    store.undoEdit();
    expect(state().document).toEqual(template);
    expect(state().selection.operators).toEqual([words, filter]);
    store.redoEdit();
    expect(state().document?.operators[words]).toBeUndefined();
  });

  test('edits made while one is being stored are stored after it', async () => {
    let release: () => void = () => undefined;
    fake.hold = new Promise((resolve) => {
      release = resolve;
    });
    store.edit((document) => renameOperator(document, source, 'first'));
    vi.advanceTimersByTime(200);
    await settle();
    store.edit((document) => renameOperator(document, source, 'second'));
    fake.hold = null;
    release();
    await settle();
    await afterSaving();
    expect(stored()).toContain('second');
    expect(state()).toMatchObject({ save: 'saved', revision: 3 });
  });

  test('what was edited last is kept when the pipeline is left at once, also while a save is under way', async () => {
    let release: () => void = () => undefined;
    fake.hold = new Promise((resolve) => {
      release = resolve;
    });
    store.edit((document) => renameOperator(document, source, 'first'));
    vi.advanceTimersByTime(200);
    await settle();
    store.edit((document) => renameOperator(document, source, 'last'));
    store.closeDocument();
    expect(state().phase).toBe('none');
    fake.hold = null;
    release();
    await settle();
    await afterSaving();
    expect(stored()).toContain('"last"');
    expect(fake.drafts.get('p1')?.revision).toBe(3);
  });

  test("another tab's newer version is shown, and the own one stays an undo away", async () => {
    const theirs = TEXT.replace('"Long words"', '"Their words"');
    fake.drafts.set('p1', { text: theirs, revision: 7, updatedMs: 0 });
    store.edit((document) => renameOperator(document, source, 'mine'));
    await afterSaving();
    expect(stored()).toBe(theirs);
    expect(state().document?.operators[filter]?.name).toBe('Their words');
    expect(toasts.toastStore.getState().toasts.at(-1)?.title).toMatch(/Another tab changed/);
    store.undoEdit();
    expect(state().document?.operators[source]?.name).toBe('mine');
  });

  test('a version saved elsewhere appears by itself when nothing is unsaved here', async () => {
    fake.drafts.set('p1', { text: TEXT.replace('"Long words"', '"Renamed"'), revision: 2, updatedMs: 0 });
    fake.workers.at(-1)?.send({ kind: 'draft-changed', pipelineId: 'p1', revision: 2 });
    await settle();
    expect(state().document?.operators[filter]?.name).toBe('Renamed');
    expect(state().revision).toBe(2);
  });

  test('what this build does not know is shown and never written', async () => {
    const newer = TEXT.replace('"formatVersion": 1', '"formatVersion": 9');
    fake.drafts.set('p2', { text: newer, revision: 1, updatedMs: 0 });
    const opening = store.openDocument('p2');
    await settle();
    await opening;
    expect(state().unreadable.length).toBeGreaterThan(0);
    expect(Object.keys(state().document?.operators ?? {})).toHaveLength(Object.keys(template.operators).length);
    expect(store.edit((document) => renameOperator(document, source, 'x'))).toBe(false);
    await store.saveNow();
    expect(fake.drafts.get('p2')?.text).toBe(newer);
  });

  test('a text that is no pipeline opens as what it is', async () => {
    fake.drafts.set('p3', { text: '{ broken', revision: 1, updatedMs: 0 });
    const opening = store.openDocument('p3');
    await settle();
    await opening;
    expect(state()).toMatchObject({ phase: 'ready', document: null, text: '{ broken' });
    expect(state().unreadable[0]?.severity).toBe('error');
  });

  test('a pipeline that is not there is missing', async () => {
    const opening = store.openDocument('none');
    await settle();
    await opening;
    expect(state().phase).toBe('missing');
  });
});
