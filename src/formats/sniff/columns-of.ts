// The columns of each format, guessed from its first records.
import { stringAt } from '../../columns/build.ts';
import type { StringColumn } from '../../columns/column.ts';
import { BIGINT, BOOLEAN, type DataType, DOUBLE, INT, STRING, TIMESTAMP } from '../../columns/data-type.ts';
import { CsvFields } from '../parse/csv-fields.ts';
import { joinPath } from '../parse/json-path.ts';
import { ACCESS_TIME } from '../parse/log-pattern.ts';
import { RecordClasses } from '../parse/record-class.ts';
import { RecordParser } from '../parse/record-parser.ts';
import type { TextFields } from '../parse/text-fields.ts';
import type { CsvDialect, ParsedColumn, ValueForm } from '../record-format.ts';
import type { SniffedColumn } from '../sniffed.ts';
import { type ColumnGuess, guessColumn } from './guess-column.ts';
import { guessHeader } from './guess-header.ts';
import { type ColumnName, headerNames, positionNames } from './header-names.ts';
import { type JsonLeaf, JsonLook, leavesOf, shapeType } from './json-shape.ts';
import { firstRecords } from './sample-records.ts';

const CAST: ValueForm = { kind: 'cast' };
const MOST_RECORDS = 2000;
const MOST_CELLS = 300_000;

export interface GuessedColumns {
  readonly columns: readonly SniffedColumn[];
  readonly reasons: readonly string[];
}

export interface GuessedCsv extends GuessedColumns {
  readonly header: boolean;
  readonly fields: number;
  readonly nullWords: readonly string[];
}

/** `records` from the first one behind the preamble on; a header is among them. */
export function csvColumns(records: StringColumn, dialect: CsvDialect, header: boolean | undefined, nullWords: readonly string[] | null): GuessedCsv {
  const looked = firstRecords(records, MOST_RECORDS);
  const counts = new CsvFields({ dialect, nullWords: [], fields: 0, wanted: [] }).countFields(looked);
  const first = counts[0] ?? 1;
  const usual = mostFrequent(counts.length > 1 ? counts.subarray(1) : counts);
  const fields = Math.max(first, usual);
  const rows = firstRecords(looked, Math.max(20, Math.floor(MOST_CELLS / fields)));
  const wanted = Array.from({ length: fields }, (_, i) => i);
  const lanes = new CsvFields({ dialect, nullWords: nullWords ?? [], fields, wanted }).read(rows, null, new RecordClasses(rows.length));
  const texts = (row: number) => lanes.map((lane) => textAt(lane, row));
  const behind = lanes.map((lane) => guessColumn('', behindFirst(lane), 'text'));
  const typed = behind.map((guess) => guess.type.kind !== 'STRING' || guess.offers.length > 0);
  const below = Array.from({ length: Math.min(20, rows.length - 1) }, (_, i) => texts(i + 1));
  const guessed = guessHeader(texts(0), typed, below);
  const isHeader = header ?? guessed.header;
  const why = header === undefined ? guessed.why : header ? 'You said that the first record names the columns.' : 'You said that there is no header.';
  const head = lanes.map((lane) => (lane.nulls[0] === 1 ? '' : (textAt(lane, 0) ?? '')));
  const names: readonly ColumnName[] = isHeader ? headerNames(head.map((text, c) => (c < first ? text : ''))) : positionNames(fields);
  const guesses = lanes.map((lane, c) => guessColumn(names[c]?.name ?? '', isHeader ? behindFirst(lane) : lane, 'text'));
  const words = nullWords ?? [...new Set(guesses.flatMap((guess) => (guess.type.kind === 'STRING' ? [] : guess.nullWords)))];
  const columns = guesses.map(
    (guess, c): SniffedColumn => sniffedColumn(names[c] as ColumnName, c, guess, nullShare(lanes[c] as TextFields, isHeader)),
  );
  return { columns, header: isHeader, fields, nullWords: words, reasons: [why] };
}

function mostFrequent(counts: Int32Array): number {
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  return [...tally].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
}

function textAt({ bytes, starts, ends, nulls }: TextFields, row: number): string | null {
  if (row >= starts.length || nulls[row] === 1) return null;
  return stringAt({ kind: 'string', type: STRING, length: starts.length, nulls: null, bytes, starts, ends }, row).slice(0, 300);
}

function behindFirst({ bytes, starts, ends, nulls }: TextFields): TextFields {
  return { bytes, starts: starts.subarray(1), ends: ends.subarray(1), nulls: nulls.subarray(1) };
}

function nullShare({ nulls }: TextFields, header: boolean): number {
  const from = header ? 1 : 0;
  let missing = 0;
  for (let row = from; row < nulls.length; row++) missing += nulls[row] as number;
  return nulls.length <= from ? 0 : missing / (nulls.length - from);
}

function sniffedColumn({ name, renamedFrom }: ColumnName, from: number | string, guess: ColumnGuess, share: number): SniffedColumn {
  return { name, type: guess.type, from, form: guess.form, why: guess.why, nullShare: share, renamedFrom, offers: guess.offers };
}

