// The type and value of a number as written, by Spark's rules: 1 INT, 3000000000 BIGINT, 1L BIGINT, 1e0 and 1.5D DOUBLE.
// A bare 1.5 would be a DECIMAL, which this build does not have.
import { BIGINT, type DataType, DOUBLE, INT } from '../columns/data-type.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import type { Literal, Span } from './expression.ts';

const form = /^(-?(?:\d+\.?\d*|\.\d+))(e[+-]?\d+)?(l|s|y|f|d|bd)?$/i;

export function readNumber(text: string, span: Span): Result<{ readonly type: DataType; readonly literal: Literal }> {
  const match = form.exec(text);
  const digits = match?.[1] ?? '';
  const exponent = match?.[2] ?? '';
  const suffix = (match?.[3] ?? '').toUpperCase();
  if (match === null) return fail(problem('sql/syntax', span, { got: `"${text}"`, expected: 'a number' }));
  switch (suffix) {
    case 'S':
      return fail(problem('sql/unsupported-type', span, { type: 'SMALLINT', instead: 'INT' }));
    case 'Y':
      return fail(problem('sql/unsupported-type', span, { type: 'TINYINT', instead: 'INT' }));
    case 'F':
      return fail(problem('sql/unsupported-type', span, { type: 'FLOAT', instead: 'DOUBLE' }));
    case 'BD':
      return fail(problem('sql/decimal-literal', span, { text: text.slice(0, -2) }));
    case 'L':
      return readInteger(digits, text, span, true);
  }
  if (suffix === 'D' || exponent !== '') {
    const value = Number(digits + exponent);
    if (!Number.isFinite(value)) return fail(problem('sql/number-range', span, { text, type: 'DOUBLE' }));
    return ok({ type: DOUBLE, literal: { kind: 'number', value } });
  }
  return digits.includes('.') ? fail(problem('sql/decimal-literal', span, { text })) : readInteger(digits, text, span, false);
}

function readInteger(digits: string, text: string, span: Span, long: boolean): Result<{ readonly type: DataType; readonly literal: Literal }> {
  const value = BigInt(digits);
  if (BigInt.asIntN(64, value) !== value) {
    return long ? fail(problem('sql/number-range', span, { text, type: 'BIGINT' })) : fail(problem('sql/decimal-literal', span, { text }));
  }
  const type = !long && BigInt.asIntN(32, value) === value ? INT : BIGINT;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return ok({ type, literal: { kind: 'number', value: number + 0 } });
  return ok({ type, literal: { kind: 'bigint', value: value.toString() } });
}
