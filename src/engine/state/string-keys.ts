// Keys that are bytes: one STRING, or the encoded form of several columns (composite-keys.ts). A table with open addressing and
// linear probing says which slot a key may have; an entry is one word, so that the table of a million keys is 8 MB and its cache
// misses are few. What is known of a key lies in a record at its slot: keys of up to 8 bytes are compared there, longer
// ones have their hash there and are compared in the arena. The arena holds the bytes of every key, for output; what
// freed keys leave behind is compacted away. Grown arenas are new buffers and bytes of keys are never overwritten before `clear`, so
// columns handed out stay true.
import { DamagedBytes } from '../../columns/byte-writer.ts';
import type { Column, Selection, StringColumn } from '../../columns/column.ts';
import { copyBytes, copyStrings, copyText, referencedBytes } from '../../columns/concat.ts';
import { STRING } from '../../columns/data-type.ts';
import { areKnown, type KeyIndex, UnknownKey } from './key-index.ts';
import { hashLong, hashShort, sameLong, shortWord, viewOf } from './key-words.ts';
import { SlotSpace } from './slot-space.ts';

/**
 * Word 0 and 1 of a record: the key's bytes when short, else its hash and 0. Word 2: its length, FREE when the slot has no key. Word 3:
 * its start in the arena. The record of NULL is one of an empty key that no entry names.
 */
const RECORD_WORDS = 4;
const RECORD_SHIFT = 2;
const FREE = -1;
const SHORT = 8;
/** A table is at least twice as long as there are slots, so an entry has room for slot + 1 below the bits of the hash that its place does not tell. */
const ENTRIES_A_SLOT = 2;
const FIRST_ENTRIES = 1024;
/** Below, a table grows by four. */
const MANY_ENTRIES = 1 << 16;
/** Rows looked up together. */
const BLOCK = 128;
/** Entries of a table that no longer fits the nearer caches. */
const LARGE_TABLE = 1 << 18;
/** A short key is read as 8 bytes, so the arena has that many to spare. */
const PADDING = 8;
/** Which bits of the two words belong to a short key of each length. */
const LOW_MASKS = Int32Array.of(0, 0xff, 0xffff, 0xff_ffff, -1, -1, -1, -1, -1);
const HIGH_MASKS = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xff_ffff, -1);

export class StringKeys implements KeyIndex {
  private readonly space = new SlotSpace();
  /** Slot + 1 in the low bits, as many as a place in the table takes; above them those of the hash. 0: empty. */
  private entries = new Int32Array(FIRST_ENTRIES);
  private records = new Int32Array((FIRST_ENTRIES / ENTRIES_A_SLOT) * RECORD_WORDS);
  private nullSlot = -1;
  private arena = new Uint8Array(1024);
  private arenaView = viewOf(this.arena);
  private arenaSize = 0;
  private garbage = 0;
  /** Of the block being looked up, see readBlock. */
  private readonly lows = new Int32Array(BLOCK);
  private readonly highs = new Int32Array(BLOCK);
  private readonly lengths = new Int32Array(BLOCK);
  private readonly hashes = new Int32Array(BLOCK);
  /** Records that fetchBlock touches. */
  private readonly places = new Int32Array(BLOCK);
  /** Nothing may be added: a key that is not there is told by UnknownKey. */
  private sealed = false;
  /** Keeps the reads of fetchBlock from being optimised away. */
  protected fetched = 0;

  get liveKeys(): number {
    return this.space.live;
  }

  get slotLimit(): number {
    return this.space.limit;
  }

  get bytes(): number {
    return this.entries.byteLength + this.arena.byteLength + this.records.byteLength;
  }

  lookupOrInsert(columns: readonly Column[], selection: Selection, slots: Int32Array): void {
    const column = columns[0];
    if (column?.kind !== 'string') throw new Error('A string key needs a string column');
    this.lookup(column, selection, slots);
  }

  /** The hot path of word counts: see performance.md of the design, W1 and W4. */
  lookup(column: StringColumn, selection: Selection, slots: Int32Array): void {
    const count = selection === null ? column.length : selection.length;
    const view = viewOf(column.bytes);
    for (let from = 0; from < count; from += BLOCK) {
      const size = Math.min(BLOCK, count - from);
      this.reserve(this.space.limit + size);
      this.readBlock(column, view, selection, from, size);
      if (this.entries.length > LARGE_TABLE) this.fetchBlock(size);
      this.probeBlock(column, view, selection, slots, from, size);
    }
  }

