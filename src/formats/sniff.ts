// The first look at a file: from its name and its first bytes (256 KB to 1 MB, unpacked) everything a source needs, each decision with
// a sentence. A guess is never an exception: what cannot be read is a Problem. Wishes of the user take the place of guesses, and
// the rest is guessed again under them.
import { stringAt, valueAt } from '../columns/build.ts';
import type { Column, StringColumn } from '../columns/column.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import { zoneNamed } from '../sql/datetime/zone-names.ts';
import { checkColumns, checkDialect } from './check-columns.ts';
import { logPattern } from './parse/log-pattern.ts';
import { BAD, GOOD, LONG, SHORT } from './parse/record-class.ts';
import { RecordParser } from './parse/record-parser.ts';
import type { CsvDialect, Framing, ParsedColumn, RecordFormat, TextEncoding } from './record-format.ts';
import { accessColumns, csvColumns, type GuessedColumns, jsonColumns, patternColumns, syslogColumns, TEXT_COLUMNS } from './sniff/columns-of.ts';
import { guessCsv, MAX_COLUMNS } from './sniff/guess-csv.ts';
import { guessEncoding } from './sniff/guess-encoding.ts';
import { guessLog, guessStartYear } from './sniff/guess-log.ts';
import { knownBinary } from './sniff/known-binary.ts';
import { firstRecords, type SampleRecords, sampleRecords } from './sniff/sample-records.ts';
import { guessTimeColumn, type TimeGuess } from './sniff/time-column.ts';
import type { SampleFigures, Sniffed, SniffedColumn, SniffWishes } from './sniffed.ts';

export interface SniffInput {
  readonly name: string;
  /** The beginning of the file, unpacked; a part of a megabyte is enough. */
  readonly head: Uint8Array;
  /** The head is all there is. */
  readonly whole: boolean;
  /** When the file was last changed, for times without a year; null: not known. */
  readonly modifiedMs: number | null;
}

const PREVIEW_RECORDS = 50;
const CHECKED_RECORDS = 2000;
const LONGEST_SHOWN = 2000;
const MOST_CELLS = 300_000;
const MOST_DISTINCT = 1000;

interface Shape {
  readonly framing: Framing;
  readonly format: RecordFormat;
  readonly sample: SampleRecords;
  readonly guessed: GuessedColumns;
  readonly reasons: readonly string[];
}

export function sniff(input: SniffInput, wishes: SniffWishes = {}): Result<Sniffed> {
  const { head: bytes, name, whole } = input;
  if (bytes.length === 0) return fail(problem('format/empty', {}, { name }));
  const known = knownBinary(bytes);
  if (known !== null) return fail(problem('format/binary', {}, { name, looks: known }));
  const wished = wishes.framing !== undefined && 'encoding' in wishes.framing ? wishes.framing.encoding : null;
  const encoding = guessEncoding(bytes, whole);
  if (encoding.kind === 'binary') return fail(problem('format/binary', {}, { name, looks: encoding.looks }));
  const shape = new ShapeGuess(input, wishes, wished ?? encoding.encoding).shape();
  if (!shape.ok) return shape;
  const why = wished === null ? encoding.why : `You said that the encoding is ${wished}.`;
  return sniffedOf(input, wishes, shape.value, why);
}

class ShapeGuess {
  private readonly input: SniffInput;
  private readonly wishes: SniffWishes;
  private readonly encoding: TextEncoding;

  constructor(input: SniffInput, wishes: SniffWishes, encoding: TextEncoding) {
    this.input = input;
    this.wishes = wishes;
    this.encoding = encoding;
  }

