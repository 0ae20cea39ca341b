import type { OperatorMetrics, RunStatus } from '../../protocol/engine-api.ts';

/**
 * Whether rows pile up at a source: batches queue, or back-pressure lets through less than was asked for. Rows of the batch
 * that is just being cut are no pile.
 */
export function isPressed(status: RunStatus, source: OperatorMetrics): boolean {
  if (source.waitingRows === 0) return false;
  if (status.queuedBatches > 1) return true;
  const rate = status.rates.find((known) => known.operatorId === source.operatorId);
  return rate !== undefined && rate.limitPerSecond !== null && rate.limitPerSecond < rate.wantedPerSecond;
}
