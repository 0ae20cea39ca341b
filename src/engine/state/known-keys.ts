// Keys that never leave, in the order they came: slot i is key i. What changes between two encodes is what was added.
import { type ByteReader, type ByteWriter, DamagedBytes } from '../../columns/byte-writer.ts';
import { readColumn, writeColumn } from '../../columns/codec.ts';
import type { Column, Selection } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import { createKeyIndex } from './create-key-index.ts';
import type { KeyIndex } from './key-index.ts';

export class KnownKeys {
  private readonly types: readonly DataType[];
  private readonly index: KeyIndex;
  private baseline = 0;

  constructor(types: readonly DataType[]) {
    this.types = types;
    this.index = createKeyIndex(types);
  }

  get size(): number {
    return this.types.length === 0 ? 0 : this.index.liveKeys;
  }

  get bytes(): number {
    return this.index.bytes;
  }

  /** The slots of the selected rows' keys; new ones are added. */
  slotsOf(keys: readonly Column[], selection: Selection, count: number): Int32Array {
    const slots = new Int32Array(count);
    if (count > 0) this.index.lookupOrInsert(keys, selection, slots);
    return slots;
  }

  /** The key columns of all. */
  all(): readonly Column[] {
    return this.index.keysOf(upTo(0, this.size));
  }

  /** All keys, or those since the last write. */
  write(writer: ByteWriter, onlyNew: boolean): void {
    const from = onlyNew ? this.baseline : 0;
    writer.u32(from);
    writer.u32(this.size);
    for (const column of this.index.keysOf(upTo(from, this.size))) writeColumn(writer, column, null);
    this.baseline = this.size;
  }

  /** Adds what `write` wrote; a part that starts at 0 replaces everything. @throws DamagedBytes. */
  read(reader: ByteReader): void {
    const from = reader.u32();
    const size = reader.u32();
    if (from === 0) this.index.clear();
    if (from !== this.size || size < from) throw new DamagedBytes(`keys from ${from} on do not fit ${this.size}`);
    const columns = this.types.map((type) => readColumn(reader, type, size - from));
    this.slotsOf(columns, null, size - from);
    if (this.size !== size) throw new DamagedBytes('a key is there twice');
    this.baseline = size;
  }
}

function upTo(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}
