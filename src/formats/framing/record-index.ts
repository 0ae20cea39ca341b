// Where the records of a file lie, thinned out: every 256th record, or one a megabyte when records are long. Stored beside the
// file under the key of the framing it was made for. With the latest time up to each record when the file is replayed by time.
import type { Framing, RecordTime } from '../record-format.ts';

export interface RecordIndex {
  /** What it was made for; another key means another index. */
  readonly key: string;
  readonly fileBytes: number;
  readonly records: number;
  readonly blank: number;
  /** Sequences of bytes that were no text, in the whole file. */
  readonly replaced: number;
  /** Records that are longer than MAX_RECORD_BYTES. */
  readonly tooLong: number;
  /** Of each mark: a record's number, where it begins in bytes, and on which line. The first mark is record 0, if there is one. */
  readonly markRecords: Float64Array;
  readonly markOffsets: Float64Array;
  readonly markLines: Float64Array;
  /** null: not by time. */
  readonly times: RecordTimes | null;
}

/** The latest time up to and including record (i + 1) * stride - 1, in epoch milliseconds; -Infinity before the first record with a time. */
export interface RecordTimes {
  readonly stride: number;
  readonly latest: Float64Array;
  /** Of the first record that has a time; null: none has. */
  readonly first: number | null;
}

/** Equal keys: the same index. */
export function recordIndexKey(framing: Framing, time: RecordTime | null): string {
  return JSON.stringify([VERSION, framing, time]);
}

const VERSION = 1;
const MAGIC = 0x4d524958;
const HEADER = 12;

/** The index as bytes, for a file beside the file. */
export function encodeRecordIndex(index: RecordIndex): Uint8Array {
  const { times, markRecords, markOffsets, markLines } = index;
  const key = new TextEncoder().encode(index.key);
  const numbers = [index.fileBytes, index.records, index.blank, index.replaced, index.tooLong, times === null ? 0 : times.stride];
  const first = times?.first ?? Number.NaN;
  const values = Float64Array.from([
    ...numbers,
    first,
    markRecords.length,
    ...markRecords,
    ...markOffsets,
    ...markLines,
    ...(times === null ? [] : [times.latest.length]),
  ]);
  const latest = times?.latest ?? new Float64Array(0);
  const bytes = new Uint8Array(HEADER + key.length + (values.length + latest.length) * 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, key.length);
  view.setUint32(8, values.length + latest.length);
  bytes.set(key, HEADER);
  bytes.set(new Uint8Array(values.buffer), HEADER + key.length);
  bytes.set(new Uint8Array(latest.buffer, latest.byteOffset, latest.byteLength), HEADER + key.length + values.byteLength);
  return bytes;
}

/** null: the bytes are no whole index of this version. */
export function decodeRecordIndex(bytes: Uint8Array): RecordIndex | null {
  if (bytes.length < HEADER) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== MAGIC) return null;
  const keySize = view.getUint32(4);
  const count = view.getUint32(8);
  if (bytes.length !== HEADER + keySize + count * 8) return null;
  const key = new TextDecoder().decode(bytes.subarray(HEADER, HEADER + keySize));
  // A copy, because the numbers need not lie on a multiple of 8.
  const values = new Float64Array(bytes.slice(HEADER + keySize).buffer);
  const [fileBytes, records, blank, replaced, tooLong, stride, first, marks] = values;
  if (fileBytes === undefined || records === undefined || blank === undefined || replaced === undefined || tooLong === undefined) return null;
  if (stride === undefined || first === undefined || marks === undefined || !key.startsWith(`[${VERSION},`)) return null;
  const part = (n: number) => values.slice(8 + n * marks, 8 + (n + 1) * marks);
  const at = 8 + 3 * marks;
  const times = stride === 0 ? null : { stride, first: Number.isNaN(first) ? null : first, latest: values.slice(at + 1, at + 1 + (values[at] ?? 0)) };
  const whole = at + (times === null ? 0 : 1 + times.latest.length);
  if (whole !== values.length) return null;
  return { key, fileBytes, records, blank, replaced, tooLong, markRecords: part(0), markOffsets: part(1), markLines: part(2), times };
}

/** The last mark at or before a record; 0 when there is none before. */
export function markBefore(index: RecordIndex, record: number): number {
  let low = 0;
  let high = index.markRecords.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.markRecords[middle] as number) <= record) low = middle;
    else high = middle - 1;
  }
  return low;
}
