// Arithmetic of the oracle, from the rules alone: integers in full and then looked at, DECIMALs as fractions, FLOAT and DOUBLE as IEEE.
import type { DataType } from '../../src/columns/data-type.ts';
import { type Exact, isExact, RowFailure, Unknown, type Value } from './row-values.ts';

const bits: Readonly<Record<string, number>> = { TINYINT: 8, SMALLINT: 16, INT: 32, BIGINT: 64 };

/** The integer, if it is one of the type. */
export function fitted(value: bigint, type: DataType, overflow = 'ARITHMETIC_OVERFLOW'): bigint {
  if (BigInt.asIntN(bits[type.kind] ?? 64, value) !== value) throw new RowFailure(overflow);
  return value;
}

/** n / d as a DECIMAL of the type, half away from zero. */
export function exactly(n: bigint, d: bigint, type: DataType): Exact {
  if (type.kind !== 'DECIMAL') throw new Unknown();
  const scaled = n * 10n ** BigInt(type.scale) * 2n;
  const divisor = d < 0n ? -d : d;
  const signed = d < 0n ? -scaled : scaled;
  // Half away from zero: floor((|x| * 2 + 1) / 2) with the sign put back.
  const magnitude = ((signed < 0n ? -signed : signed) / divisor + 1n) / 2n;
  const unscaled = signed < 0n ? -magnitude : magnitude;
  if (magnitude >= 10n ** BigInt(type.precision)) throw new RowFailure('NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION');
  return { unscaled, scale: type.scale };
}

export function fraction({ unscaled, scale }: Exact): readonly [bigint, bigint] {
  return [unscaled, 10n ** BigInt(scale)];
}

export function arithmetic(name: string, left: Value, right: Value, type: DataType): Value {
  if (typeof left === 'bigint' && typeof right === 'bigint') return integers(name, left, right, type);
  if (isExact(left) && isExact(right)) return decimals(name, left, right, type);
  if (typeof left === 'number' && typeof right === 'number') {
    const held = type.kind === 'FLOAT' ? Math.fround : (value: number) => value;
    return held(doubles(name, left, right, held));
  }
  throw new Unknown();
}

function byZero(name: string): RowFailure {
  return new RowFailure(name === '%' || name === 'pmod' ? 'REMAINDER_BY_ZERO' : 'DIVIDE_BY_ZERO');
}

function integers(name: string, x: bigint, y: bigint, type: DataType): bigint {
  const small = type.kind === 'TINYINT' || type.kind === 'SMALLINT';
  const overflow = small ? 'BINARY_ARITHMETIC_OVERFLOW' : 'ARITHMETIC_OVERFLOW';
  if (name === '+') return fitted(x + y, type, overflow);
  if (name === '-') return fitted(x - y, type, overflow);
  if (name === '*') return fitted(x * y, type, overflow);
  if (y === 0n) throw byZero(name);
  if (name === 'div') return fitted(x / y, { kind: 'BIGINT' });
  const remainder = x % y;
  // The sum wraps around, as Java's does.
  return name === 'pmod' && remainder < 0n ? BigInt.asIntN(bits[type.kind] ?? 64, remainder + y) % y : remainder;
}

function decimals(name: string, x: Exact, y: Exact, type: DataType): Value {
  const [a, b] = fraction(x);
  const [c, d] = fraction(y);
  switch (name) {
    case '+':
      return exactly(a * d + c * b, b * d, type);
    case '-':
      return exactly(a * d - c * b, b * d, type);
    case '*':
      return exactly(a * c, b * d, type);
  }
  if (c === 0n) throw byZero(name);
  if (name === '/') return exactly(a * d, b * c, type);
  const whole = (a * d) / (b * c);
  if (name === 'div') return fitted(whole, { kind: 'BIGINT' });
  // x - y * whole, over b * d.
  const rest = a * d - c * b * whole;
  const divisor = c * b;
  return exactly(name === 'pmod' && rest < 0n ? (rest + divisor) % divisor : rest, b * d, type);
}

function doubles(name: string, x: number, y: number, held: (value: number) => number): number {
  if (name === '+') return x + y;
  if (name === '-') return x - y;
  if (name === '*') return x * y;
  if (y === 0) throw byZero(name);
  if (name === '/') return x / y;
  const remainder = x % y;
  return name === 'pmod' && remainder < 0 ? held(remainder + y) % y : remainder;
}

export function negated(value: Value, type: DataType): Value {
  if (typeof value === 'bigint') return fitted(-value, type);
  if (isExact(value)) return { unscaled: -value.unscaled, scale: value.scale };
  if (typeof value === 'number') return -value;
  throw new Unknown();
}

/** round and bround of integers and DECIMALs, floor and ceil of DECIMALs. */
export function rounded(name: string, value: Value, scale: bigint, type: DataType): Value {
  if (typeof value === 'bigint') {
    if (name !== 'round' && name !== 'bround') return value;
    return scale >= 0n ? value : fitted(near(name, value, 10n ** -scale) * 10n ** -scale, type);
  }
  if (!isExact(value)) throw new Unknown();
  const dropped = BigInt(value.scale) - scale;
  if (dropped <= 0n) return value;
  const unit = 10n ** dropped;
  const units = near(name, value.unscaled, unit);
  return scale >= 0n ? exactly(units, 10n ** scale, type) : exactly(units * 10n ** -scale, 1n, type);
}

/** The multiple of `unit` near the value. */
function near(name: string, value: bigint, unit: bigint): bigint {
  const down = value >= 0n || value % unit === 0n ? value / unit : value / unit - 1n;
  const rest = value - down * unit;
  if (rest === 0n || name === 'floor') return down;
  if (name === 'ceil') return down + 1n;
  if (rest * 2n !== unit) return rest * 2n > unit ? down + 1n : down;
  if (name === 'bround') return down % 2n === 0n ? down : down + 1n;
  return value > 0n ? down + 1n : down;
}
