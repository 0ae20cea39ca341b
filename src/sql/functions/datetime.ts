// The clock and the calendar: batch time, days and months added and counted, dates made. current_timestamp is the batch time, so
// a replay gives the same answer.
import { DATE, type DataType, DOUBLE, INT, TIMESTAMP } from '../../columns/data-type.ts';
import { civilFromDays, daysFromCivil } from '../../columns/time.ts';
import { monthsLater } from '../datetime/add-interval.ts';
import { type Micros, secondsOf, timestampsOf } from '../datetime/timestamp-lane.ts';
import type { Term } from '../expression.ts';
import { only } from './argument-rules.ts';
import { buildDates, dayAt, floorMod, lastDay, localTime, SECONDS_PER_DAY, zoneOf } from './datetime-columns.ts';
import type { ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText, buildInts, buildText, textAt } from './text-bytes.ts';

export const datetimeFunctions: readonly FunctionDefinition[] = [
  {
    name: 'current_timestamp',
    aliases: ['now'],
    group: 'datetime',
    signatures: ['current_timestamp() -> TIMESTAMP'],
    help: 'The time of the batch: the same for all its rows, and the same again when the batch is replayed.',
    example: { text: 'current_timestamp() IS NOT NULL', expected: true },
    kernel: {
      kind: 'whole',
      make: () => (_, frame) => {
        const values = new Float64Array(frame.length).fill(frame.context.batchTimeMs * 1000);
        return { kind: 'float', type: TIMESTAMP, length: frame.length, nulls: null, values };
      },
    },
  },
  {
    name: 'current_date',
    aliases: ['curdate'],
    group: 'datetime',
    signatures: ['current_date() -> DATE'],
    help: 'The date of the batch time in the session time zone.',
    example: { text: 'current_date() IS NOT NULL', expected: true },
    kernel: {
      kind: 'whole',
      make: () => (_, frame) => {
        const values = new Int32Array(frame.length).fill(localTime(frame.context.batchTimeMs * 1000, zoneOf(frame)).days);
        return { kind: 'int', type: DATE, length: frame.length, nulls: null, values };
      },
    },
  },
  {
    name: 'current_timezone',
    group: 'datetime',
    signatures: ['current_timezone() -> STRING'],
    help: "The session time zone, a setting of the pipeline: 'UTC', 'Europe/Berlin'.",
    example: { text: 'current_timezone() IS NOT NULL', expected: true },
    kernel: { kind: 'whole', make: () => (_, frame) => buildText(frame, () => frame.context.timeZone) },
  },
  {
    name: 'date_add',
    group: 'datetime',
    aliases: ['dateadd'],
    signatures: ['date_add(date DATE, days INT) -> DATE'],
    written: 'date_add(date, days), date + days, or date_add(unit, amount, time)',
    help: 'The date that many days later. With a unit in front, see timestampadd.',
    example: { text: "CAST(date_add(DATE'2024-02-28', 2) AS STRING)", expected: '2024-03-01' },
    typed: dateAndDays,
    kernel: { kind: 'strict', make: () => movedBy(1) },
  },
  {
    name: 'date_sub',
    group: 'datetime',
    signatures: ['date_sub(date DATE, days INT) -> DATE'],
    written: 'date_sub(date, days) or date - days',
    help: 'The date that many days earlier.',
    example: { text: "CAST(date_sub(DATE'2024-03-01', 1) AS STRING)", expected: '2024-02-29' },
    typed: dateAndDays,
    kernel: { kind: 'strict', make: () => movedBy(-1) },
  },
  {
    name: 'datediff',
    aliases: ['date_diff'],
    group: 'datetime',
    signatures: ['datediff(later DATE, earlier DATE) -> INT'],
    written: 'datediff(later, earlier) or datediff(unit, start, end)',
    help: 'How many days lie between the dates. With a unit in front, see timestampdiff.',
    example: { text: "datediff(DATE'2024-03-01', DATE'2024-02-28')", expected: 2 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([later, earlier], frame) =>
          buildInts(frame, (row) => dayAt(later, row) - dayAt(earlier, row)),
    },
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
          buildDates(frame, (row) => lastDay(dayAt(date, row))),
    },
  },
  {
    name: 'next_day',
    group: 'datetime',
    signatures: ['next_day(date DATE, weekday STRING) -> DATE'],
    help: "The first date after `date` that is that day of the week: 'MON', 'Monday' or 'MO'. Fails for another word.",
    example: { text: "string(next_day(DATE'2024-02-29', 'Monday'))", expected: '2024-03-04' },
    raises: true,
    kernel: { kind: 'strict', make: () => nextDay },
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
    name: 'months_between',
    group: 'datetime',
    signatures: [
      'months_between(later TIMESTAMP, earlier TIMESTAMP) -> DOUBLE',
      'months_between(later TIMESTAMP, earlier TIMESTAMP, rounded BOOLEAN) -> DOUBLE',
    ],
    help: 'How many months lie between the times, a month counting 31 days for the rest; whole when both are the same day of the month or both the last. Rounded to 8 digits unless the third argument is false.',
    example: { text: "months_between(DATE'2024-03-15', DATE'2024-01-15')", expected: 2 },
    kernel: { kind: 'strict', make: () => monthsBetween },
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
    refuseTerms: only('unix_date', ['DATE']),
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
          buildDates(frame, (row) => dayAt(days, row)),
    },
  },
];

