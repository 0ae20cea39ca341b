// Intervals as Spark reads them from a text, with months, days and a rest that are kept apart: '1 month 2 days', 'interval 10
// minutes'. Those of windows and of session gaps. The rules are those of IntervalUtils.stringToInterval.
import { addMonths } from './add-interval.ts';
import { exactMicros, type Micros, microsOfSecond, secondsOf } from './timestamp-lane.ts';
import type { ZoneRules } from './zone-rules.ts';

export interface CalendarInterval {
  readonly months: number;
  readonly days: number;
  /** Without the days. */
  readonly micros: bigint;
}

const units: ReadonlyMap<string, CalendarInterval> = new Map([
  ['year', { months: 12, days: 0, micros: 0n }],
  ['month', { months: 1, days: 0, micros: 0n }],
  ['week', { months: 0, days: 7, micros: 0n }],
  ['day', { months: 0, days: 1, micros: 0n }],
  ['hour', { months: 0, days: 0, micros: 3_600_000_000n }],
  ['minute', { months: 0, days: 0, micros: 60_000_000n }],
  ['second', { months: 0, days: 0, micros: 1_000_000n }],
  ['millisecond', { months: 0, days: 0, micros: 1_000n }],
  ['microsecond', { months: 0, days: 0, micros: 1n }],
]);

const part = /\s*([+-]?)\s*(\d+|(?=\.\d))(?:\.(\d{0,9}))?\s+([a-z]+)(?=\s|$)/y;

/** null when the text is no interval. */
export function parseCalendarInterval(text: string): CalendarInterval | null {
  const body = text
    .trim()
    .toLowerCase()
    .replace(/^interval\s+/, '');
  if (body === '') return null;
  let months = 0;
  let days = 0;
  let micros = 0n;
  part.lastIndex = 0;
  for (let at = 0; at < body.length; at = part.lastIndex) {
    part.lastIndex = at;
    const match = part.exec(body);
    const unit = units.get((match?.[4] ?? '').replace(/s$/, ''));
    if (match === null || unit === undefined) return null;
    const fraction = match[3];
    if (fraction !== undefined && unit.micros !== 1_000_000n) return null;
    const sign = match[1] === '-' ? -1 : 1;
    const whole = BigInt(match[2] === '' ? '0' : (match[2] ?? '0'));
    months += sign * unit.months * Number(whole);
    days += sign * unit.days * Number(whole);
    micros += BigInt(sign) * (unit.micros * whole + BigInt((fraction ?? '').slice(0, 6).padEnd(6, '0')));
  }
  const fits = Math.abs(months) < 2 ** 31 && Math.abs(days) < 2 ** 31 && BigInt.asIntN(64, micros) === micros;
  return fits ? { months, days, micros } : null;
}

/** The length in microseconds of an interval without months, a day counting 24 hours; null with months or when too long. */
export function fixedLength({ months, days, micros }: CalendarInterval): number | null {
  const length = Number(BigInt(days) * 86_400_000_000n + micros);
  return months === 0 && Number.isSafeInteger(length) ? length : null;
}

/** The time that much later: months, then days on the zone's clocks, then the rest. null when there is no such time. */
export function addCalendarInterval(time: Micros, { months, days, micros }: CalendarInterval, zone: ZoneRules): Micros | null {
  const moved = months === 0 ? time : addMonths(time, BigInt(months), zone);
  if (moved === null) return null;
  const seconds = secondsOf(moved);
  const offset = zone.offsetAt(seconds);
  const later = days === 0 ? seconds : zone.instantOf(seconds + offset + days * 86_400, offset);
  const whole = micros / 1_000_000n;
  return exactMicros(later + Number(whole), microsOfSecond(moved, seconds) + Number(micros - whole * 1_000_000n));
}
