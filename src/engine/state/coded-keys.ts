// Keys of several columns whose groups are never freed one by one. Each column's values have codes of their own, from an index of
// that column, and a key is found by its codes, two at a time: (code, code) -> pair, (pair, code) -> pair .. The last pair is
// the slot. So no key is written out as bytes, a text is kept once however many keys it is in, and few distinct texts cost little.
import { DamagedBytes } from '../../columns/byte-writer.ts';
import type { Column, Selection } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import type { KeyIndex } from './key-index.ts';
import { SliceMemo } from './slice-memo.ts';

/** Words 0 and 1: the two codes. Word 2: the pair + 1, 0 when empty. Word 3 unused, so that no entry lies across two cache lines. */
const ENTRY_WORDS = 4;
const ENTRY_SHIFT = 2;
const FIRST_ENTRIES = 64;
const NO_ENTRIES = new Int32Array(0);
/** So many cells cost nothing worth sparing; beyond, an entry of the other table takes as much as eight cells. */
const FEW_CELLS = 1 << 14;
const CELLS_A_PAIR = 8;
/** Up to so many room grows fast, which spares copies; what is not written yet takes no memory. */
const MANY_PAIRS = 1 << 16;

export class CodedKeys implements KeyIndex {
  private readonly columns: readonly KeyIndex[];
  private readonly memos: readonly SliceMemo[];
  /** One fewer than columns. */
  private readonly pairs: readonly PairTable[];
  private readonly last: PairTable;
  private codes = new Int32Array(0);

  /** `columns`: an index for each of the types, which are two or more. */
  constructor(types: readonly DataType[], columns: readonly KeyIndex[]) {
    this.columns = columns;
    this.memos = types.map(() => new SliceMemo());
    this.pairs = types.slice(1).map(() => new PairTable());
    const last = this.pairs.at(-1);
    if (last === undefined) throw new Error('Coded keys have two columns or more');
    this.last = last;
  }

  get liveKeys(): number {
    return this.last.size;
  }

  get slotLimit(): number {
    return this.last.size;
  }

  get bytes(): number {
    return [...this.columns, ...this.pairs].reduce((sum, part) => sum + part.bytes, this.codes.byteLength);
  }

  lookupOrInsert(given: readonly Column[], selection: Selection, slots: Int32Array): void {
    const length = given[0]?.length ?? 0;
    const count = selection === null ? length : selection.length;
    if (this.codes.length < count) this.codes = new Int32Array(Math.max(count, this.codes.length * 2));
    const { codes } = this;
    this.codesOf(0, given, selection, slots);
    this.pairs.forEach((pairs, p) => {
      const firsts = p === 0 ? this.limitOf(0) : (this.pairs[p - 1]?.size ?? 0);
      this.codesOf(p + 1, given, selection, codes);
      pairs.lookup(slots, codes, count, firsts, this.limitOf(p + 1));
    });
  }

  /** Codes of a column are below this. */
  private limitOf(c: number): number {
    return this.columns[c]?.slotLimit ?? 0;
  }

  private codesOf(c: number, given: readonly Column[], selection: Selection, codes: Int32Array): void {
    const column = given[c];
    const index = this.columns[c];
    if (column === undefined || index === undefined) throw new Error(`A key has no column ${c}`);
    const remembered =
      column.kind === 'string' &&
      this.memos[c]?.lookup(column, selection, codes, (columns, asked, slots) => index.lookupOrInsert(columns, asked, slots));
    if (remembered !== true) index.lookupOrInsert([column], selection, codes);
  }

  release(): void {
    throw new Error('Keys by codes are never freed one by one');
  }

  clear(): void {
    for (const part of [...this.columns, ...this.memos, ...this.pairs]) part.clear();
  }

  liveSlots(): Int32Array {
    const slots = new Int32Array(this.last.size);
    for (let slot = 0; slot < slots.length; slot++) slots[slot] = slot;
    return slots;
  }

  keysOf(slots: Int32Array): readonly Column[] {
    const keys: Column[] = [];
    let rest = slots;
    for (let c = this.columns.length - 1; c >= 0; c--) {
      const pairs = this.pairs[c - 1];
      const codes = pairs === undefined ? rest : pairs.seconds(rest);
      if (pairs !== undefined) rest = pairs.firsts(rest);
      keys[c] = valuesOf(this.columns[c] as KeyIndex, codes);
    }
    return keys;
  }

  restore(columns: readonly Column[], slots: Int32Array): void {
    this.clear();
    const given = new Int32Array(slots.length);
    this.lookupOrInsert(columns, null, given);
    for (let i = 0; i < slots.length; i++) {
      if (slots[i] !== i) throw new Error('Keys by codes have the slots 0, 1, 2 ..');
      if (given[i] !== i) throw new DamagedBytes('a key is there twice');
    }
  }
}

