// min and max of STRING, by the order of the UTF-8 bytes (which is that of the code points). Values lie in an arena; what
// replaced values leave behind is compacted away when it is more than half.
import type { ByteReader, ByteWriter } from '../../columns/byte-writer.ts';
import { DamagedBytes } from '../../columns/byte-writer.ts';
import { readColumn, writeColumn } from '../../columns/codec.ts';
import type { Column, Selection, StringColumn } from '../../columns/column.ts';
import { copyBytes } from '../../columns/concat.ts';
import { STRING } from '../../columns/data-type.ts';
import { type Accumulator, coverBySteps, grownInts, grownMarks, nullsFromSeen, sameKind } from './accumulator.ts';

export class StringExtreme implements Accumulator {
  private readonly isMax: boolean;
  private seen: Uint8Array;
  private starts: Int32Array;
  private ends: Int32Array;
  private arena = new Uint8Array(64);
  private arenaSize = 0;
  private garbage = 0;

  constructor(isMax: boolean, capacity: number) {
    this.isMax = isMax;
    this.seen = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
  }

  get bytes(): number {
    return this.seen.byteLength * 9 + this.arena.byteLength;
  }

  grow(capacity: number): void {
    this.seen = grownMarks(this.seen, capacity);
    this.starts = grownInts(this.starts, capacity);
    this.ends = grownInts(this.ends, capacity);
  }

  add(slots: Int32Array, count: number, column: Column | null, selection: Selection): void {
    if (column?.kind !== 'string') throw new Error('This min or max needs strings');
    const { bytes, starts, ends, nulls } = column;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls === null || nulls[row] === 0) this.offer(slots[i] as number, bytes, starts[row] as number, ends[row] as number);
    }
  }

  clear(slots: Int32Array): void {
    for (let i = 0; i < slots.length; i++) this.drop(slots[i] as number);
    if (this.garbage === this.arenaSize) this.forgetBytes();
  }

  clearBelow(limit: number): void {
    this.seen.fill(0, 0, limit);
    this.starts.fill(0, 0, limit);
    this.ends.fill(0, 0, limit);
    this.forgetBytes();
  }

  pack(slots: Int32Array): StringExtreme {
    const packed = new StringExtreme(this.isMax, slots.length);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      if (this.seen[slot] === 1) packed.put(i, this.arena, this.starts[slot] as number, this.ends[slot] as number);
    }
    return packed;
  }

  cover(slots: Int32Array, packed: Accumulator): Accumulator {
    return coverBySteps(this, slots, packed);
  }

  assign(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(StringExtreme, packed);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      if (other.seen[i] === 1) this.put(slot, other.arena, other.starts[i] as number, other.ends[i] as number);
      else this.drop(slot);
    }
  }

  append(slots: Int32Array, packed: Accumulator): void {
    const other = sameKind(StringExtreme, packed);
    for (let i = 0; i < slots.length; i++) {
      if (other.seen[i] === 1) this.offer(slots[i] as number, other.arena, other.starts[i] as number, other.ends[i] as number);
    }
  }

  prepend(slots: Int32Array, packed: Accumulator): void {
    // Equal strings cannot be told apart, so their order does not matter.
    this.append(slots, packed);
  }

  result(slots: Int32Array, newer: Accumulator | null): StringColumn {
    const both = this.pack(slots);
    if (newer !== null) {
      const other = sameKind(StringExtreme, newer);
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i] as number;
        if (other.seen[slot] === 1) both.offer(i, other.arena, other.starts[slot] as number, other.ends[slot] as number);
      }
    }
    return both.column(slots.length);
  }

  write(writer: ByteWriter, count: number): void {
    writeColumn(writer, this.column(count), null);
  }

  read(reader: ByteReader, count: number): StringExtreme {
    const column = readColumn(reader, STRING, count);
    if (column.kind !== 'string') throw new DamagedBytes('strings expected');
    const packed = new StringExtreme(this.isMax, count);
    for (let i = 0; i < count; i++) {
      if (column.nulls === null || column.nulls[i] === 0) packed.put(i, column.bytes, column.starts[i] as number, column.ends[i] as number);
    }
    return packed;
  }

  private column(length: number): StringColumn {
    const nulls = nullsFromSeen(this.seen.subarray(0, length));
    const starts = this.starts.subarray(0, length);
    return { kind: 'string', type: STRING, length, nulls, bytes: this.arena, starts, ends: this.ends.subarray(0, length) };
  }

  private offer(slot: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.seen[slot] === 1) {
      const order = compareBytes(bytes, start, end, this.arena, this.starts[slot] as number, this.ends[slot] as number);
      if (this.isMax ? order <= 0 : order >= 0) return;
    }
    this.put(slot, bytes, start, end);
  }

  private put(slot: number, bytes: Uint8Array, start: number, end: number): void {
    this.drop(slot);
    const length = end - start;
    if (this.arenaSize + length > this.arena.length) this.makeRoom(length);
    copyBytes(bytes, start, end, this.arena, this.arenaSize);
    this.seen[slot] = 1;
    this.starts[slot] = this.arenaSize;
    this.arenaSize += length;
    this.ends[slot] = this.arenaSize;
  }

  private drop(slot: number): void {
    this.garbage += (this.ends[slot] as number) - (this.starts[slot] as number);
    this.seen[slot] = 0;
    this.starts[slot] = 0;
    this.ends[slot] = 0;
  }

  private forgetBytes(): void {
    this.arenaSize = 0;
    this.garbage = 0;
  }

  /** A new arena with the live values only, at least half empty. */
  private makeRoom(extra: number): void {
    const old = this.arena;
    const arena = new Uint8Array(Math.max(64, (this.arenaSize - this.garbage + extra) * 2));
    let size = 0;
    for (let slot = 0; slot < this.seen.length; slot++) {
      if (this.seen[slot] === 0) continue;
      const start = this.starts[slot] as number;
      const end = this.ends[slot] as number;
      copyBytes(old, start, end, arena, size);
      this.starts[slot] = size;
      size += end - start;
      this.ends[slot] = size;
    }
    this.arena = arena;
    this.arenaSize = size;
    this.garbage = 0;
  }
}

/** Negative, 0 or positive; bytes as unsigned numbers, a prefix before what continues it. */
export function compareBytes(a: Uint8Array, aStart: number, aEnd: number, b: Uint8Array, bStart: number, bEnd: number): number {
  const shared = Math.min(aEnd - aStart, bEnd - bStart);
  for (let i = 0; i < shared; i++) {
    const difference = (a[aStart + i] as number) - (b[bStart + i] as number);
    if (difference !== 0) return difference;
  }
  return aEnd - aStart - (bEnd - bStart);
}
