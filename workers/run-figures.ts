// What this tab's run tells of itself: the figures of its status and of its operators.
import { operatorMetrics } from '../src/engine/metrics.ts';
import type { Run } from '../src/engine/run.ts';
import type { FeedStatus, SourceBooks } from '../src/protocol/data-api.ts';
import type { BatchInfo, OperatorMetrics, RunStatus } from '../src/protocol/engine-api.ts';

type Figures = Pick<
  RunStatus,
  'runId' | 'applied' | 'batchIntervalMs' | 'zeroTimeMs' | 'lastBatch' | 'queuedBatches' | 'lagMs' | 'checkpointIntervalMs' | 'rates'
>;

/** `recent`: the newest batches, ascending. */
export function runFigures(run: Run, recent: readonly BatchInfo[]): Figures {
  const head = run.headNow();
  const last = recent.findLast((batch) => batch.status !== 'queued' && batch.status !== 'running');
  return {
    runId: run.runId,
    applied: run.appliedNow().text,
    batchIntervalMs: run.appliedNow().plan.batchIntervalMs,
    zeroTimeMs: head.zeroTimeMs,
    lastBatch: head.lastBatchId === 0 ? null : { batchId: head.lastBatchId, timeMs: head.lastTimeMs },
    queuedBatches: run.queuedBatches(),
    lagMs: last?.totalDelayMs ?? 0,
    checkpointIntervalMs: run.checkpointIntervalMs(),
    rates: run.rates(),
  };
}

export function runMetrics(run: Run, recent: readonly BatchInfo[], feeds: readonly FeedStatus[]): readonly OperatorMetrics[] {
  const { plan } = run.appliedNow();
  const operators = [...new Set(plan.nodes.map((node) => node.operatorId))];
  return operatorMetrics(
    operators,
    recent,
    plan.batchIntervalMs,
    run.states(),
    (id) => run.waitingRows(id),
    (id) => ({ refused: run.refusedCount(id), books: booksOf(run, id, feeds) }),
  );
}

/** What came and was never logged is known to the feed alone. */
function booksOf(run: Run, operatorId: string, feeds: readonly FeedStatus[]): SourceBooks | null {
  const books = run.sourceBooks(operatorId);
  const dropped = feeds.find((feed) => feed.operatorId === operatorId)?.droppedRows ?? 0;
  return books === null || dropped === 0 ? books : { ...books, dropped, read: books.read + dropped };
}
