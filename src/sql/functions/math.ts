// Mathematics on numbers: rounding, roots, greatest and least.
import type { Column } from '../../columns/column.ts';
import { BIGINT, DOUBLE, INT } from '../../columns/data-type.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import { bigValues, mergeColumns } from '../columns-merge.ts';
import type { Frame } from '../frame.ts';
import { floatValues } from './arithmetic.ts';
import { bigintColumn, fitsBigint } from './big-lane.ts';
import { roundHalfUp } from './double-text.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { compareValues } from './value-order.ts';

const OVERFLOW = 'ARITHMETIC_OVERFLOW';

function ofDouble(
  name: string,
  aliases: readonly string[],
  compute: (x: number) => number,
  help: string,
  example: FunctionDefinition['example'],
): FunctionDefinition {
  return {
    name,
    aliases,
    group: 'math',
    signatures: [`${name}(value DOUBLE) -> DOUBLE`],
    help,
    example,
    kernel: { kind: 'strict', make: () => doubleKernel(compute) },
  };
}

/** NULL for numbers of zero or less, as Spark has it. */
function ofPositive(name: string, compute: (x: number) => number, help: string, example: FunctionDefinition['example']): FunctionDefinition {
  return {
    name,
    group: 'math',
    signatures: [`${name}(value DOUBLE) -> DOUBLE`],
    help: `${help} NULL for zero and less.`,
    example,
    kernel: { kind: 'strict', make: () => positiveKernel(compute) },
  };
}

