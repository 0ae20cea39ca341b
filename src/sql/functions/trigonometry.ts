// Functions of DOUBLEs: angles, hyperbolas, logarithms, roots. JavaScript's are those of fdlibm, as Java's StrictMath; the last
// digit may differ from Java's faster ones.
import type { Column } from '../../columns/column.ts';
import { DOUBLE } from '../../columns/data-type.ts';
import type { Frame } from '../frame.ts';
import { floatValues } from './arithmetic.ts';
import type { FunctionDefinition } from './function-definition.ts';

const LAST_DIGIT = 'The last digit may differ.';
/** Computed with one rounding, so the same everywhere. */
const exact = new Set(['rint', 'degrees', 'radians']);

const RADIANS_TO_DEGREES = 57.29577951308232;
const DEGREES_TO_RADIANS = 0.017453292519943295;

/** `compute` gives null for a number that has no value. */
function ofOne(name: string, compute: (x: number) => number | null, help: string, example: FunctionDefinition['example']): FunctionDefinition {
  return {
    name,
    group: 'math',
    signatures: [`${name}(value DOUBLE) -> DOUBLE`],
    help,
    example,
    ...(exact.has(name) ? {} : { difference: LAST_DIGIT }),
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) => {
          const x = floatValues(value as Column);
          return doubles(frame, (row) => compute(x[row] as number));
        },
    },
  };
}

function ofTwo(
  name: string,
  parameters: string,
  compute: (x: number, y: number) => number | null,
  help: string,
  example: FunctionDefinition['example'],
): FunctionDefinition {
  return {
    name,
    group: 'math',
    signatures: [`${name}(${parameters}) -> DOUBLE`],
    help,
    example,
    difference: LAST_DIGIT,
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([left, right], frame) => {
          const x = floatValues(left as Column);
          const y = floatValues(right as Column);
          return doubles(frame, (row) => compute(x[row] as number, y[row] as number));
        },
    },
  };
}

function constant(name: string, value: number, help: string): FunctionDefinition {
  return {
    name,
    group: 'math',
    signatures: [`${name}() -> DOUBLE`],
    help,
    example: { text: `${name}()`, expected: value },
    kernel: {
      kind: 'whole',
      make: () => (_, frame) => ({
        kind: 'float',
        type: DOUBLE,
        length: frame.length,
        nulls: null,
        values: new Float64Array(frame.length).fill(value),
      }),
    },
  };
}

function doubles(frame: Frame, compute: (row: number) => number | null): Column {
  const values = new Float64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const value = compute(row);
    if (value === null) frame.setNull(row);
    else values[row] = value;
  }
  return { kind: 'float', type: DOUBLE, length: frame.length, nulls: frame.nulls, values };
}

/** To the nearest whole number, a half to the even one, with the sign of zero kept. */
function rint(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  const rounded = rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
  return Number.isFinite(x) ? (rounded === 0 && (x < 0 || Object.is(x, -0)) ? -0 : rounded) : x;
}

function logarithm(base: number, x: number): number | null {
  return base <= 0 || x <= 0 ? null : Math.log(x) / Math.log(base);
}

export const trigonometryFunctions: readonly FunctionDefinition[] = [
  constant('pi', Math.PI, 'The number pi.'),
  constant('e', Math.E, "Euler's number."),
  ofOne('sin', Math.sin, 'The sine of an angle in radians.', { text: 'sin(0)', expected: 0 }),
  ofOne('cos', Math.cos, 'The cosine of an angle in radians.', { text: 'cos(0)', expected: 1 }),
  ofOne('tan', Math.tan, 'The tangent of an angle in radians.', { text: 'tan(0)', expected: 0 }),
  ofOne('cot', (x) => 1 / Math.tan(x), 'The cotangent of an angle in radians.', { text: 'cot(0)', expected: 'Infinity' }),
  ofOne('sec', (x) => 1 / Math.cos(x), 'The secant of an angle in radians.', { text: 'sec(0)', expected: 1 }),
  ofOne('csc', (x) => 1 / Math.sin(x), 'The cosecant of an angle in radians.', { text: 'csc(0)', expected: 'Infinity' }),
  ofOne('asin', Math.asin, 'The angle in radians whose sine is the number.', { text: 'asin(0)', expected: 0 }),
  ofOne('acos', Math.acos, 'The angle in radians whose cosine is the number.', { text: 'acos(1)', expected: 0 }),
  ofOne('atan', Math.atan, 'The angle in radians whose tangent is the number.', { text: 'atan(0)', expected: 0 }),
  ofTwo('atan2', 'y DOUBLE, x DOUBLE', (y, x) => Math.atan2(y + 0, x + 0), 'The angle in radians between the x axis and the point (x, y).', {
    text: 'atan2(0, 1)',
    expected: 0,
  }),
  ofOne('sinh', Math.sinh, 'The hyperbolic sine.', { text: 'sinh(0)', expected: 0 }),
  ofOne('cosh', Math.cosh, 'The hyperbolic cosine.', { text: 'cosh(0)', expected: 1 }),
  ofOne('tanh', Math.tanh, 'The hyperbolic tangent.', { text: 'tanh(0)', expected: 0 }),
  ofOne('asinh', Math.asinh, 'The inverse of the hyperbolic sine.', { text: 'asinh(0)', expected: 0 }),
  ofOne('acosh', Math.acosh, 'The inverse of the hyperbolic cosine.', { text: 'acosh(1)', expected: 0 }),
  ofOne('atanh', Math.atanh, 'The inverse of the hyperbolic tangent.', { text: 'atanh(0)', expected: 0 }),
  ofOne('degrees', (x) => x * RADIANS_TO_DEGREES, 'An angle in radians as degrees.', { text: 'degrees(3.141592653589793D)', expected: 180 }),
  ofOne('radians', (x) => x * DEGREES_TO_RADIANS, 'An angle in degrees as radians.', { text: 'radians(180)', expected: Math.PI }),
  ofOne('cbrt', Math.cbrt, 'The cube root.', { text: 'cbrt(27)', expected: 3 }),
  ofTwo('hypot', 'x DOUBLE, y DOUBLE', Math.hypot, 'The square root of x * x + y * y.', { text: 'hypot(3, 4)', expected: 5 }),
  ofOne('expm1', Math.expm1, 'e to the power of the number, minus 1; exact near 0.', { text: 'expm1(0)', expected: 0 }),
  ofOne('log1p', (x) => (x <= -1 ? null : Math.log1p(x)), 'The natural logarithm of the number plus 1; exact near 0. NULL for -1 and less.', {
    text: 'log1p(0)',
    expected: 0,
  }),
  ofOne('rint', rint, 'The nearest whole number, as a DOUBLE; halves go to the even one.', { text: 'rint(12.5D)', expected: 12 }),
  {
    name: 'log',
    group: 'math',
    signatures: ['log(value DOUBLE) -> DOUBLE', 'log(base DOUBLE, value DOUBLE) -> DOUBLE'],
    help: 'The natural logarithm, or the one to the given base. NULL for zero and less.',
    example: { text: 'log(10, 100)', expected: 2 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([first, second], frame) => {
          const a = floatValues(first as Column);
          const b = second === undefined ? null : floatValues(second);
          return doubles(frame, (row) => (b === null ? naturalLogarithm(a[row] as number) : logarithm(a[row] as number, b[row] as number)));
        },
    },
  },
];

function naturalLogarithm(x: number): number | null {
  return x <= 0 ? null : Math.log(x);
}
