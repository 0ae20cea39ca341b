// Times cut down to a unit, moved by units and counted in units, on the session zone's clocks.
import { civilFromDays, daysFromCivil } from '../../columns/time.ts';
import { problem } from '../../problem/problem.ts';
import { addDayTime, addMonths } from '../datetime/add-interval.ts';
import { buildTimestamps, failUnheld, heldMicros, type Micros, microsOfSecond, secondsOf, timestampsOf } from '../datetime/timestamp-lane.ts';
import { mustZone } from '../datetime/zone-names.ts';
import type { ZoneRules } from '../datetime/zone-rules.ts';
import type { Literal } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { bigintColumn } from './big-lane.ts';
import { bigAt, buildDates, dayAt, floorMod, localTime, SECONDS_PER_DAY, zoneOf } from './datetime-columns.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText, textAt } from './text-bytes.ts';

/** The units of timestampadd and timestampdiff, longest first. */
export const TIME_UNITS = ['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'DAYOFYEAR', 'HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'MICROSECOND'] as const;

export const datetimeUnitFunctions: readonly FunctionDefinition[] = [
  {
    name: 'date_trunc',
    group: 'datetime',
    signatures: ['date_trunc(unit STRING, time TIMESTAMP) -> TIMESTAMP'],
    help: "The start of the unit the time lies in: 'YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND'. NULL for another unit.",
    example: { text: "string(date_trunc('MINUTE', TIMESTAMP'2024-02-29 12:34:56'))", expected: '2024-02-29 12:34:00' },
    raises: true,
    kernel: { kind: 'strict', make: truncatedTime },
  },
  {
    name: 'trunc',
    group: 'datetime',
    signatures: ['trunc(date DATE, unit STRING) -> DATE'],
    help: "The first day of the unit the date lies in: 'YEAR', 'QUARTER', 'MONTH' or 'WEEK'. NULL for another unit.",
    example: { text: "string(trunc(DATE'2024-02-29', 'MONTH'))", expected: '2024-02-01' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([date, unit], frame) => {
          const units = asText(unit);
          return buildDates(frame, (row) => startOfUnit(textAt(units, row).toUpperCase(), dayAt(date, row)));
        },
    },
  },
  {
    name: 'timestampadd',
    group: 'datetime',
    signatures: ['timestampadd(unit STRING, amount BIGINT, time TIMESTAMP) -> TIMESTAMP'],
    written: 'timestampadd(unit, amount, time): the unit is a word such as HOUR, without quotes',
    help: 'The time that many units later: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, MILLISECOND or MICROSECOND. Also written dateadd or date_add.',
    example: { text: "string(timestampadd(HOUR, 5, TIMESTAMP'2024-02-29 20:00:00'))", expected: '2024-03-01 01:00:00' },
    raises: true,
    refuse: ({ literals, span }) => unknownUnit(literals[0], span),
    kernel: { kind: 'strict', make: () => unitsAdded },
  },
  {
    name: 'timestampdiff',
    group: 'datetime',
    signatures: ['timestampdiff(unit STRING, start TIMESTAMP, end TIMESTAMP) -> BIGINT'],
    written: 'timestampdiff(unit, start, end): the unit is a word such as HOUR, without quotes',
    help: 'How many whole units lie between the clock readings of the two times, negative when the end is earlier. Also written datediff or date_diff.',
    example: { text: "timestampdiff(MONTH, TIMESTAMP'2024-01-31 00:00:00', TIMESTAMP'2024-03-30 00:00:00')", expected: 1 },
    raises: true,
    refuse: ({ literals, span }) => unknownUnit(literals[0], span),
    kernel: { kind: 'strict', make: () => unitsBetween },
  },
];

function unknownUnit(literal: Literal | null | undefined, span: { from: number; to: number }) {
  const unit = literal?.kind === 'string' ? literal.value.toUpperCase() : '';
  if ((TIME_UNITS as readonly string[]).includes(unit)) return null;
  return problem('sql/time-unit', span, { got: unit, takes: TIME_UNITS.join(', ') });
}

/** First day of the unit, or null for a unit that is none of days. */
function startOfUnit(unit: string, days: number): number | null {
  const { year, month } = civilFromDays(days);
  switch (unit) {
    case 'YEAR':
    case 'YYYY':
    case 'YY':
      return daysFromCivil(year, 1, 1);
    case 'QUARTER':
      return daysFromCivil(year, Math.floor((month - 1) / 3) * 3 + 1, 1);
    case 'MONTH':
    case 'MON':
    case 'MM':
      return daysFromCivil(year, month, 1);
    case 'WEEK':
      return days - floorMod(days + 3, 7);
    default:
      return null;
  }
}

/** Seconds of the units that are cut off the clock reading. */
const clockUnits: ReadonlyMap<string, number> = new Map([
  ['DAY', SECONDS_PER_DAY],
  ['DD', SECONDS_PER_DAY],
  ['HOUR', 3_600],
  ['MINUTE', 60],
]);

