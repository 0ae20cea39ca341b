import { describe, expect, it } from 'vitest';
import { formatType } from '../../src/columns/data-type.ts';
import { checkAggregate, checkExpression } from '../../src/sql/check.ts';
import type { Term } from '../../src/sql/expression.ts';
import { problemsOf, refusal, schemaOf } from './evaluate-text.ts';

const columns = 'word STRING, n BIGINT, i INT, d DOUBLE, day DATE, at TIMESTAMP, list ARRAY<STRING>, win STRUCT<start: TIMESTAMP, end: TIMESTAMP>';

describe('problems say what was got and what would do', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['lenght(word)', 'sql/unknown-function: No function lenght. Did you mean length? @0-6'],
    ['wrod', 'sql/unknown-column: No column wrod. Did you mean word? Columns: word, n, i, d, day, at, list, win. @0-4'],
    ['n + 128Y', 'sql/number-range: 128Y does not fit in TINYINT. @4-8'],
    ['', 'sql/empty: There is no expression here. Expected one, such as a column name or lower(word). @0-0'],
    ["lower('abc", "sql/unclosed: This text is not closed: there is no ' after it. @6-10"],
    ['lower(word', 'sql/syntax: This expression does not read on at its end. Expected an operator, "," or ")". @10-10'],
    ['n +', 'sql/syntax: This expression does not read on at its end. Expected a value (a column, a literal, a function or a bracket). @3-3'],
    [
      'n AND AND d',
      'sql/syntax: This expression does not read on at "AND". Expected a value before AND (a column, a literal, a function or a bracket). @6-9',
    ],
    ['n n', 'sql/syntax: This expression does not read on at "n". Expected an operator (such as + or AND) or the end. @2-3'],
    ['n <= > 1', 'sql/syntax: This expression does not read on at ">". Expected a value (a column, a literal, a function or a bracket). @5-6'],
    ['größe', 'sql/foreign-letter: "öß" cannot stand here: names without backticks have only letters a to z, digits and _. @2-4'],
    ['day = 1', 'sql/operand-types: DATE = INT is not defined. = takes two values of one kind. @0-7'],
    ['d div 2', 'sql/operand-types: DOUBLE div INT is not defined. div takes whole numbers or DECIMALs. @0-7'],
    ["word + 'a'", 'sql/operand-types: STRING + STRING is not defined. + takes two numbers, or a time and an interval. @0-10'],
    ['lower(word, 2)', 'sql/argument-count: lower was given 2 arguments. It takes lower(text STRING). @0-5'],
    ['size(word)', 'sql/argument-types: size does not take (STRING). It takes size(array ARRAY<T>) or size(map MAP<K, V>). @0-10'],
    ['if(n, 1, 2)', 'sql/argument-types: if does not take (BIGINT, INT, INT). It takes if(condition BOOLEAN, then T, otherwise T). @0-11'],
    ['CASE WHEN n THEN 1 END', 'sql/condition-type: WHEN needs a BOOLEAN, but this is BIGINT. @10-11'],
    ['NOT n', 'sql/operand-type: NOT is not defined for BIGINT. It takes a BOOLEAN. @4-5'],
    ['CAST(day AS INT)', 'sql/cast: There is no cast from DATE to INT. @0-16'],
    [
      'CAST(n AS DECIMAL(39,2))',
      'sql/decimal-type: There is no type DECIMAL(39,2): it has 1 to 38 digits, of which at most all stand behind the point. @10-23',
    ],
    ['CAST(n AS VARIANT)', 'sql/unsupported-type: This build has no type VARIANT. @10-17'],
    [
      'CAST(n AS INTT)',
      'sql/unknown-type: No type INTT. Did you mean INT? Types: BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL(p,s), STRING, BINARY, DATE, TIMESTAMP, INTERVAL .., ARRAY<..>, MAP<..>, STRUCT<..>. @10-14',
    ],
    ['win.stop', 'sql/unknown-field: No field stop in this STRUCT. Fields: start, end. @4-8'],
    ['word.x', 'sql/not-a-struct: .x needs a STRUCT before the dot, but this is STRING. @5-6'],
    ['word[0]', 'sql/not-indexable: [..] needs an ARRAY before it, but this is STRING. @0-4'],
    ['count(*)', 'sql/aggregate-here: count sums up many rows, but here an expression sees one row at a time. @0-5'],
    ["word RLIKE '('", 'sql/regex-invalid: The pattern ( cannot be read: a ( is not closed. @11-14'],
    ["word RLIKE r'\\X'", 'sql/regex-unsupported: This build cannot match the pattern \\X exactly as Spark does: \\X is not known here. @11-16'],
    ["word LIKE 'a\\\\'", 'sql/like-pattern: The pattern a\\ cannot be read: the escape character \\ stands at its end. @0-15'],
    ['round(d, i)', 'sql/literal-argument: The scale of round must be a literal, the same for every row. @9-10'],
    [
      'INTERVAL 1 MONTH 1 DAY',
      'sql/interval-literal: INTERVAL 1 MONTH 1 DAY is not an interval: years and months do not mix with shorter units. @0-22',
    ],
    ["DATE'2024-02-30'", 'sql/typed-literal: "2024-02-30" is not a DATE. Expected a date such as \'2024-02-29\'. @0-16'],
    ['9223372036854775808L', 'sql/number-range: 9223372036854775808L does not fit in BIGINT. @0-20'],
    ['filter(list, x -> y IS NULL)', 'sql/unknown-column: No column y. Did you mean n? Columns: word, n, i, d, day, at, list, win. @18-19'],
  ];
  for (const [text, expected] of cases) it(`${text || '(nothing)'}`, () => expect(refusal(text, columns)).toBe(expected));

  it('finds every problem of a text in one pass', () => {
    expect(problemsOf('wrod + lenght(word) + 1000Y', columns).map((p) => p.code)).toEqual([
      'sql/unknown-column',
      'sql/unknown-function',
      'sql/number-range',
    ]);
  });

  it('names missing functions apart from mistakes', () => {
    expect(problemsOf('reflet(word)', columns).map((p) => p.code)).toEqual(['sql/unknown-function']);
    expect(problemsOf('reflect(word)', columns).map((p) => p.code)).toEqual(['function/refused']);
  });
});

