// Makes the index of a file that streams by: only marks are kept, so a file of any size needs a few megabytes. Times are kept one
// a record while there are few; when there are many, neighbours are joined, and a batch by time then ends a few records later.
import type { Column, StringColumn } from '../../columns/column.ts';
import type { Framing } from '../record-format.ts';
import { type FramedRecords, RecordFramer } from './record-framer.ts';
import type { RecordIndex, RecordTimes } from './record-index.ts';

const MARK_RECORDS = 256;
const MARK_BYTES = 1024 * 1024;
const MAX_TIMES = 4 * 1024 * 1024;
const MICROS_PER_MS = 1000;
const MICROS_PER_DAY = 86_400_000_000;

/** Reads the time of each record: a TIMESTAMP or DATE column, NULL where there is none. */
export type TimeReader = (records: StringColumn) => Column;

export class RecordIndexBuilder {
  private readonly key: string;
  private readonly framer: RecordFramer;
  private readonly readTimes: TimeReader | null;
  private readonly times: TimeList;
  private readonly markRecords: number[] = [];
  private readonly markOffsets: number[] = [];
  private readonly markLines: number[] = [];
  private records = 0;
  private replaced = 0;
  private tooLong = 0;
  private bytes = 0;

  /** `key`: of recordIndexKey. `readTimes`: for a pace by time. */
  constructor(key: string, framing: Framing, readTimes: TimeReader | null) {
    this.key = key;
    this.framer = new RecordFramer(framing);
    this.readTimes = readTimes;
    this.times = new TimeList();
  }

  /** The next bytes of the file, of any number. */
  push(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    this.add(this.framer.push(chunk));
  }

  /** `brokenOff`: the file ends in the middle of something, so what only its end would end is no record. */
  finish(brokenOff = false): RecordIndex {
    if (!brokenOff) this.add(this.framer.finish());
    return {
      key: this.key,
      fileBytes: this.bytes,
      records: this.records,
      blank: this.framer.blank,
      replaced: this.replaced,
      tooLong: this.tooLong,
      markRecords: Float64Array.from(this.markRecords),
      markOffsets: Float64Array.from(this.markOffsets),
      markLines: Float64Array.from(this.markLines),
      times: this.readTimes === null ? null : this.times.finish(),
    };
  }

  private add({ column, offsets, lines, replaced }: FramedRecords): void {
    this.replaced += replaced;
    const { length, nulls } = column;
    let lastRecord = this.markRecords.at(-1) ?? Number.NEGATIVE_INFINITY;
    let lastOffset = this.markOffsets.at(-1) ?? 0;
    for (let i = 0; i < length; i++) {
      const record = this.records + i;
      const offset = offsets[i] as number;
      if (nulls !== null && nulls[i] === 1) this.tooLong++;
      if (record - lastRecord < MARK_RECORDS && offset - lastOffset < MARK_BYTES) continue;
      this.markRecords.push(record);
      this.markOffsets.push(offset);
      this.markLines.push(lines[i] as number);
      lastRecord = record;
      lastOffset = offset;
    }
    this.records += length;
    if (this.readTimes !== null && length > 0) this.times.add(this.readTimes(column));
  }
}

/** The latest time so far, record by record; the stride doubles when the list is full. */
class TimeList {
  private latest = new Float64Array(1024);
  private size = 0;
  private stride = 1;
  private open = 0;
  private max = Number.NEGATIVE_INFINITY;
  private first: number | null = null;

  add(column: Column): void {
    for (let i = 0; i < column.length; i++) {
      if (column.nulls === null || column.nulls[i] === 0) {
        const time = millisecondsOf(column, i);
        this.first ??= time;
        if (time > this.max) this.max = time;
      }
      if (++this.open === this.stride) this.put();
    }
  }

  finish(): RecordTimes {
    if (this.open > 0) {
      if (this.size === MAX_TIMES) this.halve();
      this.append();
    }
    return { stride: this.stride, latest: this.latest.slice(0, this.size), first: this.first };
  }

  /** A stretch is full. When the list is too, stretches grow, and this one is only the first half of one. */
  private put(): void {
    if (this.size === MAX_TIMES) this.halve();
    if (this.open === this.stride) this.append();
  }

  private append(): void {
    if (this.size === this.latest.length) {
      const grown = new Float64Array(this.size * 2);
      grown.set(this.latest);
      this.latest = grown;
    }
    this.latest[this.size++] = this.max;
    this.open = 0;
  }

  private halve(): void {
    for (let i = 0; i < this.size / 2; i++) this.latest[i] = this.latest[2 * i + 1] as number;
    this.size /= 2;
    this.stride *= 2;
  }
}

function millisecondsOf(column: Column, row: number): number {
  if (column.kind === 'float') return Math.floor((column.values[row] as number) / MICROS_PER_MS);
  if (column.kind === 'big') return Math.floor(Number(column.values[row]) / MICROS_PER_MS);
  if (column.kind === 'int') return ((column.values[row] as number) * MICROS_PER_DAY) / MICROS_PER_MS;
  throw new Error(`A time is TIMESTAMP or DATE, not ${column.type.kind}`);
}
