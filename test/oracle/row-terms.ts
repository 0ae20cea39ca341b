// Evaluates a checked term for one row, the slow and obvious way. Knows the functions the random pipelines and the simple
// golden cases use, and throws for any other, so that a silent difference cannot pass for agreement.
import type { DataType } from '../../src/columns/data-type.ts';
import { formatTimestamp } from '../../src/columns/time.ts';
import type { Term } from '../../src/sql/expression.ts';
import { naiveHash } from './naive-distinct-estimate.ts';
import { compareValues, type OracleRow, RowFailure, type Value } from './values.ts';

export interface RowContext {
  readonly row: OracleRow;
  /** Batch time, epoch milliseconds. */
  readonly timeMs: number;
}

export function evaluateTerm(term: Term, context: RowContext): Value {
  switch (term.kind) {
    case 'column': {
      const value = context.row[term.index] ?? null;
      if (value instanceof RowFailure) throw value;
      return value;
    }
    case 'literal':
      return literalValue(term);
    case 'case':
      for (const branch of term.branches) if (evaluateTerm(branch.when, context) === true) return evaluateTerm(branch.then, context);
      return evaluateTerm(term.otherwise, context);
    case 'call':
      return callFunction(term, context);
  }
}

function literalValue(term: Term & { readonly kind: 'literal' }): Value {
  const { literal, type } = term;
  if (literal.kind === 'null') return null;
  return type.kind === 'BIGINT' ? BigInt(literal.value as number | string) : literal.value;
}

type Call = Term & { readonly kind: 'call' };

function callFunction(term: Call, context: RowContext): Value {
  const argument = (i: number): Value => evaluateTerm(term.args[i] as Term, context);
  switch (term.name) {
    case 'and':
      return andValues(argument(0), () => argument(1));
    case 'or':
      return notValue(andValues(notValue(argument(0)), () => notValue(argument(1))));
    case 'isnull':
      return argument(0) === null;
    case 'isnotnull':
      return argument(0) !== null;
    case '<=>':
      return nullSafeEqual(argument(0), argument(1));
    case 'coalesce':
      for (let i = 0; i < term.args.length; i++) {
        const value = argument(i);
        if (value !== null) return value;
      }
      return null;
    case 'in':
      return isOneOf(argument(0), term.args.length - 1, (i) => argument(i + 1));
    case 'between':
      return andValues(
        compared(argument(0), argument(1), (order) => order >= 0),
        () => compared(argument(0), argument(2), (order) => order <= 0),
      );
    case 'array':
      return term.args.map((_, i) => argument(i));
    case 'greatest':
    case 'least': {
      const sign = term.name === 'greatest' ? 1 : -1;
      const present = term.args.map((_, i) => argument(i)).filter((value) => value !== null);
      return present.reduce<Value>((best, value) => (best === null || compareValues(value, best) * sign > 0 ? value : best), null);
    }
    case 'current_timestamp':
    case 'now':
      return context.timeMs * 1000;
    default: {
      const args: Value[] = term.args.map(() => null);
      // Spark looks at a divisor first, and at what it divides only when there is one.
      const order = ['/', '%', 'div', 'pmod'].includes(term.name) ? [1, 0] : term.args.keys();
      for (const i of order) {
        const value = argument(i);
        if (value === null) return null;
        args[i] = value;
      }
      return strictFunction(term, args);
    }
  }
}

function notValue(value: Value): Value {
  return value === null ? null : value !== true;
}

function andValues(left: Value, right: () => Value): Value {
  if (left === false) return false;
  const other = right();
  if (other === false) return false;
  return left === null || other === null ? null : true;
}

function nullSafeEqual(a: Value, b: Value): boolean {
  return a === null || b === null ? a === b : compareValues(a, b) === 0;
}

function isOneOf(value: Value, count: number, option: (i: number) => Value): Value {
  let unknown = value === null;
  for (let i = 0; i < count; i++) {
    const other = option(i);
    if (value === null || other === null) unknown = true;
    else if (compareValues(value, other) === 0) return true;
  }
  return unknown ? null : false;
}

function compared(a: Value, b: Value, accept: (order: number) => boolean): Value {
  return a === null || b === null ? null : accept(compareValues(a, b));
}

