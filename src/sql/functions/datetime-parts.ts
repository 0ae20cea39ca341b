// Parts of dates and times on the session zone's clocks, and their numbers since 1970.
import type { Column } from '../../columns/column.ts';
import { BIGINT, type DataType, type DecimalType, decimalOf, isNumericType, TIMESTAMP } from '../../columns/data-type.ts';
import { unscaledAt } from '../../columns/decimal.ts';
import { civilFromDays, daysFromCivil } from '../../columns/time.ts';
import { dayShortNames, monthShortNames } from '../datetime/english-names.ts';
import { buildTimestamps, heldMicros, type Micros, microsOfSecond, secondsOf, timestampsOf } from '../datetime/timestamp-lane.ts';
import type { Frame } from '../frame.ts';
import { only } from './argument-rules.ts';
import { bigintColumn } from './big-lane.ts';
import { dayAt, floorMod, localTime, zoneOf } from './datetime-columns.ts';
import type { ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { buildInts, buildText } from './text-bytes.ts';

function ofDate(name: string, aliases: readonly string[], part: (days: number) => number, help: string, expected: number): FunctionDefinition {
  return {
    name,
    aliases,
    group: 'datetime',
    signatures: [`${name}(date DATE) -> INT`],
    help,
    example: { text: `${name}(DATE'2024-02-29')`, expected },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([date], frame) =>
          buildInts(frame, (row) => part(dayAt(date, row))),
    },
  };
}

function nameOfDate(name: string, text: (days: number) => string, help: string, expected: string): FunctionDefinition {
  return {
    name,
    group: 'datetime',
    signatures: [`${name}(date DATE) -> STRING`],
    help,
    example: { text: `${name}(DATE'2024-02-29')`, expected },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([date], frame) =>
          buildText(frame, (row) => text(dayAt(date, row))),
    },
  };
}

/** `part` sees the seconds since midnight. */
function ofClock(name: string, part: (clock: number) => number, help: string, expected: number): FunctionDefinition {
  return {
    name,
    group: 'datetime',
    signatures: [`${name}(time TIMESTAMP) -> INT`],
    help,
    example: { text: `${name}(TIMESTAMP'2024-02-29 12:34:56')`, expected },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([time], frame) => {
          const micros = timestampsOf(time);
          const zone = zoneOf(frame);
          return buildInts(frame, (row) => part(floorMod(zone.localAt(secondsOf(micros[row] as Micros)), 86_400)));
        },
    },
  };
}

function sinceEpoch(name: string, unit: number, words: string, expected: number): FunctionDefinition {
  return {
    name,
    group: 'datetime',
    signatures: [`${name}(time TIMESTAMP) -> BIGINT`],
    help: `The ${words} since 1970-01-01 00:00:00 UTC.`,
    refuseTerms: only(name, ['TIMESTAMP']),
    example: { text: `${name}(TIMESTAMP'2024-02-29 12:34:56Z')`, expected },
    kernel: { kind: 'strict', make: () => wholeUnits(unit) },
  };
}

function fromEpoch(name: string, unit: number, words: string, anyNumber: boolean, example: FunctionDefinition['example']): FunctionDefinition {
  return {
    name,
    group: 'datetime',
    signatures: (anyNumber ? ['BIGINT', 'DOUBLE', 'DECIMAL(38,18)'] : ['BIGINT']).map((type) => `${name}(${words} ${type}) -> TIMESTAMP`),
    written: `${name}(${words})`,
    help: `The time that many ${words} after 1970-01-01 00:00:00 UTC.`,
    example,
    raises: true,
    // A STRING is not read as a number here.
    typed: ([value]) => {
      const type = value === undefined ? null : epochType(value.type, anyNumber);
      return type === null ? null : { params: [type], result: TIMESTAMP };
    },
    kernel: { kind: 'strict', make: () => timeAfterEpoch(unit) },
  };
}

