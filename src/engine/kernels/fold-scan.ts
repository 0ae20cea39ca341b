// Keyed state computed row after row, in one pass over a batch: for expressions that do with the state what a scan can (scan-terms.ts).
// It costs the same whichever keys the rows have, also when all have one; and it moves no row. It changes nothing: where it gives up,
// the same batch can be folded in rounds.
import { absentColumn } from '../../columns/absent.ts';
import type { Column, Nulls, Rows, Selection } from '../../columns/column.ts';
import { concatColumns } from '../../columns/concat.ts';
import type { DataType } from '../../columns/data-type.ts';
import { gatherOrNull } from '../../columns/gather-or-null.ts';
import type { FoldNode } from '../../plan/plan.ts';
import type { Expression } from '../../sql/expression.ts';
import { compareValues } from '../../sql/functions/value-order.ts';
import { type Accumulation, accumulate, accumulationOf } from './accumulation.ts';
import type { BatchKeys } from './batch-keys.ts';
import { RowExpression } from './row-expression.ts';
import { type Cell, constantOf, type ScanCells, ScanTerms, Unusual } from './scan-terms.ts';

/** Columns are by position among the rows of the batch, and right where one is selected. */
export interface Scanned {
  readonly before: readonly Column[];
  readonly after: readonly Column[];
  /** What each key is left with: slots that keep state, the position of their last row, and slots without. */
  readonly kept: Int32Array;
  readonly lastRows: Int32Array;
  readonly gone: Int32Array;
}

/** Where the values of a pool come from. */
interface PoolPart {
  readonly column: Column;
  readonly from: number;
}

interface Accumulated {
  readonly accumulation: Accumulation;
  /** null: it lies at `place`. */
  readonly constant: number | null;
  readonly place: number;
}

interface Compiled {
  readonly update: readonly Cell[];
  readonly accumulations: readonly Accumulated[] | null;
  readonly removal: Cell | null;
}

export class FoldScan {
  private readonly types: readonly DataType[];
  private readonly cells: ScanCells;
  private readonly terms: ScanTerms;
  private readonly update: readonly Cell[];
  /** By field, when every field is one and no key is let go: with what is added to each, a number or its place among what is given. */
  private readonly accumulations: readonly Accumulated[] | null;
  private readonly removal: Cell | null;
  private readonly given: readonly RowExpression[];
  private pools: readonly (Column | null)[] = [];

  private constructor(node: FoldNode, terms: ScanTerms, cells: ScanCells, { update, accumulations, removal }: Compiled, timeZone: string) {
    this.accumulations = accumulations;
    this.types = node.state.map(({ type }) => type);
    this.terms = terms;
    this.cells = cells;
    this.update = update;
    this.removal = removal;
    this.given = terms.given.map((root) => new RowExpression(node.operatorId, { text: '', type: root.type, root }, timeZone));
  }

  /** `stateFrom`: how many columns the rows have, with their keys. null: the expressions are not for a scan. */
  static of(node: FoldNode, stateFrom: number, timeZone: string): FoldScan | null {
    const cells: ScanCells = { state: [], after: [], given: [], compare: [] };
    const terms = new ScanTerms(cells, stateFrom, node.state.length, timeZone);
    const compile = ({ root }: Expression): Cell | null => terms.compile(root);
    for (const { type } of node.state) terms.poolIndex(type);
    const accumulations = accumulationsOf(node, terms, stateFrom);
    if (accumulations !== null) return new FoldScan(node, terms, cells, { update: [], accumulations, removal: null }, timeZone);
    const update = node.update.map(compile);
    const removal = node.remove === null ? null : compile(node.remove);
    if (node.remove !== null && removal === null) return null;
    const known = update.filter((cell) => cell !== null);
    return known.length < update.length ? null : new FoldScan(node, terms, cells, { update: known, accumulations, removal }, timeZone);
  }

