// The values of a keyed state: one row a slot, in columns of any type. Written rows go to the end as a chunk of their own; small
// chunks are merged with the one before (as a binary counter carries, so a row is moved a logarithmic number of times), and all
// of them once most of what they hold was replaced. So a batch costs what it writes, whatever number of keys there is.
// A slot without a row reads as NULL. Columns handed out are new; those taken in are copied.
import { absentColumn } from '../../columns/absent.ts';
import { ByteReader, ByteWriter } from '../../columns/byte-writer.ts';
import { readColumn, writeColumn } from '../../columns/codec.ts';
import type { Column, Selection } from '../../columns/column.ts';
import { concatColumns } from '../../columns/concat.ts';
import type { DataType } from '../../columns/data-type.ts';
import { gatherColumn } from '../../columns/gather.ts';
import { gatherOrNull } from '../../columns/gather-or-null.ts';

interface Chunk {
  /** Of each row. A row is live while its slot still points here. */
  readonly slots: Int32Array;
  readonly columns: readonly Column[];
}

/** Rows that are no longer live are let go when they outnumber the live ones by this much. */
const SLACK = 1024;

export class StateRows {
  private readonly types: readonly DataType[];
  private chunks: Chunk[] = [];
  /** Where the row of a slot is; chunk -1: it has none. */
  private chunkOf = new Int32Array(0);
  private rowOf = new Int32Array(0);
  private live = 0;
  private rows = 0;

  constructor(types: readonly DataType[]) {
    this.types = types;
  }

  get bytes(): number {
    let bytes = this.chunkOf.byteLength * 2;
    for (const chunk of this.chunks) bytes += chunk.slots.byteLength + chunk.columns.reduce((sum, column) => sum + columnBytes(column), 0);
    return bytes;
  }

  /** The rows of the slots, in their order. */
  gather(slots: Int32Array): Column[] {
    const { chunks } = this;
    const rows = new Int32Array(slots.length);
    const counts = new Int32Array(chunks.length);
    let only = -2;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      const chunk = slot < this.chunkOf.length ? (this.chunkOf[slot] as number) : -1;
      rows[i] = chunk < 0 ? -1 : (this.rowOf[slot] as number);
      if (chunk < 0) continue;
      counts[chunk] = (counts[chunk] as number) + 1;
      only = only === -2 || only === chunk ? chunk : -1;
    }
    if (only === -2) return this.types.map((type) => absentColumn(type, slots.length));
    const single = chunks[only];
    if (single !== undefined) return single.columns.map((column) => inOwnLane(gatherOrNull(column, rows)));
    return this.gatherMany(slots, rows, counts);
  }

  /** Writes a row for each slot: row `positions[i]` of the columns, or row i. Slots differ. */
  put(slots: Int32Array, columns: readonly Column[], positions: Selection = null): void {
    if (slots.length === 0) return;
    this.reserve(slots);
    const chunk: Chunk = { slots: slots.slice(), columns: columns.map((column) => privateColumn(column, positions)) };
    this.point(chunk, this.chunks.push(chunk) - 1);
    this.rows += slots.length;
    if (this.live === slots.length) this.keepOnly(chunk);
    else this.tidy();
  }

  /** Forgets the rows of these slots. */
  drop(slots: Int32Array): void {
    for (const slot of slots) {
      if (slot >= this.chunkOf.length || (this.chunkOf[slot] as number) < 0) continue;
      this.chunkOf[slot] = -1;
      this.live--;
    }
    this.tidy();
  }

  clear(): void {
    this.chunks = [];
    this.chunkOf.fill(-1);
    this.live = 0;
    this.rows = 0;
  }

  private gatherMany(slots: Int32Array, rows: Int32Array, counts: Int32Array): Column[] {
    const starts = new Int32Array(counts.length);
    let size = 0;
    for (let c = 0; c < counts.length; c++) {
      starts[c] = size;
      size += counts[c] as number;
    }
    const taken = new Int32Array(size);
    const places = new Int32Array(slots.length);
    const next = starts.slice();
    for (let i = 0; i < slots.length; i++) {
      if ((rows[i] as number) < 0) {
        places[i] = -1;
        continue;
      }
      const chunk = this.chunkOf[slots[i] as number] as number;
      const place = next[chunk] as number;
      next[chunk] = place + 1;
      taken[place] = rows[i] as number;
      places[i] = place;
    }
    return this.types.map((type, c) => {
      const parts = this.chunks.flatMap((chunk, k) => {
        const start = starts[k] as number;
        const count = counts[k] as number;
        return count === 0 ? [] : [{ column: chunk.columns[c] as Column, positions: taken.subarray(start, start + count) }];
      });
      return inOwnLane(gatherOrNull(concatColumns(type, parts), places));
    });
  }

  private reserve(slots: Int32Array): void {
    let limit = 0;
    for (let i = 0; i < slots.length; i++) limit = Math.max(limit, (slots[i] as number) + 1);
    const known = this.chunkOf.length;
    if (limit <= known) return;
    const chunkOf = new Int32Array(Math.max(limit, known * 2, 128)).fill(-1, known);
    chunkOf.set(this.chunkOf);
    this.chunkOf = chunkOf;
    const rowOf = new Int32Array(chunkOf.length);
    rowOf.set(this.rowOf);
    this.rowOf = rowOf;
  }

  private point({ slots }: Chunk, place: number): void {
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row] as number;
      if ((this.chunkOf[slot] as number) < 0) this.live++;
      this.chunkOf[slot] = place;
      this.rowOf[slot] = row;
    }
  }

  /** Every live row is in this chunk. */
  private keepOnly(chunk: Chunk): void {
    this.chunks = [chunk];
    this.rows = chunk.slots.length;
    this.point(chunk, 0);
  }

  private tidy(): void {
    if (this.rows > 2 * this.live + SLACK) this.merge(0);
    else
      for (let last = this.chunks.length - 1; last > 0; last = this.chunks.length - 1) {
        const [before, after] = [this.chunks[last - 1] as Chunk, this.chunks[last] as Chunk];
        if (before.slots.length > 2 * after.slots.length) break;
        this.merge(last - 1);
      }
  }

  /** Puts the live rows of the chunks from this one on into one. */
  private merge(from: number): void {
    const merged = this.chunks.splice(from);
    const kept = merged.map(({ slots }, c) => liveRows(slots, (slot, row) => this.chunkOf[slot] === from + c && this.rowOf[slot] === row));
    for (const chunk of merged) this.rows -= chunk.slots.length;
    const parts = merged.flatMap((chunk, c) => {
      const positions = kept[c] as Int32Array;
      return positions.length === 0 ? [] : [{ chunk, positions }];
    });
    if (parts.length === 0) return;
    const slots = new Int32Array(parts.reduce((sum, { positions }) => sum + positions.length, 0));
    let at = 0;
    for (const { chunk, positions } of parts) for (const row of positions) slots[at++] = chunk.slots[row] as number;
    const columns = this.types.map((type, c) => {
      const pieces = parts.map(({ chunk, positions }) => ({ column: chunk.columns[c] as Column, positions }));
      const [first, ...more] = pieces;
      // One piece would be a view of what is to be let go.
      return first !== undefined && more.length === 0 ? privateColumn(first.column, first.positions) : concatColumns(type, pieces);
    });
    const chunk = { slots, columns };
    this.chunks.push(chunk);
    this.rows += slots.length;
    for (let row = 0; row < slots.length; row++) {
      this.chunkOf[slots[row] as number] = from;
      this.rowOf[slots[row] as number] = row;
    }
  }
}

