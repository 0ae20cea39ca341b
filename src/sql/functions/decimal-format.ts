// Patterns of Java's DecimalFormat ("#,##0.00", "0.0E0", "#%", "#;(#)"), read and printed as the JDK does with the symbols of the
// United States (java.text.DecimalFormat.applyPattern and subformat).
import { divideHalfEven, exactFraction, shortestDigits } from './exact-decimal.ts';

export interface DecimalFormat {
  readonly prefix: string;
  readonly suffix: string;
  readonly negativePrefix: string;
  readonly negativeSuffix: string;
  readonly multiplier: number;
  readonly grouping: number;
  readonly minWhole: number;
  /** Of a pattern with an exponent; else without a limit. */
  readonly maxWhole: number;
  readonly minFraction: number;
  readonly maxFraction: number;
  readonly alwaysPoint: boolean;
  /** 0: no exponent is printed. */
  readonly exponentDigits: number;
}

/** A magnitude as 0.DIGITS x 10^point, without zeros at either end; '' is zero. */
interface Digits {
  readonly digits: string;
  readonly point: number;
}

/** What is printed with a number of decimals: thousands apart, at least one digit before the point. */
export function fixedDecimals(count: number): DecimalFormat {
  return {
    prefix: '',
    suffix: '',
    negativePrefix: '-',
    negativeSuffix: '',
    multiplier: 1,
    grouping: 3,
    minWhole: 1,
    maxWhole: Number.POSITIVE_INFINITY,
    minFraction: count,
    maxFraction: count,
    alwaysPoint: false,
    exponentDigits: 0,
  };
}

