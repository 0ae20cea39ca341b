// Parts of dates and timestamps, and their numbers since 1970. Clock readings are those of UTC, the session time zone of
// this build.
import type { Column } from '../../columns/column.ts';
import { BIGINT, DATE, type DataType, TIMESTAMP } from '../../columns/data-type.ts';
import { civilFromDays, daysFromCivil } from '../../columns/time.ts';
import { problem } from '../../problem/problem.ts';
import { MICROS_PER_DAY } from '../datetime-text.ts';
import type { Frame } from '../frame.ts';
import { floatValues } from './arithmetic.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText, buildInts, textAt } from './text-bytes.ts';

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

/** `part` sees the microseconds since midnight. */
function ofClock(name: string, part: (micros: number) => number, help: string, expected: number): FunctionDefinition {
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
          const micros = floatValues(time as Column);
          return buildInts(frame, (row) => part(floorMod(micros[row] as number, MICROS_PER_DAY)));
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
    example: { text: `${name}(TIMESTAMP'2024-02-29 12:34:56')`, expected },
    kernel: { kind: 'strict', make: () => wholeUnits(unit) },
  };
}

function fromEpoch(name: string, unit: number, words: string, types: readonly string[], example: FunctionDefinition['example']): FunctionDefinition {
  return {
    name,
    group: 'datetime',
    signatures: types.map((type) => `${name}(${words} ${type}) -> TIMESTAMP`),
    help: `The time that many ${words} after 1970-01-01 00:00:00 UTC.`,
    example,
    raises: true,
    // A STRING is not read as a number here.
    typed: ([value]) =>
      value !== undefined && [...types, 'VOID'].includes(value.type.kind) ? { params: [typeFor(value.type)], result: TIMESTAMP } : null,
    kernel: { kind: 'strict', make: () => timeAfterEpoch(unit) },
  };
}

function typeFor(type: DataType): DataType {
  return type.kind === 'INT' || type.kind === 'VOID' ? BIGINT : type;
}

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;

