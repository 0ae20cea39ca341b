// Values of the oracle, one plain JavaScript form a type: integers as bigint, FLOAT and DOUBLE as number, DECIMAL as an integer with its
// scale, text as string, BINARY as hex, DATE as days, TIMESTAMP and intervals as bigint, lists as arrays.
import type { PlainValue } from '../../src/columns/build.ts';
import type { DataType } from '../../src/columns/data-type.ts';

export interface Exact {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** null is NULL. */
export type Value = null | boolean | bigint | number | string | Exact | readonly Value[];

export class RowFailure extends Error {
  readonly errorClass: string;
  constructor(errorClass: string) {
    super(errorClass);
    this.errorClass = errorClass;
  }
}

/** The oracle does not know a function or a cast: no answer, not a wrong one. Thrown often, so it keeps no stack. */
export class Unknown {}

export function isExact(value: Value): value is Exact {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function fromPlain(value: PlainValue, type: DataType): Value {
  if (value === null) return null;
  switch (type.kind) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
      return BigInt(value as number | string);
    case 'FLOAT':
      return Math.fround(Number(value));
    case 'DOUBLE':
      return Number(value);
    case 'DECIMAL':
      return { unscaled: BigInt(String(value).replace('.', '')), scale: type.scale };
    case 'ARRAY':
      return (value as readonly PlainValue[]).map((element) => fromPlain(element, type.element));
    case 'STRUCT':
      return (value as readonly PlainValue[]).map((field, i) => fromPlain(field, type.fields[i]?.type ?? type));
    default:
      return value as boolean | string;
  }
}

export function toPlain(value: Value, type: DataType): PlainValue {
  if (value === null) return null;
  if (isExact(value)) return decimalText(value);
  if (isList(value)) {
    return value.map((part, i) =>
      toPlain(part, type.kind === 'ARRAY' ? type.element : type.kind === 'STRUCT' ? (type.fields[i]?.type ?? type) : type),
    );
  }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value !== 'number') return value;
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(value, -0)) return '-0.0';
  return type.kind === 'FLOAT' ? shortFloat(value) : value;
}

/** The fewest digits that read back as the same 32-bit float. */
function shortFloat(value: number): number {
  for (let digits = 1; digits < 10; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

export function decimalText({ unscaled, scale }: Exact): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`;
}

/** Same order as Spark: NaN is equal to itself and above all; text goes by code point; NULL inside lists is below all. */
export function order(a: Value, b: Value): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'string' && typeof b === 'string') return orderLists(codePoints(a), codePoints(b));
  if (isList(a) && isList(b)) return orderLists(a, b);
  if (isExact(a) && isExact(b)) {
    const difference = a.unscaled * 10n ** BigInt(b.scale) - b.unscaled * 10n ** BigInt(a.scale);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  if (typeof a === 'number' && typeof b === 'number' && (Number.isNaN(a) || Number.isNaN(b)))
    return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  const x = a as bigint | number | boolean;
  const y = b as bigint | number | boolean;
  return x < y ? -1 : x > y ? 1 : 0;
}

function codePoints(text: string): readonly Value[] {
  return [...text].map((letter) => letter.codePointAt(0) ?? 0);
}

function orderLists(a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const part = order(a[i] ?? null, b[i] ?? null);
    if (part !== 0) return part;
  }
  return a.length - b.length;
}
