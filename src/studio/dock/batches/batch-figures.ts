// The four figures Spark shows of a streaming run, each with its last value, its recent course and its spread: input rate,
// scheduling delay, processing time, total delay. Pure.
import type { BatchInfo } from '../../../protocol/engine-api.ts';

export interface Figure {
  /** Of the newest settled batch; null before the first. */
  readonly last: number | null;
  /** Oldest first, at most SPARK_BATCHES values. */
  readonly course: readonly number[];
  readonly p50: number | null;
  readonly p99: number | null;
}

export interface BatchFigures {
  /** Rows a second: rows of the batch over the batch interval. */
  readonly inputRate: Figure;
  readonly schedulingDelayMs: Figure;
  readonly processingMs: Figure;
  readonly totalDelayMs: Figure;
  /** How many batches the percentiles are of. */
  readonly batches: number;
}

export const SPARK_BATCHES = 34;
/** As many as Spark's page keeps. */
export const FIGURE_BATCHES = 1_000;

/** Figures of the batches that ran live; replayed and caught-up ones would tell of the recovery, not of the load. */
export function batchFigures(batches: readonly BatchInfo[], intervalMs: number): BatchFigures {
  const settled = batches.filter((batch) => batch.status === 'committed').slice(-FIGURE_BATCHES);
  const of = (value: (batch: BatchInfo) => number): Figure => figureOf(settled.map((batch) => value(batch)));
  return {
    inputRate: of((batch) => (intervalMs > 0 ? (batch.numInputRows * 1_000) / intervalMs : 0)),
    schedulingDelayMs: of((batch) => batch.schedulingDelayMs),
    processingMs: of((batch) => batch.processingMs),
    totalDelayMs: of((batch) => batch.totalDelayMs),
    batches: settled.length,
  };
}

function figureOf(values: readonly number[]): Figure {
  const sorted = values.toSorted((a, b) => a - b);
  return { last: values.at(-1) ?? null, course: values.slice(-SPARK_BATCHES), p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

/** Nearest rank of an ascending list; null of an empty one. */
export function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
