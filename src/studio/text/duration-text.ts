// Durations in fields: what is typed ("30", "30 s", "2 min", "1 minute 30 seconds") becomes Spark interval text in normal form
// where it can, and stays as typed where it cannot, so that the checker says what is wrong with it.
const UNITS = [
  { ms: 86_400_000, name: 'day', short: 'd' },
  { ms: 3_600_000, name: 'hour', short: 'h' },
  { ms: 60_000, name: 'minute', short: 'min' },
  { ms: 1_000, name: 'second', short: 's' },
  { ms: 1, name: 'millisecond', short: 'ms' },
] as const;

export type DurationUnit = (typeof UNITS)[number]['short'];

export const DURATION_UNITS: readonly DurationUnit[] = ['ms', 's', 'min', 'h', 'd'];

const WORDS: Readonly<Record<string, DurationUnit>> = {
  ms: 'ms',
  msec: 'ms',
  millis: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  s: 's',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  m: 'min',
  min: 'min',
  mins: 'min',
  minute: 'min',
  minutes: 'min',
  h: 'h',
  hr: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
};

export interface SimpleDuration {
  readonly amount: string;
  readonly unit: DurationUnit;
}

/** "30 seconds" as 30 and s; null for a text of another form ("1 minute 30 seconds"). */
export function readDuration(text: string): SimpleDuration | null {
  const [, amount, word] = /^\s*(-?\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const unit = word === undefined ? undefined : WORDS[word.toLowerCase()];
  return amount === undefined || unit === undefined ? null : { amount, unit };
}

/** "30 seconds". */
export function writeDuration({ amount, unit }: SimpleDuration): string {
  const name = UNITS.find((known) => known.short === unit)?.name ?? 'second';
  return `${amount} ${name}${Number(amount) === 1 ? '' : 's'}`;
}

/** "1 second" of 1000, "500 milliseconds" of 500. */
export function durationText(ms: number): string {
  const unit = UNITS.find((known) => ms >= known.ms && ms % known.ms === 0) ?? UNITS[4];
  return writeDuration({ amount: String(ms / unit.ms), unit: unit.short });
}

/** In milliseconds, or null. */
export function durationMs(text: string): number | null {
  const read = readDuration(text);
  if (read === null) return null;
  return Number(read.amount) * (UNITS.find((known) => known.short === read.unit)?.ms ?? 1);
}
