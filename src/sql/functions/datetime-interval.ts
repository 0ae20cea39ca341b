// Intervals: added to and taken from dates and times, between two of them, added, multiplied and divided, made, and their fields.
// A length of time (INTERVAL DAY TO SECOND) counts microseconds, one of months counts months; the two never mix.
import type { Column } from '../../columns/column.ts';
import {
  BIGINT,
  DATE,
  DAY_TIME,
  type DataType,
  type DayTimeType,
  DOUBLE,
  INT,
  isFloatingType,
  isIntegerType,
  isNumericType,
  STRING,
  TIMESTAMP,
  YEAR_MONTH,
  type YearMonthType,
} from '../../columns/data-type.ts';
import { unscaledAt } from '../../columns/decimal.ts';
import { commonType } from '../coercion.ts';
import { addDayTime, addMonths, addShortLength, monthsLater } from '../datetime/add-interval.ts';
import { buildTimestamps, failUnheld, type Micros, timestampsOf } from '../datetime/timestamp-lane.ts';
import type { Span, Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import type { TermBuilder } from '../term-builder.ts';
import { bigAt, buildDates, dayAt, localTime, zoneOf } from './datetime-columns.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { buildLengths, buildMonths, INTERVAL_OVERFLOW } from './interval-columns.ts';

const MICROS_PER_DAY = 86_400_000_000n;
/** On the average. */
const JAVA_OVERFLOW = 'java.lang.ArithmeticException';

type Typed = { readonly params: readonly DataType[]; readonly result: DataType } | null;
type IntervalType = DayTimeType | YearMonthType;

export const intervalFunctions: readonly FunctionDefinition[] = [
  {
    name: 'time + interval',
    group: 'interval',
    operator: '+',
    signatures: [
      'time + interval(time TIMESTAMP, length INTERVAL DAY TO SECOND) -> TIMESTAMP',
      'time + interval(date DATE, months INTERVAL MONTH) -> DATE',
    ],
    written: 'time + interval',
    help: 'The time that much later. Whole days and months move the clock reading of the session zone, shorter lengths the instant. A DATE stays one with whole days or months.',
    example: { text: "string(DATE'2024-01-31' + INTERVAL 1 MONTH)", expected: '2024-02-29' },
    raises: true,
    typed: ([time, length]) => movedType(time?.type, length?.type),
    kernel: { kind: 'strict', make: (shape) => movedBy(shape, 1) },
  },
  {
    name: 'interval + time',
    group: 'interval',
    operator: '+',
    signatures: ['interval + time(length INTERVAL DAY TO SECOND, time TIMESTAMP) -> TIMESTAMP'],
    help: 'The same as time + interval.',
    example: { text: "string(INTERVAL 1 DAY + DATE'2024-02-28')", expected: '2024-02-29' },
    raises: true,
    typed: ([length, time]) => {
      const found = movedType(time?.type, length?.type);
      return found === null ? null : { params: [...found.params].reverse(), result: found.result };
    },
    kernel: {
      kind: 'rewrite',
      rewrite: ([length, time], type, span, terms) =>
        length === undefined || time === undefined ? null : terms.call('time + interval', [time, length], type, span),
    },
  },
  {
    name: 'time - interval',
    group: 'interval',
    operator: '-',
    signatures: [
      'time - interval(time TIMESTAMP, length INTERVAL DAY TO SECOND) -> TIMESTAMP',
      'time - interval(date DATE, months INTERVAL MONTH) -> DATE',
    ],
    written: 'time - interval',
    help: 'The time that much earlier, by the rules of time + interval.',
    example: { text: "string(TIMESTAMP'2024-03-01 00:00:00' - INTERVAL 30 MINUTES)", expected: '2024-02-29 23:30:00' },
    raises: true,
    typed: ([time, length]) => movedType(time?.type, length?.type),
    kernel: { kind: 'strict', make: (shape) => movedBy(shape, -1) },
  },
  ofText('text + interval', '+', "'2024-02-28' + INTERVAL 1 DAY", '2024-02-29 00:00:00'),
  ofText('text - interval', '-', "'2024-03-01' - INTERVAL 1 HOUR", '2024-02-29 23:00:00'),
  {
    name: 'interval + text',
    group: 'interval',
    operator: '+',
    signatures: ['interval + text(length INTERVAL DAY TO SECOND, text STRING) -> STRING'],
    help: 'The same as text + interval.',
    example: { text: "INTERVAL 1 DAY + '2024-02-28'", expected: '2024-02-29 00:00:00' },
    raises: true,
    typed: ([length, text]) =>
      length?.type.kind === 'DAY_TIME' && text?.type.kind === 'STRING' ? { params: [length.type, STRING], result: STRING } : null,
    kernel: {
      kind: 'rewrite',
      rewrite: ([length, text], _, span, terms) =>
        length === undefined || text === undefined ? null : movedText(text, length, 'time + interval', span, terms),
    },
  },
  daysOf('date + days', '+', "string(DATE'2024-02-28' + 1)"),
  daysOf('date - days', '-', "string(DATE'2024-03-01' - 1)"),
  {
    name: 'days + date',
    group: 'datetime',
    operator: '+',
    signatures: ['days + date(days INT, date DATE) -> DATE'],
    help: 'The same as date + days.',
    example: { text: "string(1 + DATE'2024-02-28')", expected: '2024-02-29' },
    typed: ([days, date]) => (isShort(days?.type) && date?.type.kind === 'DATE' ? { params: [INT, DATE], result: DATE } : null),
    kernel: {
      kind: 'rewrite',
      rewrite: ([days, date], _, span, terms) => (days === undefined || date === undefined ? null : terms.call('date_add', [date, days], DATE, span)),
    },
  },
  {
    name: 'time - time',
    group: 'interval',
    operator: '-',
    signatures: [
      'time - time(later TIMESTAMP, earlier TIMESTAMP) -> INTERVAL DAY TO SECOND',
      'time - time(later DATE, earlier DATE) -> INTERVAL DAY',
    ],
    written: 'time - time',
    help: 'The interval between the clock readings of the two in the session zone; whole days between two DATEs.',
    example: { text: "string(TIMESTAMP'2024-03-01 00:00:00' - TIMESTAMP'2024-02-28 12:00:00')", expected: "INTERVAL '1 12:00:00' DAY TO SECOND" },
    typed: ([later, earlier]) => differenceType(later?.type, earlier?.type),
    kernel: { kind: 'strict', make: ({ argTypes }) => (argTypes[0]?.kind === 'DATE' ? daysBetween : lengthBetween) },
  },
  {
    name: 'interval + interval',
    group: 'interval',
    operator: '+',
    signatures: ['interval + interval(left INTERVAL DAY TO SECOND, right INTERVAL DAY TO SECOND) -> INTERVAL DAY TO SECOND'],
    written: 'interval + interval',
    help: 'Both together; of one family, months or lengths of time.',
    example: { text: 'string(INTERVAL 1 DAY + INTERVAL 2 HOURS)', expected: "INTERVAL '1 02' DAY TO HOUR" },
    raises: true,
    typed: (args) => bothIntervals(args[0]?.type, args[1]?.type),
    kernel: { kind: 'strict', make: (shape) => combined(shape, (a, b) => a + b, `${INTERVAL_OVERFLOW}.WITH_SUGGESTION`) },
  },
  {
    name: 'interval - interval',
    group: 'interval',
    operator: '-',
    signatures: ['interval - interval(left INTERVAL DAY TO SECOND, right INTERVAL DAY TO SECOND) -> INTERVAL DAY TO SECOND'],
    written: 'interval - interval',
    help: 'The first without the second; of one family, months or lengths of time.',
    example: { text: 'string(INTERVAL 1 DAY - INTERVAL 2 HOURS)', expected: "INTERVAL '0 22' DAY TO HOUR" },
    raises: true,
    typed: (args) => bothIntervals(args[0]?.type, args[1]?.type),
    kernel: { kind: 'strict', make: (shape) => combined(shape, (a, b) => a - b, `${INTERVAL_OVERFLOW}.WITH_SUGGESTION`) },
  },
  {
    name: 'interval div interval',
    group: 'interval',
    operator: 'div',
    signatures: ['interval div interval(left INTERVAL DAY TO SECOND, right INTERVAL DAY TO SECOND) -> BIGINT'],
    written: 'interval div interval',
    help: 'How many times the second goes into the first, cut towards zero; of one family, months or lengths of time. Fails for an empty interval.',
    example: { text: 'INTERVAL 2 DAYS div INTERVAL 5 HOURS', expected: 9 },
    raises: true,
    typed: (args) => {
      const both = bothIntervals(args[0]?.type, args[1]?.type);
      return both === null ? null : { params: both.params, result: BIGINT };
    },
    kernel: { kind: 'strict', make: () => quotient },
  },
  {
    name: 'interval * number',
    group: 'interval',
    operator: '*',
    signatures: ['interval * number(length INTERVAL DAY TO SECOND, factor DOUBLE) -> INTERVAL DAY TO SECOND'],
    written: 'interval * number',
    help: 'The interval that many times, rounded half up to microseconds or months.',
    example: { text: 'string(INTERVAL 90 MINUTES * 2)', expected: "INTERVAL '0 03:00:00' DAY TO SECOND" },
    raises: true,
    typed: ([length, factor]) => scaledType(length?.type, factor?.type),
    kernel: { kind: 'strict', make: ({ type }) => scaled(type, multiplied) },
  },
  {
    name: 'number * interval',
    group: 'interval',
    operator: '*',
    signatures: ['number * interval(factor DOUBLE, length INTERVAL DAY TO SECOND) -> INTERVAL DAY TO SECOND'],
    help: 'The same as interval * number.',
    example: { text: 'string(2 * INTERVAL 1 MONTH)', expected: "INTERVAL '0-2' YEAR TO MONTH" },
    raises: true,
    typed: ([factor, length]) => {
      const found = scaledType(length?.type, factor?.type);
      return found === null ? null : { params: [...found.params].reverse(), result: found.result };
    },
    kernel: {
      kind: 'rewrite',
      rewrite: ([factor, length], type, span, terms) =>
        factor === undefined || length === undefined ? null : terms.call('interval * number', [length, factor], type, span),
    },
  },
  {
    name: 'interval / number',
    group: 'interval',
    operator: '/',
    signatures: ['interval / number(length INTERVAL DAY TO SECOND, divisor DOUBLE) -> INTERVAL DAY TO SECOND'],
    written: 'interval / number',
    help: 'That part of the interval, rounded half up to microseconds or months. Fails for 0.',
    example: { text: 'string(INTERVAL 1 DAY / 2)', expected: "INTERVAL '0 12:00:00' DAY TO SECOND" },
    raises: true,
    typed: ([length, divisor]) => scaledType(length?.type, divisor?.type),
    kernel: { kind: 'strict', make: ({ type }) => scaled(type, divided) },
  },
];

/** What + and - are for a DATE and a count of days; texts are not read as one here. */
function daysOf(name: string, operator: '+' | '-', text: string): FunctionDefinition {
  return {
    name,
    group: 'datetime',
    operator,
    signatures: [`${name}(date DATE, days INT) -> DATE`],
    help: `The date that many days ${operator === '+' ? 'later' : 'earlier'}.`,
    example: { text, expected: '2024-02-29' },
    typed: ([date, days]) => (date?.type.kind === 'DATE' && isShort(days?.type) ? { params: [DATE, INT], result: DATE } : null),
    kernel: { kind: 'rewrite', rewrite: (args, _, span, terms) => terms.call(operator === '+' ? 'date_add' : 'date_sub', args, DATE, span) },
  };
}

/** Spark reads the text as a time, moves it and prints it again. */
function ofText(name: string, operator: '+' | '-', text: string, expected: string): FunctionDefinition {
  return {
    name,
    group: 'interval',
    operator,
    signatures: [`${name}(text STRING, length INTERVAL DAY TO SECOND) -> STRING`],
    written: name,
    help: 'The text as a time, moved by the interval, as text again.',
    example: { text, expected },
    raises: true,
    typed: ([value, length]) =>
      value?.type.kind === 'STRING' && length?.type.kind === 'DAY_TIME' ? { params: [STRING, length.type], result: STRING } : null,
    kernel: {
      kind: 'rewrite',
      rewrite: ([value, length], _, span, terms) =>
        value === undefined || length === undefined ? null : movedText(value, length, `time ${operator} interval`, span, terms),
    },
  };
}

function movedText(text: Term, length: Term, name: string, span: Span, terms: TermBuilder): Term {
  return terms.cast(terms.call(name, [terms.cast(text, TIMESTAMP), length], TIMESTAMP, span), STRING);
}

function isInterval(type: DataType | undefined): type is IntervalType {
  return type?.kind === 'DAY_TIME' || type?.kind === 'YEAR_MONTH';
}

function isShort(type: DataType | undefined): boolean {
  return type?.kind === 'INT' || type?.kind === 'SMALLINT' || type?.kind === 'TINYINT' || type?.kind === 'VOID';
}

function movedType(time: DataType | undefined, length: DataType | undefined): Typed {
  if (time === undefined || !isInterval(length)) return null;
  if (length.kind === 'YEAR_MONTH') return time.kind === 'DATE' || time.kind === 'TIMESTAMP' ? { params: [time, length], result: time } : null;
  if (time.kind === 'DATE' && length.to === 'DAY') return { params: [DATE, length], result: DATE };
  if (time.kind === 'DATE' || time.kind === 'TIMESTAMP') return { params: [TIMESTAMP, length], result: TIMESTAMP };
  return null;
}

function differenceType(later: DataType | undefined, earlier: DataType | undefined): Typed {
  const isTime = (type: DataType | undefined) => ['DATE', 'TIMESTAMP', 'STRING', 'VOID'].includes(type?.kind ?? '');
  if (!isTime(later) || !isTime(earlier)) return null;
  if (later?.kind === 'TIMESTAMP' || earlier?.kind === 'TIMESTAMP') return { params: [TIMESTAMP, TIMESTAMP], result: DAY_TIME };
  if (later?.kind !== 'DATE' && earlier?.kind !== 'DATE') return null;
  return { params: [DATE, DATE], result: { kind: 'DAY_TIME', from: 'DAY', to: 'DAY' } };
}

function bothIntervals(left: DataType | undefined, right: DataType | undefined): Typed {
  if (left === undefined || right === undefined || !(isInterval(left) || isInterval(right))) return null;
  const type = commonType(left, right);
  return type === null || !isInterval(type) ? null : { params: [left, right], result: type };
}

function scaledType(length: DataType | undefined, number: DataType | undefined): Typed {
  if (!isInterval(length) || number === undefined) return null;
  const result = length.kind === 'DAY_TIME' ? DAY_TIME : YEAR_MONTH;
  const factor = isFloatingType(number) || number.kind === 'STRING' || number.kind === 'VOID' ? DOUBLE : isIntegerType(number) ? BIGINT : number;
  return isNumericType(factor) ? { params: [length, factor], result } : null;
}

function buildIntervals(frame: Frame, type: DataType, make: (row: number) => bigint | null, errorClass: string): Column {
  return type.kind === 'YEAR_MONTH' ? buildMonths(frame, type, make, errorClass) : buildLengths(frame, type, make, errorClass);
}

function movedBy({ argTypes }: CallShape, direction: 1 | -1): ColumnKernel {
  const ofDate = argTypes[0]?.kind === 'DATE';
  const byMonths = argTypes[1]?.kind === 'YEAR_MONTH';
  const sign = BigInt(direction);
  if (!ofDate) {
    return ([time, length], frame) => {
      const times = timestampsOf(time);
      const zone = zoneOf(frame);
      const move = byMonths ? addMonths : addDayTime;
      const short = !byMonths && length?.kind === 'float' ? length.values : null;
      return buildTimestamps(frame, (row) => {
        const moved =
          short === null
            ? move(times[row] as Micros, sign * bigAt(length, row), zone)
            : addShortLength(times[row] as Micros, direction * (short[row] as number), zone);
        if (moved === null) failUnheld(frame, row, 'a time that much later or earlier');
        return moved;
      });
    };
  }
  // Days wrap around as date_add does.
  if (!byMonths)
    return ([date, length], frame) => buildDates(frame, (row) => (dayAt(date, row) + direction * Number(bigAt(length, row) / MICROS_PER_DAY)) | 0);
  return ([date, length], frame) =>
    buildDates(frame, (row) => {
      const days = monthsLater(dayAt(date, row), direction * dayAt(length, row));
      if (days === (days | 0)) return days;
      frame.fail(row, 'ARITHMETIC_OVERFLOW', { type: 'DATE' });
      return null;
    });
}

const daysBetween: ColumnKernel = ([later, earlier], frame) =>
  buildLengths(frame, { kind: 'DAY_TIME', from: 'DAY', to: 'DAY' }, (row) => BigInt(dayAt(later, row) - dayAt(earlier, row)) * MICROS_PER_DAY);

const lengthBetween: ColumnKernel = ([later, earlier], frame) => {
  const a = timestampsOf(later);
  const b = timestampsOf(earlier);
  const zone = zoneOf(frame);
  return buildLengths(frame, DAY_TIME, (row) => {
    const end = localTime(a[row] as Micros, zone);
    const start = localTime(b[row] as Micros, zone);
    return BigInt(end.days - start.days) * MICROS_PER_DAY + BigInt((end.clock - start.clock) * 1e6 + end.micros - start.micros);
  });
};

const quotient: ColumnKernel = ([left, right], frame) =>
  buildLengths(frame, BIGINT, (row) => {
    const divisor = bigAt(right, row);
    if (divisor !== 0n) return bigAt(left, row) / divisor;
    frame.fail(row, 'DIVIDE_BY_ZERO');
    return null;
  });

function combined({ type }: CallShape, combine: (a: bigint, b: bigint) => bigint, errorClass: string): ColumnKernel {
  return ([left, right], frame) => buildIntervals(frame, type, (row) => combine(bigAt(left, row), bigAt(right, row)), errorClass);
}

/** A number as a fraction of integers. */
interface Ratio {
  readonly over: bigint;
  readonly under: bigint;
}

type Scale = (value: bigint, column: Column, row: number, frame: Frame) => bigint | null;

function scaled(type: DataType, scale: Scale): ColumnKernel {
  return ([length, factor], frame) => buildIntervals(frame, type, (row) => scale(bigAt(length, row), factor as Column, row, frame), JAVA_OVERFLOW);
}

/** Exact for integers and DECIMALs; a double is multiplied as one and then rounded. */
const multiplied: Scale = (value, column, row, frame) => {
  if (column.type.kind === 'DOUBLE') return rounded(Number(value) * doubleAt(column, row), row, frame);
  const { over, under } = ratioAt(column, row);
  return halfUp(value * over, under);
};

const divided: Scale = (value, column, row, frame) => {
  const isDouble = column.type.kind === 'DOUBLE';
  const zero = isDouble ? doubleAt(column, row) === 0 : ratioAt(column, row).over === 0n;
  if (zero) {
    frame.fail(row, 'INTERVAL_DIVIDED_BY_ZERO');
    return null;
  }
  if (isDouble) return rounded(Number(value) / doubleAt(column, row), row, frame);
  const { over, under } = ratioAt(column, row);
  return halfUp(value * under, over);
};

function doubleAt(column: Column, row: number): number {
  return column.kind === 'float' ? (column.values[row] as number) : Number.NaN;
}

function ratioAt(column: Column, row: number): Ratio {
  if (column.type.kind !== 'DECIMAL') return { over: bigAt(column, row), under: 1n };
  return { over: unscaledAt(column, row), under: 10n ** BigInt(column.type.scale) };
}

/** Rounded half away from zero, as Java's HALF_UP. */
function rounded(value: number, row: number, frame: Frame): bigint | null {
  const whole = Math.sign(value) * Math.floor(Math.abs(value));
  const nearest = Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
  if (Number.isFinite(nearest)) return BigInt(nearest);
  frame.fail(row, JAVA_OVERFLOW, { type: 'INTERVAL' });
  return null;
}

function halfUp(over: bigint, under: bigint): bigint {
  const negative = over < 0n !== under < 0n;
  const [a, b] = [over < 0n ? -over : over, under < 0n ? -under : under];
  const quotient = (2n * a + b) / (2n * b);
  return negative ? -quotient : quotient;
}
