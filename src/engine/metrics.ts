// Figures of operators for the canvas, from the batches of the last seconds. Named as StreamingQueryProgress names them.
import type { BatchInfo, OperatorMetrics } from '../protocol/engine-api.ts';
import type { StateInfo } from './plan-runtime.ts';

/** Rates are means over this long, or over one batch when that is longer. */
const RATE_WINDOW_MS = 3_000;

/** @param batches committed ones, ascending; those that were caught up count nothing. */
export function operatorMetrics(
  operatorIds: readonly string[],
  batches: readonly BatchInfo[],
  batchIntervalMs: number,
  states: readonly StateInfo[],
  waitingRows: (operatorId: string) => number,
  books: (operatorId: string) => Pick<OperatorMetrics, 'refused' | 'books'>,
): readonly OperatorMetrics[] {
  const recent = recentBatches(batches, batchIntervalMs);
  const seconds = (recent.length * batchIntervalMs) / 1000;
  const busyMs = recent.reduce((sum, batch) => sum + batch.operators.reduce((ms, o) => ms + o.ms, 0), 0);
  return operatorIds.map((operatorId) => {
    let rowsIn = 0;
    let rowsOut = 0;
    let refused = 0;
    let ms = 0;
    for (const batch of recent) {
      const count = batch.operators.find((o) => o.operatorId === operatorId);
      rowsIn += count?.rowsIn ?? 0;
      rowsOut += count?.rowsOut ?? 0;
      refused += count?.refused ?? 0;
      ms += count?.ms ?? 0;
    }
    const state = states.filter((s) => s.nodeId.startsWith(`${operatorId}/`));
    return {
      operatorId,
      rowsInPerSecond: seconds === 0 ? 0 : rowsIn / seconds,
      rowsOutPerSecond: seconds === 0 ? 0 : rowsOut / seconds,
      refusedPerSecond: seconds === 0 ? 0 : refused / seconds,
      waitingRows: waitingRows(operatorId),
      keys: state.length === 0 ? null : state.reduce((sum, s) => sum + s.keys, 0),
      stateBytes: state.length === 0 ? null : state.reduce((sum, s) => sum + s.bytes, 0),
      timeShare: busyMs === 0 ? 0 : ms / busyMs,
      ...books(operatorId),
    };
  });
}

function recentBatches(batches: readonly BatchInfo[], batchIntervalMs: number): readonly BatchInfo[] {
  const wanted = Math.max(1, Math.round(RATE_WINDOW_MS / batchIntervalMs));
  return batches.filter((b) => b.status === 'committed' || b.status === 'replayed').slice(-wanted);
}
