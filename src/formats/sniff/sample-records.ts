// The records of the looked-at bytes under a framing. A last record that is cut off does not count, unless it is all there is.
import type { StringColumn } from '../../columns/column.ts';
import { RecordFramer } from '../framing/record-framer.ts';
import type { Framing } from '../record-format.ts';

export interface SampleRecords {
  readonly column: StringColumn;
  readonly lines: Float64Array;
  readonly blank: number;
  readonly replaced: number;
  /** The only record is cut off: it is longer than what was looked at. */
  readonly cut: boolean;
}

export function sampleRecords(bytes: Uint8Array, framing: Framing, whole: boolean): SampleRecords {
  const framer = new RecordFramer(framing);
  const framed = whole ? framer.all(bytes) : framer.push(bytes);
  if (whole || framed.column.length > 0) return { ...framed, blank: framer.blank, cut: false };
  const all = new RecordFramer(framing).all(bytes);
  return { ...all, blank: 0, cut: all.column.length > 0 };
}

/** The first records of a column. */
export function firstRecords(column: StringColumn, count: number): StringColumn {
  const length = Math.min(column.length, count);
  const nulls = column.nulls === null ? null : column.nulls.subarray(0, length);
  return { ...column, length, nulls, starts: column.starts.subarray(0, length), ends: column.ends.subarray(0, length) };
}
