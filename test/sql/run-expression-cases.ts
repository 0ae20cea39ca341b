// Runs a file of golden expression cases (kind "expressions") against the checker and the evaluator. Counts rows: every
// row of a case stands alone; a case that Spark refuses counts as one.
import { columnFromValues, type PlainValue, valueAt } from '../../src/columns/build.ts';
import type { Column, Rows, Selection } from '../../src/columns/column.ts';
import { type DataType, formatType, type Schema } from '../../src/columns/data-type.ts';
import { formatTimestamp, parseTimestamp } from '../../src/columns/time.ts';
import { describeProblem, type Problem } from '../../src/problem/problem.ts';
import type { EvaluationContext } from '../../src/sql/batch.ts';
import { checkExpression } from '../../src/sql/check.ts';
import { compileExpression } from '../../src/sql/evaluate.ts';
import type { Expression } from '../../src/sql/expression.ts';
import { WINDOW, windowStarts } from '../../src/sql/functions/window.ts';
import { parseType } from '../../src/sql/parse-type.ts';
import { RowErrors } from '../../src/sql/row-errors.ts';
import { checkSlidingWindow, WINDOW_COLUMN } from '../../src/sql/sliding-window.ts';

export interface ExpressionFailure {
  readonly expr: string;
  readonly row: number | null;
  readonly input: PlainValue;
  readonly expected: string;
  readonly got: string;
}

export interface ExpressionUnsupported {
  readonly expr: string;
  readonly rows: number;
  readonly reason: string;
}

export interface ExpressionReport {
  readonly passed: number;
  readonly failed: readonly ExpressionFailure[];
  readonly unsupported: readonly ExpressionUnsupported[];
}

interface GoldenRow {
  readonly in: readonly PlainValue[];
  readonly out?: PlainValue;
  readonly out4?: PlainValue;
  readonly outJdk21?: PlainValue;
  readonly error?: string;
  readonly error4?: string;
  readonly errorJdk21?: string;
}

interface GoldenCase {
  readonly expr: string;
  readonly columns?: Readonly<Record<string, string>>;
  readonly ansi: boolean;
  readonly timeZone?: string;
  readonly batchTime?: string;
  readonly type?: string;
  readonly type4?: string;
  readonly type35?: string;
  readonly analysisError?: string;
  readonly analysisError4?: string;
  readonly tolerance?: number;
  readonly many?: boolean;
  readonly rows?: readonly GoldenRow[];
}

export interface GoldenExpressions {
  readonly kind: 'expressions';
  readonly group: string;
  readonly cases: readonly GoldenCase[];
}

class Report {
  passed = 0;
  readonly failed: ExpressionFailure[] = [];
  readonly unsupported: ExpressionUnsupported[] = [];
}

export function runExpressionCases(file: GoldenExpressions): ExpressionReport {
  const report = new Report();
  for (const golden of file.cases) runCase(golden, report);
  return report;
}

/** Codes that say "this build does not have it", not "this is wrong". */
function missing(p: Problem): boolean {
  return /^(?:function\/(?:refused|unsupported)|sql\/unsupported)|^sql\/(?:unknown-function|regex-unsupported)/.test(p.code);
}

function runCase(golden: GoldenCase, report: Report): void {
  const prepared = prepare(golden);
  if (typeof prepared === 'string') {
    skip(golden, prepared, Math.max(golden.rows?.length ?? 0, 1), report);
    return;
  }
  if (golden.many === true) {
    runSlidingCase(golden, prepared, report);
    return;
  }
  const refused = golden.analysisError4 ?? (golden.type4 === undefined ? golden.analysisError : undefined);
  const checked = checkExpression(golden.expr, prepared);
  if (refused !== undefined) checkRefusal(golden, refused, checked.ok ? null : checked.problems, report);
  else if (!checked.ok) checkUnexpectedRefusal(golden, checked.problems, report);
  else if (formatType(checked.value.type).toUpperCase() === typeOf(golden).toUpperCase()) runRows(golden, prepared, checked.value, report);
  else
    report.failed.push({
      expr: golden.expr,
      row: null,
      input: null,
      expected: `type ${typeOf(golden)}`,
      got: `type ${formatType(checked.value.type)}`,
    });
}

