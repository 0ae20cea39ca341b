// A batch-time window is cut from whole firings of the stream it reads: its length and slide are multiples of that stream's
// slide (the batch interval for rows from a source), and above zero. Slide > length is allowed and leaves gaps.
import { type Problem, problem } from '../problem/problem.ts';
import { formatDuration } from './format-duration.ts';
import type { NodeRequest, PlanSettings } from './node-request.ts';
import type { StreamType } from './stream-type.ts';

interface Unit {
  readonly slideMs: number;
  readonly isBatchInterval: boolean;
}

export function checkWindow(
  { operatorId, label }: { readonly operatorId: string; readonly label: string },
  { sizeMs, slideMs }: { readonly sizeMs: number; readonly slideMs: number },
  unit: Unit,
): readonly Problem[] {
  const check = (param: string, what: string, ms: number): readonly Problem[] => {
    const where = { operator: operatorId, param };
    const params = { what, label, unit: unitWords(unit), got: formatDuration(ms), use: proposal(ms, unit.slideMs) };
    if (ms <= 0) return [problem('plan/window-not-positive', where, params)];
    return ms % unit.slideMs === 0 ? [] : [problem('plan/window-not-multiple', where, params)];
  };
  const size = check('size', 'length', sizeMs);
  // A tumbling window has one figure; it is not found fault with twice.
  return slideMs === sizeMs && size.length > 0 ? size : [...size, ...check('slide', 'slide', slideMs)];
}

/** What windows over a stream are multiples of. */
export function unitOf({ slideMs }: StreamType, { batchIntervalMs }: PlanSettings): Unit {
  return { slideMs, isBatchInterval: slideMs === batchIntervalMs };
}

/** An interval at which an operator's state is saved, or its time-outs are looked for: a multiple of its slide, above zero. */
export function checkpointMultiple({ operatorId, label }: NodeRequest, intervalMs: number, slideMs: number): readonly Problem[] {
  if (intervalMs > 0 && intervalMs % slideMs === 0) return [];
  const params = { label, got: formatDuration(intervalMs), slide: formatDuration(slideMs), use: proposal(intervalMs, slideMs) };
  return [problem('algebra/checkpoint-not-multiple', { operator: operatorId }, params)];
}

function unitWords({ slideMs, isBatchInterval }: Unit): string {
  return isBatchInterval ? `the batch interval, ${formatDuration(slideMs)}` : `the slide of the stream it reads, ${formatDuration(slideMs)}`;
}

/** The multiples around what was asked: "1 s or 2 s". */
function proposal(ms: number, unitMs: number): string {
  const below = Math.floor(ms / unitMs) * unitMs;
  const around = below > 0 ? [below, below + unitMs] : [unitMs];
  return around.map(formatDuration).join(' or ');
}
