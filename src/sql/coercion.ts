// Which types may stand together, by the ANSI rules of Spark 4 (AnsiTypeCoercion): numbers widen TINYINT < SMALLINT < INT < BIGINT
// < FLOAT < DOUBLE, an integer with a FLOAT gives DOUBLE, a DECIMAL holds integers and gives way to FLOAT and DOUBLE, DATE widens
// to TIMESTAMP, intervals of one family to all their units, a bare NULL takes any type, and where a STRING meets another type
// the STRING gives way: to BIGINT beside integers, to DOUBLE beside other numbers.
import {
  BIGINT,
  DAY_TIME_UNITS,
  type DataType,
  DOUBLE,
  type Field,
  isFloatingType,
  isIntegerType,
  isNumericType,
  sameType,
  TIMESTAMP,
  VOID,
  YEAR_MONTH_UNITS,
} from '../columns/data-type.ts';
import { decimalFor, holds, widerDecimal } from './decimal-rules.ts';

const numericRank: ReadonlyMap<string, number> = new Map([
  ['TINYINT', 1],
  ['SMALLINT', 2],
  ['INT', 3],
  ['BIGINT', 4],
  ['FLOAT', 5],
  ['DOUBLE', 6],
]);

function isAtomic(type: DataType): boolean {
  return type.kind !== 'ARRAY' && type.kind !== 'MAP' && type.kind !== 'STRUCT' && type.kind !== 'VOID';
}

function isInterval(type: DataType): boolean {
  return type.kind === 'DAY_TIME' || type.kind === 'YEAR_MONTH';
}

/** The type both sides become without a STRING giving way, or null. For greatest, least and array elements to search for. */
export function widerType(a: DataType, b: DataType): DataType | null {
  return meet(a, b, WIDER);
}

/** The type both sides become where they must be one (=, CASE, coalesce, IN, array), or null when they cannot. */
export function commonType(a: DataType, b: DataType): DataType | null {
  return meet(a, b, PROMOTING);
}

/** The type both sides of a comparison become: as commonType, but inside of ARRAYs and STRUCTs only what loses nothing. */
export function comparedType(a: DataType, b: DataType): DataType | null {
  return isAtomic(a) || isAtomic(b) ? commonType(a, b) : tightType(a, b);
}

/** The type both become where nothing but plain widening is done: no STRING gives way, and a DECIMAL takes only integers that fit it. */
export function tightType(a: DataType, b: DataType): DataType | null {
  return meet(a, b, TIGHT);
}

/** As tightType, but an integer with a FLOAT gives FLOAT: what array functions of older rules do. */
export function tightFloatType(a: DataType, b: DataType): DataType | null {
  return meet(a, b, TIGHT_FLOAT);
}

interface MeetRule {
  readonly stringGivesWay: boolean;
  /** DECIMALs meet other numbers in what holds both. */
  readonly widensDecimals: boolean;
  readonly integerWithFloat: 'DOUBLE' | 'FLOAT';
}

const PROMOTING: MeetRule = { stringGivesWay: true, widensDecimals: true, integerWithFloat: 'DOUBLE' };
const WIDER: MeetRule = { ...PROMOTING, stringGivesWay: false };
const TIGHT: MeetRule = { ...WIDER, widensDecimals: false };
const TIGHT_FLOAT: MeetRule = { ...TIGHT, integerWithFloat: 'FLOAT' };

/** Folds `meet` over the types; null when two of them do not go together. VOID when all are VOID. */
export function commonTypeOf(types: readonly DataType[], meetTypes: (a: DataType, b: DataType) => DataType | null): DataType | null {
  // A STRING becomes what the next type makes of it, so STRINGs are met first, as Spark does.
  const strings = types.filter((type) => type.kind === 'STRING');
  const others = types.filter((type) => type.kind !== 'STRING');
  let common: DataType | null = VOID;
  for (const type of [...strings, ...others]) {
    if (common === null) return null;
    common = meetTypes(common, type);
  }
  return common;
}

