import { describe, expect, it } from 'vitest';
import { formatType } from '../../src/columns/data-type.ts';
import { checkExpression } from '../../src/sql/check.ts';
import { typeOfText } from '../../src/sql/type-of-text.ts';
import { answer, answers, schemaOf } from './evaluate-text.ts';

const columns = 'a DECIMAL(10,2), q DECIMAL(38,10), big DECIMAL(38,0), n INT, l BIGINT, d DOUBLE, f FLOAT, ti TINYINT, s STRING, bo BOOLEAN';
const scope = schemaOf(columns);

/** The type of the text over the columns, or the code of what refuses it. */
function typeOf(text: string): string {
  const checked = checkExpression(text, scope);
  return checked.ok ? formatType(checked.value.type) : (checked.problems[0]?.code ?? '');
}

// Spark's rules of precision and scale (DecimalPrecision, RoundBase); the numbers are worked out by hand.
describe('the type of a DECIMAL result', () => {
  it.each([
    ['a + a', 'DECIMAL(11,2)'],
    ['a - 1.5', 'DECIMAL(11,2)'],
    ['a * a', 'DECIMAL(21,4)'],
    ['a / a', 'DECIMAL(23,13)'],
    ['a % 3', 'DECIMAL(3,2)'],
    ['a div 3', 'BIGINT'],
    ['a + n', 'DECIMAL(13,2)'],
    ['a + l', 'DECIMAL(23,2)'],
    ['a + 1', 'DECIMAL(11,2)'],
    ['a * ti', 'DECIMAL(14,2)'],
    ['q + q', 'DECIMAL(38,9)'],
    ['q * q', 'DECIMAL(38,6)'],
    ['q / 3', 'DECIMAL(38,10)'],
    ['big * big', 'DECIMAL(38,0)'],
    ['a + d', 'DOUBLE'],
    ['a * f', 'DOUBLE'],
    ["a + '1'", 'DOUBLE'],
    ['-a', 'DECIMAL(10,2)'],
    ['abs(a)', 'DECIMAL(10,2)'],
    ['round(a)', 'DECIMAL(9,0)'],
    ['round(a, 1)', 'DECIMAL(10,1)'],
    ['round(a, 5)', 'DECIMAL(11,2)'],
    ['round(a, -3)', 'DECIMAL(9,0)'],
    ['floor(a)', 'DECIMAL(9,0)'],
    ['floor(big)', 'DECIMAL(38,0)'],
    ['ceil(d, 2)', 'DECIMAL(18,2)'],
    ['coalesce(a, n)', 'DECIMAL(12,2)'],
    ['CASE WHEN bo THEN a ELSE q END', 'DECIMAL(38,10)'],
    ['greatest(a, 1.234)', 'DECIMAL(11,3)'],
    ["coalesce(a, 'x')", 'DOUBLE'],
    ['f + f', 'FLOAT'],
    ['f + n', 'DOUBLE'],
    ['ti + ti', 'TINYINT'],
    ['ti + 1', 'INT'],
    ['ti / ti', 'DOUBLE'],
    ["ti + '1'", 'BIGINT'],
    ['ti & n', 'INT'],
    ['a & 1', 'sql/operand-types'],
    ['d div 2', 'sql/operand-types'],
  ])('%s: %s', (text, type) => {
    expect(typeOf(text)).toBe(type);
  });
});

describe('a literal', () => {
  it.each([
    ['1.5', 'DECIMAL(2,1)'],
    ['.5', 'DECIMAL(1,1)'],
    ['1.', 'DECIMAL(1,0)'],
    ['0.001', 'DECIMAL(3,3)'],
    ['100.00', 'DECIMAL(5,2)'],
    ['1e3BD', 'DECIMAL(4,0)'],
    ['9223372036854775808', 'DECIMAL(19,0)'],
    ['-9223372036854775808', 'BIGINT'],
    ['-128Y', 'TINYINT'],
    ['32767S', 'SMALLINT'],
    ['1.5F', 'FLOAT'],
    ['1e400', 'sql/number-range'],
    ['32768S', 'sql/number-range'],
    [`${'9'.repeat(39)}`, 'sql/number-range'],
    ["X'ABC'", 'BINARY'],
    ["X'0G'", 'sql/typed-literal'],
    ['INTERVAL 1 DAY', 'INTERVAL DAY'],
    ['INTERVAL 1 WEEK', 'INTERVAL DAY'],
    ['INTERVAL 1 DAY 2 SECONDS', 'INTERVAL DAY TO SECOND'],
    ['INTERVAL 5 MILLISECONDS', 'INTERVAL SECOND'],
    ["INTERVAL '1-2' YEAR TO MONTH", 'INTERVAL YEAR TO MONTH'],
    ["INTERVAL '1 day -2 hours'", 'INTERVAL DAY TO HOUR'],
    ["INTERVAL '1-12' YEAR TO MONTH", 'sql/interval-literal'],
    ["INTERVAL '25:00' HOUR TO MINUTE", 'INTERVAL HOUR TO MINUTE'],
    ["INTERVAL '1 25' DAY TO HOUR", 'sql/interval-literal'],
    ['INTERVAL 1.5 DAY', 'sql/interval-literal'],
    ['INTERVAL 1 FORTNIGHT', 'sql/interval-literal'],
    ["INTERVAL '1' DAY TO YEAR", 'sql/interval-literal'],
  ])('%s: %s', (text, type) => {
    expect(typeOf(text)).toBe(type);
  });
});

