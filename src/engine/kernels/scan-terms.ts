// Expressions of keyed state, compiled to be computed row after row: what a scan (fold-scan.ts) runs. A value is a number and NaN is
// NULL; of types that are no numbers it is a place in a pool of values, so that they can be kept, chosen and compared. What does not
// read the state is computed beforehand, for all rows at once, by the library. Where plain doubles cannot tell what the library
// would answer (a NaN that is a value, an integer beyond the safe range, a row without a value), the scan gives up with Unusual.
import { type DataType, formatType } from '../../columns/data-type.ts';
import type { Term } from '../../sql/expression.ts';
import { safeRemainder, wholeSafeQuotient } from '../../sql/functions/safe-integers.ts';

/** What the terms are computed over; the arrays are put in for each batch. */
export interface ScanCells {
  /** By field, then by key. */
  readonly state: Float64Array[];
  /** By field, then by row: the values after the row. */
  readonly after: Float64Array[];
  /** By term computed beforehand, then by row. */
  readonly given: Float64Array[];
  /** By pool: negative, 0 or positive as the values at two places are less, equal or greater. */
  readonly compare: ((a: number, b: number) => number)[];
}

/** The value for a row, whose key has this number. @throws Unusual. */
export type Cell = (row: number, key: number) => number;

/** The scan cannot answer as the library does. */
export class Unusual extends Error {}

export const UNUSUAL = new Unusual();

/** null: a number, else the name of the pool its values lie in. */
export function poolOf(type: DataType): string | null {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'DOUBLE':
    case 'DATE':
    case 'TIMESTAMP':
    case 'DAY_TIME':
    case 'YEAR_MONTH':
      return null;
    default:
      return formatType(type);
  }
}

export class ScanTerms {
  /** To be computed beforehand, in the order of `cells.given`. */
  readonly given: Term[] = [];
  /** In the order of `cells.compare`. */
  readonly pools: string[] = [];
  private readonly cells: ScanCells;
  private readonly stateFrom: number;
  private readonly fields: number;
  private readonly isUtc: boolean;

  /** Columns of the scope from `stateFrom` on are the fields before the row, then those after it. */
  constructor(cells: ScanCells, stateFrom: number, fields: number, timeZone: string) {
    this.cells = cells;
    this.stateFrom = stateFrom;
    this.fields = fields;
    this.isUtc = timeZone === 'UTC';
  }

  /** null: the term does with the state what a scan cannot. */
  compile(term: Term): Cell | null {
    if (!readsFrom(term, this.stateFrom)) return this.beforehand(term);
    switch (term.kind) {
      case 'literal':
        return null;
      case 'column':
        return this.field(term.index - this.stateFrom);
      case 'case':
        return this.choice(term);
      case 'call':
        return this.call(term);
    }
  }

  /** The number of the type's pool; -1 for numbers. */
  poolIndex(type: DataType): number {
    const name = poolOf(type);
    if (name === null) return -1;
    const known = this.pools.indexOf(name);
    return known >= 0 ? known : this.pools.push(name) - 1;
  }

  private beforehand(term: Term): Cell {
    const value = constantOf(term);
    if (value !== null) return () => value;
    const { given } = this.cells;
    const place = this.placeOf(term);
    return (row) => (given[place] as Float64Array)[row] as number;
  }

  /** Where among `cells.given` the values of a term will be that does not read the state. */
  placeOf(term: Term): number {
    this.poolIndex(term.type);
    return this.given.push(term) - 1;
  }

  private field(place: number): Cell {
    const { state, after } = this.cells;
    if (place < this.fields) return (_, key) => (state[place] as Float64Array)[key] as number;
    const field = place - this.fields;
    return (row) => (after[field] as Float64Array)[row] as number;
  }

  private choice(term: Term & { kind: 'case' }): Cell | null {
    const otherwise = this.compile(term.otherwise);
    let rest = otherwise;
    for (const branch of [...term.branches].reverse()) {
      const when = this.compile(branch.when);
      const then = this.compile(branch.then);
      const next = rest;
      if (when === null || then === null || next === null) return null;
      rest = (row, key) => (when(row, key) === 1 ? then(row, key) : next(row, key));
    }
    return rest;
  }