function epochType(type: DataType, anyNumber: boolean): DataType | null {
  switch (type.kind) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'VOID':
      return BIGINT;
    case 'FLOAT':
      return anyNumber ? { kind: 'DOUBLE' } : null;
    default:
      return anyNumber && isNumericType(type) ? type : null;
  }
}

export const SECOND_TYPE: DecimalType = decimalOf(8, 6);

export const datetimePartFunctions: readonly FunctionDefinition[] = [
  ofDate('year', [], (days) => civilFromDays(days).year, 'The year.', 2024),
  ofDate('quarter', [], (days) => Math.ceil(civilFromDays(days).month / 3), 'The quarter of the year, 1 to 4.', 1),
  ofDate('month', [], (days) => civilFromDays(days).month, 'The month, 1 to 12.', 2),
  ofDate('day', ['dayofmonth'], (days) => civilFromDays(days).day, 'The day of the month, 1 to 31.', 29),
  ofDate('dayofyear', [], (days) => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1, 'The day of the year, 1 to 366.', 60),
  ofDate('dayofweek', [], (days) => floorMod(days + 4, 7) + 1, 'The day of the week: 1 is Sunday, 7 is Saturday.', 5),
  ofDate('weekday', [], (days) => floorMod(days + 3, 7), 'The day of the week: 0 is Monday, 6 is Sunday.', 3),
  ofDate('weekofyear', [], weekOfYear, 'The ISO week, 1 to 53: weeks start on Monday, and the first has the first Thursday of the year.', 9),
  nameOfDate('dayname', (days) => dayShortNames[floorMod(days + 3, 7)] ?? '', "The name of the day in three letters: 'Mon'.", 'Thu'),
  nameOfDate('monthname', (days) => monthShortNames[civilFromDays(days).month - 1] ?? '', "The name of the month in three letters: 'Jan'.", 'Feb'),
  ofClock('hour', (clock) => Math.floor(clock / 3_600), 'The hour, 0 to 23.', 12),
  ofClock('minute', (clock) => Math.floor(clock / 60) % 60, 'The minute, 0 to 59.', 34),
  ofClock('second', (clock) => clock % 60, 'The second, 0 to 59, without its fraction.', 56),
  sinceEpoch('unix_seconds', 1e6, 'whole seconds', 1_709_210_096),
  sinceEpoch('unix_millis', 1e3, 'whole milliseconds', 1_709_210_096_000),
  sinceEpoch('unix_micros', 1, 'microseconds', 1_709_210_096_000_000),
  fromEpoch('timestamp_seconds', 1e6, 'seconds', true, { text: 'unix_millis(timestamp_seconds(1.5D))', expected: 1500 }),
  fromEpoch('timestamp_millis', 1e3, 'milliseconds', false, { text: 'unix_micros(timestamp_millis(5))', expected: 5000 }),
  fromEpoch('timestamp_micros', 1, 'microseconds', false, { text: 'unix_micros(timestamp_micros(5))', expected: 5 }),
  {
    name: 'extract second',
    group: 'datetime',
    signatures: ['extract second(time TIMESTAMP) -> DECIMAL(8,6)'],
    help: 'The second with its fraction, as extract(SECOND FROM time) gives it.',
    example: { text: "CAST(date_part('SECOND', TIMESTAMP'2024-02-29 12:34:56.5') AS STRING)", expected: '56.500000' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([time], frame) => {
          const times = timestampsOf(time);
          const zone = zoneOf(frame);
          return buildDecimals(frame, SECOND_TYPE, (row) => {
            const { clock, micros } = localTime(times[row] as Micros, zone);
            return (clock % 60) * 1e6 + micros;
          });
        },
    },
  },
  {
    name: 'extract yearofweek',
    group: 'datetime',
    signatures: ['extract yearofweek(date DATE) -> INT'],
    help: 'The year that the ISO week of the date belongs to.',
    example: { text: "date_part('YEAROFWEEK', DATE'2021-01-03')", expected: 2020 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([date], frame) =>
          buildInts(frame, (row) => civilFromDays(thursdayOf(dayAt(date, row))).year),
    },
  },
];

