// The generator's recipes: row i is a function of (seed, i). What a recipe gives for a seed is part of what stored runs rely on:
// a change needs a new recipe name. Only arithmetic that is the same on every machine is used (no sines).
import type { Column } from '../../columns/column.ts';
import { BIGINT, DOUBLE, INT } from '../../columns/data-type.ts';
import type { GeneratorRecipe } from '../../plan/plan.ts';
import { below, counterHash } from './counter-hash.ts';
import { type Dictionary, dictionaryOf, wordColumn } from './dictionary.ts';
import { vocabulary } from './vocabulary.ts';
import { type Zipf, zipfRank, zipfTable } from './zipf.ts';

/** The columns of rows `from` to `to` - 1. */
export type Recipe = (seed: number, from: number, to: number) => readonly Column[];

export const recipes: Readonly<Record<GeneratorRecipe, Recipe>> = {
  'zipf-words': zipfWords,
  clicks,
  sensors,
};

const WORDS = 10_000;
const USERS = 2_000;
const PAGES = [
  ...['/', '/search', '/cart', '/products/lamp', '/products/chair', '/products/desk', '/checkout', '/account', '/products/rug', '/help'],
  ...['/products/shelf', '/blog', '/products/mirror', '/about', '/products/clock', '/orders', '/blog/oak', '/returns', '/gift-cards', '/press'],
];
const ROOMS = ['kitchen', 'hall', 'office', 'lab', 'attic', 'cellar', 'studio', 'garage'];
const SENSORS_PER_ROOM = 3;
/** Rows in which the temperature goes up and down once. */
const WAVE_ROWS = 40_000;

let madeWords: { readonly dictionary: Dictionary; readonly zipf: Zipf } | null = null;
let madeClicks: { readonly pages: Dictionary; readonly users: Dictionary; readonly pageZipf: Zipf; readonly userZipf: Zipf } | null = null;
let madeSensors: { readonly sensors: Dictionary; readonly rooms: Dictionary } | null = null;

function zipfWords(seed: number, from: number, to: number): readonly Column[] {
  madeWords ??= { dictionary: dictionaryOf(vocabulary(WORDS)), zipf: zipfTable(WORDS) };
  const { dictionary, zipf } = madeWords;
  const length = to - from;
  const words = new Int32Array(length);
  const ids = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    words[i] = zipfRank(zipf, counterHash(seed, from + i, 0));
    ids[i] = from + i;
  }
  return [wordColumn(dictionary, words), { kind: 'float', type: BIGINT, length, nulls: null, values: ids }];
}

function clicks(seed: number, from: number, to: number): readonly Column[] {
  madeClicks ??= {
    pages: dictionaryOf(PAGES),
    users: dictionaryOf(Array.from({ length: USERS }, (_, u) => `user-${String(u + 1).padStart(4, '0')}`)),
    pageZipf: zipfTable(PAGES.length),
    userZipf: zipfTable(USERS),
  };
  const length = to - from;
  const pages = new Int32Array(length);
  const users = new Int32Array(length);
  const ms = new Int32Array(length);
  const statuses = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const page = zipfRank(madeClicks.pageZipf, counterHash(seed, from + i, 0));
    const bits = counterHash(seed, from + i, 2);
    pages[i] = page;
    users[i] = zipfRank(madeClicks.userZipf, counterHash(seed, from + i, 1));
    statuses[i] = statusOf(bits & 0xffff);
    // A fast body and a long tail: the product of two even spreads, slower for the rarer pages.
    ms[i] = 12 + page + Math.floor(((bits >>> 16) * (counterHash(seed, from + i, 3) >>> 16)) / 9_000_000);
  }
  return [wordColumn(madeClicks.pages, pages), wordColumn(madeClicks.users, users), intColumn(ms), intColumn(statuses)];
}

/** 94 % 200, 3 % 304, 2 % 404, 1 % 500. */
function statusOf(bits: number): number {
  if (bits < 61_604) return 200;
  if (bits < 63_570) return 304;
  return bits < 64_880 ? 404 : 500;
}

function sensors(seed: number, from: number, to: number): readonly Column[] {
  const count = ROOMS.length * SENSORS_PER_ROOM;
  madeSensors ??= {
    sensors: dictionaryOf(Array.from({ length: count }, (_, s) => `${ROOMS[s % ROOMS.length]}-${Math.floor(s / ROOMS.length) + 1}`)),
    rooms: dictionaryOf(ROOMS),
  };
  const length = to - from;
  const names = new Int32Array(length);
  const rooms = new Int32Array(length);
  const celsius = new Float64Array(length);
  const humidity = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const sensor = below(counterHash(seed, from + i, 0), count);
    const noise = counterHash(seed, from + i, 1);
    const room = sensor % ROOMS.length;
    const wave = triangle(((from + i) % WAVE_ROWS) / WAVE_ROWS + room / ROOMS.length);
    names[i] = sensor;
    rooms[i] = room;
    celsius[i] = Math.round(180 + room * 5 + wave * 40 + below(noise & 0xffff_0000, 10)) / 10;
    humidity[i] = Math.round(480 + room * 7 - wave * 90 + below((noise << 16) >>> 0, 30)) / 10;
  }
  return [wordColumn(madeSensors.sensors, names), wordColumn(madeSensors.rooms, rooms), doubleColumn(celsius), doubleColumn(humidity)];
}

/** From -1 up to 1 and back as `phase` goes up by 1. */
function triangle(phase: number): number {
  const part = phase - Math.floor(phase);
  return part < 0.5 ? part * 4 - 1 : 3 - part * 4;
}

function intColumn(values: Int32Array): Column {
  return { kind: 'int', type: INT, length: values.length, nulls: null, values };
}

function doubleColumn(values: Float64Array): Column {
  return { kind: 'float', type: DOUBLE, length: values.length, nulls: null, values };
}
