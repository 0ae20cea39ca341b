// Takes rows out of a column by position, with NULL where there is none: the other side of an outer join, a key without state.
import { absentColumn } from './absent.ts';
import type { Column } from './column.ts';
import { gatherColumn } from './gather.ts';

/** As gatherColumn; a position below 0 gives NULL. */
export function gatherOrNull(column: Column, positions: Int32Array): Column {
  if (!hasNone(positions)) return gatherColumn(column, positions);
  if (column.length === 0) return absentColumn(column.type, positions.length);
  const safe = new Int32Array(positions.length);
  const nulls = new Uint8Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i] as number;
    if (position < 0) nulls[i] = 1;
    else {
      safe[i] = position;
      nulls[i] = column.nulls === null ? 0 : (column.nulls[position] as number);
    }
  }
  return { ...gatherColumn(column, safe), nulls };
}

function hasNone(positions: Int32Array): boolean {
  // The sign of all of them together: one that is below 0 makes it negative.
  let all = 0;
  for (let i = 0; i < positions.length; i++) all |= positions[i] as number;
  return all < 0;
}
