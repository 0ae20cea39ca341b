// What a first look at a file found: a guess of everything a source needs, each part with its reason, and rows to look at. What could
// be read in another way that a guess must not choose (a decimal comma, the unit of an epoch number) is offered with its column.
import type { PlainValue } from '../columns/build.ts';
import type { DataType } from '../columns/data-type.ts';
import type { Problem } from '../problem/problem.ts';
import type { Framing, ParsedColumn, RecordFormat, ValueForm } from './record-format.ts';

export interface SniffedColumn extends ParsedColumn {
  /** "Every value of the first 1,000 is a whole number." */
  readonly why: string;
  /** Of the looked-at records, 0 to 1. */
  readonly nullShare: number;
  /** The name in the file, when another had to be taken. */
  readonly renamedFrom: string | null;
  /** Other readings that the looked-at values allow, the likeliest first. */
  readonly offers: readonly ColumnOffer[];
}

export interface ColumnOffer {
  readonly type: DataType;
  readonly form: ValueForm;
  /** "1718000000000 as milliseconds is 2024-06-10 06:13:20." */
  readonly why: string;
}

export interface Sniffed {
  readonly framing: Framing;
  readonly format: RecordFormat;
  readonly columns: readonly SniffedColumn[];
  /** Sentences that explain the guess, in the order of the decisions: encoding, shape, delimiter, header, time. */
  readonly reasons: readonly string[];
  /** Name of the column that says when a row happened, if one does. */
  readonly timeColumn: string | null;
  /** The first rows under that guess. A null row was not read; `notes` says why. */
  readonly preview: readonly {
    /** From 1, a header not counted. */
    readonly record: number;
    readonly line: number;
    readonly values: readonly PlainValue[] | null;
    readonly raw: string;
    readonly note: string | null;
  }[];
  readonly recordsSeen: number;
  /** What the looked-at records are like, for a first pipeline; absent: nothing is known. */
  readonly sample?: SampleFigures;
  readonly wholeFileSeen: boolean;
  /** What should be said before it is used: renamed columns, bad rows, a truncated gzip. */
  readonly problems: readonly Problem[];
}

/** What the user may set in the preview; the rest is guessed again under it. */
export interface SniffWishes {
  /** With a `skip` above 0 the record before the first one is the header, unless `header` is false. */
  readonly framing?: Framing;
  readonly format?: RecordFormat;
  readonly header?: boolean;
  /** Types, forms and names by position; wishes beyond what the format has are refused. */
  readonly columns?: readonly ParsedColumn[];
  readonly timeZone?: string;
}

export interface SampleFigures {
  /** Bytes of the records seen, unpacked. */
  readonly bytes: number;
  /** How many different values each column has, at most 1,000; NULL is none. */
  readonly distinct: readonly number[];
  /** Of the time column, in epoch milliseconds, by the order of the records; null: there is none. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Time rises from record to record. */
  readonly rising: boolean;
}
