// Single values taken out of columns, for aggregates that keep values: a number, bigint or text as the column has it, a plain
// list for ARRAY, MAP and STRUCT. An integer is a number while it is safe, whichever lane it came from.
import { columnFromValues, type PlainValue, StringBuilder, stringAt, valueAt } from '../../columns/build.ts';
import type { Column, Nulls } from '../../columns/column.ts';
import { type DataType, isFloatingType } from '../../columns/data-type.ts';
import { decimalColumn } from '../../columns/decimal.ts';
import { compareNumbers, compareValues } from '../../sql/functions/value-order.ts';

export type Boxed = number | bigint | string | readonly PlainValue[];

/** The value of a row that is not NULL. BOOLEAN is 0 or 1; BINARY has one character a byte. */
export function boxAt(column: Column, row: number): Boxed {
  switch (column.kind) {
    case 'boolean':
    case 'int':
    case 'float':
      return column.values[row] as number;
    case 'big':
      if (column.type.kind === 'TIMESTAMP') return boxTime(column.values[row] as bigint);
      return boxInteger(column.values[row] as bigint);
    case 'wide':
      return boxInteger(column.values[row] as bigint);
    case 'string':
      return column.type.kind === 'BINARY'
        ? bytesText(column.bytes, column.starts[row] as number, column.ends[row] as number)
        : stringAt(column, row);
    default:
      return valueAt(column, row) as readonly PlainValue[];
  }
}

/** A number where a double holds it, as the other lane has it. */
export function boxTime(value: bigint): number | bigint {
  const number = Number(value);
  return BigInt(number) === value ? number : value;
}

export function boxInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function bytesText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

/** A column of the values; null is NULL. */
export function columnOfBoxed(type: DataType, values: readonly (Boxed | null)[]): Column {
  const length = values.length;
  const nulls: Nulls = values.includes(null) ? Uint8Array.from(values, (value) => (value === null ? 1 : 0)) : null;
  const base = { type, length, nulls };
  switch (type.kind) {
    case 'BOOLEAN':
    case 'VOID':
      return { ...base, kind: 'boolean', values: Uint8Array.from(values, numberIn) };
    case 'INT':
    case 'SMALLINT':
    case 'TINYINT':
    case 'DATE':
    case 'YEAR_MONTH':
      return { ...base, kind: 'int', values: Int32Array.from(values, numberIn) };
    case 'DOUBLE':
    case 'FLOAT':
      return { ...base, kind: 'float', values: Float64Array.from(values, numberIn) };
    case 'BIGINT':
    case 'TIMESTAMP':
    case 'DAY_TIME':
      if (values.some((value) => typeof value === 'bigint')) return { ...base, kind: 'big', values: BigInt64Array.from(values, bigintIn) };
      return { ...base, kind: 'float', values: Float64Array.from(values, numberIn) };
    case 'DECIMAL':
      return decimalColumn(type, values.map(bigintIn), nulls);
    case 'STRING': {
      const builder = new StringBuilder(length);
      values.forEach((value, row) => {
        builder.set(row, typeof value === 'string' ? value : '');
      });
      return builder.finish(nulls);
    }
    case 'BINARY': {
      const builder = new StringBuilder(length);
      values.forEach((value, row) => {
        const bytes = Uint8Array.from(typeof value === 'string' ? value : '', (letter) => letter.charCodeAt(0));
        builder.setBytes(row, bytes, 0, bytes.length);
      });
      return { ...builder.finish(nulls), type };
    }
    default:
      return columnFromValues(type, values as readonly PlainValue[]);
  }
}

function numberIn(value: Boxed | null): number {
  return typeof value === 'number' ? value : 0;
}

function bigintIn(value: Boxed | null): bigint {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : 0n;
}

/** What two values have in common when Spark takes them for the same; for Map and Set, which take NaN for NaN and -0 for 0. */
export function keyOfBoxed(value: Boxed): number | bigint | string {
  return typeof value === 'object' ? JSON.stringify(value, (_, part: unknown) => (part === '-0.0' ? 0 : part)) : value;
}

/** Below 0, 0 or above 0, in Spark's order of the type. */
export function compareBoxed(type: DataType, a: Boxed, b: Boxed): number {
  if (typeof a === 'number' && typeof b === 'number') return isFloatingType(type) ? compareNumbers(a, b) : a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a !== 'object' && typeof b !== 'object') return a < b ? -1 : a > b ? 1 : 0;
  return compareValues(columnOfBoxed(type, [a]), 0, columnOfBoxed(type, [b]), 0);
}

/** By code point, where JavaScript compares UTF-16 units: surrogates stand above all others. */
function compareTexts(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? aboveSurrogates(x) - aboveSurrogates(y) : x - y;
  }
  return a.length - b.length;
}

function aboveSurrogates(unit: number): number {
  return unit >= 0xe000 ? unit - 0x2000 : unit + 0x2000;
}
