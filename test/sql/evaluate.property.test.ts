import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnFromValues, valueAt } from '../../src/columns/build.ts';
import type { Column } from '../../src/columns/column.ts';
import { BIGINT, BOOLEAN, DOUBLE, INT, type Schema, STRING } from '../../src/columns/data-type.ts';
import { checkExpression } from '../../src/sql/check.ts';
import { compileExpression } from '../../src/sql/evaluate.ts';
import { RowErrors } from '../../src/sql/row-errors.ts';
import { evaluateRow } from './row-evaluator.ts';
import { toPlain as plain, RowFailure, type Value } from './row-values.ts';

const schema: Schema = [
  { name: 'i', type: INT },
  { name: 'j', type: INT },
  { name: 'l', type: BIGINT },
  { name: 'm', type: BIGINT },
  { name: 'd', type: DOUBLE },
  { name: 'e', type: DOUBLE },
  { name: 'b', type: BOOLEAN },
  { name: 'c', type: BOOLEAN },
  { name: 's', type: STRING },
  { name: 't', type: STRING },
];

const ints = fc.oneof(fc.constantFrom(0, 1, -1, 2, 7, 2147483647, -2147483648, 46341, 65536), fc.integer({ min: -20, max: 20 }));
const bigs = fc.oneof(
  ints.map(BigInt),
  fc.constantFrom(9007199254740991n, 9007199254740992n, -9007199254740993n, 9223372036854775807n, -9223372036854775808n, 3037000500n, 94906266n),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
);
const doubles = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.double({ min: -100, max: 100 }),
);
const texts = fc.oneof(fc.constantFrom('', 'a', 'ab', 'b', 'A', 'é', '\uffff', '😀'), fc.string({ unit: 'grapheme', maxLength: 4 }));

function nullable<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(values, { freq: 5 });
}

const row: fc.Arbitrary<Value[]> = fc.tuple(
  nullable(ints.map(BigInt)),
  nullable(ints.map(BigInt)),
  nullable(bigs),
  nullable(bigs),
  nullable(doubles),
  nullable(doubles),
  nullable(fc.boolean()),
  nullable(fc.boolean()),
  nullable(texts),
  nullable(texts),
);

function literalText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Text of expressions of each type, well-typed by construction. */
const { number: numbers, condition: conditions } = fc.letrec<{ number: string; condition: string; text: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('i', 'j', 'l', 'm', 'd', 'e', '0', '1', '-3', '7L', '2147483647', '0.5D', '9007199254740993', 'CAST(NULL AS INT)'),
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(fc.constantFrom('i', 'l', 'm', '7L', '2'), fc.constantFrom('i', 'j', 'm', '0', '-1')).map(([a, b]) => `(${a} div ${b})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `pmod(${a}, ${b})`),
    tie('number').map((a) => `(- ${a})`),
    tie('number').map((a) => `abs(${a})`),
    fc.tuple(tie('condition'), tie('number'), tie('number')).map(([c, a, b]) => `if(${c}, ${a}, ${b})`),
    fc
      .tuple(tie('condition'), tie('number'), tie('condition'), tie('number'))
      .map(([c, a, k, b]) => `CASE WHEN ${c} THEN ${a} WHEN ${k} THEN ${b} END`),
    fc.tuple(tie('number'), tie('number'), tie('number')).map(([x, w, r]) => `CASE ${x} WHEN ${w} THEN ${r} ELSE 0 END`),
    fc.tuple(tie('number'), tie('number'), tie('number')).map(([a, b, c]) => `coalesce(${a}, ${b}, ${c})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `nullif(${a}, ${b})`),
    fc.tuple(tie('number'), tie('number'), tie('number')).map(([a, b, c]) => `greatest(${a}, ${b}, ${c})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `least(${a}, ${b})`),
  ),
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('b', 'c', 'TRUE', 'FALSE', 'CAST(NULL AS BOOLEAN)'),
    fc.tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('condition').map((a) => `(NOT ${a})`),
    fc.tuple(tie('number'), fc.constantFrom('=', '<>', '<', '<=', '>', '>=', '<=>'), tie('number')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('text'), fc.constantFrom('=', '<>', '<', '<=', '>', '>=', '<=>'), tie('text')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('number'), fc.constantFrom('IS NULL', 'IS NOT NULL')).map(([a, test]) => `(${a} ${test})`),
    fc.tuple(tie('condition'), fc.constantFrom('IS TRUE', 'IS NOT FALSE', 'IS UNKNOWN')).map(([a, test]) => `(${a} ${test})`),
    fc.tuple(tie('number'), fc.constantFrom('', 'NOT '), tie('number'), tie('number')).map(([a, not, x, y]) => `(${a} ${not}BETWEEN ${x} AND ${y})`),
    fc.tuple(tie('number'), fc.constantFrom('', 'NOT '), tie('number'), tie('number')).map(([a, not, x, y]) => `(${a} ${not}IN (${x}, ${y}))`),
    fc.tuple(tie('text'), fc.constantFrom("'a', 'b'", "'', NULL", "t, 'é'")).map(([a, options]) => `(${a} IN (${options}))`),
    fc.tuple(fc.constantFrom('i', 'l', 'm', 'd'), fc.constantFrom('1, 7', '0, NULL, -3', '9007199254740993, 1')).map(([a, o]) => `(${a} IN (${o}))`),
  ),
  text: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('s', 't', "''", "'b'", 'CAST(NULL AS STRING)'),
    texts.map(literalText),
    fc.tuple(tie('condition'), tie('text'), tie('text')).map(([c, a, b]) => `if(${c}, ${a}, ${b})`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `coalesce(${a}, ${b})`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} || ${b})`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `nullif(${a}, ${b})`),
  ),
}));

