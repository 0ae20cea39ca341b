import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnFromValues } from '../../src/columns/build.ts';
import type { Column, Rows } from '../../src/columns/column.ts';
import { BIGINT, DOUBLE, INT, type Schema, STRING } from '../../src/columns/data-type.ts';
import { TextDictionary } from '../../src/columns/text-dictionary.ts';
import { checkExpression } from '../../src/sql/check.ts';
import { compileExpression } from '../../src/sql/evaluate.ts';
import { compileNarrowing } from '../../src/sql/narrow-rows.ts';
import { RowErrors } from '../../src/sql/row-errors.ts';
import { simplifyExpression } from '../../src/sql/simplify.ts';

const schema: Schema = [
  { name: 'i', type: INT },
  { name: 'l', type: BIGINT },
  { name: 'd', type: DOUBLE },
  { name: 's', type: STRING },
];
const TEXTS = ['', 'a', 'ab', 'view', 'views', 'vie', 'purchase', 'purchasd', 'purchases', '😀', '😀😀'];
const row = fc.tuple(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -3, max: 3 }),
  fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom('NaN', '-0.0', 'Infinity', 0.5)),
  fc.constantFrom(...TEXTS),
);
const operator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
const number = fc.integer({ min: -3, max: 3 });
const comparison = fc.oneof(
  fc.tuple(fc.constantFrom('i', 'l'), operator, number).map(([c, o, n]) => `${c} ${o} ${n}`),
  fc.tuple(operator, number).map(([o, n]) => `d ${o} ${n}D`),
  fc.constantFrom(...TEXTS).map((text) => `s = '${text}'`),
);
const condition = fc.array(comparison, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' AND '));

function rowsOf(values: readonly (readonly (number | string | null)[])[], asked: readonly boolean[] | null): Rows {
  const columns: Column[] = schema.map(({ type }, c) =>
    columnFromValues(
      type,
      values.map((one) => one[c] ?? null),
    ),
  );
  const selection = asked === null ? null : Int32Array.from(values.flatMap((_, i) => (asked[i % asked.length] === true ? [i] : [])));
  return { schema, columns, length: values.length, selection };
}

function trueRows(text: string, rows: Rows): { readonly expected: readonly number[]; readonly narrowed: readonly number[] | null } {
  const checked = checkExpression(text, schema);
  if (!checked.ok) throw new Error(text);
  const expression = simplifyExpression(checked.value);
  const column = compileExpression(expression)(rows, { batchTimeMs: 0, timeZone: 'UTC', errors: new RowErrors() });
  if (column.kind !== 'boolean') throw new Error('A condition is not BOOLEAN');
  const asked = rows.selection ?? Int32Array.from({ length: rows.length }, (_, i) => i);
  const expected = [...asked].filter((i) => column.values[i] === 1 && (column.nulls === null || column.nulls[i] === 0));
  const into = new Int32Array(asked.length);
  const count = compileNarrowing(expression)?.(rows, into) ?? -1;
  return { expected, narrowed: count < 0 ? null : [...into.subarray(0, count)] };
}

describe('rows narrowed by a condition without a column of it', () => {
  it('are those for which the condition is TRUE', () => {
    let answered = 0;
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 40 }),
        fc.option(fc.array(fc.boolean(), { minLength: 1, maxLength: 7 })),
        condition,
        (values, asked, text) => {
          const { expected, narrowed } = trueRows(text, rowsOf(values, asked));
          if (narrowed === null) return;
          answered++;
          expect(narrowed).toEqual(expected);
        },
      ),
    );
    expect(answered).toBeGreaterThan(0);
  });

  it('are found in a buffer of few texts as in any other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...TEXTS),
        fc.boolean(),
        (texts, wanted, some) => {
          const rows = rowsOf(
            Array.from({ length: 1000 }, (_, i) => [i % 3, 0, 0, texts[i % texts.length] ?? null]),
            some ? [true, false, true] : null,
          );
          const interned = rows.columns.map((column) => (column.kind === 'string' ? new TextDictionary().intern(column, null) : column));
          const { expected, narrowed } = trueRows(`i > 0 AND s = '${wanted}'`, { ...rows, columns: interned });
          expect(narrowed).toEqual(wanted === '' ? null : expected);
        },
      ),
    );
  });

  it('are left to the column where a value is NULL, or an integer beyond what doubles hold', () => {
    expect(
      trueRows(
        'i > 0',
        rowsOf(
          [
            [1, 1, 1, 'a'],
            [null, 1, 1, 'a'],
          ],
          null,
        ),
      ),
    ).toEqual({ expected: [0], narrowed: null });
    expect(
      trueRows(
        "i > 0 AND s = 'a'",
        rowsOf(
          [
            [1, 1, 1, 'a'],
            [1, 1, 1, null],
          ],
          null,
        ),
      ),
    ).toEqual({ expected: [0], narrowed: null });
    expect(trueRows('l > 0', rowsOf([[1, '9223372036854775807', 1, 'a']], null))).toEqual({ expected: [0], narrowed: null });
  });
});