  shape(): Result<Shape> {
    const { format, framing } = this.wishes;
    if (framing?.kind === 'message') return this.asText([]);
    switch (format?.kind) {
      case 'csv':
        return this.asCsv(format.dialect, this.preambleOf(framing), ['You said how the fields are delimited.'], format.nullWords);
      case 'json':
        return framing === undefined ? this.asJson() : this.asJsonIn(framing, ['You said that the records are JSON.']);
      case 'log':
        return this.asLog(format.pattern, format.startYear, ['You said how the lines are taken apart.']);
      case 'text':
        return this.asText(['You said that each line is one value.']);
      case undefined:
        break;
    }
    if (framing?.kind === 'csv') return this.asCsv(framing.dialect, this.preambleOf(framing), ['You said how the fields are delimited.'], null);
    if (framing?.kind === 'json-array') return this.asJsonIn(framing, ['You said that the file is one JSON list.']);
    return this.guess();
  }

  /** Records to leave out before a header, by a framing that was wished for. */
  private preambleOf(framing: Framing | undefined): number {
    if (framing === undefined || !('skip' in framing)) return 0;
    return this.wishes.header === false ? framing.skip : Math.max(0, framing.skip - 1);
  }

  private guess(): Result<Shape> {
    const { head: bytes, name, whole } = this.input;
    const lines = sampleRecords(bytes, this.lines(0), whole);
    const [first] = lines.column.length === 0 ? [''] : [stringAt(firstRecords(lines.column, 1), 0).trimStart()];
    if (lines.column.length === 0) return fail(problem('format/empty', {}, { name }));
    if (first?.startsWith('{') === true || first?.startsWith('[') === true) {
      const json = this.asJson();
      if (json.ok && json.value.format.kind === 'json') return json;
    }
    const log = guessLog(lines.column);
    if (log !== null) return this.asLog(log.pattern, this.startYear(log.pattern, lines.column), [log.why]);
    const csv = guessCsv(bytes, whole, this.encoding, extensionOf(name));
    if (csv !== null) return this.asCsv(csv.dialect, csv.preamble, csv.reasons, null);
    return this.asText(['No delimiter gives records of equal length, and the lines are no JSON and no known log, so each line is one value.']);
  }

  private lines(skip: number): Framing {
    return { kind: 'lines', encoding: this.encoding, skip };
  }

  private asCsv(dialect: CsvDialect, preamble: number, reasons: readonly string[], nullWords: readonly string[] | null): Result<Shape> {
    const { head: bytes, name, whole } = this.input;
    const wrong = checkDialect(dialect, {});
    if (wrong.length > 0) return fail(...wrong);
    const all = sampleRecords(bytes, { kind: 'csv', encoding: this.encoding, skip: preamble, dialect }, whole);
    if (all.column.length === 0) return fail(problem('format/empty', {}, { name }));
    const { framing } = this.wishes;
    const skipsNone = framing !== undefined && 'skip' in framing && framing.skip === 0;
    const header = this.wishes.header ?? (framing === undefined || !('skip' in framing) ? undefined : !skipsNone);
    const guessed = csvColumns(all.column, dialect, header, nullWords);
    if (guessed.fields > MAX_COLUMNS) return fail(problem('format/too-many-columns', {}, { name, got: guessed.fields, most: MAX_COLUMNS }));
    const skip = preamble + (guessed.header ? 1 : 0);
    const found: Framing = { kind: 'csv', encoding: this.encoding, skip, dialect };
    const format: RecordFormat = { kind: 'csv', dialect, fields: guessed.fields, nullWords: guessed.nullWords };
    const sample = guessed.header ? sampleRecords(bytes, found, whole) : all;
    return ok({ framing: found, format, sample, guessed, reasons: [...reasons, ...guessed.reasons] });
  }

