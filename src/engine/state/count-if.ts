// count_if: rows whose condition is TRUE.
import type { Column, Selection } from '../../columns/column.ts';
import { Count } from './count.ts';

export class CountIf extends Count {
  override add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column?.kind !== 'boolean') throw new Error('count_if needs conditions');
    const { values, nulls } = column;
    const isFalse = new Uint8Array(column.length);
    for (let row = 0; row < isFalse.length; row++) isFalse[row] = values[row] === 1 && (nulls === null || nulls[row] === 0) ? 0 : 1;
    super.add(slots, count, { ...column, nulls: isFalse }, selection);
  }

  protected override make(counts: Float64Array): Count {
    return new CountIf(counts);
  }
}
