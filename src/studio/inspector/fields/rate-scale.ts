// The dial's scale: even steps of the logarithm, with values rounded to two figures as people would write them.
export const STEPS = 250;

interface Range {
  readonly min: number;
  readonly max: number;
}

export function positionOfRate(rate: number, { min, max }: Range): number {
  const clamped = Math.min(max, Math.max(min, rate));
  return Math.round((Math.log(clamped / min) / Math.log(max / min)) * STEPS);
}

export function rateAtPosition(position: number, { min, max }: Range): number {
  if (position <= 0) return min;
  if (position >= STEPS) return max;
  const exact = min * (max / min) ** (position / STEPS);
  const magnitude = 10 ** (Math.floor(Math.log10(exact)) - 1);
  return Math.round(exact / magnitude) * magnitude;
}
