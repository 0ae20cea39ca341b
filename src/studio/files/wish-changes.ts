// What the controls of the preview ask for: each makes the wishes of the next look from the guess on screen. Changing where
// fields begin and end lets names and types be guessed anew; changing one column keeps all others as they stand. Pure.
import { type DataType, STRING } from '../../columns/data-type.ts';
import type { CsvDialect, Framing, ParsedColumn, TextEncoding, ValueForm } from '../../formats/record-format.ts';
import type { Sniffed, SniffWishes } from '../../formats/sniffed.ts';

export type Shape = 'csv' | 'json-lines' | 'json-array' | 'log' | 'text';

export const SHAPES: readonly { readonly shape: Shape; readonly label: string }[] = [
  { shape: 'csv', label: 'CSV, fields between delimiters' },
  { shape: 'json-lines', label: 'JSON, an object a line' },
  { shape: 'json-array', label: 'JSON, one array of objects' },
  { shape: 'log', label: 'Log lines' },
  { shape: 'text', label: 'Text, a row a line' },
];

export const ENCODINGS: readonly { readonly encoding: TextEncoding; readonly label: string }[] = [
  { encoding: 'utf-8', label: 'UTF-8' },
  { encoding: 'utf-16le', label: 'UTF-16, little end first' },
  { encoding: 'utf-16be', label: 'UTF-16, big end first' },
  { encoding: 'windows-1252', label: 'Windows-1252 (Latin-1)' },
];

export const DELIMITERS: readonly { readonly delimiter: string; readonly label: string }[] = [
  { delimiter: ',', label: 'Comma' },
  { delimiter: ';', label: 'Semicolon' },
  { delimiter: '\t', label: 'Tab' },
  { delimiter: '|', label: 'Bar |' },
  { delimiter: ' ', label: 'Space' },
];

export const LOG_PATTERNS: readonly { readonly pattern: string; readonly label: string }[] = [
  { pattern: 'apache-combined', label: 'Web server, combined' },
  { pattern: 'apache-common', label: 'Web server, common' },
  { pattern: 'syslog', label: 'Syslog' },
];

const RFC_4180: CsvDialect = { delimiter: ',', quote: '"', escape: '"', trim: false };

export function shapeOf({ framing, format }: Pick<Sniffed, 'framing' | 'format'>): Shape {
  switch (format.kind) {
    case 'json':
      return framing.kind === 'json-array' ? 'json-array' : 'json-lines';
    default:
      return format.kind;
  }
}

export function encodingOf(framing: Framing): TextEncoding {
  return framing.kind === 'message' ? 'utf-8' : framing.encoding;
}

export function hasHeader(framing: Framing): boolean {
  return framing.kind === 'csv' && framing.skip > 0;
}

export function wishShape(guess: Sniffed, wishes: SniffWishes, shape: Shape): SniffWishes {
  const encoding = encodingOf(guess.framing);
  const lines: Framing = { kind: 'lines', encoding, skip: 0 };
  const rest = wishes.timeZone === undefined ? {} : { timeZone: wishes.timeZone };
  switch (shape) {
    case 'csv':
      return {
        ...rest,
        framing: { kind: 'csv', encoding, skip: 0, dialect: RFC_4180 },
        format: { kind: 'csv', dialect: RFC_4180, fields: guess.columns.length, nullWords: [] },
      };
    case 'json-lines':
      return { ...rest, framing: lines, format: { kind: 'json' } };
    case 'json-array':
      return { ...rest, framing: { kind: 'json-array', encoding }, format: { kind: 'json' } };
    case 'log':
      return { ...rest, framing: lines, format: { kind: 'log', pattern: 'apache-combined', startYear: null } };
    case 'text':
      return { ...rest, framing: lines, format: { kind: 'text' } };
  }
}

export function wishEncoding(guess: Sniffed, wishes: SniffWishes, encoding: TextEncoding): SniffWishes {
  const { framing } = guess;
  if (framing.kind === 'message') return wishes;
  return { ...withoutColumns(wishes), framing: { ...framing, encoding } };
}

