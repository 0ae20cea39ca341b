import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/columns/column.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { checkExpression } from '../../src/sql/check.ts';
import { compileExpression } from '../../src/sql/evaluate.ts';
import { library } from '../../src/sql/functions/library.ts';
import { RowErrors } from '../../src/sql/row-errors.ts';
import { problemOfRow } from '../../src/sql/row-problem.ts';
import { answer, answers, BATCH_TIME_MS, schemaOf } from './evaluate-text.ts';

describe('every function', () => {
  for (const definition of library) {
    it(`${definition.name}: its example gives what it says`, () => {
      expect(answer(definition.example.text)).toEqual(definition.example.expected);
      expect(definition.help).toMatch(/[.]$/);
    });
  }
});

describe('a value is computed only for the rows that need it', () => {
  const rows = [[0], [5], [null]];
  it('AND and OR stop at what decides', () => {
    expect(answers('x <> 0 AND 10 / x > 1', 'x INT', rows)).toEqual([false, true, null]);
    expect(answers('x = 0 OR 10 / x > 1', 'x INT', rows)).toEqual([true, true, null]);
    expect(answers('10 / x > 1 AND x <> 0', 'x INT', rows)).toEqual(['DIVIDE_BY_ZERO', true, null]);
  });
  it('CASE, if and coalesce take one branch', () => {
    expect(answers('CASE WHEN x = 0 THEN -1D ELSE 10 / x END', 'x INT', rows)).toEqual([-1, 2, null]);
    expect(answers('if(x = 0, NULL, 10 div x)', 'x INT', rows)).toEqual([null, 2, null]);
    expect(answers('coalesce(x, 1 div 0)', 'x INT', rows)).toEqual([0, 5, 'DIVIDE_BY_ZERO']);
  });
  it('a NULL argument ends the call before later arguments', () => {
    expect(answers("length(CAST(NULL AS STRING)) + CAST('x' AS INT)", 'x INT', rows)).toEqual([null, null, null]);
  });
  it('a constant that fails does so only for rows that reach it', () => {
    expect(answers("if(x = 5, CAST('many' AS INT), 1)", 'x INT', rows)).toEqual([1, 'CAST_INVALID_INPUT', 1]);
    expect(answers("if(x = 7, CAST('many' AS INT), 1)", 'x INT', rows)).toEqual([1, 1, 1]);
  });
});

describe('BIGINT is exact in both lanes', () => {
  it('leaves the safe range and comes back', () => {
    expect(answers('n + 1', 'n BIGINT', [[9007199254740991], [1]])).toEqual(['9007199254740992', 2]);
    expect(answers('n - 1', 'n BIGINT', [['9007199254740992'], [1]])).toEqual([9007199254740991, 0]);
    expect(answers('n * n', 'n BIGINT', [[3037000499], [3037000500]])).toEqual(['9223372030926249001', 'ARITHMETIC_OVERFLOW']);
    expect(answers('n * 0', 'n BIGINT', [[-5]])).toEqual([0]);
  });
  it('uses floats again once all values are safe', () => {
    const checked = checkExpression('n % 10', schemaOf('n BIGINT'));
    if (!checked.ok) throw new Error('not checked');
    const column: Column = { kind: 'big', type: { kind: 'BIGINT' }, length: 1, nulls: null, values: BigInt64Array.of(9007199254740993n) };
    const result = compileExpression(checked.value)(
      { schema: schemaOf('n BIGINT'), columns: [column], length: 1, selection: null },
      { batchTimeMs: 0, timeZone: 'UTC', errors: new RowErrors() },
    );
    expect(result.kind).toBe('float');
  });
});

