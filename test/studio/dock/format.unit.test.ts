import { describe, expect, it } from 'vitest';
import {
  batchRange,
  decimalsOf,
  formatBatchTime,
  formatChange,
  formatFixed,
  formatMoment,
  formatNumber,
  formatTook,
  formatWindow,
  splitTook,
} from '../../../src/studio/dock/format.ts';

const AT = Date.UTC(2026, 10, 22, 14, 31, 51, 870);

describe('values of result rows', () => {
  it.each([
    [0, '0'],
    [12, '12'],
    [1234, '1,234'],
    [10_432, '10,432'],
    [1_234_567.891, '1,234,567.89'],
    [-3.5, '−3.5'],
    [-0.001234, '−0.0012'],
    [-0, '0'],
    [2.0, '2'],
    [100, '100'],
    [99.999, '100'],
    [1e16, '1.00e16'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%d is written %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('change with a true minus, and not at all as 0', () => {
    expect([12, -3, 0, -1_204].map((value) => formatChange(value))).toEqual(['+12', '−3', '0', '−1,204']);
    expect([0.25, -0.0048, 0].map((value) => formatChange(value, 2))).toEqual(['+0.25', '0.00', '0.00']);
  });
});

describe('columns of numbers', () => {
  it('have the decimals that tell all of them', () => {
    expect(decimalsOf([1, 2, 3], 2)).toBe(0);
    expect(decimalsOf([24.3, 24.25], 2)).toBe(2);
    expect(decimalsOf([1 / 3, Number.NaN], 4)).toBe(4);
    expect([24.3, -1_234.5].map((value) => formatFixed(value, 2))).toEqual(['24.30', '−1,234.50']);
    expect(formatFixed(Number.POSITIVE_INFINITY, 2)).toBe('∞');
  });
});

describe('times', () => {
  it('measured are never shown as none when there was one', () => {
    expect([0, 0.01, 0.4, 38, 1_150].map((ms) => formatTook(ms))).toEqual(['0 ms', '< 0.1 ms', '0.4 ms', '38 ms', '1.15 s']);
  });

  it('come apart for tiles', () => {
    expect([0.01, 38, 1_200, 125_000].map((ms) => splitTook(ms))).toEqual([
      ['< 0.1', 'ms'],
      ['38', 'ms'],
      ['1.2', 's'],
      ['2 min 5 s', ''],
    ]);
  });

  it('of batches show tenths only below a second', () => {
    expect(formatBatchTime(AT - 870)).toBe('14:31:51');
    expect(formatBatchTime(AT - 70)).toBe('14:31:51.8');
  });

  it('of windows show both ends alike', () => {
    expect(formatWindow({ startMs: AT - 30_870, endMs: AT - 870 })).toBe('14:31:21 – 14:31:51');
    expect(formatWindow({ startMs: AT - 3_070, endMs: AT - 870 })).toBe('14:31:48.8 – 14:31:51.0');
  });

  it('of another day carry their date', () => {
    expect(formatMoment(AT, AT + 3_600_000)).toBe('14:31:51');
    expect(formatMoment(AT, AT + 24 * 3_600_000)).toBe('2026-11-22 14:31:51');
  });
});

describe('ranges of batches', () => {
  it('are named by how many they are', () => {
    expect([batchRange(119, 119), batchRange(119, 120), batchRange(1_119, 1_121)]).toEqual(['119', '119 and 120', '1119–1121']);
  });
});
