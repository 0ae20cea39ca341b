// Keys of one fixed-width type: BOOLEAN, INT, DATE, BIGINT, TIMESTAMP, DOUBLE. A key is two 32-bit words: the 64-bit
// integer, or the bits of the double with -0.0 made 0.0 and all NaN one. Integers from 0 to 65,535, which most ids are, and as far
// above as every fourth one is there, go through a direct table; the rest through open addressing with linear probing.
import { DamagedBytes } from '../../columns/byte-writer.ts';
import type { BooleanColumn, Column, FloatColumn, IntColumn, Selection } from '../../columns/column.ts';
import { type DataType, isFloatingType } from '../../columns/data-type.ts';
import { bigintFromWords, highWord, isExactWords, isSafeWords, numberFromWords, wordsOf } from '../../columns/int64.ts';
import type { Rooms } from '../../columns/laid-rows.ts';
import { directRange, MOST_DIRECT } from './direct-range.ts';
import { areKnown, type KeyIndex, UnknownKey } from './key-index.ts';
import { SlotSpace } from './slot-space.ts';

/** Words 0 and 1: the key. Word 2: slot + 1, 0 when empty. Word 3 unused, so that no entry lies across two cache lines. */
const ENTRY_WORDS = 4;
const ENTRY_SHIFT = 2;
const FIRST_ENTRIES = 64;
/** Every integer from 0 up to this is looked up directly, however few there are. */
const LEAST_DIRECT = 65_536;
/** Keys for which a restore takes the loop that is made for it. */
const MANY = 4_096;

export class NumberKeys implements KeyIndex {
  private readonly type: DataType;
  private readonly isDouble: boolean;
  private readonly space = new SlotSpace();
  /** Of the integers from 0 below `directLimit`: slot + 1, 0 where there is none. Grows up to there as they come. */
  private direct = new Int32Array(256);
  private directLimit = LEAST_DIRECT;
  private entries = new Int32Array(FIRST_ENTRIES * ENTRY_WORDS);
  private used = 0;
  private nullSlot = -1;
  private lows = new Int32Array(128);
  private highs = new Int32Array(128);
  private scripted: Int32Array | null = null;
  private scriptedAt = 0;
  /** Nothing may be added: a key that is not there is told by UnknownKey. */
  private sealed = false;

  constructor(type: DataType) {
    this.type = type;
    this.isDouble = isFloatingType(type);
  }

  get liveKeys(): number {
    return this.space.live;
  }

  get slotLimit(): number {
    return this.space.limit;
  }

  get bytes(): number {
    return this.entries.byteLength + this.direct.byteLength + this.lows.byteLength * 2;
  }

