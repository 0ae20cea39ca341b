// Exact arithmetic of DECIMALs: the result is computed in full and rounded HALF_UP to the scale of its type. Numbers do it while
// everything stays a safe integer, bigints beyond, row by row.
import type { Column } from '../../columns/column.ts';
import type { DataType, DecimalType } from '../../columns/data-type.ts';
import { divideHalfUp, powerOfTen, rescale, unscaledAt } from '../../columns/decimal.ts';
import type { DecimalOperator } from '../decimal-rules.ts';
import type { Frame } from '../frame.ts';
import { bigintColumn, fitsBigint } from './big-lane.ts';
import { DecimalWriter } from './decimal-column.ts';

function scaleOf(type: DataType): number {
  return type.kind === 'DECIMAL' ? type.scale : 0;
}

const LARGEST_SAFE_POWER = 15;

export function decimalArithmetic(operator: DecimalOperator, left: Column, right: Column, type: DecimalType, frame: Frame, positive = false): Column {
  const writer = new DecimalWriter(type, frame);
  const exact = exactOf(operator, scaleOf(left.type), scaleOf(right.type), type.scale, positive);
  const fast = fastOf(operator, scaleOf(left.type), scaleOf(right.type), type.scale, positive);
  const byZero = operator === '/' ? 'DIVIDE_BY_ZERO' : operator === '%' ? 'REMAINDER_BY_ZERO' : null;
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    if (fast !== null && left.kind === 'float' && right.kind === 'float') {
      const value = fast(left.values[row] as number, right.values[row] as number);
      if (Number.isSafeInteger(value)) {
        writer.number(row, value);
        continue;
      }
    }
    const divisor = unscaledAt(right, row);
    if (byZero !== null && divisor === 0n) frame.fail(row, byZero);
    else writer.bigint(row, exact(unscaledAt(left, row), divisor));
  }
  return writer.finish();
}

/** The result in numbers: right when it is a safe integer, else of no meaning. null where it may round on the way. */
function fastOf(operator: DecimalOperator, a: number, b: number, scale: number, positive: boolean): ((x: number, y: number) => number) | null {
  if (Math.max(a, b) > LARGEST_SAFE_POWER) return null;
  if (operator === '/') return fastQuotient(scale + b - a);
  if (operator === '%') return scale === Math.max(a, b) ? fastRemainder(10 ** (scale - a), 10 ** (scale - b), positive) : null;
  if (operator === '*') return scale === a + b ? (x, y) => x * y : null;
  if ((operator !== '+' && operator !== '-') || scale !== Math.max(a, b)) return null;
  const [left, right] = [10 ** (scale - a), 10 ** (scale - b)];
  const sum = (x: number, y: number) => (Number.isSafeInteger(x) && Number.isSafeInteger(y) ? (operator === '+' ? x + y : x - y) : Number.NaN);
  return (x, y) => sum(x * left, y * right);
}

/** Half away from zero, told by the remainder, which is exact. NaN: for the careful way, a divisor of 0 too. */
function fastQuotient(shift: number): ((x: number, y: number) => number) | null {
  if (shift < 0 || shift > LARGEST_SAFE_POWER) return null;
  const power = 10 ** shift;
  return (x, y) => {
    const dividend = x * power;
    if (y === 0 || !Number.isSafeInteger(dividend)) return Number.NaN;
    const rest = dividend % y;
    const quotient = (dividend - rest) / y;
    if (2 * Math.abs(rest) < Math.abs(y)) return quotient;
    return quotient + (dividend < 0 === y < 0 ? 1 : -1);
  };
}

function fastRemainder(left: number, right: number, positive: boolean): (x: number, y: number) => number {
  return (x, y) => {
    const divisor = y * right;
    const dividend = x * left;
    if (divisor === 0 || !Number.isSafeInteger(dividend) || !Number.isSafeInteger(divisor)) return Number.NaN;
    const rest = dividend % divisor;
    if (!positive || rest >= 0) return rest;
    return Number.isSafeInteger(rest + divisor) ? (rest + divisor) % divisor : Number.NaN;
  };
}

function exactOf(operator: DecimalOperator, a: number, b: number, scale: number, positive: boolean): (x: bigint, y: bigint) => bigint {
  const common = Math.max(a, b);
  const [left, right] = [powerOfTen(common - a), powerOfTen(common - b)];
  switch (operator) {
    case '+':
      return (x, y) => rescale(x * left + y * right, common, scale);
    case '-':
      return (x, y) => rescale(x * left - y * right, common, scale);
    case '*':
      return (x, y) => rescale(x * y, a + b, scale);
    case '/': {
      // x / 10^a over y / 10^b, in units of 10^-scale.
      const shift = scale + b - a;
      return (x, y) => (shift >= 0 ? divideHalfUp(x * powerOfTen(shift), y) : divideHalfUp(x, y * powerOfTen(-shift)));
    }
    case '%':
      return (x, y) => {
        const divisor = y * right;
        const rest = (x * left) % divisor;
        return rescale(positive && rest < 0n ? (rest + divisor) % divisor : rest, common, scale);
      };
  }
}

/** div: the whole part of the quotient, a BIGINT. */
export function decimalWholeQuotient(left: Column, right: Column, frame: Frame): Column {
  const values = new BigInt64Array(frame.length);
  const [a, b] = [scaleOf(left.type), scaleOf(right.type)];
  const [up, down] = [powerOfTen(Math.max(b - a, 0)), powerOfTen(Math.max(a - b, 0))];
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const divisor = unscaledAt(right, row) * down;
    if (divisor === 0n) {
      frame.fail(row, 'DIVIDE_BY_ZERO');
      continue;
    }
    const value = (unscaledAt(left, row) * up) / divisor;
    if (fitsBigint(value)) values[row] = value;
    else frame.fail(row, 'ARITHMETIC_OVERFLOW', { type: 'BIGINT' });
  }
  return bigintColumn(values, frame);
}
