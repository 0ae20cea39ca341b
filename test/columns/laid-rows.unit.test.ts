import { describe, expect, it } from 'vitest';
import { rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import { encodeRows } from '../../src/columns/codec.ts';
import type { Column, Rows } from '../../src/columns/column.ts';
import { BIGINT, DOUBLE, INT, type Schema, STRING } from '../../src/columns/data-type.ts';
import { RowsRoom, sealRows } from '../../src/columns/laid-rows.ts';

const SCHEMA: Schema = [
  { name: 'key', type: INT },
  { name: 'how often, with a name of odd length', type: BIGINT },
  { name: 'date', type: { kind: 'DATE' } },
  { name: 'mean', type: DOUBLE },
];
const PLAIN = rowsFromValues(SCHEMA, [
  [3, 7, '2026-11-26', 0.5],
  [-1, 2 ** 52, '1969-12-31', -0.25],
  [9, 0, '2000-01-01', 3],
]);

/** The same columns, their values copied into the rooms. */
function moved(rows: Rows, room: RowsRoom): readonly Column[] {
  return rows.columns.map((column, c): Column => {
    const values = room.rooms[c];
    if (column.kind === 'int' && values instanceof Int32Array) values.set(column.values);
    if (column.kind === 'float' && values instanceof Float64Array) values.set(column.values);
    return { ...column, values } as Column;
  });
}

function mustRoom(schema: Schema, length: number): RowsRoom {
  const room = RowsRoom.over(schema, length);
  if (room === null) throw new Error('There is room for numbers');
  return room;
}

describe('rows computed into their bytes', () => {
  it('are the bytes that encoding gives, and those bytes have one owner', () => {
    const room = mustRoom(SCHEMA, PLAIN.length);
    const columns = moved(PLAIN, room);
    expect(room.holds(columns)).toBe(true);
    const rows = room.rows(columns);
    const { bytes, rows: sealed } = sealRows(rows);
    expect(bytes).toEqual(encodeRows(PLAIN));
    expect(sealed.columns[1]?.kind === 'float' && sealed.columns[1].values.buffer).toBe(bytes.buffer);
    const again = sealRows(rows);
    expect(again.bytes).toEqual(bytes);
    expect(again.bytes.buffer).not.toBe(bytes.buffer);
  });

  it('are none of those made from them', () => {
    const room = mustRoom(SCHEMA, PLAIN.length);
    const rows = room.rows(moved(PLAIN, room));
    const some = sealRows({ ...rows, selection: Int32Array.of(2) });
    expect(valuesFromRows(some.rows)).toEqual([valuesFromRows(PLAIN)[2]]);
  });

  it('have no room for text, and do not hold a column with NULL or one from elsewhere', () => {
    expect(RowsRoom.over([{ name: 'word', type: STRING }], 1)).toBeNull();
    const room = mustRoom(SCHEMA, PLAIN.length);
    expect(room.holds(PLAIN.columns)).toBe(false);
    const [key, ...others] = moved(PLAIN, room);
    expect(room.holds([{ ...(key as Column), nulls: Uint8Array.of(0, 1, 0) }, ...others])).toBe(false);
  });

  it('may be none', () => {
    const none = rowsFromValues(SCHEMA, []);
    const room = mustRoom(SCHEMA, 0);
    expect(sealRows(room.rows(moved(none, room))).bytes).toEqual(encodeRows(none));
  });
});
