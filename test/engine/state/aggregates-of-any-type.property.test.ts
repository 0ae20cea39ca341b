import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import type { Column, Rows } from '../../../src/columns/column.ts';
import { type DataType, isOrderable, type Schema } from '../../../src/columns/data-type.ts';
import { digestRows } from '../../../src/columns/digest.ts';
import { CallArguments } from '../../../src/engine/kernels/call-arguments.ts';
import { SlidingPanes } from '../../../src/engine/state/sliding-panes.ts';
import type { AggregateCall } from '../../../src/sql/aggregate.ts';
import { checkAggregate } from '../../../src/sql/check.ts';
import { anyType, scattered, valueFor } from '../../columns/arbitrary-rows.ts';
import { compareValues } from './naive-aggregates.ts';

type Naive = (type: DataType, values: readonly PlainValue[]) => PlainValue;

/** Equal for what Spark takes for the same value. */
const sameText = (value: PlainValue) => JSON.stringify(value, (_, part: unknown) => (part === '-0.0' ? 0 : part));
const present = (values: readonly PlainValue[]) => values.filter((value) => value !== null);
const distinct = (values: readonly PlainValue[]) =>
  [...new Map([...present(values)].reverse().map((value) => [sameText(value), value])).values()].reverse();
const firstOfEach = (values: readonly PlainValue[]) =>
  present(values).filter((value, i, all) => all.findIndex((other) => sameText(other) === sameText(value)) === i);
const bestBy = (type: DataType, values: readonly PlainValue[], sign: number) =>
  present(values).reduce<PlainValue>((best, value) => (best === null || sign * compareValues(type, value, best) > 0 ? value : best), null);

const OF_ALL: readonly (readonly [text: string, naive: Naive])[] = [
  ['count(v)', (_, values) => present(values).length],
  ['collect_list(v)', (_, values) => present(values)],
  ['first(v)', (_, values) => values[0] ?? null],
  ['last(v)', (_, values) => values.at(-1) ?? null],
  ['first(v) IGNORE NULLS', (_, values) => present(values)[0] ?? null],
  ['last(v) IGNORE NULLS', (_, values) => present(values).at(-1) ?? null],
];

const OF_ORDERED: readonly (readonly [text: string, naive: Naive])[] = [
  ['count(DISTINCT v)', (_, values) => distinct(values).length],
  ['collect_set(v)', (_, values) => firstOfEach(values)],
  ['max(v)', (type, values) => bestBy(type, values, 1)],
  ['min(v)', (type, values) => bestBy(type, values, -1)],
  [
    'max_by(v, v)',
    (type, values) =>
      present(values).reduce<PlainValue>((best, value) => (best === null || compareValues(type, value, best) >= 0 ? value : best), null),
  ],
];

const scripts = anyType.chain((type) =>
  fc.record({
    type: fc.constant(type),
    batches: fc.array(fc.array(valueFor(type), { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
    noise: fc.array(fc.boolean(), { maxLength: 3 }),
    restoreAt: fc.nat(6),
  }),
);

describe('an aggregate over any type', () => {
  it('gives what its definition gives over a window, in any lane, through a restore', () => {
    fc.assert(
      fc.property(scripts, ({ type, batches, noise, restoreAt }) => {
        const schema: Schema = [{ name: 'v', type }];
        const cases = isOrderable(type) ? [...OF_ALL, ...OF_ORDERED] : OF_ALL;
        const calls = cases.map(([text]): AggregateCall => {
          const checked = checkAggregate(text, schema);
          if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
          return checked.value;
        });
        const args = new CallArguments('op', calls, 'UTC');
        let panes = new SlidingPanes([], calls, 3);
        const feed = (values: readonly PlainValue[]) => {
          const table = { schema, values: values.map((value) => [value]) };
          const rows = noise.length === 0 ? rowsFromValues(schema, table.values) : scattered(table, noise);
          panes.add([], args.over(rows, 0), rows.selection, values.length);
        };
        batches.forEach((batch, b) => {
          feed(batch);
          panes.close(b + 1);
          const window = batches.slice(Math.max(0, b - 2), b + 1).flat();
          const answers = rowsOf(calls, panes.window().columns);
          const [got = []] = valuesFromRows(answers);
          cases.forEach(([text, naive], i) => {
            expect(zeros(got[i] ?? null, text), text).toEqual(zeros(naive(type, window), text));
          });
          if (b !== restoreAt) return;
          const restored = new SlidingPanes([], calls, 3);
          restored.restore(panes.encodeFull(), []);
          expect(digestRows(rowsOf(calls, restored.window().columns))).toEqual(digestRows(answers));
          panes = restored;
        });
      }),
      { numRuns: 200 },
    );
  });
});

/** Of 0.0 and -0.0 inside lists and structs min, max and max_by may give either, since they are equal. */
function zeros(value: PlainValue, text: string): PlainValue {
  return /^m/.test(text) ? (JSON.parse(sameText(value)) as PlainValue) : value;
}

function rowsOf(calls: readonly AggregateCall[], columns: readonly Column[]): Rows {
  return { schema: calls.map(({ type }, c) => ({ name: `c${c}`, type })), columns, length: 1, selection: null };
}
