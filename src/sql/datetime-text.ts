// Dates and timestamps as Spark's CAST reads and prints them: "2024-2-9", "2024-02-29 12:00:00.5+02:00". Proleptic
// Gregorian calendar, microseconds. Texts without a zone are readings of the session zone's clocks.
import { civilFromDays, daysFromCivil } from '../columns/time.ts';
import { exactMicros, type Micros, microsOfSecond, secondsOf } from './datetime/timestamp-lane.ts';
import { UTC, zoneNamed } from './datetime/zone-names.ts';
import type { ZoneRules } from './datetime/zone-rules.ts';

export const MICROS_PER_DAY = 86_400_000_000;
const SECONDS_PER_DAY = 86_400;

/** Spark's CAST strips these from both ends of a text: ASCII white space and control characters, not U+00A0 or U+3000. */
export function trimForCast(text: string): string {
  let from = 0;
  let to = text.length;
  const blank = (code: number) => code <= 32 || code === 127;
  while (from < to && blank(text.charCodeAt(from))) from++;
  while (to > from && blank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

const dateForm = /^([+-]?)(\d{4,7})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T][\s\S]*)?)?)?$/;

/** Days since 1970-01-01, or null when the text is not a date. What follows a whole date after a space or T is ignored. */
export function parseDateText(text: string): number | null {
  const match = dateForm.exec(trimForCast(text));
  if (match === null) return null;
  const year = Number(match[2]) * (match[1] === '-' ? -1 : 1);
  return civilDays(year, Number(match[3] ?? 1), Number(match[4] ?? 1));
}

/** Days of a date that exists and fits an INT, or null. */
function civilDays(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const days = daysFromCivil(year, month, day);
  const back = civilFromDays(days);
  if (back.month !== month || back.day !== day) return null;
  return days === (days | 0) ? days : null;
}

// Date, then optionally hour, minute, second, fraction, zone. A zone needs the seconds before it.
const timestampForm = /^([+-]?)(\d{4,6})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T](\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?([^.\d][\s\S]*|)?)?)?)?)?)?$/;
const timeForm = /^T?(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?([^.\d][\s\S]*|)?)?)?$/;

/**
 * Microseconds since the epoch; null when the text is not a timestamp, or one beyond those of Spark. A text of
 * only a time of day takes the date that clocks of its zone show at `nowMs`.
 */
export function parseTimestampText(text: string, nowMs: number, zone: ZoneRules = UTC): Micros | null {
  const trimmed = trimForCast(text);
  const dated = timestampForm.exec(trimmed);
  if (dated !== null) {
    const year = Number(dated[2]) * (dated[1] === '-' ? -1 : 1);
    const days = civilDays(year, Number(dated[3] ?? 1), Number(dated[4] ?? 1));
    return days === null ? null : atTime(() => days, dated.slice(5, 9), dated[9] ?? '', zone);
  }
  const timed = /^T|^\d{1,2}:/.test(trimmed) ? timeForm.exec(trimmed) : null;
  if (timed === null) return null;
  const today = (rules: ZoneRules) => Math.floor(rules.localAt(Math.floor(nowMs / 1_000)) / SECONDS_PER_DAY);
  return atTime(today, timed.slice(1, 5), timed[5] ?? '', zone);
}

/** Whether the text names the same instant in every zone: it says its own. The text is a timestamp. */
export function hasOwnZone(text: string): boolean {
  return (timestampForm.exec(trimForCast(text))?.[9] ?? '').trim() !== '';
}

function atTime(dayIn: (zone: ZoneRules) => number, clock: readonly (string | undefined)[], zoneText: string, zone: ZoneRules): Micros | null {
  const [hour, minute, second] = clock.slice(0, 3).map((part) => Number(part ?? 0)) as [number, number, number];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const fraction = Number((clock[3] ?? '').slice(0, 6).padEnd(6, '0'));
  const rules = zoneText.trim() === '' ? zone : zoneNamed(zoneText.trim());
  if (rules === null) return null;
  return exactMicros(rules.instantOf(dayIn(rules) * SECONDS_PER_DAY + (hour * 60 + minute) * 60 + second), fraction);
}

/** The date that clocks of the zone show at a time in microseconds. */
export function daysAt(micros: Micros, zone: ZoneRules): number {
  return Math.floor(zone.localAt(secondsOf(micros)) / SECONDS_PER_DAY);
}

/** The first instant of a day in the zone, in microseconds, or null when there is no such time. */
export function startOfDayMicros(days: number, zone: ZoneRules): Micros | null {
  return exactMicros(zone.startOfDay(days));
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** As CAST(date AS STRING) prints it: "2024-02-29", "+10000-01-01", "-0001-01-01". */
export function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days);
  const sign = year > 9999 ? '+' : year < 0 ? '-' : '';
  return `${sign}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** "00" to "59". */
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => pad(value, 2));

/** The day printed last: times of one batch share their days. */
const lastDay = { days: Number.NaN, text: '' };

function dayText(days: number): string {
  if (lastDay.days !== days) {
    lastDay.text = dateText(days);
    lastDay.days = days;
  }
  return lastDay.text;
}

/** As CAST(timestamp AS STRING) prints it on the zone's clocks: "2024-02-29 12:00:00.5", without a fraction when it is zero. */
export function timestampText(micros: Micros, zone: ZoneRules = UTC): string {
  const seconds = secondsOf(micros);
  const fraction = microsOfSecond(micros, seconds);
  const local = zone.localAt(seconds);
  const days = Math.floor(local / SECONDS_PER_DAY);
  const rest = local - days * SECONDS_PER_DAY;
  const minutes = Math.floor(rest / 60);
  const hours = Math.floor(minutes / 60);
  const text = `${dayText(days)} ${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes - hours * 60]}:${TWO_DIGITS[rest - minutes * 60]}`;
  return fraction === 0 ? text : `${text}.${pad(fraction, 6).replace(/0+$/, '')}`;
}