function meet(a: DataType, b: DataType, rule: MeetRule): DataType | null {
  if (sameType(a, b)) return a;
  if (a.kind === 'VOID') return b;
  if (b.kind === 'VOID') return a;
  if (isNumericType(a) && isNumericType(b)) return meetNumbers(a, b, rule);
  if ((a.kind === 'DATE' && b.kind === 'TIMESTAMP') || (a.kind === 'TIMESTAMP' && b.kind === 'DATE')) return TIMESTAMP;
  if (isInterval(a) || isInterval(b)) return meetIntervals(a, b);
  if (rule.stringGivesWay && a.kind === 'STRING' && isAtomic(b)) return besideString(b);
  if (rule.stringGivesWay && b.kind === 'STRING' && isAtomic(a)) return besideString(a);
  if (a.kind === 'ARRAY' && b.kind === 'ARRAY') {
    const element = meet(a.element, b.element, rule);
    return element === null ? null : { kind: 'ARRAY', element };
  }
  if (a.kind === 'MAP' && b.kind === 'MAP') {
    const key = meet(a.key, b.key, rule);
    const value = meet(a.value, b.value, rule);
    return key === null || value === null ? null : { kind: 'MAP', key, value };
  }
  if (a.kind === 'STRUCT' && b.kind === 'STRUCT') return meetStructs(a.fields, b.fields, rule);
  return null;
}

/** What a STRING becomes beside the type. */
function besideString(type: DataType): DataType {
  if (isIntegerType(type)) return BIGINT;
  return isNumericType(type) ? DOUBLE : type;
}

function meetNumbers(a: DataType, b: DataType, { widensDecimals, integerWithFloat }: MeetRule): DataType | null {
  if (a.kind === 'DECIMAL' || b.kind === 'DECIMAL') {
    if (!widensDecimals) return tightDecimal(a, b) ?? tightDecimal(b, a);
    if (isFloatingType(a) || isFloatingType(b)) return DOUBLE;
    const [x, y] = [decimalFor(a), decimalFor(b)];
    return x === null || y === null ? null : widerDecimal(x, y);
  }
  const wider = (numericRank.get(a.kind) ?? 0) > (numericRank.get(b.kind) ?? 0) ? a : b;
  return wider.kind === 'FLOAT' && integerWithFloat === 'DOUBLE' ? DOUBLE : wider;
}

/** The DECIMAL `a` when it holds every value of the integer type `b`. */
function tightDecimal(a: DataType, b: DataType): DataType | null {
  const digits = isIntegerType(b) ? decimalFor(b) : null;
  return a.kind === 'DECIMAL' && digits !== null && holds(a, digits) ? a : null;
}

function meetIntervals(a: DataType, b: DataType): DataType | null {
  if (a.kind === 'DAY_TIME' && b.kind === 'DAY_TIME') {
    const units = DAY_TIME_UNITS.slice(
      Math.min(DAY_TIME_UNITS.indexOf(a.from), DAY_TIME_UNITS.indexOf(b.from)),
      Math.max(DAY_TIME_UNITS.indexOf(a.to), DAY_TIME_UNITS.indexOf(b.to)) + 1,
    );
    return { kind: 'DAY_TIME', from: units[0] ?? 'DAY', to: units.at(-1) ?? 'SECOND' };
  }
  if (a.kind !== 'YEAR_MONTH' || b.kind !== 'YEAR_MONTH') return null;
  const [from = 'YEAR'] = YEAR_MONTH_UNITS.filter((unit) => unit === a.from || unit === b.from);
  return { kind: 'YEAR_MONTH', from, to: a.to === 'MONTH' || b.to === 'MONTH' ? 'MONTH' : 'YEAR' };
}

/** Field by field: types that differ must have one name, so that nothing meets by accident. */
function meetStructs(a: readonly Field[], b: readonly Field[], rule: MeetRule): DataType | null {
  if (a.length !== b.length) return null;
  const named = a.every((field, i) => field.name.toLowerCase() === b[i]?.name.toLowerCase());
  const fields: Field[] = [];
  for (const [i, field] of a.entries()) {
    const other = b[i]?.type ?? VOID;
    const type = named ? meet(field.type, other, rule) : meetShapes(field.type, other);
    if (type === null) return null;
    fields.push({ name: field.name, type });
  }
  return { kind: 'STRUCT', fields };
}

function meetShapes(a: DataType, b: DataType): DataType | null {
  if (a.kind === 'VOID') return b;
  return b.kind === 'VOID' || sameShape(a, b) ? a : null;
}

/** Equal but for the names of fields. */
function sameShape(a: DataType, b: DataType): boolean {
  if (a.kind === 'STRUCT' && b.kind === 'STRUCT') {
    return a.fields.length === b.fields.length && a.fields.every((field, i) => sameShape(field.type, b.fields[i]?.type ?? VOID));
  }
  if (a.kind === 'ARRAY' && b.kind === 'ARRAY') return sameShape(a.element, b.element);
  if (a.kind === 'MAP' && b.kind === 'MAP') return sameShape(a.key, b.key) && sameShape(a.value, b.value);
  return sameType(a, b);
}

