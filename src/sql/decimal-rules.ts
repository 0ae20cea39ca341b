// Which DECIMAL comes out of which, by Spark's rules (DecimalType and DecimalPrecision, with precision loss allowed): results that
// would need more than 38 digits give up digits behind the point, but keep at least six.
import { type DataType, type DecimalType, MAX_PRECISION } from '../columns/data-type.ts';

export type DecimalOperator = '+' | '-' | '*' | '/' | '%';

const KEPT_SCALE = 6;

/** The type of the result of two DECIMALs. */
export function decimalResult(operator: DecimalOperator, a: DecimalType, b: DecimalType): DecimalType {
  const [wholeA, wholeB] = [a.precision - a.scale, b.precision - b.scale];
  const scale = Math.max(a.scale, b.scale);
  switch (operator) {
    case '+':
    case '-':
      return adjusted(Math.max(wholeA, wholeB) + scale + 1, scale);
    case '*':
      return adjusted(a.precision + b.precision + 1, a.scale + b.scale);
    case '/': {
      const digits = Math.max(KEPT_SCALE, a.scale + b.precision + 1);
      return adjusted(wholeA + b.scale + digits, digits);
    }
    case '%':
      return adjusted(Math.min(wholeA, wholeB) + scale, scale);
  }
}

function adjusted(precision: number, scale: number): DecimalType {
  if (precision <= MAX_PRECISION) return { kind: 'DECIMAL', precision, scale };
  const whole = precision - scale;
  return { kind: 'DECIMAL', precision: MAX_PRECISION, scale: Math.max(MAX_PRECISION - whole, Math.min(scale, KEPT_SCALE)) };
}

/** The DECIMAL that holds both; beyond 38 digits those behind the point give way. */
export function widerDecimal(a: DecimalType, b: DecimalType): DecimalType {
  const scale = Math.max(a.scale, b.scale);
  const precision = Math.max(a.precision - a.scale, b.precision - b.scale) + scale;
  if (precision <= MAX_PRECISION) return { kind: 'DECIMAL', precision, scale };
  return { kind: 'DECIMAL', precision: MAX_PRECISION, scale: Math.max(0, scale - (precision - MAX_PRECISION)) };
}

/** Whether every value of `b` is one of `a`. */
export function holds(a: DecimalType, b: DecimalType): boolean {
  return a.scale >= b.scale && a.precision - a.scale >= b.precision - b.scale;
}

const integerDigits: Readonly<Record<string, number>> = { TINYINT: 3, SMALLINT: 5, INT: 10, BIGINT: 20 };

/** The DECIMAL a number is in exact arithmetic: of an integer all its digits, a DECIMAL itself, of a FLOAT or DOUBLE what Spark takes; null for what is no number. */
export function decimalFor(type: DataType): DecimalType | null {
  if (type.kind === 'DECIMAL') return type;
  if (type.kind === 'FLOAT') return { kind: 'DECIMAL', precision: 14, scale: 7 };
  if (type.kind === 'DOUBLE') return { kind: 'DECIMAL', precision: 30, scale: 15 };
  const precision = integerDigits[type.kind];
  return precision === undefined ? null : { kind: 'DECIMAL', precision, scale: 0 };
}
