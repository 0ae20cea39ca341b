// Functions of whole numbers and ranges: factorials, number bases, buckets.
import type { Column } from '../../columns/column.ts';
import { BIGINT } from '../../columns/data-type.ts';
import { bigValues } from '../columns-merge.ts';
import type { Frame } from '../frame.ts';
import { floatValues } from './arithmetic.ts';
import { bigintColumn } from './big-lane.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { asText, buildText, intAt, textAt } from './text-bytes.ts';

export const numberFunctions: readonly FunctionDefinition[] = [
  {
    name: 'factorial',
    group: 'math',
    signatures: ['factorial(value INT) -> BIGINT'],
    help: 'The product of all whole numbers from 1 to the value; NULL below 0 and above 20.',
    example: { text: 'factorial(5)', expected: 120 },
    kernel: { kind: 'strict', make: () => factorial },
  },
  {
    name: 'conv',
    group: 'math',
    signatures: ['conv(number STRING, fromBase INT, toBase INT) -> STRING'],
    help: 'The number in another base, of 2 to 36. Negative results are shown as 64 bits without a sign, with a sign when `toBase` is negative.',
    example: { text: "conv('100', 2, 10)", expected: '4' },
    raises: true,
    kernel: { kind: 'strict', make: () => converted },
  },
  {
    name: 'width_bucket',
    group: 'math',
    signatures: ['width_bucket(value DOUBLE, low DOUBLE, high DOUBLE, buckets BIGINT) -> BIGINT'],
    help: 'Which of the equally wide buckets between low and high the value falls into, from 1; 0 below them, buckets + 1 above. NULL when the bounds make no range.',
    example: { text: 'width_bucket(5.3D, 0.2D, 10.6D, 5)', expected: 3 },
    kernel: { kind: 'strict', make: () => bucket },
  },
];

const factorials: bigint[] = [1n];
for (let n = 1n; n <= 20n; n++) factorials.push((factorials[Number(n) - 1] as bigint) * n);

function factorial([value]: readonly Column[], frame: Frame): Column {
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const result = factorials[intAt(value, row)];
    if (result === undefined) frame.setNull(row);
    else values[row] = result;
  }
  return bigintColumn(values, frame);
}

const MAX_UNSIGNED = 2n ** 64n - 1n;

function converted([number, fromBase, toBase]: readonly Column[], frame: Frame): Column {
  const numbers = asText(number);
  return buildText(frame, (row) => {
    const from = intAt(fromBase, row);
    const to = intAt(toBase, row);
    const text = trimSpaces(textAt(numbers, row));
    if (from < 2 || from > 36 || Math.abs(to) < 2 || Math.abs(to) > 36 || text === '') return null;
    const negative = text.startsWith('-');
    const magnitude = readDigits(negative ? text.slice(1) : text, from);
    if (magnitude > MAX_UNSIGNED) {
      frame.fail(row, 'ARITHMETIC_OVERFLOW', { type: 'BIGINT' });
      return null;
    }
    let value = BigInt.asIntN(64, magnitude);
    let signed = negative;
    if (negative && to > 0) value = value < 0n ? -1n : -value;
    if (to < 0 && value < 0n) {
      value = -value;
      signed = true;
    }
    const digits = BigInt.asUintN(64, value).toString(Math.abs(to)).toUpperCase();
    return signed && to < 0 ? `-${digits}` : digits;
  });
}

/** The digits up to the first that is none of the base. */
function readDigits(text: string, base: number): bigint {
  let value = 0n;
  for (const letter of text) {
    const digit = /^[0-9a-zA-Z]$/.test(letter) ? Number.parseInt(letter, 36) : 36;
    if (digit >= base || value > MAX_UNSIGNED) break;
    value = value * BigInt(base) + BigInt(digit);
  }
  return value;
}

function trimSpaces(text: string): string {
  return text.replace(/^ +| +$/g, '');
}

function bucket([value, low, high, buckets]: readonly Column[], frame: Frame): Column {
  const values = new BigInt64Array(frame.length);
  const x = floatValues(value as Column);
  const lows = floatValues(low as Column);
  const highs = floatValues(high as Column);
  const counts = bigValues(buckets as Column);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const result = bucketOf(x[row] as number, lows[row] as number, highs[row] as number, counts[row] as bigint);
    if (result === null) frame.setNull(row);
    else values[row] = result;
  }
  return { ...bigintColumn(values, frame), type: BIGINT };
}

function bucketOf(value: number, low: number, high: number, count: bigint): bigint | null {
  if (count <= 0n || count === 2n ** 63n - 1n || Number.isNaN(value) || low === high || !Number.isFinite(low) || !Number.isFinite(high)) return null;
  const ascending = low < high;
  if (ascending ? value < low : value > low) return 0n;
  if (ascending ? value >= high : value <= high) return count + 1n;
  const share = ascending ? (Number(count) * (value - low)) / (high - low) : (Number(count) * (low - value)) / (low - high);
  // Java's conversion saturates, and its sum wraps.
  if (Number.isNaN(share)) return 1n;
  return BigInt.asIntN(64, (share < 2 ** 63 ? BigInt(Math.trunc(share)) : 2n ** 63n - 1n) + 1n);
}
