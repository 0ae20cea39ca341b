// Conditions that compare columns with literals, and what AND makes of them: the rows for which they are TRUE are written down as they
// are found, without a BOOLEAN column in between. Which rows those are cannot be foreseen, so no branch depends on it where a
// comparison can do without: a place is written to until a row stays there.
import type { Column, Rows } from '../columns/column.ts';
import type { Expression, Term } from './expression.ts';
import { WantedText } from './functions/short-text.ts';

/** What is asked of each row: all rows below `count` when `from` is null, else the first `count` of it. */
export interface Asked {
  readonly from: Int32Array | null;
  readonly count: number;
}

/**
 * Writes the physical positions of the TRUE rows among those asked, which `into` has room for, and answers how many there are. `into` may be
 * `from`. -1, with anything in `into`: a
 * column is not in a lane this is made for.
 */
export type NarrowRows = (columns: readonly Column[], asked: Asked, into: Int32Array) => number;

const COMPARISONS = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** null: the condition is of another form. One that is answered never fails. */
export function compileNarrowing(expression: Expression): ((rows: Rows, into: Int32Array) => number) | null {
  const narrow = narrowing(expression.root);
  if (narrow === null) return null;
  return ({ columns, length, selection }, into) => narrow(columns, { from: selection, count: selection === null ? length : selection.length }, into);
}

function narrowing(term: Term): NarrowRows | null {
  if (term.kind !== 'call') return null;
  const [left, right] = term.args;
  if (left === undefined || right === undefined) return null;
  if (term.name === 'and') return both(narrowing(left), narrowing(right));
  if (!COMPARISONS.has(term.name) || left.kind !== 'column' || left.variable === true || right.kind !== 'literal') return null;
  const { literal } = right;
  if (literal.kind === 'string' && term.name === '=') {
    const text = WantedText.of(literal.value);
    return text === null ? null : textNarrowing(left.index, text);
  }
  if (literal.kind === 'number' && !Number.isNaN(literal.value)) return numberNarrowing(left.index, term.name, literal.value);
  return null;
}

function both(first: NarrowRows | null, second: NarrowRows | null): NarrowRows | null {
  if (first === null || second === null) return null;
  return (columns, asked, into) => {
    const count = first(columns, asked, into);
    return count < 0 ? count : second(columns, { from: into, count }, into);
  };
}

function textNarrowing(index: number, text: WantedText): NarrowRows {
  return (columns, { from, count }, into) => {
    const column = columns[index];
    if (column?.kind !== 'string' || column.nulls !== null) return -1;
    return text.rowsWith(column, from, count, into);
  };
}

function numberNarrowing(index: number, operator: string, number: number): NarrowRows {
  const comparison: Comparison = {
    number,
    below: operator === '<' || operator === '<=' || operator === '<>' ? 1 : 0,
    equal: operator === '=' || operator === '<=' || operator === '>=' ? 1 : 0,
    above: operator === '>' || operator === '>=' || operator === '<>' ? 1 : 0,
  };
  return (columns, asked, into) => {
    const column = columns[index];
    if ((column?.kind !== 'float' && column?.kind !== 'int') || column.nulls !== null) return -1;
    return column.kind === 'int' ? intsWith(column.values, comparison, asked, into) : floatsWith(column.values, comparison, asked, into);
  };
}

/** What is added for a value below the number, equal to it, above it. */
interface Comparison {
  readonly number: number;
  readonly below: 0 | 1;
  readonly equal: 0 | 1;
  readonly above: 0 | 1;
}

// One loop for each kind of array: one for both would look at the kind at every element.

function intsWith(values: Int32Array, { number, below, equal, above }: Comparison, { from, count }: Asked, into: Int32Array): number {
  let size = 0;
  for (let k = 0; k < count; k++) {
    const row = from === null ? k : (from[k] as number);
    const x = values[row] as number;
    into[size] = row;
    size += x < number ? below : x === number ? equal : above;
  }
  return size;
}

/** NaN is above every number. */
function floatsWith(values: Float64Array, { number, below, equal, above }: Comparison, { from, count }: Asked, into: Int32Array): number {
  let size = 0;
  for (let k = 0; k < count; k++) {
    const row = from === null ? k : (from[k] as number);
    const x = values[row] as number;
    into[size] = row;
    size += x < number ? below : x === number ? equal : above;
  }
  return size;
}