/** null: hardly any record is a JSON object. */
export function jsonColumns(records: StringColumn): GuessedColumns | null {
  const looked = firstRecords(records, MOST_RECORDS);
  const look = new JsonLook();
  for (let row = 0; row < looked.length; row++) look.add(looked.bytes, looked.starts[row] as number, looked.ends[row] as number);
  const leaves = leavesOf(look.shape);
  if (look.objects === 0 || look.objects * 2 < looked.length || leaves.length === 0) return null;
  const names = headerNames(leaves.map((leaf) => leaf.path.join('_')));
  const readable = leaves.map((leaf, i): ParsedColumn => ({ name: `c${i}`, type: STRING, from: joinPath(leaf.path), form: CAST }));
  const rows = firstRecords(looked, Math.max(20, Math.floor(MOST_CELLS / leaves.length)));
  const { columns } = new RecordParser({ kind: 'json' }, readable).parse(rows, null, { timeZone: 'UTC', batchTimeMs: 0 });
  const sniffed = leaves.map((leaf, i): SniffedColumn => {
    const column = columns[i];
    if (column?.kind !== 'string') throw new Error('Members are read as text');
    const { bytes, starts, ends } = column;
    const fields = { bytes, starts, ends, nulls: column.nulls ?? new Uint8Array(column.length) };
    const found = names[i] as ColumnName;
    // A value within an object has a longer name than in the file, and that is no surprise.
    const path = leaf.path.join('.');
    const name: ColumnName = found.name === path ? { name: path, renamedFrom: null } : { name: found.name, renamedFrom: path };
    return sniffedColumn(name, joinPath(leaf.path), guessMember(name.name, leaf, fields), nullShare(fields, false));
  });
  const cut = look.isCut ? ['There are more members than can be columns; the first ones are.'] : [];
  const nested = leaves.some((leaf) => leaf.path.length > 1) ? ['Objects within records become columns of their own.'] : [];
  return { columns: sniffed, reasons: [...nested, ...cut] };
}

function guessMember(name: string, { shape }: JsonLeaf, fields: TextFields): ColumnGuess {
  const { texts, wholes, fractions, truths, objects, lists } = shape;
  const plain = (type: DataType, why: string): ColumnGuess => ({ type, form: CAST, why, offers: [], nullWords: [] });
  const scalars = texts + wholes + fractions + truths;
  if (scalars + objects + lists === 0) return plain(STRING, 'It has no value in the records looked at.');
  if (lists > 0 && scalars + objects === 0) return plain(shapeType(shape), 'Each value is a list.');
  if (objects + lists > 0) return plain(STRING, 'Its values are objects or lists and other things, so they stay JSON text.');
  if (truths === scalars) return plain(BOOLEAN, 'Each value is true or false.');
  if (texts === scalars) return guessColumn(name, fields, 'json-text');
  if (wholes === scalars) return guessColumn(name, fields, 'json-number');
  if (wholes + fractions === scalars) return plain(DOUBLE, 'Each value is a number.');
  return plain(STRING, 'Its values are of different kinds, so they stay text.');
}

const ACCESS_TYPES: Readonly<Record<string, DataType>> = { status: INT, bytes: BIGINT };

export function accessColumns(pattern: string): GuessedColumns {
  const names = [
    'host',
    'user',
    'time',
    'method',
    'path',
    'status',
    'bytes',
    ...(pattern === 'apache-combined' ? ['referer', 'agent'] : []),
    'request',
  ];
  return {
    columns: names.map((name) => {
      const time = name === 'time';
      const type = time ? TIMESTAMP : (ACCESS_TYPES[name] ?? STRING);
      const form: ValueForm = time ? { kind: 'pattern', pattern: ACCESS_TIME } : CAST;
      return { name, type, from: name, form, why: `It is the ${name} of each line.`, nullShare: 0, renamedFrom: null, offers: [] };
    }),
    reasons: [],
  };
}

export function syslogColumns(startYear: number | null): GuessedColumns {
  const types: Readonly<Record<string, DataType>> = { time: TIMESTAMP, priority: INT, pid: INT };
  const rule =
    startYear === null
      ? 'A time without a year is of the year that brings it nearest to the batch.'
      : `Times have no year: the first is taken to be of ${startYear}, by the date of the file, and the year steps when the month falls by more than 6.`;
  return {
    columns: ['time', 'host', 'program', 'pid', 'message', 'priority'].map((name) => {
      const why = name === 'time' ? rule : `It is the ${name} of each line.`;
      return { name, type: types[name] ?? STRING, from: name, form: CAST, why, nullShare: 0, renamedFrom: null, offers: [] };
    }),
    reasons: [rule],
  };
}

/** The parts of a pattern of one's own. */
export function patternColumns(records: StringColumn, pattern: string, parts: readonly string[]): GuessedColumns {
  const rows = firstRecords(records, MOST_RECORDS);
  const asText = parts.map((name): ParsedColumn => ({ name, type: STRING, from: name, form: CAST }));
  const { columns } = new RecordParser({ kind: 'log', pattern, startYear: null }, asText).parse(rows, null, { timeZone: 'UTC', batchTimeMs: 0 });
  const sniffed = parts.map((name, i): SniffedColumn => {
    const column = columns[i];
    if (column?.kind !== 'string') throw new Error('Parts are read as text');
    const fields = { bytes: column.bytes, starts: column.starts, ends: column.ends, nulls: column.nulls ?? new Uint8Array(column.length) };
    return sniffedColumn({ name, renamedFrom: null }, name, guessColumn(name, fields, 'text'), nullShare(fields, false));
  });
  return { columns: sniffed, reasons: [] };
}

export const TEXT_COLUMNS: GuessedColumns = {
  columns: [{ name: 'value', type: STRING, from: 0, form: CAST, why: 'It is the whole line.', nullShare: 0, renamedFrom: null, offers: [] }],
  reasons: [],
};
