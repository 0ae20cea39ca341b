import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valueAt } from '../../../src/columns/build.ts';
import type { Column, StringColumn } from '../../../src/columns/column.ts';
import { BIGINT, type DataType, STRING } from '../../../src/columns/data-type.ts';
import { markLasting } from '../../../src/columns/lasting-bytes.ts';
import { createGroupIndex } from '../../../src/engine/state/create-key-index.ts';
import { anyType, scalarType, scattered, valueFor } from '../../columns/arbitrary-rows.ts';

function keyText(key: readonly PlainValue[]): string {
  return JSON.stringify(key, (_, value) => (value === '-0.0' ? 0 : value));
}

/** Keys are numbered in the order in which they come first. */
function numberOf(naive: Map<string, number>, key: string): number {
  const known = naive.get(key) ?? naive.size;
  naive.set(key, known);
  return known;
}

const steps = fc.oneof(fc.array(scalarType, { minLength: 2, maxLength: 9 }), fc.array(anyType, { minLength: 2, maxLength: 3 })).chain((types) =>
  fc.record({
    types: fc.constant(types),
    steps: fc.array(
      fc.record({
        rows: fc.array(fc.tuple(...types.map(valueFor)), { maxLength: 20 }),
        noise: fc.array(fc.boolean(), { maxLength: 3 }),
        next: fc.constantFrom('go on', 'clear', 'restore'),
      }),
      { maxLength: 8 },
    ),
  }),
);

describe('an index of groups by several columns', () => {
  it('gives each new key the next slot, through clears and restores, and every key back', () => {
    fc.assert(
      fc.property(steps, ({ types, steps: all }) => {
        let index = createGroupIndex(types);
        const naive = new Map<string, number>();
        for (const { rows: values, noise, next } of all) {
          const rows = scattered({ schema: types.map((type, c) => ({ name: `k${c}`, type })), values }, noise);
          const slots = new Int32Array(values.length);
          index.lookupOrInsert(rows.columns, rows.selection, slots);
          const expected = values.map((key) => {
            const text = keyText(key);
            if (!naive.has(text)) naive.set(text, naive.size);
            return naive.get(text);
          });
          expect([...slots]).toEqual(expected);
          expect(index.slotLimit).toBe(naive.size);
          // Output asks for slots in any order, of which many share a value.
          const asked = Int32Array.from([...index.liveSlots()].reverse());
          const keys = index.keysOf(asked);
          expect(Array.from(asked, (_, i) => keyText(keys.map((column) => valueAt(column, i))))).toEqual([...naive.keys()].reverse());
          if (next === 'clear') {
            index.clear();
            naive.clear();
          } else if (next === 'restore') {
            const stored = index.keysOf(index.liveSlots());
            index = createGroupIndex(types);
            index.restore(
              stored,
              Int32Array.from({ length: naive.size }, (_, i) => i),
            );
          }
        }
      }),
    );
  });

  it('knows the texts of a dictionary again whose slices repeat, overlap and grow', () => {
    const batches = fc.array(
      fc.record({ from: fc.nat(30), sizes: fc.array(fc.nat(3), { minLength: 70, maxLength: 90 }), other: fc.boolean(), clear: fc.boolean() }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.boolean(), batches, (lasting, all) => {
        const letters = (seed: number) => new TextEncoder().encode(Array.from({ length: 40 }, (_, i) => 'abc'[(i * seed) % 3]).join(''));
        const dictionaries = [letters(1), letters(5)];
        if (lasting) for (const bytes of dictionaries) markLasting(bytes);
        const index = createGroupIndex([STRING, BIGINT]);
        const naive = new Map<string, number>();
        for (const { from, sizes, other, clear } of all) {
          const starts = Int32Array.from(sizes, (_, i) => (from + i * 7) % 36);
          const ends = starts.map((start, i) => start + (sizes[i] as number));
          const text: StringColumn = {
            kind: 'string',
            type: STRING,
            length: sizes.length,
            nulls: null,
            bytes: dictionaries[other ? 1 : 0] as Uint8Array,
            starts,
            ends,
          };
          const numbers = rowsFromValues(
            [{ name: 'n', type: BIGINT }],
            sizes.map((_, i) => [i % 2]),
          ).columns[0] as Column;
          if (clear) {
            index.clear();
            naive.clear();
          }
          const slots = new Int32Array(sizes.length);
          index.lookupOrInsert([text, numbers], null, slots);
          const expected = sizes.map((_, i) => numberOf(naive, `${valueAt(text, i)}|${i % 2}`));
          expect([...slots]).toEqual(expected);
        }
      }),
    );
  });

  it('gives the same slots when pairs become too few among those there could be', () => {
    const schema = [
      { name: 'a', type: BIGINT },
      { name: 'b', type: BIGINT },
    ];
    const index = createGroupIndex([BIGINT, BIGINT]);
    const naive = new Map<string, number>();
    for (let batch = 0; batch < 6; batch++) {
      // The first batches fill a square; then each row brings two numbers of its own.
      const values = Array.from({ length: 900 }, (_, i): [number, number] => {
        const n = batch * 900 + i;
        return batch < 2 ? [n % 30, Math.floor(n / 30)] : [n % 7 === 0 ? 3 : n, n * 31];
      });
      const slots = new Int32Array(values.length);
      index.lookupOrInsert(rowsFromValues(schema, values).columns, null, slots);
      const expected = values.map((key) => numberOf(naive, key.join()));
      expect([...slots]).toEqual(expected);
    }
    const keys = index.keysOf(index.liveSlots());
    expect(Array.from(index.liveSlots(), (slot) => keys.map((column) => valueAt(column, slot)).join())).toEqual([...naive.keys()]);
  });

  it('keeps its pairs while one of two columns goes on bringing new values', () => {
    for (const growing of [0, 1]) {
      const index = createGroupIndex([BIGINT, BIGINT]);
      const naive = new Map<string, number>();
      for (let batch = 0; batch < 12; batch++) {
        // Each of twenty meets each of the last ten of a growing number; some come again.
        const values = Array.from({ length: 400 }, (_, i): [number, number] => {
          const [few, many] = [(i * 7) % 20, Math.max(0, batch * 10 + (i % 13) - 3)];
          return growing === 0 ? [many, few] : [few, many];
        });
        const schema = ['a', 'b'].map((name) => ({ name, type: BIGINT }));
        const slots = new Int32Array(values.length);
        index.lookupOrInsert(rowsFromValues(schema, values).columns, null, slots);
        const expected = values.map((key) => numberOf(naive, key.join()));
        expect([...slots]).toEqual(expected);
      }
    }
  });

  it('refuses stored keys of which one is there twice', () => {
    const types: readonly DataType[] = [STRING, BIGINT];
    const { columns } = rowsFromValues(
      types.map((type, c) => ({ name: `k${c}`, type })),
      [
        ['a', 1],
        ['a', 1],
      ],
    );
    expect(() => createGroupIndex(types).restore(columns, Int32Array.of(0, 1))).toThrow('twice');
  });
});
