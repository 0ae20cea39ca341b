// Narrower selections of a batch, by a mask or a condition. `null` means that nothing falls away.
import type { Column, Selection } from '../columns/column.ts';
import { type Batch, batchCount } from './batch.ts';

/** The asked rows for which `keep` holds; the batch's own selection when it holds for all. */
function filtered(batch: Batch, keep: (row: number) => boolean): Selection {
  const count = batchCount(batch);
  const rows = new Int32Array(count);
  let size = 0;
  for (let k = 0; k < count; k++) {
    const row = batch.selection === null ? k : (batch.selection[k] as number);
    if (keep(row)) rows[size++] = row;
  }
  return size === count ? batch.selection : rows.subarray(0, size);
}

export function withoutNulls(batch: Batch, nulls: Uint8Array): Selection {
  return filtered(batch, (row) => nulls[row] !== 1);
}

/** The asked rows where the BOOLEAN column is TRUE. */
export function trueRows(batch: Batch, condition: Column): Selection {
  const { values, nulls } = booleans(condition);
  return filtered(batch, nulls === null ? (row) => values[row] === 1 : (row) => values[row] === 1 && nulls[row] !== 1);
}

/** The asked rows where the BOOLEAN column is FALSE or NULL. */
export function falseOrNull(batch: Batch, condition: Column): Selection {
  const { values, nulls } = booleans(condition);
  return filtered(batch, nulls === null ? (row) => values[row] !== 1 : (row) => values[row] !== 1 || nulls[row] === 1);
}

/** The asked rows where the BOOLEAN column is not FALSE (TRUE or NULL). */
export function notFalse(batch: Batch, condition: Column): Selection {
  const { values, nulls } = booleans(condition);
  return filtered(batch, nulls === null ? (row) => values[row] === 1 : (row) => values[row] === 1 || nulls[row] === 1);
}

/** The asked rows where the column is NULL. */
export function nullRows(batch: Batch, column: Column): Selection {
  const { nulls } = column;
  if (nulls === null) return new Int32Array(0);
  return filtered(batch, (row) => nulls[row] === 1);
}

export function booleans(column: Column): { readonly values: Uint8Array; readonly nulls: Uint8Array | null } {
  if (column.kind !== 'boolean') throw new Error(`Not a BOOLEAN column: ${column.kind}`);
  return { values: column.values, nulls: column.nulls };
}
