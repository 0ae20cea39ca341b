// Stored rows must be readable for ever. If this fails, the format changed: give it a new version and keep reading this one.
import { expect, it } from 'vitest';
import { rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import { decodeRows, encodeRows } from '../../src/columns/codec.ts';

const rows = rowsFromValues(
  [
    { name: 'k', type: { kind: 'STRING' } },
    { name: 'n', type: { kind: 'BIGINT' } },
    { name: 'list', type: { kind: 'ARRAY', element: { kind: 'INT' } } },
  ],
  [
    ['whale', 3, [1, null]],
    [null, '9007199254740993', []],
  ],
);

it('rows of version 1 read as they were written', () => {
  const hex = Buffer.from(encodeRows(rows)).toString('hex');
  expect(hex).toMatchInlineSnapshot(
    `"01726f770200000003000000010000006b04010000006e02040000006c697374100100000000000004010000000000000001050000000000000000000500000005000000000000007768616c65000000030000000000000003000000000000000100000000002000050002000000000000000000020000000200000000000000010100000000000000010000000000000100000000000000"`,
  );
  expect(valuesFromRows(decodeRows(Uint8Array.from(Buffer.from(hex, 'hex'))))).toEqual(valuesFromRows(rows));
});
