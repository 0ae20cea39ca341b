// The oracle: evaluates a checked term for one row, over plain JavaScript values, written for clarity and from the rules alone. It
// knows nothing of columns, lanes, masks or selections, and says so (Unknown) where it has no rule.
import type { DataType } from '../../src/columns/data-type.ts';
import type { Term } from '../../src/sql/expression.ts';
import { arithmetic, fitted, negated, rounded } from './row-arithmetic.ts';
import { cast } from './row-casts.ts';
import { textFunction } from './row-texts.ts';
import { isExact, isList, order, RowFailure, Unknown, type Value } from './row-values.ts';

/** @throws RowFailure where Spark's ANSI rules refuse the row; Unknown. */
export function evaluateRow(term: Term, row: readonly Value[]): Value {
  if (notHere.has(term.type.kind)) throw new Unknown();
  switch (term.kind) {
    case 'literal':
      return literalValue(term);
    case 'column':
      return row[term.index] ?? null;
    case 'case': {
      for (const branch of term.branches) if (evaluateRow(branch.when, row) === true) return evaluateRow(branch.then, row);
      return evaluateRow(term.otherwise, row);
    }
    case 'call':
      return evaluateCall(term, row);
  }
}

function literalValue({ literal, type }: Term & { kind: 'literal' }): Value {
  if (literal.kind === 'null') return null;
  if (literal.kind !== 'number' && literal.kind !== 'bigint') return literal.value;
  if (type.kind === 'DECIMAL') return { unscaled: BigInt(literal.value), scale: type.scale };
  return type.kind === 'DOUBLE' || type.kind === 'FLOAT' ? Number(literal.value) : BigInt(literal.value);
}

/** Types that the oracle leaves to others. */
const notHere = new Set(['DATE', 'TIMESTAMP', 'DAY_TIME', 'YEAR_MONTH', 'BINARY', 'MAP']);

const known = new Set(
  (
    '= <> < <= > >= not + - * / % div pmod negative abs round bround floor ceil cast size . array_contains bit_count ~ & | ^ shiftleft ' +
    'shiftright shiftrightunsigned try_add try_subtract try_multiply try_divide try_mod try_cast length reverse repeat left right substring ' +
    'contains startswith endswith btrim ltrim rtrim replace'
  ).split(' '),
);

type Call = Term & { kind: 'call' };
type Control = (term: Call, arg: (i: number) => Value) => Value;

/** Calls that decide themselves which arguments they look at. */
const control: Readonly<Record<string, Control>> = {
  and: (_, arg) => {
    const left = arg(0);
    if (left === false) return false;
    const right = arg(1);
    return right === false ? false : left === null || right === null ? null : true;
  },
  or: (_, arg) => {
    const left = arg(0);
    if (left === true) return true;
    const right = arg(1);
    return right === true ? true : left === null || right === null ? null : false;
  },
  isnull: (_, arg) => arg(0) === null,
  isnotnull: (_, arg) => arg(0) !== null,
  isnan: (_, arg) => Number.isNaN(arg(0)),
  '<=>': (_, arg) => {
    const [left, right] = [arg(0), arg(1)];
    return left === null || right === null ? left === right : order(left, right) === 0;
  },
  coalesce: (term, arg) => {
    for (let i = 0; i < term.args.length; i++) {
      const value = arg(i);
      if (value !== null) return value;
    }
    return null;
  },
  between: (_, arg) => {
    const value = arg(0);
    if (value === null) return null;
    const low = arg(1);
    const above = low === null ? null : order(value, low) >= 0;
    if (above === false) return false;
    const high = arg(2);
    const below = high === null ? null : order(value, high) <= 0;
    return below === false ? false : above === null || below === null ? null : true;
  },
  in: (term, arg) => {
    const value = arg(0);
    if (value === null) return null;
    let sawNull = false;
    for (let i = 1; i < term.args.length; i++) {
      const option = arg(i);
      if (option === null) sawNull = true;
      else if (order(value, option) === 0) return true;
    }
    return sawNull ? null : false;
  },
  greatest: (term, arg) => extreme(term, arg, 1),
  least: (term, arg) => extreme(term, arg, -1),
  // Spark computes all the values before it looks for a NULL.
  concat: (term, arg) => {
    if (term.type.kind !== 'STRING') throw new Unknown();
    const values = term.args.map((_, i) => arg(i));
    return values.includes(null) ? null : values.join('');
  },
  array: (term, arg) => term.args.map((_, i) => arg(i)),
  named_struct: (term, arg) => term.args.flatMap((_, i) => (i % 2 === 1 ? [arg(i)] : [])),
  struct: (term, arg) => term.args.map((_, i) => arg(i)),
};

