import type { ParsedColumn, RecordFormat } from './record-format.ts';

/** Whether the column is a time of syslog, which may have no year of its own. */
export function isYearless(format: RecordFormat, { from, type, form }: ParsedColumn): boolean {
  return format.kind === 'log' && format.pattern === 'syslog' && from === 'time' && type.kind !== 'STRING' && form.kind === 'cast';
}

/** The year that the first line is taken to be of, where a parser has to remember from line to line which year it has come to; else null. */
export function rememberedYear(format: RecordFormat, columns: readonly ParsedColumn[]): number | null {
  return format.kind === 'log' && columns.some((column) => isYearless(format, column)) ? format.startYear : null;
}