/** The type of an arithmetic result over these operands, or null: a STRING gives way to a number, two of them do not compute. */
export function arithmeticType(types: readonly DataType[]): DataType | null {
  const strings = types.filter((type) => type.kind === 'STRING');
  const others = types.filter((type) => type.kind !== 'STRING' && type.kind !== 'VOID');
  if (!others.every(isNumericType)) return null;
  if (others.length === 0) return strings.length > 0 && types.length > 1 ? null : DOUBLE;
  return commonTypeOf([...strings, ...others], commonType);
}

/** How well an argument fits a parameter: the same type, one that widens without loss, one that an implicit cast brings, or not at all. */
export type Fit = 'same' | 'wider' | 'cast' | 'none';

export function fitOf(from: DataType, to: DataType): Fit {
  if (sameType(from, to)) return 'same';
  if (from.kind === 'VOID') return 'wider';
  if (isNumericType(from) && isNumericType(to)) return fitOfNumbers(from, to);
  if (from.kind === 'DATE' && to.kind === 'TIMESTAMP') return 'wider';
  if (from.kind === 'TIMESTAMP' && to.kind === 'DATE') return 'cast';
  if (from.kind === 'STRING' && isAtomic(to)) return 'cast';
  if (to.kind === 'STRING' && isAtomic(from)) return 'cast';
  if (isInterval(from) && isInterval(to)) return sameType(meetIntervals(from, to) ?? VOID, to) ? 'wider' : 'none';
  if (isInterval(from) || isInterval(to)) return 'none';
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') return fitOf(from.element, to.element);
  if (from.kind === 'MAP' && to.kind === 'MAP') {
    const fits = [fitOf(from.key, to.key), fitOf(from.value, to.value)];
    return (['none', 'cast', 'wider'] as const).find((fit) => fits.includes(fit)) ?? 'same';
  }
  return 'none';
}

function fitOfNumbers(from: DataType, to: DataType): Fit {
  if (from.kind === 'DECIMAL' || to.kind === 'DECIMAL') {
    if (isFloatingType(to)) return 'wider';
    const [own, wanted] = [decimalFor(from), to.kind === 'DECIMAL' ? to : null];
    return own !== null && wanted !== null && !isFloatingType(from) && holds(wanted, own) ? 'wider' : 'cast';
  }
  return (numericRank.get(from.kind) ?? 0) < (numericRank.get(to.kind) ?? 0) ? 'wider' : 'cast';
}

/** Whether CAST(x AS to) exists for an x of type `from`. */
export function canCast(from: DataType, to: DataType): boolean {
  if (from.kind === 'VOID' || sameType(from, to)) return true;
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') return canCast(from.element, to.element);
  if (from.kind === 'MAP' && to.kind === 'MAP') return canCast(from.key, to.key) && canCast(from.value, to.value);
  if (from.kind === 'STRUCT' && to.kind === 'STRUCT') {
    const fields = to.fields;
    return from.fields.length === fields.length && from.fields.every((field, i) => canCast(field.type, fields[i]?.type ?? VOID));
  }
  if (to.kind === 'STRING') return true;
  if (!isAtomic(from) || !isAtomic(to)) return false;
  if (from.kind === 'STRING') return true;
  if (from.kind === 'BINARY' || to.kind === 'BINARY') return false;
  if (isInterval(from) || isInterval(to)) return canCastInterval(from, to);
  if (from.kind === 'DATE') return to.kind === 'TIMESTAMP';
  if (to.kind === 'DATE') return from.kind === 'TIMESTAMP';
  if (from.kind === 'BOOLEAN' || to.kind === 'BOOLEAN') return isNumericType(from) || isNumericType(to);
  return true;
}

/** Intervals of one family, and whole numbers of a single unit. */
function canCastInterval(from: DataType, to: DataType): boolean {
  if (isInterval(from) && isInterval(to)) return from.kind === to.kind;
  const [interval, other] = isInterval(from) ? [from, to] : [to, from];
  const single = (interval.kind === 'DAY_TIME' || interval.kind === 'YEAR_MONTH') && interval.from === interval.to;
  return single && (isIntegerType(other) || other.kind === 'DECIMAL');
}