export const mathFunctions: readonly FunctionDefinition[] = [
  {
    name: 'abs',
    group: 'math',
    signatures: ['abs(value N) -> N'],
    help: 'The number without its sign. The least INT and BIGINT have no such number and fail.',
    example: { text: 'abs(-3)', expected: 3 },
    raises: true,
    kernel: { kind: 'strict', make: () => absolute },
  },
  {
    name: 'round',
    group: 'math',
    signatures: ['round(value N) -> N', 'round(value N, scale INT) -> N'],
    help: 'Rounded to `scale` decimals, half away from zero; a negative scale rounds to tens, hundreds and so on. The scale is a literal.',
    example: { text: 'round(2.675D, 2)', expected: 2.68 },
    raises: true,
    refuse: (shape, spans) =>
      shape.literals.length > 1 && scaleOf(shape) === undefined
        ? problem('sql/literal-argument', spans[1] ?? shape.span, { name: 'round', argument: 'scale' })
        : null,
    kernel: { kind: 'strict', make: rounded },
  },
  {
    name: 'floor',
    group: 'math',
    signatures: [
      'floor(value DOUBLE) -> BIGINT',
      'floor(value BIGINT) -> BIGINT',
      'floor(value INT) -> BIGINT',
      'floor(value DOUBLE, scale INT) -> BIGINT',
    ],
    help: 'The greatest whole number that is not greater.',
    example: { text: 'floor(-1.5D)', expected: -2 },
    raises: true,
    refuse: (shape) => refuseScale('floor', shape),
    kernel: { kind: 'strict', make: () => toWhole(Math.floor) },
  },
  {
    name: 'ceil',
    aliases: ['ceiling'],
    group: 'math',
    signatures: [
      'ceil(value DOUBLE) -> BIGINT',
      'ceil(value BIGINT) -> BIGINT',
      'ceil(value INT) -> BIGINT',
      'ceil(value DOUBLE, scale INT) -> BIGINT',
    ],
    help: 'The least whole number that is not less.',
    example: { text: 'ceil(1.2D)', expected: 2 },
    raises: true,
    refuse: (shape) => refuseScale('ceil', shape),
    kernel: { kind: 'strict', make: () => toWhole(Math.ceil) },
  },
  ofDouble('sqrt', [], Math.sqrt, 'The square root; NaN for a negative number.', { text: 'sqrt(9)', expected: 3 }),
  ofDouble('exp', [], Math.exp, 'e to the power of the number.', { text: 'exp(0)', expected: 1 }),
  ofPositive('ln', Math.log, 'The natural logarithm.', { text: 'ln(1)', expected: 0 }),
  ofPositive('log10', Math.log10, 'The logarithm to base 10.', { text: 'log10(1000)', expected: 3 }),
  ofPositive('log2', Math.log2, 'The logarithm to base 2.', { text: 'log2(8)', expected: 3 }),
  ofDouble('sign', ['signum'], (x) => (x === 0 ? x : Math.sign(x)), '-1, 0 or 1 by the sign of the number.', { text: 'sign(-5)', expected: -1 }),
  {
    name: 'pow',
    aliases: ['power'],
    group: 'math',
    signatures: ['pow(base DOUBLE, exponent DOUBLE) -> DOUBLE'],
    help: 'The base to the power of the exponent.',
    example: { text: 'pow(2, 10)', expected: 1024 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([base, exponent], frame) => {
          const a = floatValues(base as Column);
          const b = floatValues(exponent as Column);
          const values = new Float64Array(frame.length);
          for (let k = 0; k < frame.count; k++) {
            const row = frame.rowAt(k);
            values[row] = (a[row] as number) ** (b[row] as number);
          }
          return { kind: 'float', type: DOUBLE, length: frame.length, nulls: frame.nulls, values };
        },
    },
  },
  {
    name: 'isnan',
    group: 'math',
    signatures: ['isnan(value DOUBLE) -> BOOLEAN'],
    help: 'TRUE when the number is NaN; FALSE for NULL.',
    example: { text: "isnan(CAST('NaN' AS DOUBLE))", expected: true },
    kernel: {
      kind: 'whole',
      make:
        () =>
        ([value], frame) => {
          const column = value as Column;
          const floats = floatValues(column);
          const values = new Uint8Array(frame.length);
          for (let k = 0; k < frame.count; k++) {
            const row = frame.rowAt(k);
            values[row] = Number.isNaN(floats[row] as number) && column.nulls?.[row] !== 1 ? 1 : 0;
          }
          return { kind: 'boolean', type: { kind: 'BOOLEAN' }, length: frame.length, nulls: null, values };
        },
    },
  },
  {
    name: 'greatest',
    group: 'math',
    signatures: ['greatest(first S, others S...) -> S'],
    help: 'The greatest of the values that are not NULL; NaN is greater than any number. NULL when all are NULL.',
    example: { text: 'greatest(1, NULL, 3)', expected: 3 },
    kernel: { kind: 'whole', make: (shape) => extreme(shape, 1) },
  },
  {
    name: 'least',
    group: 'math',
    signatures: ['least(first S, others S...) -> S'],
    help: 'The least of the values that are not NULL. NULL when all are NULL.',
    example: { text: 'least(1, NULL, 3)', expected: 1 },
    kernel: { kind: 'whole', make: (shape) => extreme(shape, -1) },
  },
];

/** With a scale the result would be a DECIMAL. */
function refuseScale(name: string, shape: CallShape): Problem | null {
  return shape.argTypes.length > 1 ? problem('sql/unsupported-form', shape.span, { what: `${name} with a scale, a DECIMAL` }) : null;
}

function doubleKernel(compute: (x: number) => number): ColumnKernel {
  return ([value], frame) => {
    const source = floatValues(value as Column);
    const values = new Float64Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      values[row] = compute(source[row] as number);
    }
    return { kind: 'float', type: DOUBLE, length: frame.length, nulls: frame.nulls, values };
  };
}

function positiveKernel(compute: (x: number) => number): ColumnKernel {
  return ([value], frame) => {
    const source = floatValues(value as Column);
    const values = new Float64Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      const x = source[row] as number;
      if (x <= 0) frame.setNull(row);
      else values[row] = compute(x);
    }
    return { kind: 'float', type: DOUBLE, length: frame.length, nulls: frame.nulls, values };
  };
}

