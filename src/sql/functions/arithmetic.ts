// + - * / div % and signs. Integers and DECIMALs are exact and overflow with an error; FLOAT and DOUBLE follow IEEE 754, except
// that dividing by zero is an error in every type.
import type { Column, WideColumn } from '../../columns/column.ts';
import { BIGINT, type DataType, DOUBLE, isFloatingType } from '../../columns/data-type.ts';
import { bigValues } from '../columns-merge.ts';
import type { Frame } from '../frame.ts';
import { typesOfArithmetic, typesOfSign } from './arithmetic-types.ts';
import { bigintColumn, fitsBigint } from './big-lane.ts';
import { decimalArithmetic, decimalWholeQuotient } from './decimal-arithmetic.ts';
import { DecimalWriter, OUT_OF_RANGE_ALWAYS } from './decimal-column.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { Divisor, exactFloats, safeRemainder, wholeSafeQuotient } from './safe-integers.ts';

type Exact = '+' | '-' | '*';

const OVERFLOW = 'ARITHMETIC_OVERFLOW';
/** Of + - * between TINYINTs or SMALLINTs, which Spark names otherwise. */
const SMALL_OVERFLOW = 'BINARY_ARITHMETIC_OVERFLOW';

export const arithmeticFunctions: readonly FunctionDefinition[] = [
  {
    name: '+',
    group: 'arithmetic',
    signatures: ['+(left N, right N) -> N'],
    written: 'left + right',
    help: 'The sum. Whole numbers and DECIMALs fail when it does not fit. A DATE plus an INT is that many days later.',
    example: { text: '2 + 3', expected: 5 },
    raises: true,
    typed: (args) => typesOfArithmetic('+', args),
    kernel: { kind: 'strict', make: exact('+') },
  },
  {
    name: '-',
    group: 'arithmetic',
    signatures: ['-(left N, right N) -> N'],
    written: 'left - right',
    help: 'The difference. Whole numbers and DECIMALs fail when it does not fit. A DATE minus an INT is that many days earlier.',
    example: { text: '2 - 3', expected: -1 },
    raises: true,
    typed: (args) => typesOfArithmetic('-', args),
    kernel: { kind: 'strict', make: exact('-') },
  },
  {
    name: '*',
    group: 'arithmetic',
    signatures: ['*(left N, right N) -> N'],
    written: 'left * right',
    help: 'The product. Whole numbers and DECIMALs fail when it does not fit.',
    example: { text: '6 * 7', expected: 42 },
    raises: true,
    typed: (args) => typesOfArithmetic('*', args),
    kernel: { kind: 'strict', make: exact('*') },
  },
  {
    name: '/',
    group: 'arithmetic',
    signatures: ['/(left N, right N) -> N'],
    written: 'left / right',
    help: 'The quotient, a DOUBLE for whole numbers: 5 / 2 is 2.5. A DECIMAL where one takes part. Dividing by zero fails.',
    example: { text: '5 / 2', expected: 2.5 },
    raises: true,
    typed: (args) => typesOfArithmetic('/', args),
    kernel: {
      kind: 'strict',
      rightFirst: true,
      make: ({ type }) => (type.kind === 'DECIMAL' ? ([a, b], frame) => decimalArithmetic('/', a as Column, b as Column, type, frame) : quotient),
    },
  },
  {
    name: 'div',
    group: 'arithmetic',
    signatures: ['div(left BIGINT, right BIGINT) -> BIGINT'],
    written: 'left div right',
    help: 'The whole part of the quotient, a BIGINT: -7 div 2 is -3. Dividing by zero fails. Not for DOUBLE.',
    example: { text: '-7 div 2', expected: -3 },
    raises: true,
    typed: (args) => typesOfArithmetic('div', args),
    kernel: { kind: 'strict', rightFirst: true, make: (shape) => byOneDivisor(shape, false) ?? wholeQuotient },
  },
  {
    name: '%',
    aliases: ['mod'],
    group: 'arithmetic',
    signatures: ['%(left N, right N) -> N'],
    written: 'left % right',
    help: 'The remainder, with the sign of the left side: -7 % 2 is -1. By zero it fails. pmod gives one that is never negative.',
    example: { text: '-7 % 2', expected: -1 },
    raises: true,
    typed: (args) => typesOfArithmetic('%', args),
    kernel: {
      kind: 'strict',
      rightFirst: true,
      make: (shape) => byOneDivisor(shape, true) ?? ((args, frame) => remainder(args, frame, shape.type, false)),
    },
  },
  {
    name: 'pmod',
    group: 'math',
    signatures: ['pmod(value N, divisor N) -> N'],
    help: 'The remainder made positive for a positive divisor: pmod(-7, 2) is 1. By zero it fails.',
    example: { text: 'pmod(-7, 2)', expected: 1 },
    raises: true,
    typed: (args) => typesOfArithmetic('%', args),
    kernel: { kind: 'strict', rightFirst: true, make: (shape) => (args, frame) => remainder(args, frame, shape.type, true) },
  },
  {
    name: 'negative',
    group: 'arithmetic',
    signatures: ['negative(value N) -> N'],
    written: '-value',
    help: 'The number or interval with the other sign. The least INT and BIGINT have none and fail.',
    example: { text: '-(2 + 3)', expected: -5 },
    raises: true,
    typed: typesOfSign,
    kernel: { kind: 'strict', make: () => negated },
  },
  {
    name: 'positive',
    group: 'arithmetic',
    signatures: ['positive(value N) -> N'],
    written: '+value',
    help: 'The number or interval itself.',
    example: { text: '+5', expected: 5 },
    typed: typesOfSign,
    kernel: { kind: 'rewrite', rewrite: (args) => args[0] ?? null },
  },
];

