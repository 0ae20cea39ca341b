import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STRING } from '../../src/columns/data-type.ts';
import { columnText, keyName, splitKey } from '../../src/operators/group-keys.ts';
import { checkExpression } from '../../src/sql/check.ts';
import { functionInfos, keywords } from '../../src/sql/language-info.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';

describe('a column as an expression', () => {
  const means = (name: string) => {
    const scope = [
      { name: 'other', type: STRING },
      { name, type: STRING },
    ];
    const { root } = mustBeOk(checkExpression(columnText(name), scope));
    expect(root).toMatchObject({ kind: 'column', index: 1 });
  };

  it('means that column, also when its name is a word of the language', () => {
    for (const word of [...keywords, ...functionInfos().map((f) => f.name)]) if (/^\w+$/.test(word)) means(word.toLowerCase());
  });

  it('means that column, whatever its name', () => {
    const anyName = fc
      .oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'binary', minLength: 1 }))
      .filter((name) => /^[^\n\r`]*[^\s`][^\n\r`]*$/.test(name));
    void fc.assert(
      fc.property(anyName, (name) => {
        fc.pre(name.toLowerCase() !== 'other');
        means(name);
      }),
    );
  });

  it('is written plainly where it can be', () => {
    expect(['word', 'n_2', 'my word', 'case', 'a`b'].map(columnText)).toEqual(['word', 'n_2', '`my word`', '`case`', '`a``b`']);
  });
});

describe('a group key', () => {
  const columns = [
    { name: 'word', type: STRING },
    { name: 'a AS b', type: STRING },
  ];

  it.each([
    ['word', { name: 'word', text: 'word' }],
    [' WORD ', { name: 'word', text: 'word' }],
    ['upper(word) AS u', { name: 'u', text: 'upper(word)' }],
    ['upper(word)  as `the word`', { name: 'the word', text: 'upper(word)' }],
    ['CAST(word AS INT)', null],
    ['CAST(word AS INT) AS i', { name: 'i', text: 'CAST(word AS INT)' }],
    ["concat(word, ' AS x')", null],
    ['a AS b', { name: 'a AS b', text: '`a AS b`' }],
    ['upper(word)', null],
    ['', null],
  ])('%j', (key, expected) => {
    expect(splitKey(key, columns)).toEqual(expected);
  });

  it('has a name for summaries even where columns are not known', () => {
    expect(['word', 'upper(word) AS u', 'upper(word)'].map(keyName)).toEqual(['word', 'u', 'upper(word)']);
  });
});
