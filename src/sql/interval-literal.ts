// INTERVAL literals: INTERVAL 1 DAY 2 HOURS, INTERVAL '1 02:03' DAY TO MINUTE, INTERVAL '1 day 2 hours'. What is written decides the
// units of the type; months and lengths of time do not mix. The forms are those of Spark's IntervalUtils.
import { DAY_TIME_UNITS, type DataType, type DayTimeType, intervalOf, type YearMonthType } from '../columns/data-type.ts';
import { microsOf } from '../columns/interval-text.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import type { IntervalPart } from './ast.ts';
import type { Literal, Span } from './expression.ts';
import { integerLiteral } from './number-literal.ts';

interface TypedInterval {
  readonly type: DayTimeType | YearMonthType;
  readonly literal: Literal;
}

interface Unit {
  /** The unit of the type that it is counted under. */
  readonly field: string;
  readonly months: number;
  readonly micros: bigint;
}

const units: ReadonlyMap<string, Unit> = new Map([
  ['year', { field: 'YEAR', months: 12, micros: 0n }],
  ['month', { field: 'MONTH', months: 1, micros: 0n }],
  ['week', { field: 'DAY', months: 0, micros: 7n * microsOf('DAY') }],
  ['day', { field: 'DAY', months: 0, micros: microsOf('DAY') }],
  ['hour', { field: 'HOUR', months: 0, micros: microsOf('HOUR') }],
  ['minute', { field: 'MINUTE', months: 0, micros: microsOf('MINUTE') }],
  ['second', { field: 'SECOND', months: 0, micros: microsOf('SECOND') }],
  ['millisecond', { field: 'SECOND', months: 0, micros: 1_000n }],
  ['microsecond', { field: 'SECOND', months: 0, micros: 1n }],
]);

/** The value of the parts behind the word INTERVAL. Problems have code 'sql/interval-literal'. */
export function readInterval(parts: readonly IntervalPart[], text: string, span: Span): Result<TypedInterval> {
  const [first] = parts;
  if (first?.toUnit !== null && first?.toUnit !== undefined && parts.length === 1) return unitToUnit(first, first.toUnit, text, span);
  if (first?.unit === null && parts.length === 1) return readIntervalText(first.value, text, span);
  return sumOf(parts, text, span);
}

function wrong(text: string, reason: string, span: Span): Result<TypedInterval> {
  return fail(problem('sql/interval-literal', span, { text, reason }));
}

function unitNamed(name: string): Unit | undefined {
  return units.get(name.toLowerCase().replace(/s$/, ''));
}

function sumOf(parts: readonly IntervalPart[], text: string, span: Span): Result<TypedInterval> {
  const fields: string[] = [];
  let months = 0n;
  let micros = 0n;
  for (const part of parts) {
    const unit = unitNamed(part.unit ?? '');
    if (unit === undefined || part.toUnit !== null)
      return wrong(text, part.unit === null ? `${part.value} has no unit` : `there is no unit ${part.unit}`, span);
    const number = /^([+-]?)(\d+)(?:\.(\d{0,9}))?$/.exec(part.value.trim());
    const fraction = number?.[3];
    if (number === null || (fraction !== undefined && part.unit?.toLowerCase().replace(/s$/, '') !== 'second')) {
      return wrong(text, `${part.value} is not a whole number of ${part.unit}`, span);
    }
    const sign = (number[1] === '-') === part.negative ? 1n : -1n;
    const whole = BigInt(number[2] ?? '0');
    months += sign * whole * BigInt(unit.months);
    micros += sign * (whole * unit.micros + BigInt((fraction ?? '').slice(0, 6).padEnd(6, '0')));
    fields.push(unit.field);
  }
  return typed(fields, months, micros, text, span);
}

const order = ['YEAR', 'MONTH', ...DAY_TIME_UNITS];

function typed(fields: readonly string[], months: bigint, micros: bigint, text: string, span: Span): Result<TypedInterval> {
  const sorted = [...fields].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const type = intervalOf(sorted[0] ?? '', sorted.at(-1) ?? '');
  if (type === null) return wrong(text, 'years and months do not mix with shorter units', span);
  const value = type.kind === 'YEAR_MONTH' ? months : micros;
  if (BigInt.asIntN(type.kind === 'YEAR_MONTH' ? 32 : 64, value) !== value) return wrong(text, 'it is too long', span);
  return ok({ type, literal: integerLiteral(value) });
}

