// Texts one after the other into one new buffer. Column by column, so that each loop is over one kind of buffer; four bytes at a time, the
// last four of a text overlapping the ones before.
import type { Column, Selection, StringColumn } from '../../columns/column.ts';
import type { CallShape, ColumnKernel } from './function-definition.ts';
import { asText, literalBytes } from './text-bytes.ts';

/** Longer texts are copied by the platform. */
const MOST_BY_WORDS = 64;

export function concatTexts({ type, literals }: CallShape): ColumnKernel {
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
    const starts = new Int32Array(frame.length);
    // Of each row first the size of its text, then where its next part goes.
    const ends = new Int32Array(frame.length);
    let fixed = 0;
    columns.forEach((column, c) => {
      const literal = literalBytes(literals[c]);
      if (literal === null) addSizes(column, ends, selection, count);
      else fixed += literal.length;
    });
    let size = 0;
    for (let k = 0; k < count; k++) {
      const row = selection === null ? k : (selection[k] as number);
      starts[row] = size;
      if (nulls === null || nulls[row] === 0) size += fixed + (ends[row] as number);
      ends[row] = starts[row] as number;
    }
    const bytes = new Uint8Array(size);
    for (const column of columns) appendTexts(column, bytes, ends, selection, count, nulls);
    return { kind: 'string', type, length: frame.length, nulls, bytes, starts, ends };
  };
}

function addSizes({ starts, ends }: StringColumn, sizes: Int32Array, selection: Selection, count: number): void {
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    sizes[row] = (sizes[row] as number) + (ends[row] as number) - (starts[row] as number);
  }
}

/** Writes the text of each row that is not NULL at its place, and moves that behind it. */
function appendTexts(
  { bytes, starts, ends }: StringColumn,
  into: Uint8Array,
  places: Int32Array,
  selection: Selection,
  count: number,
  nulls: Uint8Array | null,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const target = new DataView(into.buffer);
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (nulls !== null && nulls[row] === 1) continue;
    const from = starts[row] as number;
    const size = (ends[row] as number) - from;
    const at = places[row] as number;
    places[row] = at + size;
    if (size > MOST_BY_WORDS) into.set(bytes.subarray(from, from + size), at);
    else if (size >= 4) {
      const last = size - 4;
      // The first and the last word are all of a short text, whatever its size.
      target.setInt32(at, view.getInt32(from, true), true);
      for (let i = 4; i < last; i += 4) target.setInt32(at + i, view.getInt32(from + i, true), true);
      target.setInt32(at + last, view.getInt32(from + last, true), true);
    } else if (size > 0) {
      // One, two or three bytes without a loop.
      into[at] = bytes[from] as number;
      into[at + size - 1] = bytes[from + size - 1] as number;
      into[at + (size >> 1)] = bytes[from + (size >> 1)] as number;
    }
  }
}