const absolute: ColumnKernel = ([value], frame) => {
  const column = value as Column;
  if (column.kind === 'int') {
    const values = new Int32Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      const x = column.values[row] as number;
      if (x === -2147483648 && !frame.isNull(row)) frame.fail(row, OVERFLOW, { type: 'INT' });
      values[row] = Math.abs(x);
    }
    return { kind: 'int', type: INT, length: frame.length, nulls: frame.nulls, values };
  }
  if (column.kind === 'float') {
    const values = new Float64Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      values[row] = Math.abs(column.values[row] as number);
    }
    return { kind: 'float', type: column.type, length: frame.length, nulls: frame.nulls, values };
  }
  return eachBig(bigValues(column), frame, (x) => (x < 0n ? -x : x));
};

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

/** The literal scale of round; 0 when there is none, null for NULL, undefined when it is not a literal. */
function scaleOf(shape: CallShape): number | null | undefined {
  if (shape.literals.length < 2) return 0;
  const scale = shape.literals[1];
  if (scale?.kind === 'null') return null;
  return scale?.kind === 'number' ? scale.value : undefined;
}

function rounded(shape: CallShape): ColumnKernel {
  const scale = scaleOf(shape) ?? 0;
  return ([value], frame) => {
    const column = value as Column;
    if (column.type.kind === 'DOUBLE') {
      const source = floatValues(column);
      const values = new Float64Array(frame.length);
      for (let k = 0; k < frame.count; k++) {
        const row = frame.rowAt(k);
        values[row] = roundHalfUp(source[row] as number, scale);
      }
      return { kind: 'float', type: DOUBLE, length: frame.length, nulls: frame.nulls, values };
    }
    if (scale >= 0) return column;
    if (column.kind !== 'int') return eachBig(bigValues(column), frame, (x) => roundTens(x, -scale));
    const values = new Int32Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (frame.isNull(row)) continue;
      const result = Number(roundTens(BigInt(column.values[row] as number), -scale));
      if (result !== (result | 0)) frame.fail(row, OVERFLOW, { type: 'INT' });
      values[row] = result;
    }
    return { kind: 'int', type: INT, length: frame.length, nulls: frame.nulls, values };
  };
}

/** Half away from zero to a multiple of 10^tens. */
function roundTens(x: bigint, tens: number): bigint {
  if (tens > 20) return 0n;
  const unit = 10n ** BigInt(tens);
  const magnitude = x < 0n ? -x : x;
  const result = ((magnitude + unit / 2n) / unit) * unit;
  return x < 0n ? -result : result;
}

function toWhole(compute: (x: number) => number): ColumnKernel {
  return ([value], frame) => {
    const column = value as Column;
    if (column.type.kind === 'BIGINT') return column;
    if (column.kind === 'int')
      return { kind: 'float', type: BIGINT, length: frame.length, nulls: frame.nulls, values: Float64Array.from(column.values) };
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
    // 2^63 itself saturates to the greatest BIGINT in Java's conversion, and Spark lets it pass.
    if (result > 2 ** 63 || result < -(2 ** 63)) frame.fail(row, OVERFLOW, { type: 'BIGINT' });
    else values[row] = result === 2 ** 63 ? 2n ** 63n - 1n : BigInt(result);
  }
  return bigintColumn(values, frame);
}

/** The greatest (1) or least (-1) of the arguments of a row, NULLs left out; of equal ones the first. */
function extreme(shape: CallShape, direction: 1 | -1): ColumnKernel {
  return (args, frame) => {
    const chosen: number[][] = args.map(() => []);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      let best = -1;
      for (let i = 0; i < args.length; i++) {
        const arg = args[i] as Column;
        if (arg.nulls !== null && arg.nulls[row] === 1) continue;
        if (best === -1 || compareValues(arg, row, args[best] as Column, row) * direction > 0) best = i;
      }
      if (best >= 0) (chosen[best] as number[]).push(row);
    }
    const parts = args.map((column, i) => ({ selection: Int32Array.from(chosen[i] as number[]), column }));
    return mergeColumns(
      shape.type,
      frame.length,
      parts.filter((part) => part.selection.length > 0),
    );
  };
}
