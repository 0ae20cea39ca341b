import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../../src/columns/build.ts';
import { DamagedBytes } from '../../../src/columns/byte-writer.ts';
import type { Column, Rows } from '../../../src/columns/column.ts';
import type { DataType, Schema } from '../../../src/columns/data-type.ts';
import { digestRows } from '../../../src/columns/digest.ts';
import { GroupTable } from '../../../src/engine/state/group-table.ts';
import { SlidingPanes } from '../../../src/engine/state/sliding-panes.ts';
import { valueFor } from '../../columns/arbitrary-rows.ts';
import { allCalls, naiveAnswer, scalarColumns } from './naive-aggregates.ts';

const KEY_SETS: readonly (readonly DataType[])[] = [[], [{ kind: 'STRING' }], [{ kind: 'INT' }], [{ kind: 'STRING' }, { kind: 'DOUBLE' }]];

/** Values whose sums are exact in any order and fit 64 bits, so that the naive answer is the only right one. */
function exactValue(type: DataType): fc.Arbitrary<PlainValue> {
  const present = (): fc.Arbitrary<PlainValue> => {
    if (type.kind === 'DOUBLE')
      return fc.oneof(
        fc.constantFrom<PlainValue>('NaN', 'Infinity', '-0.0', 0),
        fc.integer({ min: -40, max: 40 }).map((n) => n / 4),
      );
    if (type.kind === 'BIGINT')
      return fc.oneof(
        fc.integer({ min: -9, max: 9 }).map((n) => n * 1024),
        // Safe alone, not safe together.
        fc.constantFrom(2 ** 52, 2 ** 52 + 1024, -(2 ** 52)),
        fc.bigInt({ min: 2n ** 43n, max: 2n ** 44n }).map((n) => String(n * 1024n)),
      );
    return valueFor(type);
  };
  return fc.option(present(), { nil: null, freq: 4 });
}

function keyValue(type: DataType): fc.Arbitrary<PlainValue> {
  if (type.kind === 'STRING') return fc.constantFrom<PlainValue>('a', 'b', 'c', 'a long key', null);
  return fc.constantFrom<PlainValue>(1, 2, 70_000, null);
}

/** All calls, or those whose panes are subtracted while they can be. */
type CallSet = typeof allCalls;
const counts: CallSet = (firstColumn) => allCalls(firstColumn).filter(({ function: name }) => name === 'count');
const countsAndSums: CallSet = (firstColumn) =>
  allCalls(firstColumn).filter(({ function: name, type }) => name === 'count' || (name === 'sum' && type.kind === 'BIGINT'));

interface Script {
  readonly callsOf: CallSet;
  readonly keys: readonly DataType[];
  readonly length: number;
  /** Rows of each batch: keys, then a value of each scalar type. */
  readonly batches: readonly (readonly (readonly PlainValue[])[])[];
  readonly batchesPerPane: number;
  readonly encodeAt: readonly ('full' | 'changes' | null)[];
}

function scripts(value: (type: DataType) => fc.Arbitrary<PlainValue>): fc.Arbitrary<Script> {
  const rowOf = (keys: readonly DataType[], of: (type: DataType) => fc.Arbitrary<PlainValue>) =>
    fc.tuple(...keys.map(keyValue), ...scalarColumns.map(of));
  const present = (type: DataType) => value(type).filter((one) => one !== null);
  // Few rows, with all values or with none: a sum loses its last one while its group stays.
  const sparseRow = (keys: readonly DataType[]) =>
    fc.oneof(
      rowOf(keys, present),
      rowOf(keys, () => fc.constant(null)),
    );
  return fc.tuple(fc.constantFrom(...KEY_SETS), fc.boolean()).chain(([keys, isSparse]) =>
    fc.record({
      keys: fc.constant(keys),
      callsOf: fc.constantFrom(allCalls, counts, countsAndSums),
      length: fc.integer({ min: 2, max: 7 }),
      batches: fc.array(
        fc.oneof(fc.constant([]), isSparse ? fc.array(sparseRow(keys), { maxLength: 2 }) : fc.array(rowOf(keys, value), { maxLength: 6 })),
        {
          minLength: 1,
          maxLength: 24,
        },
      ),
      batchesPerPane: fc.integer({ min: 1, max: 3 }),
      encodeAt: fc.array(fc.constantFrom('full' as const, 'changes' as const, null, null), { minLength: 1, maxLength: 24 }),
    }),
  );
}

