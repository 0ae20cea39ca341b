// Makes columns of intervals: lengths of time in microseconds, and months.
import type { Column } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import type { Frame } from '../frame.ts';
import { bigintColumn } from './big-lane.ts';

function fits64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** Its overflow in Spark 4. */
export const INTERVAL_OVERFLOW = 'INTERVAL_ARITHMETIC_OVERFLOW';

/** A length of time for every row that is not NULL; null after the row failed. One that is too long fails. */
export function buildLengths(
  frame: Frame,
  type: DataType,
  make: (row: number) => bigint | null,
  errorClass = `${INTERVAL_OVERFLOW}.WITHOUT_SUGGESTION`,
): Column {
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const value = make(row);
    if (value === null) continue;
    if (fits64(value)) values[row] = value;
    else frame.fail(row, errorClass, { type: 'INTERVAL' });
  }
  return { ...bigintColumn(values, frame), type };
}

export function buildMonths(
  frame: Frame,
  type: DataType,
  make: (row: number) => bigint | null,
  errorClass = `${INTERVAL_OVERFLOW}.WITHOUT_SUGGESTION`,
): Column {
  const values = new Int32Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const value = make(row);
    if (value === null) continue;
    if (BigInt.asIntN(32, value) === value) values[row] = Number(value);
    else frame.fail(row, errorClass, { type: 'INTERVAL' });
  }
  return { kind: 'int', type, length: frame.length, nulls: frame.nulls, values };
}
