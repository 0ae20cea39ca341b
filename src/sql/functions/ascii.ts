// Whether text is ASCII, where it pays to know: then a character is a byte, and length and positions are arithmetic. Small buffers that
// many rows point into (a dictionary, a table) are looked through once a batch, four bytes at a time.
import type { StringColumn } from '../../columns/column.ts';

/** Up to so many bytes of buffer a row, looking through all of it costs less than through each row. */
const BYTES_A_ROW = 4;
const HIGH_BITS = 0x80808080 | 0;

/** Whether the column's buffer is small beside `count` rows. */
export function isDictionary({ bytes }: StringColumn, count: number): boolean {
  return bytes.length <= count * BYTES_A_ROW;
}

/** Whether the whole buffer is small and ASCII. False says nothing. */
export function isPlainDictionary(column: StringColumn, count: number): boolean {
  return isDictionary(column, count) && isAscii(column.bytes);
}

function isAscii(bytes: Uint8Array): boolean {
  const { length } = bytes;
  let at = 0;
  let seen = 0;
  while (at < length && ((bytes.byteOffset + at) & 3) !== 0) seen |= bytes[at++] as number;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (length - at) >> 2);
  let high = 0;
  for (let i = 0; i < words.length; i++) high |= words[i] as number;
  for (at += words.length * 4; at < length; at++) seen |= bytes[at] as number;
  return (high & HIGH_BITS) === 0 && seen < 0x80;
}
