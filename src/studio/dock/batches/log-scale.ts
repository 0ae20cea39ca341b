// The time axis of the batch timeline: logarithmic, because batches take from a tenth of a millisecond to many seconds and
// the interval line must stay in sight. Pure.

export interface LogScale {
  /** The axis goes from `minMs` (bottom) to `maxMs` (top). */
  readonly minMs: number;
  readonly maxMs: number;
  /** Powers of ten inside the axis, ascending. */
  readonly ticks: readonly number[];
}

const LEAST_MS = 0.1;
/** Above the highest value or the interval, as a factor: room for the label of the interval line. */
const HEADROOM = 1.8;

/**
 * An axis over the values and the interval. The bottom is a power of ten below the fast batches, never above a hundredth
 * of the interval; the top moves in steps of a quarter decade, so that the picture does not breathe with every batch.
 */
export function logScale(fastestMs: number, slowestMs: number, intervalMs: number): LogScale {
  const highest = Math.max(intervalMs * 2.5, slowestMs * HEADROOM, LEAST_MS * 100);
  const maxMs = 10 ** (Math.ceil(Math.log10(highest) * 4 - 1e-9) / 4);
  const wanted = fastestMs > 0 ? 10 ** (Math.floor(Math.log10(fastestMs) + 1e-9) - 1) : LEAST_MS;
  const minMs = Math.max(LEAST_MS, Math.min(wanted, 10 ** Math.floor(Math.log10(intervalMs / 100) + 1e-9)));
  const ticks: number[] = [];
  for (let power = Math.round(Math.log10(minMs)); 10 ** power <= maxMs * (1 + 1e-9); power++) ticks.push(10 ** power);
  return { minMs, maxMs, ticks };
}

/** Share of the axis from the bottom, 0 to 1; values outside sit at its ends. */
export function logShare(scale: LogScale, ms: number): number {
  if (ms <= scale.minMs) return 0;
  if (ms >= scale.maxMs) return 1;
  return Math.log(ms / scale.minMs) / Math.log(scale.maxMs / scale.minMs);
}
