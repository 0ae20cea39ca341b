// length and substring: in characters, which are bytes as long as the text is ASCII.
import type { Column, StringColumn } from '../../columns/column.ts';
import { INT } from '../../columns/data-type.ts';
import type { Frame } from '../frame.ts';
import { isPlainDictionary } from './ascii.ts';
import type { CallShape, ColumnKernel } from './function-definition.ts';
import { asText, countCodePoints, intAt, skipCodePoints } from './text-bytes.ts';

export const lengths: ColumnKernel = ([text], frame) => {
  const column = asText(text);
  const { bytes, starts, ends, type } = column;
  const values = new Int32Array(frame.length);
  const { count, selection, nulls } = frame;
  const bytesOnly = type.kind === 'BINARY' || isPlainDictionary(column, count);
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (nulls !== null && nulls[row] === 1) continue;
    const from = starts[row] as number;
    const to = ends[row] as number;
    let size = to - from;
    // Bytes that continue a character do not count.
    if (!bytesOnly) for (let at = from; at < to; at++) if (((bytes[at] as number) & 0xc0) === 0x80) size--;
    values[row] = size;
  }
  return { kind: 'int', type: INT, length: frame.length, nulls: frame.nulls, values };
};

/** Without a length Spark takes the greatest INT, which shows when the start lies far before the text. */
const INT_MAX = 2147483647;

export function substrings(shape: CallShape): ColumnKernel {
  const [, start, length] = shape.literals;
  const from = start?.kind === 'number' ? start.value : 0;
  // From a place in the text to its end or for some characters is the common case, and needs no count of them.
  const most = shape.literals.length < 3 ? INT_MAX : length?.kind === 'number' ? length.value : -1;
  return from > 0 && most >= 0 ? (args, frame) => fromStart(asText(args[0]), from - 1, most, frame) : anywhere;
}

function fromStart(column: StringColumn, skipped: number, most: number, frame: Frame): StringColumn {
  const { bytes, starts, ends, type } = column;
  const { count, selection, nulls } = frame;
  const newStarts = new Int32Array(frame.length);
  const newEnds = new Int32Array(frame.length);
  const bytesOnly = type.kind === 'BINARY' || isPlainDictionary(column, count);
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (nulls !== null && nulls[row] === 1) continue;
    const end = ends[row] as number;
    let from = starts[row] as number;
    if (bytesOnly) from = Math.min(from + skipped, end);
    else for (let left = skipped; left > 0 && from < end; left--) from = nextCharacter(bytes, from, end);
    let to = end;
    if (most < end - from) {
      if (bytesOnly) to = from + most;
      else {
        to = from;
        for (let left = most; left > 0 && to < end; left--) to = nextCharacter(bytes, to, end);
      }
    }
    newStarts[row] = from;
    newEnds[row] = to;
  }
  return { kind: 'string', type, length: frame.length, nulls: frame.nulls, bytes, starts: newStarts, ends: newEnds };
}

function nextCharacter(bytes: Uint8Array, at: number, to: number): number {
  let next = at + 1;
  while (next < to && ((bytes[next] as number) & 0xc0) === 0x80) next++;
  return next;
}

const anywhere: ColumnKernel = ([text, start, length], frame): Column => {
  const column = asText(text);
  const { bytes, starts, ends, type } = column;
  const newStarts = new Int32Array(frame.length);
  const newEnds = new Int32Array(frame.length);
  const binary = type.kind === 'BINARY';
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const from = starts[row] as number;
    const to = ends[row] as number;
    const wanted = length === undefined ? INT_MAX : intAt(length, row);
    const position = intAt(start, row);
    // Position 0 means 1; a negative one counts from the end and may begin before the text.
    const first = position > 0 ? position - 1 : position === 0 ? 0 : position + (binary ? to - from : countCodePoints(bytes, from, to));
    const end = Math.min(first + wanted, INT_MAX);
    if (end <= 0 || wanted <= 0) {
      newStarts[row] = from;
      newEnds[row] = from;
    } else if (binary) {
      newStarts[row] = Math.min(from + Math.max(first, 0), to);
      newEnds[row] = Math.min(from + end, to);
    } else {
      const cutFrom = skipCodePoints(bytes, from, to, first);
      newStarts[row] = cutFrom;
      newEnds[row] = skipCodePoints(bytes, cutFrom, to, end - Math.max(first, 0));
    }
  }
  return { kind: 'string', type, length: frame.length, nulls: frame.nulls, bytes, starts: newStarts, ends: newEnds };
};
