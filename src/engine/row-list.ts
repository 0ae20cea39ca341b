// Rows of an answer as positions: which of a few records, and which row of it. Two typed arrays instead of an object a row,
// so that an answer of a million rows is made, searched and paged without making a million of anything.
import { type PlainValue, stringAt, valueAt } from '../columns/build.ts';
import type { Column, Rows } from '../columns/column.ts';
import { type DataType, fieldIndex, isNumericType, type Schema } from '../columns/data-type.ts';
import { decimalToNumber } from '../columns/decimal.ts';
import type { ZoneRules } from '../sql/datetime/zone-rules.ts';
import { shownValueIn } from '../sql/zoned-values.ts';

/** Row i is row `rowOf[i]` of `parts[partOf[i]]`; `partOf` null: all are of the first part; `rowOf` null: row i is row i. */
export interface RowList {
  readonly parts: readonly Rows[];
  readonly partOf: Int32Array | null;
  readonly rowOf: Int32Array | null;
  readonly length: number;
}

export const NO_ROWS: RowList = { parts: [], partOf: null, rowOf: null, length: 0 };

export function listOf(rows: Rows): RowList {
  return { parts: [rows], partOf: null, rowOf: null, length: rows.length };
}

function partAt(list: RowList, i: number): Rows | undefined {
  return list.parts[list.partOf === null ? 0 : (list.partOf[i] as number)];
}

function rowAt(list: RowList, i: number): number {
  return list.rowOf === null ? i : (list.rowOf[i] as number);
}

export function plainRowAt(list: RowList, i: number): readonly PlainValue[] {
  const row = rowAt(list, i);
  return partAt(list, i)?.columns.map((column) => valueAt(column, row)) ?? [];
}

/** A value as search finds it and as keys are named; times as the session zone's clocks show them. */
export function shownValue(value: PlainValue, type: DataType, zone: ZoneRules): string {
  return plainWord(shownValueIn(zone, value, type));
}

export function plainWord(value: PlainValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The text that names a row: its values in the columns of these names, joined. */
export function keyTextAt(list: RowList, i: number, names: readonly string[], zone: ZoneRules): string {
  const part = partAt(list, i);
  return part === undefined ? '' : keyTextOf(part, rowAt(list, i), names, zone);
}

export function keyTextOf(rows: Rows, row: number, names: readonly string[], zone: ZoneRules): string {
  return names
    .map((name) => {
      const column = rows.columns[fieldIndex(rows.schema, name)];
      return column === undefined ? '' : shownValue(valueAt(column, row), column.type, zone);
    })
    .join(', ');
}

/** The number in a row, of a long DECIMAL the nearest; null for NULL and for columns that hold none. */
export function numberOf(column: Column | undefined, row: number): number | null {
  if (column === undefined || column.nulls?.[row] === 1) return null;
  if (column.type.kind === 'DECIMAL' && (column.kind === 'float' || column.kind === 'wide'))
    return decimalToNumber(column.values[row] ?? 0, column.type.scale);
  if (column.kind === 'int' || column.kind === 'float') return column.values[row] ?? null;
  return column.kind === 'big' ? Number(column.values[row]) : null;
}

/** Every row's number in a column; NaN for NULL and for no number. */
export function numbersOf(list: RowList, column: number): Float64Array {
  const numbers = new Float64Array(list.length);
  for (let i = 0; i < list.length; i++) numbers[i] = numberOf(partAt(list, i)?.columns[column], rowAt(list, i)) ?? Number.NaN;
  return numbers;
}

/** Positions of the rows one of whose values, as shown, contains the lower-cased text. */
export function rowsWith(list: RowList, lowered: string, zone: ZoneRules): Int32Array {
  const found: number[] = [];
  for (let i = 0; i < list.length; i++) {
    const row = rowAt(list, i);
    const has = (column: Column): boolean => shownValue(valueAt(column, row), column.type, zone).toLowerCase().includes(lowered);
    if (partAt(list, i)?.columns.some(has) === true) found.push(i);
  }
  return Int32Array.from(found);
}

/**
 * The first `wanted` of these positions in the order of a column: NULL first ascending and last descending, NaN above all
 * numbers, strings by UTF-16 units, equal values in their own order. Costs one pass and a small heap while `wanted` is small.
 */
export function firstInOrder(list: RowList, positions: Int32Array, schema: Schema, column: number, descending: boolean, wanted: number): Int32Array {
  const compare = comparator(list, schema, column, descending);
  if (wanted * 8 >= positions.length) return positions.slice().sort(compare).subarray(0, wanted);
  const best: number[] = [];
  for (const position of positions) {
    if (best.length === wanted && compare(position, best[wanted - 1] as number) >= 0) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(best[middle] as number, position) <= 0) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, position);
    if (best.length > wanted) best.pop();
  }
  return Int32Array.from(best);
}

/** Kept as numbers, whose order is theirs. */
const COUNTED: ReadonlySet<string> = new Set(['DATE', 'TIMESTAMP', 'DAY_TIME', 'YEAR_MONTH']);

function comparator(list: RowList, schema: Schema, column: number, descending: boolean): (a: number, b: number) => number {
  const type = schema[column]?.type;
  const sign = descending ? -1 : 1;
  const numeric = type !== undefined && (isNumericType(type) || COUNTED.has(type.kind));
  const isNull = (i: number): boolean => partAt(list, i)?.columns[column]?.nulls?.[rowAt(list, i)] === 1;
  const numbers = numeric ? numbersOf(list, column) : null;
  const texts = numeric ? null : new Map<number, string>();
  const text = (i: number): string => {
    let known = texts?.get(i);
    if (known === undefined) {
      const cell = partAt(list, i)?.columns[column];
      known = cell === undefined ? '' : cell.kind === 'string' ? stringAt(cell, rowAt(list, i)) : plainWord(valueAt(cell, rowAt(list, i)));
      texts?.set(i, known);
    }
    return known;
  };
  return (a, b) => {
    const nullA = isNull(a);
    const nullB = isNull(b);
    if (nullA || nullB) return nullA === nullB ? a - b : (nullA ? -1 : 1) * sign;
    const order = numbers === null ? compareText(text(a), text(b)) : compareNumbers(numbers[a] as number, numbers[b] as number);
    return order === 0 ? a - b : order * sign;
  };
}

function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number.isNaN(a) === Number.isNaN(b) ? 0 : Number.isNaN(a) ? 1 : -1;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
