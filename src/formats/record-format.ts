// How bytes become records and records become columns, as plain data: what a source of one's own data carries in the
// document, what the sniffer guesses and the preview edits, and what the parse node of a plan computes with. Framing and format of
// delimited text share one CsvDialect, because where a record ends depends on it; a pace by time carries how the time is read.
import type { DataType } from '../columns/data-type.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** How fields of delimited text are told apart. Each is one ASCII character; `quote` and `escape` may be empty: there is none. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly quote: string;
  /** Before a quote that belongs to the field: the quote itself (RFC 4180), or a backslash. */
  readonly escape: string;
  /** Blanks around a field do not belong to it. A quote may stand behind such blanks. */
  readonly trim: boolean;
}

/** Where records begin and end in a file or a stream of bytes. A record is given out as valid UTF-8 without its line end. */
export type Framing =
  /** One record a line (\n, \r\n or \r). Blank lines are counted and give no record. `skip`: records left out at the beginning (a header). */
  | { readonly kind: 'lines'; readonly encoding: TextEncoding; readonly skip: number }
  /** As lines, but a line end within quotes belongs to the record. */
  | { readonly kind: 'csv'; readonly encoding: TextEncoding; readonly skip: number; readonly dialect: CsvDialect }
  /** The elements of one JSON array that is the whole file; or JSON values one after another, over any number of lines. */
  | { readonly kind: 'json-array'; readonly encoding: TextEncoding }
  /** A message of a live source is one record. */
  | { readonly kind: 'message' };

/** How one record is taken apart. */
export type RecordFormat =
  /** The record is the only column, a STRING. */
  | { readonly kind: 'text' }
  /**
   * `fields`: how many a record has; one with fewer is short, one with more is long. An unquoted field that is one of `nullWords` is
   * NULL, and so is an empty one; a quoted one never is.
   */
  | { readonly kind: 'csv'; readonly dialect: CsvDialect; readonly fields: number; readonly nullWords: readonly string[] }
  | { readonly kind: 'json' }
  /**
   * `pattern`: name of a built-in one ("apache-common", "apache-combined", "syslog") or a regular expression with named parts.
   * `startYear`: of lines without a year, the year of the first one; null: the year nearest to the batch.
   */
  | { readonly kind: 'log'; readonly pattern: string; readonly startYear: number | null };

/** How the text of a value is read when the type alone does not say. */
export type ValueForm =
  /** As CAST reads it. */
  | { readonly kind: 'cast' }
  | { readonly kind: 'epoch'; readonly unit: 's' | 'ms' | 'us' | 'ns' }
  /** A date or time by a pattern of date_format. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** 1.234,56 */
  | { readonly kind: 'decimal-comma' };

export interface ParsedColumn {
  readonly name: string;
  readonly type: DataType;
  /** CSV: position of the field, from 0. JSON: path of the member, names with dots between them (a dot in a name as \\.). Log: name of the part. */
  readonly from: number | string;
  readonly form: ValueForm;
}

/** What becomes of a row that has no value: the run stops before the batch is committed; it is dropped and counted; it leaves by the errors port. */
export type ErrorPolicy = 'stop' | 'drop' | 'errors';

/** For parsed records also Spark's PERMISSIVE: what can be read stays, the rest is NULL, and the record is counted. */
export type RecordPolicy = ErrorPolicy | 'null';

/** A file as a document names it. `sha256` is that of the bytes that were picked, in lower-case hex. */
export interface FileReference {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** How the time of a record is read, for a pace by time: the parse settings of one column. */
export interface RecordTime {
  readonly format: RecordFormat;
  /** DATE or TIMESTAMP. */
  readonly column: ParsedColumn;
  readonly timeZone: string;
}

/** How fast a file is replayed. */
export type Pace =
  | { readonly kind: 'rate'; readonly rowsPerSecond: number }
  /** By the time in its records, `speed` times as fast. */
  | { readonly kind: 'time'; readonly time: RecordTime; readonly speed: number };