  private call(term: Term & { kind: 'call' }): Cell | null {
    const args: Cell[] = [];
    for (const arg of term.args) {
      const cell = this.compile(arg);
      if (cell === null) return null;
      args.push(cell);
    }
    const [a, b, c] = args;
    if (a === undefined) return null;
    switch (term.name) {
      case 'coalesce':
        return coalesced(args);
      case 'isnull':
        return (row, key) => (Number.isNaN(a(row, key)) ? 1 : 0);
      case 'isnotnull':
        return (row, key) => (Number.isNaN(a(row, key)) ? 0 : 1);
      case 'not':
        return (row, key) => 1 - a(row, key);
      case 'cast':
        return casted(a, term.args[0]?.type ?? term.type, term.type);
      case 'negative':
        return signed(a, term.type, (x) => -x);
      case 'abs':
        return signed(a, term.type, Math.abs);
      case 'greatest':
        return poolOf(term.type) === null ? extreme(args, 1) : null;
      case 'least':
        return poolOf(term.type) === null ? extreme(args, -1) : null;
    }
    if (b === undefined) return null;
    switch (term.name) {
      case 'and':
        return (row, key) => {
          const left = a(row, key);
          if (left === 0) return 0;
          const right = b(row, key);
          return right === 0 ? 0 : left * right;
        };
      case 'or':
        return (row, key) => {
          const left = a(row, key);
          if (left === 1) return 1;
          const right = b(row, key);
          return right === 1 ? 1 : left + right;
        };
      case '+':
      case '-':
      case '*':
        return term.args.every(({ type }) => type.kind === term.type.kind) ? arithmetic(term.name, a, b, term.type) : null;
      case '/':
        return term.type.kind === 'DOUBLE' && term.args.every(({ type }) => type.kind === 'DOUBLE') ? quotient(a, b) : null;
      case 'div':
        return term.args.every(({ type }) => type.kind === 'BIGINT') ? whole(a, b, wholeSafeQuotient) : null;
      case '%':
        return term.args.every(({ type }) => type.kind === 'BIGINT') ? whole(a, b, safeRemainder) : null;
      case 'time - time':
        return this.isUtc && term.args.every(({ type }) => type.kind === 'TIMESTAMP') ? arithmetic('-', a, b, { kind: 'BIGINT' }) : null;
      case 'between':
        return c === undefined ? null : this.between(a, b, c, term.args[0]?.type ?? term.type);
      default:
        return this.comparison(term.name, a, b, term.args[0]?.type ?? term.type);
    }
  }

  private comparison(name: string, a: Cell, b: Cell, type: DataType): Cell | null {
    const order = this.order(type);
    switch (name) {
      case '=':
        return compared(a, b, (x, y) => order(x, y) === 0);
      case '<>':
        return compared(a, b, (x, y) => order(x, y) !== 0);
      case '<':
        return compared(a, b, (x, y) => order(x, y) < 0);
      case '<=':
        return compared(a, b, (x, y) => order(x, y) <= 0);
      case '>':
        return compared(a, b, (x, y) => order(x, y) > 0);
      case '>=':
        return compared(a, b, (x, y) => order(x, y) >= 0);
      case '<=>':
        return (row, key) => {
          const [x, y] = [a(row, key), b(row, key)];
          if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) && Number.isNaN(y) ? 1 : 0;
          return order(x, y) === 0 ? 1 : 0;
        };
      default:
        return null;
    }
  }

  private between(value: Cell, low: Cell, high: Cell, type: DataType): Cell {
    const order = this.order(type);
    const above = compared(value, low, (x, y) => order(x, y) >= 0);
    const below = compared(value, high, (x, y) => order(x, y) <= 0);
    return (row, key) => {
      const first = above(row, key);
      if (first === 0) return 0;
      const second = below(row, key);
      return second === 0 ? 0 : first * second;
    };
  }

  private order(type: DataType): (x: number, y: number) => number {
    const pool = this.poolIndex(type);
    if (pool < 0) return (x, y) => (x < y ? -1 : x > y ? 1 : 0);
    const { compare } = this.cells;
    return (x, y) => (x === y ? 0 : (compare[pool] as (a: number, b: number) => number)(x, y));
  }
}

/** The number of a literal that a scan takes as it is, also of a whole one made wider. */
export function constantOf(term: Term): number | null {
  if (term.kind === 'call' && term.name === 'cast') {
    const [given] = term.args;
    return given?.type.kind === 'INT' && (term.type.kind === 'BIGINT' || term.type.kind === 'DOUBLE') ? constantOf(given) : null;
  }
  if (term.kind !== 'literal' || poolOf(term.type) !== null) return null;
  const { literal } = term;
  if (literal.kind === 'number') return Number.isNaN(literal.value) ? null : literal.value;
  if (literal.kind === 'bigint') return null;
  return literal.kind === 'boolean' ? Number(literal.value) : Number.NaN;
}

