// Dates and timestamps as Spark's CAST reads and prints them: "2024-2-9", "2024-02-29 12:00:00.5+02:00". Proleptic
// Gregorian calendar, microseconds. The session time zone of this build is UTC; zones in the text are honoured.
import { civilFromDays, daysFromCivil } from '../columns/time.ts';
import { localToUtcMicros, parseZone } from './time-zones.ts';

export const MICROS_PER_DAY = 86_400_000_000;

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

/** Spark's own limit: a BIGINT of microseconds. */
const MAX_MICROS = 2 ** 63;

/**
 * Microseconds since the epoch, or null when the text is not a timestamp. A text of only a time of day takes `today` (days
 * since the epoch) for its date. May lie outside the range a column holds; the caller checks.
 */
export function parseTimestampText(text: string, today: number): number | null {
  const trimmed = trimForCast(text);
  const dated = timestampForm.exec(trimmed);
  if (dated !== null) {
    const year = Number(dated[2]) * (dated[1] === '-' ? -1 : 1);
    const days = civilDays(year, Number(dated[3] ?? 1), Number(dated[4] ?? 1));
    const micros = days === null ? null : atTime(days, dated.slice(5, 9), dated[9] ?? '');
    return micros === null || Math.abs(micros) > MAX_MICROS ? null : micros;
  }
  const timed = /^T|^\d{1,2}:/.test(trimmed) ? timeForm.exec(trimmed) : null;
  return timed === null ? null : atTime(today, timed.slice(1, 5), timed[5] ?? '');
}

function atTime(days: number, clock: readonly (string | undefined)[], zoneText: string): number | null {
  const [hour, minute, second] = clock.slice(0, 3).map((part) => Number(part ?? 0)) as [number, number, number];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const fraction = Number((clock[3] ?? '').slice(0, 6).padEnd(6, '0'));
  const local = days * MICROS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1e6 + fraction;
  if (zoneText.trim() === '') return local;
  const zone = parseZone(zoneText.trim());
  return zone === null ? null : localToUtcMicros(zone, local);
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

/** As CAST(timestamp AS STRING) prints it: "2024-02-29 12:00:00.5", without a fraction when it is zero. */
export function timestampText(micros: number): string {
  const days = Math.floor(micros / MICROS_PER_DAY);
  const rest = micros - days * MICROS_PER_DAY;
  const seconds = Math.floor(rest / 1e6);
  const fraction = rest - seconds * 1e6;
  const clock = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return `${dateText(days)} ${clock}${fraction === 0 ? '' : `.${pad(fraction, 6).replace(/0+$/, '')}`}`;
}