/** A DATE and a count of days: no wider number, as in Spark. */
function dateAndDays([date, days]: readonly Term[]): { readonly params: readonly DataType[]; readonly result: DataType } | null {
  const isDate = ['DATE', 'TIMESTAMP', 'STRING', 'VOID'].includes(date?.type.kind ?? '');
  const isCount = ['INT', 'SMALLINT', 'TINYINT', 'STRING', 'VOID'].includes(days?.type.kind ?? '');
  return isDate && isCount ? { params: [DATE, INT], result: DATE } : null;
}

/** Wraps around as Spark's date_add does. */
function movedBy(direction: 1 | -1): ColumnKernel {
  return ([date, days], frame) => buildDates(frame, (row) => (dayAt(date, row) + direction * dayAt(days, row)) | 0);
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const weekdayForm =
  /^(?:MO(?:N(?:DAY)?)?|TU(?:E(?:SDAY)?)?|WE(?:D(?:NESDAY)?)?|TH(?:U(?:RSDAY)?)?|FR(?:I(?:DAY)?)?|SA(?:T(?:URDAY)?)?|SU(?:N(?:DAY)?)?)$/;

const nextDay: ColumnKernel = ([date, word], frame) => {
  const words = asText(word);
  return buildDates(frame, (row) => {
    const text = textAt(words, row).toUpperCase();
    if (!weekdayForm.test(text)) {
      frame.fail(row, 'ILLEGAL_DAY_OF_WEEK', { value: text });
      return null;
    }
    const days = dayAt(date, row);
    const wanted = weekdays.indexOf(text.slice(0, 2));
    return (days + 1 + floorMod(wanted - floorMod(days + 4, 7), 7)) | 0;
  });
};

const monthsAdded: ColumnKernel = ([date, months], frame) =>
  buildDates(frame, (row) => {
    const days = monthsLater(dayAt(date, row), dayAt(months, row));
    if (days === (days | 0)) return days;
    frame.fail(row, 'ARITHMETIC_OVERFLOW', { type: 'DATE' });
    return null;
  });

const SECONDS_OF_31_DAYS = 31 * SECONDS_PER_DAY;

const monthsBetween: ColumnKernel = ([later, earlier, rounded], frame) => {
  const a = timestampsOf(later);
  const b = timestampsOf(earlier);
  const round = rounded?.kind === 'boolean' ? rounded.values : null;
  const values = new Float64Array(frame.length);
  const zone = zoneOf(frame);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const [end, start] = [monthOf(a[row] as Micros, zone), monthOf(b[row] as Micros, zone)];
    const months = end.months - start.months;
    if (end.day === start.day || (end.isLast && start.isLast)) {
      values[row] = months;
      continue;
    }
    const seconds = (end.day - start.day) * SECONDS_PER_DAY + end.seconds - start.seconds;
    const exact = months + seconds / SECONDS_OF_31_DAYS;
    values[row] = round === null || round[row] === 1 ? Math.round(exact * 1e8) / 1e8 + 0 : exact;
  }
  return { kind: 'float', type: DOUBLE, length: frame.length, nulls: frame.nulls, values };
};

function monthOf(micros: Micros, zone: ReturnType<typeof zoneOf>) {
  const { days } = localTime(micros, zone);
  const { year, month, day } = civilFromDays(days);
  // Seconds since the day began, also on a day with a gap.
  const seconds = secondsOf(micros) - zone.startOfDay(days);
  return { months: year * 12 + month, day, isLast: lastDay(days) === days, seconds };
}

const madeDate: ColumnKernel = ([year, month, day], frame) =>
  buildDates(frame, (row) => {
    const days = dateOrNull(dayAt(year, row), dayAt(month, row), dayAt(day, row));
    if (days === null) frame.fail(row, 'DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION');
    return days;
  });

/** Days of a date that exists and fits an INT, or null. */
export function dateOrNull(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const days = daysFromCivil(year, month, day);
  return days === (days | 0) && civilFromDays(days).day === day ? days : null;
}
