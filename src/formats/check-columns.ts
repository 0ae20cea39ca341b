// Whether records of a format can be read into columns: the dialect, where each column comes from, and whether its form gives its
// type. What passes here never fails for another reason than its records.
import { type DataType, formatType, isNumericType } from '../columns/data-type.ts';
import { type Problem, type ProblemWhere, problem } from '../problem/problem.ts';
import { readPattern } from '../sql/datetime/pattern.ts';
import { logPattern } from './parse/log-pattern.ts';
import type { CsvDialect, ParsedColumn, RecordFormat, ValueForm } from './record-format.ts';

export function checkColumns(format: RecordFormat, columns: readonly ParsedColumn[], where: ProblemWhere, label: string): readonly Problem[] {
  if (columns.length === 0) return [problem('format/no-columns', where, { label })];
  const problems: Problem[] = [...checkFormat(format, where)];
  if (problems.length > 0) return problems;
  const parts = format.kind === 'log' ? partsOf(format.pattern) : [];
  for (const column of columns) {
    const at = { ...where, column: column.name };
    const wants = wantedFrom(format, parts, column.from);
    if (wants !== null) problems.push(problem('format/column-from', at, { column: column.name, from: String(column.from), wants }));
    problems.push(...checkForm(format, column, at));
  }
  return problems;
}

function checkFormat(format: RecordFormat, where: ProblemWhere): readonly Problem[] {
  if (format.kind === 'csv') return checkDialect(format.dialect, where);
  if (format.kind !== 'log') return [];
  const pattern = logPattern(format.pattern);
  return pattern.ok ? [] : pattern.problems.map((p): Problem => ({ ...p, where }));
}

export function checkDialect({ delimiter, quote, escape: escapes }: CsvDialect, where: ProblemWhere): readonly Problem[] {
  const one = (text: string) => /^[\t -~]$/.test(text);
  const wrong: [string, string][] = [];
  if (!one(delimiter)) wrong.push(['delimiter', delimiter]);
  if (quote !== '' && (!one(quote) || quote === delimiter)) wrong.push(['quote', quote]);
  if (escapes !== '' && (!one(escapes) || escapes === delimiter)) wrong.push(['escape character', escapes]);
  return wrong.map(([part, got]) => problem('format/dialect', where, { part, got }));
}

function partsOf(text: string): readonly string[] {
  const pattern = logPattern(text);
  return pattern.ok ? pattern.value.parts : [];
}

/** What there is instead, in words; null when there is such a part. */
function wantedFrom(format: RecordFormat, parts: readonly string[], from: number | string): string | null {
  switch (format.kind) {
    case 'text':
      return null;
    case 'csv':
      return typeof from === 'number' && Number.isInteger(from) && from >= 0 && from < format.fields ? null : `fields 0 to ${format.fields - 1}`;
    case 'json':
      return typeof from === 'string' ? null : 'members, by their names';
    case 'log':
      return parts.includes(String(from)) ? null : `the parts ${parts.join(', ')}`;
  }
}

function checkForm(format: RecordFormat, { name, type, form }: ParsedColumn, where: ProblemWhere): readonly Problem[] {
  if (form.kind === 'pattern') {
    const pattern = readPattern(form.pattern, 'parse');
    if (!pattern.ok) return [problem('format/date-pattern', where, { column: name, pattern: form.pattern, reason: pattern.reason })];
  }
  const wants = givenBy(format, form);
  return wants.holds(type)
    ? []
    : [problem('format/column-type', where, { column: name, type: formatType(type), form: formWords(form), wants: wants.words })];
}

function givenBy(format: RecordFormat, form: ValueForm): { readonly holds: (type: DataType) => boolean; readonly words: string } {
  if (format.kind === 'text') return { holds: (type) => type.kind === 'STRING', words: 'STRING, the whole line' };
  switch (form.kind) {
    case 'epoch':
    case 'pattern':
      return { holds: (type) => type.kind === 'TIMESTAMP' || type.kind === 'DATE', words: 'TIMESTAMP or DATE' };
    case 'decimal-comma':
      return { holds: isNumericType, words: 'a number' };
    case 'cast':
      if (format.kind === 'json') return { holds: (type) => type.kind !== 'VOID', words: 'any type but VOID' };
      return {
        holds: (type) => !['ARRAY', 'MAP', 'STRUCT', 'BINARY', 'VOID'].includes(type.kind),
        words: 'a number, BOOLEAN, STRING, DATE or TIMESTAMP',
      };
  }
}

export function formWords(form: ValueForm): string {
  switch (form.kind) {
    case 'cast':
      return 'it stands';
    case 'epoch':
      return `${{ s: 'seconds', ms: 'milliseconds', us: 'microseconds', ns: 'nanoseconds' }[form.unit]} since 1970`;
    case 'pattern':
      return `the pattern ${form.pattern}`;
    case 'decimal-comma':
      return 'a number with a decimal comma';
  }
}
