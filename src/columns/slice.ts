// A stretch of a column as views over its arrays: nothing is copied.
import type { Column } from './column.ts';

/** Rows [from, to). */
export function sliceColumn(column: Column, from: number, to: number): Column {
  if (from === 0 && to === column.length) return column;
  const length = to - from;
  const nulls = column.nulls === null ? null : column.nulls.subarray(from, to);
  switch (column.kind) {
    case 'boolean':
      return { ...column, length, nulls, values: column.values.subarray(from, to) };
    case 'int':
      return { ...column, length, nulls, values: column.values.subarray(from, to) };
    case 'float':
      return { ...column, length, nulls, values: column.values.subarray(from, to) };
    case 'big':
      return { ...column, length, nulls, values: column.values.subarray(from, to) };
    case 'wide':
      return { ...column, length, nulls, values: column.values.slice(from, to) };
    case 'string':
    case 'array':
    case 'map':
      return { ...column, length, nulls, starts: column.starts.subarray(from, to), ends: column.ends.subarray(from, to) };
    case 'struct':
      return { ...column, length, nulls, fields: column.fields.map((field) => sliceColumn(field, from, to)) };
  }
}
