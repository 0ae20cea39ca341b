// A finite double as the exact decimal it is, and rounded on that: what Java's DecimalFormat rounds by. And on its shortest
// digits: what Java's Formatter rounds by.

const float = new Float64Array(1);
const words = new BigUint64Array(float.buffer);

/** |value| = numerator / 2^shift, exactly. */
export function exactFraction(value: number): { readonly numerator: bigint; readonly shift: bigint } {
  float[0] = Math.abs(value);
  const bits = words[0] as bigint;
  const exponent = Number(bits >> 52n);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const mantissa = exponent === 0 ? fraction : fraction | 0x10_0000_0000_0000n;
  const power = (exponent === 0 ? 1 : exponent) - 1075;
  return power >= 0 ? { numerator: mantissa << BigInt(power), shift: 0n } : { numerator: mantissa, shift: BigInt(-power) };
}

/** The nearest integer, a half to the even one; both are positive. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  if (twice < divisor || (twice === divisor && quotient % 2n === 0n)) return quotient;
  return quotient + 1n;
}

/** The shortest digits of |value|, and the power of ten of the first: 123.4 is 1234 and 2. */
export function shortestDigits(value: number): { readonly digits: string; readonly exponent: number } {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

/** The first `count` digits (0 or more) of the digits, a half up; one more when it carries over. */
export function digitsHalfUp(digits: string, count: number): { readonly digits: string; readonly carried: boolean } {
  if (count < 0) return { digits: '', carried: false };
  if (count >= digits.length) return { digits: digits.padEnd(count, '0'), carried: false };
  const up = (digits[count] as string) >= '5';
  const head = BigInt(`0${digits.slice(0, count)}`) + (up ? 1n : 0n);
  const text = count === 0 && head === 0n ? '' : head.toString().padStart(count, '0');
  return { digits: text, carried: text.length > count };
}
