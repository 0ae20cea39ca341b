import { describe, expect, it } from 'vitest';
import { formatSchema, formatType } from '../../src/columns/data-type.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { parseSchema, parseType } from '../../src/sql/parse-type.ts';

const type = (ddl: string) => {
  const result = parseType(ddl);
  return result.ok ? formatType(result.value) : describeProblem(result.problems[0] as never).what;
};
const schema = (ddl: string) => {
  const result = parseSchema(ddl);
  return result.ok ? formatSchema(result.value) : describeProblem(result.problems[0] as never).what;
};

describe('a type', () => {
  it('is read in any case and printed in one way', () => {
    expect(type('int')).toBe('INT');
    expect(type('Long')).toBe('BIGINT');
    expect(type(' array < array<string> > ')).toBe('ARRAY<ARRAY<STRING>>');
    expect(type('STRUCT<start: TIMESTAMP, `a b` INT>')).toBe('STRUCT<start: TIMESTAMP, `a b`: INT>');
    expect(type('dec')).toBe('DECIMAL(10,0)');
    expect(type('numeric( 5 , 2 )')).toBe('DECIMAL(5,2)');
    expect(type('map<string,array<real>>')).toBe('MAP<STRING, ARRAY<FLOAT>>');
    expect(type('interval day to second')).toBe('INTERVAL DAY TO SECOND');
    expect(type('INTERVAL YEAR')).toBe('INTERVAL YEAR');
    expect(type('VARCHAR(10)')).toBe('STRING');
  });
  it('that this build has not is refused by name', () => {
    for (const missing of ['TIMESTAMP_NTZ', 'TIME', 'VARIANT']) {
      expect(type(missing)).toBe(`This build has no type ${missing.replace(/[( <].*/, '')}.`);
    }
    expect(type('STRNG')).toContain('Did you mean STRING?');
  });
  it('says where it does not read on', () => {
    expect(type('ARRAY<INT')).toBe('The schema does not read on at its end. Expected ">".');
    expect(type('INT INT')).toBe('The schema does not read on at "I". Expected "," or the end.');
  });
});

describe('a schema', () => {
  it('is a list of names with types', () => {
    expect(schema('k STRING, v INT')).toBe('k STRING, v INT');
    expect(schema('ts: TIMESTAMP NOT NULL, `x.y` ARRAY<DOUBLE>')).toBe('ts TIMESTAMP, x.y ARRAY<DOUBLE>');
    expect(schema('window STRUCT<start: TIMESTAMP, end: TIMESTAMP>, n BIGINT')).toBe('window STRUCT<start: TIMESTAMP, end: TIMESTAMP>, n BIGINT');
  });
  it('refuses two names that differ only in case', () => {
    expect(schema('a INT, A STRING')).toBe('There are two columns A (upper and lower case do not count).');
  });
  it('says what is missing', () => {
    expect(schema('')).toBe('The schema does not read on at its end. Expected a column name.');
    expect(schema('a')).toBe('The schema does not read on at its end. Expected a type.');
  });
});