/** The values of codes, which may repeat. An index tells NULL for one position only. */
function valuesOf(index: KeyIndex, codes: Int32Array): Column {
  const [column] = index.keysOf(codes);
  if (column === undefined) throw new Error('An index of one column has one');
  if (column.nulls === null) return column;
  const code = codes[column.nulls.indexOf(1)];
  return { ...column, nulls: Uint8Array.from(codes, (one) => (one === code ? 1 : 0)) };
}

/**
 * Which pair of codes has which number: 0, 1, 2 .. as they come. While the pairs there are fill a good part of those there could be (every
 * campaign in every ten seconds), they are cells of a table by both codes, where what came together lies together; else open
 * addressing with linear probing.
 */
class PairTable {
  size = 0;
  private readonly cells = new PairCells();
  private isDense = true;
  private entries = NO_ENTRIES;
  private first = new Int32Array(64);
  private second = new Int32Array(64);

  get bytes(): number {
    return this.entries.byteLength + this.cells.bytes + this.first.byteLength * 2;
  }

  /** Replaces each of the first `count` codes by the number of its pair with that of `seconds`. All codes are below the limits. */
  lookup(codes: Int32Array, seconds: Int32Array, count: number, firstLimit: number, secondLimit: number): void {
    if (this.isDense && this.cells.reserve(firstLimit - 1, secondLimit - 1, this.size, this.first, this.second)) {
      this.reserve(this.size + count + 1);
      this.size = this.cells.number(codes, seconds, count, this.size, this.first, this.second);
      return;
    }
    const from = this.isDense ? this.lookupCells(codes, seconds, count) : 0;
    if (from < count) this.lookupEntries(codes, seconds, from, count);
  }

  /** How many were looked up before the pairs became too few for cells. */
  private lookupCells(codes: Int32Array, seconds: Int32Array, count: number): number {
    const { cells } = this;
    for (let i = cells.lookup(codes, seconds, 0, count); i < count; i = cells.lookup(codes, seconds, i + 1, count)) {
      const a = codes[i] as number;
      const b = seconds[i] as number;
      if (!cells.reserve(a, b, this.size, this.first, this.second)) {
        this.becomeSparse();
        return i;
      }
      const pair = this.append(a, b);
      cells.set(a, b, pair);
      codes[i] = pair - 1;
    }
    return count;
  }

  private lookupEntries(codes: Int32Array, seconds: Int32Array, from: number, count: number): void {
    let { entries } = this;
    let mask = entries.length - 1;
    for (let i = from; i < count; i++) {
      const a = codes[i] as number;
      const b = seconds[i] as number;
      let at = (hashOf(a, b) << ENTRY_SHIFT) & mask;
      let found = entries[at + 2] as number;
      while (found !== 0 && (entries[at] !== a || entries[at + 1] !== b)) {
        at = (at + ENTRY_WORDS) & mask;
        found = entries[at + 2] as number;
      }
      if (found === 0) {
        found = this.append(a, b);
        writeEntry(entries, at, a, b, found);
        if (this.size * ENTRY_WORDS * 2 > entries.length) {
          this.fill(entries.length * (entries.length < 1 << 18 ? 4 : 2));
          entries = this.entries;
          mask = entries.length - 1;
        }
      }
      codes[i] = found - 1;
    }
  }

  firsts(pairs: Int32Array): Int32Array {
    return taken(this.first, pairs);
  }

  seconds(pairs: Int32Array): Int32Array {
    return taken(this.second, pairs);
  }

  clear(): void {
    this.cells.clear();
    this.entries = NO_ENTRIES;
    this.isDense = true;
    this.size = 0;
  }

  /** The number of a new pair, and one. */
  private append(a: number, b: number): number {
    const pair = this.size++;
    this.reserve(this.size);
    this.first[pair] = a;
    this.second[pair] = b;
    return pair + 1;
  }

  private reserve(pairs: number): void {
    if (pairs <= this.first.length) return;
    const capacity = Math.max(pairs, this.first.length * (this.first.length < MANY_PAIRS ? 4 : 2));
    this.first = grown(this.first, capacity);
    this.second = grown(this.second, capacity);
  }

  private becomeSparse(): void {
    let words = FIRST_ENTRIES * ENTRY_WORDS;
    while (this.size * ENTRY_WORDS * 2 > words) words *= 2;
    this.fill(words * 2);
    this.cells.clear();
    this.isDense = false;
  }

  /** A table of so many words with all pairs. */
  private fill(words: number): void {
    const entries = new Int32Array(words);
    const mask = words - 1;
    const { first, second, size } = this;
    for (let pair = 0; pair < size; pair++) {
      const a = first[pair] as number;
      const b = second[pair] as number;
      let at = (hashOf(a, b) << ENTRY_SHIFT) & mask;
      while (entries[at + 2] !== 0) at = (at + ENTRY_WORDS) & mask;
      writeEntry(entries, at, a, b, pair + 1);
    }
    this.entries = entries;
  }
}

