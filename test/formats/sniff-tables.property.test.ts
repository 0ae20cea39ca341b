// Well-made tables, whatever is in their columns and whatever comes first, are tables to the first look: every record good.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../src/formats/sniff.ts';

const at = fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => new Date(seconds * 1000));
const COLUMNS: { readonly [name: string]: fc.Arbitrary<string> } = {
  iso: at.map((time) => time.toISOString()),
  isoWithoutZone: at.map((time) => time.toISOString().slice(0, 19)),
  withBlank: at.map((time) => time.toISOString().slice(0, 19).replace('T', ' ')),
  day: at.map((time) => time.toISOString().slice(0, 10)),
  seconds: at.map((time) => String(time.getTime() / 1000)),
  count: fc.integer({ min: -1000, max: 100_000 }).map(String),
  amount: fc.integer({ min: -100_000, max: 100_000 }).map((cents) => (cents / 100).toFixed(2)),
  flag: fc.constantFrom('true', 'false'),
  word: fc.constantFrom('Ulm', 'Graz', 'Bern', 'Lyon', 'Porto'),
  sentence: fc.constantFrom(
    'order 1, paid',
    'host program[12]: message',
    'a "quoted" word',
    '198.51.100.1 - - [x] "GET / HTTP/1.1" 200 5',
    'semi; colon | bar',
  ),
  address: fc.constantFrom('198.51.100.1', '203.0.113.20', '::1'),
};

const table = fc
  .record({
    names: fc.shuffledSubarray(Object.keys(COLUMNS), { minLength: 3 }),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n'),
    rows: fc.integer({ min: 5, max: 40 }),
  })
  .chain(({ names, delimiter, end, rows }) =>
    fc.array(fc.tuple(...names.map((name) => COLUMNS[name] ?? fc.constant(''))), { minLength: rows, maxLength: rows }).map((cells) => ({
      names,
      delimiter,
      cells,
      text: [names, ...cells].map((line) => line.map((cell) => written(cell, delimiter)).join(delimiter)).join(end),
    })),
  );

function written(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
}

describe('the first look at a table', () => {
  it('finds its delimiter, its header and its columns, and reads every record', () => {
    fc.assert(
      fc.property(table, ({ names, delimiter, cells, text }) => {
        const looked = sniff({ name: 'table.csv', head: new TextEncoder().encode(text), whole: true, modifiedMs: null });
        if (!looked.ok) throw new Error(JSON.stringify(looked.problems));
        const { format, columns, recordsSeen, preview, problems } = looked.value;
        expect(format.kind === 'csv' ? format.dialect.delimiter : format.kind).toBe(delimiter);
        expect(columns.map(({ name }) => name)).toEqual(names);
        expect(recordsSeen).toBe(cells.length);
        expect(preview.filter(({ values, note }) => values === null || note !== null)).toEqual([]);
        expect(problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
