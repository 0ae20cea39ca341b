// Rounding: abs, round, bround, floor and ceil over every kind of number. A DECIMAL stays exact and gets the type Spark gives it; a
// DOUBLE is rounded on its shortest decimal text.
import type { Column } from '../../columns/column.ts';
import { BIGINT, type DataType, type DecimalType, DOUBLE, INT, isFloatingType, isIntegerType, MAX_PRECISION } from '../../columns/data-type.ts';
import { divideHalfUp, powerOfTen, unscaledAt } from '../../columns/decimal.ts';
import { problem } from '../../problem/problem.ts';
import { fitOf } from '../coercion.ts';
import { bigValues } from '../columns-merge.ts';
import { decimalFor } from '../decimal-rules.ts';
import type { Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { floatValues, spareBits, turned } from './arithmetic.ts';
import { typesOfSign } from './arithmetic-types.ts';
import { bigintColumn, fitsBigint } from './big-lane.ts';
import { DecimalWriter, OUT_OF_RANGE_ALWAYS } from './decimal-column.ts';
import { roundHalfEven, roundHalfUp } from './double-text.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import type { Overload } from './signature.ts';

const OVERFLOW = 'ARITHMETIC_OVERFLOW';

/** How a quotient of integers is rounded. */
type Divide = (dividend: bigint, divisor: bigint) => bigint;

const floorDivide: Divide = (x, y) => (x % y < 0n ? x / y - 1n : x / y);
const ceilDivide: Divide = (x, y) => (x % y > 0n ? x / y + 1n : x / y);

const halfEvenDivide: Divide = (x, y) => {
  const twice = (x % y) * 2n;
  const isHalf = twice === y || twice === -y;
  if (!isHalf) return divideHalfUp(x, y);
  const quotient = x / y;
  return quotient % 2n === 0n ? quotient : divideHalfUp(x, y);
};

export const roundingFunctions: readonly FunctionDefinition[] = [
  {
    name: 'abs',
    group: 'math',
    signatures: ['abs(value N) -> N'],
    help: 'The number or interval without its sign. The least INT and BIGINT have no such number and fail.',
    example: { text: 'abs(-3)', expected: 3 },
    typed: typesOfSign,
    raises: true,
    kernel: { kind: 'strict', make: () => absolute },
  },
  rounding('round', 'half away from zero', { text: 'round(2.675, 2)', expected: '2.68' }, divideHalfUp, roundHalfUp),
  rounding('bround', 'half to the even neighbour', { text: 'bround(2.5D)', expected: 2 }, halfEvenDivide, roundHalfEven),
  whole('floor', [], 'The greatest whole number that is not greater.', { text: 'floor(-1.5D)', expected: -2 }, floorDivide, Math.floor),
  whole('ceil', ['ceiling'], 'The least whole number that is not less.', { text: 'ceil(1.2D)', expected: 2 }, ceilDivide, Math.ceil),
];

function rounding(
  name: string,
  words: string,
  example: FunctionDefinition['example'],
  divide: Divide,
  onText: (value: number, scale: number) => number,
): FunctionDefinition {
  return {
    name,
    group: 'math',
    signatures: [`${name}(value N) -> N`, `${name}(value N, scale INT) -> N`],
    help: `Rounded to \`scale\` decimals, ${words}; a negative scale rounds to tens, hundreds and so on. The scale is a literal.`,
    example,
    raises: true,
    typed: (args) => typesOfRounding(args),
    refuse: refuseScale(name),
    kernel: { kind: 'strict', make: (shape) => rounded(shape, divide, onText) },
  };
}

function whole(
  name: string,
  aliases: readonly string[],
  help: string,
  example: FunctionDefinition['example'],
  divide: Divide,
  compute: (x: number) => number,
): FunctionDefinition {
  return {
    name,
    aliases,
    group: 'math',
    signatures: [`${name}(value N) -> BIGINT`, `${name}(value N, scale INT) -> N`],
    help: `${help} With a scale, a DECIMAL of so many decimals. The scale is a literal.`,
    example,
    raises: true,
    typed: typesOfWhole,
    refuseTerms: ([, scale]) =>
      scale === undefined || scale.type.kind === 'INT' ? null : problem('sql/literal-argument', scale.span, { name, argument: 'scale, an INT,' }),
    refuse: refuseScale(name, false),
    kernel: {
      kind: 'strict',
      make: (shape) => {
        const { type } = shape;
        if (type.kind !== 'DECIMAL') return toWhole(compute);
        return ([value], frame) => decimalRounded(value as Column, type, scaleOf(shape) ?? 0, divide, frame);
      },
    },
  };
}

function refuseScale(name: string, takesNull = true): NonNullable<FunctionDefinition['refuse']> {
  return (shape, spans) =>
    shape.literals.length > 1 && (scaleOf(shape) === undefined || (!takesNull && scaleOf(shape) === null))
      ? problem('sql/literal-argument', spans[1] ?? shape.span, { name, argument: 'scale' })
      : null;
}

/** The literal scale; 0 when there is none, null for NULL, undefined when it is not a literal. */
function scaleOf(shape: { readonly literals: CallShape['literals'] }): number | null | undefined {
  if (shape.literals.length < 2) return 0;
  const scale = shape.literals[1];
  if (scale?.kind === 'null') return null;
  if (scale?.kind === 'string' && /^-?\d{1,3}$/.test(scale.value)) return Number(scale.value);
  return scale?.kind === 'number' ? scale.value : undefined;
}

function literalScale(args: readonly Term[]): number {
  return scaleOf({ literals: args.map((term) => (term.kind === 'literal' ? term.literal : null)) }) ?? 0;
}

/** After rounding one more digit may stand before the point: 9.9 becomes 10. */
function roundedDecimal({ precision, scale }: DecimalType, to: number): DecimalType {
  const digits = precision - scale + 1;
  if (to < 0) return { kind: 'DECIMAL', precision: Math.min(Math.max(digits, 1 - to), MAX_PRECISION), scale: 0 };
  const kept = Math.min(scale, to);
  return { kind: 'DECIMAL', precision: Math.min(digits + kept, MAX_PRECISION), scale: kept };
}

/** The scale is an INT, or becomes one. */
function hasScale(args: readonly Term[]): boolean {
  return args[1] === undefined || fitOf(args[1].type, INT) !== 'none';
}

function typesOfRounding(args: readonly Term[]): Overload | null {
  if (!hasScale(args)) return null;
  const types = typesOfSign(args.slice(0, 1));
  const [type] = types?.params ?? [];
  if (type === undefined || type.kind === 'DAY_TIME' || type.kind === 'YEAR_MONTH') return null;
  const result = type.kind === 'DECIMAL' ? roundedDecimal(type, literalScale(args)) : type;
  return { params: [type, INT], result };
}

function typesOfWhole(args: readonly Term[]): Overload | null {
  if (!hasScale(args)) return null;
  const [type] = typesOfSign(args.slice(0, 1))?.params ?? [];
  if (type === undefined || type.kind === 'DAY_TIME' || type.kind === 'YEAR_MONTH') return null;
  if (args.length > 1) {
    const exact = decimalFor(type);
    return exact === null ? null : { params: [exact, INT], result: roundedDecimal(exact, literalScale(args)) };
  }
  if (type.kind === 'DECIMAL') {
    const precision = type.scale === 0 ? type.precision : Math.min(type.precision - type.scale + 1, MAX_PRECISION);
    return { params: [type], result: { kind: 'DECIMAL', precision, scale: 0 } };
  }
  const param: DataType = isIntegerType(type) ? BIGINT : DOUBLE;
  return { params: [param], result: BIGINT };
}

const absolute: ColumnKernel = ([value], frame) => {
  const column = value as Column;
  const { type } = column;
  const base = { type, length: frame.length };
  switch (column.kind) {
    case 'int': {
      const values = new Int32Array(frame.length);
      const spare = spareBits(type);
      for (let k = 0; k < frame.count; k++) {
        const row = frame.rowAt(k);
        const x = Math.abs(column.values[row] as number);
        if (x !== (x << spare) >> spare && !frame.isNull(row)) frame.fail(row, OVERFLOW, { type: type.kind });
        values[row] = x;
      }
      return { ...base, kind: 'int', nulls: frame.nulls, values };
    }
    case 'float':
      return { ...base, kind: 'float', nulls: frame.nulls, values: absolutes(column.values) };
    case 'wide':
      return turned(column, frame, (x) => x < 0n);
    default:
      return { ...eachBig(bigValues(column), frame, (x) => (x < 0n ? -x : x)), type };
  }
};

function absolutes(source: Float64Array): Float64Array {
  const values = new Float64Array(source.length);
  for (let row = 0; row < values.length; row++) values[row] = Math.abs(source[row] as number);
  return values;
}

function eachBig(source: BigInt64Array, frame: Frame, compute: (x: bigint) => bigint): Column {
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const value = compute(source[row] as bigint);
    if (fitsBigint(value)) values[row] = value;
    else frame.fail(row, OVERFLOW, { type: 'BIGINT' });
  }
  return bigintColumn(values, frame);
}

