// Aggregates by the book: all values of a group in order, the answer computed from scratch. Slow and obvious.
import type { PlainValue } from '../../../src/columns/build.ts';
import type { DataType, MapType } from '../../../src/columns/data-type.ts';
import { parseDayTime, parseYearMonth } from '../../../src/columns/interval-text.ts';
import type { AggregateCall } from '../../../src/sql/aggregate.ts';
import type { AggregateFunction } from '../../../src/sql/aggregates/aggregate-definition.ts';

/** A call over the column at `index`; null: count(*). */
export function callOf(name: AggregateFunction, type: DataType | null, index: number): AggregateCall {
  if (type === null) return { text: 'count(*)', function: 'count', argument: null, type: { kind: 'BIGINT' } };
  const span = { from: 0, to: 1 };
  const argument = { text: `c${index}`, type, root: { kind: 'column', type, index, name: `c${index}`, span } as const };
  return { text: `${name}(c${index})`, function: name, argument, type: resultType(name, type) };
}

function resultType(name: AggregateFunction, type: DataType): DataType {
  if (name === 'count') return { kind: 'BIGINT' };
  if (name === 'avg') return { kind: 'DOUBLE' };
  if (name === 'sum') return type.kind === 'DOUBLE' ? type : { kind: 'BIGINT' };
  return type;
}

export function naiveAnswer(call: AggregateCall, values: readonly PlainValue[]): PlainValue {
  if (call.argument === null) return values.length;
  const present = values.filter((value) => value !== null);
  if (call.function === 'count') return present.length;
  if (present.length === 0) return null;
  switch (call.function) {
    case 'sum':
      if (call.type.kind === 'DOUBLE') return plainDouble(present.reduce<number>((sum, value) => sum + Number(value), 0));
      return plainInteger(present.reduce<bigint>((sum, value) => sum + BigInt(value as number | string), 0n));
    case 'avg':
      return plainDouble(present.reduce<number>((sum, value) => sum + Number(value), 0) / present.length);
    default:
      return present.reduce((best, value) => (wins(call, value, best) ? value : best));
  }
}

function wins(call: AggregateCall, later: PlainValue, earlier: PlainValue): boolean {
  const order = compareValues(call.type, later, earlier);
  return call.function === 'max' ? order > 0 : order < 0;
}

/** Spark's order: NULL first, NaN last, arrays by elements and then by length, structs by fields. */
export function compareValues(type: DataType, a: PlainValue, b: PlainValue): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  switch (type.kind) {
    case 'FLOAT':
    case 'DOUBLE': {
      const [x, y] = [Number(a), Number(b)];
      if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
      return x < y ? -1 : x > y ? 1 : 0;
    }
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT': {
      const difference = BigInt(a as number | string) - BigInt(b as number | string);
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    }
    case 'BOOLEAN':
      return Number(a) - Number(b);
    case 'STRING':
      return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
    case 'DECIMAL': {
      // One scale, so the digits without the point.
      const difference = BigInt(String(a).replace('.', '')) - BigInt(String(b).replace('.', ''));
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    }
    case 'DAY_TIME': {
      const difference = parseDayTime(String(a)) - parseDayTime(String(b));
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    }
    case 'YEAR_MONTH':
      return parseYearMonth(String(a)) - parseYearMonth(String(b));
    case 'MAP':
      return compareValues({ kind: 'ARRAY', element: entryOf(type) }, a, b);
    case 'ARRAY':
    case 'STRUCT': {
      const [x, y] = [a as readonly PlainValue[], b as readonly PlainValue[]];
      for (let i = 0; i < Math.min(x.length, y.length); i++) {
        const part = type.kind === 'ARRAY' ? type.element : (type.fields[i]?.type ?? type);
        const order = compareValues(part, x[i] ?? null, y[i] ?? null);
        if (order !== 0) return order;
      }
      return x.length - y.length;
    }
    default:
      // Dates and timestamps of the years 0 to 9999 sort as their text.
      return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
  }
}

function entryOf({ key, value }: MapType): DataType {
  return {
    kind: 'STRUCT',
    fields: [
      { name: 'key', type: key },
      { name: 'value', type: value },
    ],
  };
}

export function plainDouble(value: number): PlainValue {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return Object.is(value, -0) ? '-0.0' : value;
}

function plainInteger(value: bigint): PlainValue {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}

/** Every call over a column of each scalar type. */
export const scalarColumns: readonly DataType[] = [
  { kind: 'BOOLEAN' },
  { kind: 'INT' },
  { kind: 'BIGINT' },
  { kind: 'DOUBLE' },
  { kind: 'STRING' },
  { kind: 'DATE' },
  { kind: 'TIMESTAMP' },
];

export function allCalls(first: number): AggregateCall[] {
  const calls: AggregateCall[] = [callOf('count', null, -1)];
  scalarColumns.forEach((type, c) => {
    for (const name of ['count', 'min', 'max'] as const) calls.push(callOf(name, type, first + c));
    if (type.kind === 'INT' || type.kind === 'BIGINT' || type.kind === 'DOUBLE')
      calls.push(callOf('sum', type, first + c), callOf('avg', type, first + c));
  });
  return calls;
}
