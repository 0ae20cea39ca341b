// What dock and strip write beyond text/numbers.ts: values of result tables, changes, windows, ranges of batches. Times are
// UTC, minus is the true minus sign, the locale of the browser plays no part. Pure.
import { formatClock, formatClockTenths, formatDuration } from '../text/numbers.ts';

const MINUS = '−';
const SECOND = 1_000;
const DAY = 86_400_000;

/** "10,432"; fractions keep at most `digits` places ("1,204.5"). For numbers of users' rows, so every double has a text. */
export function formatNumber(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : `${MINUS}∞`;
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  if (size >= 1e15) return `${sign}${size.toExponential(2).replace('e+', 'e')}`;
  const rounded = size.toFixed(Number.isInteger(value) ? 0 : digits);
  // A small fraction is told by its first digits, not rounded away to 0.
  if (Number(rounded) === 0) return size === 0 ? '0' : `${sign}${Number(size.toPrecision(2))}`;
  const [whole = '0', fraction = ''] = rounded.split('.');
  const rest = fraction.replace(/0+$/, '');
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest === '' ? '' : `.${rest}`}`;
}

/** Always `digits` decimals, so that the numbers of a column stand under each other: "24.30". */
export function formatFixed(value: number, digits: number): string {
  if (digits === 0 || !Number.isFinite(value) || Math.abs(value) >= 1e15) return formatNumber(value, digits);
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(digits).split('.');
  const text = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

/** Decimals that tell all these numbers, at most `most`. */
export function decimalsOf(values: readonly number[], most: number): number {
  let digits = 0;
  for (const value of values) {
    while (digits < most && Number.isFinite(value) && Math.abs(value * 10 ** digits - Math.round(value * 10 ** digits)) > 1e-7 * 10 ** digits)
      digits += 1;
    if (digits === most) break;
  }
  return digits;
}

/** "+12", "−3", "0". */
export function formatChange(change: number, digits = 0): string {
  const text = formatFixed(change, digits);
  return change > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A measured time: as formatDuration, but a time too short to show is not shown as none. */
export function formatTook(ms: number): string {
  return ms > 0 && ms < 0.05 ? '< 0.1 ms' : formatDuration(ms);
}

/** The figure and its unit apart, for tiles that set them differently: ["1.2", "s"]. Longer than a minute: all in the figure. */
export function splitTook(ms: number): readonly [string, string] {
  const text = formatTook(ms);
  const [, figure, unit] = /^((?:< )?\S+) (\S+)$/.exec(text) ?? [];
  return figure === undefined || unit === undefined ? [text, ''] : [figure, unit];
}

/** "14:31:52", with tenths only when the time does not lie on a second (batch intervals below one). */
export function formatBatchTime(ms: number): string {
  return ms % SECOND === 0 ? formatClock(ms) : formatClockTenths(ms);
}

/** "14:31:20 – 14:31:50": the window (start, end] by its ends. */
export function formatWindow(window: { readonly startMs: number; readonly endMs: number }): string {
  const clock = window.startMs % SECOND === 0 && window.endMs % SECOND === 0 ? formatClock : formatClockTenths;
  return `${clock(window.startMs)} – ${clock(window.endMs)}`;
}

/** The clock of today; of another day with its date: "2026-11-22 14:31:52". */
export function formatMoment(ms: number, nowMs: number): string {
  const clock = formatClock(ms);
  return Math.floor(ms / DAY) === Math.floor(nowMs / DAY) ? clock : `${new Date(ms).toISOString().slice(0, 10)} ${clock}`;
}

/** Batch ids are names, so they have no commas: "119", "119 and 120", "119–123". */
export function batchRange(from: number, to: number): string {
  if (to <= from) return String(from);
  return to === from + 1 ? `${from} and ${to}` : `${from}–${to}`;
}
