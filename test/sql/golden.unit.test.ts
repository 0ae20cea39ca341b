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
  conditional: 72,
  date: 210,
  format: 360,
  hash: 166,
  interval: 80,
  json: 503,
  like: 307,
  literal: 35,
  logic: 120,
  math: 441,
  nested: 331,
  parsing: 212,
  regexp: 325,
  rlike: 119,
  rounding: 55,
  safe: 97,
  split: 182,
  string: 579,
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