  /** Reads what the records of a block's keys would have, and their hashes; length -1: NULL. */
  private readBlock(column: StringColumn, view: DataView, selection: Selection, from: number, size: number): void {
    const { lows, highs, lengths, hashes } = this;
    const { bytes, starts, ends, nulls } = column;
    const lastWide = bytes.length - SHORT;
    for (let j = 0; j < size; j++) {
      const row = selection === null ? from + j : (selection[from + j] as number);
      if (nulls !== null && nulls[row] === 1) {
        lengths[j] = -1;
        continue;
      }
      const start = starts[row] as number;
      const length = (ends[row] as number) - start;
      lengths[j] = length;
      if (length > SHORT) {
        const hash = hashLong(view, start, length);
        lows[j] = hash;
        highs[j] = 0;
        hashes[j] = hash;
        continue;
      }
      let low: number;
      let high: number;
      if (start <= lastWide) {
        low = view.getInt32(start, true) & (LOW_MASKS[length] as number);
        high = view.getInt32(start + 4, true) & (HIGH_MASKS[length] as number);
      } else {
        low = shortWord(bytes, start, Math.min(length, 4));
        high = shortWord(bytes, start + 4, length - 4);
      }
      lows[j] = low;
      highs[j] = high;
      hashes[j] = hashShort(low, high, length);
    }
  }

  /** Touches what the block will need, so that a large table's cache misses overlap instead of following each other. */
  private fetchBlock(size: number): void {
    const { entries, records, arena, hashes, places } = this;
    const mask = entries.length - 1;
    let seen = 0;
    let likely = 0;
    for (let j = 0; j < size; j++) {
      const hash = hashes[j] as number;
      const entry = entries[hash & mask] as number;
      places[likely] = ((entry & mask) - 1) << RECORD_SHIFT;
      likely += entry !== 0 && ((entry ^ hash) & ~mask) === 0 ? 1 : 0;
    }
    for (let k = 0; k < likely; k++) seen += records[(places[k] as number) + 2] as number;
    for (let k = 0; k < likely; k++) seen += arena[records[(places[k] as number) + 3] as number] as number;
    this.fetched = seen;
  }

  private probeBlock(column: StringColumn, view: DataView, selection: Selection, slots: Int32Array, from: number, size: number): void {
    const { lows, highs, lengths, hashes, entries, records } = this;
    const { starts } = column;
    const mask = entries.length - 1;
    for (let j = 0; j < size; j++) {
      const length = lengths[j] as number;
      if (length < 0) {
        slots[from + j] = this.slotOfNull();
        continue;
      }
      const low = lows[j] as number;
      const high = highs[j] as number;
      const hash = hashes[j] as number;
      let at = hash & mask;
      let entry = entries[at] as number;
      let slot = -1;
      while (entry !== 0) {
        if (((entry ^ hash) & ~mask) === 0) {
          slot = (entry & mask) - 1;
          const record = slot << RECORD_SHIFT;
          if (records[record] === low && records[record + 1] === high && records[record + 2] === length) {
            if (length <= SHORT) break;
            const start = starts[selection === null ? from + j : (selection[from + j] as number)] as number;
            if (sameLong(this.arenaView, records[record + 3] as number, view, start, length)) break;
          }
        }
        at = (at + 1) & mask;
        entry = entries[at] as number;
      }
      if (entry === 0) {
        slot = this.allocate();
        const start = starts[selection === null ? from + j : (selection[from + j] as number)] as number;
        writeRecord(records, slot, low, high, length, this.append(column.bytes, view, start, length, low, high));
        entries[at] = (hash & ~mask) | (slot + 1);
      }
      slots[from + j] = slot;
    }
  }

  find(columns: readonly Column[], selection: Selection, slots: Int32Array): boolean {
    this.sealed = true;
    try {
      return areKnown(() => this.lookupOrInsert(columns, selection, slots));
    } finally {
      this.sealed = false;
    }
  }

  release(slots: Int32Array): void {
    for (const slot of slots) {
      if (slot === this.nullSlot) this.nullSlot = -1;
      else this.remove(slot);
      this.records[(slot << RECORD_SHIFT) + 2] = FREE;
      this.space.release(slot);
    }
    if (this.space.live === 0) this.clear();
    else if (this.garbage > 65_536 && this.garbage > this.arenaSize >> 1) this.compact();
  }

  clear(): void {
    // A table much larger than its last content would cost more to wipe at every clear than to grow again.
    const { limit } = this.space;
    if (this.entries.length > FIRST_ENTRIES && limit * 16 < this.entries.length) this.entries = new Int32Array(tableLength(limit));
    else this.entries.fill(0);
    this.space.clear();
    this.nullSlot = -1;
    this.arenaSize = 0;
    this.garbage = 0;
  }

  liveSlots(): Int32Array {
    return this.space.liveSlots();
  }

