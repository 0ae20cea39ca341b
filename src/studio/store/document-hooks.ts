// Views of the document joined with the run, for components.
import { useMemo } from 'react';
import type { OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import type { FeedState, RunNeed } from '../../protocol/data-api.ts';
import type { NodeFacts } from '../canvas/node-view.ts';
import { EMPTY_DOCUMENT, openText } from './document-model.ts';
import { useDocument } from './document-store.ts';
import { useLive } from './live-store.ts';
import { NO_CHANGES, takesApply, type UnappliedChanges, unappliedChanges } from './unapplied-changes.ts';

/** Whether this tab and this build may change the document now. */
export function useEditable(): boolean {
  const readable = useDocument((state) => state.phase === 'ready' && state.document !== null && state.unreadable.length === 0);
  const role = useLive((live) => live.status?.role ?? null);
  return readable && role !== 'viewer';
}

/** The document the run uses; null before the first run. */
export function useAppliedDocument(): PipelineDocument | null {
  const applied = useLive((live) => live.status?.applied ?? null);
  return useMemo(() => (applied === null ? null : openText(applied).document), [applied]);
}

/** What of the draft the run does not use yet; nothing while there is no live run. */
export function useUnappliedChanges(): UnappliedChanges {
  const draft = useDocument((state) => state.document);
  const applied = useAppliedDocument();
  const live = useLive(({ status }) => takesApply(status?.state ?? 'idle'));
  return useMemo(() => (draft === null || applied === null || !live ? NO_CHANGES : unappliedChanges(applied, draft)), [draft, applied, live]);
}

const RESTORED_SHOWN_MS = 12_000;

/** What the boxes show apart from live numbers. Changes only when one of its parts does, not with every frame. */
export function useNodeFacts(): NodeFacts {
  const document = useDocument((state) => state.document) ?? EMPTY_DOCUMENT;
  const check = useDocument((state) => state.check);
  const { operators: editedOperators } = useUnappliedChanges();
  const restoredOperators = useRestoredOperators();
  const state = useLive(({ status }) => status?.state ?? 'idle');
  const problem = useLive(({ status }) => status?.problem ?? null);
  const zeroTimeMs = useLive(({ status }) => status?.zeroTimeMs ?? null);
  const batchIntervalMs = useLive(({ status }) => status?.batchIntervalMs ?? 0);
  const firedUpToMs = useFiredUpTo();
  const needs = useLive(({ status }) => status?.needs ?? NO_NEEDS);
  const refusing = useRefusing();
  const feeds = useFeeds();
  return useMemo(
    () => ({
      document,
      check,
      editedOperators,
      restoredOperators,
      run: { state, problem, zeroTimeMs, batchIntervalMs, firedUpToMs, needs, refusing, feeds },
    }),
    [document, check, editedOperators, restoredOperators, state, problem, zeroTimeMs, batchIntervalMs, firedUpToMs, needs, refusing, feeds],
  );
}

const NO_NEEDS: readonly RunNeed[] = [];

/** Operators that refused rows, or whose records did not all become whole rows; the same set while it has the same members. */
function useRefusing(): ReadonlySet<OperatorId> {
  const ids = useLive(({ operators }) =>
    [...operators.values()]
      .filter(({ refused, books }) => refused > 0 || (books !== null && books.bad + books.short + books.long + books.dropped > 0))
      .map(({ operatorId }) => operatorId)
      .join('\n'),
  );
  return useMemo(() => new Set(ids === '' ? [] : ids.split('\n')), [ids]);
}

function useFeeds(): ReadonlyMap<OperatorId, FeedState> {
  const states = useLive(({ frame }) => JSON.stringify((frame?.feeds ?? []).map(({ operatorId, state }) => [operatorId, state])));
  return useMemo(() => new Map(JSON.parse(states) as (readonly [OperatorId, FeedState])[]), [states]);
}

/** Batch time of the last batch while windows wait for their first firing; after that it no longer matters. */
function useFiredUpTo(): number {
  const slowest = useDocument((state) => Math.max(0, ...[...state.check.outputs.values()].map((stream) => stream.slideMs)));
  return useLive(({ status }) => {
    const last = status?.lastBatch?.timeMs ?? 0;
    const first = (status?.zeroTimeMs ?? 0) + slowest;
    return Math.min(last, first);
  });
}

const NONE: ReadonlySet<OperatorId> = new Set();
let restoredFor: { readonly key: string; readonly operators: ReadonlySet<OperatorId> } = { key: '', operators: NONE };

/** Operators whose state came back with the restore of the last seconds. */
function useRestoredOperators(): ReadonlySet<OperatorId> {
  return useLive(({ status }) => {
    const recovery = status?.recovery ?? null;
    const checkpoint = status?.lastCheckpoint ?? null;
    if (recovery === null || recovery.checkpoint === null || checkpoint === null) return NONE;
    const age = Date.now() - recovery.openedMs - recovery.totalMs;
    if (recovery.finished && age > RESTORED_SHOWN_MS) return NONE;
    const key = `${checkpoint.checkpointId}:${recovery.openedMs}`;
    if (restoredFor.key !== key) restoredFor = { key, operators: new Set(checkpoint.operators.map(({ operatorId }) => operatorId)) };
    return restoredFor.operators;
  });
}
