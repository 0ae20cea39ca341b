import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import { arrayOf, BIGINT, BOOLEAN, DOUBLE, INT, type Schema, STRING, TIMESTAMP } from '../../../src/columns/data-type.ts';
import { StateFields } from '../../../src/engine/state/state-fields.ts';
import { StateRows } from '../../../src/engine/state/state-rows.ts';
import { TouchOrder } from '../../../src/engine/state/touch-order.ts';

const SCHEMA: Schema = [
  { name: 's', type: STRING },
  { name: 'n', type: BIGINT },
  { name: 'l', type: arrayOf(INT) },
  { name: 'd', type: DOUBLE },
  { name: 'b', type: BOOLEAN },
  { name: 'i', type: INT },
  { name: 't', type: TIMESTAMP },
];
type Row = readonly PlainValue[];

const row: fc.Arbitrary<Row> = fc.tuple(
  fc.option<PlainValue>(fc.string({ maxLength: 4 })),
  fc.option<PlainValue>(fc.constantFrom<PlainValue>(0, -5, 7, '9223372036854775807', 9007199254740991)),
  fc.option<PlainValue>(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 3 })),
  fc.option<PlainValue>(fc.constantFrom<PlainValue>(0, '-0.0', 'NaN', 1.5)),
  fc.option<PlainValue>(fc.boolean()),
  fc.option<PlainValue>(fc.integer({ min: -3, max: 3 })),
  fc.option<PlainValue>(fc.constantFrom<PlainValue>('2026-01-01T00:00:00.000001Z', '0001-01-01T00:00:00.000000Z')),
);
const slots = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ put: slots, rows: fc.array(row, { minLength: 12, maxLength: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ drop: slots }) },
);

describe.each([
  ['rows', StateRows],
  ['fields', StateFields],
] as const)('%s of a keyed state', (_, State) => {
  it('are what was written last, whatever was written, dropped and merged before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.array(fc.integer({ min: 0, max: 45 }), { maxLength: 30 }), (script, asked) => {
        const state = new State(SCHEMA.map(({ type }) => type));
        const model = new Map<number, Row>();
        for (const one of script) {
          if ('drop' in one) {
            state.drop(Int32Array.from(one.drop));
            for (const slot of one.drop) model.delete(slot);
            continue;
          }
          // Written from positions in turned order, as a fold does.
          const rows = one.put.map((_, i) => one.rows[i] ?? SCHEMA.map(() => null));
          const positions = Int32Array.from(one.put, (_, i) => one.put.length - 1 - i);
          state.put(Int32Array.from(one.put), rowsFromValues(SCHEMA, rows.toReversed()).columns, positions);
          one.put.forEach((slot, i) => {
            model.set(slot, rows[i] ?? []);
          });
        }
        const columns = state.gather(Int32Array.from(asked));
        const got = valuesFromRows({ schema: SCHEMA, columns, length: asked.length, selection: null });
        expect(got).toEqual(asked.map((slot) => model.get(slot) ?? SCHEMA.map(() => null)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the order of touches', () => {
  it('finds what was not touched since, by slot', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ touch: slots, forget: slots }), { maxLength: 30 }), fc.integer({ min: 0, max: 31 }), (script, sinceMs) => {
        const order = new TouchOrder();
        const model = new Map<number, number>();
        script.forEach(({ touch, forget }, timeMs) => {
          order.touch(Int32Array.from(touch), timeMs);
          for (const slot of touch) model.set(slot, timeMs);
          order.forget(Int32Array.from(forget));
          for (const slot of forget) model.delete(slot);
        });
        const due = [...model].flatMap(([slot, timeMs]) => (timeMs < sinceMs ? [slot] : [])).sort((a, b) => a - b);
        expect([...order.before(sinceMs)]).toEqual(due);
        const live = Int32Array.from([...model.keys()].sort((a, b) => a - b));
        const back = new TouchOrder();
        back.restore(live, order.timesOf(live));
        expect([...back.before(sinceMs)]).toEqual(due);
        expect(back.oldestMs).toBe(order.oldestMs);
      }),
      { numRuns: 300 },
    );
  });
});
