// Bytes to rows as a source does it: framed, parsed, judged by nobody.
import { type PlainValue, valueAt } from '../../src/columns/build.ts';
import { RecordFramer } from '../../src/formats/framing/record-framer.ts';
import { RecordParser } from '../../src/formats/parse/record-parser.ts';
import type { CsvDialect, Framing, ParsedColumn, RecordFormat, ValueForm } from '../../src/formats/record-format.ts';
import { parseType } from '../../src/sql/parse-type.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';

export const COMMA: CsvDialect = { delimiter: ',', quote: '"', escape: '"', trim: false };
export const LINES: Framing = { kind: 'lines', encoding: 'utf-8', skip: 0 };
export const JSON_LINES: RecordFormat = { kind: 'json' };

export interface ReadRecords {
  readonly rows: readonly (readonly PlainValue[])[];
  /** 0 good, 1 bad, 2 short, 3 long. */
  readonly classes: readonly number[];
  readonly details: readonly (string | null)[];
  readonly lines: readonly number[];
  readonly blank: number;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** "id INT", "at TIMESTAMP" from positions or names. */
export function column(ddl: string, from: number | string, form: ValueForm = { kind: 'cast' }): ParsedColumn {
  const [name = '', ...type] = ddl.split(' ');
  return { name, type: mustBeOk(parseType(type.join(' '))), from, form };
}

export function csvFormat(fields: number, dialect: CsvDialect = COMMA, nullWords: readonly string[] = []): RecordFormat {
  return { kind: 'csv', dialect, fields, nullWords };
}

export function readRecords(
  bytes: Uint8Array,
  framing: Framing,
  format: RecordFormat,
  columns: readonly ParsedColumn[],
  { timeZone = 'UTC', batchTimeMs = 0, chunk = Number.POSITIVE_INFINITY } = {},
): ReadRecords {
  const framer = new RecordFramer(framing);
  const parser = new RecordParser(format, columns);
  const rows: (readonly PlainValue[])[] = [];
  const classes: number[] = [];
  const details: (string | null)[] = [];
  const lines: number[] = [];
  const take = (framed: ReturnType<RecordFramer['push']>) => {
    const parsed = parser.parse(framed.column, null, { timeZone, batchTimeMs });
    for (let row = 0; row < framed.column.length; row++) {
      rows.push(parsed.columns.map((c) => valueAt(c, row)));
      classes.push(parsed.classes.byRow[row] ?? 0);
      details.push(parsed.classes.faultAt(row)?.detail ?? null);
      lines.push(framed.lines[row] ?? 0);
    }
  };
  for (let at = 0; at < bytes.length; at += chunk) take(framer.push(bytes.slice(at, Math.min(bytes.length, at + chunk))));
  take(framer.finish());
  return { rows, classes, details, lines, blank: framer.blank };
}