  lookupOrInsert(columns: readonly Column[], selection: Selection, slots: Int32Array): void {
    const column = columns[0];
    switch (column?.kind) {
      case 'boolean':
      case 'int':
        this.lookupInts(column, selection, slots);
        return;
      case 'float':
        if (this.isDouble) this.lookupDoubles(column, selection, slots);
        else this.lookupIntegers(column, selection, slots);
        return;
      case 'big':
      case 'wide': {
        const words = wordsOf(column.kind === 'big' ? column.values : BigInt64Array.from(column.values));
        const { nulls } = column;
        this.lookupEach(column.length, selection, slots, (row) =>
          nulls !== null && nulls[row] === 1 ? this.slotOfNull() : this.slotOf(words[2 * row] as number, words[2 * row + 1] as number),
        );
        return;
      }
      default:
        throw new Error('A number key needs a column of numbers');
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
  }

  clear(): void {
    if (this.entries.length > FIRST_ENTRIES * ENTRY_WORDS && this.used * 16 < this.entries.length / ENTRY_WORDS) {
      this.entries = new Int32Array(tableLength(this.used));
    } else this.entries.fill(0);
    if (this.direct.length > LEAST_DIRECT && this.space.live * 16 < this.direct.length) {
      this.direct = new Int32Array(LEAST_DIRECT);
      this.directLimit = LEAST_DIRECT;
    } else this.direct.fill(0);
    this.space.clear();
    this.used = 0;
    this.nullSlot = -1;
  }

  liveSlots(): Int32Array {
    return this.space.liveSlots();
  }

  keysOf(slots: Int32Array, [room]: Rooms = []): readonly [Column] {
    const length = slots.length;
    const nullAt = this.nullSlot < 0 ? -1 : slots.indexOf(this.nullSlot);
    const nulls = nullAt < 0 ? null : new Uint8Array(length);
    if (nulls !== null) nulls[nullAt] = 1;
    const { type } = this;
    switch (type.kind) {
      case 'BOOLEAN':
      case 'VOID':
        return [{ kind: 'boolean', type, length, nulls, values: Uint8Array.from(slots, (slot) => this.lows[slot] as number) }];
      case 'INT':
      case 'SMALLINT':
      case 'TINYINT':
      case 'YEAR_MONTH':
      case 'DATE': {
        const values = room instanceof Int32Array ? room : new Int32Array(length);
        for (let i = 0; i < length; i++) values[i] = this.lows[slots[i] as number] as number;
        return [{ kind: 'int', type, length, nulls, values }];
      }
      case 'FLOAT':
      case 'DOUBLE': {
        const values = room instanceof Float64Array ? room : new Float64Array(length);
        const words = new Int32Array(values.buffer, values.byteOffset, 2 * length);
        for (let i = 0; i < length; i++) {
          words[2 * i] = this.lows[slots[i] as number] as number;
          words[2 * i + 1] = this.highs[slots[i] as number] as number;
        }
        return [{ kind: 'float', type, length, nulls, values }];
      }
      default:
        return [this.integersOf(slots, nulls, room instanceof Float64Array ? room : new Float64Array(length))];
    }
  }

  restore(columns: readonly Column[], slots: Int32Array): void {
    this.clear();
    this.space.restore(slots);
    const [column] = columns;
    if (column?.kind === 'float' && !this.isDouble && column.nulls === null && slots.length >= MANY) {
      this.restoreIntegers(column, slots);
      return;
    }
    this.reserveEntries(slots.length);
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

  /** `restore` for integers without NULL: nothing is found and nothing grows, so one loop does it, soon and in cold code. */
  private restoreIntegers({ values }: FloatColumn, slots: Int32Array): void {
    const count = slots.length;
    const bits = new Int32Array(33);
    for (let i = 0; i < count; i++) {
      const value = values[i] as number;
      const length = value >= 0 && value < MOST_DIRECT ? 32 - Math.clz32(value) : 32;
      bits[length] = (bits[length] as number) + 1;
    }
    const { limit, within } = directRange(bits, this.directLimit);
    this.directLimit = limit;
    this.growSlots((slots[count - 1] as number) + 1);
    this.direct = new Int32Array(limit);
    this.reserveEntries(count - within);
    const { entries, lows, highs, direct } = this;
    const mask = entries.length - 1;
    for (let i = 0; i < count; i++) {
      const value = values[i] as number;
      const slot = slots[i] as number;
      const low = value | 0;
      const high = low === value ? low >> 31 : highWord(value);
      lows[slot] = low;
      highs[slot] = high;
      if (high === 0 && low >= 0 && low < limit) {
        if (direct[low] !== 0) throw new DamagedBytes('a key is there twice');
        direct[low] = slot + 1;
        continue;
      }
      let at = (hashWords(low, high) << ENTRY_SHIFT) & mask;
      while (entries[at + 2] !== 0) {
        if (entries[at] === low && entries[at + 1] === high) throw new DamagedBytes('a key is there twice');
        at = (at + ENTRY_WORDS) & mask;
      }
      entries[at] = low;
      entries[at + 1] = high;
      entries[at + 2] = slot + 1;
      this.used++;
    }
  }

  private reserveEntries(keys: number): void {
    const words = tableLength(keys);
    if (words > this.entries.length) this.entries = new Int32Array(words);
  }

  private integersOf(slots: Int32Array, nulls: Uint8Array | null, values: Float64Array): Column {
    const { type, lows, highs } = this;
    const length = slots.length;
    const isHeld = type.kind === 'TIMESTAMP' ? isExactWords : isSafeWords;
    let safe = true;
    for (let i = 0; i < length; i++) {
      const slot = slots[i] as number;
      const low = lows[slot] as number;
      const high = highs[slot] as number;
      values[i] = numberFromWords(low, high);
      // Up to 2^52 on either side any type is held.
      if (high >= LEAST_WIDE || high < -LEAST_WIDE) safe &&= isHeld(low, high);
    }
    if (safe) return { kind: 'float', type, length, nulls, values };
    const big = BigInt64Array.from(slots, (slot) => bigintFromWords(this.lows[slot] as number, this.highs[slot] as number));
    if (type.kind === 'DECIMAL') return { kind: 'wide', type, length, nulls, values: [...big] };
    return { kind: 'big', type, length, nulls, values: big };
  }

  private lookupInts(column: IntColumn | BooleanColumn, selection: Selection, slots: Int32Array): void {
    const { values, nulls } = column;
    const count = selection === null ? column.length : selection.length;
    let { direct } = this;
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls !== null && nulls[row] === 1) {
        slots[i] = this.slotOfNull();
        continue;
      }
      const value = values[row] as number;
      // One comparison: a negative value is a large one without its sign.
      const found = value >>> 0 < direct.length ? (direct[value] as number) : 0;
      if (found !== 0) {
        slots[i] = found - 1;
        continue;
      }
      slots[i] = this.slotOf(value, value >> 31);
      direct = this.direct;
    }
  }