/** The term as text with its casts. */
function show(term: Term): string {
  switch (term.kind) {
    case 'literal':
      return `${term.literal.kind === 'null' ? 'NULL' : term.literal.value}:${formatType(term.type)}`;
    case 'column':
      return term.name;
    case 'call':
      return term.name === 'cast' ? `cast(${term.args.map(show)} as ${formatType(term.type)})` : `${term.name}(${term.args.map(show).join(', ')})`;
    case 'case':
      return `case(${term.branches.map((b) => `${show(b.when)} => ${show(b.then)}`).join(', ')}, ${show(term.otherwise)})`;
  }
}

function checkedTerm(text: string): string {
  const checked = checkExpression(text, schemaOf(columns));
  return checked.ok ? `${show(checked.value.root)} : ${formatType(checked.value.type)}` : checked.problems.map((p) => p.code).join();
}

describe('types, casts and precedence', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['i + n', '+(cast(i as BIGINT), n) : BIGINT'],
    ['n > 5', '>(n, 5:BIGINT) : BOOLEAN'],
    ['i / 2', '/(cast(i as DOUBLE), 2:DOUBLE) : DOUBLE'],
    ['word = 1', '=(cast(word as BIGINT), 1:BIGINT) : BOOLEAN'],
    ['coalesce(word, 1, d)', 'coalesce(cast(word as DOUBLE), 1:DOUBLE, d) : DOUBLE'],
    ['day < at', '<(cast(day as TIMESTAMP), at) : BOOLEAN'],
    ['day + 1', 'date_add(day, 1:INT) : DATE'],
    ['NULL', 'NULL:VOID : VOID'],
    ['-2147483648', '-2147483648:INT : INT'],
    ['2147483648', '2147483648:BIGINT : BIGINT'],
    ['1 + 2 || 3 + 4', '+(cast(concat(cast(+(1:INT, 2:INT) as STRING), cast(3:INT as STRING)) as BIGINT), 4:BIGINT) : BIGINT'],
    ['NOT i = 1 AND n IS NULL', 'and(not(=(i, 1:INT)), isnull(n)) : BOOLEAN'],
    ['i = 1 IS NULL', 'isnull(=(i, 1:INT)) : BOOLEAN'],
    ['i BETWEEN 1 AND 2 AND d > 1D', 'and(between(i, 1:INT, 2:INT), >(d, 1:DOUBLE)) : BOOLEAN'],
    ['-i * 2', '*(negative(i), 2:INT) : INT'],
    ["nvl(word, '-')", 'coalesce(word, -:STRING) : STRING'],
    ['nullif(i, d)', 'case(=(cast(i as DOUBLE), d) => NULL:INT, i) : INT'],
    ['list[0]', '[](list, 0:INT) : STRING'],
    ['win.END', '.(win, 1:INT) : TIMESTAMP'],
    ["'a' \"b\" r'\\c'", 'ab\\c:STRING : STRING'],
    ['WORD', 'word : STRING'],
    ['abs(i)', 'abs(i) : INT'],
    ['floor(d)', 'floor(d) : BIGINT'],
    ['if(i > 1, i, d)', 'case(>(i, 1:INT) => cast(i as DOUBLE), d) : DOUBLE'],
  ];
  for (const [text, expected] of cases) it(text, () => expect(checkedTerm(text)).toBe(expected));
});

