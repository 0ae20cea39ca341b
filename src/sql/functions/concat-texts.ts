// Texts one after the other, row by row into one new buffer. A text that is the same for every row is copied from a buffer of its own.

import type { Column, StringColumn } from '../../columns/column.ts';
import { copyBytes } from '../../columns/concat.ts';
import type { CallShape, ColumnKernel } from './function-definition.ts';
import { asText } from './text-bytes.ts';

export function concatTexts({ type }: CallShape): ColumnKernel {
  return (args, frame): Column => {
    const columns = args.map(asText);
    for (const { nulls } of columns) {
      if (nulls === null) continue;
      for (let k = 0; k < frame.count; k++) {
        const row = frame.rowAt(k);
        if (nulls[row] === 1 && !frame.isNull(row)) frame.setNull(row);
      }
    }
    const { count, selection, nulls } = frame;
    // Of each row where its text begins, then column by column where the next part goes.
    const starts = new Int32Array(frame.length);
    const ends = new Int32Array(frame.length);
    for (const column of columns) addSizes(column, ends, selection, count);
    let size = 0;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      starts[row] = size;
      if (nulls === null || nulls[row] === 0) size += ends[row] as number;
      ends[row] = starts[row] as number;
    }
    const bytes = new Uint8Array(size);
    for (const column of columns) appendTexts(column, bytes, ends, selection, count, nulls);
    return { kind: 'string', type, length: frame.length, nulls, bytes, starts, ends };
  };
}

function addSizes({ starts, ends }: StringColumn, sizes: Int32Array, selection: Int32Array | null, count: number): void {
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    sizes[row] = (sizes[row] as number) + (ends[row] as number) - (starts[row] as number);
  }
}

/** Writes each row's text at `ends` of the row, and moves that behind it. */
function appendTexts(
  { bytes, starts, ends }: StringColumn,
  target: Uint8Array,
  at: Int32Array,
  selection: Int32Array | null,
  count: number,
  nulls: Uint8Array | null,
): void {
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (nulls !== null && nulls[row] === 1) continue;
    const from = starts[row] as number;
    const to = ends[row] as number;
    const begin = at[row] as number;
    if (to - from > 32) copyBytes(bytes, from, to, target, begin);
    else for (let i = from, j = begin; i < to; i++, j++) target[j] = bytes[i] as number;
    at[row] = begin + to - from;
  }
}
