// The table of field cases names every case once, and tests that exist and speak of it.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const CASES = [...cases('a', 9), ...cases('b', 7), ...cases('c', 12), ...cases('d', 7), ...cases('e', 7)];

function cases(group: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${group}${i + 1}`);
}

const rows = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| [a-e]\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id = '', , tests = '', waits = '']) => ({ id, tests: filesIn(tests), others: filesIn(waits), waits }));

function filesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
}

describe('the table of field cases', () => {
  it('has every case once, in order', () => {
    expect(rows.map(({ id }) => id)).toEqual(CASES);
  });

  it.each(rows)('$id has a test, or says what it waits for', ({ tests, others, waits }) => {
    expect(tests.length > 0 || waits !== '').toBe(true);
    for (const file of [...tests, ...others]) expect(existsSync(new URL(file, import.meta.url)), file).toBe(true);
  });

  it.each(rows.filter(({ tests }) => tests.length > 0))('$id is named in the first of its tests', ({ id, tests: [first = ''] }) => {
    expect(readFileSync(new URL(first, import.meta.url), 'utf8')).toMatch(new RegExp(`\\b${id}\\b`));
  });
});
