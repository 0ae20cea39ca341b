// Narrower selections of a batch, by a mask or a condition. `null` means that nothing falls away.
import type { Column, Selection } from '../columns/column.ts';
import { type Batch, batchCount } from './batch.ts';

/**
 * The asked rows where the bytes are `wanted`; the batch's own selection when all are. No branch depends on what a row has: a place is
 * written to until a row stays there.
 */
function rowsWith(batch: Batch, values: Uint8Array, wanted: 0 | 1): Selection {
  const count = batchCount(batch);
  const { selection } = batch;
  const rows = new Int32Array(count);
  const flip = wanted ^ 1;
  let size = 0;
  if (selection === null) {
    for (let row = 0; row < count; row++) {
      rows[size] = row;
      size += (values[row] as number) ^ flip;
    }
  } else {
    for (let k = 0; k < count; k++) {
      const row = selection[k] as number;
      rows[size] = row;
      size += (values[row] as number) ^ flip;
    }
  }
  return size === count ? selection : rows.subarray(0, size);
}

export function withoutNulls(batch: Batch, nulls: Uint8Array): Selection {
  return rowsWith(batch, nulls, 0);
}

/** The asked rows where the BOOLEAN column is TRUE. */
export function trueRows(batch: Batch, condition: Column): Selection {
  const { values, nulls } = booleans(condition);
  return rowsWith(batch, nulls === null ? values : whereNull(values, nulls, 0), 1);
}

/** The asked rows where the BOOLEAN column is FALSE or NULL. */
export function falseOrNull(batch: Batch, condition: Column): Selection {
  const { values, nulls } = booleans(condition);
  return rowsWith(batch, nulls === null ? values : whereNull(values, nulls, 0), 0);
}

/** The asked rows where the BOOLEAN column is not FALSE (TRUE or NULL). */
export function notFalse(batch: Batch, condition: Column): Selection {
  const { values, nulls } = booleans(condition);
  return rowsWith(batch, nulls === null ? values : whereNull(values, nulls, 1), 1);
}

/** The values, with `instead` where they are NULL. */
function whereNull(values: Uint8Array, nulls: Uint8Array, instead: 0 | 1): Uint8Array {
  const whole = new Uint8Array(nulls.length);
  for (let row = 0; row < whole.length; row++) whole[row] = nulls[row] === 1 ? instead : (values[row] as number);
  return whole;
}

/** The asked rows where the column is NULL. */
export function nullRows(batch: Batch, column: Column): Selection {
  const { nulls } = column;
  if (nulls === null) return new Int32Array(0);
  return rowsWith(batch, nulls, 1);
}

export function booleans(column: Column): { readonly values: Uint8Array; readonly nulls: Uint8Array | null } {
  if (column.kind !== 'boolean') throw new Error(`Not a BOOLEAN column: ${column.kind}`);
  return { values: column.values, nulls: column.nulls };
}
