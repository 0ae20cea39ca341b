// Framing and format of a file as a document holds them: one value, in which nothing is said twice. The sniffer's guess goes in, a
// source's plan comes out.
import type { CsvDialect, Framing, RecordFormat, TextEncoding } from './record-format.ts';

interface Lines {
  readonly encoding: TextEncoding;
  /** Records left out at the beginning. */
  readonly skip: number;
}

export type FileFormat =
  | (Lines & { readonly kind: 'text' })
  | (Lines & CsvDialect & { readonly kind: 'csv'; readonly fields: number; readonly nullWords: readonly string[] })
  /** `records`: a line each; or values one after another, perhaps in one list that is the whole file. */
  | (Lines & { readonly kind: 'json'; readonly records: 'lines' | 'values' })
  | (Lines & { readonly kind: 'log'; readonly pattern: string; readonly startYear: number | null });

export function framingOf(format: FileFormat): Framing {
  const { encoding, skip } = format;
  if (format.kind === 'csv') return { kind: 'csv', encoding, skip, dialect: dialectOf(format) };
  return format.kind === 'json' && format.records === 'values' ? { kind: 'json-array', encoding } : { kind: 'lines', encoding, skip };
}

export function recordFormatOf(format: FileFormat): RecordFormat {
  switch (format.kind) {
    case 'text':
    case 'json':
      return { kind: format.kind };
    case 'csv':
      return { kind: 'csv', dialect: dialectOf(format), fields: format.fields, nullWords: format.nullWords };
    case 'log':
      return { kind: 'log', pattern: format.pattern, startYear: format.startYear };
  }
}

function dialectOf({ delimiter, quote, escape: escapes, trim }: CsvDialect): CsvDialect {
  return { delimiter, quote, escape: escapes, trim };
}

/** What a file source keeps of framing and format. A message is taken for lines: files have none. */
export function fileFormatOf(framing: Framing, format: RecordFormat): FileFormat {
  const encoding = framing.kind === 'message' ? 'utf-8' : framing.encoding;
  const skip = 'skip' in framing ? framing.skip : 0;
  switch (format.kind) {
    case 'text':
      return { kind: 'text', encoding, skip };
    case 'csv':
      return { kind: 'csv', encoding, skip, ...dialectOf(format.dialect), fields: format.fields, nullWords: format.nullWords };
    case 'json':
      return { kind: 'json', records: framing.kind === 'json-array' ? 'values' : 'lines', encoding, skip };
    case 'log':
      return { kind: 'log', pattern: format.pattern, startYear: format.startYear, encoding, skip };
  }
}
