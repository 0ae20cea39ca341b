// Rows that are written by the rules and read back are the same rows: CSV under any dialect, JSON lines and lists, and the CSV that a
// table is saved as.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues } from '../../src/columns/build.ts';
import { BIGINT, BOOLEAN, DATE, DOUBLE, INT, type Schema, STRING, TIMESTAMP } from '../../src/columns/data-type.ts';
import { formatDate, formatTimestamp } from '../../src/columns/time.ts';
import { LedgerView } from '../../src/engine/ledger-view.ts';
import type { CsvDialect, Framing, ParsedColumn } from '../../src/formats/record-format.ts';
import { COMMA, csvFormat, JSON_LINES, LINES, readRecords, utf8 } from './parse-records.ts';

const SCHEMA: Schema = [
  { name: 'text', type: STRING },
  { name: 'small', type: INT },
  { name: 'large', type: BIGINT },
  { name: 'real', type: DOUBLE },
  { name: 'flag', type: BOOLEAN },
  { name: 'day', type: DATE },
  { name: 'time', type: TIMESTAMP },
];

const columns = (from: (name: string, position: number) => number | string): readonly ParsedColumn[] =>
  SCHEMA.map(({ name, type }, i) => ({ name, type, from: from(name, i), form: { kind: 'cast' } }));

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', ' ', '"', '""', ',', ';', '\n', '\r\n', '\r', '\\', "'", 'NULL', 'a"b', '"a"', 'x,y', ' x ', '\t', '\\"', 'é🌍', '\0'),
);
const nothing = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 6 });
const row = fc.tuple(
  nothing(word),
  nothing(fc.integer({ min: -2_147_483_648, max: 2_147_483_647 })),
  nothing(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  nothing(fc.double({ noNaN: true, noDefaultInfinity: true })),
  nothing(fc.boolean()),
  nothing(fc.integer({ min: -700_000, max: 2_900_000 })),
  nothing(fc.integer({ min: -9_000_000_000_000_000, max: 9_000_000_000_000_000 })),
);
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;
const rows = fc.array(row, { minLength: 1, maxLength: 12 });

/** The row as plain values. */
function plain([text, small, large, real, flag, day, time]: Row): readonly PlainValue[] {
  const safe = large !== null && large >= -(2n ** 53n - 1n) && large <= 2n ** 53n - 1n;
  return [
    text,
    small,
    large === null ? null : safe ? Number(large) + 0 : String(large),
    real === null ? null : Object.is(real, -0) ? '-0.0' : real,
    flag,
    day === null ? null : formatDate(day),
    time === null ? null : formatTimestamp(time),
  ];
}

/** The row as texts. */
function texts([text, small, large, real, flag, day, time]: Row): readonly (string | null)[] {
  const number = (value: number | bigint | null) => (value === null ? null : Object.is(value, -0) ? '-0.0' : String(value));
  return [
    text,
    number(small),
    number(large),
    number(real),
    number(flag === null ? null : 0) === null ? null : String(flag),
    day === null ? null : formatDate(day),
    time === null ? null : formatTimestamp(time),
  ];
}

function csvLine(cells: readonly (string | null)[], { delimiter, quote, escape: escapes, trim }: CsvDialect, always: boolean): string {
  const special = (text: string) =>
    text === '' || [...text].some((c) => [delimiter, quote, escapes, '\n', '\r'].includes(c)) || (trim && text.trim() !== text);
  const inner = (text: string) =>
    escapes === quote ? text.replaceAll(quote, quote + quote) : text.replaceAll(escapes, escapes + escapes).replaceAll(quote, escapes + quote);
  const line = cells.map((text) => (text === null ? '' : always || special(text) ? `${quote}${inner(text)}${quote}` : text)).join(delimiter);
  // A record of one blank text would be a blank line.
  return line;
}

describe('CSV', () => {
  const dialect = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    quote: fc.constantFrom('"', "'"),
    backslash: fc.boolean(),
    trim: fc.boolean(),
    always: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    last: fc.boolean(),
    chunk: fc.integer({ min: 1, max: 40 }),
  });
  it('that is written is read back', () => {
    void fc.assert(
      fc.property(rows, dialect, (list, { delimiter, quote, backslash, trim, always, lineEnd, last, chunk }) => {
        const d: CsvDialect = { delimiter, quote, escape: backslash ? '\\' : quote, trim };
        const framing: Framing = { kind: 'csv', encoding: 'utf-8', skip: 1, dialect: d };
        const lines = [SCHEMA.map((field) => field.name).join(delimiter), ...list.map((values) => csvLine(texts(values), d, always))];
        const bytes = utf8(lines.join(lineEnd) + (last ? lineEnd : ''));
        const read = readRecords(
          bytes,
          framing,
          csvFormat(7, d),
          columns((_, i) => i),
          { chunk },
        );
        expect(read.rows).toEqual(list.map(plain));
        expect(read.classes.every((kind) => kind === 0)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it('that a table is saved as is read back, empty and NULL apart', () => {
    const schema: Schema = [
      { name: 'id', type: INT },
      { name: 'name', type: STRING },
    ];
    void fc.assert(
      fc.property(fc.array(nothing(word), { minLength: 1, maxLength: 10 }), (names) => {
        const values = names.map((name, i) => [i, name] as const);
        const view = new LedgerView({ columns: schema, emits: 'rows', slideMs: 1000, keys: [], windowMs: null }, { kind: 'table' });
        view.append({ batchId: 1, timeMs: 1000, rows: rowsFromValues(schema, values), base: false });
        const framing: Framing = { kind: 'csv', encoding: 'utf-8', skip: 1, dialect: COMMA };
        const asParsed = schema.map(({ name, type }, i): ParsedColumn => ({ name, type, from: i, form: { kind: 'cast' } }));
        const read = readRecords(utf8(view.exportText('csv')), framing, csvFormat(2), asParsed);
        expect(read.rows.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual(values);
      }),
      { numRuns: 300 },
    );
  });
});

describe('JSON', () => {
  const member = ([text, small, large, real, flag, day, time]: Row) => {
    const number = (value: number | bigint | null) => (value === null ? 'null' : Object.is(value, -0) ? '-0.0' : String(value));
    const quoted = (value: string | null) => JSON.stringify(value);
    const times = [day === null ? null : formatDate(day), time === null ? null : formatTimestamp(time)];
    return `{"text":${quoted(text)},"small":${number(small)},"large":${number(large)},"real":${number(real)},"flag":${flag},"day":${quoted(times[0] ?? null)},"time":${quoted(times[1] ?? null)}}`;
  };
  const shape = fc.constantFrom<readonly [Framing, (records: readonly string[]) => string]>(
    [LINES, (records) => records.join('\n')],
    [LINES, (records) => `\n${records.join('\r\n \r\n')}\r\n`],
    [{ kind: 'json-array', encoding: 'utf-8' }, (records) => `[${records.join(',')}]`],
    [{ kind: 'json-array', encoding: 'utf-8' }, (records) => ` [\n${records.join(' ,\n\t')}\n]\n`],
    [{ kind: 'json-array', encoding: 'utf-8' }, (records) => records.join('\n')],
  );
  it('that is written is read back', () => {
    void fc.assert(
      fc.property(rows, shape, fc.integer({ min: 1, max: 40 }), (list, [framing, write], chunk) => {
        const read = readRecords(
          utf8(write(list.map(member))),
          framing,
          JSON_LINES,
          columns((name) => name),
          { chunk },
        );
        expect(read.rows).toEqual(list.map(plain));
        expect(read.classes.every((kind) => kind === 0)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });
});
