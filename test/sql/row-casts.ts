// Casts of the oracle: what Spark's ANSI rules say of one value.
import type { DataType } from '../../src/columns/data-type.ts';
import { exactly, fraction } from './row-arithmetic.ts';
import { decimalText, isExact, isList, RowFailure, Unknown, type Value } from './row-values.ts';

const INVALID = 'CAST_INVALID_INPUT';
const OVERFLOW = 'CAST_OVERFLOW';
const bits: Readonly<Record<string, number>> = { TINYINT: 8, SMALLINT: 16, INT: 32, BIGINT: 64 };

export function cast(value: Value, from: DataType, to: DataType): Value {
  if (value === null) return null;
  if (from.kind === to.kind && from.kind !== 'DECIMAL' && from.kind !== 'ARRAY' && from.kind !== 'STRUCT') return value;
  switch (to.kind) {
    case 'BOOLEAN':
      return toBoolean(value);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
      return toInteger(value, to);
    case 'DOUBLE':
      return toDouble(value);
    case 'FLOAT':
      return Math.fround(toDouble(value));
    case 'DECIMAL':
      return toDecimal(value, to);
    case 'STRING':
      return toText(value, from);
    case 'ARRAY':
      if (isList(value) && from.kind === 'ARRAY') return value.map((element) => cast(element, from.element, to.element));
      throw new Unknown();
    default:
      throw new Unknown();
  }
}

/** What CAST strips from a text: ASCII white space and control characters. */
function trimmed(text: string): string {
  return text.replace(/^[\0-\x20\x7f]+|[\0-\x20\x7f]+$/g, '');
}

function toBoolean(value: Value): boolean {
  if (typeof value === 'bigint') return value !== 0n;
  if (typeof value === 'number') return value !== 0;
  if (isExact(value)) return value.unscaled !== 0n;
  if (typeof value !== 'string') throw new Unknown();
  const word = trimmed(value).toLowerCase();
  if (['t', 'true', 'y', 'yes', '1'].includes(word)) return true;
  if (['f', 'false', 'n', 'no', '0'].includes(word)) return false;
  throw new RowFailure(INVALID);
}

function toInteger(value: Value, to: DataType): bigint {
  const size = bits[to.kind] ?? 64;
  const fits = (whole: bigint) => BigInt.asIntN(size, whole) === whole;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'string') {
    const text = trimmed(value);
    const whole = /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : null;
    if (whole === null || !fits(whole)) throw new RowFailure(INVALID);
    return whole;
  }
  let whole: bigint;
  if (typeof value === 'bigint') whole = value;
  else if (isExact(value)) {
    const [n, d] = fraction(value);
    whole = n / d;
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RowFailure(OVERFLOW);
    whole = BigInt(Math.trunc(value));
    if (whole === 2n ** 63n && to.kind === 'BIGINT') return 2n ** 63n - 1n;
  } else throw new Unknown();
  if (!fits(whole)) throw new RowFailure(OVERFLOW);
  return whole;
}

function toDouble(value: Value): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint' || typeof value === 'number') return Number(value);
  if (isExact(value)) return Number(decimalText(value));
  if (typeof value !== 'string') throw new Unknown();
  const text = trimmed(value);
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?[df]?$/i.test(text)) return Number(text.replace(/[df]$/i, ''));
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^[+-]?nan$/i.test(text) || /^0x/i.test(text.replace(/^[+-]/, ''))) throw new Unknown();
  throw new RowFailure(INVALID);
}

function toDecimal(value: Value, to: DataType): Value {
  if (typeof value === 'boolean') return exactly(value ? 1n : 0n, 1n, to);
  if (typeof value === 'bigint') return exactly(value, 1n, to);
  if (isExact(value)) return exactly(...fraction(value), to);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    return ofText(String(value), to);
  }
  if (typeof value !== 'string') throw new Unknown();
  const text = trimmed(value);
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) {
    if (/[^\x20-\x7e]/.test(text)) throw new Unknown();
    throw new RowFailure(INVALID);
  }
  if (text.length > 30) throw new Unknown();
  return ofText(text, to);
}

function ofText(text: string, to: DataType): Value {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', part = ''] = mantissa.replace('+', '').split('.');
  const digits = BigInt(`${whole}${part}` === '-' ? 0 : `${whole}${part}`);
  const shift = Number(exponent) - part.length;
  if (Math.abs(shift) > 60) throw new Unknown();
  return shift >= 0 ? exactly(digits * 10n ** BigInt(shift), 1n, to) : exactly(digits, 10n ** BigInt(-shift), to);
}

function toText(value: Value, from: DataType): string {
  if (typeof value === 'string' && from.kind === 'STRING') return value;
  if (typeof value === 'boolean' || (typeof value === 'bigint' && bits[from.kind] !== undefined)) return String(value);
  if (isExact(value)) return decimalText(value);
  throw new Unknown();
}
