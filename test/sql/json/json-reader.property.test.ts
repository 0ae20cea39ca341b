// The reader against JSON.parse: what JSON.parse accepts is read to the same values, whatever the white space and the escapes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainValue, valueAt } from '../../../src/columns/build.ts';
import { JsonReader } from '../../../src/sql/json/json-reader.ts';
import { parseType } from '../../../src/sql/parse-type.ts';

const schema = parseType('STRUCT<a: BIGINT, b: STRING, c: DOUBLE, d: BOOLEAN, l: ARRAY<BIGINT>, s: STRUCT<x: STRING, y: DOUBLE>>');
const type = schema.ok ? schema.value : { kind: 'VOID' as const };

const texts = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/\p{Cs}/u.test(text));
const safe = fc.maxSafeInteger().map((n) => n + 0);
const doubles = fc.double({ noNaN: true, noDefaultInfinity: true });
const record = fc.record(
  {
    a: fc.option(safe),
    b: fc.option(texts),
    c: fc.option(doubles),
    d: fc.option(fc.boolean()),
    l: fc.option(fc.array(safe, { maxLength: 4 })),
    s: fc.option(fc.record({ x: texts, y: doubles }, { requiredKeys: [] })),
    other: fc.jsonValue({ maxDepth: 3 }),
  },
  { requiredKeys: [] },
);

/** The record's text, with white space between tokens and some characters written as escapes. */
function written(value: unknown, space: string, escaped: boolean): string {
  const compact = JSON.stringify(value, null, space === '' ? undefined : space);
  return escaped ? compact.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : compact;
}

function plain(value: unknown): PlainValue {
  return typeof value === 'number' && Object.is(value, -0) ? '-0.0' : ((value ?? null) as PlainValue);
}

function expected(parsed: Record<string, unknown>): PlainValue {
  const inner = parsed['s'] as Record<string, unknown> | null | undefined;
  return [
    plain(parsed['a']),
    plain(parsed['b']),
    plain(parsed['c']),
    plain(parsed['d']),
    plain(parsed['l']),
    inner === null || inner === undefined ? null : [plain(inner['x']), plain(inner['y'])],
  ];
}

const times = { timestamp: () => null, date: () => null, plainTimestamps: false, utc: true, plainDates: false };

describe('the JSON reader and JSON.parse', () => {
  it('agree on records', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('', ' ', '\t', '\n  '.slice(1)),
        fc.boolean(),
        (records, space, escaped) => {
          const reader = new JsonReader(type, { times });
          const lines = records.map((value) => written(value, space, escaped));
          const bytes = new TextEncoder().encode(lines.join('\n'));
          let at = 0;
          for (const line of lines) {
            const size = new TextEncoder().encode(line).length;
            expect(reader.read(bytes, at, at + size)).toBe('fits');
            at += size + 1;
          }
          const column = reader.finish();
          for (const [i, line] of lines.entries()) expect(valueAt(column, i)).toEqual(expected(JSON.parse(line) as Record<string, unknown>));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('agree on what is JSON, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"b"',
      '"x',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'true',
      'null',
      'nul',
      ' ',
      '\\',
      '"',
      '\n',
    );
    const strict = { allowSingleQuotes: false, allowNonNumericNumbers: false, allowComments: false };
    const syntax = {
      ...strict,
      allowUnquotedFieldNames: false,
      allowNumericLeadingZeros: false,
      allowBackslashEscapingAnyCharacter: false,
      allowUnquotedControlChars: false,
    };
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const text = `{"z":${parts.join('')}}`;
        let parsed = true;
        try {
          JSON.parse(text);
        } catch {
          parsed = false;
        }
        const reader = new JsonReader({ kind: 'STRUCT', fields: [] }, { times, syntax });
        const bytes = new TextEncoder().encode(text);
        const outcome = reader.read(bytes, 0, bytes.length);
        // What follows the first value is not looked at.
        if (parsed) expect(outcome).toBe('fits');
        else if (reader.position === bytes.length) expect(outcome).toBe('failed');
      }),
      { numRuns: 3000 },
    );
  });
});
