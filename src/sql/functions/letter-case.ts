// upper and lower. ASCII rows are mapped byte by byte into one new buffer a batch; a batch in which nothing changes is
// handed on as it is. Other rows go through JavaScript's root-locale mapping, which is Java's.
import { utf8Slice } from '../../columns/build.ts';
import type { StringColumn } from '../../columns/column.ts';
import type { Frame } from '../frame.ts';
import type { ColumnKernel } from './function-definition.ts';
import { asText, slices, utf8 } from './text-bytes.ts';

/** ASCII letters mapped, everything else itself. */
function table(from: number, to: number): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (code >= from && code <= to ? code ^ 0x20 : code));
}

export const lowerTable: Uint8Array = table(65, 90);
const upperTable = table(97, 122);

export function lowered(): ColumnKernel {
  return ([text], frame) => mapCase(asText(text), frame, lowerTable, (s) => s.toLowerCase());
}

export function uppered(): ColumnKernel {
  return ([text], frame) => mapCase(asText(text), frame, upperTable, (s) => s.toUpperCase());
}

function mapCase(column: StringColumn, frame: Frame, map: Uint8Array, mapText: (text: string) => string): StringColumn {
  const { bytes, starts, ends } = column;
  const { count, selection, length } = frame;
  let size = 0;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (!frame.isNull(row)) size += (ends[row] as number) - (starts[row] as number);
  }
  let target = new Uint8Array(size);
  const newStarts = new Int32Array(length);
  const newEnds = new Int32Array(length);
  let at = 0;
  let room = size;
  for (let k = 0; k < count; k++) {
    const row = selection === null ? k : (selection[k] as number);
    if (frame.isNull(row)) continue;
    const from = starts[row] as number;
    const to = ends[row] as number;
    newStarts[row] = at;
    let i = from;
    for (; i < to; i++) {
      const byte = bytes[i] as number;
      if (byte >= 0x80) break;
      target[at++] = map[byte] as number;
    }
    if (i < to) {
      // Not all ASCII: the whole row anew, which may be longer than it was.
      at = newStarts[row] as number;
      const mapped = utf8(mapText(utf8Slice(bytes, from, to)));
      const extra = mapped.length - (to - from);
      if (at + mapped.length > target.length || extra > 0) {
        room += Math.max(extra, 0);
        if (room > target.length) target = grown(target, at, room * 2);
      }
      target.set(mapped, at);
      at += mapped.length;
    }
    newEnds[row] = at;
  }
  return slices(target, newStarts, newEnds, frame.nulls);
}

function grown(buffer: Uint8Array<ArrayBuffer>, used: number, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size);
  larger.set(buffer.subarray(0, used));
  return larger;
}
