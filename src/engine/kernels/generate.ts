import { absentColumn } from '../../columns/absent.ts';
import type { ArrayColumn, Column, Rows, Selection } from '../../columns/column.ts';
import { INT } from '../../columns/data-type.ts';
import { gatherColumn } from '../../columns/gather.ts';
import { gatherOrNull } from '../../columns/gather-or-null.ts';
import type { GenerateNode } from '../../plan/plan.ts';
import type { Kernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';
import { RowExpression } from './row-expression.ts';
import { RowPolicy } from './row-policy.ts';

/**
 * One row per array element. The elements of the array column become the new column as they are, with a selection where
 * some of them belong to no row asked for; other columns are repeated only if somebody reads them.
 */
export class GenerateKernel implements Kernel {
  private readonly node: GenerateNode;
  private readonly needed: ReadonlySet<number>;
  private readonly array: RowExpression;
  private readonly policy: RowPolicy;

  constructor(node: GenerateNode, needed: ReadonlySet<number>, timeZone: string) {
    this.node = node;
    this.needed = needed;
    this.array = new RowExpression(node.operatorId, node.array, timeZone);
    this.policy = new RowPolicy(node.onError);
  }

  get refused(): RefusedRows | null {
    return this.policy.refused;
  }

  run([given]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (given === null || given === undefined) return null;
    const { columns, selection: asked } = this.policy.columns([this.array], given, timeMs);
    const rows = asked === given.selection ? given : { ...given, selection: asked };
    const [array = null] = columns;
    if (array?.kind !== 'array') throw new Error('Only an ARRAY has elements');
    if (this.node.outer === true && hasEmpty(array, rows.selection)) return this.outerRows(rows, array);
    const isAscending = ascending(array, rows.selection);
    const taken = isAscending && coversAll(array, rows.selection) ? null : positions(array, rows.selection);
    const elements = isAscending || taken === null ? array.elements : gatherColumn(array.elements, taken);
    const selection = isAscending ? taken : null;
    return { schema: this.node.output.columns, columns: this.columns(rows, array, elements, selection), length: elements.length, selection };
  }

  /** As `run`, and one row of NULL for each row without elements. */
  private outerRows(rows: Rows, array: ArrayColumn): Rows {
    const { node, needed } = this;
    const { parents, places, elements } = outerPlaces(array, rows.selection);
    const last = node.output.columns.length - 1;
    const others = node.position === null ? last : last - 1;
    const columns = node.output.columns.map((field, c) => {
      if (c === last) return gatherOrNull(array.elements, elements);
      if (!needed.has(c)) return absentColumn(field.type, parents.length);
      if (c !== others) return gatherColumn(rows.columns[c] as Column, parents);
      const nulls = places.includes(-1) ? Uint8Array.from(places, (place) => (place < 0 ? 1 : 0)) : null;
      return { kind: 'int', type: INT, length: places.length, nulls, values: places } as const;
    });
    return { schema: node.output.columns, columns, length: parents.length, selection: null };
  }

  private columns(rows: Rows, array: ArrayColumn, elements: Column, selection: Selection): Column[] {
    const { node, needed } = this;
    const last = node.output.columns.length - 1;
    const others = node.position === null ? last : last - 1;
    const repeats = rows.columns.some((_, c) => c < others && needed.has(c));
    const parents = repeats ? spread(array, rows.selection, elements.length, selection, (row) => row) : null;
    return node.output.columns.map((field, c) => {
      if (c === last) return elements;
      if (!needed.has(c)) return absentColumn(field.type, elements.length);
      if (c === others) {
        const values = spread(array, rows.selection, elements.length, selection, (_, position) => position);
        return { kind: 'int', type: INT, length: elements.length, nulls: null, values };
      }
      return gatherColumn(rows.columns[c] as Column, parents ?? new Int32Array(elements.length));
    });
  }
}

function isEmpty({ starts, ends, nulls }: ArrayColumn, row: number): boolean {
  return (ends[row] as number) <= (starts[row] as number) || (nulls !== null && nulls[row] === 1);
}

function hasEmpty(array: ArrayColumn, selection: Selection): boolean {
  const count = selection === null ? array.length : selection.length;
  for (let i = 0; i < count; i++) if (isEmpty(array, selection === null ? i : (selection[i] as number))) return true;
  return false;
}

/** Of each row that comes out: the row it comes from, its place in the array and the element's position; -1 where there is none. */
function outerPlaces(array: ArrayColumn, selection: Selection) {
  const count = selection === null ? array.length : selection.length;
  const rowAt = (i: number) => (selection === null ? i : (selection[i] as number));
  let total = 0;
  for (let i = 0; i < count; i++) total += isEmpty(array, rowAt(i)) ? 1 : (array.ends[rowAt(i)] as number) - (array.starts[rowAt(i)] as number);
  const parents = new Int32Array(total);
  const places = new Int32Array(total).fill(-1);
  const elements = new Int32Array(total).fill(-1);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const row = rowAt(i);
    const start = array.starts[row] as number;
    const size = isEmpty(array, row) ? 0 : (array.ends[row] as number) - start;
    for (let k = 0; k < size; k++) {
      places[at + k] = k;
      elements[at + k] = start + k;
    }
    parents.fill(row, at, at + Math.max(1, size));
    at += Math.max(1, size);
  }
  return { parents, places, elements };
}

/** Calls `visit` for each row asked for that has elements: the row, and its slice. */
function eachSlice(array: ArrayColumn, selection: Selection, visit: (row: number, start: number, end: number) => void): void {
  const { starts, ends, nulls } = array;
  const count = selection === null ? array.length : selection.length;
  for (let i = 0; i < count; i++) {
    const row = selection === null ? i : (selection[i] as number);
    const start = starts[row] as number;
    const end = ends[row] as number;
    if (end > start && (nulls === null || nulls[row] === 0)) visit(row, start, end);
  }
}

/** Whether the slices come one after another without overlap, so that their elements are in order as they lie. */
function ascending(array: ArrayColumn, selection: Selection): boolean {
  let last = 0;
  let holds = true;
  eachSlice(array, selection, (_, start, end) => {
    if (start < last) holds = false;
    last = end;
  });
  return holds;
}

/** Whether the slices have every element. Given that they ascend. */
function coversAll(array: ArrayColumn, selection: Selection): boolean {
  let total = 0;
  eachSlice(array, selection, (_, start, end) => {
    total += end - start;
  });
  return total === array.elements.length;
}

/** The element positions of all slices, in the order of the rows. */
function positions(array: ArrayColumn, selection: Selection): Int32Array {
  let total = 0;
  eachSlice(array, selection, (_, start, end) => {
    total += end - start;
  });
  const taken = new Int32Array(total);
  let at = 0;
  eachSlice(array, selection, (_, start, end) => {
    for (let e = start; e < end; e++) taken[at++] = e;
  });
  return taken;
}

/** One value an output position: of the row it came from, and of its place in the array. Unselected positions keep 0. */
function spread(
  array: ArrayColumn,
  rowSelection: Selection,
  length: number,
  outSelection: Selection,
  valueFor: (row: number, position: number) => number,
): Int32Array {
  const values = new Int32Array(length);
  let at = 0;
  eachSlice(array, rowSelection, (row, start, end) => {
    for (let e = start; e < end; e++, at++) values[outSelection === null ? at : (outSelection[at] as number)] = valueFor(row, e - start);
  });
  return values;
}