describe('a value', () => {
  const expectations: readonly (readonly [string, unknown])[] = [
    ['1.005 * 1.005', '1.010025'],
    ['2 / 3.0', '0.666667'],
    ['-2 / 3.0', '-0.666667'],
    ['1.0 / 3 * 3', '0.999999'],
    ['-7.5 % 2', '-1.5'],
    ['pmod(-7.5, 2)', '0.5'],
    ['pmod(7.5, -2)', '1.5'],
    ['-7.5 div 2', -3],
    ['99999999999999999999.99 + 0.01', '100000000000000000000.00'],
    ['round(2.5) || round(-2.5) || round(1.45, 1)', '3-31.5'],
    ['bround(2.5) || bround(3.5) || bround(-2.5)', '24-2'],
    ['floor(-1.01) || ceil(-1.01) || floor(12.7, -1)', '-2-110'],
    ["CAST('1.455' AS DECIMAL(5,2))", '1.46'],
    ["CAST('-1.455' AS DECIMAL(5,2))", '-1.46'],
    ["CAST(' 1e-2 ' AS DECIMAL(5,3))", '0.010'],
    ['CAST(0.1F AS DECIMAL(10,8))', '0.10000000'],
    ['CAST(1e15 AS DECIMAL(20,2))', '1000000000000000.00'],
    ['CAST(123.999 AS INT)', 123],
    ['CAST(-0.9 AS BIGINT)', 0],
    ["TRY_CAST('1234.5' AS DECIMAL(4,1))", null],
    ['CAST(true AS DECIMAL(3,1))', '1.0'],
    ['0.1F', 0.1],
    ['CAST(0.1F AS DOUBLE)', 0.10000000149011612],
    ['CAST(16777217 AS FLOAT)', 16777216],
    ['CAST(1.0E10F AS STRING)', '1.0E10'],
    ['CAST(3.4028235E38F AS STRING)', '3.4028235E38'],
    ["CAST(INTERVAL '26' HOUR AS INTERVAL DAY TO HOUR)", "INTERVAL '1 02' DAY TO HOUR"],
    ["CAST('1 02:03' AS INTERVAL DAY TO MINUTE)", "INTERVAL '1 02:03' DAY TO MINUTE"],
    ['CAST(INTERVAL 90 MINUTES AS INT)', 90],
    ['CAST(3 AS INTERVAL DAY)', "INTERVAL '3' DAY"],
    ['CAST(INTERVAL 30 MONTHS AS INTERVAL YEAR)', "INTERVAL '2' YEAR"],
    ["CAST(X'616263' AS STRING)", 'abc'],
    ["CAST('é' AS BINARY)", 'c3a9'],
    ["X'00' < X'0000'", true],
    ['~0Y', -1],
    ['shiftright(-1, 33)', -1],
    ['5 & 3 | 8 ^ 1', 9],
    ["'abc' LIKE ANY ('x%', 'a%')", true],
    ["'abc' NOT LIKE ALL ('x%', 'a%')", false],
    ['1.50 = 1.5', true],
    ['1.5 IN (1, 1.50)', true],
    ['0.1 + 0.2 = 0.3', true],
    ['0.1D + 0.2D = 0.3D', false],
    ['typeof(1.5 * 2)', 'decimal(4,1)'],
    ['array(1)::ARRAY<STRING>[0]', '1'],
    ['1::INT < 2', true],
    ['round(2.345, 1 + 1)', '2.35'],
  ];
  for (const [text, expected] of expectations) {
    it(`${text}: ${JSON.stringify(expected)}`, () => expect(answer(text)).toEqual(expected));
  }

  it.each([
    ['big + 1', 'NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION'],
    ['CAST(12345.678 AS DECIMAL(6,2))', 'NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION'],
    ["CAST('1,5' AS DECIMAL(5,2))", 'CAST_INVALID_INPUT'],
    ['1.5 / 0', 'DIVIDE_BY_ZERO'],
    ['1.5 % 0', 'REMAINDER_BY_ZERO'],
    ['1.5 div 0', 'DIVIDE_BY_ZERO'],
    ['CAST(300 AS TINYINT)', 'CAST_OVERFLOW'],
    ["CAST('300' AS TINYINT)", 'CAST_INVALID_INPUT'],
    ['100Y + 100Y', 'BINARY_ARITHMETIC_OVERFLOW'],
    ['CAST(1e20 AS BIGINT)', 'CAST_OVERFLOW'],
    ['CAST(99999999999999999999 AS BIGINT)', 'CAST_OVERFLOW'],
  ])('%s fails with %s', (text, errorClass) => {
    const row = [null, null, '9'.repeat(38), null, null, null, null, null, null, null];
    expect(answers(text, columns, [row])).toEqual([errorClass]);
  });
});

it('tells nothing of a text that is no expression', () => {
  expect(typeOfText('a +', scope)).toBeNull();
});
