import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundsOf, positionIn } from '../../src/storage/key-range.ts';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import { compareKeys, inRange, type Key, type KeyRange } from '../../src/storage/store.ts';
import { checkAgainstModel } from './store-model.ts';

test('the memory store answers as a sorted list would, on 500 random lists of operations', async () => {
  await checkAgainstModel(async () => {
    const store = createMemoryStore();
    return { open: async () => store.reopen(), dispose: () => store.close() };
  }, 500);
});

const element = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom('', 'a', 'b', '1'));
const key: fc.Arbitrary<Key> = fc.array(element, { minLength: 1, maxLength: 3 });
const range = fc
  .record({ prefix: fc.array(element, { maxLength: 2 }), from: fc.option(key, { nil: undefined }), before: fc.option(key, { nil: undefined }) })
  .map(({ prefix, from, before }): KeyRange => ({ prefix, ...(from === undefined ? {} : { from }), ...(before === undefined ? {} : { before }) }));

test('a position in a range is 0 exactly inside it, and never goes down along sorted keys', () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 2, maxLength: 20 }), range, (keys, r) => {
      const sorted = keys.toSorted(compareKeys);
      const positions = sorted.map((k) => Math.sign(positionIn(k, r)));
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      expect(positions.map((p) => p === 0)).toEqual(sorted.map((k) => inRange(k, r)));
    }),
    { numRuns: 2000 },
  );
});

test('the bounds of a range hold exactly its keys, and there are none only when no key fits', () => {
  fc.assert(
    fc.property(key, range, (k, r) => {
      const bounds = boundsOf(r);
      const held =
        bounds !== null &&
        compareKeys(k, bounds.lower) >= 0 &&
        (bounds.upper === null ? bounds.prefix.every((e, i) => e === k[i]) : compareKeys(k, bounds.upper) < 0);
      expect(held).toBe(inRange(k, r));
    }),
    { numRuns: 5000 },
  );
});
