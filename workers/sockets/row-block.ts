// Rows of one STRING column `value` that wait to be logged together, as they will lie in the block: bytes and slices.
import type { Rows, StringColumn } from '../../src/columns/column.ts';
import { STRING } from '../../src/columns/data-type.ts';
import { LINE_SCHEMA } from '../../src/plan/generator-schemas.ts';

export class RowBlock {
  rows = 0;
  bytes = 0;
  private buffer = new Uint8Array(4096);
  private starts = new Int32Array(64);
  private ends = new Int32Array(64);
  private nulls: Uint8Array | null = null;

  /** Rows `from` to `to` - 1 of a column of records. NULL stays NULL. */
  add(records: StringColumn, from = 0, to = records.length): void {
    for (let i = from; i < to; i++) this.addOne(records, i);
  }

  /** What was added, under the schema of a line. The block must not be used afterwards. */
  finish(): Rows {
    const { rows, bytes, buffer } = this;
    const nulls = this.nulls === null ? null : this.nulls.slice(0, rows);
    const starts = this.starts.slice(0, rows);
    const column: StringColumn = {
      kind: 'string',
      type: STRING,
      length: rows,
      nulls,
      bytes: buffer.subarray(0, bytes),
      starts,
      ends: this.ends.slice(0, rows),
    };
    return { schema: LINE_SCHEMA, columns: [column], length: rows, selection: null };
  }

  private addOne(records: StringColumn, i: number): void {
    if (this.rows === this.starts.length) this.growRows();
    const isNull = records.nulls !== null && records.nulls[i] === 1;
    const start = isNull ? 0 : (records.starts[i] as number);
    const end = isNull ? 0 : (records.ends[i] as number);
    if (isNull) {
      this.nulls ??= new Uint8Array(this.starts.length);
      this.nulls[this.rows] = 1;
    }
    if (this.bytes + end - start > this.buffer.length) this.growBytes(end - start);
    this.buffer.set(records.bytes.subarray(start, end), this.bytes);
    this.starts[this.rows] = this.bytes;
    this.bytes += end - start;
    this.ends[this.rows++] = this.bytes;
  }

  private growRows(): void {
    const size = this.starts.length * 2;
    const starts = new Int32Array(size);
    const ends = new Int32Array(size);
    starts.set(this.starts);
    ends.set(this.ends);
    this.starts = starts;
    this.ends = ends;
    if (this.nulls !== null) {
      const nulls = new Uint8Array(size);
      nulls.set(this.nulls);
      this.nulls = nulls;
    }
  }

  private growBytes(extra: number): void {
    const buffer = new Uint8Array(Math.max(this.buffer.length * 2, this.bytes + extra));
    buffer.set(this.buffer.subarray(0, this.bytes));
    this.buffer = buffer;
  }
}
