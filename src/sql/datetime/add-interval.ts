// A time moved by an interval, as Spark does it with Java's ZonedDateTime: whole days and months move the clock reading (and keep
// its offset where that is possible), what is less than a day moves the instant.
import { civilFromDays, daysFromCivil } from '../../columns/time.ts';
import { exactMicros, type Micros, microsOfSecond, secondsOf } from './timestamp-lane.ts';
import type { ZoneRules } from './zone-rules.ts';

const DAY = 86_400;
const MICROS_PER_DAY = 86_400_000_000n;
/** No date is farther from another. */
const MOST_DAYS = 400_000_000n;

/** `interval` in microseconds; null when the result is no time of Spark's. */
export function addDayTime(time: Micros, interval: bigint, zone: ZoneRules): Micros | null {
  const days = interval / MICROS_PER_DAY;
  if (days > MOST_DAYS || days < -MOST_DAYS) return null;
  return addDaysAndRest(time, Number(days), Number(interval - days * MICROS_PER_DAY), zone);
}

/** The same for an interval that is a safe integer of microseconds. */
export function addShortLength(time: Micros, interval: number, zone: ZoneRules): Micros | null {
  const days = Math.trunc(interval / 86_400e6);
  return addDaysAndRest(time, days, interval - days * 86_400e6, zone);
}

function addDaysAndRest(time: Micros, days: number, rest: number, zone: ZoneRules): Micros | null {
  const seconds = secondsOf(time);
  const moved = days === 0 ? seconds : movedReading(seconds, days, zone);
  return exactMicros(moved, microsOfSecond(time, seconds) + rest);
}

/** The day of the month is kept, or the month's last where it does not exist. */
export function addMonths(time: Micros, months: bigint, zone: ZoneRules): Micros | null {
  if (months > 12_000_000n || months < -12_000_000n) return null;
  const seconds = secondsOf(time);
  const offset = zone.offsetAt(seconds);
  const day = Math.floor((seconds + offset) / DAY);
  const moved = movedReading(seconds, monthsLater(day, Number(months)) - day, zone);
  return exactMicros(moved, microsOfSecond(time, seconds));
}

function movedReading(seconds: number, days: number, zone: ZoneRules): number {
  const offset = zone.offsetAt(seconds);
  return zone.instantOf(seconds + offset + days * DAY, offset);
}

/** The date that many months later, as days since 1970-01-01; may lie outside an INT. */
export function monthsLater(days: number, months: number): number {
  const { year, month, day } = civilFromDays(days);
  const index = year * 12 + month - 1 + months;
  const first = daysFromCivil(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, 1);
  const next = daysFromCivil(Math.floor((index + 1) / 12), ((((index + 1) % 12) + 12) % 12) + 1, 1);
  return Math.min(first + day - 1, next - 1);
}
