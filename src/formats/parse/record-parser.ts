// Takes records apart into columns, by format and columns of a source or a parse step. Nothing is thrown for a record, whatever it
// holds: what cannot be read is NULL (Spark's PERMISSIVE), and each record has exactly one class. What becomes of records that
// are not good is the caller's choice.
import type { Column, Selection, StringColumn } from '../../columns/column.ts';
import { TextDictionary } from '../../columns/text-dictionary.ts';
import type { ParsedColumn, RecordFormat } from '../record-format.ts';
import type { ReadingContext } from './cast-texts.ts';
import { ColumnReader } from './column-reader.ts';
import { CsvFields } from './csv-fields.ts';
import { JsonRecords } from './json-records.ts';
import { LogLines } from './log-lines.ts';
import type { LogYears } from './log-years.ts';
import { RecordClasses } from './record-class.ts';

export interface ParsedRecords {
  /** One a parsed column. NULL in rows that were not asked for. */
  readonly columns: readonly Column[];
  readonly classes: RecordClasses;
}

interface Records {
  read(records: StringColumn, selection: Selection, context: ReadingContext, classes: RecordClasses): readonly Column[];
}

export class RecordParser {
  /** What is remembered from record to record; null: nothing. */
  readonly years: LogYears | null;
  private readonly records: Records;
  private readonly dictionaries: readonly TextDictionary[];

  /** A parser of lines without a year goes on from record to record (see LogYears); all others keep nothing. */
  constructor(format: RecordFormat, columns: readonly ParsedColumn[]) {
    this.records = recordsOf(format, columns);
    // A whole line is seldom the same as another.
    this.dictionaries = format.kind === 'text' ? [] : columns.map(() => new TextDictionary());
    this.years = this.records instanceof LogLines && this.records.years?.remembers === true ? this.records.years : null;
  }

  parse(records: StringColumn, selection: Selection, context: ReadingContext): ParsedRecords {
    const classes = new RecordClasses(records.length);
    const columns = this.records.read(records, selection, context, classes).map((column, c) => {
      const dictionary = column.kind === 'string' && column.type.kind === 'STRING' ? this.dictionaries[c] : undefined;
      return dictionary === undefined ? column : dictionary.intern(column as StringColumn, selection);
    });
    return { columns, classes };
  }
}

function recordsOf(format: RecordFormat, columns: readonly ParsedColumn[]): Records {
  switch (format.kind) {
    case 'text':
      return { read: (records) => columns.map((column) => ({ ...records, type: column.type })) };
    case 'csv':
      return csvRecords(format, columns);
    case 'json':
      return new JsonRecords(columns);
    case 'log':
      return new LogLines(format, columns);
  }
}

function csvRecords(format: RecordFormat & { readonly kind: 'csv' }, columns: readonly ParsedColumn[]): Records {
  const wanted = [...new Set(columns.map((column) => Number(column.from)))];
  const fields = new CsvFields({ ...format, wanted });
  const readers = columns.map((column) => ({ lane: wanted.indexOf(Number(column.from)), reader: new ColumnReader(column) }));
  const shared = wanted.length < columns.length;
  return {
    read(records, selection, context, classes) {
      const lanes = fields.read(records, selection, classes);
      return readers.map(({ lane, reader }) => {
        const texts = lanes[lane];
        if (texts === undefined) throw new Error('A field that was not read');
        return reader.read(shared ? { ...texts, nulls: texts.nulls.slice() } : texts, context, classes);
      });
    },
  };
}
