// Edges where an answer was once not Spark's. Every expected value is what Spark 4.3 answered, but for UNSUPPORTED_PATTERN, which is our own.
import { describe, expect, it } from 'vitest';
import { formatType } from '../../src/columns/data-type.ts';
import { checkExpression } from '../../src/sql/check.ts';
import { answer, answers, schemaOf } from './evaluate-text.ts';

describe('an answer of Spark', () => {
  it.each([
    ["locate('', 'abc', 4)", 1],
    ["mask('Ⅷa1')", 'Ⅷxn'],
    ['pmod(-7, -2147483648)', 2147483641],
    ["unix_timestamp(TIMESTAMP'1969-12-31 23:59:59.5Z')", 0],
    ["unix_timestamp(TIMESTAMP'2024-01-01 00:00:00Z', NULL)", 1_704_067_200],
    ["CAST(-CAST('12345678901234567890123456789012345678' AS DECIMAL(38,0)) AS STRING)", '-12345678901234567890123456789012350000'],
    ["array_distinct(array(CAST('-0.0' AS DOUBLE), 1.0D))", [0, 1]],
    ["array_union(array(CAST('-0.0' AS DOUBLE)), array(2.0D))", [0, 2]],
    ['round(5, NULL)', null],
    [
      "str_to_map('ab', '', ':')",
      [
        ['a', null],
        ['b', null],
      ],
    ],
    ["parse_url('http://h/?a.b=1&aXb=2', 'QUERY', 'a.b')", '1'],
    ["parse_url('x y', 'HOST', 'k')", null],
    ["parse_url('', 'PATH')", ''],
    ['map(1, 2)[1L]', 2],
    ['array(10, 20)[4294967296L]', 10],
    ["CAST(timestampadd(HOUR, 24, TIMESTAMP'2024-03-09 12:00:00Z') AS BIGINT)", 1_710_072_000],
    ["CAST(CAST('epoch' AS TIMESTAMP) AS BIGINT)", 0],
    ["to_date('epoch') = DATE'1970-01-01'", true],
    ["try_add(1, 'x')", null],
    ["hex(left(X'616263', 2))", '6162'],
    ["hex(reverse(X'616263'))", '636261'],
    ['concat()', ''],
    ["sign(INTERVAL '-1' DAY)", -1],
    ["regexp_replace('xaab', r'(?<w>\\w)\\k<w>', '#')", 'x#b'],
    ["regexp_replace('ab cd', r'(?x) a b # two letters', '#')", '# cd'],
    ["'abc' RLIKE r'^[^a-c&&[^b]]'", false],
    ["'b' RLIKE r'^[^a-c&&[^b]]$'", true],
    ["regexp_extract_all('tRue', r'\\p{javaLowerCase}', 0)", ['t', 'u', 'e']],
    ['octet_length(12)', 2],
    ["nullifzero('1')", '1'],
    ["format_number(1234.567D, '$#')", '$1235'],
    ["format_number(0.123D, '#%')", '12%'],
    ["format_number(12345D, '##0.##E0')", '12.345E3'],
    ["format_number(-1234.567D, '#;(#)')", '(1235)'],
    ['format_number(1e22D, 2)', '10,000,000,000,000,000,000,000.00'],
    ["format_string('%h %h %h', 255, 'abc', true)", 'ff 4ed2cbb4 4cf'],
    ["format_string('%g %.3g', 0.0001D, 1234.5D)", '0.000100000 1.23e+03'],
    ['from_json(\'{"a":"x/y"}\', \'a BINARY\').a IS NULL', true],
  ])('%s', (text, expected) => {
    expect(answer(text)).toEqual(expected);
  });

  it.each([
    ['100Y * 2Y', 'BINARY_ARITHMETIC_OVERFLOW'],
    ['ceil(9.3E18D)', 'ARITHMETIC_OVERFLOW'],
    ["-CAST('99999999999999999999999999999999999999' AS DECIMAL(38,0))", 'NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION'],
    ["timestampdiff(DAYOFYEAR, TIMESTAMP'2024-01-01 00:00:00Z', TIMESTAMP'2024-02-01 00:00:00Z')", 'INVALID_PARAMETER_VALUE.DATETIME_UNIT'],
    ["try_make_timestamp(2024, 2, 30, 1, 1, 1, 'x')", 'INVALID_TIMEZONE'],
    ["format_string(concat('%', 'd'), 1.5)", 'java.util.IllegalFormatConversionException'],
  ])('%s fails with %s', (text, errorClass) => {
    expect(answer(text)).toEqual(errorClass);
  });

  it.each([
    ['NULL / 1.50', 'DOUBLE'],
    ['1.50 / NULL', 'DECIMAL(9,6)'],
    ['~NULL', 'INT'],
    ['nanvl(CAST(1 AS FLOAT), NULL)', 'FLOAT'],
    ['array_append(array(1), CAST(1 AS FLOAT))', 'ARRAY<FLOAT>'],
    ["map_concat(map(1, 1), map(1L, '1'))", 'MAP<BIGINT, BIGINT>'],
    ["sequence(1, '3')", 'ARRAY<BIGINT>'],
    ['reverse(NULL)', 'STRING'],
  ])('%s is of type %s', (text, type) => {
    const checked = checkExpression(text, []);
    expect(checked.ok && formatType(checked.value.type)).toBe(type);
  });

  it.each([
    'array_contains(array(1), NULL)',
    'array_union(array(1), NULL)',
    'array_append(array(1), 1.5)',
    "array(1) = array('1')",
    "named_struct('x', 1) = named_struct('x', '1')",
    'element_at(array(1), 1L)',
    'array_repeat(1, 1S)',
    "array_join(array('a'), 1)",
    'get_json_object(1, 2)',
    'str_to_map(1)',
    'mask(1)',
    'soundex(1)',
    "unix_seconds('2024-01-01')",
    "unix_date(TIMESTAMP'2024-01-01 00:00:00')",
    "to_binary('61', 'foo')",
    'floor(1.5, NULL)',
    'nullif(map(1, 1), map(1, 1))',
    "bit_count('1')",
  ])('refuses %s', (text) => {
    expect(checkExpression(text, []).ok).toBe(false);
  });

  it.each([
    ["'a' RLIKE s", '(', 'INVALID_PARAMETER_VALUE.PATTERN'],
    ["'a' RLIKE s", '\\X', 'UNSUPPORTED_PATTERN'],
    ['format_string(s, 65)', '%05c', 'java.util.FormatFlagsConversionMismatchException'],
    ['format_string(s, 65)', '%q', 'java.util.UnknownFormatConversionException'],
    ['format_number(1.5D, s)', '0,', 'java.lang.IllegalArgumentException'],
  ])('%s fails for %s with %s', (text, value, errorClass) => {
    expect(answers(text, 's STRING', [[value]])).toEqual([errorClass]);
  });

  it('refuses an order of sort_array that rows decide', () => {
    expect(checkExpression('sort_array(a, b)', schemaOf('a ARRAY<INT>, b BOOLEAN')).ok).toBe(false);
  });
});