function typeOf(golden: GoldenCase): string {
  return golden.type4 ?? golden.type ?? '';
}

function skip(golden: GoldenCase, reason: string, rows: number, report: Report): void {
  report.unsupported.push({ expr: golden.expr, rows, reason });
}

/** The columns of the case, or the reason why this build cannot run it. */
function prepare(golden: GoldenCase): Schema | string {
  if (!golden.ansi) return 'ansi is off';
  const schema: { name: string; type: DataType }[] = [];
  for (const [name, ddl] of Object.entries(golden.columns ?? {})) {
    const type = parseType(ddl);
    if (!type.ok) return `type ${ddl}`;
    schema.push({ name, type: type.value });
  }
  return schema;
}

function checkRefusal(golden: GoldenCase, refused: string, problems: readonly Problem[] | null, report: Report): void {
  if (problems === null) {
    report.failed.push({ expr: golden.expr, row: null, input: null, expected: `refused: ${refused}`, got: 'accepted' });
  } else if (problems.every(missing) && !(refused === 'UNRESOLVED_ROUTINE' && problems.some((p) => p.code === 'sql/unknown-function'))) {
    report.unsupported.push({ expr: golden.expr, rows: 1, reason: words(problems) });
  } else {
    report.passed++;
  }
}

function checkUnexpectedRefusal(golden: GoldenCase, problems: readonly Problem[], report: Report): void {
  // A literal pattern that cannot be read is refused before any row; Spark fails every row that is not NULL.
  const rows = golden.rows ?? [];
  const classes = problems.map((p) =>
    p.code === 'sql/regex-invalid'
      ? /PATTERN$|PatternSyntaxException$/
      : p.code === 'sql/like-pattern'
        ? /ESC_/
        : p.code === 'sql/datetime-pattern' || p.code === 'function/format'
          ? classOf(p)
          : null,
  );
  const early = rows.every((row) => (row.error4 ?? row.error) !== undefined || row.in.includes(null)) && classes.every((pattern) => pattern !== null);
  if (problems.some(missing)) skip(golden, words(problems), Math.max(rows.length, 1), report);
  else if (early && rows.every((row) => row.in.includes(null) || classes.some((pattern) => pattern?.test(row.error4 ?? row.error ?? '')))) {
    report.passed += rows.length;
  } else report.failed.push({ expr: golden.expr, row: null, input: null, expected: `accepted, ${typeOf(golden)}`, got: words(problems) });
}

/** Exactly the class that the problem names. */
function classOf(p: Problem): RegExp {
  return new RegExp(`^${String(p.params['errorClass']).replaceAll('.', '\\.')}$`);
}

function words(problems: readonly Problem[]): string {
  return problems.map((p) => describeProblem(p).what).join(' ');
}

function runRows(golden: GoldenCase, schema: Schema, expression: Expression, report: Report): void {
  const rows = golden.rows ?? [];
  const batchTimeMs = golden.batchTime === undefined ? 1_700_000_000_000 : Date.parse(golden.batchTime);
  const all = rows.map((_, i) => i);
  const context = { batchTimeMs, timeZone: golden.timeZone ?? 'UTC' };
  const whole = evaluate(schema, rows, expression, context, null);
  const odd = evaluate(schema, rows, expression, context, Int32Array.from(all.filter((i) => i % 2 === 1)));
  rows.forEach((row, i) => {
    const got = whole(i);
    if (got.error?.startsWith('UNSUPPORTED_') === true) {
      skip(golden, got.error, 1, report);
      return;
    }
    const verdict = judge(row, got, golden.tolerance ?? (typeOf(golden).includes('FLOAT') ? FLOAT_STEP : 0));
    const alone = i % 2 === 1 ? odd(i) : got;
    if (verdict !== null) report.failed.push({ expr: golden.expr, row: i, input: row.in, expected: verdict, got: JSON.stringify(got) });
    else if (JSON.stringify(alone) !== JSON.stringify(got)) {
      report.failed.push({
        expr: golden.expr,
        row: i,
        input: row.in,
        expected: JSON.stringify(got),
        got: `${JSON.stringify(alone)} under a selection`,
      });
    } else report.passed++;
  });
}