describe('text', () => {
  const rows = [['The Whale'], ['ÄÖ ß'], ['ΑΣ'], [''], [null], ['a😀b']];
  it('changes case as Java does, for ASCII and beyond', () => {
    expect(answers('lower(s)', 's STRING', rows)).toEqual(['the whale', 'äö ß', 'ας', '', null, 'a😀b']);
    expect(answers('upper(s)', 's STRING', rows)).toEqual(['THE WHALE', 'ÄÖ SS', 'ΑΣ', '', null, 'A😀B']);
  });
  it('counts code points', () => {
    expect(answers('length(s)', 's STRING', rows)).toEqual([9, 4, 2, 0, null, 3]);
    expect(answers('substring(s, 2, 1)', 's STRING', rows)).toEqual(['h', 'Ö', 'Σ', '', null, '😀']);
    expect(answers('substring(s, -2)', 's STRING', rows)).toEqual(['le', ' ß', 'ΑΣ', '', null, '😀b']);
  });
  it('splits at a class of characters, a character, a text and a pattern', () => {
    const lines = [['The sea, the sea!'], [' a'], [''], ['é-b'], [null]];
    expect(answers("split(lower(s), '[^a-z]+')", 's STRING', lines)).toEqual([['the', 'sea', 'the', 'sea', ''], ['', 'a'], [''], ['', 'b'], null]);
    expect(answers("split(s, ' ')", 's STRING', lines)).toEqual([['The', 'sea,', 'the', 'sea!'], ['', 'a'], [''], ['é-b'], null]);
    expect(answers("split(s, 'ea')", 's STRING', lines)).toEqual([['The s', ', the s', '!'], [' a'], [''], ['é-b'], null]);
    expect(answers("split(s, 'e.', 2)", 's STRING', lines)).toEqual([['Th', 'sea, the sea!'], [' a'], [''], ['é-b'], null]);
  });
  it('finds parts of the text on slices that repeat and overlap', () => {
    const bytes = new TextEncoder().encode('One two');
    const column: Column = {
      kind: 'string',
      type: { kind: 'STRING' },
      length: 4,
      nulls: null,
      bytes,
      starts: Int32Array.of(0, 0, 4, 2),
      ends: Int32Array.of(7, 3, 7, 5),
    };
    const checked = checkExpression("concat_ws('|', lower(s), upper(s), s)", schemaOf('s STRING'));
    if (!checked.ok) throw new Error('not checked');
    const result = compileExpression(checked.value)(
      { schema: schemaOf('s STRING'), columns: [column], length: 4, selection: null },
      { batchTimeMs: 0, timeZone: 'UTC', errors: new RowErrors() },
    );
    if (result.kind !== 'string') throw new Error('not text');
    const text = (row: number) => new TextDecoder().decode(result.bytes.subarray(result.starts[row], result.ends[row]));
    expect([0, 1, 2, 3].map(text)).toEqual(['one two|ONE TWO|One two', 'one|ONE|One', 'two|TWO|two', 'e t|E T|e t']);
    expect(new TextDecoder().decode(bytes)).toBe('One two');
  });
});

describe('the clock', () => {
  it('is the batch time', () => {
    expect(answer('current_timestamp')).toBe('2023-11-14T22:13:20.000000Z');
    expect(answer('CAST(current_timestamp() AS BIGINT)')).toBe(BATCH_TIME_MS / 1000);
  });
});

describe('an error of a row', () => {
  it('has the place in the text and words for it', () => {
    const text = 'n + CAST(word AS INT)';
    const checked = checkExpression(text, schemaOf('word STRING, n INT'));
    if (!checked.ok) throw new Error('not checked');
    const errors = new RowErrors();
    const columns: Column[] = [
      {
        kind: 'string',
        type: { kind: 'STRING' },
        length: 1,
        nulls: null,
        bytes: new TextEncoder().encode('many'),
        starts: Int32Array.of(0),
        ends: Int32Array.of(4),
      },
      { kind: 'int', type: { kind: 'INT' }, length: 1, nulls: null, values: Int32Array.of(1) },
    ];
    compileExpression(checked.value)({ schema: [], columns, length: 1, selection: null }, { batchTimeMs: 0, timeZone: 'UTC', errors });
    const first = errors.first();
    if (first === null) throw new Error('no error');
    const p = problemOfRow(first, text, { operator: 'map-1' });
    expect(describeProblem(p)).toEqual({
      what: "'many' cannot be cast to INT in CAST(word AS INT).",
      next: 'Use TRY_CAST(.. AS INT), which gives NULL for such rows.',
    });
    expect(p.where).toEqual({ operator: 'map-1', from: 4, to: 21 });
  });
});