function schemaOf(keys: readonly DataType[]): Schema {
  return [...keys, ...scalarColumns].map((type, c) => ({ name: `c${c}`, type }));
}

interface Folding {
  add(keys: readonly Column[], columns: readonly (Column | null)[], selection: Int32Array | null, count: number): void;
}

function feed(state: Folding, keys: readonly DataType[], batch: readonly (readonly PlainValue[])[], callsOf: CallSet): void {
  const rows = rowsFromValues(schemaOf(keys), batch);
  const columns = callsOf(keys.length).map(({ argument }) => (argument?.root.kind === 'column' ? (rows.columns[argument.root.index] ?? null) : null));
  state.add(rows.columns.slice(0, keys.length), columns, null, batch.length);
}

function windowRows(panes: SlidingPanes, keys: readonly DataType[], callsOf: CallSet): Rows {
  const { length, columns } = panes.window();
  const types = [...keys, ...callsOf(keys.length).map((call) => call.type)];
  return { schema: types.map((type, c) => ({ name: `c${c}`, type })), columns, length, selection: null };
}

function sorted(rows: readonly (readonly PlainValue[])[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

function naiveWindow(keys: readonly DataType[], rows: readonly (readonly PlainValue[])[], callsOf: CallSet): PlainValue[][] {
  const groups = new Map<string, (readonly PlainValue[])[]>();
  if (keys.length === 0) groups.set('[]', []);
  for (const row of rows) {
    const key = JSON.stringify(row.slice(0, keys.length));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const calls = callsOf(keys.length);
  return [...groups].map(([key, members]) => [
    ...(JSON.parse(key) as PlainValue[]),
    ...calls.map((call) =>
      naiveAnswer(
        call,
        members.map((row) => (call.argument?.root.kind === 'column' ? (row[call.argument.root.index] ?? null) : 1)),
      ),
    ),
  ]);
}

describe('sliding panes', () => {
  it('forget that a sum had a value with the pane that had it', () => {
    const callsOf = countsAndSums;
    const panes = new SlidingPanes([], callsOf(0), 3);
    const row = (value: PlainValue) => [scalarColumns.map((type) => (type.kind === 'BIGINT' || type.kind === 'INT' ? value : null))];
    [row(1), [], [], row(null)].forEach((batch, b) => {
      feed(panes, [], batch, callsOf);
      panes.close(b + 1);
    });
    expect(valuesFromRows(windowRows(panes, [], callsOf))).toEqual(naiveWindow([], row(null), callsOf));
  });

  it('give what a recount of the window gives', () => {
    fc.assert(
      fc.property(scripts(exactValue), ({ keys, callsOf, length, batches, batchesPerPane }) => {
        const panes = new SlidingPanes(keys, callsOf(keys.length), length);
        batches.forEach((batch, b) => {
          feed(panes, keys, batch, callsOf);
          if ((b + 1) % batchesPerPane !== 0) return;
          panes.close((b + 1) / batchesPerPane);
          const covered = batches.slice(Math.max(0, b + 1 - length * batchesPerPane), b + 1).flat();
          expect(sorted(valuesFromRows(windowRows(panes, keys, callsOf)))).toEqual(sorted(naiveWindow(keys, covered, callsOf)));
          if (keys.length > 0) expect(panes.isEmpty).toBe(covered.length === 0);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('go on bit for bit after a restore at any point, from a full section and any changes', () => {
    fc.assert(
      fc.property(scripts(valueForSum), ({ keys, callsOf, length, batches, batchesPerPane, encodeAt }) => {
        const calls = callsOf(keys.length);
        const original = new SlidingPanes(keys, calls, length);
        let restored = new SlidingPanes(keys, calls, length);
        let chain: Uint8Array[] = [];
        batches.forEach((batch, b) => {
          for (const panes of [original, restored]) {
            feed(panes, keys, batch, callsOf);
            if ((b + 1) % batchesPerPane === 0) panes.close((b + 1) / batchesPerPane);
          }
          if ((b + 1) % batchesPerPane === 0) {
            expect(digestRows(windowRows(restored, keys, callsOf))).toEqual(digestRows(windowRows(original, keys, callsOf)));
            expect(valuesFromRows(windowRows(restored, keys, callsOf))).toEqual(valuesFromRows(windowRows(original, keys, callsOf)));
          }
          const mode = encodeAt[b % encodeAt.length];
          if (mode === null || mode === undefined) return;
          const changes = mode === 'changes' ? original.encodeChanges() : null;
          chain = changes === null ? [original.encodeFull()] : [...chain, changes];
          const [full, ...rest] = chain;
          restored = new SlidingPanes(keys, calls, length);
          restored.restore(full as Uint8Array, rest);
        });
        expect(restored.encodeFull()).toEqual(original.encodeFull());
      }),
      { numRuns: 160 },
    );
  });

  it('refuse damaged sections instead of reading astray', () => {
    fc.assert(
      fc.property(scripts(exactValue), fc.nat(), fc.integer({ min: 0, max: 255 }), ({ keys, callsOf, length, batches }, at, byte) => {
        const panes = new SlidingPanes(keys, callsOf(keys.length), length);
        batches.forEach((batch, b) => {
          feed(panes, keys, batch, callsOf);
          panes.close(b + 1);
        });
        const bytes = panes.encodeFull();
        const damaged = at % 5 === 0 ? bytes.slice(0, at % bytes.length) : bytes.slice();
        if (at % 5 !== 0) damaged[at % bytes.length] = byte;
        const restored = new SlidingPanes(keys, callsOf(keys.length), length);
        try {
          restored.restore(damaged, []);
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedBytes);
          return;
        }
        expect(at % 5).not.toBe(0);
        restored.close(batches.length + 1);
        restored.window();
      }),
      { numRuns: 150 },
    );
  });
});

/** Any value, but integers small enough that no sum leaves 64 bits. */
function valueForSum(type: DataType): fc.Arbitrary<PlainValue> {
  return type.kind === 'BIGINT' ? exactValue(type) : valueFor(type);
}

describe('a group table', () => {
  it('gives what a recount of all rows gives, and the groups touched in the order of their first row', () => {
    fc.assert(
      fc.property(scripts(exactValue), ({ keys, callsOf, batches }) => {
        const groups = new GroupTable(keys, callsOf(keys.length));
        const types = [...keys, ...callsOf(keys.length).map((call) => call.type)];
        const schema = types.map((type, c) => ({ name: `c${c}`, type }));
        const rowsOf = (slots: Int32Array) => valuesFromRows({ schema, columns: groups.rowsOf(slots), length: slots.length, selection: null });
        batches.forEach((batch, b) => {
          feed(groups, keys, batch, callsOf);
          const all = naiveWindow(keys, batches.slice(0, b + 1).flat(), callsOf);
          expect(sorted(rowsOf(groups.allSlots()))).toEqual(sorted(all));
          const touched = rowsOf(groups.takeTouched()).map((row) => JSON.stringify(row.slice(0, keys.length)));
          const expected = new Set(batch.map((row) => JSON.stringify(row.slice(0, keys.length))));
          expect(touched).toEqual([...expected]);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('goes on bit for bit after a restore at any point, cleared or not', () => {
    fc.assert(
      fc.property(scripts(valueForSum), fc.array(fc.boolean(), { minLength: 3, maxLength: 9 }), ({ keys, callsOf, batches, encodeAt }, clears) => {
        const original = new GroupTable(keys, callsOf(keys.length));
        let restored = new GroupTable(keys, callsOf(keys.length));
        let chain: Uint8Array[] = [];
        batches.forEach((batch, b) => {
          for (const groups of [original, restored]) {
            if (clears[b % clears.length] === true && b % 4 === 0) groups.clear();
            feed(groups, keys, batch, callsOf);
          }
          expect([...restored.takeTouched()]).toEqual([...original.takeTouched()]);
          const mode = encodeAt[b % encodeAt.length];
          if (mode === null || mode === undefined) return;
          const changes = mode === 'changes' ? original.encodeChanges() : null;
          chain = changes === null ? [original.encodeFull()] : [...chain, changes];
          restored = new GroupTable(keys, callsOf(keys.length));
          chain.forEach((bytes, c) => {
            if (c === 0) restored.restoreFull(bytes);
            else restored.restoreChanges(bytes);
          });
        });
        expect(restored.encodeFull()).toEqual(original.encodeFull());
      }),
      { numRuns: 150 },
    );
  });
});
