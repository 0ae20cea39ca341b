// upper and lower. The rows' bytes are copied once into a new buffer and their ASCII letters mapped four at a time;
// rows with other characters then go through JavaScript's root-locale mapping, which is Java's. A batch in which nothing
// changes is handed on as it is. The arithmetic on packed bytes is the classic "SIMD within a register".
import { utf8Slice } from '../../columns/build.ts';
import type { StringColumn } from '../../columns/column.ts';
import { STRING } from '../../columns/data-type.ts';
import type { Frame } from '../frame.ts';
import { isPlainDictionary } from './ascii.ts';
import type { ColumnKernel } from './function-definition.ts';
import { asText, slices, utf8 } from './text-bytes.ts';

interface Direction {
  /** Added to a 7-bit byte it sets the high bit from the first letter on. */
  readonly fromFirst: number;
  /** .. and from the one after the last letter on. */
  readonly afterLast: number;
  readonly mapText: (text: string) => string;
}

const LOWER: Direction = { fromFirst: 0x3f3f3f3f, afterLast: 0x25252525, mapText: (text) => text.toLowerCase() };
const UPPER: Direction = { fromFirst: 0x1f1f1f1f, afterLast: 0x05050505, mapText: (text) => text.toUpperCase() };

export function lowered(): ColumnKernel {
  return ([text], frame) => mapCase(asText(text), frame, LOWER);
}

export function uppered(): ColumnKernel {
  return ([text], frame) => mapCase(asText(text), frame, UPPER);
}

function mapCase(column: StringColumn, frame: Frame, direction: Direction): StringColumn {
  if (isPlainDictionary(column, frame.count)) {
    // Every row's text changes with the dictionary.
    const words = new Int32Array((column.bytes.length + 3) >> 2);
    const bytes = new Uint8Array(words.buffer, 0, column.bytes.length);
    bytes.set(column.bytes);
    if (!mapAscii(words, direction).changed) return column;
    return { ...column, type: STRING, nulls: frame.nulls, bytes };
  }
  const copy = copyRows(column, frame);
  const { changed, beyond } = mapAscii(copy.words, direction);
  if (!changed && beyond.length === 0) return column;
  const bytes = beyond.length === 0 ? copy.bytes : mapOthers(column, frame, copy, beyond, direction);
  return slices(bytes, copy.starts, copy.ends, frame.nulls);
}

/** The rows' text in a buffer of our own. `words` is the same buffer by four bytes. */
interface RowsCopy {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

function copyRows(column: StringColumn, frame: Frame): RowsCopy {
  const { bytes, starts, ends } = column;
  const { count, selection } = frame;
  let size = 0;
  let ascending = true;
  let first = -1;
  let last = 0;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (frame.isNull(row)) continue;
    const from = starts[row] as number;
    const to = ends[row] as number;
    size += to - from;
    if (first < 0) first = from;
    else if (from < last) ascending = false;
    last = to;
  }
  // Lines of one text lie one after the other: then one copy of the whole stretch is the fastest.
  const stretch = last - first;
  if (ascending && size > 0 && stretch <= size + (size >> 2) + 64) return copyStretch(column, frame, first, last);
  const target = new Int32Array((size + 3) >> 2);
  const copied = new Uint8Array(target.buffer);
  const newStarts = new Int32Array(frame.length);
  const newEnds = new Int32Array(frame.length);
  let at = 0;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (frame.isNull(row)) continue;
    const to = ends[row] as number;
    newStarts[row] = at;
    for (let i = starts[row] as number; i < to; i++) copied[at++] = bytes[i] as number;
    newEnds[row] = at;
  }
  return { bytes: copied, words: target, starts: newStarts, ends: newEnds };
}

function copyStretch(column: StringColumn, frame: Frame, first: number, last: number): RowsCopy {
  const { count, selection } = frame;
  const words = new Int32Array((last - first + 3) >> 2);
  const bytes = new Uint8Array(words.buffer);
  bytes.set(column.bytes.subarray(first, last));
  const starts = new Int32Array(frame.length);
  const ends = new Int32Array(frame.length);
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (frame.isNull(row)) continue;
    starts[row] = (column.starts[row] as number) - first;
    ends[row] = (column.ends[row] as number) - first;
  }
  return { bytes, words, starts, ends };
}

/** Maps the ASCII letters in place. `beyond`: which words hold bytes that are not ASCII, ascending. */
function mapAscii(words: Int32Array, { fromFirst, afterLast }: Direction): { readonly changed: boolean; readonly beyond: readonly number[] } {
  const beyond: number[] = [];
  let changes = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    const low = word & 0x7f7f7f7f;
    // High bit of each byte: it is a letter of the other case. Adding cannot carry into the next byte.
    const letters = ((low + fromFirst) ^ (low + afterLast)) & ~word & 0x80808080;
    if ((word & 0x80808080) !== 0) beyond.push(i);
    changes |= letters;
    words[i] = word ^ (letters >>> 2);
  }
  return { changed: changes !== 0, beyond };
}

/** Maps the rows that hold more than ASCII anew from the source: in place when the length stays, else behind the rest. */
function mapOthers(column: StringColumn, frame: Frame, copy: RowsCopy, beyond: readonly number[], direction: Direction): Uint8Array {
  const { bytes, starts, ends } = copy;
  const moved: { readonly row: number; readonly text: Uint8Array }[] = [];
  let next = 0;
  let extra = 0;
  for (let k = 0; k < frame.count && next < beyond.length; k++) {
    const row = frame.rowAt(k);
    if (frame.isNull(row)) continue;
    const from = starts[row] as number;
    const to = ends[row] as number;
    while (next < beyond.length && ((beyond[next] as number) + 1) * 4 <= from) next++;
    const word = beyond[next];
    if (word === undefined || word * 4 >= to) continue;
    const text = utf8(direction.mapText(utf8Slice(column.bytes, column.starts[row] as number, column.ends[row] as number)));
    if (text.length === to - from) {
      bytes.set(text, from);
    } else {
      moved.push({ row, text });
      extra += text.length;
    }
  }
  if (moved.length === 0) return bytes;
  const larger = new Uint8Array(bytes.length + extra);
  larger.set(bytes);
  let at = bytes.length;
  for (const { row, text } of moved) {
    larger.set(text, at);
    starts[row] = at;
    at += text.length;
    ends[row] = at;
  }
  return larger;
}
