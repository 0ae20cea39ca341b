// Lists made anew from the elements of a column of lists: kernels say which elements, by position, and nothing is copied but
// positions.
import type { ArrayColumn, Column } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { gatherColumn } from '../columns-merge.ts';
import type { Frame } from '../frame.ts';

export function asArray(column: Column | undefined): ArrayColumn {
  if (column?.kind !== 'array') throw new Error(`Not an ARRAY column: ${column?.kind}`);
  return column;
}

/** Positions of elements, collected row by row. */
export class ListBuilder {
  readonly positions: number[] = [];
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;

  constructor(length: number) {
    this.starts = new Int32Array(length);
    this.ends = new Int32Array(length);
  }

  start(row: number): void {
    this.starts[row] = this.positions.length;
    this.ends[row] = this.positions.length;
  }

  end(row: number): void {
    this.ends[row] = this.positions.length;
  }

  /** Lists of the elements; -1 among the positions is NULL. */
  finish(type: DataType, elements: Column, frame: Frame): ArrayColumn {
    const { starts, ends } = this;
    return {
      kind: 'array',
      type,
      length: frame.length,
      nulls: frame.nulls,
      starts,
      ends,
      elements: gatherColumn(elements, Int32Array.from(this.positions)),
    };
  }
}

/** A list for every row that is not NULL: `fill` pushes the positions of its elements. */
export function buildLists(type: DataType, elements: Column, frame: Frame, fill: (row: number, positions: number[]) => void): ArrayColumn {
  const builder = new ListBuilder(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    builder.start(row);
    if (frame.isNull(row)) continue;
    fill(row, builder.positions);
    builder.end(row);
  }
  return builder.finish(type, elements, frame);
}

export function reversedArrays(column: ArrayColumn, frame: Frame): ArrayColumn {
  const { starts, ends, elements } = column;
  return buildLists(column.type, elements, frame, (row, positions) => {
    for (let i = (ends[row] as number) - 1; i >= (starts[row] as number); i--) positions.push(i);
  });
}
