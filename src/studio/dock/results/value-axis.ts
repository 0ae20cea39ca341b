// The value axis of the series chart: round ends that stay while values move a little. Counts stand on 0; values that hardly
// differ against their size (temperatures, prices) get the part of the axis in which they differ. Pure.
import { shortCount } from '../../text/numbers.ts';
import { formatNumber } from '../format.ts';

const FACTORS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10] as const;
const SMALLEST = 1e-290;
/** Steps that read well on an axis. */
const STEPS = [1, 2, 5, 10] as const;

/** A round number at or above a positive value. */
export function roundAbove(value: number): number {
  if (!(value > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  const factor = FACTORS.find((candidate) => candidate * unit >= value * (1 - 1e-9)) ?? 10;
  return factor * unit;
}

/** Ends of the axis for values between `low` and `high`. */
export function valueRange(low: number, high: number): readonly [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  // Nothing, nothing to draw, and numbers too small to divide.
  if (!Number.isFinite(size) || size < SMALLEST) return [0, 1];
  if (low >= 0 && low < high * 0.6) return [0, roundAbove(high)];
  if (high <= 0 && high > low * 0.6) return [-roundAbove(-low), 0];
  const span = Math.max(high - low, size * 0.02);
  const step = roundStep(span / 2);
  return [tidy(Math.floor((low - span * 0.08) / step) * step), tidy(Math.ceil((high + span * 0.08) / step) * step)];
}

function roundStep(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return (STEPS.find((factor) => factor * unit >= value * (1 - 1e-9)) ?? 10) * unit;
}

/** Drops what binary fractions add to a decimal. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Labels of ticks: short from 1,000 on, otherwise with the decimals that tell them apart. */
export function tickTexts(ticks: readonly number[]): readonly string[] {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0)) || 1;
  const digits = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  return ticks.map((tick) => (Math.abs(tick) >= 1_000 && step >= 10 ? shortCount(tick) : formatNumber(tidy(tick), digits)));
}