/** Small DECIMAL values by their unscaled integers. */
export function buildDecimals(frame: Frame, type: DecimalType, make: (row: number) => number): Column {
  const values = new Float64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (!frame.isNull(row)) values[row] = make(row) + 0;
  }
  return { kind: 'float', type, length: frame.length, nulls: frame.nulls, values };
}

/** The ISO week and its year are those of its Thursday. */
function thursdayOf(days: number): number {
  return days - floorMod(days + 3, 7) + 3;
}

function weekOfYear(days: number): number {
  const thursday = thursdayOf(days);
  return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;
}

export function wholeUnits(unit: number): ColumnKernel {
  return ([time], frame) => {
    const micros = timestampsOf(time);
    const perSecond = 1e6 / unit;
    const exact = new Float64Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (frame.isNull(row)) continue;
      const seconds = secondsOf(micros[row] as Micros);
      const value = seconds * perSecond + Math.floor(microsOfSecond(micros[row] as Micros, seconds) / unit);
      if (!Number.isSafeInteger(value)) return wideUnits(micros, unit, frame);
      exact[row] = value + 0;
    }
    return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values: exact };
  };
}

function wideUnits(micros: Float64Array | BigInt64Array, unit: number, frame: Frame): Column {
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const seconds = secondsOf(micros[row] as Micros);
    values[row] = BigInt(seconds) * BigInt(1e6 / unit) + BigInt(Math.floor(microsOfSecond(micros[row] as Micros, seconds) / unit));
  }
  return bigintColumn(values, frame);
}

/** Times after the epoch; a row whose time is beyond those of Spark fails. */
function timeAfterEpoch(unit: number): ColumnKernel {
  const perSecond = BigInt(1e6 / unit);
  return ([amount], frame) => {
    const column = amount as Column;
    const { type } = column;
    if (type.kind === 'DECIMAL') return buildTimestamps(frame, (row) => decimalSeconds(column, type, row, frame));
    if (type.kind === 'DOUBLE' && column.kind === 'float') return buildTimestamps(frame, (row) => doubleSeconds(column.values[row] as number));
    if (column.kind !== 'float' && column.kind !== 'big') throw new Error(`Not a number of seconds: ${column.kind}`);
    return buildTimestamps(frame, (row) => {
      const raw = column.values[row] as number | bigint;
      if (typeof raw === 'number' && Number.isSafeInteger(raw * unit)) return raw * unit + 0;
      const whole = BigInt(raw);
      const seconds = whole / perSecond;
      return heldMicros(frame, row, Number(seconds), Number(whole - seconds * perSecond) * unit);
    });
  };
}

function decimalSeconds(column: Column, { scale }: DecimalType, row: number, frame: Frame): Micros | null {
  const unscaled = unscaledAt(column, row) * 1_000_000n;
  const one = 10n ** BigInt(scale);
  const fits = BigInt.asIntN(64, unscaled / one) === unscaled / one;
  if (fits && unscaled % one !== 0n) {
    frame.fail(row, 'java.lang.ArithmeticException', { value: 'a fraction of a microsecond' });
    return null;
  }
  const micros = unscaled / one;
  return heldMicros(frame, row, Number(micros / 1_000_000n), Number(micros % 1_000_000n));
}

/** Cut to microseconds; beyond the times of Spark the last one, as Java's toLong. */
function doubleSeconds(raw: number): Micros | null {
  if (!Number.isFinite(raw)) return null;
  const micros = Math.trunc(raw * 1e6);
  if (Math.abs(micros) < 2 ** 63) return micros + 0;
  return micros > 0 ? 2n ** 63n - 1n : -(2 ** 63);
}
