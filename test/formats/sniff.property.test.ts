// A first look never throws and never hangs, whatever the bytes; and what it says is what a run then reads.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Framing, RecordFormat } from '../../src/formats/record-format.ts';
import { type SniffInput, sniff } from '../../src/formats/sniff.ts';
import type { SniffWishes } from '../../src/formats/sniffed.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { type HostileFile, hostileFiles } from './hostile-files.ts';
import { readRecords } from './parse-records.ts';

const HEAD = 1024 * 1024;
/** A look at a megabyte takes a tenth of this on an idle machine. */
const PATIENCE_MS = 8000;

function inputOf({ name, bytes }: HostileFile): SniffInput {
  return { name, head: bytes.subarray(0, HEAD), whole: bytes.length <= HEAD, modifiedMs: Date.UTC(2024, 5, 1) };
}

describe('hostile files', () => {
  const files = hostileFiles(true);

  it('are more than two hundred', () => {
    expect(files.length).toBeGreaterThan(400);
    expect(new Set(files.map((file) => file.name)).size).toBe(files.length);
  });

  it.each(files.map((file) => [file.name, file] as const))('%s', (_, file) => {
    const started = performance.now();
    const result = sniff(inputOf(file));
    expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
    const { right } = file;
    if (!result.ok) {
      expect(result.problems.map((p) => p.code)).toEqual([
        right.kind === 'refused' ? right.code : right.kind === 'anything' ? expect.stringMatching(/^format\//) : 'none',
      ]);
      for (const p of result.problems) expect(describeProblem(p).what).toContain(file.name);
      return;
    }
    expect(right.kind).not.toBe('refused');
    const { framing, format, columns } = result.value;
    const read = readRecords(file.bytes, framing, format, columns);
    // Each record is in one class; what is bad is told.
    expect(read.classes).toHaveLength(read.rows.length);
    read.classes.forEach((kind, i) => {
      expect(read.details[i] === null).toBe(kind === 0);
    });
    if (right.kind === 'rows') {
      expect(read.rows).toEqual(right.rows);
      expect(read.classes.every((kind) => kind === 0)).toBe(true);
    } else if (right.kind === 'records') {
      expect(read.rows).toHaveLength(right.records);
      if (right.bad !== undefined) expect(read.classes.filter((kind) => kind !== 0)).toHaveLength(right.bad);
    }
  });
});

describe('a first look', () => {
  const piece = fc.constantFrom(
    ...[
      '\n',
      '\r\n',
      '\r',
      '"',
      '""',
      "'",
      ',',
      ';',
      '\t',
      '|',
      ' ',
      '{',
      '}',
      '[',
      ']',
      ':',
      '\\',
      '1',
      '-1.5',
      '007',
      '1e5',
      'true',
      'null',
      'NA',
      'id',
      'é',
    ],
    ...[
      '2024-02-29',
      '2024-02-29T12:00:00Z',
      '01/02/2024',
      '1718000000',
      '9007199254740993',
      '<34>Oct 11 22:14:15 h p[1]: m',
      '\0',
      '\uFEFF',
      '1.234,56',
      'sep=;',
    ],
  );
  const parts = fc.array(piece, { maxLength: 80 }).map((list) => new TextEncoder().encode(list.join('')));
  const bytes = fc.oneof(
    parts,
    fc.uint8Array({ maxLength: 200 }),
    parts.map((list) => Uint8Array.from([...list].flatMap((b) => [b, 0]))),
  );
  const name = fc.constantFrom('a.csv', 'a.tsv', 'a.json', 'a.jsonl', 'a.log', 'a.txt', 'a', '.csv', 'A.CSV.GZ', '');

  it('never throws, and what it says can be read', () => {
    void fc.assert(
      fc.property(bytes, name, fc.boolean(), (head, fileName, whole) => {
        const result = sniff({ name: fileName, head, whole, modifiedMs: null });
        if (!result.ok) {
          expect(result.problems.length).toBeGreaterThan(0);
          return;
        }
        const { framing, format, columns, preview, reasons } = result.value;
        expect(columns.length).toBeGreaterThan(0);
        expect(new Set(columns.map((column) => column.name.toLowerCase())).size).toBe(columns.length);
        for (const { name: column } of columns) expect(column).toMatch(/^(?!\d+$)[^\n\r`]*[^\s`][^\n\r`]*$/);
        for (const reason of reasons) expect(reason).toMatch(/[.]$/);
        const read = readRecords(head, framing, format, columns);
        if (!whole) return;
        expect(read.rows.slice(0, preview.length)).toEqual(preview.map((row, i) => row.values ?? read.rows[i]));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps to wishes, or refuses them with a Problem', () => {
    const framing = fc.constantFrom<Framing | undefined>(
      undefined,
      { kind: 'lines', encoding: 'utf-8', skip: 0 },
      { kind: 'lines', encoding: 'windows-1252', skip: 2 },
      { kind: 'csv', encoding: 'utf-16le', skip: 1, dialect: { delimiter: ';', quote: '"', escape: '"', trim: true } },
      { kind: 'csv', encoding: 'utf-8', skip: 0, dialect: { delimiter: '||', quote: '', escape: '', trim: false } },
      { kind: 'json-array', encoding: 'utf-8' },
      { kind: 'message' },
    );
    const format = fc.constantFrom<RecordFormat | undefined>(
      undefined,
      { kind: 'text' },
      { kind: 'json' },
      { kind: 'csv', dialect: { delimiter: ',', quote: '"', escape: '\\', trim: false }, fields: 3, nullWords: ['NA'] },
      { kind: 'log', pattern: 'syslog', startYear: null },
      { kind: 'log', pattern: '(?<level>[A-Z]+) (?<rest>.*)', startYear: null },
      { kind: 'log', pattern: '(', startYear: null },
    );
    const header = fc.constantFrom(undefined, true, false);
    void fc.assert(
      fc.property(bytes, framing, format, header, (head, wantedFraming, wantedFormat, wantedHeader) => {
        const wishes: SniffWishes = {
          ...(wantedFraming === undefined ? {} : { framing: wantedFraming }),
          ...(wantedFormat === undefined ? {} : { format: wantedFormat }),
          ...(wantedHeader === undefined ? {} : { header: wantedHeader }),
        };
        const result = sniff({ name: 'a.csv', head, whole: true, modifiedMs: 0 }, wishes);
        if (!result.ok) return;
        readRecords(head, result.value.framing, result.value.format, result.value.columns);
        if (wantedFormat !== undefined && result.value.format.kind !== 'text') expect(result.value.format.kind).toBe(wantedFormat.kind);
        // The columns it gave are wishes it takes.
        const again = sniff({ name: 'a.csv', head, whole: true, modifiedMs: 0 }, { ...wishes, columns: result.value.columns });
        expect(again.ok && again.value.columns.map((column) => [column.name, column.type, column.form])).toEqual(
          result.value.columns.map((column) => [column.name, column.type, column.form]),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