/** `out` is the list of values of a row: one for each window that its time lies in. */
function runSlidingCase(golden: GoldenCase, schema: Schema, report: Report): void {
  const sliding = checkSlidingWindow(golden.expr, schema);
  const fail = (row: number | null, expected: string, got: string) => report.failed.push({ expr: golden.expr, row, input: null, expected, got });
  if (sliding?.ok !== true) {
    fail(null, 'a sliding window', sliding === null ? 'none' : words(sliding.problems));
    return;
  }
  const { time, shape, rest } = sliding.value;
  const context = { batchTimeMs: 1_700_000_000_000, timeZone: golden.timeZone ?? 'UTC' };
  (golden.rows ?? []).forEach((row, i) => {
    const expected = expectedOf(row).value;
    const at = evaluate(schema, [row], time, context, null)(0).value;
    const windows = at === null ? [] : windowStarts(parseTimestamp(String(at)), shape);
    const rows = windows.map((start) => ({ in: [...row.in, [formatTimestamp(start), formatTimestamp(start + shape.size)]] }));
    const answers = evaluate([...schema, { name: WINDOW_COLUMN, type: WINDOW }], rows, rest, context, null);
    const got = rows.map((_, k) => answers(k).value);
    if (equal(expected, got, 0)) report.passed++;
    else fail(i, JSON.stringify(expected), JSON.stringify(got));
  });
}

/** FLOATs are shown by their shortest digits here and by those of a DOUBLE in the cases. */
const FLOAT_STEP = 2 ** -24;

interface Answer {
  readonly value: PlainValue;
  readonly error: string | null;
}

function evaluate(
  schema: Schema,
  rows: readonly GoldenRow[],
  expression: Expression,
  context: Omit<EvaluationContext, 'errors'>,
  selection: Selection,
): (row: number) => Answer {
  const columns: Column[] = schema.map((field, c) =>
    columnFromValues(
      field.type,
      rows.map((row) => row.in[c] ?? null),
    ),
  );
  const batch: Rows = { schema, columns, length: rows.length, selection };
  const errors = new RowErrors();
  const column = compileExpression(expression)(batch, { ...context, errors });
  if (column.length !== rows.length) throw new Error(`${expression.text}: ${column.length} rows for ${rows.length}`);
  return (row) => ({ value: valueAt(column, row), error: errors.at(row)?.errorClass ?? null });
}

function expectedOf(row: GoldenRow): { readonly value: PlainValue; readonly error: string | null } {
  const error = row.error4 ?? (row.out4 === undefined ? row.error : undefined) ?? null;
  return { value: error === null ? (row.out4 !== undefined ? row.out4 : (row.out ?? null)) : null, error };
}

/** What was expected, when the answer is not it. */
function judge(row: GoldenRow, got: Answer, tolerance: number): string | null {
  const { value, error } = expectedOf(row);
  if (error !== null || got.error !== null) {
    if (error === got.error || (row.errorJdk21 !== undefined && row.errorJdk21 === got.error)) return null;
    if (row.outJdk21 !== undefined && got.error === null && equal(row.outJdk21, got.value, tolerance)) return null;
    return error === null ? JSON.stringify(value) : `error ${error}`;
  }
  if (equal(value, got.value, tolerance) || (row.outJdk21 !== undefined && equal(row.outJdk21, got.value, tolerance))) return null;
  return JSON.stringify(value);
}

function equal(expected: PlainValue, got: PlainValue, tolerance: number): boolean {
  if (Array.isArray(expected) && Array.isArray(got)) {
    return expected.length === got.length && expected.every((value, i) => equal(value as PlainValue, got[i] as PlainValue, tolerance));
  }
  if (typeof expected === 'number' && typeof got === 'number' && tolerance > 0) {
    return Math.abs(expected - got) <= tolerance * Math.max(Math.abs(expected), Math.abs(got));
  }
  // JSON has no -0: where Spark answered -0.0 the case says "-0.0".
  return expected === got;
}
