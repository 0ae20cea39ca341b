// The pure parts of one's own data: what kind a file is, what the preview's controls wish for, what is said of needs.
import { describe, expect, it } from 'vitest';
import { BIGINT, DOUBLE, STRING, TIMESTAMP } from '../../src/columns/data-type.ts';
import type { Sniffed } from '../../src/formats/sniffed.ts';
import { fileKind } from '../../src/studio/files/file-kind.ts';
import { needWords } from '../../src/studio/files/need-words.ts';
import {
  formFor,
  formId,
  formsOf,
  shapeOf,
  wishColumn,
  wishDialect,
  wishEncoding,
  wishHeader,
  wishNullWords,
  wishShape,
} from '../../src/studio/files/wish-changes.ts';
import { readOrder, writeOrder } from '../../src/studio/inspector/fields/order-entry.ts';
import { freeColumn, recordShape, renamedColumn } from '../../src/studio/inspector/fields/parsed-columns.ts';
import { nullForm, placeOfExpression, withExpression } from '../../src/studio/inspector/stopped-expression.ts';

describe('a file that is dropped', () => {
  it.each([
    ['p.json', '{\n "formatVersion": 1, "format": "millrace"', 'pipeline'],
    ['anything.txt', '{"format":"millrace"', 'pipeline'],
    ['broken.json', '{"operators": {', 'pipeline'],
    ['script.json', '<script>', 'pipeline'],
    ['deep.json', '[[[[', 'pipeline'],
    ['empty.json', '', 'pipeline'],
    ['one.json', '{"nodes": []}', 'pipeline'],
    ['rows.json', '[ {"a": 1}, {"a": 2}]', 'data'],
    ['pretty.json', '{\n "a": "}{"\n}\n{\n "a": 2\n}', 'data'],
    ['lines.json', '{"a":1}\n\n{"a":2}\n', 'data'],
    ['rows.csv', 'a,b\n1,2\n', 'data'],
    ['rows.jsonl', '{"a":1}', 'data'],
    ['access.log', '127.0.0.1 - -', 'data'],
    ['data.csv.gz', '\u001f\u008b', 'data'],
  ] as const)('%s is taken for what it holds', (name, head, kind) => {
    const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect(fileKind(name, encode(head))).toBe(kind);
    expect(fileKind(name, encode(`\uFEFF${head}`))).toBe(kind);
  });
});

const dialect = { delimiter: ';', quote: '"', escape: '"', trim: false };
const guess: Sniffed = {
  framing: { kind: 'csv', encoding: 'windows-1252', skip: 1, dialect },
  format: { kind: 'csv', dialect, fields: 2, nullWords: ['NA'] },
  columns: [
    { name: 'a', type: BIGINT, from: 0, form: { kind: 'cast' }, why: '', nullShare: 0, renamedFrom: null, offers: [] },
    { name: 'b', type: STRING, from: 1, form: { kind: 'cast' }, why: '', nullShare: 0, renamedFrom: null, offers: [] },
  ],
  reasons: [],
  timeColumn: null,
  preview: [],
  recordsSeen: 2,
  wholeFileSeen: true,
  problems: [],
};

describe('the controls of the preview', () => {
  it('change one column and keep the others as they stand', () => {
    expect(wishColumn(guess, { timeZone: 'UTC' }, 0, { type: DOUBLE })).toEqual({
      timeZone: 'UTC',
      columns: [
        { name: 'a', type: DOUBLE, from: 0, form: { kind: 'cast' } },
        { name: 'b', type: STRING, from: 1, form: { kind: 'cast' } },
      ],
    });
  });

  it('let names and types be guessed anew where the fields change', () => {
    const edited = wishColumn(guess, {}, 0, { name: 'x' });
    const wished = wishDialect(guess, edited, { delimiter: ',' });
    expect(wished.columns).toBeUndefined();
    expect(wished.format).toMatchObject({ dialect: { delimiter: ',', quote: '"' }, nullWords: ['NA'] });
    expect(wished.framing).toMatchObject({ dialect: { delimiter: ',' }, skip: 1 });
    expect(wishEncoding(guess, edited, 'utf-8')).toEqual({ framing: { kind: 'csv', encoding: 'utf-8', skip: 1, dialect } });
  });

  it('keep the columns where only NULL words change', () => {
    expect(wishNullWords(guess, wishColumn(guess, {}, 0, { name: 'x' }), ['-']).columns?.[0]?.name).toBe('x');
  });

  it('say by themselves whether there is a header', () => {
    expect(wishHeader({}, false)).toEqual({ header: false });
    expect(wishHeader({ framing: guess.framing }, false).framing).toMatchObject({ skip: 0 });
  });

  it('turn one shape into any other, in the encoding it has', () => {
    for (const shape of ['csv', 'json-lines', 'json-array', 'log', 'text'] as const) {
      const { framing, format } = wishShape(guess, {}, shape);
      if (framing === undefined || format === undefined) throw new Error('Nothing was wished for');
      expect(shapeOf({ framing, format })).toBe(shape);
      expect(framing).toMatchObject({ encoding: 'windows-1252' });
    }
  });

  it('offer the ways to read a type, and keep the one in force where it fits', () => {
    expect(formsOf(TIMESTAMP).map(({ id }) => id)).toEqual(['cast', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'pattern']);
    expect(formFor(TIMESTAMP, { kind: 'epoch', unit: 'ms' })).toEqual({ kind: 'epoch', unit: 'ms' });
    expect(formFor(STRING, { kind: 'epoch', unit: 'ms' })).toEqual({ kind: 'cast' });
    expect(formId({ kind: 'epoch', unit: 'us' })).toBe('epoch-us');
  });
});

