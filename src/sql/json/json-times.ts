// DATE and TIMESTAMP from the text of a JSON string. The common ISO forms are read from the bytes; all others by the rules of
// CAST, or by a pattern that was asked for.
import { daysFromCivil } from '../../columns/time.ts';
import type { Micros } from '../datetime/timestamp-lane.ts';
import { MICROS_PER_DAY } from '../datetime-text.ts';
import { isDigit } from './bytes.ts';

export interface JsonTimes {
  /** Microseconds since the epoch, or null when the text is none. */
  readonly timestamp: (text: string) => Micros | null;
  /** Days since 1970-01-01, or null. */
  readonly date: (text: string) => number | null;
  /** 2024-02-29T12:00:00.5Z may be read from the bytes: there is no pattern for timestamps. */
  readonly plainTimestamps: boolean;
  /** 2024-02-29T12:00:00 without a zone is UTC, and may be read from the bytes too. */
  readonly utc: boolean;
  /** 2024-02-29 may be read from the bytes. */
  readonly plainDates: boolean;
}

const UNREAD = Number.NaN;

function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const digit = (bytes[i] as number) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of "2024-02-29" at `from`; NaN when it does not look like that. */
export function isoDays(bytes: Uint8Array, from: number): number {
  if (bytes[from + 4] !== 45 || bytes[from + 7] !== 45) return UNREAD;
  const year = digits(bytes, from, 4);
  const month = digits(bytes, from + 5, 2);
  const day = digits(bytes, from + 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1) return UNREAD;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return day > (daysInMonth[month - 1] as number) + leap ? UNREAD : daysFromCivil(year, month, day);
}

/** Microseconds of "2024-02-29T12:00:00.123456Z" in bytes[from, to); NaN when it does not look like that. `utc`: the Z may be missing. */
export function isoMicros(bytes: Uint8Array, from: number, to: number, utc: boolean): number {
  if (to - from < 19) return UNREAD;
  const separator = bytes[from + 10];
  if ((separator !== 84 && separator !== 32) || bytes[from + 13] !== 58 || bytes[from + 16] !== 58) return UNREAD;
  const hour = digits(bytes, from + 11, 2);
  const minute = digits(bytes, from + 14, 2);
  const second = digits(bytes, from + 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return UNREAD;
  let micros = ((hour * 60 + minute) * 60 + second) * 1e6;
  let at = from + 19;
  if (at < to && bytes[at] === 46) {
    at++;
    let unit = 100_000;
    for (; at < to && isDigit(bytes[at]); at++, unit = Math.floor(unit / 10)) micros += ((bytes[at] as number) - 48) * unit;
  }
  const zoned = at + 1 === to && bytes[at] === 90;
  if (!zoned && !(utc && at === to)) return UNREAD;
  const days = isoDays(bytes, from);
  const result = days * MICROS_PER_DAY + micros;
  return Number.isSafeInteger(result) ? result : UNREAD;
}