/** Other fields than before: names and types are guessed anew. */
export function wishDialect(guess: Sniffed, wishes: SniffWishes, change: Partial<CsvDialect>): SniffWishes {
  const { format, framing } = guess;
  if (format.kind !== 'csv') return wishes;
  const dialect = { ...format.dialect, ...change };
  return { ...withoutColumns(wishes), framing: framing.kind === 'csv' ? { ...framing, dialect } : framing, format: { ...format, dialect } };
}

export function wishNullWords(guess: Sniffed, wishes: SniffWishes, nullWords: readonly string[]): SniffWishes {
  const { format, framing } = guess;
  return format.kind === 'csv' ? { ...wishes, framing, format: { ...format, nullWords } } : wishes;
}

export function wishHeader(wishes: SniffWishes, header: boolean): SniffWishes {
  // A framing that was wished for says itself how many lines to leave out, so it must not speak against this.
  const { framing, ...rest } = withoutColumns(wishes);
  if (framing === undefined) return { ...rest, header };
  return { ...rest, header, framing: framing.kind === 'csv' || framing.kind === 'lines' ? { ...framing, skip: header ? 1 : 0 } : framing };
}

export function wishLog(guess: Sniffed, wishes: SniffWishes, change: { readonly pattern?: string; readonly startYear?: number | null }): SniffWishes {
  if (guess.format.kind !== 'log') return wishes;
  return { ...withoutColumns(wishes), framing: guess.framing, format: { ...guess.format, ...change } };
}

export function wishColumn(guess: Sniffed, wishes: SniffWishes, position: number, change: Partial<ParsedColumn>): SniffWishes {
  const columns = guess.columns.map(({ name, type, from, form }, i): ParsedColumn => {
    const column = { name, type, from, form };
    return i === position ? { ...column, ...change } : column;
  });
  return { ...wishes, columns };
}

function withoutColumns({ columns: _columns, ...rest }: SniffWishes): SniffWishes {
  return rest;
}

/** Types a column of a file may have, in the order of the list. */
export const COLUMN_TYPES: readonly DataType['kind'][] = ['STRING', 'BIGINT', 'INT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP'];

export function typeOf(kind: string): DataType {
  switch (kind) {
    case 'BIGINT':
    case 'INT':
    case 'DOUBLE':
    case 'BOOLEAN':
    case 'DATE':
    case 'TIMESTAMP':
      return { kind };
    default:
      return STRING;
  }
}

/** Another type reads its text its own way, unless the way in force fits it too. */
export function formFor(type: DataType, form: ValueForm): ValueForm {
  return formsOf(type).some(({ kind }) => kind === form.kind) ? form : { kind: 'cast' };
}

export interface FormChoice {
  readonly id: string;
  readonly kind: ValueForm['kind'];
  readonly label: string;
  readonly form: ValueForm;
}

/** How the text of a value of that type may be read. */
export function formsOf(type: DataType): readonly FormChoice[] {
  const cast: FormChoice = {
    id: 'cast',
    kind: 'cast',
    label: type.kind === 'TIMESTAMP' || type.kind === 'DATE' ? '2024-05-17 …' : 'as written',
    form: { kind: 'cast' },
  };
  switch (type.kind) {
    case 'TIMESTAMP':
      return [cast, ...EPOCHS, PATTERN];
    case 'DATE':
      return [cast, PATTERN];
    case 'INT':
    case 'BIGINT':
    case 'DOUBLE':
    case 'FLOAT':
    case 'DECIMAL':
      return [cast, { id: 'decimal-comma', kind: 'decimal-comma', label: '1.234,56', form: { kind: 'decimal-comma' } }];
    default:
      return [cast];
  }
}

const EPOCHS: readonly FormChoice[] = (
  [
    ['s', 'seconds since 1970'],
    ['ms', 'ms since 1970'],
    ['us', 'µs since 1970'],
    ['ns', 'ns since 1970'],
  ] as const
).map(([unit, label]) => ({ id: `epoch-${unit}`, kind: 'epoch', label, form: { kind: 'epoch', unit } }));

const PATTERN: FormChoice = { id: 'pattern', kind: 'pattern', label: 'by a pattern', form: { kind: 'pattern', pattern: 'dd/MM/yyyy HH:mm:ss' } };

export function formId(form: ValueForm): string {
  return form.kind === 'epoch' ? `epoch-${form.unit}` : form.kind;
}