/** Pairs by both codes. Those of one greater code lie in a row; the greater is the one of which there are more. */
class PairCells {
  private cells = new Int32Array(0);
  private aShift = 0;
  private bShift = 0;
  /** Codes below these have cells; powers of two. */
  private aLimit = 0;
  private bLimit = 0;

  get bytes(): number {
    return this.cells.byteLength;
  }

  /** Replaces codes from `from` on by the numbers of their pairs; the first place of one that is not there, or `count`. */
  lookup(codes: Int32Array, seconds: Int32Array, from: number, count: number): number {
    const { cells, aShift, bShift, aLimit, bLimit } = this;
    for (let i = from; i < count; i++) {
      const a = codes[i] as number;
      const b = seconds[i] as number;
      if (a >= aLimit || b >= bLimit) return i;
      const found = cells[(a << aShift) | (b << bShift)] as number;
      if (found === 0) return i;
      codes[i] = found - 1;
    }
    return count;
  }

  /**
   * Replaces all codes by the numbers of their pairs, adding those that are not there to the `size` pairs of `first` and `second`, which have
   * room for them and one more; how many there are then. Whether a pair is new cannot be foreseen, so no branch depends on it.
   */
  number(codes: Int32Array, seconds: Int32Array, count: number, size: number, first: Int32Array, second: Int32Array): number {
    const { cells, aShift, bShift } = this;
    let pairs = size;
    for (let i = 0; i < count; i++) {
      const a = codes[i] as number;
      const b = seconds[i] as number;
      const at = (a << aShift) | (b << bShift);
      const found = cells[at] as number;
      // -1 where there is none, else 0.
      const fresh = (found - 1) >> 31;
      first[pairs] = a;
      second[pairs] = b;
      pairs -= fresh;
      const pair = found | (fresh & pairs);
      cells[at] = pair;
      codes[i] = pair - 1;
    }
    return pairs;
  }

  set(a: number, b: number, pair: number): void {
    this.cells[(a << this.aShift) | (b << this.bShift)] = pair;
  }

  /** Makes room for pairs of codes up to these, beside the ones there are. False: there would be too many cells for so few pairs. */
  reserve(a: number, b: number, size: number, first: Int32Array, second: Int32Array): boolean {
    if (a < this.aLimit && b < this.bLimit) return true;
    const aLimit = limitAbove(a, this.aLimit);
    const bLimit = limitAbove(b, this.bLimit);
    if (aLimit * bLimit > Math.max(FEW_CELLS, size * CELLS_A_PAIR)) return false;
    const aShift = aLimit > bLimit ? Math.log2(bLimit) : 0;
    const bShift = aLimit > bLimit ? 0 : Math.log2(aLimit);
    const cells = new Int32Array(aLimit * bLimit);
    // With more of the greater code only, the cells there are stay where they are.
    const stay = aShift === this.aShift && bShift === this.bShift && this.aLimit > 0;
    if (stay) cells.set(this.cells);
    this.aLimit = aLimit;
    this.bLimit = bLimit;
    this.aShift = aShift;
    this.bShift = bShift;
    this.cells = cells;
    if (!stay) for (let pair = 0; pair < size; pair++) this.set(first[pair] as number, second[pair] as number, pair + 1);
    return true;
  }

  clear(): void {
    if (this.cells.length > FEW_CELLS) {
      this.cells = new Int32Array(0);
      this.aLimit = 0;
      this.bLimit = 0;
    } else this.cells.fill(0);
  }
}

/** The least power of two above the code, and not below the limit there is. */
function limitAbove(code: number, limit: number): number {
  let wanted = Math.max(8, limit);
  while (wanted <= code) wanted *= 2;
  return wanted;
}

function writeEntry(entries: Int32Array, at: number, a: number, b: number, pair: number): void {
  entries[at] = a;
  entries[at + 1] = b;
  entries[at + 2] = pair;
}

/** The codes at the places; those of places that follow each other, as new pairs' do, in one copy. */
function taken(source: Int32Array, places: Int32Array): Int32Array {
  if (followEachOther(places)) return source.slice(places[0], (places[0] ?? 0) + places.length);
  const values = new Int32Array(places.length);
  for (let i = 0; i < values.length; i++) values[i] = source[places[i] as number] as number;
  return values;
}

function grown(old: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(old);
  return larger;
}

function hashOf(a: number, b: number): number {
  let h = Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca77);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b_3c6d);
  return h ^ (h >>> 13);
}

/** Whether the places are p, p + 1, p + 2 .. */
function followEachOther(places: Int32Array): boolean {
  const first = places[0] ?? 0;
  let i = 0;
  while (i < places.length && places[i] === first + i) i++;
  return i === places.length;
}
