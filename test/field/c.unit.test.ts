// Field cases c1 to c12: files as people have them. Data in data/; what is right is in the reports.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PlainValue } from '../../src/columns/build.ts';
import { formatType } from '../../src/columns/data-type.ts';
import type { Framing, ParsedColumn } from '../../src/formats/record-format.ts';
import { sniff } from '../../src/formats/sniff.ts';
import type { Sniffed, SniffWishes } from '../../src/formats/sniffed.ts';
import { COMMA, column, csvFormat, JSON_LINES, LINES, type ReadRecords, readRecords } from '../formats/parse-records.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';

function bytesOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`data/${name}`, import.meta.url)));
}

function sniffed(name: string, wishes: SniffWishes = {}, modifiedMs: number | null = null): Sniffed {
  return mustBeOk(sniff({ name, head: bytesOf(name), whole: true, modifiedMs }, wishes));
}

/** The whole file by what was guessed of it. */
function readAs(
  name: string,
  { framing, format, columns }: Pick<Sniffed, 'framing' | 'format'> & { columns: readonly ParsedColumn[] },
  chunk?: number,
): ReadRecords {
  return readRecords(bytesOf(name), framing, format, columns, chunk === undefined ? {} : { chunk });
}

const csv = (skip: number): Framing => ({ kind: 'csv', encoding: 'utf-8', skip, dialect: COMMA });

describe('c1 BOM before a quoted header', () => {
  const name = 'c1-bom-quoted-header.csv';
  it('gives columns id and city, and no U+FEFF, for any cut', () => {
    const guess = sniffed(name);
    expect(guess.columns.map((c) => c.name)).toEqual(['id', 'city']);
    const asText = guess.columns.map((c): ParsedColumn => ({ ...c, type: { kind: 'STRING' } }));
    for (const chunk of [1, 2, 3, 100]) {
      const { rows } = readAs(name, { ...guess, columns: asText }, chunk);
      expect(rows).toEqual([
        ['1', 'Ulm'],
        ['2', 'Graz'],
      ]);
    }
    expect(JSON.stringify(guess)).not.toContain('\uFEFF');
  });
});

