import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type GoldenExpressions, runExpressionCases } from './run-expression-cases.ts';

const directory = new URL('../golden/cases/expressions/', import.meta.url);

/** Rows that pass at least; a fall means that something was lost. */
const atLeast: Readonly<Record<string, number>> = {
  arithmetic: 694,
  cast_datetime: 157,
  cast_number: 532,
  cast_string: 749,
  coercion: 775,
  compare: 274,
  conditional: 72,
  date: 247,
  edges: 404,
  format: 364,
  functions: 3273,
  hash: 166,
  interval: 82,
  json: 503,
  later: 146,
  like: 307,
  literal: 67,
  logic: 120,
  math: 441,
  nested: 331,
  number_format: 483,
  parsing: 212,
  regexp: 325,
  rlike: 128,
  rounding: 77,
  safe: 97,
  split: 182,
  string: 579,
  timestamp: 204,
  timestamp_range: 500,
  timezone: 295,
  window: 67,
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
