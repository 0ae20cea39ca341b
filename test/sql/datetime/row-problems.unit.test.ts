// A row that has no date or time says so in words, with what would do.
import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../../src/problem/problem.ts';
import { checkExpression } from '../../../src/sql/check.ts';
import { compileExpression } from '../../../src/sql/evaluate.ts';
import { RowErrors } from '../../../src/sql/row-errors.ts';
import { problemOfRow } from '../../../src/sql/row-problem.ts';

function wordsOf(text: string): string {
  const checked = checkExpression(text, []);
  if (!checked.ok) throw new Error(text);
  const errors = new RowErrors();
  compileExpression(checked.value)({ schema: [], columns: [], length: 1, selection: null }, { batchTimeMs: 0, timeZone: 'Asia/Tehran', errors });
  const error = errors.at(0);
  if (error === undefined) throw new Error(`${text} did not fail`);
  const { what, next } = describeProblem(problemOfRow(error, text));
  return `${what} ${next}`;
}

describe('a row without a time', () => {
  it.each([
    ["to_timestamp('29.02.2023', 'dd.MM.yyyy')", "'29.02.2023' is not written as the pattern"],
    ['make_date(2023, 2, 29)', "A row's numbers make no date or time in make_date(2023, 2, 29)"],
    ['make_timestamp(2023, 2, 28, 0, 0, 60.5)', 'make no date or time'],
    ["from_utc_timestamp('2024-01-01', 'Europe/Atlantis')", "There is no time zone 'Europe/Atlantis'"],
    ["date_format('2024-01-01', 'z')", 'The zone of a time cannot be named'],
    ["next_day('2024-01-01', 'Caturday')", "'CATURDAY' is no day of the week"],
    ["timestamp'2024-01-01 00:00:00.000001Z' + INTERVAL 300000 YEARS", 'is beyond all times'],
    ['INTERVAL 1 DAY / 0', 'divides by zero'],
    ['make_ym_interval(2147483647, 0)', 'is too long for a row'],
  ])('%s', (text, words) => {
    expect(wordsOf(text)).toContain(words);
  });
});