function liveRows(slots: Int32Array, isLive: (slot: number, row: number) => boolean): Int32Array {
  const rows = new Int32Array(slots.length);
  let count = 0;
  for (let row = 0; row < slots.length; row++) if (isLive(slots[row] as number, row)) rows[count++] = row;
  return rows.subarray(0, count);
}

/** A copy that shares nothing with the column: what is stored outlives the batch. */
function privateColumn(column: Column, positions: Selection): Column {
  const fixed = inOwnLane(column.kind === 'string' || positions === null ? column : gatherColumn(column, positions));
  switch (fixed.kind) {
    case 'boolean':
      return { ...fixed, nulls: fixed.nulls?.slice() ?? null, values: fixed.values.slice() };
    case 'int':
      return { ...fixed, nulls: fixed.nulls?.slice() ?? null, values: fixed.values.slice() };
    case 'float':
      return { ...fixed, nulls: fixed.nulls?.slice() ?? null, values: fixed.values.slice() };
    case 'big':
      return { ...fixed, nulls: fixed.nulls?.slice() ?? null, values: fixed.values.slice() };
    default: {
      const taken = fixed.kind === 'string' ? positions : null;
      const writer = new ByteWriter(64 + fixed.length * 8);
      writeColumn(writer, fixed, taken);
      return readColumn(new ByteReader(writer.finish()), column.type, taken === null ? fixed.length : taken.length);
    }
  }
}

/** A BIGINT, TIMESTAMP or DECIMAL column whose values all fit the common lane, in that lane: which one it is must not tell where it came from. */
function inOwnLane(column: Column): Column {
  if (column.kind !== 'big' && column.kind !== 'wide') return column;
  const { length, nulls, type } = column;
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    if (nulls !== null && nulls[i] === 1) continue;
    const number = Number(column.values[i]);
    const fits = type.kind === 'TIMESTAMP' ? BigInt(number) === column.values[i] : Number.isSafeInteger(number);
    if (!fits) return column;
    values[i] = number;
  }
  return { kind: 'float', type, length, nulls, values };
}

function columnBytes(column: Column): number {
  const nulls = column.nulls?.byteLength ?? 0;
  switch (column.kind) {
    case 'string':
      return nulls + column.starts.byteLength * 2 + column.bytes.byteLength;
    case 'array':
      return nulls + column.starts.byteLength * 2 + columnBytes(column.elements);
    case 'map':
      return nulls + column.starts.byteLength * 2 + columnBytes(column.keys) + columnBytes(column.values);
    case 'struct':
      return column.fields.reduce((sum, field) => sum + columnBytes(field), nulls);
    case 'wide':
      return nulls + column.values.length * 16;
    default:
      return nulls + column.values.byteLength;
  }
}