export const datetimePartFunctions: readonly FunctionDefinition[] = [
  ofDate('year', [], (days) => civilFromDays(days).year, 'The year.', 2024),
  ofDate('quarter', [], (days) => Math.ceil(civilFromDays(days).month / 3), 'The quarter of the year, 1 to 4.', 1),
  ofDate('month', [], (days) => civilFromDays(days).month, 'The month, 1 to 12.', 2),
  ofDate('day', ['dayofmonth'], (days) => civilFromDays(days).day, 'The day of the month, 1 to 31.', 29),
  ofDate('dayofyear', [], (days) => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1, 'The day of the year, 1 to 366.', 60),
  ofDate('dayofweek', [], (days) => floorMod(days + 4, 7) + 1, 'The day of the week: 1 is Sunday, 7 is Saturday.', 5),
  ofDate('weekday', [], (days) => floorMod(days + 3, 7), 'The day of the week: 0 is Monday, 6 is Sunday.', 3),
  ofClock('hour', (micros) => Math.floor(micros / HOUR), 'The hour, 0 to 23.', 12),
  ofClock('minute', (micros) => Math.floor(micros / MINUTE) % 60, 'The minute, 0 to 59.', 34),
  ofClock('second', (micros) => Math.floor(micros / 1e6) % 60, 'The second, 0 to 59, without its fraction.', 56),
  sinceEpoch('unix_seconds', 1e6, 'whole seconds', 1_709_210_096),
  sinceEpoch('unix_millis', 1e3, 'whole milliseconds', 1_709_210_096_000),
  sinceEpoch('unix_micros', 1, 'microseconds', 1_709_210_096_000_000),
  {
    name: 'unix_timestamp',
    aliases: ['to_unix_timestamp'],
    group: 'datetime',
    signatures: [
      'unix_timestamp(text STRING) -> BIGINT',
      'unix_timestamp(time TIMESTAMP) -> BIGINT',
      'unix_timestamp(text STRING, pattern STRING) -> BIGINT',
    ],
    written: 'unix_timestamp(time TIMESTAMP)',
    help: 'The whole seconds since 1970-01-01 00:00:00 UTC.',
    example: { text: "unix_timestamp(TIMESTAMP'2024-02-29 12:34:56')", expected: 1_709_210_096 },
    refuse: (shape) => (shape.argTypes[0]?.kind === 'STRING' ? patternMissing('unix_timestamp of a text', shape) : null),
    kernel: { kind: 'strict', make: () => wholeUnits(1e6) },
  },
  fromEpoch('timestamp_seconds', 1e6, 'seconds', ['INT', 'BIGINT', 'DOUBLE'], { text: 'unix_millis(timestamp_seconds(1.5D))', expected: 1500 }),
  fromEpoch('timestamp_millis', 1e3, 'milliseconds', ['INT', 'BIGINT'], { text: 'unix_micros(timestamp_millis(5))', expected: 5000 }),
  fromEpoch('timestamp_micros', 1, 'microseconds', ['INT', 'BIGINT'], { text: 'unix_micros(timestamp_micros(5))', expected: 5 }),
  {
    name: 'to_date',
    group: 'datetime',
    signatures: ['to_date(value STRING) -> DATE', 'to_date(value TIMESTAMP) -> DATE', 'to_date(text STRING, pattern STRING) -> DATE'],
    written: 'to_date(value)',
    help: 'The value as a DATE: the same as CAST(value AS DATE).',
    example: { text: "string(to_date('2024-2-9'))", expected: '2024-02-09' },
    raises: true,
    refuse: (shape) => (shape.argTypes.length > 1 ? patternMissing('to_date with a pattern', shape) : null),
    kernel: { kind: 'rewrite', rewrite: ([value], _, span, terms) => (value === undefined ? null : terms.call('cast', [value], DATE, span)) },
  },
  {
    name: 'to_timestamp',
    group: 'datetime',
    signatures: [
      'to_timestamp(value STRING) -> TIMESTAMP',
      'to_timestamp(value TIMESTAMP) -> TIMESTAMP',
      'to_timestamp(text STRING, pattern STRING) -> TIMESTAMP',
    ],
    written: 'to_timestamp(value)',
    help: 'The value as a TIMESTAMP: the same as CAST(value AS TIMESTAMP).',
    example: { text: "string(to_timestamp('2024-02-09 12:00'))", expected: '2024-02-09 12:00:00' },
    raises: true,
    refuse: (shape) => (shape.argTypes.length > 1 ? patternMissing('to_timestamp with a pattern', shape) : null),
    kernel: { kind: 'rewrite', rewrite: ([value], _, span, terms) => (value === undefined ? null : terms.call('cast', [value], TIMESTAMP, span)) },
  },
  {
    name: 'date_trunc',
    group: 'datetime',
    signatures: ['date_trunc(unit STRING, time TIMESTAMP) -> TIMESTAMP'],
    help: "The start of the unit the time lies in: 'YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND'. NULL for another unit.",
    example: { text: "string(date_trunc('MINUTE', TIMESTAMP'2024-02-29 12:34:56'))", expected: '2024-02-29 12:34:00' },
    kernel: { kind: 'strict', make: () => truncatedTime },
  },
  {
    name: 'trunc',
    group: 'datetime',
    signatures: ['trunc(date DATE, unit STRING) -> DATE'],
    help: "The first day of the unit the date lies in: 'YEAR', 'QUARTER', 'MONTH' or 'WEEK'. NULL for another unit.",
    example: { text: "string(trunc(DATE'2024-02-29', 'MONTH'))", expected: '2024-02-01' },
    kernel: { kind: 'strict', make: () => truncatedDate },
  },
  {
    name: 'last_day',
    group: 'datetime',
    signatures: ['last_day(date DATE) -> DATE'],
    help: 'The last day of the month.',
    example: { text: "string(last_day(DATE'2024-02-01'))", expected: '2024-02-29' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([date], frame) =>
          dates(frame, (row) => lastDay(dayAt(date, row))),
    },
  },
  {
    name: 'add_months',
    group: 'datetime',
    signatures: ['add_months(date DATE, months INT) -> DATE'],
    help: 'The date that many months later; the last day of the month where the day does not exist.',
    example: { text: "string(add_months(DATE'2024-01-31', 1))", expected: '2024-02-29' },
    raises: true,
    kernel: { kind: 'strict', make: () => monthsAdded },
  },
  {
    name: 'make_date',
    group: 'datetime',
    signatures: ['make_date(year INT, month INT, day INT) -> DATE'],
    help: 'The date of year, month and day. Fails when there is no such day.',
    example: { text: 'string(make_date(2024, 2, 29))', expected: '2024-02-29' },
    raises: true,
    kernel: { kind: 'strict', make: () => madeDate },
  },
  {
    name: 'unix_date',
    group: 'datetime',
    signatures: ['unix_date(date DATE) -> INT'],
    help: 'The days since 1970-01-01.',
    example: { text: "unix_date(DATE'1970-01-11')", expected: 10 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([date], frame) =>
          buildInts(frame, (row) => dayAt(date, row)),
    },
  },
  {
    name: 'date_from_unix_date',
    group: 'datetime',
    signatures: ['date_from_unix_date(days INT) -> DATE'],
    help: 'The date that many days after 1970-01-01.',
    example: { text: 'string(date_from_unix_date(10))', expected: '1970-01-11' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([days], frame) =>
          dates(frame, (row) => dayAt(days, row)),
    },
  },
];