/** Whether the term reads a column of its input from this one on. */
export function readsFrom(term: Term, from: number): boolean {
  switch (term.kind) {
    case 'literal':
      return false;
    case 'column':
      return term.variable !== true && term.index >= from;
    case 'call':
      return term.args.some((arg) => readsFrom(arg, from));
    case 'case':
      return readsFrom(term.otherwise, from) || term.branches.some((branch) => readsFrom(branch.when, from) || readsFrom(branch.then, from));
  }
}

function coalesced(args: readonly Cell[]): Cell {
  const [a, b] = args;
  if (a !== undefined && b !== undefined && args.length === 2) {
    return (row, key) => {
      const first = a(row, key);
      return Number.isNaN(first) ? b(row, key) : first;
    };
  }
  return (row, key) => {
    for (const arg of args) {
      const value = arg(row, key);
      if (!Number.isNaN(value)) return value;
    }
    return Number.NaN;
  };
}

/** NULL where a side is; the right side is not asked then. */
function compared(a: Cell, b: Cell, accepts: (x: number, y: number) => boolean): Cell {
  return (row, key) => {
    const x = a(row, key);
    if (Number.isNaN(x)) return Number.NaN;
    const y = b(row, key);
    if (Number.isNaN(y)) return Number.NaN;
    return accepts(x, y) ? 1 : 0;
  };
}

/** Of equal values the first stays. */
function extreme(args: readonly Cell[], direction: 1 | -1): Cell {
  return (row, key) => {
    let best = Number.NaN;
    for (const arg of args) {
      const value = arg(row, key);
      if (Number.isNaN(best) || (direction > 0 ? value > best : value < best)) best = value;
    }
    return best;
  };
}

/** What the type holds: the number itself. null: not a type a scan computes in. @throws Unusual for what it does not hold, and for a NaN. */
function holding(type: DataType): ((value: number) => number) | null {
  switch (type.kind) {
    case 'TINYINT':
      return (value) => within(value, (value << 24) >> 24);
    case 'SMALLINT':
      return (value) => within(value, (value << 16) >> 16);
    case 'INT':
      return (value) => within(value, value | 0);
    case 'BIGINT':
      return (value) => {
        if (!Number.isSafeInteger(value)) throw UNUSUAL;
        return value + 0;
      };
    case 'DOUBLE':
      return (value) => {
        if (Number.isNaN(value)) throw UNUSUAL;
        return value;
      };
    default:
      return null;
  }
}

function within(value: number, narrow: number): number {
  if (value !== narrow) throw UNUSUAL;
  return narrow;
}

function arithmetic(operator: '+' | '-' | '*', a: Cell, b: Cell, type: DataType): Cell | null {
  const held = holding(type);
  if (held === null) return null;
  const both = (compute: (x: number, y: number) => number): Cell => {
    return (row, key) => {
      const x = a(row, key);
      if (Number.isNaN(x)) return Number.NaN;
      const y = b(row, key);
      return Number.isNaN(y) ? Number.NaN : held(compute(x, y));
    };
  };
  if (operator === '+') return both((x, y) => x + y);
  return operator === '-' ? both((x, y) => x - y) : both((x, y) => x * y);
}

/** The divisor is asked first, as the library does. */
function quotient(a: Cell, b: Cell): Cell {
  return (row, key) => {
    const y = b(row, key);
    if (Number.isNaN(y)) return Number.NaN;
    const x = a(row, key);
    if (Number.isNaN(x)) return Number.NaN;
    const value = x / y;
    if (y === 0 || Number.isNaN(value)) throw UNUSUAL;
    return value;
  };
}

function whole(a: Cell, b: Cell, compute: (x: number, y: number) => number): Cell {
  return (row, key) => {
    const y = b(row, key);
    if (Number.isNaN(y)) return Number.NaN;
    const x = a(row, key);
    if (Number.isNaN(x)) return Number.NaN;
    if (y === 0) throw UNUSUAL;
    return compute(x, y);
  };
}

function signed(a: Cell, type: DataType, compute: (x: number) => number): Cell | null {
  const held = holding(type);
  if (held === null) return null;
  return (row, key) => {
    const x = a(row, key);
    return Number.isNaN(x) ? x : held(compute(x));
  };
}

const WIDTHS: Readonly<Record<string, number>> = { BOOLEAN: 0, TINYINT: 1, SMALLINT: 2, INT: 3, BIGINT: 4, DOUBLE: 5 };

/** Between integers, and to DOUBLE; the same value, if the type holds it. */
function casted(a: Cell, from: DataType, to: DataType): Cell | null {
  if (formatType(from) === formatType(to)) return a;
  const [width, wanted] = [WIDTHS[from.kind], WIDTHS[to.kind]];
  if (width === undefined || wanted === undefined || wanted === 0 || width === 5) return null;
  return width <= wanted ? a : signed(a, to, (x) => x);
}
