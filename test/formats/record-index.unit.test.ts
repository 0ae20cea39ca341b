import { describe, expect, it } from 'vitest';
import { valuesFromRows } from '../../src/columns/build.ts';
import type { Column } from '../../src/columns/column.ts';
import { TIMESTAMP } from '../../src/columns/data-type.ts';
import { MAX_RECORD_BYTES } from '../../src/formats/framing/max-record-bytes.ts';
import { RecordFramer } from '../../src/formats/framing/record-framer.ts';
import { decodeRecordIndex, encodeRecordIndex, type RecordIndex, recordIndexKey } from '../../src/formats/framing/record-index.ts';
import { RecordIndexBuilder, type TimeReader } from '../../src/formats/framing/record-index-builder.ts';
import { RecordReader } from '../../src/formats/framing/record-reader.ts';
import type { Framing } from '../../src/formats/record-format.ts';

const CSV: Framing = { kind: 'csv', encoding: 'utf-8', skip: 1, dialect: { delimiter: ',', quote: '"', escape: '"', trim: false } };
const encode = (text: string) => new TextEncoder().encode(text);

/** 3,000 records, every seventh of two lines, a blank line behind every tenth. */
const TEXT = ['id,note'];
for (let i = 0; i < 3000; i++) TEXT.push(`${i},${i % 7 === 0 ? '"two\r\nlines"' : 'é'}${i % 10 === 0 ? '\r\n' : ''}`);
const BYTES = encode(TEXT.join('\r\n'));

function indexed(bytes: Uint8Array, framing: Framing, times: TimeReader | null = null, size = 1000): RecordIndex {
  const builder = new RecordIndexBuilder(recordIndexKey(framing, null), framing, times);
  for (let at = 0; at < bytes.length; at += size) builder.push(bytes.slice(at, at + size));
  return builder.finish();
}

function readerOf(bytes: Uint8Array, framing: Framing, index: RecordIndex) {
  const reads: number[] = [];
  const reader = new RecordReader(index, framing, (from, to) => {
    reads.push(to - from);
    return Promise.resolve(bytes.slice(from, to));
  });
  return { reader, reads };
}

describe('a record index', () => {
  const index = indexed(BYTES, CSV);

  it('knows how many records and blank lines a file has, in a few marks', () => {
    expect(index.records).toBe(3000);
    expect(index.blank).toBe(300);
    expect(index.markRecords.length).toBe(12);
    expect(index.fileBytes).toBe(BYTES.length);
  });

  it('gives any range of records, with the line of each', async () => {
    const { reader } = readerOf(BYTES, CSV, index);
    const whole = new RecordFramer(CSV).all(BYTES);
    for (const [from, to] of [
      [0, 3],
      [0, 3000],
      [255, 258],
      [1500, 1501],
      [2999, 3000],
      [700, 1400],
      [1400, 1400],
      [2990, 9999],
    ] as const) {
      const values = valuesFromRows(await reader.read(from, to)).map(([value]) => String(value));
      expect(values).toHaveLength(Math.min(to, 3000) - from);
      values.forEach((value, i) => {
        expect(value.split(',')[0]).toBe(String(from + i));
        expect(reader.lineOf(from + i)).toBe(whole.lines[from + i]);
      });
    }
  });

  it('reads on where it ended without reading a byte twice', async () => {
    const { reader, reads } = readerOf(BYTES, CSV, index);
    for (let from = 0; from < 3000; from += 100) await reader.read(from, from + 100);
    // From the record it stands at to the mark behind the last wanted one.
    expect(reads.reduce((sum, n) => sum + n, 0)).toBeLessThan(BYTES.length * 2.6);
    expect(Math.max(...reads)).toBeLessThan(BYTES.length / 5);
  });

  it('survives being stored, and damage is noticed', () => {
    const bytes = encodeRecordIndex(index);
    expect(decodeRecordIndex(bytes)).toEqual(index);
    for (const damaged of [bytes.slice(1), bytes.slice(0, -1), new Uint8Array(0), encode('{}'), encode('{"some":"other file of text"}')])
      expect(decodeRecordIndex(damaged)).toBeNull();
  });

  it('refuses a record that is too long, with its number, and goes on behind it', async () => {
    const framing: Framing = { kind: 'lines', encoding: 'utf-8', skip: 0 };
    const long = new Uint8Array(MAX_RECORD_BYTES + 1).fill(0x61);
    const bytes = new Uint8Array([...encode('a\n'), ...long.subarray(0, 0)].length + long.length + 3);
    bytes.set(encode('a\n'));
    bytes.set(long, 2);
    bytes.set(encode('\nb'), 2 + long.length);
    const made = indexed(bytes, framing, null, 1_000_000);
    expect([made.records, made.tooLong]).toEqual([3, 1]);
    const rows = valuesFromRows(await readerOf(bytes, framing, made).reader.read(0, 3));
    expect(rows.map(([value]) => (value === null ? null : String(value).slice(0, 1)))).toEqual(['a', null, 'b']);
  });

  it('ends a quoted field that never closes where the record gets too long', () => {
    const quoted = encode(`1,"${'seventeen letters\n'.repeat(MAX_RECORD_BYTES / 18 + 2)}2,x\n3,y\n`);
    const made = indexed(quoted, { ...CSV, skip: 0 }, null, 3_000_000);
    expect(made.tooLong).toBe(1);
    expect(made.records).toBeGreaterThanOrEqual(3);
    expect(made.records).toBeLessThan(6);
  });
});

describe('an index by time', () => {
  const framing: Framing = { kind: 'lines', encoding: 'utf-8', skip: 0 };
  const times: TimeReader = (records) => {
    const values = Float64Array.from({ length: records.length }, (_, i) => (records.bytes[records.starts[i] as number] as number) * 1000);
    const nulls = Uint8Array.from({ length: records.length }, (_, i) => (records.bytes[records.starts[i] as number] === 0x2d ? 1 : 0));
    const column: Column = { kind: 'float', type: TIMESTAMP, length: records.length, nulls, values };
    return column;
  };
  // Times 97, 97, 99, none, 98, 100: the latest so far is 97, 97, 99, 99, 99, 100.
  const bytes = encode('a\na\nc\n-\nb\nd\n');
  const { reader } = readerOf(bytes, framing, indexed(bytes, framing, times, 3));

  it('tells how far time has come, which never falls', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((record) => reader.timeBefore(record))).toEqual([97, 97, 97, 99, 99, 99, 100]);
  });

  it('tells where a later time begins', () => {
    expect([96, 97, 98, 99, 100].map((time) => reader.firstAfter(time, 0))).toEqual([1, 2, 2, 5, 6]);
    expect(reader.firstAfter(96, 4)).toBe(5);
  });

  it('has no time where no record has one', () => {
    const none = encode('-\n-\n');
    const { reader: timeless } = readerOf(none, framing, indexed(none, framing, times));
    expect([timeless.timeBefore(0), timeless.timeBefore(2), timeless.firstAfter(5, 0)]).toEqual([null, null, 2]);
  });
});
