// One expression on some rows in every way it can be evaluated: a whole batch, a batch in other lanes of which only some rows are asked
// for, rows alone, as an operator computes it (constants folded, terms shared, rows that repeat one another's texts), and by the
// row-at-a-time oracle where that knows every function in it. All must say the same, value or error class.
import { columnFromValues, type PlainValue, valueAt } from '../../src/columns/build.ts';
import type { Column, Rows } from '../../src/columns/column.ts';
import { gatherColumn } from '../../src/columns/gather.ts';
import { checkExpression } from '../../src/sql/check.ts';
import { compileExpression } from '../../src/sql/evaluate.ts';
import type { Expression } from '../../src/sql/expression.ts';
import { RowErrors } from '../../src/sql/row-errors.ts';
import { SharedTerms } from '../../src/sql/shared-terms.ts';
import { simplifyExpression } from '../../src/sql/simplify.ts';
import { rebuffered } from '../columns/arbitrary-rows.ts';
import { RandomExpressions, scope, seeded } from './random-expression.ts';
import { evaluateRow } from './row-evaluator.ts';
import { fromPlain, RowFailure, toPlain, Unknown, type Value } from './row-values.ts';

const context = { batchTimeMs: 1_709_210_096_789, timeZone: 'UTC' };

interface Tally {
  /** Expressions that checked and were evaluated. */
  evaluated: number;
  /** Of these, rows that the oracle answered too. */
  byOracle: number;
  refused: number;
}

/** Evaluates `count` expressions of the seed; those that do not check are not counted. @throws Error that names seed, expression and row. */
export function evaluateEverywhere(seed: number, count: number): Tally {
  const expressions = new RandomExpressions(seeded(seed));
  const tally: Tally = { evaluated: 0, byOracle: 0, refused: 0 };
  let table = tableOf(expressions.rows(6));
  for (let n = 0; tally.evaluated < count; n++) {
    if (n % 100 === 0) table = tableOf(expressions.rows(6));
    const text = expressions.expression(expressions.scalar(), 3);
    const checked = checkExpression(text, scope);
    if (checked.ok) {
      tally.evaluated++;
      tally.byOracle += compareAll(checked.value, table, `seed ${seed}, number ${n}: ${text}`);
    } else tally.refused++;
  }
  return tally;
}

/** So often that the texts are few beside the rows. */
const REPEATS = 16;

/** Rows in the forms they are evaluated in, made once. */
export interface Table {
  readonly rows: readonly (readonly PlainValue[])[];
  readonly whole: readonly Column[];
  /** The same in other lanes and buffers. */
  readonly relaid: readonly Column[];
  /** The rows REPEATS times over, their texts in the same buffers. */
  readonly repeated: readonly Column[];
  /** The columns of each row alone. */
  readonly alone: readonly (readonly Column[])[];
  readonly values: readonly (readonly Value[])[];
}

export function tableOf(rows: readonly (readonly PlainValue[])[]): Table {
  const whole = scope.map((field, c) =>
    columnFromValues(
      field.type,
      rows.map((row) => row[c] ?? null),
    ),
  );
  return {
    rows,
    whole,
    relaid: whole.map(rebuffered),
    repeated: whole.map((column) =>
      gatherColumn(
        column,
        Int32Array.from({ length: rows.length * REPEATS }, (_, i) => i % rows.length),
      ),
    ),
    alone: rows.map((_, r) => whole.map((column) => gatherColumn(column, Int32Array.of(r)))),
    values: rows.map((row) => row.map((value, c) => fromPlain(value, scope[c]?.type ?? { kind: 'VOID' }))),
  };
}

/** How many rows the oracle answered. */
export function compareAll(expression: Expression, table: Table, name: string): number {
  const { rows, whole: columns, relaid, repeated, alone: singles, values } = table;
  const compute = compileExpression(expression);
  const whole = answers(compute, { schema: scope, columns, length: rows.length, selection: null }, rows.length, name);
  const odd = Int32Array.from({ length: rows.length >> 1 }, (_, i) => 2 * i + 1);
  const some = answers(compute, { schema: scope, columns: relaid, length: rows.length, selection: odd }, rows.length, name);
  const operator = asInOperator(expression);
  const often = { schema: scope, columns: repeated, length: rows.length * REPEATS, selection: null };
  const here = answers(operator, { ...often, selection: odd }, often.length, name);
  const first = answers(operator, often, often.length, name);
  const again = answers(operator, often, often.length, name);
  let known = 0;
  rows.forEach((row, r) => {
    if (r % 2 === 1) same(some(r), whole(r), 'under a selection', 'in a batch', row, name);
    else {
      const alone = answers(compute, { schema: scope, columns: singles[r] ?? [], length: 1, selection: null }, 1, name)(0);
      same(alone, whole(r), 'alone', 'in a batch', row, name);
    }
    if (r % 2 === 1) same(here(r), whole(r), 'in an operator under a selection', 'in a batch', row, name);
    same(first(r), whole(r), 'in an operator', 'in a batch', row, name);
    same(again(rows.length * 4 + r), whole(r), 'in an operator again', 'in a batch', row, name);
    const oracle = byOracle(expression, values[r] ?? []);
    if (oracle === null) return;
    known++;
    same(whole(r), oracle, 'in a batch', 'by the rules', row, name);
  });
  return known;
}

function answers(compute: ReturnType<typeof compileExpression>, rows: Rows, length: number, name: string): (row: number) => string {
  const errors = new RowErrors();
  let column: Column;
  try {
    column = compute(rows, { ...context, errors });
  } catch (error) {
    throw new Error(`${name}: threw ${String(error)}`, { cause: error });
  }
  if (column.length !== length) throw new Error(`${name}: ${column.length} rows for ${length}`);
  return (row) => errors.at(row)?.errorClass ?? JSON.stringify(valueAt(column, row));
}

/** The expression as an operator computes it that has it twice. */
function asInOperator(expression: Expression): ReturnType<typeof compileExpression> {
  const simplified = simplifyExpression(expression);
  return compileExpression(simplified, new SharedTerms([simplified, simplified]));
}

function byOracle(expression: Expression, values: readonly Value[]): string | null {
  try {
    return JSON.stringify(toPlain(evaluateRow(expression.root, values), expression.type));
  } catch (error) {
    if (error instanceof RowFailure) return error.errorClass;
    if (error instanceof Unknown) return null;
    throw error;
  }
}

function same(got: string, wanted: string, gotWhere: string, wantedWhere: string, row: readonly PlainValue[], name: string): void {
  if (got !== wanted) throw new Error(`${name}\nfor ${JSON.stringify(row)}\n${gotWhere}: ${got}\n${wantedWhere}: ${wanted}`);
}
