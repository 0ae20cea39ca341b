// The common forms of values, read from bytes into typed arrays. Each reader gives false for a text it is not sure of; CAST's
// own rules then decide. What is read here is what CAST reads.
import { daysFromCivil } from '../../columns/time.ts';
import { microsAt, microsOfSecond, secondsOf } from '../../sql/datetime/timestamp-lane.ts';
import type { ZoneRules } from '../../sql/datetime/zone-rules.ts';
import { PlainNumber } from '../../sql/functions/plain-number.ts';
import { isoDays, isoMicros } from '../../sql/json/json-times.ts';
import { monthAt } from './syslog-line.ts';

const MINUS = 0x2d;
const PLUS = 0x2b;
const ZERO = 0x30;
const SLASH = 0x2f;
const COLON = 0x3a;
const UPPER_T = 0x54;
const UPPER_Z = 0x5a;

/** Writes the value of bytes[from, to) at `row`, or says that it is not sure. */
export type FastReader<Values> = (bytes: Uint8Array, from: number, to: number, values: Values, row: number) => boolean;

/** Whole numbers of at most 15 digits, which a double holds exactly, within the bounds. */
export function wholeNumbers(least: number, most: number): FastReader<Int32Array | Float64Array> {
  return (bytes, from, to, values, row) => {
    let at = from;
    const first = bytes[at];
    const negative = first === MINUS;
    if (negative || first === PLUS) at++;
    if (at === to || to - at > 15) return false;
    let value = 0;
    for (; at < to; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) return false;
      value = value * 10 + digit;
    }
    if (negative) value = -value + 0;
    if (value < least || value > most) return false;
    values[row] = value;
    return true;
  };
}

const number = new PlainNumber();

/** Decimal numbers of at most fifteen digits, as CAST reads them (plain-number.ts says why the quotient is the nearest double). */
export const decimalNumbers: FastReader<Float64Array> = (bytes, from, to, values, row) => {
  if (!number.read(bytes, from, to)) return false;
  values[row] = number.value;
  return true;
};

/** true and false, in small letters. */
export const truthValues: FastReader<Uint8Array> = (bytes, from, to, values, row) => {
  if (to - from === 4 && bytes[from] === 0x74 && bytes[from + 1] === 0x72 && bytes[from + 2] === 0x75 && bytes[from + 3] === 0x65) {
    values[row] = 1;
    return true;
  }
  const isFalse = to - from === 5 && bytes[from] === 0x66 && bytes[from + 1] === 0x61 && bytes[from + 2] === 0x6c && bytes[from + 3] === 0x73;
  return isFalse && bytes[from + 4] === 0x65;
};

/** 2024-02-29. */
export const isoDates: FastReader<Int32Array> = (bytes, from, to, values, row) => {
  if (to - from !== 10) return false;
  const days = isoDays(bytes, from);
  if (Number.isNaN(days)) return false;
  values[row] = days;
  return true;
};

/** 2024-02-29T12:00:00.123456Z, and without a zone, or without seconds too, on the clocks of the session zone. */
export function isoTimestamps(zone: ZoneRules): FastReader<Float64Array> {
  const utc = zone.fixed === 0;
  return (bytes, from, to, values, row) => {
    const micros = to - from === 16 ? isoMinutes(bytes, from) : isoMicros(bytes, from, to, true);
    if (Number.isNaN(micros)) return false;
    if (utc || bytes[to - 1] === UPPER_Z) {
      values[row] = micros;
      return true;
    }
    const local = secondsOf(micros);
    const instant = microsAt(zone.instantOf(local), microsOfSecond(micros, local));
    if (instant === null) return false;
    values[row] = instant;
    return true;
  };
}

/** Microseconds of "2024-02-29 12:00" as clocks show it; NaN when it does not look like that. */
function isoMinutes(bytes: Uint8Array, from: number): number {
  const separator = bytes[from + 10];
  if ((separator !== UPPER_T && separator !== 0x20) || bytes[from + 13] !== COLON) return Number.NaN;
  const hour = twoDigits(bytes, from + 11);
  const minute = twoDigits(bytes, from + 14);
  return hour < 24 && minute < 60 ? (isoDays(bytes, from) * 1440 + hour * 60 + minute) * 60e6 : Number.NaN;
}

/** Microseconds of "10/Jun/2024:06:13:20 +0200", the time of access logs; null when it does not look like that. */
export function accessMicros(bytes: Uint8Array, from: number, to: number): number | null {
  if (to - from !== 26 || bytes[from + 2] !== SLASH || bytes[from + 6] !== SLASH || bytes[from + 11] !== COLON || bytes[from + 14] !== COLON)
    return null;
  if (bytes[from + 17] !== COLON || bytes[from + 20] !== 0x20) return null;
  const sign = bytes[from + 21] === MINUS ? -1 : bytes[from + 21] === PLUS ? 1 : 0;
  const month = monthAt(bytes, from + 3) + 1;
  const day = twoDigits(bytes, from);
  const year = twoDigits(bytes, from + 7) * 100 + twoDigits(bytes, from + 9);
  const [hour, minute, second] = [twoDigits(bytes, from + 12), twoDigits(bytes, from + 15), twoDigits(bytes, from + 18)];
  const [offsetHours, offsetMinutes] = [twoDigits(bytes, from + 22), twoDigits(bytes, from + 24)];
  // Days beyond the 28th, and whatever else is unusual, are for the careful reader.
  const usual = sign !== 0 && month > 0 && day >= 1 && day <= 28 && year >= 1000 && hour < 24 && minute < 60 && second < 60 && offsetHours < 18;
  if (!usual || offsetMinutes > 59 || Number.isNaN(hour + minute + second + offsetHours + offsetMinutes)) return null;
  const local = (daysFromCivil(year, month, day) * 24 + hour) * 3600 + minute * 60 + second;
  return (local - sign * (offsetHours * 3600 + offsetMinutes * 60)) * 1e6;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
