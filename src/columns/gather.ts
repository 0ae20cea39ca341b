// Takes rows out of columns by position. Bytes of strings and elements of arrays are shared with the source, never copied.
import type { Column, Nulls, Rows } from './column.ts';

/** Rows made of the given physical positions, in that order; positions may repeat. The result has no selection. */
export function gatherRows(rows: Rows, positions: Int32Array): Rows {
  return { schema: rows.schema, columns: rows.columns.map((column) => gatherColumn(column, positions)), length: positions.length, selection: null };
}

/** The same rows without a selection. Returns `rows` itself when there is none. */
export function compactRows(rows: Rows): Rows {
  return rows.selection === null ? rows : gatherRows(rows, rows.selection);
}

export function gatherColumn(column: Column, positions: Int32Array): Column {
  const length = positions.length;
  const nulls = gatherNulls(column.nulls, positions);
  const { type } = column;
  // Written out, not spread: columns of one kind then have one shape, wherever they were made.
  switch (column.kind) {
    case 'boolean':
      return { kind: 'boolean', type, length, nulls, values: takenBytes(column.values, positions) };
    case 'int':
      return { kind: 'int', type, length, nulls, values: takenInts(column.values, positions) };
    case 'float':
      return { kind: 'float', type, length, nulls, values: takenFloats(column.values, positions) };
    case 'big': {
      const values = new BigInt64Array(length);
      for (let i = 0; i < length; i++) values[i] = column.values[positions[i] as number] as bigint;
      return { ...column, length, nulls, values };
    }
    case 'wide':
      return { ...column, length, nulls, values: Array.from(positions, (row) => column.values[row] as bigint) };
    case 'string': {
      const starts = new Int32Array(length);
      const ends = new Int32Array(length);
      takeSlices(column.starts, column.ends, positions, starts, ends);
      return { kind: 'string', type, length, nulls, bytes: column.bytes, starts, ends };
    }
    case 'array':
    case 'map': {
      const starts = new Int32Array(length);
      const ends = new Int32Array(length);
      takeSlices(column.starts, column.ends, positions, starts, ends);
      return { ...column, length, nulls, starts, ends };
    }
    case 'struct':
      return { ...column, length, nulls, fields: column.fields.map((field) => gatherColumn(field, positions)) };
  }
}

/** `null` when none of the rows taken is NULL, so that kernels keep their fast paths. */
export function gatherNulls(nulls: Nulls, positions: Int32Array): Nulls {
  if (nulls === null) return null;
  const taken = new Uint8Array(positions.length);
  let any = 0;
  for (let i = 0; i < positions.length; i++) {
    const isNull = nulls[positions[i] as number] as number;
    taken[i] = isNull;
    any |= isNull;
  }
  return any === 0 ? null : taken;
}

// One loop for each kind of array: one loop for all of them would look at the kind at every element.

function takenBytes(source: Uint8Array, positions: Int32Array): Uint8Array {
  const taken = new Uint8Array(positions.length);
  for (let i = 0; i < positions.length; i++) taken[i] = source[positions[i] as number] as number;
  return taken;
}

function takenInts(source: Int32Array, positions: Int32Array): Int32Array {
  const taken = new Int32Array(positions.length);
  for (let i = 0; i < positions.length; i++) taken[i] = source[positions[i] as number] as number;
  return taken;
}

function takeSlices(starts: Int32Array, ends: Int32Array, positions: Int32Array, intoStarts: Int32Array, intoEnds: Int32Array): void {
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i] as number;
    intoStarts[i] = starts[position] as number;
    intoEnds[i] = ends[position] as number;
  }
}

function takenFloats(source: Float64Array, positions: Int32Array): Float64Array {
  const taken = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i++) taken[i] = source[positions[i] as number] as number;
  return taken;
}
