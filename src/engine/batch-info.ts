// What the timeline and the batch list show of a batch, from its records.
import type { Plan } from '../plan/plan.ts';
import type { BatchInfo } from '../protocol/engine-api.ts';
import type { LogEntry } from '../storage/journal.ts';
import type { LogMeta, ProgressMeta } from '../storage/records.ts';
import { planIndex } from './plan-index.ts';
import type { BatchOutput } from './plan-runtime.ts';

type Sum = BatchInfo['operators'][number];

export function operatorCounts(output: BatchOutput, plan: Plan): BatchInfo['operators'] {
  const { nodes } = planIndex(plan);
  const sums = new Map<string, Sum>();
  for (const { nodeId, rowsIn, rowsOut, ms, refused } of output.counts) {
    const node = nodes.get(nodeId);
    const operatorId = node?.operatorId ?? nodeId;
    const sum = sums.get(operatorId) ?? { operatorId, rowsIn, rowsOut, ms: 0 };
    // An operator of several nodes: rows in of its first, rows out of its last but for the errors port, time of all.
    const next = { ...sum, rowsOut: node?.kind === 'errors' ? sum.rowsOut : rowsOut, ms: sum.ms + ms };
    const taken = (sum.refused ?? 0) + refused;
    sums.set(operatorId, taken === 0 ? next : { ...next, refused: taken });
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