/** No argument is NULL here. */
function strictFunction(term: Call, args: readonly Value[]): Value {
  const [a = null, b = null, c = null] = args;
  switch (term.name) {
    case 'date_trunc':
      if (a !== 'HOUR') throw new Error(`The oracle does not cut times at ${String(a)}`);
      return Math.floor((b as number) / 3_600_000_000) * 3_600_000_000;
    case '=':
      return compareValues(a, b) === 0;
    case '<>':
      return compareValues(a, b) !== 0;
    case '<':
      return compareValues(a, b) < 0;
    case '<=':
      return compareValues(a, b) <= 0;
    case '>':
      return compareValues(a, b) > 0;
    case '>=':
      return compareValues(a, b) >= 0;
    case 'not':
      return a !== true;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(term.name, term.type, a as number | bigint, b as number | bigint);
    case 'negative':
      return fitting(term.type, -(a as number));
    case 'positive':
      return a;
    case 'get':
      return (a as readonly Value[])[b as number] ?? null;
    case 'size':
      return (a as readonly Value[]).length;
    case 'array_sort':
    case '.array_sort':
      return (a as readonly Value[]).toSorted((x, y) => (x === null || y === null ? Number(x === null) - Number(y === null) : compareValues(x, y)));
    case 'slice':
      return sliceList(a as readonly Value[], b as number, c as number);
    case 'bit position':
      if ((a as bigint) < 0n || (a as bigint) > 32_767n) throw new RowFailure('INVALID_BITMAP_POSITION');
      return a;
    case 'xxhash64':
      return naiveHash((term.args[0] as Term).type, a);
    case 'unix_millis':
      return BigInt(Math.floor((a as number) / 1000));
    case 'abs':
      return fitting(term.type, (a as number) < 0 ? -(a as number) : (a as number));
    case 'isnan':
      return Number.isNaN(a);
    case 'concat':
      return Array.isArray(a) ? (args as (readonly Value[])[]).flat() : args.join('');
    case 'length':
      return [...(a as string)].length;
    case 'lower':
      return (a as string).toLowerCase();
    case 'upper':
      return (a as string).toUpperCase();
    case 'split':
      return splitText(a as string, b as string, c as number | null);
    case 'substring':
      return substring(a as string, b as number, c as number | null);
    case 'unix_timestamp':
    case 'unix_seconds':
      return BigInt(Math.floor((a as number) / 1_000_000));
    case 'div':
      if (BigInt(b as number | bigint) === 0n) throw new RowFailure('DIVIDE_BY_ZERO');
      return BigInt(a as number | bigint) / BigInt(b as number | bigint);
    case 'unix_micros':
      return BigInt(a as number);
    case 'cast':
      return castValue(a, (term.args[0] as Term).type, term.type);
    default:
      throw new Error(`The oracle does not know the function ${term.name}`);
  }
}

function arithmetic(operator: string, type: DataType, a: number | bigint, b: number | bigint): Value {
  if ((operator === '/' || operator === '%') && Number(b) === 0) {
    if (operator === '/' || type.kind !== 'DOUBLE') throw new RowFailure(operator === '/' ? 'DIVIDE_BY_ZERO' : 'REMAINDER_BY_ZERO');
    throw new RowFailure('REMAINDER_BY_ZERO');
  }
  if (type.kind === 'BIGINT') {
    const [x, y] = [BigInt(a), BigInt(b)];
    const exact = operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : x % y;
    return fitting(type, exact);
  }
  const [x, y] = [Number(a), Number(b)];
  const result = operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? x / y : x % y;
  // -4 % 2 of integers is 0, not the -0 of doubles.
  return fitting(type, type.kind === 'INT' && result === 0 ? 0 : result);
}

/** The exact result, if it fits its type. */
export function fitting(type: DataType, value: number | bigint): Value {
  if (type.kind === 'INT' && (value < -2_147_483_648 || value > 2_147_483_647)) throw new RowFailure('ARITHMETIC_OVERFLOW');
  if (type.kind === 'BIGINT' && (value < -(2n ** 63n) || value >= 2n ** 63n)) throw new RowFailure('ARITHMETIC_OVERFLOW');
  return value;
}