/** Sum, difference or product of two columns of one numeric type, or of two DECIMALs. */
function exact(operator: Exact): (shape: CallShape) => ColumnKernel {
  return (shape) =>
    ([left, right], frame) => {
      const a = left as Column;
      const b = right as Column;
      const { type } = shape;
      if (type.kind === 'DECIMAL') return decimalArithmetic(operator, a, b, type, frame);
      if (a.kind === 'int' && b.kind === 'int') return exactInts(operator, a.values, b.values, type, frame);
      if (a.kind === 'float' && b.kind === 'float') {
        if (isFloatingType(type)) return doubles(operator, a.values, b.values, type, frame);
        const safe = exactFloats(operator, a.values, b.values, frame);
        if (safe !== null) return { kind: 'float', type, length: frame.length, nulls: frame.nulls, values: safe };
      }
      return exactBigs(operator, bigValues(a), bigValues(b), frame);
    };
}

/** Bits to shift a 32-bit integer by so that one of the type fills them: what comes back the same fits. */
export function spareBits(type: DataType): number {
  return type.kind === 'TINYINT' ? 24 : type.kind === 'SMALLINT' ? 16 : 0;
}

function exactInts(operator: Exact, a: Int32Array, b: Int32Array, type: DataType, frame: Frame): Column {
  const values = new Int32Array(frame.length);
  const { count, selection } = frame;
  const spare = spareBits(type);
  const overflow = spare === 0 ? OVERFLOW : SMALL_OVERFLOW;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    const x = a[row] as number;
    const y = b[row] as number;
    // The product of two INTs may round as a double, but never back into the range of INT.
    const value = operator === '+' ? x + y : operator === '-' ? x - y : x * y;
    if (value !== (value << spare) >> spare && !frame.isNull(row)) frame.fail(row, overflow, { type: type.kind });
    values[row] = value;
  }
  return { kind: 'int', type, length: frame.length, nulls: frame.nulls, values };
}

function doubles(operator: Exact, a: Float64Array, b: Float64Array, type: DataType, frame: Frame): Column {
  const values = new Float64Array(frame.length);
  const { count, selection } = frame;
  const single = type.kind === 'FLOAT';
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    const x = a[row] as number;
    const y = b[row] as number;
    const value = operator === '+' ? x + y : operator === '-' ? x - y : x * y;
    values[row] = single ? Math.fround(value) : value;
  }
  return { kind: 'float', type, length: frame.length, nulls: frame.nulls, values };
}

function exactBigs(operator: Exact, a: BigInt64Array, b: BigInt64Array, frame: Frame): Column {
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const x = a[row] as bigint;
    const y = b[row] as bigint;
    const value = operator === '+' ? x + y : operator === '-' ? x - y : x * y;
    if (fitsBigint(value)) values[row] = value;
    else frame.fail(row, OVERFLOW, { type: 'BIGINT' });
  }
  return bigintColumn(values, frame);
}