function rounded(shape: CallShape, divide: Divide, onText: (value: number, scale: number) => number): ColumnKernel {
  const scale = scaleOf(shape) ?? 0;
  const { type } = shape;
  return ([value], frame) => {
    const column = value as Column;
    if (type.kind === 'DECIMAL') return decimalRounded(column, type, scale, divide, frame);
    if (isFloatingType(type)) {
      const source = floatValues(column);
      const single = type.kind === 'FLOAT';
      const values = new Float64Array(frame.length);
      for (let k = 0; k < frame.count; k++) {
        const row = frame.rowAt(k);
        const result = onText(source[row] as number, scale);
        values[row] = single ? Math.fround(result) : result;
      }
      return { kind: 'float', type, length: frame.length, nulls: frame.nulls, values };
    }
    // A NULL scale gives NULL.
    if (scale >= 0) return { ...column, nulls: frame.nulls };
    if (column.kind !== 'int') return eachBig(bigValues(column), frame, (x) => roundTens(x, -scale, divide));
    const values = new Int32Array(frame.length);
    const spare = spareBits(type);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (frame.isNull(row)) continue;
      const result = Number(roundTens(BigInt(column.values[row] as number), -scale, divide));
      if (result !== (result << spare) >> spare) frame.fail(row, OVERFLOW, { type: type.kind });
      values[row] = result;
    }
    return { kind: 'int', type, length: frame.length, nulls: frame.nulls, values };
  };
}

