import { describe, expect, it } from 'vitest';
import { columnFromValues, type PlainValue } from '../../src/columns/build.ts';
import type { Column } from '../../src/columns/column.ts';
import { BIGINT, type DataType, STRING } from '../../src/columns/data-type.ts';
import { gatherColumn } from '../../src/columns/gather.ts';
import type { KeyedState } from '../../src/engine/kernels/kernel.ts';
import { statePage } from '../../src/engine/state-page.ts';

const DATE: DataType = { kind: 'DATE' };
const BOOLEAN: DataType = { kind: 'BOOLEAN' };

/** Slot i has key i. */
function stateOf(types: readonly DataType[], keys: readonly (readonly PlainValue[])[]): KeyedState {
  const columns: readonly Column[] = types.map((type, c) =>
    columnFromValues(
      type,
      keys.map((key) => key[c] ?? null),
    ),
  );
  const taken = (slots: Int32Array): readonly Column[] => columns.map((column) => gatherColumn(column, slots));
  return {
    schema: types.map((type, c) => ({ name: `k${c}`, type })),
    keyCount: types.length,
    size: keys.length,
    slots: () => Int32Array.from(keys.keys()),
    columnsOf: taken,
    keysOf: taken,
    touchedMs: () => null,
    remove: null,
  };
}

function found(state: KeyedState, search: string, offset = 0, limit = 1_000): readonly (readonly PlainValue[])[] {
  return statePage(state, { operatorId: 'x', search, offset, limit }, 0, 1).rows.map(({ values }) => values);
}

describe('a page of keyed state', () => {
  it('finds every key that contains the text and no other, whatever its type', () => {
    const texts = ['', 'a', 'Ulm', 'ulm', 'MULM', 'Köln', 'köln', 'x10', '100', 'null', 'lm', 'aab'];
    const numbers = [0, 7, 10, -10, 100, 1_001, 7_770_077, 2 ** 40, -(2 ** 52), null];
    const keys = texts.flatMap((text) => numbers.map((number): readonly PlainValue[] => [text, number]));
    const state = stateOf([STRING, BIGINT], keys);
    for (const search of ['', 'ulm', 'ULM', 'lm', 'ab', 'köln', '0', '00', '10', '-1', '777', 'null', 'n', 'x', '-', '7', 'zzz', '1 0']) {
      const wanted = search.toLowerCase();
      const naive = keys.filter(([text, number]) => String(text).toLowerCase().includes(wanted) || String(number).includes(wanted));
      expect([search, found(state, search)]).toEqual([search, naive]);
    }
  });

  it('finds values beyond safe integers, days and truth values as they are shown', () => {
    const big = stateOf([BIGINT], [['9223372036854775807'], [12], ['-9007199254740993']]);
    expect(found(big, '5807')).toHaveLength(1);
    expect(found(big, '12')).toEqual([[12]]);
    const others = stateOf(
      [DATE, BOOLEAN],
      [
        ['2024-02-29', true],
        ['2024-03-01', false],
      ],
    );
    expect(found(others, '02-29')).toEqual([['2024-02-29', true]]);
    expect(found(others, 'fal')).toEqual([['2024-03-01', false]]);
  });

  it('gives the rows from the offset on, and how many there are in all', () => {
    const state = stateOf(
      [BIGINT],
      Array.from({ length: 5_000 }, (_, i) => [i]),
    );
    expect(found(state, '', 4_998, 100)).toEqual([[4_998], [4_999]]);
    const page = statePage(state, { operatorId: 'x', search: '99', offset: 2, limit: 3 }, 9, 4);
    expect(page).toMatchObject({ totalKeys: 5_000, matchedKeys: 95, bytes: 9, batchId: 4 });
    expect(page.rows.map(({ values }) => values)).toEqual([[299], [399], [499]]);
  });
});
