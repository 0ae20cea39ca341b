// Whether text is delimited, and how: the delimiter under which most records have the same number of fields. Quotes are heeded, so a
// comma within quotes says nothing.
import { stringAt } from '../../columns/build.ts';
import type { StringColumn } from '../../columns/column.ts';
import { RecordFramer } from '../framing/record-framer.ts';
import { CsvFields } from '../parse/csv-fields.ts';
import type { CsvDialect, TextEncoding } from '../record-format.ts';

export interface CsvGuess {
  readonly dialect: CsvDialect;
  /** Fields of a record. */
  readonly fields: number;
  /** Records before the header or the first row: a title, a comment, Excel's "sep=;". */
  readonly preamble: number;
  readonly reasons: readonly string[];
}

export const MAX_COLUMNS = 1000;
const LOOKED_AT = 1000;
const HASH = 0x23;
const DELIMITERS = [',', ';', '\t', '|'];
const NAMES: Readonly<Record<string, string>> = { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab', '|': 'a vertical bar', ' ': 'a blank' };

export function delimiterName(delimiter: string): string {
  return NAMES[delimiter] ?? `"${delimiter}"`;
}

/** null: it is no delimited text; prose has commas too, so a file that is not named as such needs more. `extension`: of the file's name, in small letters. */
export function guessCsv(bytes: Uint8Array, whole: boolean, encoding: TextEncoding, extension: string): CsvGuess | null {
  const lines = new RecordFramer({ kind: 'lines', encoding, skip: 0 }).all(bytes).column;
  const told = /^sep=(.)\s*$/.exec(lines.length === 0 ? '' : stringAt(lines, 0))?.[1];
  const quote = quoteOf(lines);
  const quotes = hasQuotes(lines, quote) ? [quote, ''] : [quote];
  const tried = (told === undefined ? DELIMITERS : [told]).flatMap((delimiter) =>
    quotes.map((one) => tryDelimiter(bytes, whole, encoding, delimiter, one)),
  );
  const [best] = tried.filter((one) => one.fields > 1).toSorted((a, b) => b.score - a.score);
  const named = extension === 'csv' || extension === 'tsv' || extension === 'tab' || extension === 'psv';
  if (told !== undefined) {
    const [one] = tried;
    if (one !== undefined) return guessOf(one, 1, [`The first line says that ${delimiterName(told)} is the delimiter.`]);
  }
  if (best !== undefined && best.fields <= MAX_COLUMNS && best.share >= (named ? 0.3 : best.records < 2 ? 2 : 0.8) && best.steady) {
    const share =
      best.share === 1 ? `all ${best.records.toLocaleString('en-US')} records have` : `${Math.round(best.share * 100)} % of the records have`;
    const sentence = `The delimiter is ${delimiterName(best.dialect.delimiter)}: with it ${share} ${best.fields} fields.`;
    return guessOf(best, best.preamble, [sentence]);
  }
  // Lines of words have blanks too, but hardly ever as many in each.
  const blank = named || told !== undefined ? undefined : tryDelimiter(bytes, whole, encoding, ' ', quote);
  if (blank?.steady === true && blank.fields > 1 && blank.fields <= MAX_COLUMNS && blank.records >= 5 && blank.share >= 0.95) {
    return guessOf(blank, blank.preamble, [
      `The delimiter is a blank: with it ${blank.records.toLocaleString('en-US')} records have ${blank.fields} fields each.`,
    ]);
  }
  if (!named || lines.length === 0) return null;
  const single = tryDelimiter(bytes, whole, encoding, extension === 'csv' ? ',' : '\t', quote);
  if (single.fields > MAX_COLUMNS) return null;
  return guessOf(single, 0, [
    `The name of the file says that it is delimited, and no delimiter is found: it has ${single.fields === 1 ? 'one column' : `${single.fields} columns`}.`,
  ]);
}

interface Tried {
  readonly dialect: CsvDialect;
  readonly fields: number;
  readonly share: number;
  readonly records: number;
  readonly score: number;
  readonly preamble: number;
  /** The first record behind the preamble has as many fields as most. */
  readonly steady: boolean;
  readonly column: StringColumn;
}

function guessOf(tried: Tried, preamble: number, reasons: readonly string[]): CsvGuess {
  const more = [...reasons];
  const { dialect, fields } = tried;
  if (preamble > 0 && preamble === tried.preamble) {
    more.push(`The first ${preamble === 1 ? 'record is' : `${preamble} records are`} left out: they are no rows of the table below.`);
  }
  if (dialect.trim) more.push('Blanks beside the delimiters do not belong to the fields.');
  if (dialect.escape === '\\') more.push('A quote within quotes has a backslash before it.');
  if (dialect.quote === "'") more.push("Fields are quoted with '.");
  if (dialect.quote === '') more.push('Quotes are taken for text: as quotes they would not close.');
  return { dialect, fields, preamble, reasons: more };
}

function tryDelimiter(bytes: Uint8Array, whole: boolean, encoding: TextEncoding, delimiter: string, quote: string): Tried {
  const plain: CsvDialect = { delimiter, quote, escape: quote, trim: false };
  const first = recordsOf(bytes, whole, encoding, plain);
  const dialect: CsvDialect = { ...plain, trim: hasBlanks(first, delimiter), escape: escapeOf(first, quote, delimiter) };
  const column = dialect.trim || dialect.escape !== quote ? recordsOf(bytes, whole, encoding, dialect) : first;
  const counts = new CsvFields({ dialect, nullWords: [], fields: 0, wanted: [] }).countFields(column);
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  // Of two that are as frequent, the one the first record has.
  const [fields = 1, times = 0] = [...tally].toSorted((a, b) => b[1] - a[1] || Number(b[0] === counts[0]) - Number(a[0] === counts[0]))[0] ?? [];
  let preamble = 0;
  const isLead = (row: number) => counts[row] === 1 || (counts[row] !== fields && column.bytes[column.starts[row] as number] === HASH);
  while (preamble < counts.length && preamble < 20 && fields > 1 && isLead(preamble)) preamble++;
  const records = counts.length - preamble;
  const share = records === 0 ? 0 : times / records;
  const steady = counts[preamble] === fields;
  return {
    dialect,
    fields,
    share,
    records,
    preamble,
    steady,
    column,
    score: share * 4 + Math.min(fields, 20) / 20 + (steady ? 1 : 0) + (quote === '' ? 0 : 0.2),
  };
}

function recordsOf(bytes: Uint8Array, whole: boolean, encoding: TextEncoding, dialect: CsvDialect): StringColumn {
  const { column } = new RecordFramer({ kind: 'csv', encoding, skip: 0, dialect }).all(bytes);
  // The last one may be cut off.
  const length = Math.min(LOOKED_AT, whole || column.length < 2 ? column.length : column.length - 1);
  return { ...column, length, starts: column.starts.subarray(0, length), ends: column.ends.subarray(0, length) };
}

/** Single quotes, when fields begin and end with them and there is no double quote. */
function quoteOf(lines: StringColumn): string {
  let single = 0;
  for (let i = 0; i < Math.min(lines.length, 100); i++) {
    const text = stringAt(lines, i).slice(0, 10_000);
    if (text.includes('"')) return '"';
    if (/(?:^|[,;\t|])'[^']*'(?:[,;\t|]|$)/.test(text)) single++;
  }
  return single * 2 > Math.min(lines.length, 100) ? "'" : '"';
}

function hasQuotes(lines: StringColumn, quote: string): boolean {
  const code = quote.charCodeAt(0);
  return lines.length > 0 && lines.bytes.includes(code);
}

/** Backslash, when quotes within quoted fields have one before them and none is doubled. */
function escapeOf(records: StringColumn, quote: string, delimiter: string): string {
  if (quote === '') return '';
  let backslashes = 0;
  for (let i = 0; i < Math.min(records.length, 200); i++) {
    const text = stringAt(records, i).slice(0, 10_000);
    if (!text.includes(quote)) continue;
    if (text.includes(`\\${quote}`) && !text.includes(`\\${quote}${delimiter}`) && !text.endsWith(`\\${quote}`)) backslashes++;
    const inside = text.replaceAll(`${quote}${quote}${delimiter}`, '').replaceAll(`${delimiter}${quote}${quote}`, '');
    if (inside.includes(`${quote}${quote}`)) return quote;
  }
  return backslashes > 0 ? '\\' : quote;
}

/** Whether nearly every delimiter is followed by a blank. */
function hasBlanks(records: StringColumn, delimiter: string): boolean {
  if (delimiter === '\t' || delimiter === ' ') return false;
  let delimiters = 0;
  let blanks = 0;
  for (let i = 0; i < Math.min(records.length, 100); i++) {
    const text = stringAt(records, i).slice(0, 10_000);
    for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) {
      delimiters++;
      if (text.charAt(at + 1) === ' ') blanks++;
    }
  }
  return delimiters > 0 && blanks >= delimiters * 0.9;
}
