// The types of + - * / div % over two operands, as Spark finds them: a DECIMAL with an integer computes exactly, with a DOUBLE as
// DOUBLE; a literal integer beside a DECIMAL has only the digits it needs.
import { BIGINT, type DataType, type DecimalType, DOUBLE, isFloatingType, isIntegerType, isNumericType } from '../../columns/data-type.ts';
import { commonType } from '../coercion.ts';
import { type DecimalOperator, decimalFor, decimalResult } from '../decimal-rules.ts';
import type { Term } from '../expression.ts';
import { decimalOfInteger } from '../number-literal.ts';
import type { Overload } from './signature.ts';

/** null when the operands do not compute. */
export function typesOfArithmetic(operator: DecimalOperator | 'div', args: readonly Term[]): Overload | null {
  const [left, right] = args;
  if (left === undefined || right === undefined) return null;
  const types = besideStrings(left.type, right.type, operator === '/');
  if (types === null) return null;
  const [a, b] = types;
  if (a.kind === 'DECIMAL' || b.kind === 'DECIMAL') return decimalTypes(operator, exactType(left, a), exactType(right, b));
  if (operator === 'div') return isIntegerType(a) && isIntegerType(b) ? { params: [BIGINT, BIGINT], result: BIGINT } : null;
  const common = operator === '/' ? DOUBLE : commonType(a, b);
  return common === null ? null : { params: [common, common], result: common };
}

/** Both types as numbers: a STRING as what it becomes beside the other, NULL as the other; null where there is no number. */
function besideStrings(a: DataType, b: DataType, divides: boolean): readonly [DataType, DataType] | null {
  const known = (type: DataType) => isNumericType(type) || type.kind === 'STRING' || type.kind === 'VOID';
  if (!known(a) || !known(b)) return null;
  if (isNumericType(a) && isNumericType(b)) return [a, b];
  if (a.kind === 'VOID' && b.kind === 'VOID') return [DOUBLE, DOUBLE];
  if (!isNumericType(a) && !isNumericType(b)) return null;
  const number = isNumericType(a) ? a : b;
  const other = isNumericType(a) ? b : a;
  // Spark divides a bare NULL as it does a DOUBLE.
  if (other.kind === 'VOID') return divides && a.kind === 'VOID' ? [DOUBLE, DOUBLE] : [number, number];
  const common = commonType(a, b);
  return common === null ? null : [common, common];
}

function exactType(term: Term, type: DataType): DataType {
  // Not of a TINYINT.
  if (term.kind !== 'literal' || !isIntegerType(type) || type.kind === 'TINYINT') return type;
  return decimalOfInteger(term.literal) ?? type;
}

function decimalTypes(operator: DecimalOperator | 'div', a: DataType, b: DataType): Overload | null {
  if (isFloatingType(a) || isFloatingType(b)) return operator === 'div' ? null : { params: [DOUBLE, DOUBLE], result: DOUBLE };
  const [x, y] = [decimalFor(a), decimalFor(b)] as [DecimalType | null, DecimalType | null];
  if (x === null || y === null) return null;
  return { params: [x, y], result: operator === 'div' ? BIGINT : decimalResult(operator, x, y) };
}

/** A number or an interval keeps its type; a STRING is read as a DOUBLE. */
export function typesOfSign(args: readonly Term[]): Overload | null {
  const [value] = args;
  const type = value?.type;
  if (type === undefined) return null;
  if (isNumericType(type) || type.kind === 'DAY_TIME' || type.kind === 'YEAR_MONTH') return { params: [type], result: type };
  return type.kind === 'STRING' || type.kind === 'VOID' ? { params: [DOUBLE], result: DOUBLE } : null;
}
