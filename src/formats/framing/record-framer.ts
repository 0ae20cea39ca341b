// Records from bytes that come in pieces, cut anywhere. What an unfinished record has so far is kept; of one that is longer than
// MAX_RECORD_BYTES nothing is kept, so that no file can fill the memory. The records do not depend on the cuts.
import type { Nulls, StringColumn } from '../../columns/column.ts';
import { STRING } from '../../columns/data-type.ts';
import type { Framing, TextEncoding } from '../record-format.ts';
import type { BoundaryScanner } from './boundary-scanner.ts';
import { CsvScanner } from './csv-scanner.ts';
import { JsonScanner } from './json-scanner.ts';
import { LineScanner } from './line-scanner.ts';
import { MAX_RECORD_BYTES } from './max-record-bytes.ts';
import { MessageScanner } from './message-scanner.ts';
import { RecordList } from './record-list.ts';
import { markBytes, scannedUnits, Utf8Writer, unitBytes } from './transcode.ts';
import { firstBroken, mended } from './valid-utf8.ts';

export interface FramedRecords {
  /** One row a record, in order; NULL: the record is longer than MAX_RECORD_BYTES. Over the bytes that were given where they can be used as they are. */
  readonly column: StringColumn;
  /** Where each record begins, in bytes of the file. */
  readonly offsets: Float64Array;
  /** The line on which each begins, from 1. */
  readonly lines: Float64Array;
  /** Sequences of bytes that were no text and became U+FFFD. */
  readonly replaced: number;
}

export interface FramingStart {
  /** Offset in the file of the first byte that will be given. */
  readonly offset: number;
  readonly line: number;
}

const FILE_START: FramingStart = { offset: 0, line: 1 };

export class RecordFramer {
  private readonly encoding: TextEncoding;
  private readonly unit: 1 | 2;
  private readonly scanner: BoundaryScanner;
  private readonly found = new RecordList();
  /** Byte offset in the file of unit 0. */
  private origin: number;
  /** A byte order mark may come yet. */
  private atMark: boolean;
  /** Bytes of the open record and of what was not scanned yet. */
  private kept = new Uint8Array(0);
  private keptSize = 0;
  /** Unit position of kept[0]. */
  private keptFrom = 0;
  /** Unit position up to which the scanner has come. */
  private scanned = 0;

  /** `start`: of a record in the middle of a file; nothing is skipped then. */
  constructor(framing: Framing, start: FramingStart = FILE_START) {
    this.encoding = framing.kind === 'message' ? 'utf-8' : framing.encoding;
    this.unit = unitBytes(this.encoding);
    this.origin = start.offset;
    this.atMark = start.offset === 0;
    this.scanner = scannerOf(framing, start, this.unit);
  }

  /** Blank lines so far. */
  get blank(): number {
    return this.scanner.blank;
  }

  /** Line on which what comes next lies. */
  get line(): number {
    return this.scanner.line;
  }

  /** The records that end in these bytes. They may point into `chunk`, which must not change while they are used. */
  push(chunk: Uint8Array): FramedRecords {
    return this.take(chunk, false);
  }

  /** No more bytes come: the last record. */
  finish(): FramedRecords {
    return this.take(new Uint8Array(0), true);
  }

  /** All records of bytes that are whole. */
  all(bytes: Uint8Array): FramedRecords {
    return this.take(bytes, true);
  }

  private take(chunk: Uint8Array, last: boolean): FramedRecords {
    this.found.clear();
    let raw = this.keptSize === 0 ? chunk : this.joined(chunk);
    if (this.atMark) {
      if (raw.length < 3 && !last) {
        this.keep(raw, 0);
        return this.framed(raw);
      }
      const mark = markBytes(raw, this.encoding);
      this.origin += mark;
      raw = raw.subarray(mark);
      this.atMark = false;
    }
    // An odd byte of UTF-16 waits for its other half; at the end it belongs to the last record.
    const whole = Math.floor(raw.length / this.unit);
    const done = this.scanned - this.keptFrom;
    if (whole > done) {
      const fresh = raw.subarray(Math.max(0, done) * this.unit, whole * this.unit);
      this.scanner.scan(scannedUnits(fresh, this.encoding), this.scanned, this.found);
      this.scanned += fresh.length / this.unit;
    }
    if (last) this.scanner.finish(this.keptFrom + Math.ceil(raw.length / this.unit), this.found);
    const records = this.framed(raw);
    if (!last) this.keep(raw, Math.max(0, this.scanner.openAt - this.keptFrom) * this.unit);
    return records;
  }