  private asJson(): Result<Shape> {
    const { head: bytes, whole } = this.input;
    const lines = sampleRecords(bytes, this.lines(0), whole);
    const byLine = lines.cut ? null : jsonColumns(lines.column);
    if (byLine !== null) {
      return ok({
        framing: this.lines(0),
        format: { kind: 'json' },
        sample: lines,
        guessed: byLine,
        reasons: ['Each line is a JSON object.', ...byLine.reasons],
      });
    }
    const start = lines.column.length === 0 ? '' : stringAt(firstRecords(lines.column, 1), 0).trimStart();
    const why = start.startsWith('[')
      ? 'The file is one JSON list; each element is a record.'
      : 'JSON objects follow one another, over several lines each.';
    return this.asJsonIn({ kind: 'json-array', encoding: this.encoding }, [why]);
  }

  private asJsonIn(framing: Framing, reasons: readonly string[]): Result<Shape> {
    const sample = sampleRecords(this.input.head, framing, this.input.whole);
    const guessed = jsonColumns(sample.column);
    const list =
      sample.column.length === 1 ? guessed?.columns.find(({ type }) => type.kind === 'ARRAY' && type.element.kind === 'STRUCT') : undefined;
    const alone =
      list === undefined
        ? []
        : [
            `The file is one object: the list in ${list.name} is one value, and an operator that makes rows of lists gives a row for each of its elements.`,
          ];
    if (guessed !== null) return ok({ framing, format: { kind: 'json' }, sample, guessed, reasons: [...reasons, ...guessed.reasons, ...alone] });
    return this.asText(['The records are no JSON objects, so each is one value.'], framing);
  }

  private asLog(pattern: string, startYear: number | null, reasons: readonly string[]): Result<Shape> {
    const parsed = logPattern(pattern);
    if (!parsed.ok) return parsed;
    const framing = this.wishes.framing?.kind === 'lines' ? this.wishes.framing : this.lines(0);
    const sample = sampleRecords(this.input.head, framing, this.input.whole);
    const guessed =
      pattern === 'syslog'
        ? syslogColumns(startYear)
        : parsed.value.kind === 'built-in'
          ? accessColumns(pattern)
          : patternColumns(sample.column, pattern, parsed.value.parts);
    return ok({ framing, format: { kind: 'log', pattern, startYear }, sample, guessed, reasons: [...reasons, ...guessed.reasons] });
  }

  private startYear(pattern: string, records: StringColumn): number | null {
    const { modifiedMs } = this.input;
    return pattern !== 'syslog' || modifiedMs === null ? null : guessStartYear(records, modifiedMs);
  }

  private asText(reasons: readonly string[], framing: Framing = this.wishes.framing ?? this.lines(0)): Result<Shape> {
    const sample = sampleRecords(this.input.head, framing, this.input.whole);
    return ok({ framing, format: { kind: 'text' }, sample, guessed: TEXT_COLUMNS, reasons });
  }
}

/** What the shape makes of the records: columns, preview, time, and what should be said. */
function sniffedOf(input: SniffInput, wishes: SniffWishes, shape: Shape, why: string): Result<Sniffed> {
  const { framing, format, sample, guessed } = shape;
  const columns = wishes.columns === undefined ? guessed.columns : wishedColumns(wishes.columns, guessed.columns);
  const wrong = checkColumns(format, columns, {}, input.name);
  if (wrong.length > 0) return fail(...wrong);
  const zone = zoneNamed(wishes.timeZone ?? 'UTC') === null ? 'UTC' : (wishes.timeZone ?? 'UTC');
  const checked = firstRecords(sample.column, CHECKED_RECORDS);
  const parsed = new RecordParser(format, columns).parse(checked, null, { timeZone: zone, batchTimeMs: input.modifiedMs ?? 0 });
  const problems: Problem[] = [...renamed(columns, format)];
  const tally = [GOOD, BAD, SHORT, LONG].map((kind) => parsed.classes.byRow.reduce((sum, found) => sum + (found === kind ? 1 : 0), 0));
  const [, bad = 0, short = 0, long = 0] = tally;
  if (bad + short + long > 0) problems.push(problem('format/bad-records', {}, { bad, short, long, looked: checked.length }));
  const encoding = 'encoding' in framing ? framing.encoding : 'utf-8';
  if (sample.replaced > 0) problems.push(problem('format/broken-text', {}, { places: sample.replaced, encoding }));
  const time = guessTimeColumn(columns, parsed.columns);
  const preview = Array.from({ length: Math.min(checked.length, PREVIEW_RECORDS) }, (_, row) => {
    const unread = parsed.classes.byRow[row] === BAD && parsed.columns.every((column) => column.nulls !== null && column.nulls[row] === 1);
    const cut = sample.cut && row === 0 ? 'This record is longer than what was looked at.' : null;
    return {
      record: row + 1,
      line: sample.lines[row] ?? 1,
      values: unread ? null : parsed.columns.map((column) => valueAt(column, row)),
      raw: stringAt(checked, row).slice(0, LONGEST_SHOWN),
      note: cut ?? parsed.classes.faultAt(row)?.detail ?? null,
    };
  });
  return ok({
    framing,
    format,
    columns,
    reasons: [why, ...shape.reasons, time.why],
    timeColumn: time.column,
    preview,
    recordsSeen: sample.column.length,
    sample: figuresOf(sample, checked, parsed.columns, time),
    wholeFileSeen: input.whole,
    problems,
  });
}

