// Checks and evaluates one expression over rows of plain values, for tests.
import { type PlainValue, rowsFromValues, valueAt } from '../../src/columns/build.ts';
import type { Selection } from '../../src/columns/column.ts';
import type { Schema } from '../../src/columns/data-type.ts';
import { describeProblem, type Problem } from '../../src/problem/problem.ts';
import { checkExpression } from '../../src/sql/check.ts';
import { compileExpression } from '../../src/sql/evaluate.ts';
import { parseSchema } from '../../src/sql/parse-type.ts';
import { RowErrors } from '../../src/sql/row-errors.ts';

export const BATCH_TIME_MS = 1_700_000_000_000;

export function schemaOf(ddl: string): Schema {
  const schema = parseSchema(ddl);
  if (!schema.ok) throw new Error(ddl);
  return schema.value;
}

/** Answers of the selected rows; an error class stands for a row that failed. */
export function answers(
  text: string,
  ddl: string,
  rows: readonly (readonly PlainValue[])[],
  selection: Selection = null,
  timeZone = 'UTC',
): PlainValue[] {
  const schema = ddl === '' ? [] : schemaOf(ddl);
  const checked = checkExpression(text, schema);
  if (!checked.ok) throw new Error(checked.problems.map((p) => describeProblem(p).what).join(' '));
  const errors = new RowErrors();
  const batch = { ...rowsFromValues(schema, rows), selection };
  const column = compileExpression(checked.value)(batch, { batchTimeMs: BATCH_TIME_MS, timeZone, errors });
  const chosen = selection === null ? rows.map((_, i) => i) : [...selection];
  return chosen.map((row) => errors.at(row)?.errorClass ?? valueAt(column, row));
}

/** The answer of an expression without columns. */
export function answer(text: string, timeZone = 'UTC'): PlainValue {
  return answers(text, '', [[]], null, timeZone)[0] ?? null;
}

export function problemsOf(text: string, ddl = ''): readonly Problem[] {
  const checked = checkExpression(text, ddl === '' ? [] : schemaOf(ddl));
  return checked.ok ? [] : checked.problems;
}

/** "code: words @from-to" of the first problem. */
export function refusal(text: string, ddl = ''): string {
  const [first] = problemsOf(text, ddl);
  return first === undefined ? 'accepted' : `${first.code}: ${describeProblem(first).what} @${first.where.from}-${first.where.to}`;
}
