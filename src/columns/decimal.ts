// DECIMAL values: a column keeps the unscaled integers, 1.50 as 150 with scale 2, in the float lane while all are safe integers
// and else as bigint. Everything here is exact; what does not fit in the precision is for the caller to refuse.
import type { Column, FloatColumn, Nulls, WideColumn } from './column.ts';
import type { DecimalType } from './data-type.ts';

const powers: bigint[] = [1n];

/** 10^exponent, for exponents of 0 or more. */
export function powerOfTen(exponent: number): bigint {
  for (let at = powers.length; at <= exponent; at++) powers.push((powers[at - 1] as bigint) * 10n);
  return powers[exponent] as bigint;
}

/** Whether the unscaled integer has at most `precision` digits. */
export function fitsPrecision(unscaled: bigint, precision: number): boolean {
  const limit = powerOfTen(precision);
  return unscaled < limit && unscaled > -limit;
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

export function isSafeUnscaled(unscaled: bigint): boolean {
  return unscaled <= SAFE && unscaled >= -SAFE;
}

/** A DECIMAL column of unscaled integers, in the lane they need. Takes the array over. */
export function decimalColumn(type: DecimalType, unscaled: readonly bigint[], nulls: Nulls): FloatColumn | WideColumn {
  const length = unscaled.length;
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const value = unscaled[i] as bigint;
    if (!isSafeUnscaled(value)) return { kind: 'wide', type, length, nulls, values: unscaled };
    values[i] = Number(value);
  }
  return { kind: 'float', type, length, nulls, values };
}

/** The unscaled integer of one row of a DECIMAL column. Rows without a value give anything. */
export function unscaledAt(column: Column, row: number): bigint {
  if (column.kind === 'wide') return column.values[row] as bigint;
  if (column.kind !== 'float') throw new Error(`Not a DECIMAL column: ${column.kind}`);
  const value = column.values[row] as number;
  // Positions that are not selected may hold anything.
  return Number.isSafeInteger(value) ? BigInt(value) : 0n;
}

/** The integer over 10^scale, with exactly `scale` digits after the point: "-1.50". */
export function formatDecimal(unscaled: bigint | number, scale: number): string {
  const negative = unscaled < 0;
  const digits = String(unscaled < 0 ? -unscaled : unscaled);
  const sign = negative ? '-' : '';
  if (scale === 0) return `${sign}${digits}`;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

export interface DecimalNumber {
  readonly unscaled: bigint;
  /** Negative when the text has an exponent: 1e3 is 1 with scale -3. */
  readonly scale: number;
}

const form = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;
const MAX_DIGITS = 20_000;

/** The number in a text such as "-1.50" or "1e-3", digits of any script as Java takes them; null when it is none. */
export function parseDecimal(text: string): DecimalNumber | null {
  const match = form.exec(/[^\x20-\x7e]/.test(text) ? asciiDigits(text) : text);
  if (match === null || text.length > MAX_DIGITS) return null;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  if (whole === '' && fraction === '') return null;
  const magnitude = BigInt(`${whole}${fraction}`);
  const scale = fraction.length - Number(match[4] ?? 0);
  return Math.abs(scale) > MAX_DIGITS ? null : { unscaled: match[1] === '-' ? -magnitude : magnitude, scale };
}

/** The value at another scale, HALF_UP (away from zero) where digits fall away. */
export function rescale(unscaled: bigint, from: number, to: number): bigint {
  if (to >= from) return unscaled * powerOfTen(to - from);
  return divideHalfUp(unscaled, powerOfTen(from - to));
}

/** The quotient rounded to the nearest integer, a half away from zero. `divisor` is not 0. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const twice = rest < 0n ? -rest * 2n : rest * 2n;
  if (twice < (divisor < 0n ? -divisor : divisor)) return quotient;
  return dividend < 0n === divisor < 0n ? quotient + 1n : quotient - 1n;
}

/** The nearest double. Text does it without rounding twice. */
export function decimalToNumber(unscaled: bigint | number, scale: number): number {
  if (scale === 0) return Number(unscaled);
  // Both sides are exact doubles, so one division rounds once.
  if (scale <= 22 && typeof unscaled === 'number') return unscaled / 10 ** scale;
  return Number(formatDecimal(unscaled, scale));
}

/** Decimal digits of other scripts as 0 to 9. They stand in runs of ten, the zero first. */
function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    // Five alphabets of mathematical digits touch.
    if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
    return String(value % 10);
  });
}
