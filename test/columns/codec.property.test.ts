import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import { DamagedBytes } from '../../src/columns/byte-writer.ts';
import { decodeRows, encodeRows } from '../../src/columns/codec.ts';
import { concatRows } from '../../src/columns/concat.ts';
import { addDigests, digestRows, EMPTY_DIGEST, formatDigest, parseDigest } from '../../src/columns/digest.ts';
import { compactRows, gatherRows } from '../../src/columns/gather.ts';
import { anyTable, scattered } from './arbitrary-rows.ts';

describe('rows as bytes', () => {
  it('give the same rows back, whatever the layout behind them', () => {
    fc.assert(
      fc.property(anyTable, fc.array(fc.boolean(), { maxLength: 5 }), (table, noise) => {
        const decoded = decodeRows(encodeRows(scattered(table, noise)));
        expect(decoded.schema).toEqual(table.schema);
        expect(valuesFromRows(decoded)).toEqual(table.values);
        expect(encodeRows(decoded)).toEqual(encodeRows(scattered(table, noise)));
      }),
    );
  });

  it('can be read from the middle of a larger buffer', () => {
    const rows = rowsFromValues([{ name: 'd', type: { kind: 'DOUBLE' } }], [[1.5], [null]]);
    const bytes = encodeRows(rows);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(valuesFromRows(decodeRows(larger.subarray(3)))).toEqual([[1.5], [null]]);
  });

  it('never read out of range when damaged: rows, or DamagedBytes', () => {
    fc.assert(
      fc.property(anyTable, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean(), (table, at, byte, cut) => {
        const bytes = encodeRows(rowsFromValues(table.schema, table.values));
        const position = at % bytes.length;
        const damaged = cut ? bytes.slice(0, position) : bytes.slice();
        if (!cut) damaged[position] = byte;
        try {
          const rows = decodeRows(damaged);
          if (rows.length < 1000) valuesFromRows(rows);
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedBytes);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('the digest of rows', () => {
  it('does not depend on order, layout, selection or lane', () => {
    fc.assert(
      fc.property(anyTable, fc.array(fc.boolean(), { maxLength: 5 }), (table, noise) => {
        const plain = digestRows(rowsFromValues(table.schema, table.values));
        const turned = { ...table, values: [...table.values].reverse() };
        expect(digestRows(scattered(turned, noise))).toEqual(plain);
        expect(parseDigest(formatDigest(plain))).toEqual(plain);
      }),
    );
  });

  it('of two bags together is the sum of theirs', () => {
    fc.assert(
      fc.property(anyTable, fc.nat(), (table, cut) => {
        const at = table.values.length === 0 ? 0 : cut % table.values.length;
        const [a, b] = [table.values.slice(0, at), table.values.slice(at)].map((values) => digestRows(rowsFromValues(table.schema, values)));
        expect(addDigests(a ?? EMPTY_DIGEST, b ?? EMPTY_DIGEST)).toEqual(digestRows(rowsFromValues(table.schema, table.values)));
      }),
    );
  });

  it('tells rows apart', () => {
    const seen = new Set<string>();
    const schema = [
      { name: 'k', type: { kind: 'STRING' } as const },
      { name: 'v', type: { kind: 'DOUBLE' } as const },
    ];
    const keys = ['', 'a', 'b', 'ab', 'abcd', 'abcde', 'a\0', null];
    const values = [0, '-0.0', 1, 2, 'NaN', 'Infinity', null];
    for (const k of keys) for (const v of values) seen.add(formatDigest(digestRows(rowsFromValues(schema, [[k, v]]))));
    expect(seen.size).toBe(keys.length * values.length);
  });

  it('is frozen for one version of the engine: these are stored', () => {
    const schema = [
      { name: 'k', type: { kind: 'STRING' } as const },
      { name: 'n', type: { kind: 'BIGINT' } as const },
      { name: 'x', type: { kind: 'DOUBLE' } as const },
    ];
    const digest = digestRows(
      rowsFromValues(schema, [
        ['whale', 42, 0.5],
        [null, '9007199254740993', 'NaN'],
        ['', -1, null],
      ]),
    );
    expect(formatDigest(digest)).toMatchInlineSnapshot(`"c2ff7be9c9aa4534:3"`);
  });
});

describe('taking and putting together', () => {
  it('rows taken by position are those rows', () => {
    fc.assert(
      fc.property(anyTable, fc.array(fc.nat(), { maxLength: 8 }), (table, picks) => {
        const positions = table.values.length === 0 ? [] : picks.map((pick) => pick % table.values.length);
        const taken = gatherRows(rowsFromValues(table.schema, table.values), Int32Array.from(positions));
        expect(valuesFromRows(taken)).toEqual(positions.map((p) => table.values[p]));
      }),
    );
  });

  it('a union is the rows of the parts in order, by name', () => {
    fc.assert(
      fc.property(anyTable, fc.array(fc.boolean(), { maxLength: 5 }), fc.boolean(), (table, noise, sharedBuffer) => {
        const first = scattered(table, noise);
        const turned = rowsFromValues(
          [...table.schema].reverse(),
          table.values.map((row) => [...row].reverse()),
        );
        const parts = sharedBuffer ? [first, first] : [first, turned];
        const united = concatRows(table.schema, parts);
        expect(valuesFromRows(united)).toEqual([...table.values, ...table.values]);
        expect(compactRows(united).selection).toBe(null);
      }),
    );
  });
});
