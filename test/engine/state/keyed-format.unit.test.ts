// Stored state must be readable for ever. If this fails, the format changed: give it a new version and keep reading this one.
import { expect, it } from 'vitest';
import { rowsFromValues } from '../../../src/columns/build.ts';
import { BIGINT, STRING } from '../../../src/columns/data-type.ts';
import { FoldState } from '../../../src/engine/state/fold-state.ts';
import { KnownKeys } from '../../../src/engine/state/known-keys.ts';
import { RowPanes } from '../../../src/engine/state/row-panes.ts';
import { finishSection, startSection } from '../../../src/engine/state/section-header.ts';

const schema = [
  { name: 'k', type: STRING },
  { name: 'n', type: BIGINT },
];

const hex = (bytes: Uint8Array | null) => (bytes === null ? 'none' : Buffer.from(bytes).toString('hex'));

function put(state: FoldState, timeMs: number, rows: readonly (readonly [string | null, number])[], gone: readonly number[] = []): void {
  const [k, n] = rowsFromValues(schema, rows).columns;
  if (k === undefined || n === undefined) throw new Error('Two columns');
  const slots = state.slotsOf([k], null, rows.length);
  state.settle(slots, [n], null, Int32Array.from(gone));
  state.touches.touch(slots, timeMs);
}

it('keyed state of version 1, and its changes', () => {
  const state = new FoldState([STRING], [BIGINT]);
  put(state, 1000, [
    ['a', 1],
    [null, 2],
    ['c', 3],
    ['d', 4],
    ['e', 5],
  ]);
  state.fed = true;
  const full = state.encodeFull();
  put(state, 2000, [['c', 30]], [0]);
  const changes = state.encodeChanges();
  expect(hex(full)).toMatchInlineSnapshot(
    `"010600007eaae41003050000000000000000000001000000020000000300000004000000000000000000000000408f400000000000408f400000000000408f400000000000408f400000000000408f4004010000000000000001000000040000000000000000000000000000010000000100000002000000030000000400000061636465000000000200000000000000000000000000f03f0000000000000040000000000000084000000000000010400000000000001440"`,
  );
  expect(hex(changes)).toMatchInlineSnapshot(
    `"010700005578d2b003050000000100000001000000000000000000000000000002000000000000000000000000409f4004000100000000000000000001000000630000000000000002000000000000000000000000003e40"`,
  );
  const back = new FoldState([STRING], [BIGINT]);
  back.restore(full, changes === null ? [] : [changes]);
  expect(back.encodeFull()).toEqual(state.encodeFull());
});

it('rows of a window of version 1, and their changes', () => {
  const panes = new RowPanes(schema);
  panes.add(
    rowsFromValues(schema, [
      ['a', 1],
      ['b', null],
      ['c', 9],
    ]),
    1000,
  );
  panes.add(
    rowsFromValues(schema, [
      ['d', 2],
      ['e', 4],
    ]),
    2000,
  );
  const full = panes.encodeFull();
  panes.add(rowsFromValues(schema, [['f', 3]]), 3000);
  const changes = panes.encodeChanges();
  expect(hex(full)).toMatchInlineSnapshot(
    `"01040000a4c4da1e020000000000000000408f406000000001726f770300000002000000010000006b04010000006e02040003000000000000000000010000000200000003000000616263000000000002010000000000000001000000000000000000000000f03f000000000000000000000000000022400000000000409f40500000000000000001726f770200000002000000010000006b04010000006e020400020000000000000000000100000002000000000000006465000000000000020000000000000000000000000000400000000000001040"`,
  );
  expect(hex(changes)).toMatchInlineSnapshot(
    `"01050000ea2c1f8e0000000000409f400000000000408f4001000000000000000070a7404000000001726f770100000002000000010000006b04010000006e0204000100000000000000000001000000660000000000000002000000000000000000000000000840"`,
  );
  const back = new RowPanes(schema);
  back.restore(full, changes === null ? [] : [changes]);
  expect(back.encodeFull()).toEqual(panes.encodeFull());
});

it('keys that stay for ever, of version 1', () => {
  const keys = new KnownKeys([STRING]);
  const add = (...values: readonly (string | null)[]) =>
    keys.slotsOf(
      rowsFromValues(
        [{ name: 'k', type: STRING }],
        values.map((value) => [value]),
      ).columns,
      null,
      values.length,
    );
  const written = (onlyNew: boolean): string => {
    const writer = startSection('empty keys', 64);
    keys.write(writer, onlyNew);
    return hex(finishSection(writer));
  };
  add('a', null);
  expect(written(false)).toMatchInlineSnapshot(
    `"0108000057f28a0d0000000002000000040100000000000000010100000000000000000001000000010000000000000061"`,
  );
  add('c', 'a');
  expect(written(true)).toMatchInlineSnapshot(`"010800003b5bb00102000000030000000400010000000000000000000100000063"`);
});
