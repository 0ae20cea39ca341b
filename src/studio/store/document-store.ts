// The document on screen: the draft being edited, its undo history, what is selected, whether it is stored, and what the
// checker says of it. One document is open at a time. Every edit goes through `edit` or `typeInto`: a new immutable
// document, one undo step (typing in one field is one), a new check and an autosave. Three things make it read-only: another
// tab owns it, it has parts this build does not know, or its text is no document at all; then the stored text is
// never written.
import { createStore, useStore } from 'zustand';
import type { OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import type { Edit } from '../../pipeline/edits.ts';
import { formatDocument } from '../../pipeline/format.ts';
import * as steps from '../../pipeline/history.ts';
import type { Problem } from '../../problem/problem.ts';
import type { DraftRecord, PipelineId } from '../../protocol/engine-api.ts';
import { announce } from '../ui/announce.ts';
import { showProblems, showToast } from '../ui/toast.ts';
import { checkDocument, checkerStore, NO_CHECK } from './checker.ts';
import type { CheckResult } from './document-check.ts';
import { openText } from './document-model.ts';
import { engine, rememberOpened, subscribeEngineEvents } from './engine-link.ts';
import { hideLive, readLive, showLive } from './live-store.ts';
import { keepExisting, NO_SELECTION, type Selection, sameSelection } from './selection.ts';

/** saved: what is on screen is in the store. failed: the last try did not work; tried again with the next edit. */
export type SaveState = 'saved' | 'saving' | 'failed';

export interface DocumentState {
  readonly pipelineId: PipelineId | null;
  /** none: Home is on screen. missing: there is no such pipeline in this browser. */
  readonly phase: 'none' | 'loading' | 'ready' | 'missing';
  /** null while loading, and when the stored text is no document (then `unreadable` says why). */
  readonly document: PipelineDocument | null;
  /** The stored text, byte for byte. */
  readonly text: string;
  readonly revision: number;
  readonly save: SaveState;
  /** Why this build may not change it: newer format, unknown operators, or a text that does not parse. */
  readonly unreadable: readonly Problem[];
  /** Why loading failed, when the phase is missing. */
  readonly loadProblems: readonly Problem[];
  readonly check: CheckResult;
  readonly selection: Selection;
  /** Labels of what undo and redo would do; null when there is nothing. */
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
}

const CLOSED: DocumentState = {
  pipelineId: null,
  phase: 'none',
  document: null,
  text: '',
  revision: 0,
  save: 'saved',
  unreadable: [],
  loadProblems: [],
  check: NO_CHECK,
  selection: NO_SELECTION,
  undoLabel: null,
  redoLabel: null,
};

/** Bursts of edits are stored together; short enough that a reload right after an edit finds it. */
const SAVE_AFTER_MS = 120;
/** A check that takes longer than this waits for a pause in the typing. */
const CHECK_AT_ONCE_MS = 8;
const CHECK_AFTER_MS = 120;

export const documentStore = createStore<DocumentState>(() => CLOSED);

export function useDocument<T>(selector: (state: DocumentState) => T): T {
  return useStore(documentStore, selector);
}

let history: steps.History | null = null;
let forget: () => void = () => undefined;
/** What was selected when a document was on screen, so that undo brings that back too. */
const selectionOf = new WeakMap<PipelineDocument, Selection>();

/** Reads the draft, asks the engine for the pipeline (which claims it for this tab if nobody has it), and shows both. */
export async function openDocument(pipelineId: PipelineId): Promise<void> {
  closeDocument();
  documentStore.setState({ ...CLOSED, pipelineId, phase: 'loading' });
  const draft = await engine.readDraft(pipelineId);
  if (documentStore.getState().pipelineId !== pipelineId) return;
  if (!draft.ok) {
    documentStore.setState({ phase: 'missing', loadProblems: draft.problems });
    return;
  }
  showDraft(draft.value);
  const status = await engine.openPipeline(pipelineId);
  if (documentStore.getState().pipelineId !== pipelineId) return;
  forget = rememberOpened(pipelineId);
  if (status.ok) showLive(pipelineId, status.value);
  else showProblems(status.problems);
}

export function closeDocument(): void {
  void saveLast();
  forget();
  forget = () => undefined;
  history = null;
  clearTimeout(checkTimer);
  hideLive();
  documentStore.setState(CLOSED);
}

function showDraft(draft: DraftRecord): void {
  const opened = openText(draft.text);
  const document = opened.document;
  history = document === null ? null : steps.startHistory(document);
  stored = draft.text;
  readRevision = { pipelineId: documentStore.getState().pipelineId, revision: draft.revision };
  documentStore.setState((before) => ({
    phase: 'ready',
    document,
    text: draft.text,
    revision: draft.revision,
    save: 'saved',
    unreadable: opened.unreadable,
    loadProblems: [],
    selection: document === null ? NO_SELECTION : keepExisting(before.selection, document),
    undoLabel: null,
    redoLabel: null,
    check: document === null ? NO_CHECK : checkDocument(document),
  }));
}

/** Whether this tab and this build may change the document now. */
export function canEdit(): boolean {
  const { phase, document, unreadable } = documentStore.getState();
  return phase === 'ready' && document !== null && unreadable.length === 0 && readLive().status?.role !== 'viewer';
}

/** One undo step. `selection`: what is selected after it. Returns whether anything changed. */
export function edit(change: (document: PipelineDocument) => Edit, selection?: (document: PipelineDocument) => Selection): boolean {
  if (history === null || !canEdit()) return false;
  const made = change(history.document);
  if (made.document === history.document) return false;
  selectionOf.set(history.document, documentStore.getState().selection);
  return show(steps.record(history, made), selection?.(made.document));
}

/** Part of a step that ends when the field `key` is left (`settleTyping`). */
export function typeInto(key: string, change: (document: PipelineDocument) => Edit): boolean {
  if (history === null || !canEdit()) return false;
  if (history.open?.kind !== 'typing') selectionOf.set(history.document, documentStore.getState().selection);
  return show(steps.recordTyping(history, key, change(history.document)));
}

/** The field was left. A visit that changed nothing in the end is no step. */
export function settleTyping(): void {
  if (history?.open?.kind !== 'typing') return;
  const { before } = history.open;
  const same = formatDocument(before) === formatDocument(history.document);
  show(same ? { ...history, document: before, open: null } : steps.settle(history));
}

export function undoEdit(): void {
  if (history === null || !canEdit() || !steps.canUndo(history)) return;
  const label = documentStore.getState().undoLabel;
  selectionOf.set(history.document, documentStore.getState().selection);
  show(steps.undo(history), 'remembered');
  if (label !== null) announce(`Undone: ${label}`);
}

export function redoEdit(): void {
  if (history === null || !canEdit() || !steps.canRedo(history)) return;
  const label = documentStore.getState().redoLabel;
  show(steps.redo(history), 'remembered');
  if (label !== null) announce(`Redone: ${label}`);
}

export function select(selection: Selection): void {
  const before = documentStore.getState();
  if (before.document === null || sameSelection(before.selection, selection)) return;
  documentStore.setState({ selection });
}

export function selectOperator(operatorId: OperatorId): void {
  select({ ...NO_SELECTION, operators: [operatorId] });
}

function show(next: steps.History, selection?: Selection | 'remembered'): boolean {
  const changed = next.document !== history?.document;
  history = next;
  const { document } = next;
  const remembered = selection === 'remembered' ? selectionOf.get(document) : selection;
  documentStore.setState((before) => ({
    document,
    selection: keepExisting(remembered ?? before.selection, document),
    undoLabel: steps.canUndo(next) ? (next.open?.label ?? next.past.at(-1)?.label ?? null) : null,
    redoLabel: steps.canRedo(next) ? (next.future[0]?.label ?? null) : null,
  }));
  if (changed) {
    scheduleCheck();
    scheduleSave();
  }
  return changed;
}

let checkTimer: ReturnType<typeof setTimeout> | undefined;
let lastCheckMs = 0;

function scheduleCheck(): void {
  clearTimeout(checkTimer);
  if (lastCheckMs <= CHECK_AT_ONCE_MS) checkNow();
  else checkTimer = setTimeout(checkNow, CHECK_AFTER_MS);
}

checkerStore.subscribe(() => checkNow());

function checkNow(): void {
  const { document } = documentStore.getState();
  if (document === null) return;
  const started = performance.now();
  const check = checkDocument(document);
  lastCheckMs = performance.now() - started;
  documentStore.setState({ check });
}

// ---------------------------------------------------------------- keeping it

let stored = '';
let saveTimer: ReturnType<typeof setTimeout> | undefined;
let saving: Promise<void> | null = null;

function scheduleSave(): void {
  clearTimeout(saveTimer);
  documentStore.setState({ save: 'saving' });
  saveTimer = setTimeout(() => void saveNow(), SAVE_AFTER_MS);
}

/** Stores what is on screen, if it is not. Resolves when it is, or cannot be. */
export async function saveNow(): Promise<void> {
  clearTimeout(saveTimer);
  if (saving !== null) await saving;
  const { pipelineId, document, unreadable } = documentStore.getState();
  if (pipelineId === null || document === null || unreadable.length > 0 || !canEdit()) return;
  const text = formatDocument(document);
  if (text === stored) {
    documentStore.setState({ save: 'saved' });
    return;
  }
  saving = store(pipelineId, text).finally(() => {
    saving = null;
  });
  await saving;
}

/** What is on screen and not stored yet, as it is closed: after the save that may be under way, which moves the revision on. */
async function saveLast(): Promise<void> {
  clearTimeout(saveTimer);
  const { pipelineId, document } = documentStore.getState();
  if (pipelineId === null || document === null || !canEdit()) return;
  const text = formatDocument(document);
  const before = saving;
  if (before === null && text === stored) return;
  await before;
  if (lastSaved.pipelineId === pipelineId && lastSaved.text === text) return;
  const answer = await engine.saveDraft(pipelineId, text, revisionOf(pipelineId)).catch(() => null);
  if (answer?.ok === false) showProblems(answer.problems);
}

let lastSaved: { readonly pipelineId: PipelineId | null; readonly text: string; readonly revision: number } = {
  pipelineId: null,
  text: '',
  revision: 0,
};
/** Of the pipeline that was read last, also after it was closed. */
let readRevision: { readonly pipelineId: PipelineId | null; readonly revision: number } = { pipelineId: null, revision: 0 };

function revisionOf(pipelineId: PipelineId): number {
  const read = readRevision.pipelineId === pipelineId ? readRevision.revision : 0;
  return lastSaved.pipelineId === pipelineId ? Math.max(read, lastSaved.revision) : read;
}

async function store(pipelineId: PipelineId, text: string): Promise<void> {
  const answer = await engine.saveDraft(pipelineId, text, documentStore.getState().revision).catch(() => null);
  if (answer?.ok === true && answer.value.kind === 'saved') lastSaved = { pipelineId, text, revision: answer.value.revision };
  if (documentStore.getState().pipelineId !== pipelineId) return;
  if (answer === null) {
    // The engine died meanwhile; the next one knows whether it was stored.
    documentStore.setState({ save: 'failed' });
    scheduleSave();
  } else if (!answer.ok) {
    documentStore.setState({ save: 'failed' });
    showProblems(answer.problems);
  } else if (answer.value.kind === 'saved') {
    stored = text;
    const { document } = documentStore.getState();
    const isCurrent = document !== null && formatDocument(document) === text;
    documentStore.setState({ text, revision: answer.value.revision, save: isCurrent ? 'saved' : 'saving' });
    if (!isCurrent) scheduleSave();
  } else takeNewer(answer.value.current);
}

/** Somebody saved since we read: theirs is shown, ours stays one undo away. */
function takeNewer(current: DraftRecord): void {
  const mine = history?.document ?? null;
  showDraft(current);
  const theirs = history?.document ?? null;
  if (mine === null || theirs === null || formatDocument(mine) === current.text) return;
  if (canEdit()) history = { document: theirs, past: [{ label: 'Change made in another tab', document: mine }], future: [], open: null };
  documentStore.setState({ undoLabel: canEdit() ? 'Change made in another tab' : null });
  showToast({
    status: 'waiting',
    icon: 'layers',
    title: 'Another tab changed this pipeline meanwhile',
    text: canEdit() ? 'Its version is shown. Undo brings back what you had here.' : 'Its version is shown; your last change here was not kept.',
  });
}

/** Shows the stored draft again, whatever was on screen. */
export async function reloadDraft(pipelineId: PipelineId): Promise<void> {
  const draft = await engine.readDraft(pipelineId);
  if (draft.ok && documentStore.getState().pipelineId === pipelineId) showDraft(draft.value);
}

subscribeEngineEvents((event) => {
  if (event.kind !== 'draft-changed') return;
  const { pipelineId, revision, phase } = documentStore.getState();
  if (event.pipelineId !== pipelineId || phase !== 'ready' || event.revision <= revision || saving !== null) return;
  void readAgain(event.pipelineId);
});

async function readAgain(pipelineId: PipelineId): Promise<void> {
  const draft = await engine.readDraft(pipelineId).catch(() => null);
  const { pipelineId: shown, revision } = documentStore.getState();
  if (draft?.ok !== true || shown !== pipelineId || draft.value.revision <= revision) return;
  const unsaved = canEdit() && history !== null && formatDocument(history.document) !== stored;
  if (unsaved) takeNewer(draft.value);
  else showDraft(draft.value);
}

if (typeof addEventListener === 'function') {
  addEventListener('pagehide', () => void saveNow());
  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void saveNow();
  });
}