  private lookupIntegers(column: FloatColumn, selection: Selection, slots: Int32Array): void {
    const { values, nulls } = column;
    const count = selection === null ? column.length : selection.length;
    let last = Number.NaN; // Times come in runs of one value. NaN: the one before is NULL.
    for (let i = 0; i < count; i++) {
      const row = selection === null ? i : (selection[i] as number);
      if (nulls !== null && nulls[row] === 1) {
        slots[i] = this.slotOfNull();
        last = Number.NaN;
        continue;
      }
      const value = values[row] as number;
      slots[i] = value === last ? (slots[i - 1] as number) : this.slotOf(value | 0, highWord(value));
      last = value;
    }
  }

  private lookupDoubles(column: FloatColumn, selection: Selection, slots: Int32Array): void {
    const { values, nulls } = column;
    const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
    this.lookupEach(column.length, selection, slots, (row) => {
      if (nulls !== null && nulls[row] === 1) return this.slotOfNull();
      const value = values[row] as number;
      if (value === 0) return this.slotOf(0, 0);
      if (Number.isNaN(value)) return this.slotOf(0, NAN_HIGH);
      return this.slotOf(words[2 * row] as number, words[2 * row + 1] as number);
    });
  }

  private lookupEach(length: number, selection: Selection, slots: Int32Array, slotAt: (row: number) => number): void {
    const count = selection === null ? length : selection.length;
    for (let i = 0; i < count; i++) slots[i] = slotAt(selection === null ? i : (selection[i] as number));
  }

  private slotOf(low: number, high: number): number {
    if (high === 0 && low >= 0 && low < this.directLimit) return this.slotOfSmall(low);
    const { entries } = this;
    const mask = entries.length - 1;
    let at = (hashWords(low, high) << ENTRY_SHIFT) & mask;
    let found = entries[at + 2] as number;
    while (found !== 0 && (entries[at] !== low || entries[at + 1] !== high)) {
      at = (at + ENTRY_WORDS) & mask;
      found = entries[at + 2] as number;
    }
    if (found !== 0) return found - 1;
    const slot = this.allocate(low, high);
    entries[at] = low;
    entries[at + 1] = high;
    entries[at + 2] = slot + 1;
    this.used++;
    if (this.used * ENTRY_WORDS * 2 > entries.length) this.growTable();
    return slot;
  }

  private slotOfSmall(value: number): number {
    if (value >= this.direct.length) {
      const grown = new Int32Array(2 ** Math.ceil(Math.log2(value + 1)));
      grown.set(this.direct);
      this.direct = grown;
    }
    const found = this.direct[value] as number;
    if (found !== 0) return found - 1;
    const slot = this.allocate(value, 0);
    this.direct[value] = slot + 1;
    return slot;
  }

  private slotOfNull(): number {
    if (this.nullSlot < 0) this.nullSlot = this.allocate(0, 0);
    return this.nullSlot;
  }

