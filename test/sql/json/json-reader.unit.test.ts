import { describe, expect, it } from 'vitest';
import { type PlainValue, valueAt } from '../../../src/columns/build.ts';
import { parseDateText, parseTimestampText } from '../../../src/sql/datetime-text.ts';
import { JsonReader } from '../../../src/sql/json/json-reader.ts';
import type { JsonTimes } from '../../../src/sql/json/json-times.ts';
import { parseType } from '../../../src/sql/parse-type.ts';

const times: JsonTimes = {
  timestamp: (text) => parseTimestampText(text, 0),
  date: parseDateText,
  plainTimestamps: true,
  utc: true,
  plainDates: true,
};

function read(ddl: string, records: readonly string[], exactStrings = false): { rows: PlainValue[]; outcomes: string[]; faults: (string | null)[] } {
  const type = parseType(ddl);
  if (!type.ok) throw new Error(ddl);
  const reader = new JsonReader(type.value, { times, exactStrings });
  const bytes = new TextEncoder().encode(records.join('\n'));
  const outcomes: string[] = [];
  const faults: (string | null)[] = [];
  let at = 0;
  for (const record of records) {
    const size = new TextEncoder().encode(record).length;
    outcomes.push(reader.read(bytes, at, at + size));
    faults.push(reader.fault === null ? null : `${reader.fault.reason} @${reader.fault.at - at}`);
    at += size + 1;
  }
  const column = reader.finish();
  return { rows: records.map((_, i) => valueAt(column, i)), outcomes, faults };
}

describe('the JSON reader', () => {
  it('reads the wanted fields of plain records and passes over the rest', () => {
    const { rows, outcomes } = read('STRUCT<a: INT, b: STRING, c: DOUBLE>', [
      '{"x":{"a":[1,{"b":null}]},"a":1,"b":"one","c":1.5}',
      '{ "c" : -0.0 , "b" : "" , "a" : -2147483648 }',
      '{}',
      '{"b":"né\\u00e9\\n\\ud83d\\ude00","a":null}',
    ]);
    expect(rows).toEqual([
      [1, 'one', 1.5],
      [-2147483648, '', '-0.0'],
      [null, null, null],
      [null, 'néé\n😀', null],
    ]);
    expect(outcomes).toEqual(['fits', 'fits', 'fits', 'fits']);
  });

  it('keeps 64-bit integers exact', () => {
    const { rows } = read('STRUCT<n: BIGINT>', ['{"n":9007199254740993}', '{"n":-9223372036854775808}', '{"n":9223372036854775808}', '{"n":7}']);
    expect(rows).toEqual([['9007199254740993'], ['-9223372036854775808'], [null], [7]]);
  });

  it('takes the last of duplicate keys', () => {
    expect(read('STRUCT<a: INT, s: STRING>', ['{"a":1,"s":"x\\n","a":2,"s":"y"}', '{"a":1,"a":null}']).rows).toEqual([
      [2, 'y'],
      [null, null],
    ]);
  });

  it('says what does not fit, where, and keeps the rest of the record', () => {
    const { rows, outcomes, faults } = read('STRUCT<a: INT, p: STRUCT<x: INT, y: ARRAY<INT>>, b: STRING>', [
      '{"a":"1","b":"ok"}',
      '{"p":{"x":1.5,"y":[1,2]},"b":true}',
      '{"a":1',
      '[1]',
      ' ',
      '{"a":1,"b":[1, {"c":2.50}]}',
    ]);
    expect(rows).toEqual([[null, null, 'ok'], [null, [null, [1, 2]], 'true'], null, null, null, [1, null, '[1,{"c":2.5}]']]);
    expect(outcomes).toEqual(['partly', 'partly', 'failed', 'failed', 'blank', 'fits']);
    expect(faults).toEqual([
      'a is the text "1", which is not an INT @6',
      'p.x is 1.5, which is not an INT @10',
      'it ends too early @6',
      'it is an array, not an object @0',
      null,
      null,
    ]);
  });

  it('gives nested values to STRING columns as they stand when asked to', () => {
    expect(read('STRUCT<b: STRING>', ['{"b":[1, {"c":2.50}]}', "{'b':{'c' : 1.0}}"], true).rows).toEqual([['[1, {"c":2.50}]'], ["{'c' : 1.0}"]]);
  });

  it('reads whole arrays and maps', () => {
    expect(read('ARRAY<STRUCT<a: INT>>', ['[{"a":1},{"a":2}]', '{"a":3}', 'null', '[]', '[{"a":"x"},{}]']).rows).toEqual([
      [[1], [2]],
      [[3]],
      null,
      [],
      [[null], [null]],
    ]);
    expect(read('MAP<STRING, INT>', ['{"a":1,"b":null}', '{"a":"x"}']).rows).toEqual([
      [
        ['a', 1],
        ['b', null],
      ],
      null,
    ]);
  });

  it('reads on after a map that does not fit just where Spark does', () => {
    expect(read('STRUCT<m: MAP<STRING, INT>, a: INT>', ['{"m":{"k":"v","a":5},"a":1}', '{"a":1,"m":{"k":"v"}}']).rows).toEqual([
      [null, 5],
      [null, 1],
    ]);
  });

  it('refuses nesting without a bottom and numbers without an end', () => {
    const { outcomes } = read('STRUCT<a: INT>', [
      `{"x":${'['.repeat(2000)}`,
      `{"x":${'9'.repeat(1001)}}`,
      `{"x":${'['.repeat(900)}${']'.repeat(900)},"a":1}`,
    ]);
    expect(outcomes).toEqual(['failed', 'failed', 'fits']);
  });
});