  keysOf(slots: Int32Array): readonly [StringColumn] {
    const length = slots.length;
    // Keys that came one after another lie so, and strings that touch each other are copied together.
    const { starts, ends } = this.placesOf(slots, length > 0 && (slots[length - 1] as number) - (slots[0] as number) === length - 1);
    const nullAt = this.nullSlot < 0 ? -1 : slots.indexOf(this.nullSlot);
    let nulls: Uint8Array | null = null;
    if (nullAt >= 0) {
      nulls = new Uint8Array(length);
      nulls[nullAt] = 1;
    }
    return [{ kind: 'string', type: STRING, length, nulls, bytes: this.arena, starts, ends }];
  }

  /** Where the keys lie in the arena. `touching`: try to tell it by one list of offsets. */
  private placesOf(slots: Int32Array, touching: boolean): { readonly starts: Int32Array; readonly ends: Int32Array } {
    const { records } = this;
    const { length } = slots;
    const starts = new Int32Array(touching ? length + 1 : length);
    const ends = touching ? starts.subarray(1) : new Int32Array(length);
    let apart = 0;
    let end = records[((slots[0] ?? 0) << RECORD_SHIFT) + 3] as number;
    for (let k = 0; k < length; k++) {
      const record = (slots[k] as number) << RECORD_SHIFT;
      const start = records[record + 3] as number;
      apart |= start ^ end;
      end = start + (records[record + 2] as number);
      starts[k] = start;
      ends[k] = end;
    }
    return touching && apart !== 0 ? this.placesOf(slots, false) : { starts: starts.subarray(0, length), ends };
  }

  restore(columns: readonly Column[], slots: Int32Array): void {
    const [column] = columns;
    if (column?.kind !== 'string') throw new Error('A string key needs a string column');
    this.clear();
    this.space.restore(slots);
    const { limit } = this.space;
    this.records = new Int32Array(Math.max(limit, FIRST_ENTRIES / ENTRIES_A_SLOT) * RECORD_WORDS);
    if (slots.length < limit) this.records.fill(FREE, 0, limit << RECORD_SHIFT);
    const words = tableLength(limit);
    if (words > this.entries.length) this.entries = new Int32Array(words);
    const keys = this.takeBytes(column);
    for (let from = 0; from < slots.length; from += BLOCK) {
      const size = Math.min(BLOCK, slots.length - from);
      this.readBlock(keys, this.arenaView, null, from, size);
      if (this.entries.length > LARGE_TABLE) this.fetchBlock(size);
      this.insertBlock(keys.starts, slots, from, size);
    }
  }

  /** Makes an arena of the column's bytes: as they lie, unless much among them belongs to no key. The same keys in it. */
  private takeBytes(column: StringColumn): StringColumn {
    const { length, bytes } = column;
    const size = referencedBytes(column, null);
    const asTheyLie = bytes.length <= size + (size >> 2);
    const held = asTheyLie ? bytes.length : size;
    this.arena = new Uint8Array(Math.max(1024, held + (held >> 3) + PADDING));
    this.arenaView = viewOf(this.arena);
    this.arenaSize = held;
    this.garbage = held - size;
    if (asTheyLie) {
      this.arena.set(bytes);
      return { ...column, bytes: this.arena };
    }
    const starts = new Int32Array(length);
    const ends = new Int32Array(length);
    copyStrings(column, null, length, { bytes: this.arena, starts, ends, row: 0, size: 0 });
    return { ...column, bytes: this.arena, starts, ends };
  }

  /** Puts the keys of a block into the table, which has room. @throws DamagedBytes when one is there already. */
  private insertBlock(starts: Int32Array, slots: Int32Array, from: number, size: number): void {
    const { entries, records, lows, highs, lengths, hashes, arenaView } = this;
    const mask = entries.length - 1;
    for (let j = 0; j < size; j++) {
      const slot = slots[from + j] as number;
      const length = lengths[j] as number;
      if (length < 0) {
        if (this.nullSlot >= 0) throw new DamagedBytes('a key is there twice');
        this.writeNull(slot);
        continue;
      }
      const low = lows[j] as number;
      const high = highs[j] as number;
      const hash = hashes[j] as number;
      const start = starts[from + j] as number;
      let at = hash & mask;
      for (let entry = entries[at] as number; entry !== 0; entry = entries[at] as number) {
        const record = ((entry & mask) - 1) << RECORD_SHIFT;
        if (((entry ^ hash) & ~mask) === 0 && records[record] === low && records[record + 1] === high && records[record + 2] === length) {
          const same = length <= SHORT || sameLong(arenaView, records[record + 3] as number, arenaView, start, length);
          if (same) throw new DamagedBytes('a key is there twice');
        }
        at = (at + 1) & mask;
      }
      writeRecord(records, slot, low, high, length, start);
      entries[at] = (hash & ~mask) | (slot + 1);
    }
  }

  private allocate(): number {
    if (this.sealed) throw new UnknownKey();
    return this.space.allocate();
  }

  private slotOfNull(): number {
    if (this.nullSlot < 0) this.writeNull(this.allocate());
    return this.nullSlot;
  }

