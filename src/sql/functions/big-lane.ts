// BIGINT has two lanes: floats while every value is a safe integer, 64-bit integers beyond. Kernels compute on floats
// first and fall back to the wide lane when a result leaves the safe range; results come back to floats when they can.
import type { Column, Nulls } from '../../columns/column.ts';
import { BIGINT } from '../../columns/data-type.ts';
import type { Frame } from '../frame.ts';

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

export function fitsBigint(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** A BIGINT column of the values: the float lane when all rows of the frame that are not NULL are safe. */
export function bigintColumn(values: BigInt64Array, frame: Frame): Column {
  const nulls: Nulls = frame.nulls;
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    const value = values[row] as bigint;
    if ((value > SAFE || value < -SAFE) && (nulls === null || nulls[row] !== 1)) {
      return { kind: 'big', type: BIGINT, length: values.length, nulls, values };
    }
  }
  const floats = new Float64Array(values.length);
  for (let row = 0; row < floats.length; row++) {
    const value = values[row] as bigint;
    floats[row] = value > SAFE || value < -SAFE ? 0 : Number(value);
  }
  return { kind: 'float', type: BIGINT, length: values.length, nulls, values: floats };
}
