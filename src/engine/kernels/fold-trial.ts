// The expressions of a fold over rows (or keys) that differ in their keys, when a row without a value is taken out instead of
// stopping the run. A row is taken whole or not at all: the first of update, remove, where and emit that has no value for it
// refuses it, and nothing of it stays.
import type { Column, Rows } from '../../columns/column.ts';
import { concatColumns } from '../../columns/concat.ts';
import type { Schema } from '../../columns/data-type.ts';
import { gatherColumn } from '../../columns/gather.ts';
import type { RowExpression } from './row-expression.ts';
import { collectRefusals, type Refusal, without } from './row-policy.ts';

export interface FoldExpressions {
  readonly update: readonly RowExpression[];
  readonly removal: RowExpression | null;
  readonly where: RowExpression | null;
  /** Empty when the answer is the state itself. */
  readonly emits: readonly (RowExpression | null)[];
  /** "new.f", as the expressions see it. */
  readonly afterSchema: Schema;
}

/** All by position in the rows that were tried. */
export interface Trial {
  /** The next state; right where the row is not refused. */
  readonly after: readonly Column[];
  /** 1: the key leaves the state. */
  readonly removed: Uint8Array;
  /** 1: something is emitted. */
  readonly passes: Uint8Array;
  /** Right where something is emitted. */
  readonly emitted: readonly (Column | null)[];
  readonly refused: ReadonlyMap<number, Refusal>;
}

/** `seen`: without a selection. `mayEmit`: whether a row that is not refused is asked for what it emits. */
export function tryFold(fold: FoldExpressions, seen: Rows, timeMs: number, mayEmit: (row: number, isRemoved: boolean) => boolean): Trial {
  const refused = new Map<number, Refusal>();
  const over = (expressions: readonly (RowExpression | null)[], rows: Rows): readonly (Column | null)[] => {
    const { columns, found } = collectRefusals(expressions, rows, timeMs);
    for (const [row, refusal] of found) refused.set(row, refusal);
    return columns;
  };
  const after = over(fold.update, seen).filter((column) => column !== null);
  const whole: Rows = { ...seen, schema: [...seen.schema, ...fold.afterSchema], columns: [...seen.columns, ...after] };
  const left = (): Rows => ({ ...whole, selection: without(whole, refused) });
  const truths = (condition: RowExpression, rows: Rows): Uint8Array => {
    const [column] = over([condition], rows);
    return trueAt(column ?? null, rows, refused);
  };
  const removed = fold.removal === null ? new Uint8Array(seen.length) : truths(fold.removal, left());
  const candidates = selectedBy(left(), (row) => mayEmit(row, removed[row] === 1));
  const passes = fold.where === null ? marked(candidates, refused) : truths(fold.where, candidates);
  const emitted = over(
    fold.emits,
    selectedBy(whole, (row) => passes[row] === 1),
  );
  for (const row of refused.keys()) {
    removed[row] = 0;
    passes[row] = 0;
  }
  return { after, removed, passes, emitted, refused };
}

/** The column, but at these positions the value that another has there. */
export function insteadAt(column: Column, other: Column, positions: ReadonlyMap<number, unknown>): Column {
  const both = concatColumns(column.type, [
    { column, positions: null },
    { column: other, positions: null },
  ]);
  return gatherColumn(
    both,
    Int32Array.from({ length: column.length }, (_, row) => (positions.has(row) ? column.length + row : row)),
  );
}

function selectedBy(rows: Rows, isWanted: (row: number) => boolean): Rows {
  const asked = rows.selection ?? Int32Array.from({ length: rows.length }, (_, row) => row);
  return { ...rows, selection: asked.filter(isWanted) };
}

function trueAt(column: Column | null, rows: Rows, refused: ReadonlyMap<number, unknown>): Uint8Array {
  if (column !== null && column.kind !== 'boolean') throw new Error('A condition is not BOOLEAN');
  return marked(
    selectedBy(rows, (row) => column !== null && column.values[row] === 1 && (column.nulls === null || column.nulls[row] === 0)),
    refused,
  );
}

function marked({ length, selection }: Rows, refused: ReadonlyMap<number, unknown>): Uint8Array {
  const marks = new Uint8Array(length);
  for (const row of selection ?? []) if (!refused.has(row)) marks[row] = 1;
  return marks;
}