const NUMBER = /[#0,.]/;
const SIGNS: ReadonlyMap<string, number> = new Map([
  ['%', 100],
  ['‰', 1000],
]);

interface Affix {
  readonly text: string;
  readonly end: number;
  readonly multiplier: number;
}

/** Null: Java does not take the pattern. */
export function readDecimalFormat(pattern: string): DecimalFormat | null {
  if (pattern === '') return fixedDecimals(0);
  const prefix = readAffix(pattern, 0, 1, true);
  if (prefix === null) return null;
  const number = readNumber(pattern, prefix.end);
  if (number === null) return null;
  const suffix = readAffix(pattern, number.end, prefix.multiplier, false);
  if (suffix === null) return null;
  const positive = { prefix: prefix.text, suffix: suffix.text, multiplier: suffix.multiplier };
  const standard = { negativePrefix: `-${prefix.text}`, negativeSuffix: suffix.text };
  if (suffix.end >= pattern.length) return { ...number.shape, ...positive, ...standard };
  const negative = readNegative(pattern, suffix.end + 1);
  if (negative === null) return null;
  const same = negative.negativePrefix === prefix.text && negative.negativeSuffix === suffix.text;
  return { ...number.shape, ...positive, ...(same ? standard : negative) };
}

/** Of the part after the semicolon only what stands before and after the number counts. */
function readNegative(pattern: string, from: number): { readonly negativePrefix: string; readonly negativeSuffix: string } | null {
  if (from >= pattern.length) return { negativePrefix: '', negativeSuffix: '' };
  const prefix = readAffix(pattern, from, 1, true);
  if (prefix === null) return null;
  let at = prefix.end;
  while (at < pattern.length && /[#0,.E]/.test(pattern[at] as string)) at++;
  const suffix = readAffix(pattern, at, prefix.multiplier, false);
  return suffix === null || suffix.end < pattern.length ? null : { negativePrefix: prefix.text, negativeSuffix: suffix.text };
}

/** Up to the number (`before`), or from it to the end or the semicolon. A number sign in the text after a number ends nothing in Java but is an error. */
function readAffix(pattern: string, from: number, known: number, before: boolean): Affix | null {
  let text = '';
  let multiplier = known;
  let quoted = false;
  let at = from;
  for (; at < pattern.length; at++) {
    const c = pattern[at] as string;
    if (c === "'") {
      if (pattern[at + 1] === "'") {
        text += "'";
        at++;
      } else quoted = !quoted;
    } else if (quoted) text += c;
    else if (NUMBER.test(c)) {
      if (before) break;
      return null;
    } else if (c === ';') {
      if (before) return null;
      break;
    } else if (c === '¤') {
      const twice = pattern[at + 1] === '¤';
      text += twice ? 'USD' : '$';
      if (twice) at++;
    } else {
      const sign = SIGNS.get(c);
      if (sign !== undefined) {
        if (multiplier !== 1) return null;
        multiplier = sign;
      }
      text += c;
    }
  }
  return quoted ? null : { text, end: at, multiplier };
}

type Shape = Omit<DecimalFormat, 'prefix' | 'suffix' | 'negativePrefix' | 'negativeSuffix' | 'multiplier'>;

/** Counted as Java counts: digits # before the zeros, zeros, digits # after them. */
function readNumber(pattern: string, from: number): { readonly shape: Shape; readonly end: number } | null {
  let left = 0;
  let zeros = 0;
  let right = 0;
  let point = -1;
  let grouping = -1;
  let exponentDigits = 0;
  let at = from;
  for (; at < pattern.length; at++) {
    const c = pattern[at];
    if (c === '#') {
      if (zeros > 0) right++;
      else left++;
    } else if (c === '0') {
      if (right > 0) return null;
      zeros++;
    } else if (c === ',') grouping = 0;
    else if (c === '.') {
      if (point >= 0) return null;
      point = left + zeros + right;
    } else if (c === 'E') {
      while (pattern[at + 1 + exponentDigits] === '0') exponentDigits++;
      if (left + zeros < 1 || exponentDigits < 1) return null;
      at += exponentDigits + 1;
      break;
    } else break;
    if ((c === '#' || c === '0') && grouping >= 0 && point < 0) grouping++;
  }
  if (zeros === 0 && left > 0 && point >= 0) {
    // "###.###", "###." and ".###" have a zero all the same.
    const whole = Math.max(point, 1);
    right = left - whole;
    left = whole - 1;
    zeros = 1;
  }
  if (grouping === 0 || (point < 0 ? right > 0 : point < left || point > left + zeros)) return null;
  const total = left + zeros + right;
  const minWhole = (point >= 0 ? point : total) - left;
  const shape: Shape = {
    grouping: Math.max(grouping, 0),
    minWhole,
    maxWhole: exponentDigits > 0 ? left + minWhole : Number.POSITIVE_INFINITY,
    maxFraction: point >= 0 ? total - point : 0,
    minFraction: point >= 0 ? left + zeros - point : 0,
    alwaysPoint: point === 0 || point === total,
    exponentDigits,
  };
  return { shape, end: at };
}

export function printDouble(value: number, format: DecimalFormat): string {
  if (Number.isNaN(value)) return 'NaN';
  const scaled = value * format.multiplier;
  const negative = scaled < 0 || Object.is(scaled, -0);
  if (!Number.isFinite(scaled)) return signed('∞', negative, format);
  const { digits, exponent } = shortestDigits(scaled);
  const shortest = trimmed(digits, exponent + 1);
  const kept = placesKept(shortest, format);
  // Fewer digits than are printed stand as they are; else Java rounds the exact value of the double.
  if (shortest.digits.length - shortest.point <= kept) return signed(printed(shortest, format), negative, format);
  const { numerator, shift } = exactFraction(scaled);
  return signed(printed(roundedTo(numerator, 1n << shift, kept), format), negative, format);
}

/** `unscaled` / 10^scale. */
export function printDecimal(unscaled: bigint, scale: number, format: DecimalFormat): string {
  const magnitude = (unscaled < 0n ? -unscaled : unscaled) * BigInt(format.multiplier);
  const text = magnitude.toString();
  const exact = magnitude === 0n ? { digits: '', point: 0 } : trimmed(text, text.length - scale);
  const kept = placesKept(exact, format);
  const rounded = exact.digits.length - exact.point <= kept ? exact : roundedTo(magnitude, 10n ** BigInt(scale), kept);
  return signed(printed(rounded, format), unscaled < 0n, format);
}

/** How many places behind the point stay; negative with an exponent, where significant digits are counted. */
function placesKept({ point }: Digits, { exponentDigits, maxWhole, maxFraction }: DecimalFormat): number {
  if (exponentDigits === 0) return maxFraction;
  const significant = maxWhole + maxFraction;
  return significant === 0 ? Number.POSITIVE_INFINITY : significant - point;
}

function roundedTo(numerator: bigint, denominator: bigint, places: number): Digits {
  const power = 10n ** BigInt(Math.abs(places));
  const value = places >= 0 ? divideHalfEven(numerator * power, denominator) : divideHalfEven(numerator, denominator * power);
  const text = value.toString();
  return value === 0n ? { digits: '', point: 0 } : trimmed(text, text.length - places);
}

function trimmed(digits: string, point: number): Digits {
  const zeros = /^0*/.exec(digits)?.[0].length ?? 0;
  const rest = digits.slice(zeros).replace(/0+$/, '');
  return rest === '' ? { digits: '', point: 0 } : { digits: rest, point: point - zeros };
}

function signed(magnitude: string, negative: boolean, format: DecimalFormat): string {
  return negative ? format.negativePrefix + magnitude + format.negativeSuffix : format.prefix + magnitude + format.suffix;
}

function printed(value: Digits, format: DecimalFormat): string {
  return format.exponentDigits > 0 ? withExponent(value, format) : plain(value, format);
}

function plain({ digits, point }: Digits, { minWhole, minFraction, grouping, alwaysPoint }: DecimalFormat): string {
  const wholeDigits = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '';
  const whole = wholeDigits.padStart(minWhole, '0');
  const fraction = (point >= 0 ? digits.slice(point) : '0'.repeat(-point) + digits).padEnd(minFraction, '0');
  const separated = grouping === 0 ? whole : whole.replace(new RegExp(`\\B(?=(\\d{${grouping}})+$)`, 'g'), ',');
  const shown = separated === '' && fraction === '' ? '0' : separated;
  return fraction !== '' || alwaysPoint ? `${shown}.${fraction}` : shown;
}

function withExponent({ digits, point }: Digits, format: DecimalFormat): string {
  const { minWhole, maxWhole, minFraction, alwaysPoint, exponentDigits } = format;
  let exponent = point;
  let least = minWhole;
  if (maxWhole > 1 && maxWhole > minWhole) {
    exponent = Math.trunc((exponent - (exponent >= 1 ? 1 : maxWhole)) / maxWhole) * maxWhole;
    least = 1;
  } else exponent -= minWhole;
  const whole = digits === '' ? least : point - exponent;
  const total = Math.max(digits.length, minWhole + minFraction, whole);
  const all = digits.padEnd(total, '0');
  const mantissa = total > whole || alwaysPoint ? `${all.slice(0, whole)}.${all.slice(whole)}` : all;
  return `${mantissa}E${exponent < 0 ? '-' : ''}${String(Math.abs(exponent)).padStart(exponentDigits, '0')}`;
}
