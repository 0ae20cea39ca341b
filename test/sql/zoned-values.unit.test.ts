import { describe, expect, it } from 'vitest';
import { arrayOf, BIGINT, type DataType, mapOf, TIMESTAMP } from '../../src/columns/data-type.ts';
import { mustZone } from '../../src/sql/datetime/zone-names.ts';
import { shownValueIn, writtenValueIn } from '../../src/sql/zoned-values.ts';

const berlin = mustZone('Europe/Berlin');
const kolkata = mustZone('Asia/Kolkata');
const newYork = mustZone('America/New_York');
const utc = mustZone('UTC');

describe('times of plain values', () => {
  it.each([
    [utc, '2024-02-29T12:00:00.000000Z', '2024-02-29 12:00:00', '2024-02-29T12:00:00.000Z'],
    [berlin, '2024-02-29T12:00:00.000000Z', '2024-02-29 13:00:00', '2024-02-29T13:00:00.000+01:00'],
    [berlin, '2024-07-01T22:30:00.500000Z', '2024-07-02 00:30:00.5', '2024-07-02T00:30:00.500+02:00'],
    [kolkata, '2024-12-31T23:59:59.120000Z', '2025-01-01 05:29:59.12', '2025-01-01T05:29:59.120+05:30'],
    [newYork, '2024-11-03T05:30:00.000000Z', '2024-11-03 01:30:00', '2024-11-03T01:30:00.000-04:00'],
    [newYork, '2024-11-03T06:30:00.000000Z', '2024-11-03 01:30:00', '2024-11-03T01:30:00.000-05:00'],
    [newYork, '1850-01-01T00:00:00.000000Z', '1849-12-31 19:03:58', '1849-12-31T19:03:58.000-04:56:02'],
    [berlin, '9999-12-31T23:59:59.999999Z', '+10000-01-01 00:59:59.999999', '+10000-01-01T00:59:59.999999+01:00'],
  ])('in %o %s is shown as show() does and written as the writers do', (zone, iso, shown, written) => {
    expect(shownValueIn(zone, iso, TIMESTAMP)).toBe(shown);
    expect(writtenValueIn(zone, iso, TIMESTAMP)).toBe(written);
  });

  it('are found inside lists, maps and structs, and nothing else is touched', () => {
    const type: DataType = {
      kind: 'STRUCT',
      fields: [
        { name: 'n', type: BIGINT },
        { name: 'all', type: arrayOf(TIMESTAMP) },
        { name: 'by', type: mapOf(TIMESTAMP, TIMESTAMP) },
      ],
    };
    const at = '2024-02-29T12:00:00.000000Z';
    const shown = '2024-02-29 13:00:00';
    expect(shownValueIn(berlin, ['12345678901234567890', [at, null], [[at, null]]], type)).toEqual([
      '12345678901234567890',
      [shown, null],
      [[shown, null]],
    ]);
    const text = ['2024-02-29T12:00:00.000000Z'];
    expect(shownValueIn(berlin, text, arrayOf({ kind: 'STRING' }))).toBe(text);
  });
});
