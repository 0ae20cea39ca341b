// Which node takes which stream, and what it gives: one table, with the sentence when not. It decides what may be connected
// to what, what a sink does with the rows, and (later) what an export is called. Columns are the plan builder's; here are
// `emits`, `slideMs`, `keys` and `windowMs`.
import type { Emits, StreamType } from './stream-type.ts';

/** A node as the table tells nodes apart: its kind, and for an aggregate its windowing. */
export type StreamConsumer =
  | 'project'
  | 'filter'
  | 'generate'
  | 'union'
  | 'perBatch'
  | 'batchWindow'
  | 'running-changes'
  | 'running-all'
  | 'window'
  | 'join'
  | 'top'
  | 'fold'
  | 'sink';

/** Who takes rows that are given once and are no stream. */
export const TABLE_CONSUMERS: ReadonlySet<StreamConsumer> = new Set<StreamConsumer>(['join']);

type Verdict = { readonly gives: Emits } | { readonly refused: string };

const gives = (emits: Emits): Verdict => ({ gives: emits });
const refused = (sentence: string): Verdict => ({ refused: sentence });

const SPLIT_CHANGES =
  'An earlier version of a row may have had more elements, and their rows would stay. Split before the aggregate, or let it emit all';
const COUNT_CHANGES = 'A key would be counted again each time its row is replaced. Let the aggregate before it emit all';
const COUNT_ALL =
  'Every key would be counted again in each batch, because the whole answer comes each time. Window the rows before the running aggregate instead';
const AGAIN_CHANGES = 'A key would be counted again each time its row is replaced. Aggregate the rows before the running aggregate instead';
const WINDOW_CHANGES = 'A key would be in the window once for each time its row was replaced. Window the rows before the aggregate instead';
const WINDOW_ALL =
  'Every key would be in the window once for each batch, because the whole answer comes each time. Window the rows before it instead';
const JOIN_CHANGES = 'When a row is replaced, what it was joined with before would stay. Let the operator before it emit all, or window it';
const TOP_CHANGES = 'Only the rows that changed would be put in order, not the whole answer. Let the operator before it emit all';
const FOLD_CHANGES = 'A key would be folded again each time its row is replaced. Keep state over the rows before it instead';
const FOLD_ALL =
  'Every key would be folded again in each batch, because the whole answer comes each time. Keep state over the rows before it instead';
const UNION_ALONE = 'A union takes rows and closed windows, or only streams that give the whole answer each time';

/** What each consumer gives for one input of each kind. For a union of several, `unionGives` has the last word. */
export const STREAM_TABLE: Readonly<Record<StreamConsumer, Readonly<Record<Emits, Verdict>>>> = {
  project: { rows: gives('rows'), closed: gives('closed'), changes: gives('changes'), all: gives('all') },
  filter: { rows: gives('rows'), closed: gives('closed'), changes: gives('changes'), all: gives('all') },
  generate: { rows: gives('rows'), closed: gives('closed'), changes: refused(SPLIT_CHANGES), all: gives('all') },
  union: { rows: gives('rows'), closed: gives('closed'), changes: refused(UNION_ALONE), all: gives('all') },
  perBatch: { rows: gives('closed'), closed: gives('closed'), changes: refused(COUNT_CHANGES), all: gives('all') },
  batchWindow: { rows: gives('closed'), closed: gives('closed'), changes: refused(AGAIN_CHANGES), all: refused(COUNT_ALL) },
  'running-changes': { rows: gives('changes'), closed: gives('changes'), changes: refused(AGAIN_CHANGES), all: refused(COUNT_ALL) },
  'running-all': { rows: gives('all'), closed: gives('all'), changes: refused(AGAIN_CHANGES), all: refused(COUNT_ALL) },
  window: { rows: gives('closed'), closed: gives('closed'), changes: refused(WINDOW_CHANGES), all: refused(WINDOW_ALL) },
  // One side of a join; `joinGives` has the last word on both.
  join: { rows: gives('rows'), closed: gives('closed'), changes: refused(JOIN_CHANGES), all: gives('all') },
  top: { rows: gives('closed'), closed: gives('closed'), changes: refused(TOP_CHANGES), all: gives('all') },
  // A fold says itself what it gives: rows, changes or all.
  fold: { rows: gives('rows'), closed: gives('rows'), changes: refused(FOLD_CHANGES), all: refused(FOLD_ALL) },
  // Append, append, replace by key, replace all.
  sink: { rows: gives('rows'), closed: gives('closed'), changes: gives('changes'), all: gives('all') },
};

/** How each kind of stream is called in a sentence. */
export const EMITS_WORDS: Readonly<Record<Emits, string>> = {
  rows: 'rows',
  closed: 'closed windows',
  changes: 'changes (a row replaces the earlier one of its key)',
  all: 'the whole answer each time',
};

/** What a union of these streams gives. Not for streams whose slides differ; the builder refuses those with the numbers. */
export function unionGives(inputs: readonly Emits[]): Verdict {
  const kinds = new Set(inputs);
  const [first] = inputs;
  if (first === undefined || kinds.has('changes')) return refused(UNION_ALONE);
  if (kinds.size === 1) return STREAM_TABLE.union[first];
  return kinds.has('all') ? refused(UNION_ALONE) : gives('rows');
}

/** What a join of two such streams gives. The whole answer only if both sides are; else the rows of this firing. */
export function joinGives(left: Emits, right: Emits): Emits {
  return left === right ? left : 'rows';
}

/** Everything but the columns of what flows out of `consumer`. `keys`: the key columns of its output as the builder named them. */
export function flowAfter(
  consumer: StreamConsumer,
  input: StreamType,
  emits: Emits,
  keys: readonly string[],
  window: { readonly sizeMs: number; readonly slideMs: number } | null,
): Omit<StreamType, 'columns'> {
  switch (consumer) {
    case 'project':
    case 'filter':
    case 'generate':
    case 'sink':
      return { emits, keys, slideMs: input.slideMs, windowMs: input.windowMs };
    case 'union':
      return { emits, keys: [], slideMs: input.slideMs, windowMs: input.windowMs };
    case 'join':
    case 'fold':
      return { emits, keys, slideMs: input.slideMs, windowMs: null };
    case 'perBatch':
    case 'top':
      // The rows of one firing are those since the firing before, unless they are themselves windows, or the whole answer.
      return { emits, keys, slideMs: input.slideMs, windowMs: emits === 'all' ? null : (input.windowMs ?? input.slideMs) };
    case 'batchWindow':
    case 'window':
      return { emits, keys, slideMs: window?.slideMs ?? input.slideMs, windowMs: window?.sizeMs ?? null };
    case 'running-changes':
    case 'running-all':
      return { emits, keys, slideMs: input.slideMs, windowMs: null };
  }
}
