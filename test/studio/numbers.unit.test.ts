import { describe, expect, test } from 'vitest';
import { durationMs, durationText, readDuration, writeDuration } from '../../src/studio/text/duration-text.ts';
import {
  exactCount,
  formatAgo,
  formatBytes,
  formatClockTenths,
  formatDuration,
  formatStretch,
  panelCount,
  shortCount,
  shortCounts,
} from '../../src/studio/text/numbers.ts';

describe('numbers as the studio writes them', () => {
  test('are short on the canvas', () => {
    expect([0, 0.7, 4, 160, 999, 1_000, 1_749, 9_949, 24_300, 999_499, 1_000_000, 12_300_000, 2.4e9].map(shortCount)).toEqual([
      '0',
      '0.7',
      '4',
      '160',
      '999',
      '1.0k',
      '1.7k',
      '9.9k',
      '24k',
      '999k',
      '1.0M',
      '12M',
      '2.4G',
    ]);
  });

  test('have a decimal each when they stand together and one needs it', () => {
    expect(shortCounts([24.04, 17, 0.5])).toEqual(['24.0', '17.0', '0.5']);
    expect(shortCounts([24, 17])).toEqual(['24', '17']);
    expect(shortCounts([1_200, 17.5])).toEqual(['1.2k', '18']);
    expect(shortCounts([Number.NaN, 1.5])).toEqual(['–', '1.5']);
  });

  test('tell a stretch of time with its days when it has two', () => {
    const noon = Date.UTC(2026, 1, 3, 12);
    expect(formatStretch(noon, noon + 61_000)).toBe('12:00:00 to 12:01:01');
    expect(formatStretch(noon, noon + 86_400_000)).toBe('2026-02-03 12:00:00 to 2026-02-04 12:00:00');
  });

  test('never jump back a unit at its border', () => {
    expect([999.6, 9_951, 999_600, 9_951_000].map(shortCount)).toEqual(['1.0k', '10k', '1.0M', '10M']);
  });

  test('are exact up to 99,999 in panels, and always where exactness is asked for', () => {
    expect([10_432, 99_999, 1_240_000].map(panelCount)).toEqual(['10,432', '99,999', '1.2M']);
    expect(exactCount(10_432_118)).toBe('10,432,118');
  });

  test('are a dash when they are not known', () => {
    for (const write of [shortCount, panelCount, exactCount, formatBytes, formatDuration]) expect(write(Number.NaN)).toBe('–');
  });

  test('carry their unit after a space', () => {
    expect([64, 999, 1_340, 38_000, 1_300_000, 128_000_000, 2_100_000_000].map(formatBytes)).toEqual([
      '64 B',
      '999 B',
      '1.3 KB',
      '38 KB',
      '1.3 MB',
      '128 MB',
      '2.1 GB',
    ]);
    expect([0, 0.4, 1, 9.5, 38, 999, 1_000, 1_880, 12_300, 61_000, 3_660_000, 200_000_000].map(formatDuration)).toEqual([
      '0 ms',
      '0.4 ms',
      '1 ms',
      '9.5 ms',
      '38 ms',
      '999 ms',
      '1 s',
      '1.88 s',
      '12.3 s',
      '1 min 1 s',
      '1 h 1 min',
      '2 days',
    ]);
  });

  test('say how long ago', () => {
    const now = Date.UTC(2026, 10, 20, 12);
    const at = (seconds: number): string => formatAgo(now - seconds * 1_000, now);
    expect([0, 2, 59, 60, 2_460, 18_000, 100_000].map(at)).toEqual(['now', '2 s ago', '59 s ago', '1 min ago', '41 min ago', '5 h ago', 'yesterday']);
    expect(at(3 * 86_400)).toBe('17 Nov');
    expect(formatClockTenths(Date.UTC(2026, 10, 20, 14, 31, 51, 860))).toBe('14:31:51.8');
  });
});

describe('durations in fields', () => {
  test('are read in many forms and written in one', () => {
    for (const text of ['30 s', '30s', '30 sec', '30 seconds', ' 30  Second ']) {
      const read = readDuration(text);
      expect(read === null ? null : writeDuration(read)).toBe('30 seconds');
    }
    expect(readDuration('1 minute 30 seconds')).toBeNull();
    expect(readDuration('soon')).toBeNull();
    expect(readDuration('30')).toBeNull();
  });

  test('keep their worth', () => {
    for (const ms of [100, 200, 500, 1_000, 1_500, 5_000, 60_000, 90_000, 3_600_000, 86_400_000]) expect(durationMs(durationText(ms))).toBe(ms);
    expect([500, 1_000, 60_000, 120_000].map(durationText)).toEqual(['500 milliseconds', '1 second', '1 minute', '2 minutes']);
  });
});
