import { describe, expect, it } from 'vitest';
import { rowsFromValues } from '../../../src/columns/build.ts';
import type { Rows } from '../../../src/columns/column.ts';
import { BIGINT, STRING } from '../../../src/columns/data-type.ts';
import { JoinIndex } from '../../../src/engine/kernels/join-index.ts';

const texts = (values: readonly (string | null)[]): Rows =>
  rowsFromValues(
    [{ name: 'k', type: STRING }],
    values.map((value) => [value]),
  );

function indexOf(values: readonly (string | null)[]): JoinIndex {
  const index = new JoinIndex([STRING], [false]);
  const rows = texts(values);
  index.build(rows, rows.columns);
  return index;
}

const firsts = (index: JoinIndex, rows: Rows): number[] => [...index.firsts(rows, rows.columns)];

describe('an index of the rows of a table', () => {
  it('finds the rows of a key in their order, and none for NULL', () => {
    const index = indexOf(['a', 'b', 'a', null]);
    expect(index.isUnique).toBe(false);
    expect(firsts(index, texts(['b', 'a', 'c', null]))).toEqual([1, 0, -1, -1]);
    expect(index.after(0)).toBe(2);
    expect(index.after(2)).toBe(-1);
  });

  it('gives the partners of the selected rows only, when no key has two rows', () => {
    const index = indexOf(['a', 'b', null, null]);
    expect(index.isUnique).toBe(true);
    const rows = { ...texts(['b', 'a', 'c', null, 'b']), selection: Int32Array.of(0, 2, 3, 4) };
    const { asking, found } = index.partners(rows, rows.columns);
    expect([...asking]).toEqual([0, 4]);
    expect([...found]).toEqual([1, 1]);
  });

  it('answers the same after any number of keys that are not there', () => {
    const index = indexOf(['a', 'b']);
    for (let batch = 0; batch < 5; batch++) {
      const strangers = texts(['b', ...Array.from({ length: 9000 }, (_, i) => `stranger ${batch * 9000 + i}`), 'a']);
      const answer = firsts(index, strangers);
      expect([answer[0], answer.at(-1), Math.max(...answer.slice(1, -1))]).toEqual([1, 0, -1]);
      const again = texts(Array.from({ length: 200 }, (_, i) => (i % 3 === 0 ? 'a' : i % 3 === 1 ? 'b' : 'stranger 1')));
      expect(firsts(index, again)).toEqual(Array.from({ length: 200 }, (_, i) => (i % 3 === 2 ? -1 : i % 3)));
    }
  });

  it('finds nothing in an empty table, and rows by several keys', () => {
    expect(firsts(indexOf([]), texts(['a']))).toEqual([-1]);
    const schema = [
      { name: 'k', type: STRING },
      { name: 'n', type: BIGINT },
    ];
    const index = new JoinIndex([STRING, BIGINT], [false, true]);
    const table = rowsFromValues(schema, [
      ['a', 1],
      ['a', null],
      ['b', 1],
    ]);
    index.build(table, table.columns);
    const rows = rowsFromValues(schema, [
      ['b', 1],
      ['a', null],
      [null, 1],
      ['b', 2],
    ]);
    expect(firsts(index, rows)).toEqual([2, 1, -1, -1]);
  });
});