  /**
   * `seen`: the rows, without the state; `keys`: of the selected ones; `stored`: the state of each key; `asksBefore`: whether somebody
   * reads a field as it was. null: it gives up.
   */
  run(seen: Rows, keys: BatchKeys, stored: readonly Column[], asksBefore: readonly boolean[], timeMs: number): Scanned | null {
    if (!this.fill(seen, stored, timeMs)) return null;
    try {
      const arrays = asksBefore.map((isAsked) => (isAsked ? new Float64Array(seen.length) : null));
      const outcome = this.scan(seen, keys, arrays);
      const before = arrays.map((values, f) => (values === null ? absentColumn(this.types[f] as DataType, seen.length) : this.columnOf(values, f)));
      return { before, after: this.cells.after.map((values, f) => this.columnOf(values, f)), ...outcome };
    } catch (error) {
      if (error instanceof Unusual) return null;
      throw error;
    }
  }

  /** Puts in what the terms read. False: something of it is no plain value, or a row has none. */
  private fill(seen: Rows, stored: readonly Column[], timeMs: number): boolean {
    const { cells, terms } = this;
    const parts = terms.pools.map((): PoolPart[] => []);
    const put = (column: Column, type: DataType, selection: Selection): Float64Array | null => {
      const pool = terms.poolIndex(type);
      if (pool < 0) return numbersOf(column, selection);
      const list = parts[pool] as PoolPart[];
      const last = list.at(-1);
      const from = last === undefined ? 0 : last.from + last.column.length;
      list.push({ column, from });
      return placesOf(column, from);
    };
    for (const [f, column] of stored.entries()) {
      const values = put(column, this.types[f] as DataType, null);
      if (values === null) return false;
      cells.state[f] = values;
      cells.after[f] = new Float64Array(seen.length);
    }
    for (const [g, expression] of this.given.entries()) {
      const { column, errors } = expression.collect(seen, timeMs);
      const values = errors.length > 0 ? null : put(column, expression.expression.type, seen.selection);
      if (values === null) return false;
      cells.given[g] = values;
    }
    this.pools = parts.map((list, p) => this.pooled(list, p));
    return true;
  }

  private pooled(parts: readonly PoolPart[], pool: number): Column | null {
    const [first] = parts;
    if (first === undefined) return null;
    const all = concatColumns(
      first.column.type,
      parts.map(({ column }) => ({ column, positions: null })),
    );
    this.cells.compare[pool] = (a, b) => compareValues(all, a, all, b);
    return all;
  }

  private scan({ selection }: Rows, keys: BatchKeys, before: readonly (Float64Array | null)[]): Pick<Scanned, 'kept' | 'lastRows' | 'gone'> {
    const { update, removal, cells, accumulations } = this;
    if (accumulations !== null) return this.accumulated(accumulations, selection, keys, before);
    const { state, after } = cells;
    const { numbers, slots } = keys;
    const fields = update.length;
    const lastRows = new Int32Array(slots.length);
    const isGone = new Uint8Array(slots.length);
    for (let i = 0; i < numbers.length; i++) {
      const row = selection === null ? i : (selection[i] as number);
      const key = numbers[i] as number;
      for (let f = 0; f < fields; f++) {
        const was = before[f];
        if (was != null) was[row] = (state[f] as Float64Array)[key] as number;
        (after[f] as Float64Array)[row] = (update[f] as Cell)(row, key);
      }
      const goes = removal !== null && removal(row, key) === 1;
      for (let f = 0; f < fields; f++) (state[f] as Float64Array)[key] = goes ? Number.NaN : ((after[f] as Float64Array)[row] as number);
      lastRows[key] = row;
      isGone[key] = goes ? 1 : 0;
    }
    if (removal === null) return { kept: slots, lastRows, gone: new Int32Array(0) };
    const stays = (_: number, key: number): boolean => isGone[key] === 0;
    return { kept: slots.filter(stays), lastRows: lastRows.filter(stays), gone: slots.filter((_, key) => isGone[key] === 1) };
  }

