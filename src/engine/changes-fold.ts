// What a stream of changes stands at: for each key the row that came last. Keys are looked up by the same index the keyed
// state uses; a row is remembered by where it is, nothing is copied until `rows` is asked for.
import type { Rows } from '../columns/column.ts';
import { concatRows } from '../columns/concat.ts';
import { fieldIndex } from '../columns/data-type.ts';
import { gatherRows } from '../columns/gather.ts';
import type { StreamType } from '../plan/stream-type.ts';
import type { RowList } from './row-list.ts';
import { createKeyIndex } from './state/create-key-index.ts';
import type { KeyIndex } from './state/key-index.ts';

export class ChangesFold {
  private readonly stream: StreamType;
  private readonly keyColumns: readonly number[];
  private readonly index: KeyIndex;
  private readonly parts: Rows[] = [];
  private partOf = new Int32Array(1024);
  private rowOf = new Int32Array(1024);

  constructor(stream: StreamType) {
    this.stream = stream;
    this.keyColumns = stream.keys.map((key) => fieldIndex(stream.columns, key));
    this.index = createKeyIndex(this.keyColumns.flatMap((c) => stream.columns[c]?.type ?? []));
  }

  /** Adds a later record: compacted rows of the stream's columns, which must not change afterwards. */
  add(rows: Rows): void {
    const slots = new Int32Array(rows.length);
    this.index.lookupOrInsert(
      this.keyColumns.flatMap((c) => rows.columns[c] ?? []),
      null,
      slots,
    );
    this.makeRoom(this.index.slotLimit);
    const part = this.parts.push(rows) - 1;
    for (let row = 0; row < rows.length; row++) {
      const slot = slots[row] as number;
      this.partOf[slot] = part;
      this.rowOf[slot] = row;
    }
  }

  get size(): number {
    return this.index.liveKeys;
  }

  /** In the order in which the keys came first. Holds until the next `add`. */
  list(): RowList {
    return { parts: this.parts, partOf: this.partOf.subarray(0, this.size), rowOf: this.rowOf.subarray(0, this.size), length: this.size };
  }

  /** The same rows as columns of their own, in the order of the records they came from. */
  rows(): Rows {
    const { size, partOf, rowOf } = this;
    const ends = new Int32Array(this.parts.length);
    for (let slot = 0; slot < size; slot++) ends[partOf[slot] as number] = (ends[partOf[slot] as number] as number) + 1;
    const taken = Array.from(ends, (count) => new Int32Array(count));
    ends.fill(0);
    for (let slot = 0; slot < size; slot++) {
      const part = partOf[slot] as number;
      const at = ends[part] as number;
      (taken[part] as Int32Array)[at] = rowOf[slot] as number;
      ends[part] = at + 1;
    }
    return concatRows(
      this.stream.columns,
      this.parts.map((part, p) => gatherRows(part, taken[p] as Int32Array)),
    );
  }

  private makeRoom(slots: number): void {
    if (slots <= this.partOf.length) return;
    const size = Math.max(slots, this.partOf.length * 2);
    const [parts, rows] = [new Int32Array(size), new Int32Array(size)];
    parts.set(this.partOf);
    rows.set(this.rowOf);
    this.partOf = parts;
    this.rowOf = rows;
  }
}
