// The grid of batch times: Z + k x B for ever, also after recovery. Times are the ends of their intervals.
// Rules: semantics.md "Batches" 1, and Spark's JobGenerator (first start strictly after the clock, aligned to the epoch).

/** Z of a first start at `nowMs`: the last multiple of B not after the clock; the first batch time is Z + B. */
export function firstZeroTime(nowMs: number, intervalMs: number): number {
  return Math.floor(nowMs / intervalMs) * intervalMs;
}

/** How many batch times lie in (lastTimeMs, nowMs]; 0 when the clock is behind. */
export function dueBatches(lastTimeMs: number, nowMs: number, intervalMs: number): number {
  return Math.max(0, Math.floor((nowMs - lastTimeMs) / intervalMs));
}

/** Spark's default checkpoint interval: the smallest multiple of the batch interval that is at least 10 s. */
export function automaticCheckpointInterval(intervalMs: number): number {
  return intervalMs * Math.ceil(10_000 / intervalMs);
}
