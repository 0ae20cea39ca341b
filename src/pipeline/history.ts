// Undo and redo: a stack of immutable documents with the label of the step that led on from each. A value like the
// documents it holds; every function gives a new one. A drag is one step (begin, change, commit), and typing in one field
// is one step until the field is left (`typing` with the same key, then `settle`).
import type { PipelineDocument } from './document.ts';
import type { Edit } from './edits.ts';

const MAX_STEPS = 500;

export interface HistoryStep {
  readonly label: string;
  /** past: the document before the step. future: the document after it. */
  readonly document: PipelineDocument;
}

export interface History {
  readonly document: PipelineDocument;
  /** Oldest first; the last one is what undo takes back. */
  readonly past: readonly HistoryStep[];
  /** The first one is what redo brings back. */
  readonly future: readonly HistoryStep[];
  /** A step that is still growing: a drag, or typing in the field `key`. */
  readonly open: null | { readonly kind: 'transaction' | 'typing'; readonly key: string; readonly label: string; readonly before: PipelineDocument };
}

export function startHistory(document: PipelineDocument): History {
  return { document, past: [], future: [], open: null };
}

/** One step. Inside a transaction it becomes part of it. An edit that changes nothing is no step. */
export function record(history: History, edit: Edit): History {
  if (history.open?.kind === 'transaction') return { ...history, document: edit.document };
  const settled = settle(history);
  return edit.document === settled.document ? settled : push(settled, edit.label, settled.document, edit.document);
}

/** Grows the open typing step of the field `key`, or begins one. */
export function recordTyping(history: History, key: string, edit: Edit): History {
  if (history.open?.kind === 'transaction' || (history.open?.kind === 'typing' && history.open.key === key))
    return { ...history, document: edit.document };
  const settled = settle(history);
  if (edit.document === settled.document) return settled;
  return { ...settled, document: edit.document, open: { kind: 'typing', key, label: edit.label, before: settled.document } };
}

/** Ends an open typing step: the field was left. */
export function settle(history: History): History {
  return history.open?.kind === 'typing' ? close(history) : history;
}

/** Begins a step that grows with every `record` until it is committed or cancelled. A second begin joins the first. */
export function beginTransaction(history: History, label: string): History {
  if (history.open?.kind === 'transaction') return history;
  const settled = settle(history);
  return { ...settled, open: { kind: 'transaction', key: '', label, before: settled.document } };
}

export function commitTransaction(history: History): History {
  return history.open?.kind === 'transaction' ? close(history) : history;
}

/** Back to the document before the transaction; no step is left. */
export function cancelTransaction(history: History): History {
  return history.open?.kind === 'transaction' ? { ...history, document: history.open.before, open: null } : history;
}

export function canUndo(history: History): boolean {
  return history.past.length > 0 || (history.open !== null && history.open.before !== history.document);
}

export function canRedo(history: History): boolean {
  return history.future.length > 0 && history.open === null;
}

/** Takes back the last step; one that is still open is closed first. */
export function undo(history: History): History {
  const closed = close(history);
  const step = closed.past.at(-1);
  if (step === undefined) return closed;
  return {
    document: step.document,
    past: closed.past.slice(0, -1),
    future: [{ label: step.label, document: closed.document }, ...closed.future],
    open: null,
  };
}

export function redo(history: History): History {
  const closed = close(history);
  const [step, ...future] = closed.future;
  if (step === undefined) return closed;
  return { document: step.document, past: [...closed.past, { label: step.label, document: closed.document }], future, open: null };
}

function close(history: History): History {
  const { open, document } = history;
  if (open === null) return history;
  const closed = { ...history, open: null };
  return open.before === document ? closed : push(closed, open.label, open.before, document);
}

function push(history: History, label: string, before: PipelineDocument, after: PipelineDocument): History {
  return { document: after, past: [...history.past, { label, document: before }].slice(-MAX_STEPS), future: [], open: null };
}