  private allocate(low: number, high: number): number {
    if (this.sealed) throw new UnknownKey();
    const slot = this.scripted === null ? this.space.allocate() : (this.scripted[this.scriptedAt++] ?? 0);
    if (slot >= this.lows.length) this.growSlots(slot + 1);
    this.lows[slot] = low;
    this.highs[slot] = high;
    return slot;
  }

  /** Closes the gap as in string-keys.ts. */
  private remove(slot: number): void {
    const low = this.lows[slot] as number;
    const high = this.highs[slot] as number;
    if (high === 0 && low >= 0 && low < this.directLimit) {
      this.direct[low] = 0;
      return;
    }
    const { entries } = this;
    const mask = entries.length - 1;
    let hole = (hashWords(low, high) << ENTRY_SHIFT) & mask;
    while (entries[hole + 2] !== slot + 1) hole = (hole + ENTRY_WORDS) & mask;
    for (let at = (hole + ENTRY_WORDS) & mask; entries[at + 2] !== 0; at = (at + ENTRY_WORDS) & mask) {
      const home = (hashWords(entries[at] as number, entries[at + 1] as number) << ENTRY_SHIFT) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      entries.copyWithin(hole, at, at + ENTRY_WORDS);
      hole = at;
    }
    entries.fill(0, hole, hole + ENTRY_WORDS);
    this.used--;
  }

  private growTable(): void {
    const old = this.entries;
    const moved = this.moveToDirect();
    const entries = new Int32Array(moved > this.used ? old.length : old.length * (old.length < 1 << 18 ? 4 : 2));
    const mask = entries.length - 1;
    for (let from = 0; from < old.length; from += ENTRY_WORDS) {
      if (old[from + 2] === 0) continue;
      let at = (hashWords(old[from] as number, old[from + 1] as number) << ENTRY_SHIFT) & mask;
      while (entries[at + 2] !== 0) at = (at + ENTRY_WORDS) & mask;
      entries[at] = old[from] as number;
      entries[at + 1] = old[from + 1] as number;
      entries[at + 2] = old[from + 2] as number;
    }
    this.entries = entries;
  }

  /** Raises the limit of the direct table as far as its places are taken; answers how many keys left the other one for it. */
  private moveToDirect(): number {
    if (this.isDouble) return 0;
    const { entries } = this;
    const bits = new Int32Array(33);
    for (let at = 0; at < entries.length; at += ENTRY_WORDS) {
      if (entries[at + 2] === 0 || entries[at + 1] !== 0) continue;
      const length = 32 - Math.clz32(entries[at] as number);
      bits[length] = (bits[length] as number) + 1;
    }
    // All keys that are not in the other table are below the limit, but for NULL.
    bits[0] = this.space.live - this.used;
    const { limit } = directRange(bits, this.directLimit);
    if (limit === this.directLimit) return 0;
    this.directLimit = limit;
    const direct = new Int32Array(limit);
    direct.set(this.direct);
    this.direct = direct;
    let moved = 0;
    for (let at = 0; at < entries.length; at += ENTRY_WORDS) {
      const low = entries[at] as number;
      if (entries[at + 2] === 0 || entries[at + 1] !== 0 || low < 0 || low >= limit) continue;
      direct[low] = entries[at + 2] as number;
      entries[at + 2] = 0;
      moved++;
    }
    this.used -= moved;
    return moved;
  }

  private growSlots(needed: number): void {
    const capacity = Math.max(needed, this.lows.length * 2);
    const lows = new Int32Array(capacity);
    lows.set(this.lows);
    this.lows = lows;
    const highs = new Int32Array(capacity);
    highs.set(this.highs);
    this.highs = highs;
  }
}

/** High words from here on may be of integers no double holds. */
const LEAST_WIDE = 2 ** 20;
const NAN_HIGH = 0x7ff8_0000;

/** Words of a table with room for the keys. */
function tableLength(keys: number): number {
  let entries = FIRST_ENTRIES;
  while (entries < keys * 2) entries *= 2;
  return entries * ENTRY_WORDS;
}

function hashWords(low: number, high: number): number {
  let h = Math.imul(low, 0x9e37_79b1) ^ Math.imul(high, 0x85eb_ca77);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b_3c6d);
  return h ^ (h >>> 13);
}
