import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesFromRows } from '../../../src/columns/build.ts';
import { digestRows, formatDigest } from '../../../src/columns/digest.ts';
import { rangeRows, type Samples, splitLines } from '../../../src/engine/sources/range-rows.ts';
import { sourceSchema } from '../../../src/engine/sources/source-schema.ts';
import type { GeneratorRecipe, SourceSpec } from '../../../src/plan/plan.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const lines = (text: string) => {
  const split = splitLines(bytes(text));
  return Array.from(split.starts, (start, i) => new TextDecoder().decode(split.bytes.subarray(start, split.ends[i])));
};

describe('splitLines', () => {
  it('cuts at \\n and \\r\\n, keeps empty lines, and takes a last line without an end', () => {
    expect(lines('a\n\nb\r\nc')).toEqual(['a', '', 'b', 'c']);
    expect(lines('a\n')).toEqual(['a']);
    expect(lines('\n')).toEqual(['']);
    expect(lines('')).toEqual([]);
    expect(lines('\ufeffa\rb')).toEqual(['a\rb']);
  });

  it('agrees with a split of the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'é', '\n', ' '), { maxLength: 3000 }), (parts) => {
        const text = parts.join('');
        const expected = text.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(lines(text)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a text source', () => {
  const samples: Samples = { text: (name) => (name === 'abc' ? splitLines(bytes('a\nbb\nccc\n')) : undefined) };
  const spec: SourceSpec = { kind: 'text', sample: 'abc', rowsPerSecond: 1 };
  const read = (from: number, to: number) => valuesFromRows(rangeRows(spec, sourceSchema(spec), from, to, samples)).flat();

  it('gives line i mod n as row i', () => {
    expect(read(0, 3)).toEqual(['a', 'bb', 'ccc']);
    expect(read(2, 10)).toEqual(['ccc', 'a', 'bb', 'ccc', 'a', 'bb', 'ccc', 'a']);
    expect(read(3e15 + 1, 3e15 + 3)).toEqual(['bb', 'ccc']);
    expect(read(4, 4)).toEqual([]);
  });

  it('says which text is missing', () => {
    expect(() => rangeRows({ ...spec, sample: 'no' }, sourceSchema(spec), 0, 1, samples)).toThrow('"no"');
  });
});

describe('a generator', () => {
  const none: Samples = { text: () => undefined };
  const spec = (recipe: GeneratorRecipe, seed: number): SourceSpec => ({ kind: 'generator', recipe, seed, rowsPerSecond: 1 });
  const rows = (recipe: GeneratorRecipe, seed: number, from: number, to: number) =>
    rangeRows(spec(recipe, seed), sourceSchema(spec(recipe, seed)), from, to, none);
  const recipes: readonly GeneratorRecipe[] = ['zipf-words', 'clicks', 'sensors'];

  it('gives the same row i whatever range it is asked in', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...recipes),
        fc.nat(),
        fc.oneof(fc.nat(), fc.maxSafeInteger().map(Math.abs)),
        fc.nat(20),
        fc.nat(20),
        (recipe, seed, start, before, after) => {
          const from = Math.min(start, Number.MAX_SAFE_INTEGER - 50);
          const whole = valuesFromRows(rows(recipe, seed, from, from + before + after));
          expect(valuesFromRows(rows(recipe, seed, from + before, from + before + after))).toEqual(whole.slice(before));
        },
      ),
    );
  });

  it('gives other rows for another seed', () => {
    for (const recipe of recipes) {
      expect(formatDigest(digestRows(rows(recipe, 1, 0, 100)))).not.toBe(formatDigest(digestRows(rows(recipe, 2, 0, 100))));
    }
  });

  it('is frozen: stored runs are made of these rows', () => {
    const digests = recipes.map((recipe) => formatDigest(digestRows(rows(recipe, 7, 999_000, 1_001_000))));
    expect(digests).toMatchInlineSnapshot(`
      [
        "23f22c06a3432023:2000",
        "8a511a5ad732c092:2000",
        "f0d5b6effa7694f7:2000",
      ]
    `);
    expect(valuesFromRows(rows('zipf-words', 7, 0, 6))).toMatchInlineSnapshot(`
      [
        [
          "when",
          0,
        ],
        [
          "rabibi",
          1,
        ],
        [
          "lone",
          2,
        ],
        [
          "rafu",
          3,
        ],
        [
          "in",
          4,
        ],
        [
          "and",
          5,
        ],
      ]
    `);
    expect(valuesFromRows(rows('clicks', 7, 0, 4))).toMatchInlineSnapshot(`
      [
        [
          "/cart",
          "user-0049",
          20,
          200,
        ],
        [
          "/gift-cards",
          "user-0851",
          204,
          200,
        ],
        [
          "/checkout",
          "user-0051",
          263,
          200,
        ],
        [
          "/help",
          "user-0010",
          46,
          200,
        ],
      ]
    `);
    expect(valuesFromRows(rows('sensors', 7, 0, 4))).toMatchInlineSnapshot(`
      [
        [
          "office-2",
          "office",
          19.5,
          49.7,
        ],
        [
          "garage-3",
          "garage",
          20.3,
          58.8,
        ],
        [
          "hall-3",
          "hall",
          17,
          54.9,
        ],
        [
          "office-3",
          "office",
          19.3,
          50.4,
        ],
      ]
    `);
  });

  it('draws words by the law of Zipf', () => {
    const counts = new Map<unknown, number>();
    for (const [word] of valuesFromRows(rows('zipf-words', 3, 0, 200_000))) counts.set(word, (counts.get(word) ?? 0) + 1);
    const ranked = [...counts.values()].sort((a, b) => b - a);
    expect((counts.get('the') ?? 0) / 200_000).toBeCloseTo(1 / 9.79, 2);
    expect((ranked[0] ?? 0) / (ranked[9] ?? 1)).toBeGreaterThan(8);
    expect((ranked[0] ?? 0) / (ranked[9] ?? 1)).toBeLessThan(12);
    expect(counts.size).toBeGreaterThan(8_500);
    expect(counts.size).toBeLessThanOrEqual(10_000);
  });

  it('makes clicks and readings that look like some', () => {
    const clicks = valuesFromRows(rows('clicks', 3, 0, 20_000));
    const share = (status: number) => clicks.filter((row) => row[3] === status).length / clicks.length;
    expect(share(200)).toBeCloseTo(0.94, 1);
    expect(share(500)).toBeGreaterThan(0.005);
    expect(clicks.every((row) => Number(row[2]) >= 12 && Number(row[2]) < 600)).toBe(true);
    const readings = valuesFromRows(rows('sensors', 3, 0, 20_000));
    expect(new Set(readings.map((row) => row[0])).size).toBe(24);
    expect(readings.every(([sensor, room]) => String(sensor).startsWith(`${room}-`))).toBe(true);
    expect(readings.every((row) => Number(row[2]) > 10 && Number(row[2]) < 30 && Number(row[3]) > 30 && Number(row[3]) < 70)).toBe(true);
  });
});