const quotient: ColumnKernel = ([left, right], frame) => {
  const a = floatValues(left as Column);
  const b = floatValues(right as Column);
  const values = new Float64Array(frame.length);
  const { count, selection } = frame;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    const y = b[row] as number;
    if (y === 0 && !frame.isNull(row)) frame.fail(row, 'DIVIDE_BY_ZERO');
    values[row] = (a[row] as number) / y;
  }
  return { kind: 'float', type: DOUBLE, length: frame.length, nulls: frame.nulls, values };
};

export function floatValues(column: Column): Float64Array {
  if (column.kind !== 'float') throw new Error(`Not a DOUBLE column: ${column.kind}`);
  return column.values;
}

/** Of BIGINTs by a literal; null for others. */
function byOneDivisor({ type, argTypes, literals }: CallShape, wantsRest: boolean): ColumnKernel | null {
  const literal = literals[1];
  if (literal?.kind !== 'number' || literal.value === 0 || argTypes.some(({ kind }) => kind !== 'BIGINT')) return null;
  const divisor = new Divisor(literal.value);
  return (args, frame) => {
    const [left] = args;
    if (left?.kind !== 'float') return wantsRest ? remainder(args, frame, type, false) : wholeQuotient(args, frame);
    const values = new Float64Array(frame.length);
    divisor.divide(left.values, values, frame, wantsRest);
    return { kind: 'float', type, length: frame.length, nulls: frame.nulls, values };
  };
}

const wholeQuotient: ColumnKernel = ([left, right], frame) => {
  const a = left as Column;
  const b = right as Column;
  if (a.type.kind === 'DECIMAL') return decimalWholeQuotient(a, b, frame);
  if (a.kind === 'float' && b.kind === 'float') {
    const values = new Float64Array(frame.length);
    const { count, selection, nulls } = frame;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      if (nulls !== null && nulls[row] === 1) continue;
      const y = b.values[row] as number;
      if (y === 0) frame.fail(row, 'DIVIDE_BY_ZERO');
      else values[row] = wholeSafeQuotient(a.values[row] as number, y);
    }
    return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values };
  }
  return bigDivision(bigValues(a), bigValues(b), frame);
};

function bigDivision(a: BigInt64Array, b: BigInt64Array, frame: Frame): Column {
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const y = b[row] as bigint;
    if (y === 0n) {
      frame.fail(row, 'DIVIDE_BY_ZERO');
      continue;
    }
    const value = (a[row] as bigint) / y;
    if (fitsBigint(value)) values[row] = value;
    else frame.fail(row, OVERFLOW, { type: 'BIGINT' });
  }
  return bigintColumn(values, frame);
}

/** `positive`: pmod, which is r < 0 ? (r + n) % n : r. */
function remainder(args: readonly Column[], frame: Frame, type: DataType, positive: boolean): Column {
  const [a, b] = args as [Column, Column];
  if (type.kind === 'DECIMAL') return decimalArithmetic('%', a, b, type, frame, positive);
  if (a.kind === 'int' && b.kind === 'int') {
    const values = new Int32Array(frame.length);
    const spare = spareBits(type);
    remainders(a.values, b.values, values, frame, positive, true, (sum) => (sum << spare) >> spare);
    return { kind: 'int', type, length: frame.length, nulls: frame.nulls, values };
  }
  if (a.kind === 'float' && b.kind === 'float') {
    const values = new Float64Array(frame.length);
    const whole = type.kind === 'BIGINT';
    if (whole) {
      safeRemainders(a.values, b.values, values, frame, positive);
      return { kind: 'float', type, length: frame.length, nulls: frame.nulls, values };
    }
    remainders(a.values, b.values, values, frame, positive, false, type.kind === 'FLOAT' ? Math.fround : (sum) => sum);
    // The remainder of two FLOATs is one already.
    return { kind: 'float', type, length: frame.length, nulls: frame.nulls, values };
  }
  return bigRemainders(bigValues(a), bigValues(b), frame, positive);
}

type Numbers = Int32Array | Float64Array;

