// Mathematics on numbers: rounding, roots, greatest and least.
import type { Column } from '../../columns/column.ts';
import { type DataType, DOUBLE } from '../../columns/data-type.ts';
import { fitOf } from '../coercion.ts';
import { mergeColumns } from '../columns-merge.ts';
import type { Frame } from '../frame.ts';
import { floatValues } from './arithmetic.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { compareValues } from './value-order.ts';

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

function signOf(x: number): number {
  return x === 0 ? x : Math.sign(x);
}

function isInterval(type: DataType | undefined): type is DataType & { kind: 'DAY_TIME' | 'YEAR_MONTH' } {
  return type?.kind === 'DAY_TIME' || type?.kind === 'YEAR_MONTH';
}

const intervalSigns: ColumnKernel = ([value], frame) => {
  const column = value as Column;
  const values = new Float64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (column.kind === 'big' || column.kind === 'int' || column.kind === 'float') values[row] = Math.sign(Number(column.values[row])) + 0;
  }
  return { kind: 'float', type: DOUBLE, length: frame.length, nulls: frame.nulls, values };
};

/** Of functions that the JVM and this platform compute by other means. */
const LAST_DIGIT = { difference: 'The last digit may differ.' };

export const mathFunctions: readonly FunctionDefinition[] = [
  ofDouble('sqrt', [], Math.sqrt, 'The square root; NaN for a negative number.', { text: 'sqrt(9)', expected: 3 }),
  { ...ofDouble('exp', [], Math.exp, 'e to the power of the number.', { text: 'exp(0)', expected: 1 }), ...LAST_DIGIT },
  { ...ofPositive('ln', Math.log, 'The natural logarithm.', { text: 'ln(1)', expected: 0 }), ...LAST_DIGIT },
  { ...ofPositive('log10', Math.log10, 'The logarithm to base 10.', { text: 'log10(1000)', expected: 3 }), ...LAST_DIGIT },
  { ...ofPositive('log2', Math.log2, 'The logarithm to base 2.', { text: 'log2(8)', expected: 3 }), ...LAST_DIGIT },
  {
    ...ofDouble('sign', ['signum'], signOf, '-1, 0 or 1 by the sign of the number or interval.', { text: 'sign(-5)', expected: -1 }),
    typed: ([value]) => {
      const type = value?.type;
      if (type === undefined || fitOf(type, DOUBLE) === 'none') return isInterval(type) ? { params: [type], result: DOUBLE } : null;
      return { params: [DOUBLE], result: DOUBLE };
    },
    kernel: { kind: 'strict', make: ({ argTypes }) => (isInterval(argTypes[0]) ? intervalSigns : doubleKernel(signOf)) },
  },
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

/** The greatest (1) or least (-1) of the arguments of a row, NULLs left out; of equal ones the first. */
function extreme(shape: CallShape, direction: 1 | -1): ColumnKernel {
  return (args, frame) => {
    const plain = extremeNumbers(shape.type, args, frame, direction);
    if (plain !== null) return plain;
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

/** Of numbers in one lane without NULL; null for others. */
function extremeNumbers(type: DataType, args: readonly Column[], frame: Frame, direction: 1 | -1): Column | null {
  const [first, ...others] = args;
  if (first === undefined || (first.kind !== 'float' && first.kind !== 'int')) return null;
  if (args.some((arg) => arg.kind !== first.kind || arg.nulls !== null)) return null;
  const base = { type, length: frame.length, nulls: null };
  if (first.kind === 'int') {
    const values = first.values.slice(0, frame.length);
    for (const other of others) if (other.kind === 'int') keepExtremes(values, other.values, direction);
    return { ...base, kind: 'int', values };
  }
  const values = first.values.slice(0, frame.length);
  for (const other of others) if (other.kind === 'float') keepExtremes(values, other.values, direction);
  return { ...base, kind: 'float', values };
}

/** A later value takes the place of the best so far only when it is beyond it, so of equal ones (0.0 and -0.0) the first stays. */
function keepExtremes(best: Int32Array | Float64Array, values: Int32Array | Float64Array, direction: 1 | -1): void {
  for (let row = 0; row < best.length; row++) {
    const a = best[row] as number;
    const b = values[row] as number;
    // NaN is above any number: only the comparison with itself tells it.
    const above = b > a || (Number.isNaN(b) && !Number.isNaN(a));
    const below = b < a || (Number.isNaN(a) && !Number.isNaN(b));
    if (direction > 0 ? above : below) best[row] = b;
  }
}
