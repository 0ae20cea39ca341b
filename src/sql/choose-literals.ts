// CASE whose results are literals: which branch a row takes is a small number, and the result a look into a table by it. No selection is
// made and no column of a literal.
import type { Column } from '../columns/column.ts';
import { type DataType, sameType } from '../columns/data-type.ts';
import { constantColumn } from './columns-constant.ts';
import { concatColumns, gatherColumn } from './columns-merge.ts';
import type { Term } from './expression.ts';
import { booleans } from './selection.ts';

const MOST_BRANCHES = 255;
/** Conditions that cost less than the selection that would spare them. None of them fails. */
const CHEAP = new Set(['=', '<>', '<', '<=', '>', '>=', '<=>', 'isnull', 'isnotnull', 'and', 'or', 'not', 'in', 'between', 'startswith', 'endswith']);

export function isCheap(term: Term): boolean {
  if (term.kind === 'call') return CHEAP.has(term.name) && term.args.every(isCheap);
  return term.kind !== 'case';
}

/**
 * The result by the conditions' columns, which are right at the rows asked for: of the first that is TRUE, else the last literal. null:
 * a result is no literal.
 */
export function chooseLiterals(
  type: DataType,
  results: readonly Term[],
  otherwise: Term,
): ((conditions: readonly Column[], length: number) => Column) | null {
  if (type.kind === 'ARRAY' || type.kind === 'MAP' || type.kind === 'STRUCT') return null;
  const literals = [...results, otherwise].flatMap((term) =>
    term.kind === 'literal' && (term.literal.kind === 'null' || sameType(term.type, type)) ? [constantColumn(type, term.literal, 1)] : [],
  );
  if (literals.length !== results.length + 1 || literals.length > MOST_BRANCHES) return null;
  // One lane for all, or the table is made as a column is.
  const table = concatColumns(literals);
  return (conditions, length) => chosen(table, choices(conditions, length));
}

/** Of each row the place of the first condition that is TRUE, or how many conditions there are. */
function choices(conditions: readonly Column[], length: number): Uint8Array {
  const taken = new Uint8Array(length).fill(conditions.length);
  for (let c = conditions.length - 1; c >= 0; c--) {
    const { values, nulls } = booleans(conditions[c] as Column);
    // Which rows a condition takes cannot be foreseen: a product costs less than a branch.
    for (let row = 0; row < length; row++) {
      const known = taken[row] as number;
      const isTrue = nulls === null ? (values[row] as number) : (values[row] as number) & (1 - (nulls[row] as number));
      taken[row] = known + (c - known) * isTrue;
    }
  }
  return taken;
}

function chosen(table: Column, taken: Uint8Array): Column {
  const { length } = taken;
  const { type } = table;
  if (table.nulls !== null) return gatherColumn(table, Int32Array.from(taken));
  switch (table.kind) {
    case 'boolean':
      return { kind: 'boolean', type, length, nulls: null, values: picked(table.values, taken, new Uint8Array(length)) };
    case 'int':
      return { kind: 'int', type, length, nulls: null, values: picked(table.values, taken, new Int32Array(length)) };
    case 'float':
      return { kind: 'float', type, length, nulls: null, values: picked(table.values, taken, new Float64Array(length)) };
    case 'string': {
      const starts = picked(table.starts, taken, new Int32Array(length));
      return { kind: 'string', type, length, nulls: null, bytes: table.bytes, starts, ends: picked(table.ends, taken, new Int32Array(length)) };
    }
    default:
      return gatherColumn(table, Int32Array.from(taken));
  }
}

function picked<A extends Uint8Array | Int32Array | Float64Array>(source: A, taken: Uint8Array, into: A): A {
  for (let row = 0; row < taken.length; row++) into[row] = source[taken[row] as number] as number;
  return into;
}
