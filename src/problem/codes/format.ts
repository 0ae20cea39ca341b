import { define } from '../define.ts';

const anotherFile = () => 'Choose another file. Nothing was kept.';
const count = (n: number, one: string, many: string) => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

export const formatProblems = {
  'format/empty': define<{ name: string }>('error', (p) => `"${p.name}" has no records: it is empty, or has only blank lines.`, anotherFile),
  'format/binary': define<{ name: string; looks: string }>(
    'error',
    (p) => `"${p.name}" looks like ${p.looks}. What can be read is text: CSV, TSV, JSON, JSON lines, logs and plain text, also packed with gzip.`,
    () => 'Save the data as CSV or JSON lines in the program it comes from, and choose that file. Nothing was kept.',
  ),
  'format/too-many-columns': define<{ name: string; got: number; most: number }>(
    'error',
    (p) => `With this delimiter "${p.name}" has ${p.got.toLocaleString('en-US')} columns. At most ${p.most.toLocaleString('en-US')} can be read.`,
    () => 'Choose another delimiter, or read the file as plain lines.',
  ),
  'format/renamed-columns': define<{ renamed: string; columns: number }>(
    'warning',
    (p) =>
      `${count(p.columns, 'column has', 'columns have')} another name than in the file, because names must differ and not be empty: ${p.renamed}.`,
    () => 'Use the names shown here, or give others.',
  ),
  'format/bad-records': define<{ bad: number; short: number; long: number; looked: number }>(
    'warning',
    (p) =>
      `Of ${count(p.looked, 'record', 'records')} looked at, ${p.bad.toLocaleString('en-US')} cannot be read as their columns say, ${p.short.toLocaleString('en-US')} have too few fields and ${p.long.toLocaleString('en-US')} too many.`,
    () => 'Correct the types or the format here, or choose what becomes of such records.',
  ),
  'format/broken-text': define<{ places: number; encoding: string }>(
    'warning',
    (p) => `${count(p.places, 'place is', 'places are')} no text in the encoding ${p.encoding} and ${p.places === 1 ? 'becomes' : 'become'} U+FFFD.`,
    () => 'Choose another encoding when letters look wrong.',
  ),
  'format/no-columns': define<{ label: string }>(
    'error',
    (p) => `"${p.label}" has no columns to read.`,
    () => 'Add at least one column.',
  ),
  'format/day-windows': define<{ days: number; starts: string; zone: string; hours: number }>(
    'warning',
    (p) =>
      `${p.days === 1 ? '1-day windows start' : `Windows of ${p.days} days start`} at ${p.starts} in ${p.zone}: windows are aligned to midnight UTC, as in Spark.`,
    (p) =>
      `For days as they are there group by date_trunc('DAY', time). window(time, '${p.days} day', '${p.days} day', '${p.hours} hours') starts at midnight too, but only until the clocks change.`,
  ),
  'format/no-columns-left': define<{ label: string; columns: string }>(
    'error',
    (p) => `"${p.label}" leaves out every column: ${p.columns}. A row needs at least one.`,
    () => 'Take one of them off the list.',
  ),
  'format/no-time-column': define<{ label: string; got: string; known: string }>(
    'error',
    (p) => `"${p.label}" is to go by the time of its records, but its time column is ${p.got}. Columns that are times: ${p.known}.`,
    () => 'Choose one of them, give a column such a type, or let the records come at a rate.',
  ),
  'format/column-from': define<{ column: string; from: string; wants: string }>(
    'error',
    (p) => `Column ${p.column} is to be read from ${p.from}, which records of this format do not have. They have ${p.wants}.`,
    () => 'Choose one of those.',
  ),
  'format/column-type': define<{ column: string; type: string; form: string; wants: string }>(
    'error',
    (p) => `Column ${p.column} cannot be ${p.type} read as ${p.form}: that gives ${p.wants}.`,
    () => 'Choose another type, or another form.',
  ),
  'format/date-pattern': define<{ column: string; pattern: string; reason: string }>(
    'error',
    (p) => `The pattern ${p.pattern} of column ${p.column} cannot be read by: ${p.reason}.`,
    () => "Use letters such as yyyy-MM-dd HH:mm:ss; text stands in single quotes, as in yyyy-MM-dd'T'HH:mm.",
  ),
  'format/dialect': define<{ part: string; got: string }>(
    'error',
    (p) => `The ${p.part} must be one ASCII character, other than a line end and than the other ones, but is "${p.got}".`,
    () => 'Use one such as a comma, a semicolon, a tab or a vertical bar; replace longer delimiters in the file first.',
  ),
  'format/record-refused': define<{ place: string; reason: string; detail: string; record: string }>(
    'error',
    (p) => `${p.place} cannot be read (${p.reason}). ${p.detail} It is: ${p.record}. The batch was not committed and no record is lost.`,
    () =>
      'Correct the format or types of the columns, or choose what becomes of such records, apply the edit and press Run: the same batch runs again.',
  ),
  'format/log-pattern': define<{ pattern: string; reason: string }>(
    'error',
    (p) => `The pattern of the log lines cannot be used: ${p.reason}. It is ${p.pattern}.`,
    () => 'Correct the pattern, or choose one of the built-in ones.',
  ),
  'format/log-no-parts': define<{ pattern: string }>(
    'error',
    (p) => `The pattern of the log lines has no named part, so no column comes out of it: ${p.pattern}.`,
    () => 'Name the parts that become columns, such as (?<status>[0-9]+).',
  ),
};