function extreme(term: Call, arg: (i: number) => Value, sign: number): Value {
  const values = term.args.map((_, i) => arg(i)).filter((value) => value !== null);
  return values.reduce<Value>((best, value) => (best === null || order(value, best) * sign > 0 ? value : best), null);
}

const rightFirst = new Set(['/', '%', 'div', 'pmod', 'try_divide', 'try_mod']);

function evaluateCall(term: Call, row: readonly Value[]): Value {
  const arg = (i: number) => evaluateRow(term.args[i] as Term, row);
  const own = control[term.name];
  if (own !== undefined) return own(term, arg);
  if (!known.has(term.name) || (term.name === 'try_cast' && term.type.kind === 'ARRAY')) throw new Unknown();
  const values: Value[] = [];
  const places = term.args.map((_, i) => (rightFirst.has(term.name) ? term.args.length - 1 - i : i));
  for (const i of places) {
    const value = arg(i);
    if (value === null) return null;
    values[i] = value;
  }
  const attempted = /^try_(add|subtract|multiply|divide|mod|cast)$/.exec(term.name)?.[1];
  if (attempted === undefined) return strict(term.name, term, values);
  try {
    return strict(plainNames[attempted] ?? attempted, term, values);
  } catch (error) {
    if (error instanceof RowFailure) return null;
    throw error;
  }
}

const plainNames: Readonly<Record<string, string>> = { add: '+', subtract: '-', multiply: '*', divide: '/', mod: '%' };

const compares: Readonly<Record<string, (difference: number) => boolean>> = {
  '=': (d) => d === 0,
  '<>': (d) => d !== 0,
  '<': (d) => d < 0,
  '<=': (d) => d <= 0,
  '>': (d) => d > 0,
  '>=': (d) => d >= 0,
};

function strict(name: string, term: Call, values: readonly Value[]): Value {
  const [left = null, right = null] = values;
  const types = term.args.map((arg) => arg.type);
  const compare = compares[name];
  if (compare !== undefined) return compare(order(left, right));
  switch (name) {
    case 'not':
      return left !== true;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case 'div':
    case 'pmod':
      return arithmetic(name, left, right, term.type);
    case 'negative':
      return negated(left, term.type);
    case 'abs':
      return typeof left === 'number' ? Math.abs(left) : order(left, zeroOf(left)) < 0 ? negated(left, term.type) : left;
    case 'round':
    case 'bround':
    case 'floor':
    case 'ceil':
      return rounded(name, left, values.length > 1 ? (right as bigint) : 0n, term.type);
    case 'cast':
      return cast(left, types[0] as DataType, term.type);
    case 'size':
      return isList(left) ? BigInt(left.length) : unknown();
    case '.':
      return isList(left) && types[0]?.kind === 'STRUCT' ? (left[Number(right)] ?? null) : unknown();
    case 'array_contains':
      return contains(left, right);
    default:
      return bitFunction(name, left, right, term.type) ?? textFunction(name, values) ?? unknown();
  }
}

function unknown(): never {
  throw new Unknown();
}

function zeroOf(value: Value): Value {
  return isExact(value) ? { unscaled: 0n, scale: 0 } : 0n;
}

function contains(list: Value, wanted: Value): Value {
  if (!isList(list)) return unknown();
  if (list.some((element) => element !== null && order(element, wanted) === 0)) return true;
  return list.includes(null) ? null : false;
}

function bitFunction(name: string, left: Value, right: Value, type: DataType): Value {
  if (name === 'bit_count') return left === true ? 1n : left === false ? 0n : typeof left === 'bigint' ? ones(BigInt.asUintN(64, left)) : null;
  if (typeof left !== 'bigint') return null;
  if (name === '~') return -left - 1n;
  if (typeof right !== 'bigint') return null;
  const width = type.kind === 'BIGINT' ? 64 : 32;
  const by = BigInt.asUintN(width === 64 ? 6 : 5, right);
  switch (name) {
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case 'shiftleft':
      return BigInt.asIntN(width, left * 2n ** by);
    case 'shiftright':
      return fitted(left >> by, type);
    case 'shiftrightunsigned':
      return BigInt.asIntN(width, BigInt.asUintN(width, left) >> by);
    default:
      return null;
  }
}

function ones(value: bigint): bigint {
  let count = 0n;
  for (let rest = value; rest > 0n; rest >>= 1n) count += rest & 1n;
  return count;
}
