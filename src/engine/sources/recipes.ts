// The generator's recipes: value i of each column is a function of (seed, i) alone. What a column gives for a seed is part of
// what stored runs rely on: a change needs a new name. Only arithmetic that is the same on every machine is used (no
// sines). Dictionaries and tables are made when first needed, and kept.
import type { Column } from '../../columns/column.ts';
import type { Field } from '../../columns/data-type.ts';
import type { GeneratorRecipe } from '../../plan/plan.ts';
import { below, counterHash } from './counter-hash.ts';
import { type Dictionary, dictionaryOf, wordColumn } from './dictionary.ts';
import { vocabulary } from './vocabulary.ts';
import { type Zipf, zipfRank, zipfTable } from './zipf.ts';

/** Values `from` to `to` - 1 of one column. @throws Error when the recipe has no such column. */
export function recipeColumn(recipe: GeneratorRecipe, field: Field, seed: number, from: number, to: number): Column {
  const maker = RECIPES[recipe][field.name];
  if (maker === undefined) throw new Error(`The recipe "${recipe}" has no column ${field.name}`);
  const length = to - from;
  const base = { type: field.type, length, nulls: null };
  switch (maker.kind) {
    case 'word': {
      const numbers = new Int32Array(length);
      for (let i = 0; i < length; i++) numbers[i] = maker.valueAt(seed, from + i);
      return wordColumn(maker.words(), numbers);
    }
    case 'int': {
      const values = new Int32Array(length);
      for (let i = 0; i < length; i++) values[i] = maker.valueAt(seed, from + i);
      return { ...base, kind: 'int', values };
    }
    case 'float': {
      const values = new Float64Array(length);
      for (let i = 0; i < length; i++) values[i] = maker.valueAt(seed, from + i);
      return { ...base, kind: 'float', values };
    }
  }
}

type ValueAt = (seed: number, row: number) => number;
type ColumnMaker =
  /** Numbers of words in a dictionary. */
  | { readonly kind: 'word'; readonly words: () => Dictionary; readonly valueAt: ValueAt }
  /** INT. */
  | { readonly kind: 'int'; readonly valueAt: ValueAt }
  /** DOUBLE or BIGINT. */
  | { readonly kind: 'float'; readonly valueAt: ValueAt };

const WORDS = 10_000;
const USERS = 2_000;
const PAGES = [
  ...['/', '/search', '/cart', '/products/lamp', '/products/chair', '/products/desk', '/checkout', '/account', '/products/rug', '/help'],
  ...['/products/shelf', '/blog', '/products/mirror', '/about', '/products/clock', '/orders', '/blog/oak', '/returns', '/gift-cards', '/press'],
];
const ROOMS = ['kitchen', 'hall', 'office', 'lab', 'attic', 'cellar', 'studio', 'garage'];
const SENSORS = ROOMS.length * 3;
/** Rows in which the temperature goes up and down once. */
const WAVE_ROWS = 40_000;

const words = once(() => dictionaryOf(vocabulary(WORDS)));
const wordRanks = once(() => zipfTable(WORDS));
const pages = once(() => dictionaryOf(PAGES));
const pageRanks = once(() => zipfTable(PAGES.length));
const users = once(() => dictionaryOf(numbered('user-', USERS)));
const userRanks = once(() => zipfTable(USERS));
const sensors = once(() => dictionaryOf(Array.from({ length: SENSORS }, (_, s) => `${ROOMS[s % ROOMS.length]}-${Math.floor(s / ROOMS.length) + 1}`)));
const rooms = once(() => dictionaryOf(ROOMS));

const RECIPES: Readonly<Record<GeneratorRecipe, { readonly [column: string]: ColumnMaker }>> = {
  'zipf-words': {
    word: { kind: 'word', words, valueAt: (seed, row) => zipfRank(wordRanks(), counterHash(seed, row, 0)) },
    id: { kind: 'float', valueAt: (_, row) => row },
  },
  clicks: {
    page: { kind: 'word', words: pages, valueAt: pageAt },
    user: { kind: 'word', words: users, valueAt: userAt },
    ms: { kind: 'int', valueAt: msAt },
    status: { kind: 'int', valueAt: (seed, row) => statusOf(counterHash(seed, row, 2) & 0xffff) },
  },
  sensors: {
    sensor: { kind: 'word', words: sensors, valueAt: sensorAt },
    room: { kind: 'word', words: rooms, valueAt: roomAt },
    celsius: { kind: 'float', valueAt: celsiusAt },
    humidity: { kind: 'float', valueAt: humidityAt },
  },
};

function pageAt(seed: number, row: number): number {
  return zipfRank(pageRanks(), counterHash(seed, row, 0));
}

function userAt(seed: number, row: number): number {
  return zipfRank(userRanks(), counterHash(seed, row, 1));
}

/** A fast body and a long tail: the product of two even spreads; rarer pages are a little slower. */
function msAt(seed: number, row: number): number {
  const tail = (counterHash(seed, row, 2) >>> 16) * (counterHash(seed, row, 3) >>> 16);
  return 12 + pageAt(seed, row) + Math.floor(tail / 9_000_000);
}

/** 94 % 200, 3 % 304, 2 % 404, 1 % 500. */
function statusOf(bits: number): number {
  if (bits < 61_604) return 200;
  if (bits < 63_570) return 304;
  return bits < 64_880 ? 404 : 500;
}

function sensorAt(seed: number, row: number): number {
  return below(counterHash(seed, row, 0), SENSORS);
}

function roomAt(seed: number, row: number): number {
  return sensorAt(seed, row) % ROOMS.length;
}

function celsiusAt(seed: number, row: number): number {
  const room = roomAt(seed, row);
  return Math.round(180 + room * 5 + waveAt(room, row) * 40 + below(counterHash(seed, row, 1), 10)) / 10;
}

function humidityAt(seed: number, row: number): number {
  const room = roomAt(seed, row);
  return Math.round(480 + room * 7 - waveAt(room, row) * 90 + below(counterHash(seed, row, 2), 30)) / 10;
}

/** From -1 up to 1 and back, shifted from room to room. */
function waveAt(room: number, row: number): number {
  const phase = (row % WAVE_ROWS) / WAVE_ROWS + room / ROOMS.length;
  const part = phase - Math.floor(phase);
  return part < 0.5 ? part * 4 - 1 : 3 - part * 4;
}

function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `${prefix}${String(n + 1).padStart(4, '0')}`);
}

function once<T extends Dictionary | Zipf>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
