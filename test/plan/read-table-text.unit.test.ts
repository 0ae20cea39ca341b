import { describe, expect, it } from 'vitest';
import { valuesFromRows } from '../../src/columns/build.ts';
import { readTableText } from '../../src/plan/read-table-text.ts';
import { parseSchema } from '../../src/sql/parse-type.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';

const SCHEMA = mustBeOk(parseSchema('k STRING, n INT'));

function read(text: string, schema = SCHEMA): unknown {
  const table = readTableText(text, schema);
  return table.ok ? valuesFromRows(table.rows) : `row ${table.bad.row} ${table.bad.detail}`;
}

describe('a table given as text', () => {
  it.each<[string, string]>([
    ['CSV', 'a,1\nb,2'],
    ['CSV with its names first', 'K, n\na,1\nb,2\n'],
    ['CSV with other line ends, blank lines and spaces', ' a , 1 \r\n\r\nb,2\r\n'],
    ['a JSON list of objects', '[{"k":"a","n":1},{"n":2,"K":"b"}]'],
    ['a JSON list of lists', '[["a",1],["b","2"]]'],
    ['JSON lines', '{"k":"a","n":1}\n{"k":"b","n":2}\n'],
  ])('may be %s', (_, text) => {
    expect(read(text)).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('knows an empty text from NULL, and quotes, commas and lines within quotes', () => {
    expect(read('"",1\n,2\n"say ""hi"", you\nthere",')).toEqual([
      ['', 1],
      [null, 2],
      ['say "hi", you\nthere', null],
    ]);
    expect(read('[{"k":null},{"k":"x","n":null}]')).toEqual([
      [null, null],
      ['x', null],
    ]);
  });

  it('reads values as CAST does, whatever their type', () => {
    const schema = mustBeOk(parseSchema('d DATE, t TIMESTAMP, x DOUBLE, b BOOLEAN, m DECIMAL(6,2)'));
    expect(read('2024-02-29,2024-02-29 12:00:00,1.5e3,yes,12.345', schema)).toEqual([
      ['2024-02-29', '2024-02-29T12:00:00.000000Z', 1500, true, '12.35'],
    ]);
  });

  it.each<[string, string]>([
    ['a,1\nb,two', 'row 2 has "two" for "n", which is no INT'],
    ['a,1\nb', 'row 2 has 1 values, but there are 2 columns'],
    ['[{"k":"a"},{"key":"b"}]', 'row 2 has "key", which is no column'],
    ['{"k":"a"}\n{"k":', 'row 2 is not JSON'],
    ['[1]', 'row 1 is 1, but must be an object or a list'],
  ])('%j is refused with its row', (text, why) => {
    expect(read(text)).toBe(why);
  });

  it('may have no rows', () => {
    expect(read('')).toEqual([]);
    expect(read('k,n\n')).toEqual([]);
    expect(read('[]')).toEqual([]);
  });
});