/** Java's rule with limit -1: all pieces, also empty ones; a match of nothing at the start gives no piece. */
function splitText(text: string, pattern: string, limit: number | null): Value {
  if (limit !== null && limit > 0) throw new Error('The oracle splits without a limit only');
  // Splitting at nothing gives the characters, and of an empty text the text itself (Spark 3.4 and later).
  if (pattern === '') return text === '' ? [''] : [...text];
  const pieces: string[] = [];
  let start = 0;
  for (const match of text.matchAll(new RegExp(pattern, 'gu'))) {
    if (match[0] === '' && match.index === 0) continue;
    pieces.push(text.slice(start, match.index));
    start = match.index + match[0].length;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** From position (1 is the first element, negative counts from the end), as many elements as asked. */
function sliceList(list: readonly Value[], position: number, length: number): Value {
  const start = position > 0 ? position - 1 : list.length + position;
  return start < 0 ? [] : list.slice(start, start + length);
}

/** From position (1 is the first character, negative counts from the end), as many characters as asked. */
function substring(text: string, position: number, length: number | null): Value {
  const characters = [...text];
  const start = position > 0 ? position - 1 : position === 0 ? 0 : characters.length + position;
  const end = length === null ? characters.length : start + length;
  return characters.slice(Math.max(0, start), Math.max(0, end)).join('');
}

/** Java and JavaScript write these alike, but for the ".0" of whole ones. */
function isPlainDouble(value: number): boolean {
  return Number.isNaN(value) || !Number.isFinite(value) || value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7);
}

function wholeNumber(text: string, kind: 'INT' | 'BIGINT'): bigint {
  if (!/^[\s\0]*[+-]?\d+[\s\0]*$/.test(text)) throw new RowFailure('CAST_INVALID_INPUT');
  const value = BigInt(text.trim().replace(/^\+/, ''));
  const limit = kind === 'INT' ? 2n ** 31n : 2n ** 63n;
  if (value < -limit || value >= limit) throw new RowFailure('CAST_INVALID_INPUT');
  return value;
}

function wholeDouble(value: number): bigint {
  const whole = Math.trunc(value);
  if (!(whole >= -(2 ** 63) && whole < 2 ** 63)) throw new RowFailure('CAST_OVERFLOW');
  return BigInt(whole);
}

/** Spark asks the floor and the ceiling to fit, so that 2147483647.5 does. */
function wholeInt(value: number): number {
  if (!(Math.floor(value) < 2 ** 31 && Math.ceil(value) >= -(2 ** 31))) throw new RowFailure('CAST_OVERFLOW');
  return Math.trunc(value) + 0;
}

function doubleOf(text: string): number {
  const trimmed = text.trim();
  const named = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (named !== null) return named[2]?.toLowerCase() === 'nan' ? Number.NaN : named[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) throw new RowFailure('CAST_INVALID_INPUT');
  return Number(trimmed);
}

function booleanOf(text: string): boolean {
  const trimmed = text.trim().toLowerCase();
  if (['t', 'true', 'y', 'yes', '1'].includes(trimmed)) return true;
  if (['f', 'false', 'n', 'no', '0'].includes(trimmed)) return false;
  throw new RowFailure('CAST_INVALID_INPUT');
}

function castValue(value: Value, from: DataType, to: DataType): Value {
  if (from.kind === to.kind) return value;
  switch (to.kind) {
    case 'BIGINT':
      if (from.kind === 'INT') return BigInt(value as number);
      if (from.kind === 'STRING') return wholeNumber(value as string, 'BIGINT');
      if (from.kind === 'DOUBLE') return wholeDouble(value as number);
      break;
    case 'DOUBLE':
      if (from.kind === 'INT' || from.kind === 'BIGINT') return Number(value);
      if (from.kind === 'STRING') return doubleOf(value as string);
      break;
    case 'INT':
      if (from.kind === 'BIGINT') {
        const number = Number(value);
        if (number < -2_147_483_648 || number > 2_147_483_647) throw new RowFailure('CAST_OVERFLOW');
        return number;
      }
      if (from.kind === 'STRING') return Number(wholeNumber(value as string, 'INT'));
      if (from.kind === 'DOUBLE') return wholeInt(value as number);
      break;
    case 'TIMESTAMP':
      if (from.kind === 'INT' || from.kind === 'BIGINT') return Number(value) * 1_000_000;
      break;
    case 'BOOLEAN':
      if (from.kind === 'STRING') return booleanOf(value as string);
      break;
    case 'BINARY':
      if (from.kind === 'STRING') return Array.from(new TextEncoder().encode(value as string), (byte) => byte.toString(16).padStart(2, '0')).join('');
      break;
    case 'STRING':
      if (from.kind === 'INT' || from.kind === 'BIGINT' || from.kind === 'BOOLEAN') return String(value);
      if (from.kind === 'TIMESTAMP')
        return formatTimestamp(value as number)
          .replace('T', ' ')
          .replace(/\.?0*Z$/, '');
      if (from.kind === 'DOUBLE' && isPlainDouble(value as number))
        return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value);
      break;
    default:
  }
  throw new Error(`The oracle does not cast ${from.kind} ${String(value)} to ${to.kind}`);
}
