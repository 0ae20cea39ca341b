import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnFromValues, type PlainValue, rowsFromValues, valueAt } from '../../../src/columns/build.ts';
import type { DataType } from '../../../src/columns/data-type.ts';
import { createKeyIndex } from '../../../src/engine/state/create-key-index.ts';
import type { KeyIndex } from '../../../src/engine/state/key-index.ts';
import { anyType, scalarType, scattered, valueFor } from '../../columns/arbitrary-rows.ts';

/** What makes two keys the same group, as text. */
function keyText(key: readonly PlainValue[]): string {
  return JSON.stringify(key, (_, value) => (value === '-0.0' ? 0 : value));
}

/** Smallest free slot first, one Map: written to be obviously right. */
class NaiveKeys {
  readonly slots = new Map<string, number>();

  lookup(key: readonly PlainValue[]): number {
    const text = keyText(key);
    const known = this.slots.get(text);
    if (known !== undefined) return known;
    const taken = new Set(this.slots.values());
    let slot = 0;
    while (taken.has(slot)) slot++;
    this.slots.set(text, slot);
    return slot;
  }

  release(slot: number): void {
    for (const [text, held] of this.slots) if (held === slot) this.slots.delete(text);
  }
}

type Step = { readonly rows: readonly (readonly PlainValue[])[]; readonly noise: readonly boolean[]; readonly free: readonly number[] };

const keyTypes = fc.oneof(
  scalarType.map((type): DataType[] => [type]),
  fc.array(scalarType, { minLength: 2, maxLength: 10 }),
  fc.array(anyType, { minLength: 1, maxLength: 3 }),
);

const script = keyTypes.chain((types) =>
  fc.record({
    types: fc.constant(types),
    steps: fc.array(
      fc.record({
        rows: fc.array(fc.tuple(...types.map(valueFor)), { maxLength: 20 }),
        noise: fc.array(fc.boolean(), { maxLength: 3 }),
        free: fc.array(fc.nat(), { maxLength: 6 }),
      }),
      { maxLength: 8 },
    ),
  }),
);

function lookup(index: KeyIndex, types: readonly DataType[], step: Step): Int32Array {
  const schema = types.map((type, c) => ({ name: `k${c}`, type }));
  const rows = scattered({ schema, values: step.rows }, step.noise);
  const slots = new Int32Array(step.rows.length);
  index.lookupOrInsert(rows.columns, rows.selection, slots);
  return slots;
}

describe('a key index', () => {
  it('gives the slots a Map would, through inserts, frees and restores', () => {
    fc.assert(
      fc.property(script, fc.nat(8), ({ types, steps }, restoreAt) => {
        let index = createKeyIndex(types);
        const naive = new NaiveKeys();
        steps.forEach((step, s) => {
          expect([...lookup(index, types, step)]).toEqual(step.rows.map((row) => naive.lookup(row)));
          const live = index.liveSlots();
          const freed = Int32Array.from(new Set(step.free.filter(() => live.length > 0).map((pick) => live[pick % live.length] as number)));
          index.release(freed);
          for (const slot of freed) naive.release(slot);
          const slots = index.liveSlots();
          expect([...slots]).toEqual([...naive.slots.values()].sort((a, b) => a - b));
          const keys = index.keysOf(slots);
          slots.forEach((slot, i) => {
            expect(naive.slots.get(keyText(keys.map((column) => valueAt(column, i))))).toBe(slot);
          });
          if (s !== restoreAt) return;
          const restored = createKeyIndex(types);
          restored.restore(keys, slots);
          index = restored;
        });
      }),
      { numRuns: 300 },
    );
  });

  it('refuses to restore one key twice', () => {
    const index = createKeyIndex([{ kind: 'STRING' }]);
    expect(() => index.restore([columnFromValues({ kind: 'STRING' }, ['a', 'a'])], Int32Array.of(0, 1))).toThrow('twice');
  });

  it('holds a hundred thousand strings of every length, with freed ones compacted away', () => {
    const index = createKeyIndex([{ kind: 'STRING' }]);
    const texts = Array.from({ length: 100_000 }, (_, i) => 'x'.repeat(i % 23) + i);
    const schema = [{ name: 'k', type: { kind: 'STRING' } as const }];
    const rows = rowsFromValues(
      schema,
      texts.map((text) => [text]),
    );
    const slots = new Int32Array(texts.length);
    index.lookupOrInsert(rows.columns, null, slots);
    expect(slots.every((slot, i) => slot === i)).toBe(true);
    index.release(slots.filter((slot) => slot % 3 !== 0));
    const again = new Int32Array(texts.length);
    index.lookupOrInsert(rows.columns, null, again);
    expect(new Set(again).size).toBe(texts.length);
    expect(again.every((slot, i) => i % 3 !== 0 || slot === i)).toBe(true);
    const keys = index.keysOf(again);
    expect(texts.every((text, i) => valueAt(keys[0] as (typeof keys)[0], i) === text)).toBe(true);
  });

  it('holds integers of every size, with freed ones found no more', () => {
    const index = createKeyIndex([{ kind: 'BIGINT' }]);
    const values = Array.from({ length: 20_000 }, (_, i) => (i % 2 === 0 ? i : -i * 4_294_967_296));
    const column = columnFromValues({ kind: 'BIGINT' }, values);
    const slots = new Int32Array(values.length);
    index.lookupOrInsert([column], null, slots);
    index.release(slots.filter((slot) => slot % 2 === 1));
    expect(index.liveKeys).toBe(10_000);
    index.lookupOrInsert([column], null, slots);
    expect(slots.every((slot, i) => slot === i)).toBe(true);
  });
});
