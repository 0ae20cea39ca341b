// Every function of the library on random rows: a batch answers as each of its rows alone, under a selection too, whatever stands
// in the rows that are not asked for. Arguments are made from the signatures.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlainValue } from '../../../src/columns/build.ts';
import { checkExpression } from '../../../src/sql/check.ts';
import { library } from '../../../src/sql/functions/library.ts';
import { answers, schemaOf } from '../evaluate-text.ts';

const texts = fc.constantFrom(
  '',
  'a',
  'abc',
  'A b,c',
  '1',
  '-12',
  'né😀',
  ' x ',
  '{"a":1,"b":[1,2]}',
  '[1,2]',
  '4142',
  'YWJj',
  '%d %s',
  '$.a',
  '\\d+',
  'a,b,c',
  '2024-02-29',
  'http://h.org/p?q=1',
);
const ints = fc.constantFrom(0, 1, -1, 2, 3, 5, 7, 36, 100, -2147483648, 2147483647);
const doubles = fc.constantFrom<PlainValue>(0, '-0.0', 1.5, -2.5, 'NaN', 'Infinity', 1e10, 0.1);

const values: Readonly<Record<string, fc.Arbitrary<PlainValue>>> = {
  STRING: texts,
  INT: ints,
  BIGINT: fc.constantFrom<PlainValue>(0, 1, -1, 63, '9223372036854775807', '-9223372036854775808', 123456),
  DOUBLE: doubles,
  FLOAT: fc.constantFrom<PlainValue>(0, 1.5, 'NaN'),
  BOOLEAN: fc.boolean(),
  BINARY: fc.constantFrom('', '00ff', '616263'),
  DATE: fc.constantFrom('2024-02-29', '1970-01-01'),
  TIMESTAMP: fc.constantFrom('2024-02-29T12:34:56.789000Z', '1969-12-31T23:59:59.000000Z'),
};

const variables: Readonly<Record<string, string>> = { N: 'INT', S: 'STRING', T: 'INT', A: 'STRING', B: 'INT', C: 'BOOLEAN', K: 'STRING', V: 'INT' };

function typeOf(pattern: string): string {
  return pattern.replace(/\b[A-Z]\b/g, (letter) => variables[letter] ?? 'INT');
}

function arbitraryOf(type: string): fc.Arbitrary<PlainValue> | null {
  const array = /^ARRAY<(.*)>$/.exec(type);
  if (array !== null) {
    const element = arbitraryOf(array[1] as string);
    return element === null ? null : fc.array(fc.option(element, { freq: 4 }), { maxLength: 4 });
  }
  const map = /^MAP<(\w+), (.*)>$/.exec(type);
  if (map !== null) {
    const value = arbitraryOf(map[2] as string);
    if (value === null || map[1] !== 'STRING') return null;
    const entry = fc.tuple(texts, fc.option(value)).map((pair): PlainValue => [pair[0], pair[1] as PlainValue]);
    return fc.uniqueArray(entry, { selector: (pair) => (pair as readonly PlainValue[])[0], maxLength: 3 }).map((entries): PlainValue => entries);
  }
  return values[type] ?? null;
}

interface Call {
  readonly text: string;
  readonly ddl: string;
  readonly rows: fc.Arbitrary<PlainValue[]>;
}

function callsOf(definition: (typeof library)[number]): Call[] {
  if (!/^[a-z]\w*$/.test(definition.name) || /^(?:current_|now|cast|try_cast|raise)/.test(definition.name)) return [];
  return definition.signatures.flatMap((signature) => {
    const list = /^[^(]*\((.*)\) -> /.exec(signature)?.[1] ?? '';
    const types = list === '' ? [] : list.split(/, (?=\w+ [A-Z])/).map((part) => typeOf(part.replace(/\.\.\.$/, '').replace(/^\w+ /, '')));
    const made = types.map(arbitraryOf);
    if (types.length === 0 || made.includes(null)) return [];
    const columns = types.map((type, i) => `c${i} ${type}`);
    const text = `${definition.name}(${types.map((_, i) => `c${i}`).join(', ')})`;
    const ddl = columns.join(', ');
    if (!checkExpression(text, schemaOf(ddl)).ok) return [];
    return [
      { text, ddl, rows: fc.tuple(...made.map((each) => fc.option(each as fc.Arbitrary<PlainValue>, { freq: 6 }))) as fc.Arbitrary<PlainValue[]> },
    ];
  });
}

const calls = library.flatMap(callsOf);

describe('a batch answers as its rows alone', () => {
  it('has most functions among those tried', () => {
    expect(new Set(calls.map((call) => call.text.replace(/\(.*/, ''))).size).toBeGreaterThan(180);
  });

  it.each(calls)('$text over $ddl', ({ text, ddl, rows }) => {
    fc.assert(
      fc.property(fc.array(rows, { minLength: 1, maxLength: 7 }), (batch) => {
        const alone = batch.map((row) => answers(text, ddl, [row])[0]);
        expect(answers(text, ddl, batch)).toEqual(alone);
        const odd = Int32Array.from(batch.keys()).filter((i) => i % 2 === 1);
        expect(answers(text, ddl, batch, odd)).toEqual([...odd].map((i) => alone[i]));
      }),
      { numRuns: 25 },
    );
  });
});
