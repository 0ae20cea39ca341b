// The fold of a stream of changes against a Map: with the slots of a state, without, with some records of each, and with a
// state that does not know all keys.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import type { Rows, SlotOwner } from '../../src/columns/column.ts';
import { BIGINT, type Schema, STRING } from '../../src/columns/data-type.ts';
import { ChangesFold } from '../../src/engine/changes-fold.ts';
import { plainRowAt } from '../../src/engine/row-list.ts';
import { GroupTable } from '../../src/engine/state/group-table.ts';
import type { StreamType } from '../../src/plan/stream-type.ts';

const SCHEMA: Schema = [
  { name: 'word', type: STRING },
  { name: 'n', type: BIGINT },
];
const STREAM: StreamType = { columns: SCHEMA, emits: 'changes', slideMs: 1000, keys: ['word'], windowMs: null };

type Row = readonly [string | null, number];

const key = fc.option(fc.constantFrom('whale', 'ship', 'ahab', '', 'a word of many letters', 'an even longer word'), { freq: 8 });
const record = fc.record({ rows: fc.array(fc.tuple(key, fc.nat(99)), { maxLength: 6 }), hasSlots: fc.boolean() });

const sorted = (rows: readonly (readonly PlainValue[])[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();

function listed(fold: ChangesFold): readonly (readonly PlainValue[])[] {
  const list = fold.list();
  return Array.from({ length: list.length }, (_, i) => plainRowAt(list, i));
}

/** The rows, and which groups of the table they are about. */
function withSlots(table: GroupTable, rows: Rows): Rows {
  const owner = table.keySlots(new Int32Array(0)).owner;
  table.add(rows.columns.slice(0, 1), [], null, rows.length);
  const slots = owner.find(rows.columns.slice(0, 1), rows.length);
  if (slots === null) throw new Error('What was added is there');
  return { ...rows, keySlots: table.keySlots(slots) };
}

it('stands at the last row of each key, whoever says which key a row is about', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), fc.constantFrom('state', 'other state', 'none'), fc.nat(), (records, owned, at) => {
      const table = new GroupTable([STRING], []);
      const parts = records.map(({ rows, hasSlots }) => {
        const plain = rowsFromValues(SCHEMA, rows);
        return hasSlots ? withSlots(table, plain) : plain;
      });
      const other = owned === 'other state' ? new GroupTable([STRING], []) : table;
      const owner: SlotOwner | null = owned === 'none' ? null : other.keySlots(new Int32Array(0)).owner;
      const fold = new ChangesFold(STREAM, owner);
      const standing = new Map<string | null, Row>();
      parts.forEach((part, p) => {
        fold.add(part);
        for (const row of records[p]?.rows ?? []) standing.set(row[0], row);
        if (p === at % parts.length) expect(sorted(listed(fold))).toEqual(sorted([...standing.values()]));
      });
      const folded = fold.rows();
      expect(sorted(valuesFromRows(folded))).toEqual(sorted([...standing.values()]));
      expect(sorted(listed(fold))).toEqual(sorted([...standing.values()]));
      const again = new ChangesFold(STREAM, folded.keySlots?.owner ?? null);
      again.add(folded);
      expect(sorted(listed(again))).toEqual(sorted([...standing.values()]));
    }),
  );
});

it('finds no key that is not there, and adds none', () => {
  const table = new GroupTable([STRING], []);
  const rows = withSlots(table, rowsFromValues(SCHEMA, [['whale', 1]]));
  const unknown = rowsFromValues(SCHEMA, [
    ['whale', 1],
    ['a word of many letters', 2],
  ]);
  expect(rows.keySlots?.owner.find(unknown.columns.slice(0, 1), 2)).toBeNull();
  expect(table.size).toBe(1);
  table.clear();
  expect(table.keySlots(new Int32Array(0)).owner).not.toBe(rows.keySlots?.owner);
});
