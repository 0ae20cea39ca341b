import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BIGINT, BOOLEAN, DATE, DOUBLE, INT, type Schema, STRING, TIMESTAMP } from '../../src/columns/data-type.ts';
import { describeProblem, type Result } from '../../src/problem/problem.ts';
import { checkAggregate, checkExpression } from '../../src/sql/check.ts';
import { parseInterval } from '../../src/sql/interval.ts';
import { completionsAt } from '../../src/sql/language-info.ts';
import { parseExpression } from '../../src/sql/parse.ts';
import { parseSchema, parseType } from '../../src/sql/parse-type.ts';

const scope: Schema = [
  { name: 'word', type: STRING },
  { name: 'n', type: BIGINT },
  { name: 'i', type: INT },
  { name: 'd', type: DOUBLE },
  { name: 'b', type: BOOLEAN },
  { name: 'day', type: DATE },
  { name: 'at', type: TIMESTAMP },
  { name: 'list', type: { kind: 'ARRAY', element: STRING } },
  { name: 'pair', type: { kind: 'STRUCT', fields: [{ name: 'x', type: INT }] } },
];

const tokens = fc.constantFrom(
  ..."word n i d b day at list pair pair.x list[0] 1 1.5 1.5D 3000000000 9999999999999999999 0x1F 1e5 'a' '' \"b\" r'\\d' `x y` NULL TRUE FALSE".split(
    ' ',
  ),
  ...'+ - * / % || & | ^ ~ = == <> != < <= > >= <=> !< << ( ) [ ] , . :: -> ; ? @ $ { } \\ \' " ` /* */ -- é 😀'.split(' '),
  ...'AND OR NOT IN IS LIKE RLIKE ILIKE BETWEEN ESCAPE CASE WHEN THEN ELSE END CAST( TRY_CAST( AS INT STRING ARRAY< DISTINCT FROM FOR INTERVAL DAY DIV'.split(
    ' ',
  ),
  ...'lower( concat( if( coalesce( split( substring( round( count( sum( count(*) nullif( array( size( date_add( DATE TIMESTAMP greatest( nope('.split(
    ' ',
  ),
  "DATE'2024-02-29'",
  "TIMESTAMP'2024-02-29 12:00:00'",
  "X'0A'",
  '1.5BD',
  '7Y',
  '1e400',
  'INTERVAL 1 DAY',
  "INTERVAL '1-2' YEAR TO MONTH",
  'AS DECIMAL(10,2))',
  'AS MAP<STRING, INT>)',
  'AS INTERVAL DAY TO SECOND)',
  '::DECIMAL(3)',
  'x -> x',
  '(x, y) ->',
  'transform(list,',
  "LIKE ANY ('a%')",
  'struct(1 AS a)',
  'extract(DAY FROM',
  'rand(',
  "split(word, '[^a-z]+')",
  "RLIKE '(a+)+'",
  "LIKE 'a%'",
);

const soup = fc.array(tokens, { maxLength: 30 }).map((parts) => parts.join(' '));
const glued = fc.array(tokens, { maxLength: 15 }).map((parts) => parts.join(''));
const anything = fc.oneof(soup, glued, fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 60 }));

function expectWellFormed<T>(result: Result<T>, text: string): void {
  if (result.ok) return;
  expect(result.problems.length).toBeGreaterThan(0);
  for (const p of result.problems) {
    expect(p.code).toMatch(/^(?:sql|function)\//);
    const { from = -1, to = -1 } = p.where;
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(to).toBeLessThanOrEqual(text.length);
    const { what, next } = describeProblem(p);
    expect(what).toMatch(/[.?]$/);
    expect(next).toMatch(/[.]$/);
    expect(`${what}${next}`).not.toMatch(/undefined|\[object/);
  }
}

describe('any text at all', () => {
  it('is an expression or problems with places, never an exception', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expectWellFormed(parseExpression(text), text);
        expectWellFormed(checkExpression(text, scope), text);
        expectWellFormed(checkAggregate(text, scope), text);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is a type, a schema, a duration, or problems with places', () => {
    const ddl = fc
      .array(fc.constantFrom('a', 'INT', 'STRING', 'ARRAY<', 'STRUCT<', '>', ':', ',', ' ', '`x`', 'DECIMAL(10,2)', 'MAP<', '(', ')', 'é', '10', 's'))
      .map((p) => p.join(' '));
    fc.assert(
      fc.property(fc.oneof(ddl, anything), (text) => {
        expectWellFormed(parseType(text), text);
        expectWellFormed(parseSchema(text), text);
        expectWellFormed(parseInterval(text), text);
      }),
      { numRuns: 3_000 },
    );
  });

  it('can be completed at any place', () => {
    fc.assert(
      fc.property(anything, fc.nat(80), (text, at) => {
        const offset = Math.min(at, text.length);
        const completions = completionsAt(text, offset, scope);
        if (completions === null) return;
        expect(completions.from).toBeLessThanOrEqual(offset);
        for (const option of completions.options) expect(option.cursor).toBeLessThanOrEqual(option.insert.length);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('long and deep text', () => {
  const shapes: readonly (readonly [string, (n: number) => string])[] = [
    ['brackets', (n) => `${'('.repeat(n)}n${')'.repeat(n)}`],
    ['open brackets', (n) => '('.repeat(n)],
    ['a chain of +', (n) => `n${' + n'.repeat(n)}`],
    ['a chain of OR', (n) => `n = 1${' OR n = 1'.repeat(n)}`],
    ['a chain of NOT', (n) => `${'NOT '.repeat(n)}b`],
    ['nested calls', (n) => `${'abs('.repeat(n)}n${')'.repeat(n)}`],
    ['nested IN', (n) => `${'f(n IN ('.repeat(n)}1${'))'.repeat(n)}`],
    ['CASE without end', (n) => 'CASE WHEN '.repeat(n)],
    ['nested CASE with operand', (n) => `${'CASE '.repeat(n)}n${' WHEN 1 THEN 2 WHEN 3 THEN 4 END'.repeat(n)}`],
    ['nested nullif', (n) => `${'nullif('.repeat(n)}n${', 1)'.repeat(n)}`],
    ['nested BETWEEN', (n) => `${'('.repeat(n)}n${' BETWEEN 1 AND 1.5D) IS NULL'.repeat(n)}`],
    ['quotes', (n) => "'".repeat(n)],
    ['comments', (n) => '/*'.repeat(n)],
    ['minus', (n) => `${'- '.repeat(n)}1`],
    ['a long list', (n) => `n IN (${'1, '.repeat(n)}1)`],
    ['DISTINCT', (n) => 'f(distinct '.repeat(n)],
    ['intervals', (n) => 'interval '.repeat(n)],
  ];
  for (const [name, make] of shapes) {
    it(`${name}: is answered in bounded time at every size`, () => {
      for (const n of [30, 150, 500, 2_000, 20_000]) {
        const text = make(n);
        expectWellFormed(checkExpression(text, scope), text);
      }
    }, 20_000);
  }
});
