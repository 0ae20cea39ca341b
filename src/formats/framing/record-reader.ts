// Reads records of an indexed file by number, over whatever gives its bytes. The same records give the same rows each time. Reading
// on where the last read ended costs no byte twice.
import type { Rows, StringColumn } from '../../columns/column.ts';
import { type Schema, STRING } from '../../columns/data-type.ts';
import type { Framing } from '../record-format.ts';
import { type FramedRecords, type FramingStart, RecordFramer } from './record-framer.ts';
import { markBefore, type RecordIndex } from './record-index.ts';

const VALUE: Schema = [{ name: 'value', type: STRING }];

/** Bytes [from, to) of the file. Rejects when they are not there any more. */
export type ReadBytes = (from: number, to: number) => Promise<Uint8Array>;

interface Place extends FramingStart {
  readonly record: number;
}

/** Lines of the records that were read last. */
interface ReadLines {
  readonly from: number;
  readonly lines: Float64Array;
}

export class RecordReader {
  readonly records: number;
  private readonly index: RecordIndex;
  private readonly framing: Framing;
  private readonly readBytes: ReadBytes;
  /** Where the record behind the last one that was read begins. */
  private next: Place | null = null;
  private recent: readonly ReadLines[] = [];

  constructor(index: RecordIndex, framing: Framing, readBytes: ReadBytes) {
    this.records = index.records;
    this.index = index;
    this.framing = framing;
    this.readBytes = readBytes;
  }

  /** Records `from` to `to` - 1, as rows with one STRING column `value`; NULL: a record that is too long. @throws what `readBytes` throws. */
  async read(from: number, to: number): Promise<Rows> {
    const last = Math.min(to, this.records);
    if (last <= from) return rowsOf(emptyColumn());
    const start = this.placeBefore(from);
    const endOffset = this.offsetBehind(last);
    const framed = new RecordFramer(this.framing, start).all(await this.readBytes(start.offset, endOffset));
    const skipped = from - start.record;
    this.remember(framed, start.record, last);
    return rowsOf(part(framed.column, skipped, skipped + last - from));
  }

  /** Line of the file on which a record begins, from 1. Exact for records read lately; for others in a file with records of many lines, at most the line. */
  lineOf(record: number): number {
    for (const { from, lines } of this.recent) if (record >= from && record < from + lines.length) return lines[record - from] as number;
    const mark = markBefore(this.index, record);
    return (this.index.markLines[mark] ?? 1) + record - (this.index.markRecords[mark] ?? record);
  }

  /** The first record after `from` that is later than `timeMs`, or behind one that is; `records` when there is none. */
  firstAfter(timeMs: number, from: number): number {
    const { times } = this.index;
    if (times === null) return this.records;
    const { latest, stride } = times;
    let low = 0;
    let high = latest.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((latest[middle] as number) > timeMs) high = middle;
      else low = middle + 1;
    }
    return Math.min(this.records, Math.max(from + 1, low * stride));
  }

  /** The latest time of the records before `record`; that of the first one for 0; null when no record has a time. */
  timeBefore(record: number): number | null {
    const { times } = this.index;
    if (times === null || times.first === null) return null;
    const stretch = Math.ceil(record / times.stride) - 1;
    const latest = times.latest[Math.min(stretch, times.latest.length - 1)] ?? Number.NEGATIVE_INFINITY;
    return Number.isFinite(latest) ? latest : times.first;
  }

  private placeBefore(record: number): Place {
    const mark = markBefore(this.index, record);
    const place = { record: this.index.markRecords[mark] ?? 0, offset: this.index.markOffsets[mark] ?? 0, line: this.index.markLines[mark] ?? 1 };
    return this.next !== null && this.next.record <= record && this.next.record > place.record ? this.next : place;
  }

  /** Where the bytes of the records before `record` end at the latest. */
  private offsetBehind(record: number): number {
    if (this.next !== null && this.next.record === record) return this.next.offset;
    const mark = markBefore(this.index, record);
    const exact = (this.index.markRecords[mark] ?? 0) === record ? mark : mark + 1;
    return this.index.markOffsets[exact] ?? this.index.fileBytes;
  }

  private remember({ offsets, lines }: FramedRecords, first: number, last: number): void {
    const behind = last - first;
    const offset = offsets[behind];
    const line = lines[behind];
    this.next = offset === undefined || line === undefined ? null : { record: last, offset, line };
    this.recent = [{ from: first, lines: lines.slice(0, behind) }, ...this.recent.slice(0, 3)];
  }
}

function rowsOf(column: StringColumn): Rows {
  return { schema: VALUE, columns: [column], length: column.length, selection: null };
}

function emptyColumn(): StringColumn {
  return { kind: 'string', type: STRING, length: 0, nulls: null, bytes: new Uint8Array(0), starts: new Int32Array(0), ends: new Int32Array(0) };
}

function part(column: StringColumn, from: number, to: number): StringColumn {
  const nulls = column.nulls === null ? null : column.nulls.subarray(from, to);
  return { ...column, length: to - from, nulls, starts: column.starts.subarray(from, to), ends: column.ends.subarray(from, to) };
}