describe('an aggregate', () => {
  const aggregate = (text: string) => {
    const checked = checkAggregate(text, schemaOf(columns));
    if (!checked.ok) return checked.problems.map((p) => p.code).join();
    const { argument, type } = checked.value;
    return `${checked.value.function}(${argument === null ? '*' : show(argument.root)}) : ${formatType(type)}`;
  };
  it('is one call', () => {
    expect(aggregate('count(*)')).toBe('count(*) : BIGINT');
    expect(aggregate('COUNT(word)')).toBe('count(word) : BIGINT');
    expect(aggregate('sum(i)')).toBe('sum(i) : BIGINT');
    expect(aggregate('sum(d)')).toBe('sum(d) : DOUBLE');
    expect(aggregate('sum(word)')).toBe('sum(cast(word as DOUBLE)) : DOUBLE');
    expect(aggregate('mean(n)')).toBe('avg(n) : DOUBLE');
    expect(aggregate('max(lower(word))')).toBe('max(lower(word)) : STRING');
    expect(aggregate('min(day)')).toBe('min(day) : DATE');
  });
  it('takes DISTINCT, FILTER, IGNORE NULLS and WITHIN GROUP where they mean something', () => {
    const call = (text: string) => {
      const checked = checkAggregate(text, schemaOf(columns));
      return checked.ok ? { ...checked.value, text: undefined, argument: undefined } : checked.problems.map((p) => p.code).join();
    };
    expect(call('count(DISTINCT n, i)')).toMatchObject({ function: 'count', distinct: true, more: [{ type: { kind: 'INT' } }] });
    expect(call('max(DISTINCT n)')).not.toHaveProperty('distinct');
    expect(call('sum(n) FILTER (WHERE n > 1)')).toMatchObject({ function: 'sum', filter: { type: { kind: 'BOOLEAN' } } });
    expect(call('sum(n) FILTER (WHERE n)')).toBe('sql/condition-type');
    expect(call('first(word) IGNORE NULLS')).toMatchObject({ function: 'first', ignoreNulls: true });
    expect(call('any_value(word, true)')).toMatchObject({ function: 'first', ignoreNulls: true });
    expect(call('sum(n) IGNORE NULLS')).toBe('sql/unsupported-form');
    expect(call('percentile_cont(0.5) WITHIN GROUP (ORDER BY n DESC)')).toMatchObject({ function: 'percentile_cont', constants: [0.5, 'DESC'] });
    expect(call('sum(n) WITHIN GROUP (ORDER BY n)')).toBe('sql/unsupported-form');
    expect(call('percentile(n, d)')).toBe('sql/argument-types');
    expect(call('percentile(n, 1.5)')).toBe('sql/argument-types');
    expect(call('approx_top_k(n)')).toBe('sql/refused-aggregate');
  });
  it('is refused otherwise, with what is missing named apart', () => {
    expect(aggregate('n')).toBe('sql/not-an-aggregate');
    expect(aggregate('lower(word)')).toBe('sql/not-an-aggregate');
    expect(aggregate('sum(n) + 1')).toBe('sql/unsupported-aggregate');
    expect(aggregate('collect_list(n)')).toBe('collect_list(n) : ARRAY<BIGINT>');
    expect(aggregate('count(DISTINCT n)')).toBe('count(n) : BIGINT');
    expect(aggregate('sum(day)')).toBe('sql/argument-types');
    expect(aggregate('sum()')).toBe('sql/argument-count');
    expect(aggregate('sum(nope)')).toBe('sql/unknown-column');
    expect(aggregate('sum(count(*))')).toBe('sql/aggregate-here');
  });
});
