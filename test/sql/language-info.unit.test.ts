import { describe, expect, it } from 'vitest';
import { completionsAt, functionInfos } from '../../src/sql/language-info.ts';
import { schemaOf } from './evaluate-text.ts';

const scope = schemaOf('word STRING, n BIGINT, `two words` INT, win STRUCT<start: TIMESTAMP, end: TIMESTAMP>');

/** `^` marks the cursor. */
function labels(marked: string, aggregates = false): readonly string[] | null {
  const offset = marked.indexOf('^');
  return completionsAt(marked.replace('^', ''), offset, scope, aggregates)?.options.map((option) => option.label) ?? null;
}

describe('completion', () => {
  it('offers columns first, then functions, where a value must stand', () => {
    expect(labels('^')?.slice(0, 5)).toEqual(['word', 'n', 'two words', 'win', 'isnull']);
    expect(labels('wo^')?.[0]).toBe('word');
    expect(labels('n + len^')).toContain('length');
  });
  it('offers operators after a value', () => {
    expect(labels('n ^')?.slice(0, 3)).toEqual(['AND', 'OR', 'IS']);
    expect(labels('n IS ^')).toEqual(['NULL', 'NOT NULL', 'TRUE', 'FALSE']);
    expect(labels('CASE WHEN n > 1 ^')).toContain('THEN');
  });
  it('offers types in a cast and fields after a dot', () => {
    expect(labels('CAST(n AS ^')).toContain('BIGINT');
    expect(labels('win.^')).toEqual(['start', 'end']);
    expect(labels('win.e^')).toEqual(['end']);
  });
  it('offers nothing inside quotes and comments', () => {
    expect(labels("lower('wo^")).toBeNull();
    expect(labels('n -- wo^')).toBeNull();
    expect(labels("lower('x') || wo^")?.[0]).toBe('word');
  });
  it('offers aggregates first where the field takes one', () => {
    expect(labels('^', true)?.slice(0, 5)).toEqual(['count', 'sum', 'avg', 'min', 'max']);
    expect(labels('sum(^', true)?.[0]).toBe('n');
  });
  it('quotes names that need it and puts the cursor between the brackets', () => {
    const options = completionsAt('', 0, scope)?.options ?? [];
    expect(options.find((option) => option.label === 'two words')?.insert).toBe('`two words`');
    expect(options.find((option) => option.label === 'lower')).toMatchObject({
      insert: 'lower()',
      cursor: 6,
      detail: 'lower(text STRING) -> STRING',
    });
    expect(options.find((option) => option.label === 'current_timestamp')?.cursor).toBe('current_timestamp()'.length);
  });
});

describe('the list of functions', () => {
  it('shows types in words and an example for each', () => {
    const abs = functionInfos().find((info) => info.name === 'abs');
    expect(abs?.signatures).toEqual(['abs(value number) -> number']);
    for (const info of functionInfos()) {
      expect(info.example).not.toBe('');
      expect(info.signatures.length).toBeGreaterThan(0);
    }
  });
});
