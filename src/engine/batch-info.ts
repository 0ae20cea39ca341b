// What the timeline and the batch list show of a batch, from its records.
import type { Plan } from '../plan/plan.ts';
import type { BatchInfo } from '../protocol/engine-api.ts';
import type { LogEntry } from '../storage/journal.ts';
import type { LogMeta, ProgressMeta } from '../storage/records.ts';
import type { BatchOutput } from './plan-runtime.ts';

export function operatorCounts(output: BatchOutput, plan: Plan): BatchInfo['operators'] {
  const operatorOf = new Map(plan.nodes.map((node) => [node.id, node.operatorId]));
  const sums = new Map<string, { operatorId: string; rowsIn: number; rowsOut: number; ms: number }>();
  for (const count of output.counts) {
    const operatorId = operatorOf.get(count.nodeId) ?? count.nodeId;
    const sum = sums.get(operatorId);
    // An operator of several nodes: rows in of its first, rows out of its last, time of all.
    if (sum === undefined) sums.set(operatorId, { operatorId, rowsIn: count.rowsIn, rowsOut: count.rowsOut, ms: count.ms });
    else sums.set(operatorId, { ...sum, rowsOut: count.rowsOut, ms: sum.ms + count.ms });
  }
  return [...sums.values()];
}

export function inputInfo(meta: LogMeta): BatchInfo['inputs'] {
  return Object.entries(meta.inputs).map(([operatorId, range]) => ({
    operatorId,
    rows: range.rows,
    range: range.rows === 0 ? 'no rows' : range.kind === 'range' ? `rows ${range.from} to ${range.to - 1}` : `lines ${range.from} to ${range.to - 1}`,
  }));
}

/** What the timeline shows of a committed batch. */
export function batchInfo(entry: LogEntry, progress: ProgressMeta, commitMs: number, pending: boolean): BatchInfo {
  const { numbers } = progress;
  return {
    batchId: entry.batchId,
    count: entry.meta.count,
    timeMs: entry.meta.timeMs,
    status: pending ? 'replayed' : progress.caughtUp ? 'caught-up' : 'committed',
    numInputRows: Object.values(entry.meta.inputs).reduce((sum, i) => sum + i.rows, 0),
    schedulingDelayMs: numbers.schedulingDelayMs,
    processingMs: numbers.processingMs,
    totalDelayMs: numbers.schedulingDelayMs + numbers.processingMs + commitMs,
    commitMs,
    checkpoint: false,
    finishedMs: progress.committedMs,
    inputs: inputInfo(entry.meta),
    operators: numbers.operators,
  };
}