  /** What was kept, and the chunk behind it. */
  private joined(chunk: Uint8Array): Uint8Array {
    const size = this.keptSize + chunk.length;
    if (size > this.kept.length) {
      const grown = new Uint8Array(Math.max(size, this.kept.length * 2));
      grown.set(this.kept.subarray(0, this.keptSize));
      this.kept = grown;
    }
    this.kept.set(chunk, this.keptSize);
    this.keptSize = size;
    return this.kept.subarray(0, size);
  }

  /** Keeps raw from byte `from` on for the next piece, unless it is more than a record may have. */
  private keep(raw: Uint8Array, from: number): void {
    const size = raw.length - from;
    if (size > MAX_RECORD_BYTES + 1) {
      // The open record is too long. Only an odd byte of UTF-16 is still needed.
      const rest = raw.length % this.unit;
      this.kept = raw.slice(raw.length - rest);
      this.keptSize = rest;
      this.keptFrom = this.scanned;
      return;
    }
    this.keptFrom += from / this.unit;
    if (from === 0 && raw.buffer === this.kept.buffer && raw.byteOffset === this.kept.byteOffset) {
      this.keptSize = size;
      return;
    }
    // A new buffer: the records that were given out may point into the old one.
    const kept = new Uint8Array(Math.max(size, 256));
    kept.set(raw.subarray(from));
    this.kept = kept;
    this.keptSize = size;
  }

  private framed(raw: Uint8Array): FramedRecords {
    const { found, unit } = this;
    const { count } = found;
    const starts = new Int32Array(count);
    const ends = new Int32Array(count);
    const offsets = new Float64Array(count);
    let nulls: Uint8Array | null = null;
    for (let i = 0; i < count; i++) {
      const start = found.starts[i] as number;
      const end = found.ends[i] as number;
      offsets[i] = this.origin + start * unit;
      if ((end - start) * unit > MAX_RECORD_BYTES) {
        nulls ??= new Uint8Array(count);
        nulls[i] = 1;
        continue;
      }
      starts[i] = (start - this.keptFrom) * unit;
      ends[i] = Math.min(raw.length, (end - this.keptFrom) * unit);
    }
    const text = this.encoding === 'utf-8' ? validText(raw, starts, ends, nulls) : transcodedText(raw, starts, ends, nulls, this.encoding);
    return { column: text.column, offsets, lines: found.lines.slice(0, count), replaced: text.replaced };
  }
}

function scannerOf(framing: Framing, { offset, line }: FramingStart, unit: 1 | 2): BoundaryScanner {
  const skip = offset === 0 ? ('skip' in framing ? framing.skip : 0) : 0;
  switch (framing.kind) {
    case 'lines':
      return new LineScanner(0, line, skip);
    case 'csv':
      return new CsvScanner(0, line, skip, framing.dialect, unit);
    case 'json-array':
      return new JsonScanner(0, line, offset === 0);
    case 'message':
      return new MessageScanner(0);
  }
}

interface Text {
  readonly column: StringColumn;
  readonly replaced: number;
}

function columnOf(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, nulls: Nulls): StringColumn {
  return { kind: 'string', type: STRING, length: starts.length, nulls, bytes, starts, ends };
}

/** The records as they lie, when they are valid; else those that are not are mended in a copy. */
function validText(raw: Uint8Array, starts: Int32Array, ends: Int32Array, nulls: Nulls): Text {
  const first = starts.length === 0 ? 0 : firstBroken(raw, 0, raw.length);
  if (first < 0 || starts.length === 0) return { column: columnOf(raw, starts, ends, nulls), replaced: 0 };
  const writer = new Utf8Writer();
  let replaced = 0;
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i] as number;
    const end = ends[i] as number;
    starts[i] = writer.size;
    if (end <= first || firstBroken(raw, start, end) < 0) writer.append(raw.subarray(start, end));
    else {
      const text = mended(raw, start, end);
      writer.append(text.bytes);
      replaced += text.replaced;
    }
    ends[i] = writer.size;
  }
  return { column: columnOf(writer.bytes.subarray(0, writer.size), starts, ends, nulls), replaced };
}

function transcodedText(raw: Uint8Array, starts: Int32Array, ends: Int32Array, nulls: Nulls, encoding: Exclude<TextEncoding, 'utf-8'>): Text {
  const writer = new Utf8Writer();
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i] as number;
    const end = ends[i] as number;
    starts[i] = writer.size;
    writer.write(raw, start, end, encoding);
    ends[i] = writer.size;
  }
  return { column: columnOf(writer.bytes.subarray(0, writer.size), starts, ends, nulls), replaced: writer.replaced };
}