  private accumulated(
    accumulations: readonly Accumulated[],
    selection: Selection,
    { numbers, slots }: BatchKeys,
    before: readonly (Float64Array | null)[],
  ): Pick<Scanned, 'kept' | 'lastRows' | 'gone'> {
    const { state, after, given } = this.cells;
    for (const [f, { accumulation, constant, place }] of accumulations.entries()) {
      const added = constant ?? (given[place] as Float64Array);
      accumulate(accumulation, added, state[f] as Float64Array, after[f] as Float64Array, before[f] ?? null, numbers, selection);
    }
    const lastRows = new Int32Array(slots.length);
    for (let i = 0; i < numbers.length; i++) lastRows[numbers[i] as number] = selection === null ? i : (selection[i] as number);
    return { kept: slots, lastRows, gone: new Int32Array(0) };
  }

  private columnOf(values: Float64Array, field: number): Column {
    const type = this.types[field] as DataType;
    const pool = this.terms.poolIndex(type);
    if (pool < 0) return numberColumn(type, values);
    const places = new Int32Array(values.length);
    for (let row = 0; row < places.length; row++) places[row] = Number.isNaN(values[row]) ? -1 : (values[row] as number);
    const all = this.pools[pool];
    if (all == null) throw new Error('A field has values of no pool');
    return gatherOrNull(all, places);
  }
}

/** null unless each field is an accumulation and keys stay. */
function accumulationsOf(node: FoldNode, terms: ScanTerms, stateFrom: number): readonly Accumulated[] | null {
  if (node.remove !== null) return null;
  const found = node.update.map(({ root }, f) => accumulationOf(root, stateFrom + f, stateFrom)).filter((one) => one !== null);
  if (found.length < node.update.length) return null;
  return found.map((accumulation) => {
    const constant = constantOf(accumulation.added);
    return { accumulation, constant, place: constant === null ? terms.placeOf(accumulation.added) : -1 };
  });
}

/** NaN where the column is NULL; null when a selected value is NaN itself, or is no double. */
function numbersOf(column: Column, selection: Selection): Float64Array | null {
  if (column.kind !== 'int' && column.kind !== 'float' && column.kind !== 'boolean') return null;
  const { nulls, values } = column;
  const numbers = new Float64Array(values);
  if (column.type.kind === 'DOUBLE' && hasNaN(numbers, nulls, selection)) return null;
  if (nulls !== null) for (let row = 0; row < numbers.length; row++) if (nulls[row] === 1) numbers[row] = Number.NaN;
  return numbers;
}

function hasNaN(values: Float64Array, nulls: Nulls, selection: Selection): boolean {
  const count = selection === null ? values.length : selection.length;
  for (let i = 0; i < count; i++) {
    const row = selection === null ? i : (selection[i] as number);
    if (Number.isNaN(values[row]) && (nulls === null || nulls[row] === 0)) return true;
  }
  return false;
}

function placesOf(column: Column, from: number): Float64Array {
  const { nulls, length } = column;
  const places = new Float64Array(length);
  for (let row = 0; row < length; row++) places[row] = nulls !== null && nulls[row] === 1 ? Number.NaN : from + row;
  return places;
}

function numberColumn(type: DataType, values: Float64Array): Column {
  const { length } = values;
  let nulls: Uint8Array | null = null;
  for (let row = 0; row < length; row++) {
    if (!Number.isNaN(values[row])) continue;
    nulls ??= new Uint8Array(length);
    nulls[row] = 1;
  }
  const base = { type, length, nulls };
  switch (type.kind) {
    case 'BOOLEAN':
      return { ...base, kind: 'boolean', values: new Uint8Array(values) };
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'DATE':
    case 'YEAR_MONTH':
      return { ...base, kind: 'int', values: new Int32Array(values) };
    default:
      return { ...base, kind: 'float', values };
  }
}