/** Figures of the looked-at records. Times are of the checked ones, stretched to all that were seen. */
function figuresOf(sample: SampleRecords, checked: StringColumn, columns: readonly Column[], time: TimeGuess): SampleFigures {
  const { length, starts, ends } = sample.column;
  const bytes = length === 0 ? 0 : (ends[length - 1] as number) - (starts[0] as number);
  const rows = Math.max(20, Math.floor(MOST_CELLS / columns.length));
  const distinct = columns.map((column) => distinctOf(column, Math.min(rows, checked.length)));
  const { firstMs, rising } = time;
  const seen = checked.length === 0 ? 1 : length / checked.length;
  const lastMs = firstMs === null || time.lastMs === null ? null : firstMs + (time.lastMs - firstMs) * seen;
  return { bytes, distinct, firstMs, lastMs, rising };
}

function distinctOf(column: Column, rows: number): number {
  const found = new Set<string>();
  for (let row = 0; row < rows && found.size < MOST_DISTINCT; row++) {
    if (column.nulls === null || column.nulls[row] === 0) found.add(JSON.stringify(valueAt(column, row)).slice(0, 200));
  }
  return found.size;
}

function wishedColumns(wished: readonly ParsedColumn[], guessed: readonly SniffedColumn[]): readonly SniffedColumn[] {
  return wished.map((column) => {
    const known = guessed.find((g) => g.from === column.from);
    const why = known !== undefined && JSON.stringify(known.type) === JSON.stringify(column.type) ? known.why : 'You said so.';
    const renamedFrom = known === undefined ? null : (known.renamedFrom ?? (known.name === column.name ? null : known.name));
    return { ...column, why, nullShare: known?.nullShare ?? 0, renamedFrom, offers: known?.offers ?? [] };
  });
}

function renamed(columns: readonly SniffedColumn[], format: RecordFormat): readonly Problem[] {
  const changed = columns.filter(
    ({ renamedFrom, name }) => renamedFrom !== null && (format.kind !== 'json' || renamedFrom.replaceAll('.', '_') !== name),
  );
  if (changed.length === 0) return [];
  const list = changed.slice(0, 10).map(({ name, renamedFrom }) => `${name} for "${renamedFrom}"`);
  const more = changed.length > 10 ? [`${changed.length - 10} more`] : [];
  return [problem('format/renamed-columns', {}, { renamed: [...list, ...more].join(', '), columns: changed.length })];
}

/** "csv" of "Prices.CSV" and of "prices.csv.gz". */
function extensionOf(fileName: string): string {
  const match = /\.([a-z0-9]{1,8})(?:\.gz)?$/.exec(fileName.toLowerCase());
  return match?.[1] ?? '';
}