function patternMissing(what: string, shape: CallShape): ReturnType<NonNullable<FunctionDefinition['refuse']>> {
  return problem('sql/unsupported-form', shape.span, { what });
}

function floorMod(value: number, size: number): number {
  return value - Math.floor(value / size) * size;
}

/** The INT or DATE of a row. */
function dayAt(column: Column | undefined, row: number): number {
  if (column?.kind !== 'int') throw new Error(`Not an INT or DATE column: ${column?.kind}`);
  return column.values[row] as number;
}

/** A DATE for every row that is not NULL; null makes the row NULL. */
function dates(frame: Frame, make: (row: number) => number | null): Column {
  const values = new Int32Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const days = make(row);
    if (days !== null) values[row] = days;
    else if (!frame.isNull(row)) frame.setNull(row);
  }
  return { kind: 'int', type: DATE, length: frame.length, nulls: frame.nulls, values };
}

function wholeUnits(unit: number): ColumnKernel {
  return ([time], frame) => {
    const micros = floatValues(time as Column);
    const values = new Float64Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      values[row] = Math.floor((micros[row] as number) / unit) + 0;
    }
    return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values };
  };
}

/** A column holds timestamps while their microseconds are safe integers. */
function timeAfterEpoch(unit: number): ColumnKernel {
  return ([amount], frame) => {
    const column = amount as Column;
    const values = new Float64Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (frame.isNull(row)) continue;
      const raw = column.kind === 'float' || column.kind === 'big' ? Number(column.values[row]) : 0;
      const micros = Math.trunc(raw * unit);
      if (Number.isSafeInteger(micros)) values[row] = micros + 0;
      else if (column.type.kind === 'DOUBLE' && !Number.isFinite(raw)) frame.setNull(row);
      else frame.fail(row, 'DATETIME_OVERFLOW', { value: String(raw), type: 'TIMESTAMP' });
    }
    return { kind: 'float', type: TIMESTAMP, length: frame.length, nulls: frame.nulls, values };
  };
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

const clockUnits: ReadonlyMap<string, number> = new Map([
  ['DAY', MICROS_PER_DAY],
  ['DD', MICROS_PER_DAY],
  ['HOUR', HOUR],
  ['MINUTE', MINUTE],
  ['SECOND', 1e6],
  ['MILLISECOND', 1e3],
  ['MICROSECOND', 1],
]);

const truncatedTime: ColumnKernel = ([unit, time], frame) => {
  const units = asText(unit);
  const micros = floatValues(time as Column);
  const values = new Float64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const name = textAt(units, row).toUpperCase();
    const value = micros[row] as number;
    const size = clockUnits.get(name);
    const day = size === undefined ? startOfUnit(name, Math.floor(value / MICROS_PER_DAY)) : null;
    const start = size !== undefined ? Math.floor(value / size) * size : day === null ? null : day * MICROS_PER_DAY;
    if (start === null) frame.setNull(row);
    else values[row] = start;
  }
  return { kind: 'float', type: TIMESTAMP, length: frame.length, nulls: frame.nulls, values };
};

const truncatedDate: ColumnKernel = ([date, unit], frame) => {
  const units = asText(unit);
  return dates(frame, (row) => startOfUnit(textAt(units, row).toUpperCase(), dayAt(date, row)));
};

function lastDay(days: number): number {
  const { year, month } = civilFromDays(days);
  return (month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)) - 1;
}

const monthsAdded: ColumnKernel = ([date, months], frame) =>
  dates(frame, (row) => {
    const { year, month, day } = civilFromDays(dayAt(date, row));
    const index = year * 12 + month - 1 + dayAt(months, row);
    const first = daysFromCivil(Math.floor(index / 12), floorMod(index, 12) + 1, 1);
    const days = Math.min(first + day - 1, lastDay(first));
    if (days === (days | 0)) return days;
    frame.fail(row, 'ARITHMETIC_OVERFLOW', { type: 'DATE' });
    return null;
  });

const madeDate: ColumnKernel = ([year, month, day], frame) =>
  dates(frame, (row) => {
    const wanted = { year: dayAt(year, row), month: dayAt(month, row), day: dayAt(day, row) };
    const possible = wanted.month >= 1 && wanted.month <= 12 && wanted.day >= 1 && wanted.day <= 31;
    const days = possible ? daysFromCivil(wanted.year, wanted.month, wanted.day) : Number.NaN;
    if (days === (days | 0) && civilFromDays(days).day === wanted.day) return days;
    frame.fail(row, 'DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION');
    return null;
  });