  private writeNull(slot: number): void {
    this.nullSlot = slot;
    writeRecord(this.records, slot, 0, 0, 0, 0);
  }

  /** Puts a key's bytes behind the others; where they begin. `low`, `high`: of its record. */
  private append(bytes: Uint8Array, view: DataView, start: number, length: number, low: number, high: number): number {
    const at = this.arenaSize;
    if (at + length + PADDING > this.arena.length) this.growArena(length);
    const { arenaView } = this;
    if (length <= SHORT) {
      arenaView.setInt32(at, low, true);
      arenaView.setInt32(at + 4, high, true);
    } else if (length <= 2 * SHORT) {
      const last = length - SHORT;
      arenaView.setInt32(at, view.getInt32(start, true), true);
      arenaView.setInt32(at + 4, view.getInt32(start + 4, true), true);
      arenaView.setInt32(at + last, view.getInt32(start + last, true), true);
      arenaView.setInt32(at + last + 4, view.getInt32(start + last + 4, true), true);
    } else copyText(bytes, view, start, length, this.arena, arenaView, at);
    this.arenaSize = at + length;
    return at;
  }

  /** Takes the key of the slot out of the table and closes the gap (Knuth, algorithm R), so that no tombstones gather. */
  private remove(slot: number): void {
    const { entries, records } = this;
    const mask = entries.length - 1;
    let hole = hashOfRecord(records, slot) & mask;
    while (((entries[hole] as number) & mask) !== slot + 1) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; entries[at] !== 0; at = (at + 1) & mask) {
      const entry = entries[at] as number;
      const home = hashOfRecord(records, (entry & mask) - 1) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      entries[hole] = entry;
      hole = at;
    }
    entries[hole] = 0;
    this.garbage += records[(slot << RECORD_SHIFT) + 2] as number;
  }

  /** Room for slots below `limit`. */
  private reserve(limit: number): void {
    if (limit * RECORD_WORDS > this.records.length) {
      const records = new Int32Array(Math.max(limit * RECORD_WORDS, this.records.length * 2));
      records.set(this.records.subarray(0, this.space.limit << RECORD_SHIFT));
      this.records = records;
    }
    let { length } = this.entries;
    while (limit * ENTRIES_A_SLOT > length) length *= length < MANY_ENTRIES ? 4 : 2;
    if (length > this.entries.length) this.entries = this.tableOf(length);
  }

  /** A table of so many entries with all keys. */
  private tableOf(length: number): Int32Array<ArrayBuffer> {
    const entries = new Int32Array(length);
    const mask = length - 1;
    const { records, nullSlot } = this;
    const { limit } = this.space;
    for (let slot = 0; slot < limit; slot++) {
      if (records[(slot << RECORD_SHIFT) + 2] === FREE || slot === nullSlot) continue;
      const hash = hashOfRecord(records, slot);
      let at = hash & mask;
      while (entries[at] !== 0) at = (at + 1) & mask;
      entries[at] = (hash & ~mask) | (slot + 1);
    }
    return entries;
  }

  private growArena(extra: number): void {
    const grown = new Uint8Array(Math.max(this.arena.length * 2, this.arenaSize + extra + PADDING));
    grown.set(this.arena.subarray(0, this.arenaSize));
    this.arena = grown;
    this.arenaView = viewOf(grown);
  }

  /** Moves the bytes of the live keys together, into a new arena. */
  private compact(): void {
    const old = this.arena;
    const arena = new Uint8Array(Math.max(1024, (this.arenaSize - this.garbage) * 2 + PADDING));
    let size = 0;
    const { records } = this;
    for (let record = 0; record < this.space.limit << RECORD_SHIFT; record += RECORD_WORDS) {
      const length = records[record + 2] as number;
      if (length === FREE) continue;
      const start = records[record + 3] as number;
      copyBytes(old, start, start + length, arena, size);
      records[record + 3] = size;
      size += length;
    }
    this.arena = arena;
    this.arenaView = viewOf(arena);
    this.arenaSize = size;
    this.garbage = 0;
  }
}

/** Entries of a table with room for slots below the limit. */
function tableLength(limit: number): number {
  let entries = FIRST_ENTRIES;
  while (entries < limit * ENTRIES_A_SLOT) entries *= 2;
  return entries;
}

function writeRecord(records: Int32Array, slot: number, low: number, high: number, length: number, start: number): void {
  const record = slot << RECORD_SHIFT;
  records[record] = low;
  records[record + 1] = high;
  records[record + 2] = length;
  records[record + 3] = start;
}

function hashOfRecord(records: Int32Array, slot: number): number {
  const record = slot << RECORD_SHIFT;
  const length = records[record + 2] as number;
  const word = records[record] as number;
  return length > SHORT ? word : hashShort(word, records[record + 1] as number, length);
}
