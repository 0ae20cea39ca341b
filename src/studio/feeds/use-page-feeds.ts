// Starts and stops what the page itself sends, by the pipeline as it runs.
import { useEffect, useMemo } from 'react';
import { useAppliedDocument } from '../store/document-hooks.ts';
import { useDocument } from '../store/document-store.ts';
import { useLive } from '../store/live-store.ts';
import { startPageFeeds } from './page-feeds.ts';

export function usePageFeeds(): void {
  const pipelineId = useDocument((state) => state.pipelineId);
  const applied = useAppliedDocument();
  const runs = useLive(({ status }) => status?.role === 'owner' && status.state === 'running');
  const feeds = useMemo(() => {
    const of = (type: string): readonly string[] =>
      Object.entries(applied?.operators ?? {}).flatMap(([id, box]) => (box.type === type && box.disabled !== true ? [id] : []));
    return { keystrokes: of('keystrokes'), pointer: of('pointer') };
  }, [applied]);
  useEffect(() => {
    if (pipelineId === null || !runs || feeds.keystrokes.length + feeds.pointer.length === 0) return;
    return startPageFeeds(pipelineId, feeds);
  }, [pipelineId, runs, feeds]);
}