/** To a multiple of 10^tens. */
function roundTens(x: bigint, tens: number, divide: Divide): bigint {
  if (tens > 40) return 0n;
  return divide(x, powerOfTen(tens)) * powerOfTen(tens);
}

function decimalRounded(column: Column, type: DecimalType, scale: number, divide: Divide, frame: Frame): Column {
  const writer = new DecimalWriter(type, frame, OUT_OF_RANGE_ALWAYS);
  const from = column.type.kind === 'DECIMAL' ? column.type.scale : 0;
  const dropped = from - Math.max(scale, -MAX_PRECISION - 1);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    if (dropped <= 0 && column.kind === 'float') {
      writer.number(row, column.values[row] as number);
      continue;
    }
    const unscaled = unscaledAt(column, row);
    if (dropped <= 0) writer.bigint(row, unscaled);
    else writer.bigint(row, divide(unscaled, powerOfTen(dropped)) * powerOfTen(type.scale - from + dropped));
  }
  return writer.finish();
}

function toWhole(compute: (x: number) => number): ColumnKernel {
  return ([value], frame) => {
    const column = value as Column;
    if (column.type.kind === 'BIGINT') return column;
    const source = floatValues(column);
    const values = new Float64Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (frame.isNull(row)) continue;
      const x = source[row] as number;
      // NaN is 0 in Spark, in every mode.
      const result = Number.isNaN(x) ? 0 : compute(x);
      if (result > Number.MAX_SAFE_INTEGER || result < -Number.MAX_SAFE_INTEGER) return wideWhole(source, frame, compute);
      values[row] = result + 0;
    }
    return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values };
  };
}

function wideWhole(source: Float64Array, frame: Frame, compute: (x: number) => number): Column {
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const x = source[row] as number;
    const result = Number.isNaN(x) ? 0 : compute(x);
    if (result >= 2 ** 63 || result < -(2 ** 63)) frame.fail(row, OVERFLOW, { type: 'BIGINT' });
    else values[row] = BigInt(result);
  }
  return bigintColumn(values, frame);
}