function oracle(expression: string, rows: readonly Value[][]): readonly string[] {
  const checked = checkExpression(expression, schema);
  if (!checked.ok) throw new Error(`${expression}: ${JSON.stringify(checked.problems)}`);
  return rows.map((values) => {
    try {
      return JSON.stringify(plain(evaluateRow(checked.value.root, values), checked.value.type));
    } catch (error) {
      if (error instanceof RowFailure) return error.errorClass;
      throw error;
    }
  });
}

function columnar(expression: string, rows: readonly Value[][], selection: Int32Array | null): (row: number) => string {
  const checked = checkExpression(expression, schema);
  if (!checked.ok) throw new Error(`${expression}: ${JSON.stringify(checked.problems)}`);
  const columns: Column[] = schema.map((field, c) =>
    columnFromValues(
      field.type,
      rows.map((values) => plain(values[c] ?? null, field.type)),
    ),
  );
  const errors = new RowErrors();
  const compute = compileExpression(checked.value);
  const column = compute({ schema, columns, length: rows.length, selection }, { batchTimeMs: 0, timeZone: 'UTC', errors });
  expect(column.length).toBe(rows.length);
  return (at) => errors.at(at)?.errorClass ?? JSON.stringify(valueAt(column, at));
}

const expressions = fc.oneof(numbers, conditions);

describe('a compiled expression', () => {
  it('gives every row what the row-at-a-time oracle gives it, value or error', () => {
    fc.assert(
      fc.property(expressions, fc.array(row, { minLength: 1, maxLength: 12 }), (expression, rows) => {
        const expected = oracle(expression, rows);
        const got = columnar(expression, rows, null);
        expect(rows.map((_, i) => got(i))).toEqual(expected);
      }),
      { numRuns: 600 },
    );
  });

  it('computes only the selected rows and fails none of the others', () => {
    fc.assert(
      fc.property(expressions, fc.array(fc.tuple(row, fc.boolean()), { minLength: 1, maxLength: 12 }), (expression, picked) => {
        const rows = picked.map(([values]) => values);
        const chosen = picked.flatMap(([, taken], i) => (taken ? [i] : []));
        const expected = oracle(expression, rows);
        const got = columnar(expression, rows, Int32Array.from(chosen));
        expect(chosen.map(got)).toEqual(chosen.map((i) => expected[i]));
        const others = rows.map((_, i) => i).filter((i) => !chosen.includes(i));
        expect(others.map(got).filter((answer) => /^[A-Z_]+$/.test(answer))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
