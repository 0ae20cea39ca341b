// Restores of so many keys that the loops made for them run: the same slots, the same bytes as before, whatever was freed.
import { describe, expect, it } from 'vitest';
import { columnFromValues, type PlainValue } from '../../../src/columns/build.ts';
import type { Column } from '../../../src/columns/column.ts';
import { BIGINT, type DataType, STRING } from '../../../src/columns/data-type.ts';
import { gatherColumn } from '../../../src/columns/gather.ts';
import { createKeyIndex } from '../../../src/engine/state/create-key-index.ts';
import { FoldState } from '../../../src/engine/state/fold-state.ts';

const MANY = 40_000;

const makers: readonly { readonly name: string; readonly types: readonly DataType[]; readonly key: (i: number) => readonly PlainValue[] }[] = [
  { name: 'short texts', types: [STRING], key: (i) => [i === 7 ? '' : `k${i}`] },
  { name: 'long texts', types: [STRING], key: (i) => [`a key of more than eight bytes, ${i % 2 === 0 ? 'even' : 'odd'} ${i}`] },
  { name: 'texts of any length', types: [STRING], key: (i) => ['é'.repeat(i % 5) + String(i)] },
  { name: 'integers without gaps', types: [BIGINT], key: (i) => [i + 60_000] },
  { name: 'integers, every third', types: [BIGINT], key: (i) => [i * 3 + 65_000] },
  { name: 'integers', types: [BIGINT], key: (i) => [i * 7_919 - 20_000_000] },
  { name: 'two columns', types: [BIGINT, STRING], key: (i) => [i % 100, `user-${i}`] },
];

function columnsOf(types: readonly DataType[], keys: readonly (readonly PlainValue[])[]): readonly Column[] {
  return types.map((type, c) =>
    columnFromValues(
      type,
      keys.map((key) => key[c] ?? null),
    ),
  );
}

function all(key: (i: number) => readonly PlainValue[], from: number, to: number): readonly (readonly PlainValue[])[] {
  return Array.from({ length: to - from }, (_, i) => key(from + i));
}

describe.each(makers)('many keys: $name', ({ types, key }) => {
  it('have the slots they were given, also with gaps and when their bytes lie scattered', () => {
    for (const gap of [1, 3]) {
      const slots = Int32Array.from({ length: MANY }, (_, i) => i * gap + (gap === 1 ? 0 : 5));
      const backwards = Int32Array.from({ length: MANY }, (_, i) => MANY - 1 - i);
      const columns = columnsOf(types, all(key, 0, MANY).toReversed()).map((column) => gatherColumn(column, backwards));
      const index = createKeyIndex(types);
      index.restore(columns, slots);
      const found = new Int32Array(MANY);
      index.lookupOrInsert(columnsOf(types, all(key, 0, MANY)), null, found);
      expect(found.join()).toBe(slots.join());
      const fresh = new Int32Array(100);
      index.lookupOrInsert(columnsOf(types, all(key, MANY, MANY + 100)), null, fresh);
      expect(fresh[0]).toBe(gap === 1 ? MANY : 0);
      index.lookupOrInsert(columnsOf(types, all(key, 0, MANY)), null, found);
      expect(found.join()).toBe(slots.join());
    }
  });

  it('are refused when one is there twice', () => {
    const twice = [...all(key, 0, MANY), key(4_321)];
    const slots = Int32Array.from(twice.keys());
    expect(() => createKeyIndex(types).restore(columnsOf(types, twice), slots)).toThrow('a key is there twice');
  });

  it('come back with their state and their order of touches, over any changes', () => {
    const state = new FoldState(types, [BIGINT]);
    const sections: Uint8Array[] = [];
    const feed = (numbers: readonly number[], timeMs: number): Int32Array => {
      const slots = state.slotsOf(
        columnsOf(
          types,
          numbers.map((i) => key(i)),
        ),
        null,
        numbers.length,
      );
      state.settle(slots, [columnFromValues(BIGINT, numbers)], null, new Int32Array(0));
      state.touches.touch(slots, timeMs);
      return slots;
    };
    feed([...Array(MANY).keys()], 1_700_000_000_000);
    state.remove(feed([17, 5_000, 8_999], 1_700_000_000_000));
    sections.push(state.encodeFull().slice());
    for (let round = 1; round <= 3; round++) {
      const numbers = Array.from({ length: 300 }, (_, i) => (i * 31 * round) % MANY);
      const slots = feed([...new Set(numbers)], 1_700_000_000_000 + round * 70_000_000);
      // The slot of one key that goes is taken by a key that is new.
      state.remove(slots.slice(10, 20));
      feed([MANY + round], 1_700_000_000_000 + round * 70_000_000 + 1);
      sections.push(state.encodeChanges()?.slice() ?? new Uint8Array());
    }
    const again = new FoldState(types, [BIGINT]);
    again.restore(sections[0] ?? new Uint8Array(), sections.slice(1));
    const before = 1_700_000_000_000 + 2 * 70_000_000;
    expect(again.touches.before(before).join()).toBe(state.touches.before(before).join());
    expect(again.touches.oldestMs).toBe(state.touches.oldestMs);
    expect(Buffer.compare(again.encodeFull(), state.encodeFull())).toBe(0);
  });
});
