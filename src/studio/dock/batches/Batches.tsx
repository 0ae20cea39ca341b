// The Batches tab: the four figures and the timeline on the left, the list or the chosen batch on the right.
import { useCallback } from 'react';
import type { RunState } from '../../../protocol/engine-api.ts';
import { useBatches, useRunStatus } from '../../store/live-store.ts';
import { setView, useView } from '../../store/view-store.ts';
import { Empty } from '../Empty.tsx';
import { history } from '../run-record.ts';
import { BatchDetails } from './BatchDetails.tsx';
import { BatchList } from './BatchList.tsx';
import { MetricTiles } from './MetricTiles.tsx';
import { Timeline } from './Timeline.tsx';

export default function Batches() {
  const selectedBatchId = useView((view) => view.selectedBatchId);
  // The record changes in place; the live list tells when to look.
  useBatches();
  const status = useRunStatus();
  const select = useCallback((batchId: number | null) => setView({ selectedBatchId: batchId }), []);
  if (history.batches.length === 0) return <Empty icon="clock" {...emptyWords(status?.state ?? 'idle')} />;
  return (
    <div className="dock-body batches-body">
      <div className="batches-left">
        <MetricTiles />
        <Timeline selectedBatchId={selectedBatchId} onSelect={select} />
      </div>
      <section className="pane batches-list" aria-label="Batch list">
        <BatchList selectedBatchId={selectedBatchId} onSelect={select} />
      </section>
      {selectedBatchId !== null && (
        <BatchDetails
          batchId={selectedBatchId}
          onClose={() => select(null)}
          onStep={(by) => {
            const target = selectedBatchId + by;
            const last = history.batches.at(-1);
            const first = history.batches[0];
            if (first !== undefined && last !== undefined && target >= first.batchId && target < last.batchId + Math.max(1, last.count))
              select(target);
          }}
        />
      )}
    </div>
  );
}

function emptyWords(state: RunState): { readonly title: string; readonly text: string } {
  switch (state) {
    case 'starting':
    case 'recovering':
      return { title: 'The run comes back', text: 'Its batches show when the state is restored.' };
    case 'running':
      return { title: 'No batch has run yet', text: 'The first one runs when its interval ends.' };
    default:
      return { title: 'No batch has run yet', text: 'Press Run. Each batch then has a bar here.' };
  }
}