describe('c2 a newline inside quotes, cut anywhere', () => {
  const name = 'c2-quoted-newlines.csv';
  const columns = [column('id INT', 0), column('note STRING', 1), column('qty INT', 2)];
  it.each(Array.from({ length: 64 }, (_, i) => i + 1))('gives 4 records in pieces of %i bytes', (chunk) => {
    const { rows, classes, lines } = readRecords(bytesOf(name), csv(1), csvFormat(3), columns, { chunk });
    expect(rows).toEqual([
      [1, 'two\r\nlines', 3],
      [2, 'comma, and "quotes"', 4],
      [3, 'ends with a quote"', 5],
      [4, 'plain', 6],
    ]);
    expect(rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(18);
    expect(classes).toEqual([0, 0, 0, 0]);
    expect(lines[2]).toBe(5);
  });

  it('is guessed as such', () => {
    const guess = sniffed(name);
    expect(readAs(name, guess).rows).toEqual(readRecords(bytesOf(name), csv(1), csvFormat(3), columns).rows);
  });
});

describe('c3 semicolons, decimal commas, thousands points', () => {
  const name = 'c3-semicolon-decimal-comma.csv';
  const guess = sniffed(name);
  it('guesses semicolon, three columns and a header, and leaves the amount a text', () => {
    expect(guess.framing.kind === 'csv' && guess.framing.dialect.delimiter).toBe(';');
    expect(guess.columns.map((c) => `${c.name} ${formatType(c.type)}`)).toEqual(['date DATE', 'account STRING', 'amount STRING']);
    expect(guess.columns[2]?.offers.map((offer) => offer.form.kind)).toEqual(['decimal-comma']);
  });

  it('computes with the amounts once the form is chosen', () => {
    const columns = guess.columns.map((c): ParsedColumn => (c.name === 'amount' ? column('amount DECIMAL(12,2)', 2, { kind: 'decimal-comma' }) : c));
    const { rows, classes } = readAs(name, { ...guess, columns });
    const cents = (account: string) => rows.filter((row) => row[1] === account).reduce((sum, row) => sum + Math.round(Number(row[2]) * 100), 0);
    expect([cents('A'), cents('B')]).toEqual([1_408_779, -16_990]);
    expect(classes).toEqual([0, 0, 0, 0, 0, 0]);
    const wished = sniffed(name, { columns });
    expect(wished.preview.map((row) => row.values?.[2])).toEqual(rows.map((row) => row[2]));
  });
});

describe('c4 rows that are too short or too long', () => {
  const name = 'c4-ragged.csv';
  it('pads, cuts, counts and tells each with its line', () => {
    const columns = [column('ts TIMESTAMP', 0), column('user STRING', 1), column('action STRING', 2)];
    const { rows, classes, lines, blank, details } = readRecords(bytesOf(name), csv(1), csvFormat(3), columns);
    expect(rows.map((row) => row.slice(1))).toEqual([
      ['u1', 'view'],
      ['u2', null],
      ['u3', 'buy'],
      [null, 'view'],
    ]);
    expect(rows[0]?.[0]).toBe('2024-06-10T06:00:00.000000Z');
    expect(classes).toEqual([0, 2, 3, 0]);
    expect(lines).toEqual([2, 3, 4, 6]);
    expect(blank).toBe(1);
    expect(details[2]).toContain('5 fields where 3 belong');
    expect(readAs(name, sniffed(name)).rows).toEqual(rows);
  });
});

describe('c5 two columns with one name', () => {
  it('numbers them as Spark does, and marks them', () => {
    const guess = sniffed('c5-duplicate-headers.csv');
    expect(guess.columns.map((c) => c.name)).toEqual(['id0', 'Name1', 'id2', 'name3', '_c4']);
    expect(guess.columns.map((c) => c.renamedFrom)).toEqual(['id', 'Name', 'id', 'name', '']);
    expect(guess.problems.map((p) => [p.code, p.params['columns']])).toEqual([['format/renamed-columns', 5]]);
    expect(readAs('c5-duplicate-headers.csv', guess).rows).toEqual([[1, 'a', 9, 'b', 'x']]);
  });
});

describe('c6 ids above 2^53', () => {
  const name = 'c6-big-integers.jsonl';
  it('keeps every digit, and takes no number for another', () => {
    const { rows, classes } = readRecords(bytesOf(name), LINES, JSON_LINES, [column('id BIGINT', 'id'), column('v INT', 'v')]);
    expect(rows).toEqual([
      ['9007199254740993', 1],
      ['9007199254740992', 2],
      ['9223372036854775807', 3],
      [null, 4],
    ]);
    expect(classes).toEqual([0, 0, 0, 1]);
  });

  it('guesses a type that holds all of them', () => {
    const guess = sniffed(name);
    expect(readAs(name, guess).rows.map((row) => row[0])).toEqual([
      '9007199254740993',
      '9007199254740992',
      '9223372036854775807',
      '9223372036854775808',
    ]);
  });

  it('does so in CSV too', () => {
    const text = 'id,v\n9007199254740993,1\n9223372036854775807,2\n9223372036854775808,3\n';
    const read = readRecords(new TextEncoder().encode(text), csv(1), csvFormat(2), [column('id BIGINT', 0), column('v INT', 1)]);
    expect(read.rows).toEqual([
      ['9007199254740993', 1],
      ['9223372036854775807', 2],
      [null, 3],
    ]);
    expect(read.classes).toEqual([0, 0, 1]);
  });
});

describe('c7 untidy JSON lines', () => {
  const name = 'c7-untidy.jsonl';
  const columns = [column('k STRING', 'k'), column('v DOUBLE', 'v')];
  it.each([1, 7, 1000])('costs only what is wrong, in pieces of %i bytes', (chunk) => {
    const { rows, classes, lines, blank } = readRecords(bytesOf(name), LINES, JSON_LINES, columns, { chunk });
    expect(rows).toEqual([
      ['a', 1.5],
      ['b', 'NaN'],
      [null, null],
      ['d', null],
      ['e', null],
      ['f', null],
    ]);
    expect(classes).toEqual([0, 0, 1, 1, 0, 0]);
    expect(lines.filter((_, i) => classes[i] === 1)).toEqual([4, 6]);
    expect(blank).toBe(2);
  });
});

describe('c8 seconds, milliseconds, microseconds, nanoseconds', () => {
  const name = 'c8-epoch-units.jsonl';
  const guess = sniffed(name);
  it('suggests the unit once for a column, with what it comes to', () => {
    const offers = guess.columns.map((c) => c.offers[0]);
    expect(offers.map((offer) => offer?.form)).toEqual(['s', 'ms', 'us', 'ns'].map((unit) => ({ kind: 'epoch', unit })));
    for (const offer of offers) expect(offer?.why).toContain('2024-06-10 06:13:20 UTC');
  });

  it('reads the same two instants in all four', () => {
    const columns = guess.columns.map((c): ParsedColumn => ({ ...c, type: { kind: 'TIMESTAMP' }, form: c.offers[0]?.form ?? c.form }));
    const { rows, classes } = readAs(name, { ...guess, columns });
    expect(rows).toEqual(['20', '21'].map((second) => Array.from({ length: 4 }, () => `2024-06-10T06:13:${second}.000000Z`)));
    expect(classes).toEqual([0, 0]);
  });

  it('refuses seconds for milliseconds at the first row', () => {
    const wrong = column('ms TIMESTAMP', 'ms', { kind: 'epoch', unit: 's' });
    const { rows, classes, details } = readRecords(bytesOf(name), LINES, JSON_LINES, [wrong]);
    expect(rows).toEqual([[null], [null]]);
    expect(classes).toEqual([1, 1]);
    expect(details[0]).toContain('not a time of the years 1 to 9999');
  });
});

describe('c9 a letter cut in two', () => {
  const name = 'c9-multibyte.jsonl';
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('stays whole in pieces of %i bytes', (chunk) => {
    const { rows } = readRecords(bytesOf(name), LINES, JSON_LINES, [column('city STRING', 'city'), column('mark STRING', 'mark')], { chunk });
    const counted = new Map<PlainValue, number>();
    for (const [city] of rows) counted.set(city ?? null, (counted.get(city ?? null) ?? 0) + 1);
    expect([...counted.values()].sort()).toEqual([1, 1, 2]);
    expect(counted.get('Zürich')).toBe(2);
    expect(new Set(rows.map((row) => row[1])).size).toBe(3);
    expect(JSON.stringify(rows)).not.toContain('\uFFFD');
  });
});

describe('c10 access logs as they are', () => {
  const name = 'c10-access.log';
  const guess = sniffed(name);
  const { rows, classes, details } = readAs(name, guess);
  const at = (part: string) => guess.columns.findIndex((c) => c.name === part);
  const good = rows.filter((_, i) => classes[i] === 0);

  it('parses six lines and keeps the seventh whole', () => {
    expect(classes).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(details[6]).toContain('[notice] server restarted, 3 workers');
  });

  it('counts by status and sums bytes, with NULL for what a line does not have', () => {
    expect(good.map((row) => row[at('status')])).toEqual([200, 304, 200, 404, 400, null]);
    const bytes = good.map((row) => row[at('bytes')]);
    expect(bytes.filter((value) => value !== null)).toHaveLength(5);
    expect(bytes.reduce<number>((sum, value) => sum + Number(value ?? 0), 0)).toBe(5520);
  });

  it('reads offsets of times, escaped quotes and requests that are none', () => {
    expect(good[1]?.[at('time')]).toBe('2024-06-10T06:13:21.000000Z');
    expect(good[2]?.[at('agent')]).toBe('App/2 (tablet 10\\" wide)');
    expect([good[4]?.[at('method')], good[4]?.[at('path')], good[4]?.[at('request')]]).toEqual([null, null, '\\x16\\x03\\x01\\x02']);
    expect(good.map((row) => row[at('user')])).toEqual(['alice', null, '', 'bob smith', null, null]);
  });
});

describe('c11 syslog has no year', () => {
  const name = 'c11-syslog.log';
  const march2024 = Date.UTC(2024, 2, 1);
  const years = (batchTimeMs: number, startYear: number | null, chunk = 1000) =>
    readRecords(bytesOf(name), LINES, { kind: 'log', pattern: 'syslog', startYear }, [column('time TIMESTAMP', 'time')], {
      batchTimeMs,
      chunk,
    }).rows.map((row) => String(row[0]));

  it('suggests the start year from the date of the file', () => {
    const guess = sniffed(name, {}, march2024);
    expect(guess.format).toEqual({ kind: 'log', pattern: 'syslog', startYear: 2023 });
    expect(guess.columns[0]?.why).toContain('2023');
  });

  it('steps the year by one rule, whatever the clock and the cuts', () => {
    for (const now of [0, march2024, Date.UTC(2031, 5, 1)]) {
      for (const chunk of [1, 13, 1000]) {
        const times = years(now, 2023, chunk);
        expect(times.map((time) => time.slice(0, 4))).toEqual(['2023', '2023', '2024', '2024', '2024']);
        expect(times[4]).toBe('2024-02-29T12:00:00.000000Z');
        expect(times.filter((time) => time.startsWith('2023-12-31T23:59'))).toHaveLength(2);
        expect(times.filter((time) => time.startsWith('2024-01-01T00:00'))).toHaveLength(2);
      }
    }
  });

  it('takes the nearest year for a live source', () => {
    expect(
      years(Date.UTC(2024, 0, 1), null)
        .slice(0, 4)
        .map((time) => time.slice(0, 10)),
    ).toEqual(['2023-12-31', '2023-12-31', '2024-01-01', '2024-01-01']);
  });

  it('calls a day that the year does not have bad', () => {
    const read = readRecords(bytesOf(name), LINES, { kind: 'log', pattern: 'syslog', startYear: 2022 }, [column('time TIMESTAMP', 'time')]);
    expect(read.classes).toEqual([0, 0, 0, 0, 1]);
    expect(read.details[4]).toContain('Feb 29');
  });
});

describe('c12 empty is not NULL', () => {
  const name = 'c12-empty-or-null.csv';
  it('tells nothing, "", a blank and NULL apart, as Spark does', () => {
    const { rows } = readAs(name, sniffed(name));
    expect(rows.map((row) => row[1])).toEqual([null, '', ' ', 'NULL']);
    expect(rows.filter((row) => row[1] !== null)).toHaveLength(3);
  });

  it('takes words for NULL only where it is told to, and never a quoted one', () => {
    const text = new TextEncoder().encode('1,NA\n2,"NA"\n3,\n4,""\n');
    const { rows } = readRecords(text, csv(0), csvFormat(2, COMMA, ['NA']), [column('id INT', 0), column('name STRING', 1)]);
    expect(rows.map((row) => row[1])).toEqual([null, 'NA', null, '']);
  });
});
