// Keys that are bytes: one STRING, or the encoded form of several columns (composite-keys.ts). A table with open addressing and
// linear probing; an entry is four words. Keys of up to 8 bytes lie in the entry itself, so finding one touches one
// cache line and no bytes elsewhere; longer ones have their hash and their place in the arena there. The arena holds the
// bytes of every key, for output; what freed keys leave behind is compacted away. Grown arenas are new buffers and old
// bytes are never overwritten before `clear`, so columns handed out stay true.
import { DamagedBytes } from '../../columns/byte-writer.ts';
import type { Column, Selection, StringColumn } from '../../columns/column.ts';
import { copyBytes, copyStrings, referencedBytes } from '../../columns/concat.ts';
import { STRING } from '../../columns/data-type.ts';
import { followEachOther } from './accumulator.ts';
import { areKnown, type KeyIndex, UnknownKey } from './key-index.ts';
import { hashLong, hashShort, sameLong, shortWord } from './key-words.ts';
import { SlotSpace } from './slot-space.ts';

/** Word 0 and 1: the key's bytes when short, else its hash and its start in the arena. Word 2: its length. Word 3: slot + 1, 0 when empty. */
const ENTRY_WORDS = 4;
const ENTRY_SHIFT = 2;
const SHORT = 8;
const FIRST_ENTRIES = 256;
/** Rows looked up together. */
const BLOCK = 512;
/** Words of a table that no longer fits the nearer caches. */
const LARGE_TABLE = 1 << 20;
/** A short key is read as 8 bytes, so the arena has that many to spare. */
const PADDING = 8;
/** Keys for which a restore takes the loop that is made for it. */
const MANY = 4_096;
/** Which bits of the two words belong to a short key of each length. */
const LOW_MASKS = Int32Array.of(0, 0xff, 0xffff, 0xff_ffff, -1, -1, -1, -1, -1);
const HIGH_MASKS = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xff_ffff, -1);

export class StringKeys implements KeyIndex {
  private readonly space = new SlotSpace();
  private entries = new Int32Array(FIRST_ENTRIES * ENTRY_WORDS);
  private used = 0;
  private nullSlot = -1;
  private arena = new Uint8Array(1024);
  private arenaView = new DataView(this.arena.buffer);
  private arenaSize = 0;
  private garbage = 0;
  private starts = new Int32Array(FIRST_ENTRIES / 2);
  private ends = new Int32Array(FIRST_ENTRIES / 2);
  /** Of the block being looked up, see readBlock. */
  private readonly lows = new Int32Array(BLOCK);
  private readonly highs = new Int32Array(BLOCK);
  private readonly lengths = new Int32Array(BLOCK);
  private readonly hashes = new Int32Array(BLOCK);
  /** Keeps the reads of fetchBlock from being optimised away. */
  protected fetched = 0;

  get liveKeys(): number {
    return this.space.live;
  }

  get slotLimit(): number {
    return this.space.limit;
  }

  get bytes(): number {
    return this.entries.byteLength + this.arena.byteLength + this.starts.byteLength * 2;
  }

  lookupOrInsert(columns: readonly Column[], selection: Selection, slots: Int32Array): void {
    const column = columns[0];
    if (column?.kind !== 'string') throw new Error('A string key needs a string column');
    this.lookup(column, selection, slots);
  }

  /** The hot path of word counts: see performance.md of the design, W1 and W4. */
  lookup(column: StringColumn, selection: Selection, slots: Int32Array): void {
    const count = selection === null ? column.length : selection.length;
    const view = new DataView(column.bytes.buffer, column.bytes.byteOffset, column.bytes.byteLength);
    for (let from = 0; from < count; from += BLOCK) {
      const size = Math.min(BLOCK, count - from);
      this.readBlock(column, view, selection, from, size);
      if (this.entries.length > LARGE_TABLE) this.fetchBlock(size);
      this.probeBlock(column, view, selection, slots, from, size);
    }
  }

