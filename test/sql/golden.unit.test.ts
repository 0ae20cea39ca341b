import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type GoldenExpressions, runExpressionCases } from './run-expression-cases.ts';

const directory = new URL('../golden/cases/expressions/', import.meta.url);

/** Rows that pass at least; a fall means that something was lost. */
const atLeast: Readonly<Record<string, number>> = {
  arithmetic: 613,
  cast_datetime: 80,
  cast_number: 280,
  cast_string: 440,
  coercion: 665,
  compare: 236,
  conditional: 61,
  date: 210,
  format: 360,
  interval: 80,
  like: 307,
  literal: 35,
  logic: 120,
  math: 300,
  nested: 110,
  parsing: 184,
  regexp: 215,
  rlike: 109,
  rounding: 55,
  safe: 18,
  split: 169,
  string: 420,
  timestamp: 200,
  timezone: 290,
  window: 65,
};

describe('expressions answered by real Spark', () => {
  for (const file of readdirSync(directory)) {
    const cases = JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as GoldenExpressions;
    it(`${cases.group}: no row differs`, () => {
      const report = runExpressionCases(cases);
      expect(report.failed).toEqual([]);
      expect(report.passed).toBeGreaterThanOrEqual(atLeast[file.replace('.json', '')] ?? 1);
    });
  }
});
