// The oracle: evaluates a checked term for one row, over plain JavaScript values (bigint for INT and BIGINT), written for
// clarity and from the rules alone. It knows nothing of columns, lanes, masks or selections.
import type { Term } from '../../src/sql/expression.ts';

/** null is NULL. INT and BIGINT are bigints, DOUBLE is a number. */
export type Value = null | boolean | bigint | number | string;

export class RowFailure extends Error {
  readonly errorClass: string;
  constructor(errorClass: string) {
    super(errorClass);
    this.errorClass = errorClass;
  }
}

/** @throws RowFailure where Spark's ANSI rules refuse the row. */
export function evaluateRow(term: Term, row: readonly Value[]): Value {
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

function literalValue(term: Term & { kind: 'literal' }): Value {
  const { literal, type } = term;
  switch (literal.kind) {
    case 'null':
      return null;
    case 'bigint':
      return BigInt(literal.value);
    case 'number':
      return type.kind === 'DOUBLE' ? literal.value : BigInt(literal.value);
    default:
      return literal.value;
  }
}

function evaluateCall(term: Term & { kind: 'call' }, row: readonly Value[]): Value {
  const arg = (i: number) => evaluateRow(term.args[i] as Term, row);
  switch (term.name) {
    case 'and': {
      const left = arg(0);
      if (left === false) return false;
      const right = arg(1);
      return right === false ? false : left === null || right === null ? null : true;
    }
    case 'or': {
      const left = arg(0);
      if (left === true) return true;
      const right = arg(1);
      return right === true ? true : left === null || right === null ? null : false;
    }
    case 'isnull':
      return arg(0) === null;
    case 'isnotnull':
      return arg(0) !== null;
    case '<=>': {
      const left = arg(0);
      const right = arg(1);
      return left === null || right === null ? left === right : order(left, right) === 0;
    }
    case 'coalesce': {
      for (let i = 0; i < term.args.length; i++) {
        const value = arg(i);
        if (value !== null) return value;
      }
      return null;
    }
    case 'between': {
      const value = arg(0);
      if (value === null) return null;
      const low = arg(1);
      const above = low === null ? null : order(value, low) >= 0;
      if (above === false) return false;
      const high = arg(2);
      const below = high === null ? null : order(value, high) <= 0;
      return below === false ? false : above === null || below === null ? null : true;
    }
    case 'in': {
      const value = arg(0);
      if (value === null) return null;
      let sawNull = false;
      for (let i = 1; i < term.args.length; i++) {
        const option = arg(i);
        if (option === null) sawNull = true;
        else if (order(value, option) === 0) return true;
      }
      return sawNull ? null : false;
    }
    case 'greatest':
    case 'least': {
      const values = term.args.map((_, i) => arg(i)).filter((value) => value !== null);
      const sign = term.name === 'greatest' ? 1 : -1;
      return values.reduce<Value>((best, value) => (best === null || order(value, best) * sign > 0 ? value : best), null);
    }
    case 'concat': {
      // Spark computes all the values before it looks for a NULL.
      const values = term.args.map((_, i) => arg(i));
      return values.includes(null) ? null : values.join('');
    }
    case '/':
    case '%':
    case 'div':
    case 'pmod': {
      const right = arg(1);
      if (right === null) return null;
      const left = arg(0);
      return left === null ? null : divide(term.name, left, right, term.type.kind);
    }
    default: {
      const values: Value[] = [];
      for (let i = 0; i < term.args.length; i++) {
        const value = arg(i);
        if (value === null) return null;
        values.push(value);
      }
      return strict(term, values);
    }
  }
}

function strict(term: Term & { kind: 'call' }, values: readonly Value[]): Value {
  const [left, right] = values as [Value, Value];
  switch (term.name) {
    case 'not':
      return left !== true;
    case '=':
      return order(left, right) === 0;
    case '<>':
      return order(left, right) !== 0;
    case '<':
      return order(left, right) < 0;
    case '<=':
      return order(left, right) <= 0;
    case '>':
      return order(left, right) > 0;
    case '>=':
      return order(left, right) >= 0;
    case '+':
      return typeof left === 'bigint' ? fitted(left + (right as bigint), term.type.kind) : (left as number) + (right as number);
    case '-':
      return typeof left === 'bigint' ? fitted(left - (right as bigint), term.type.kind) : (left as number) - (right as number);
    case '*':
      return typeof left === 'bigint' ? fitted(left * (right as bigint), term.type.kind) : (left as number) * (right as number);
    case 'negative':
      return typeof left === 'bigint' ? fitted(-left, term.type.kind) : -(left as number);
    case 'abs':
      return typeof left === 'bigint' ? fitted(left < 0n ? -left : left, term.type.kind) : Math.abs(left as number);
    case 'cast':
      return cast(left, term.type.kind);
    default:
      throw new Error(`The oracle has no ${term.name}`);
  }
}

/** NaN is equal to itself and above all; text goes by code point. */
function order(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') {
    const left = [...a].map((c) => c.codePointAt(0) as number);
    const right = [...b].map((c) => c.codePointAt(0) as number);
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      const difference = (left[i] as number) - (right[i] as number);
      if (difference !== 0) return difference;
    }
    return left.length - right.length;
  }
  if (typeof a === 'number' && typeof b === 'number' && (Number.isNaN(a) || Number.isNaN(b)))
    return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  const x = a as bigint | number | boolean;
  const y = b as bigint | number | boolean;
  return x < y ? -1 : x > y ? 1 : 0;
}

function fitted(value: bigint, type: string): bigint {
  const bits = type === 'INT' ? 32 : 64;
  if (BigInt.asIntN(bits, value) !== value) throw new RowFailure('ARITHMETIC_OVERFLOW');
  return value;
}

function divide(name: string, left: Value, right: Value, type: string): Value {
  const zero = typeof right === 'bigint' ? right === 0n : right === 0;
  if (zero) throw new RowFailure(name === '%' || name === 'pmod' ? 'REMAINDER_BY_ZERO' : 'DIVIDE_BY_ZERO');
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    if (name === 'div') return fitted(left / right, 'BIGINT');
    const remainder = left % right;
    return name === 'pmod' && remainder < 0n ? (remainder + right) % right : fitted(remainder, type);
  }
  const x = left as number;
  const y = right as number;
  if (name === '/') return x / y;
  const remainder = x % y;
  return name === 'pmod' && remainder < 0 ? (remainder + y) % y : remainder;
}

function cast(value: Value, type: string): Value {
  if (type === 'DOUBLE') return Number(value);
  if (type === 'BIGINT' && typeof value === 'bigint') return value;
  throw new Error(`The oracle has no cast of ${typeof value} to ${type}`);
}
