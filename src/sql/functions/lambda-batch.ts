// Runs the body of a lambda over elements: one batch whose rows are the elements of all rows asked for, with the outer columns
// that the body reads repeated for each, and the variables behind them.
import type { Column, Selection } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import type { Batch, Evaluator } from '../batch.ts';
import { nullColumn } from '../columns-constant.ts';
import { gatherColumn } from '../columns-merge.ts';
import { type RowError, RowErrors } from '../row-errors.ts';
import type { CallShape } from './function-definition.ts';

export interface LambdaFrame {
  readonly firstVariable: number;
  readonly outer: readonly number[];
}

/** What `lambdaFrame` of the checker wrote as argument `index`. */
export function readFrame(shape: CallShape, index: number): LambdaFrame {
  const literal = shape.literals[index];
  const [first = '', outer = ''] = literal?.kind === 'string' ? literal.value.split(';') : [];
  return { firstVariable: Number(first), outer: outer === '' ? [] : outer.split(',').map(Number) };
}

export interface BodyResult {
  readonly column: Column;
  /** The error of each element that failed, by position among the elements. */
  readonly errors: ReadonlyMap<number, RowError>;
}

/** The body for elements whose rows are `owners`; `variables` have a value an element. */
export function runBody(
  body: Evaluator,
  type: DataType,
  frame: LambdaFrame,
  batch: Batch,
  owners: Int32Array,
  variables: readonly Column[],
): BodyResult {
  const length = owners.length;
  if (length === 0) return { column: nullColumn(type, 0), errors: new Map() };
  const columns: Column[] = [];
  for (const index of frame.outer) columns[index] = gatherColumn(batch.columns[index] as Column, owners);
  for (const [i, variable] of variables.entries()) columns[frame.firstVariable + i] = variable;
  const errors = new RowErrors();
  const selection: Selection = null;
  const column = body({ columns, length, selection, context: { ...batch.context, errors } });
  return { column, errors: new Map(errors.all().map((error) => [error.row, error])) };
}

/** Hands the errors of elements to the rows they belong to. */
export function failOwners(batch: Batch, owners: Int32Array, errors: ReadonlyMap<number, RowError>): void {
  for (const [element, error] of errors) {
    batch.context.errors.add(owners[element] as number, error.errorClass, error.span, error.params);
  }
}

/** The elements of lists at the rows asked for, one after another, and whose they are. Rows that are NULL have none. */
export interface Elements {
  readonly positions: Int32Array;
  readonly owners: Int32Array;
  /** Where the elements of a row lie among them. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export function elementsOf(
  lists: { readonly starts: Int32Array; readonly ends: Int32Array; readonly nulls: Uint8Array | null },
  batch: Batch,
): Elements {
  const positions: number[] = [];
  const owners: number[] = [];
  const starts = new Int32Array(batch.length);
  const ends = new Int32Array(batch.length);
  const count = batch.selection === null ? batch.length : batch.selection.length;
  for (let k = 0; k < count; k++) {
    const row = batch.selection === null ? k : (batch.selection[k] as number);
    starts[row] = positions.length;
    if (lists.nulls === null || lists.nulls[row] !== 1) {
      for (let i = lists.starts[row] as number; i < (lists.ends[row] as number); i++) {
        positions.push(i);
        owners.push(row);
      }
    }
    ends[row] = positions.length;
  }
  return { positions: Int32Array.from(positions), owners: Int32Array.from(owners), starts, ends };
}

/** The position of each element in its list, from 0. */
export function indexColumn({ owners, starts }: Elements): Column {
  const values = Int32Array.from(owners, (row, e) => e - (starts[row] as number));
  return { kind: 'int', type: { kind: 'INT' }, length: owners.length, nulls: null, values };
}
