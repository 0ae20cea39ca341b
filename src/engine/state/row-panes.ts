// The rows of a window, batch after batch as they came: what a window of rows keeps. A batch is kept in its encoded form, which
// is private, compact and what a checkpoint stores; the columns over it are views.
//   rows          u32 batches, each: f64 batch time, u32 size, aligned bytes
//   rows changes  f64 newest batch at the encode before, f64 oldest one kept now, then as rows: those that came since
import { type ByteReader, type ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import { decodeRows, encodeRows } from '../../columns/codec.ts';
import { type Rows, selectedCount } from '../../columns/column.ts';
import { concatRows } from '../../columns/concat.ts';
import type { Schema } from '../../columns/data-type.ts';
import { finishSection, openSection, startSection } from './section-header.ts';

interface Pane {
  readonly timeMs: number;
  readonly bytes: Uint8Array;
  readonly rows: Rows;
}

export class RowPanes {
  private readonly schema: Schema;
  /** Oldest first; batches without rows are not kept. */
  private panes: Pane[] = [];
  /** Newest batch time at the last encode; null when there was none. */
  private baseline: number | null = null;

  constructor(schema: Schema) {
    this.schema = schema;
  }

  /** Rows kept. */
  get size(): number {
    return this.panes.reduce((sum, pane) => sum + pane.rows.length, 0);
  }

  get bytes(): number {
    return this.panes.reduce((sum, pane) => sum + pane.bytes.byteLength, 0);
  }

  get isEmpty(): boolean {
    return this.panes.length === 0;
  }

  add(rows: Rows, timeMs: number): void {
    if (selectedCount(rows) === 0) return;
    const bytes = encodeRows({ ...rows, schema: this.schema });
    this.panes.push({ timeMs, bytes, rows: decodeRows(bytes) });
  }

  /** Lets go of every batch up to this time. */
  evict(timeMs: number): void {
    const first = this.panes.findIndex((pane) => pane.timeMs > timeMs);
    if (first !== 0) this.panes.splice(0, first < 0 ? this.panes.length : first);
  }

  /** All rows kept, in order of time. */
  rows(): Rows {
    return concatRows(
      this.schema,
      this.panes.map((pane) => pane.rows),
    );
  }

  encodeFull(): Uint8Array {
    const writer = startSection('rows', 64 + this.bytes);
    writePanes(writer, this.panes);
    this.setBaseline();
    return finishSection(writer);
  }

  /** null: a full encoding is as small. */
  encodeChanges(): Uint8Array | null {
    const { baseline } = this;
    if (baseline === null) return null;
    const fresh = this.panes.filter((pane) => pane.timeMs > baseline);
    const freshBytes = fresh.reduce((sum, pane) => sum + pane.bytes.byteLength, 0);
    if (freshBytes * 4 >= this.bytes * 3) return null;
    const writer = startSection('rows changes', 64 + freshBytes);
    writer.f64(baseline);
    writer.f64(this.panes[0]?.timeMs ?? Number.POSITIVE_INFINITY);
    writePanes(writer, fresh);
    this.setBaseline();
    return finishSection(writer);
  }

  /** A full section, then the changes since, in order. @throws DamagedBytes. */
  restore(full: Uint8Array, changes: readonly Uint8Array[]): void {
    let panes = this.readPanes(openSection(full, 'rows'));
    for (const bytes of changes) {
      const reader = openSection(bytes, 'rows changes');
      const baseline = reader.f64();
      const oldest = reader.f64();
      const newest = newestOf(panes);
      if (baseline !== newest) throw new DamagedBytes(`changes since ${baseline} do not fit rows up to ${newest}`);
      panes = [...panes, ...this.readPanes(reader)].filter((pane) => pane.timeMs >= oldest);
    }
    this.panes = panes;
    this.setBaseline();
  }

  private readPanes(reader: ByteReader): Pane[] {
    const count = reader.u32();
    const panes: Pane[] = [];
    for (let p = 0; p < count; p++) {
      const timeMs = reader.f64();
      const size = reader.u32();
      reader.align();
      const bytes = reader.uint8Array(size).slice();
      const rows = decodeRows(bytes);
      if (rows.columns.length !== this.schema.length) throw new DamagedBytes(`rows of ${rows.columns.length} columns, not ${this.schema.length}`);
      panes.push({ timeMs, bytes, rows: { ...rows, schema: this.schema } });
    }
    reader.end();
    return panes;
  }

  private setBaseline(): void {
    this.baseline = newestOf(this.panes);
  }
}

function newestOf(panes: readonly Pane[]): number {
  return panes.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY;
}

function writePanes(writer: ByteWriter, panes: readonly Pane[]): void {
  writer.u32(panes.length);
  for (const { timeMs, bytes } of panes) {
    writer.f64(timeMs);
    writer.u32(bytes.byteLength);
    writer.align();
    writer.array(bytes);
  }
}
