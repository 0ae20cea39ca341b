import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAt } from '../../../src/columns/build.ts';
import { BIGINT, type DataType, DOUBLE, INT, STRING } from '../../../src/columns/data-type.ts';
import { JsonReader } from '../../../src/sql/json/json-reader.ts';

const type: DataType = {
  kind: 'STRUCT',
  fields: [
    { name: 'a', type: STRING },
    { name: 'event_time', type: BIGINT },
    { name: 'n', type: INT },
    { name: 'a_name_of_more_than_twelve', type: STRING },
    { name: 'd', type: DOUBLE },
  ],
};
const times = { timestamp: () => null, date: () => null, plainTimestamps: true, utc: true, plainDates: true };

const names = ['a', 'event_time', 'n', 'a_name_of_more_than_twelve', 'd', 'other', 'ü', '', 'a_name_of_more_than_twelvE'];
const values = fc.oneof(
  fc.constantFrom(
    '"x"',
    '""',
    '"view"',
    '"purchase of more than eight"',
    '"\\"q"',
    '"tab\\t"',
    '"größe"',
    '1',
    '12345678',
    '123456789012345',
    '1234567890123456',
    '0',
  ),
  fc.constantFrom('-1', '1.5', '01', '1e3', 'null', 'true', '{"a":1}', '[1,2]', '"\u0001"', '99999999999', '"open', '{', '1 ', ' "x"'),
  fc.nat().map(String),
);
const record = fc
  .tuple(fc.array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 5 }), fc.constantFrom('}', '', ' }', '},', '}x', ',}'))
  .map(([fields, end]) => `{${fields.map(([name, value]) => `"${name}":${value}`).join(',')}${end}`);

/** Records of which most follow one pattern, as files have them. */
const records = fc
  .tuple(
    fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 5 }),
    fc.array(fc.array(values, { minLength: 5, maxLength: 5 }), { maxLength: 8 }),
    fc.array(record, { maxLength: 4 }),
  )
  .map(([order, rows, odd]) => [
    ...rows.map((row) => `{${order.map((name, i) => `"${name}":${row[i]}`).join(',')}}`),
    ...odd,
    ...rows.slice(0, 2).map((row) => `{${order.map((name, i) => `"${name}":${row[i]}`).join(',')}}`),
  ]);

/** Outcome and value of each record; they lie one after the other with nothing, or a comma, between. */
function readAll(all: readonly string[], apart: string, forgetful: boolean): string[] {
  const bytes = new TextEncoder().encode(all.join(apart));
  const gap = new TextEncoder().encode(apart).length;
  let reader = new JsonReader(type, { times, exactStrings: true });
  const answers: string[] = [];
  let at = 0;
  for (const text of all) {
    const size = new TextEncoder().encode(text).length;
    if (forgetful) reader = new JsonReader(type, { times, exactStrings: true });
    const outcome = reader.read(forgetful ? bytes.slice(at, at + size) : bytes, forgetful ? 0 : at, forgetful ? size : at + size);
    answers.push(outcome);
    if (forgetful) answers.push(JSON.stringify(valueAt(reader.finish(), 0)));
    at += size + gap;
  }
  if (forgetful) return answers;
  const column = reader.finish();
  return answers.flatMap((outcome, i) => [outcome, JSON.stringify(valueAt(column, i))]);
}

describe('a reader of JSON records', () => {
  it('reads each record as it would alone, whatever came before and lies behind', () => {
    fc.assert(
      fc.property(records, fc.constantFrom('', ',', '\n'), (all, apart) => {
        expect(readAll(all, apart, false)).toEqual(readAll(all, apart, true));
      }),
      { numRuns: 500 },
    );
  });
});
