import type { TimeReader } from '../framing/record-index-builder.ts';
import type { RecordTime } from '../record-format.ts';
import { RecordParser } from './record-parser.ts';

/** Reads the time of each record, in the order of the file, for the index of a pace by time. A record without one has NULL. */
export function timeReader({ format, column, timeZone }: RecordTime): TimeReader {
  const parser = new RecordParser(format, [column]);
  return (records) => {
    const [times] = parser.parse(records, null, { timeZone, batchTimeMs: 0 }).columns;
    if (times === undefined) throw new Error('A time is one column');
    return times;
  };
}