/** Microseconds of the units that are cut off the instant. */
const instantUnits: ReadonlyMap<string, number> = new Map([
  ['SECOND', 1e6],
  ['MILLISECOND', 1e3],
  ['MICROSECOND', 1],
]);

function truncatedTime({ literals }: CallShape): ColumnKernel {
  const literal = literals[0]?.kind === 'string' ? literals[0].value.toUpperCase() : null;
  return ([unit, time], frame) => {
    const micros = timestampsOf(time);
    const zone = zoneOf(frame);
    if (literal !== null) return buildTimestamps(frame, (row) => truncated(literal, micros[row] as Micros, zone, row, frame));
    const units = asText(unit);
    return buildTimestamps(frame, (row) => truncated(textAt(units, row).toUpperCase(), micros[row] as Micros, zone, row, frame));
  };
}

function truncated(unit: string, micros: Micros, zone: ZoneRules, row: number, frame: Frame): Micros | null {
  const seconds = secondsOf(micros);
  const small = instantUnits.get(unit);
  if (small !== undefined) return heldMicros(frame, row, seconds, Math.floor(microsOfSecond(micros, seconds) / small) * small);
  const offset = zone.offsetAt(seconds);
  const local = seconds + offset;
  const size = clockUnits.get(unit);
  // The offset stays where it can: both readings of an overlap keep their own hour.
  if (size !== undefined) return heldMicros(frame, row, zone.instantOf(Math.floor(local / size) * size, offset));
  const day = startOfUnit(unit, Math.floor(local / SECONDS_PER_DAY));
  return day === null ? null : heldMicros(frame, row, zone.startOfDay(day));
}

const MICROS: ReadonlyMap<string, bigint> = new Map([
  ['MICROSECOND', 1n],
  ['MILLISECOND', 1_000n],
  ['SECOND', 1_000_000n],
  ['MINUTE', 60_000_000n],
  ['HOUR', 3_600_000_000n],
  ['DAY', 86_400_000_000n],
  ['DAYOFYEAR', 86_400_000_000n],
  ['WEEK', 604_800_000_000n],
]);

/** Whole days keep the reading of the clock; hours and less are so long, whatever clocks do, unlike an interval of 24 hours. */
const CALENDAR_UNITS = new Set(['DAY', 'DAYOFYEAR', 'WEEK']);
const UTC = mustZone('UTC');

const MONTHS: ReadonlyMap<string, bigint> = new Map([
  ['MONTH', 1n],
  ['QUARTER', 3n],
  ['YEAR', 12n],
]);

const unitsAdded: ColumnKernel = ([unit, amount, time], frame) => {
  const units = asText(unit);
  const times = timestampsOf(time);
  const zone = zoneOf(frame);
  return buildTimestamps(frame, (row) => {
    const name = textAt(units, row).toUpperCase();
    const count = bigAt(amount, row);
    const months = MONTHS.get(name);
    const moved =
      months === undefined
        ? addDayTime(times[row] as Micros, count * (MICROS.get(name) ?? 0n), CALENDAR_UNITS.has(name) ? zone : UTC)
        : addMonths(times[row] as Micros, count * months, zone);
    if (moved === null) failUnheld(frame, row, `${count} ${name}`);
    return moved;
  });
};

/** Counted on clock readings, as Java's LocalDateTime.until does: whole units, cut towards zero. */
const unitsBetween: ColumnKernel = ([unit, start, end], frame) => {
  const units = asText(unit);
  const from = timestampsOf(start);
  const to = timestampsOf(end);
  const zone = zoneOf(frame);
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const name = textAt(units, row).toUpperCase();
    // Spark adds by it and does not count by it.
    if (name === 'DAYOFYEAR') {
      frame.fail(row, 'INVALID_PARAMETER_VALUE.DATETIME_UNIT', { value: name });
      continue;
    }
    const months = MONTHS.get(name);
    const a = localTime(from[row] as Micros, zone);
    const b = localTime(to[row] as Micros, zone);
    if (months !== undefined) {
      values[row] = BigInt(monthsUntil(a.days, a.clock * 1e6 + a.micros, b.days, b.clock * 1e6 + b.micros)) / months;
      continue;
    }
    const micros = BigInt(b.days - a.days) * 86_400_000_000n + BigInt((b.clock - a.clock) * 1e6 + b.micros - a.micros);
    values[row] = micros / (MICROS.get(name) ?? 1n);
  }
  return bigintColumn(values, frame);
};

function monthsUntil(fromDays: number, fromClock: number, toDays: number, toClock: number): number {
  // The end's day counts only as far as its time of day reaches the start's.
  let end = toDays;
  if (end > fromDays && toClock < fromClock) end--;
  else if (end < fromDays && toClock > fromClock) end++;
  const a = civilFromDays(fromDays);
  const b = civilFromDays(end);
  const packed = (civil: { year: number; month: number; day: number }) => (civil.year * 12 + civil.month - 1) * 32 + civil.day;
  return Math.trunc((packed(b) - packed(a)) / 32);
}