  /** Reads the words, the length and the hash of each key of a block; length -1: NULL. */
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
    const { entries, arena, hashes, lengths } = this;
    const mask = entries.length - 1;
    let seen = 0;
    for (let j = 0; j < size; j++) seen += entries[((hashes[j] as number) << ENTRY_SHIFT) & mask] as number;
    for (let j = 0; j < size; j++) {
      const at = ((hashes[j] as number) << ENTRY_SHIFT) & mask;
      if ((lengths[j] as number) > SHORT && entries[at + 2] === lengths[j]) seen += arena[entries[at + 1] as number] as number;
    }
    this.fetched = seen;
  }

  private probeBlock(column: StringColumn, view: DataView, selection: Selection, slots: Int32Array, from: number, size: number): void {
    const { lows, highs, lengths, hashes } = this;
    const { starts } = column;
    let { entries } = this;
    let mask = entries.length - 1;
    for (let j = 0; j < size; j++) {
      const length = lengths[j] as number;
      if (length < 0) {
        slots[from + j] = this.slotOfNull();
        continue;
      }
      const low = lows[j] as number;
      let at = ((hashes[j] as number) << ENTRY_SHIFT) & mask;
      let found = entries[at + 3] as number;
      if (length <= SHORT) {
        const high = highs[j] as number;
        while (found !== 0 && (entries[at] !== low || entries[at + 1] !== high || entries[at + 2] !== length)) {
          at = (at + ENTRY_WORDS) & mask;
          found = entries[at + 3] as number;
        }
      } else {
        const start = starts[selection === null ? from + j : (selection[from + j] as number)] as number;
        while (found !== 0) {
          if (entries[at] === low && entries[at + 2] === length && sameLong(this.arenaView, entries[at + 1] as number, view, start, length)) break;
          at = (at + ENTRY_WORDS) & mask;
          found = entries[at + 3] as number;
        }
      }
      if (found === 0) {
        const start = starts[selection === null ? from + j : (selection[from + j] as number)] as number;
        found = this.insert(at, low, highs[j] as number, length, column.bytes, start) + 1;
        entries = this.entries;
        mask = entries.length - 1;
      }
      slots[from + j] = found - 1;
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
      this.space.release(slot);
    }
    if (this.space.live === 0) this.clear();
    else if (this.garbage > 65_536 && this.garbage > this.arenaSize >> 1) this.compact();
  }

  clear(): void {
    // A table much larger than its last content would cost more to wipe at every clear than to grow again.
    if (this.entries.length > FIRST_ENTRIES * ENTRY_WORDS && this.used * 16 < this.entries.length / ENTRY_WORDS) {
      this.entries = new Int32Array(tableLength(this.used));
    } else this.entries.fill(0);
    this.space.clear();
    this.used = 0;
    this.nullSlot = -1;
    this.arenaSize = 0;
    this.garbage = 0;
  }

  liveSlots(): Int32Array {
    return this.space.liveSlots();
  }

  keysOf(slots: Int32Array): readonly [StringColumn] {
    const length = slots.length;
    const starts = valuesAt(this.starts, slots);
    const ends = valuesAt(this.ends, slots);
    const nullAt = this.nullSlot < 0 ? -1 : slots.indexOf(this.nullSlot);
    let nulls: Uint8Array | null = null;
    if (nullAt >= 0) {
      nulls = new Uint8Array(length);
      nulls[nullAt] = 1;
    }
    return [{ kind: 'string', type: STRING, length, nulls, bytes: this.arena, starts, ends }];
  }

  restore(columns: readonly Column[], slots: Int32Array): void {
    this.clear();
    const words = tableLength(slots.length);
    if (words > this.entries.length) this.entries = new Int32Array(words);
    this.space.restore(slots);
    const [column] = columns;
    if (column?.kind === 'string' && column.nulls === null && slots.length >= MANY) {
      this.restoreAll(column, slots);
      return;
    }
    const given = new Int32Array(slots.length);
    this.scripted = slots;
    this.scriptedAt = 0;
    try {
      this.lookupOrInsert(columns, null, given);
    } finally {
      this.scripted = null;
    }
    for (let i = 0; i < slots.length; i++) if (given[i] !== slots[i]) throw new DamagedBytes('a key is there twice');
  }

  /** `restore` without NULL: nothing grows, and the bytes of all keys come over together. */
  private restoreAll(column: StringColumn, slots: Int32Array): void {
    const count = slots.length;
    this.growSlots((slots[count - 1] as number) + 1);
    const isDense = slots[count - 1] === count - 1;
    const starts = isDense ? this.starts : new Int32Array(count);
    const ends = isDense ? this.ends : new Int32Array(count);
    this.takeBytes(column, starts, ends);
    for (let i = 0; !isDense && i < count; i++) {
      this.starts[slots[i] as number] = starts[i] as number;
      this.ends[slots[i] as number] = ends[i] as number;
    }
    const keys: StringColumn = { kind: 'string', type: STRING, length: count, nulls: null, bytes: this.arena, starts, ends };
    for (let from = 0; from < count; from += BLOCK) {
      const length = Math.min(BLOCK, count - from);
      this.readBlock(keys, this.arenaView, null, from, length);
      if (this.entries.length > LARGE_TABLE) this.fetchBlock(length);
      this.insertBlock(starts, slots, from, length);
    }
    this.used = count;
  }

  /** Makes an arena of the column's bytes: as they lie, unless much among them belongs to no key. */
  private takeBytes(column: StringColumn, starts: Int32Array, ends: Int32Array): void {
    const { length, bytes } = column;
    const size = referencedBytes(column, null);
    const asTheyLie = bytes.length <= size + (size >> 2);
    const held = asTheyLie ? bytes.length : size;
    this.arena = new Uint8Array(Math.max(1024, held + (held >> 3) + PADDING));
    this.arenaView = new DataView(this.arena.buffer);
    this.arenaSize = held;
    this.garbage = held - size;
    if (asTheyLie) {
      this.arena.set(bytes);
      starts.set(column.starts.subarray(0, length));
      ends.set(column.ends.subarray(0, length));
    } else copyStrings(column, null, length, { bytes: this.arena, starts, ends, row: 0, size: 0 });
  }

  /** Puts the keys of a block into the table, which has room. @throws DamagedBytes when one is there already. */
  private insertBlock(starts: Int32Array, slots: Int32Array, from: number, size: number): void {
    const { entries, lows, highs, lengths, hashes, arenaView } = this;
    const mask = entries.length - 1;
    for (let j = 0; j < size; j++) {
      const low = lows[j] as number;
      const length = lengths[j] as number;
      const start = starts[from + j] as number;
      const high = length > SHORT ? start : (highs[j] as number);
      let at = ((hashes[j] as number) << ENTRY_SHIFT) & mask;
      while (entries[at + 3] !== 0) {
        if (entries[at] === low && entries[at + 2] === length) {
          const same = length > SHORT ? sameLong(arenaView, entries[at + 1] as number, arenaView, start, length) : entries[at + 1] === high;
          if (same) throw new DamagedBytes('a key is there twice');
        }
        at = (at + ENTRY_WORDS) & mask;
      }
      entries[at] = low;
      entries[at + 1] = high;
      entries[at + 2] = length;
      entries[at + 3] = (slots[from + j] as number) + 1;
    }
  }

  /** While restoring, new keys take these slots in order. */
  private scripted: Int32Array | null = null;
  private scriptedAt = 0;
  /** Nothing may be added: a key that is not there is told by UnknownKey. */
  private sealed = false;

  private allocate(): number {
    if (this.sealed) throw new UnknownKey();
    const slot = this.scripted === null ? this.space.allocate() : (this.scripted[this.scriptedAt++] ?? 0);
    if (slot >= this.starts.length) this.growSlots(slot + 1);
    return slot;
  }

  private slotOfNull(): number {
    if (this.nullSlot < 0) {
      this.nullSlot = this.allocate();
      this.starts[this.nullSlot] = 0;
      this.ends[this.nullSlot] = 0;
    }
    return this.nullSlot;
  }

  /** Puts a new key at the empty entry `at`; returns its slot. May replace `entries`. */
  private insert(at: number, low: number, high: number, length: number, bytes: Uint8Array, start: number): number {
    const slot = this.allocate();
    if (this.arenaSize + length + PADDING > this.arena.length) this.growArena(length);
    copyBytes(bytes, start, start + length, this.arena, this.arenaSize);
    this.starts[slot] = this.arenaSize;
    this.entries[at] = low;
    this.entries[at + 1] = length > SHORT ? this.arenaSize : high;
    this.entries[at + 2] = length;
    this.entries[at + 3] = slot + 1;
    this.arenaSize += length;
    this.ends[slot] = this.arenaSize;
    this.used++;
    if (this.used * ENTRY_WORDS * 2 > this.entries.length) this.growTable();
    return slot;
  }

  /** Takes the key of the slot out of the table and closes the gap (Knuth, algorithm R), so that no tombstones gather. */
  private remove(slot: number): void {
    const { entries } = this;
    const mask = entries.length - 1;
    const start = this.starts[slot] as number;
    const length = (this.ends[slot] as number) - start;
    let hole = (this.hashOfArena(start, length) << ENTRY_SHIFT) & mask;
    while (entries[hole + 3] !== slot + 1) hole = (hole + ENTRY_WORDS) & mask;
    for (let at = (hole + ENTRY_WORDS) & mask; entries[at + 3] !== 0; at = (at + ENTRY_WORDS) & mask) {
      const home = (hashOfEntry(entries, at) << ENTRY_SHIFT) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      entries.copyWithin(hole, at, at + ENTRY_WORDS);
      hole = at;
    }
    entries.fill(0, hole, hole + ENTRY_WORDS);
    this.used--;
    this.garbage += length;
  }

  private hashOfArena(start: number, length: number): number {
    if (length > SHORT) return hashLong(this.arenaView, start, length);
    return hashShort(shortWord(this.arena, start, Math.min(length, 4)), shortWord(this.arena, start + 4, length - 4), length);
  }

  private growTable(): void {
    const old = this.entries;
    const entries = new Int32Array(old.length * (old.length < 1 << 18 ? 4 : 2));
    const mask = entries.length - 1;
    for (let from = 0; from < old.length; from += ENTRY_WORDS) {
      if (old[from + 3] === 0) continue;
      let at = (hashOfEntry(old, from) << ENTRY_SHIFT) & mask;
      while (entries[at + 3] !== 0) at = (at + ENTRY_WORDS) & mask;
      entries[at] = old[from] as number;
      entries[at + 1] = old[from + 1] as number;
      entries[at + 2] = old[from + 2] as number;
      entries[at + 3] = old[from + 3] as number;
    }
    this.entries = entries;
  }

  private growSlots(needed: number): void {
    const capacity = Math.max(needed, this.starts.length * 2);
    const starts = new Int32Array(capacity);
    starts.set(this.starts);
    this.starts = starts;
    const ends = new Int32Array(capacity);
    ends.set(this.ends);
    this.ends = ends;
  }

  private growArena(extra: number): void {
    const grown = new Uint8Array(Math.max(this.arena.length * 2, this.arenaSize + extra + PADDING));
    grown.set(this.arena.subarray(0, this.arenaSize));
    this.arena = grown;
    this.arenaView = new DataView(grown.buffer);
  }

  /** Moves the bytes of the live keys together, into a new arena. */
  private compact(): void {
    const old = this.arena;
    const arena = new Uint8Array(Math.max(1024, (this.arenaSize - this.garbage) * 2 + PADDING));
    let size = 0;
    const { entries } = this;
    for (let at = 0; at < entries.length; at += ENTRY_WORDS) {
      const slot = (entries[at + 3] as number) - 1;
      if (slot < 0) continue;
      const start = this.starts[slot] as number;
      const length = entries[at + 2] as number;
      copyBytes(old, start, start + length, arena, size);
      this.starts[slot] = size;
      if (length > SHORT) entries[at + 1] = size;
      size += length;
      this.ends[slot] = size;
    }
    this.arena = arena;
    this.arenaView = new DataView(arena.buffer);
    this.arenaSize = size;
    this.garbage = 0;
  }
}

/** The values at the slots; those of slots that follow each other, as new keys' do, in one copy. */
function valuesAt(source: Int32Array, slots: Int32Array): Int32Array {
  const count = slots.length;
  if (followEachOther(slots)) return source.slice(slots[0], (slots[0] ?? 0) + count);
  const values = new Int32Array(count);
  for (let k = 0; k < count; k++) values[k] = source[slots[k] as number] as number;
  return values;
}

/** Words of a table with room for the keys. */
function tableLength(keys: number): number {
  let entries = FIRST_ENTRIES;
  while (entries < keys * 2) entries *= 2;
  return entries * ENTRY_WORDS;
}

function hashOfEntry(entries: Int32Array, at: number): number {
  const length = entries[at + 2] as number;
  const word = entries[at] as number;
  return length > SHORT ? word : hashShort(word, entries[at + 1] as number, length);
}