/** INTERVAL '1 day 2 hours': numbers and units in one text. */
function readIntervalText(value: string, text: string, span: Span): Result<TypedInterval> {
  const body = value.trim().replace(/^interval\s+/i, '');
  const form = /\s*([+-]?)\s*(\d+(?:\.\d*)?)\s+([A-Za-z]+)(?=\s|$)/y;
  const parts: IntervalPart[] = [];
  for (let at = 0; at < body.length; at = form.lastIndex) {
    form.lastIndex = at;
    const match = form.exec(body);
    if (match === null) return wrong(text, 'expected numbers and units, as in 1 day 2 hours', span);
    parts.push({ value: match[2] ?? '', negative: match[1] === '-', unit: match[3] ?? '', toUnit: null });
  }
  return parts.length === 0 ? wrong(text, 'expected numbers and units, as in 1 day 2 hours', span) : sumOf(parts, text, span);
}

function unitToUnit(part: IntervalPart, toUnit: string, text: string, span: Span): Result<TypedInterval> {
  const type = part.unit === toUnit ? null : intervalOf(part.unit ?? '', toUnit);
  if (type === null) return wrong(text, `there is no interval ${part.unit} TO ${toUnit}`, span);
  const value = parseUnits(type, part.value);
  if (value === null) return wrong(text, `'${part.value}' is not written as ${shapeOf(type)}`, span);
  return ok({ type, literal: integerLiteral(part.negative ? -value : value) });
}

function shapeOf(type: DayTimeType | YearMonthType): string {
  if (type.kind === 'YEAR_MONTH') return type.from === type.to ? 'a whole number' : 'years-months, such as 1-2';
  const first = DAY_TIME_UNITS.indexOf(type.from);
  const names = ['days', 'hours', 'minutes', 'seconds'].slice(first, DAY_TIME_UNITS.indexOf(type.to) + 1);
  return names.length === 1 ? `a number of ${names[0]}` : names.join(':').replace('days:', 'days ');
}

/** The most of a unit that may stand behind a longer one. */
const most: Readonly<Record<string, bigint>> = { HOUR: 23n, MINUTE: 59n, SECOND: 59n };

/** Months, or microseconds, of "1-2" or "1 02:03:04.5" with exactly the units of the type; null when the text is not so written or too long. */
export function parseUnits(type: DayTimeType | YearMonthType, written: string): bigint | null {
  const match = /^([+-]?)(\S[\s\S]*)$/.exec(written.trim());
  const body = match?.[2] ?? '';
  const value = type.kind === 'YEAR_MONTH' ? parseMonths(type, body) : parseMicros(type, body);
  if (value === null) return null;
  const signed = match?.[1] === '-' ? -value : value;
  return BigInt.asIntN(type.kind === 'YEAR_MONTH' ? 32 : 64, signed) === signed ? signed : null;
}

function parseMonths(type: YearMonthType, body: string): bigint | null {
  if (type.from === type.to) return /^\d{1,10}$/.test(body) ? BigInt(body) * (type.to === 'YEAR' ? 12n : 1n) : null;
  const match = /^(\d{1,9})-(\d{1,2})$/.exec(body);
  if (match === null || Number(match[2]) > 11) return null;
  return 12n * BigInt(match[1] ?? '0') + BigInt(match[2] ?? '0');
}

function parseMicros(type: DayTimeType, body: string): bigint | null {
  const wanted = DAY_TIME_UNITS.slice(DAY_TIME_UNITS.indexOf(type.from), DAY_TIME_UNITS.indexOf(type.to) + 1);
  const pattern = wanted
    .map((unit, i) => (i === 0 ? '(\\d{1,19})' : unit === 'HOUR' ? ' (\\d{1,2})' : ':(\\d{1,2})') + (unit === 'SECOND' ? '(?:\\.(\\d{1,9}))?' : ''))
    .join('');
  const match = new RegExp(`^${pattern}$`).exec(body);
  if (match === null) return null;
  let micros = 0n;
  for (const [i, unit] of wanted.entries()) {
    const amount = BigInt(match[i + 1] ?? '0');
    if (i > 0 && amount > (most[unit] ?? 0n)) return null;
    micros += amount * microsOf(unit);
  }
  return micros + BigInt((type.to === 'SECOND' ? (match[wanted.length + 1] ?? '') : '').slice(0, 6).padEnd(6, '0'));
}

/** The interval in a text that is cast: "INTERVAL '1 02' DAY TO HOUR" of the same units, or only what is between its quotes. */
export function parseCastInterval(type: DataType, text: string): bigint | null {
  if (type.kind !== 'DAY_TIME' && type.kind !== 'YEAR_MONTH') return null;
  const whole = /^interval\s+([+-]?)\s*'([^']*)'\s+(\w+)(?:\s+to\s+(\w+))?$/i.exec(text.trim());
  if (whole === null) return parseUnits(type, text);
  const named = intervalOf(whole[3] ?? '', whole[4] ?? whole[3] ?? '');
  if (named === null || named.from !== type.from || named.to !== type.to) return null;
  const value = parseUnits(type, whole[2] ?? '');
  return value === null || whole[1] !== '-' ? value : -value;
}
