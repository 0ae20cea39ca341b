// Plain JavaScript values of the oracle, one representation a type, chosen so that nothing is clever: BIGINT is a bigint,
// INT and DOUBLE are numbers, TIMESTAMP is microseconds, DATE is days, ARRAY is a list. Conversions from and to the plain
// values of logs, ledgers and golden cases happen here and nowhere else.
import type { PlainValue } from '../../src/columns/build.ts';
import type { DataType, Schema } from '../../src/columns/data-type.ts';
import { formatDate, formatTimestamp, parseDate, parseTimestamp } from '../../src/columns/time.ts';

export type Value = null | boolean | number | bigint | string | readonly Value[] | RowFailure;
export type OracleRow = readonly Value[];

/**
 * A value an ANSI rule refuses; `errorClass` is Spark's. It stands in its cell until somebody reads it: a column that nothing
 * reads fails nothing.
 */
export class RowFailure extends Error {
  readonly errorClass: string;
  constructor(errorClass: string) {
    super(errorClass);
    this.name = 'RowFailure';
    this.errorClass = errorClass;
  }
}

/** Reads a plain value of the given type. */
export function toValue(type: DataType, plain: PlainValue | undefined): Value {
  if (plain === null || plain === undefined) return null;
  switch (type.kind) {
    case 'BOOLEAN':
      return plain === true;
    case 'BIGINT':
      return BigInt(plain as number | string);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'FLOAT':
    case 'DOUBLE':
      return Number(plain);
    case 'DATE':
      return parseDate(String(plain));
    case 'TIMESTAMP':
      return parseTimestamp(String(plain));
    case 'ARRAY':
      return (plain as readonly PlainValue[]).map((element) => toValue(type.element, element));
    case 'STRUCT':
      return (plain as readonly PlainValue[]).map((field, i) => toValue(type.fields[i]?.type ?? { kind: 'VOID' }, field));
    case 'VOID':
      return null;
    case 'DECIMAL':
    case 'BINARY':
    case 'DAY_TIME':
    case 'YEAR_MONTH':
    case 'STRING':
      return String(plain);
    case 'MAP':
      return (plain as readonly (readonly PlainValue[])[]).map(([key, value]) => [toValue(type.key, key), toValue(type.value, value)]);
  }
}

/** The plain value a ledger or golden case would show. */
export function toPlain(type: DataType, value: Value): PlainValue {
  if (value === null) return null;
  if (value instanceof RowFailure) throw value;
  switch (type.kind) {
    case 'BIGINT': {
      const big = BigInt(value as bigint | number);
      return Number.isSafeInteger(Number(big)) ? Number(big) : big.toString();
    }
    case 'FLOAT':
    case 'DOUBLE':
      return plainDouble(value as number);
    case 'DATE':
      return formatDate(value as number);
    case 'TIMESTAMP':
      return formatTimestamp(value as number);
    case 'ARRAY':
      return (value as readonly Value[]).map((element) => toPlain(type.element, element));
    case 'STRUCT':
      return (value as readonly Value[]).map((field, i) => toPlain(type.fields[i]?.type ?? { kind: 'VOID' }, field));
    case 'MAP':
      return (value as readonly (readonly Value[])[]).map(([key = null, held = null]) => [toPlain(type.key, key), toPlain(type.value, held)]);
    default:
      return value as PlainValue;
  }
}

function plainDouble(value: number): PlainValue {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity';
  return Object.is(value, -0) ? '-0.0' : value;
}

export function toOracleRows(schema: Schema, rows: readonly (readonly PlainValue[])[]): readonly OracleRow[] {
  return rows.map((row) => schema.map((field, i) => toValue(field.type, row[i])));
}

export function toPlainRows(schema: Schema, rows: readonly OracleRow[]): PlainValue[][] {
  return rows.map((row) => schema.map((field, i) => toPlain(field.type, row[i] ?? null)));
}

/** Text that two values share exactly when they are one group: NULL is one, all NaN are one, -0.0 is 0.0. */
export function groupText(value: Value): string {
  if (value === null) return 'null';
  if (value instanceof RowFailure) throw value;
  if (typeof value === 'number') return `number ${value === 0 ? 0 : value}`;
  if (typeof value === 'bigint') return `bigint ${value}`;
  if (typeof value === 'string') return `string ${JSON.stringify(value)}`;
  if (typeof value === 'boolean') return `boolean ${value}`;
  return `[${value.map(groupText).join(', ')}]`;
}

/** Spark's order of two values of one type that are not NULL: text by code point, NaN above all numbers, -0.0 equals 0.0. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
  if (typeof a === 'number' && Number.isNaN(a)) return typeof b === 'number' && Number.isNaN(b) ? 0 : 1;
  if (typeof b === 'number' && Number.isNaN(b)) return -1;
  const [x, y] = [a as number | bigint | boolean, b as number | bigint | boolean];
  return x < y ? -1 : x > y ? 1 : 0;
}

function compareCodePoints(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  // Where the second halves of two pairs differ, the pairs do.
  if (i > 0 && a.charCodeAt(i) >> 10 === 0x37 && b.charCodeAt(i) >> 10 === 0x37) i--;
  return (a.codePointAt(i) ?? -1) - (b.codePointAt(i) ?? -1);
}

/** NULL elements sort first. */
function compareLists(a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? null, b[i] ?? null];
    if (x === null || y === null) {
      if (x !== y) return x === null ? -1 : 1;
      continue;
    }
    const difference = compareValues(x, y);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
