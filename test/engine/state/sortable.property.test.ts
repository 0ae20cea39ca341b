import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columnFromValues, type PlainValue, valueAt } from '../../../src/columns/build.ts';
import type { DataType } from '../../../src/columns/data-type.ts';
import { NestedExtreme } from '../../../src/engine/state/nested-extreme.ts';
import { decodeSortable, encodeSortable } from '../../../src/engine/state/sortable.ts';
import { compareBytes, StringExtreme } from '../../../src/engine/state/string-extreme.ts';
import { anyType, valueFor } from '../../columns/arbitrary-rows.ts';
import { compareValues } from './naive-aggregates.ts';

const typedValues = anyType.chain((type) => fc.record({ type: fc.constant(type), values: fc.array(valueFor(type), { minLength: 2, maxLength: 8 }) }));

/** As sortable bytes have it: one zero. */
function withoutNegativeZero(value: PlainValue): PlainValue {
  return JSON.parse(JSON.stringify(value, (_, part) => (part === '-0.0' ? 0 : part)));
}

/** A STRING '-0.0' is not a number; random strings of a test hardly ever are, and are left out. */
function isAmbiguous(values: readonly PlainValue[], type: DataType): boolean {
  return JSON.stringify(type).includes('STRING') && JSON.stringify(values).includes('-0.0');
}

it('sortable bytes give the values back, and sort as Spark sorts them', () => {
  fc.assert(
    fc.property(typedValues, ({ type, values }) => {
      fc.pre(!isAmbiguous(values, type));
      const runs = encodeSortable(columnFromValues(type, values), null);
      const decoded = decodeSortable(type, runs);
      expect(values.map((_, i) => valueAt(decoded, i))).toEqual(values.map(withoutNegativeZero));
      for (let a = 0; a < values.length; a++) {
        for (let b = 0; b < values.length; b++) {
          if (values[a] === null || values[b] === null) continue;
          const order = compareBytes(runs.bytes, runs.starts[a] ?? 0, runs.ends[a] ?? 0, runs.bytes, runs.starts[b] ?? 0, runs.ends[b] ?? 0);
          expect(Math.sign(order)).toBe(Math.sign(compareValues(type, values[a] ?? null, values[b] ?? null)));
        }
      }
    }),
    { numRuns: 300 },
  );
});

it('the greatest array is that by elements, then by length', () => {
  const type: DataType = { kind: 'ARRAY', element: { kind: 'INT' } };
  const column = columnFromValues(type, [[1, 2], [1, 10], null, [1, 10, null], [-5, 99]]);
  for (const [isMax, expected] of [
    [true, [1, 10, null]],
    [false, [-5, 99]],
  ] as const) {
    const extreme = new NestedExtreme(type, new StringExtreme(isMax, 2));
    extreme.add(new Int32Array(5), 5, column, null);
    const result = extreme.result(Int32Array.of(0, 1), null);
    expect([valueAt(result, 0), valueAt(result, 1)]).toEqual([expected, null]);
  }
});