/** `narrow`: a sum as the type holds it. */
function remainders(a: Numbers, b: Numbers, values: Numbers, frame: Frame, positive: boolean, whole: boolean, narrow: (sum: number) => number): void {
  const { count, selection } = frame;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    const y = b[row] as number;
    if (y === 0) {
      if (!frame.isNull(row)) frame.fail(row, 'REMAINDER_BY_ZERO');
      continue;
    }
    let value = (a[row] as number) % y;
    // For whole numbers too the sum wraps around as the type holds it, as Java's does.
    if (positive && value < 0) value = narrow(value + y) % y;
    // A DOUBLE keeps -0.0 (-7 % 0.5); integers have none.
    values[row] = whole ? value + 0 : value;
  }
}

/** Of BIGINTs. */
function safeRemainders(a: Float64Array, b: Float64Array, values: Float64Array, frame: Frame, positive: boolean): void {
  const { count, selection, nulls } = frame;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (nulls !== null && nulls[row] === 1) continue;
    const y = b[row] as number;
    if (y === 0) {
      frame.fail(row, 'REMAINDER_BY_ZERO');
      continue;
    }
    const value = safeRemainder(a[row] as number, y);
    // (r + n) % n is r + n or r itself; written so, it cannot leave the safe range.
    values[row] = positive && value < 0 && y > 0 ? value + y : value;
  }
}

function bigRemainders(a: BigInt64Array, b: BigInt64Array, frame: Frame, positive: boolean): Column {
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const y = b[row] as bigint;
    if (y === 0n) {
      frame.fail(row, 'REMAINDER_BY_ZERO');
      continue;
    }
    let value = (a[row] as bigint) % y;
    if (positive && value < 0n) value = BigInt.asIntN(64, value + y) % y;
    values[row] = value;
  }
  return bigintColumn(values, frame);
}

const KEPT_DIGITS = 34;

/**
 * The DECIMALs with the other sign where `turns` says so. Spark turns one at the precision of DECIMAL128: of more than 34 digits
 * the rest is rounded, a half to the even digit.
 */
export function turned(column: WideColumn, frame: Frame, turns: (unscaled: bigint) => boolean): Column {
  const { type, values } = column;
  if (type.kind !== 'DECIMAL') throw new Error(`Not a DECIMAL column: ${type.kind}`);
  const writer = new DecimalWriter(type, frame, OUT_OF_RANGE_ALWAYS);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const x = values[row] as bigint;
    writer.bigint(row, turns(x) ? -atPrecision(x) : x);
  }
  return writer.finish();
}

function atPrecision(x: bigint): bigint {
  const extra = (x < 0n ? -x : x).toString().length - KEPT_DIGITS;
  if (extra <= 0) return x;
  const unit = 10n ** BigInt(extra);
  const quotient = x / unit;
  const twice = (x % unit) * 2n;
  const isHalf = twice === unit || twice === -unit;
  const up = isHalf ? quotient % 2n !== 0n : twice > unit || twice < -unit;
  return (up ? quotient + (x < 0n ? -1n : 1n) : quotient) * unit;
}

const negated: ColumnKernel = ([value], frame) => {
  const column = value as Column;
  const { type } = column;
  switch (column.kind) {
    case 'int': {
      const values = new Int32Array(frame.length);
      const spare = spareBits(type);
      for (let k = 0; k < frame.count; k++) {
        const row = frame.rowAt(k);
        const x = 0 - (column.values[row] as number);
        if (x !== (x << spare) >> spare && !frame.isNull(row)) frame.fail(row, OVERFLOW, { type: type.kind });
        values[row] = x;
      }
      return { kind: 'int', type, length: frame.length, nulls: frame.nulls, values };
    }
    case 'float': {
      const values = new Float64Array(frame.length);
      const whole = !isFloatingType(type);
      for (let k = 0; k < frame.count; k++) {
        const row = frame.rowAt(k);
        const x = column.values[row] as number;
        values[row] = whole ? 0 - x : -x;
      }
      return { kind: 'float', type, length: frame.length, nulls: frame.nulls, values };
    }
    case 'wide':
      return turned(column, frame, () => true);
    case 'big':
      return { ...exactBigs('-', new BigInt64Array(frame.length), column.values, frame), type };
    default:
      throw new Error(`Not a number: ${column.kind}`);
  }
};