describe('a need of the run', () => {
  const file = { name: 'flights.csv', sha256: 'a'.repeat(64), bytes: 1_300_000 };
  it('names the host and that nothing was sent', () => {
    const words = needWords({ kind: 'consent', operatorId: 'a', host: 'example.org' });
    expect(words.short).toBe('Asks to contact example.org');
    expect(words.next).toMatch(/^Nothing has been sent/);
  });

  it.each(['absent', 'changed', 'permission'] as const)('says what is %s about a file, and how to go on', (why) => {
    const words = needWords({ kind: 'file', operatorId: 'a', file, why });
    expect(words.short).toContain('flights.csv');
    expect(words.next).toMatch(/hoose|click/);
  });
});

describe('an order', () => {
  it.each(['n', 'n DESC', 'n ASC NULLS LAST', 'lower(word) DESC NULLS FIRST'])('%s is read and written the same', (text) => {
    expect(writeOrder(readOrder(text))).toBe(text);
  });

  it('drops what is so anyway', () => {
    expect(writeOrder(readOrder('n asc nulls first'))).toBe('n');
    expect(writeOrder(readOrder('n desc nulls last'))).toBe('n DESC');
  });
});

describe('the expression a run stopped on', () => {
  const params = { columns: { n: 'cast(value as int)', m: '1' }, condition: 'a / b > 1', orderBy: ['x DESC'] };
  it('is found in a text, a map or a list, and replaced there', () => {
    const place = placeOfExpression(params, 'cast(value as int)');
    expect(place).toEqual({ param: 'columns', entry: 'n' });
    expect(place === null ? null : withExpression(params, place, 'cast(value as int)', '1')).toEqual({ n: '1', m: '1' });
    expect(placeOfExpression(params, 'a / b > 1')).toEqual({ param: 'condition', entry: null });
    expect(placeOfExpression(params, 'x')).toEqual({ param: 'orderBy', entry: 0 });
    expect(withExpression(params, { param: 'orderBy', entry: 0 }, 'x', 'y')).toEqual(['y DESC']);
    expect(placeOfExpression(params, 'elsewhere')).toBeNull();
  });

  it('has a form that gives NULL where one can be sure of it', () => {
    expect(nullForm('CAST_INVALID_INPUT', 'cast(value as int)')?.text).toBe('TRY_CAST(value as int)');
    expect(nullForm('CAST_INVALID_INPUT', 'cast(a as int) + cast(b as int)')).toBeNull();
    expect(nullForm('CAST_INVALID_INPUT', 'try_cast(a as int)')).toBeNull();
    expect(nullForm('DIVIDE_BY_ZERO', 'a / b')?.text).toBe('a / nullif(b, 0)');
    expect(nullForm('DIVIDE_BY_ZERO', 'a / b / c')).toBeNull();
    expect(nullForm('ARITHMETIC_OVERFLOW', 'a + b')).toBeNull();
  });
});

describe('columns that are written by hand', () => {
  it('follow the member of JSON they are named after, until that is another', () => {
    const json = recordShape('json');
    const made = json === null ? null : freeColumn([], json);
    expect(made).toEqual({ name: 'value', type: 'STRING', from: 'value' });
    expect(renamedColumn({ name: 'a', type: 'INT', from: 'a' }, 'b.c', json)).toEqual({ name: 'b.c', type: 'INT', from: 'b\\.c' });
    expect(renamedColumn({ name: 'a', type: 'INT', from: 'deep.a' }, 'b', json).from).toBe('deep.a');
  });

  it('are the next field of CSV, and keep their place in a file', () => {
    const csv = recordShape('csv');
    expect(csv === null ? null : freeColumn([{ name: 'value', type: 'INT', from: 3 }], csv)).toEqual({ name: 'value_2', type: 'STRING', from: 4 });
    expect(renamedColumn({ name: 'a', type: 'INT', from: 'a' }, 'b', recordShape({ kind: 'json' })).from).toBe('a');
    expect(recordShape('text')).toBeNull();
  });
});
