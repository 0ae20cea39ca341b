// The type and value of a number as written, by Spark's rules: 1 INT, 3000000000 BIGINT, 1Y TINYINT, 1S SMALLINT, 1L BIGINT, 1e0 and
// 1.5D DOUBLE, 1.5F FLOAT, 1.5 and 1.5BD DECIMAL(2,1), and a whole number beyond BIGINT DECIMAL.
import { BIGINT, type DataType, DOUBLE, FLOAT, INT, MAX_PRECISION, SMALLINT, TINYINT } from '../columns/data-type.ts';
import { isSafeUnscaled, parseDecimal, powerOfTen } from '../columns/decimal.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import type { Literal, Span } from './expression.ts';

interface TypedNumber {
  readonly type: DataType;
  readonly literal: Literal;
}

const form = /^(-?(?:\d+\.?\d*|\.\d+))(e[+-]?\d+)?(l|s|y|f|d|bd)?$/i;

export function readNumber(text: string, span: Span): Result<TypedNumber> {
  const match = form.exec(text);
  const digits = match?.[1] ?? '';
  const exponent = match?.[2] ?? '';
  if (match === null) return fail(problem('sql/syntax', span, { got: `"${text}"`, expected: 'a number' }));
  switch ((match[3] ?? '').toUpperCase()) {
    case 'Y':
      return readInteger(digits, text, span, TINYINT, 8);
    case 'S':
      return readInteger(digits, text, span, SMALLINT, 16);
    case 'L':
      return readInteger(digits, text, span, BIGINT, 64);
    case 'F': {
      const value = Math.fround(Number(digits + exponent));
      return Number.isFinite(value) ? ok({ type: FLOAT, literal: { kind: 'number', value } }) : outOfRange(text, span, 'FLOAT');
    }
    case 'D':
      return readDouble(digits + exponent, text, span);
    case 'BD':
      return readDecimal(digits + exponent, text, span);
  }
  if (exponent !== '') return readDouble(digits + exponent, text, span);
  if (digits.includes('.')) return readDecimal(digits, text, span);
  const value = BigInt(digits);
  if (BigInt.asIntN(64, value) !== value) return readDecimal(digits, text, span);
  return readInteger(digits, text, span, BigInt.asIntN(32, value) === value ? INT : BIGINT, 64);
}

function outOfRange(text: string, span: Span, type: string): Result<TypedNumber> {
  return fail(problem('sql/number-range', span, { text, type }));
}

function readDouble(digits: string, text: string, span: Span): Result<TypedNumber> {
  const value = Number(digits);
  return Number.isFinite(value) ? ok({ type: DOUBLE, literal: { kind: 'number', value } }) : outOfRange(text, span, 'DOUBLE');
}

function readInteger(digits: string, text: string, span: Span, type: DataType, bits: number): Result<TypedNumber> {
  const value = BigInt(digits);
  if (BigInt.asIntN(bits, value) !== value) return outOfRange(text, span, type.kind);
  return ok({ type, literal: integerLiteral(value) });
}

/** An integer of any type as a literal: a number while it is safe. */
export function integerLiteral(value: bigint): Literal {
  return isSafeUnscaled(value) ? { kind: 'number', value: Number(value) } : { kind: 'bigint', value: value.toString() };
}

/** As many digits as are written: 0.5 is DECIMAL(1,1), 1.0 is DECIMAL(2,1), 1e3BD is DECIMAL(4,0). */
function readDecimal(digits: string, text: string, span: Span): Result<TypedNumber> {
  const number = parseDecimal(digits);
  if (number === null || number.scale > MAX_PRECISION || number.scale < -MAX_PRECISION) return outOfRange(text, span, 'DECIMAL(38)');
  const scale = Math.max(number.scale, 0);
  const unscaled = number.unscaled * powerOfTen(scale - number.scale);
  const size = String(unscaled < 0n ? -unscaled : unscaled).length;
  const precision = Math.max(size, scale);
  if (precision > MAX_PRECISION) return outOfRange(text, span, 'DECIMAL(38)');
  return ok({ type: { kind: 'DECIMAL', precision, scale }, literal: integerLiteral(unscaled) });
}

/** The least DECIMAL that holds an integer literal: 2 is DECIMAL(1,0). */
export function decimalOfInteger(literal: Literal): DataType | null {
  if (literal.kind !== 'number' && literal.kind !== 'bigint') return null;
  const digits = String(literal.value).replace('-', '');
  return { kind: 'DECIMAL', precision: Math.min(digits.length, MAX_PRECISION), scale: 0 };
}
