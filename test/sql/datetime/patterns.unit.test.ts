import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseByPattern } from '../../../src/sql/datetime/parse-by-pattern.ts';
import { readPattern } from '../../../src/sql/datetime/pattern.ts';
import { printTime } from '../../../src/sql/datetime/print-pattern.ts';
import { mustZone, UTC } from '../../../src/sql/datetime/zone-names.ts';

function parse(text: string, pattern: string, zone = UTC) {
  const read = readPattern(pattern, 'parse');
  if (!read.ok) throw new Error(read.reason);
  return parseByPattern(read.parts, text, zone);
}

function print(seconds: number, pattern: string, zone = UTC, micros = 0): string {
  const read = readPattern(pattern, 'print');
  if (!read.ok) throw new Error(read.reason);
  return printTime(read.parts, seconds, micros, zone);
}

const NOON = 1_709_210_096;

describe('a pattern', () => {
  it.each([
    ['Y', 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION'],
    ['c', 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN'],
    ['n', 'INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER'],
    ['B', 'INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER'],
    ['QQQQQ', 'INVALID_DATETIME_PATTERN.LENGTH'],
    ['yyyyyyy', 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION'],
    ['XXXXXX', 'INVALID_DATETIME_PATTERN.WITH_SUGGESTION'],
    ['bad{', 'INVALID_DATETIME_PATTERN.WITH_SUGGESTION'],
    ['yyyy]', 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION'],
    ["yyyy'", 'INVALID_DATETIME_PATTERN.WITH_SUGGESTION'],
    ['SSSSSSSSSS', 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION'],
  ])('%s is refused as Spark does', (pattern, errorClass) => {
    expect(readPattern(pattern, 'print')).toMatchObject({ ok: false, errorClass });
  });

  it('with a letter for which this build has no text is refused by name', () => {
    expect(readPattern('v', 'print')).toMatchObject({ ok: false, errorClass: null });
  });

  it.each(['E', 'q', 'F'])('%s prints, and does not parse', (pattern) => {
    expect(readPattern(pattern, 'print').ok).toBe(true);
    expect(readPattern(pattern, 'parse').ok).toBe(false);
  });
});

describe('printing', () => {
  const berlin = mustZone('Europe/Berlin');
  it.each([
    ["EEEE, d MMMM yyyy 'at' h:mm a", 'Thursday, 29 February 2024 at 1:34 PM'],
    ['xxx xx Z O', '+01:00 +0100 +0100 GMT+1'],
    ['OOOO ZZZZ ZZZZZ', 'GMT+01:00 GMT+01:00 +01:00'],
    ['VV z zzzz', 'Europe/Berlin CET Central European Standard Time'],
    ['D DDD QQQ QQQQ', '60 060 Q1 1st quarter'],
    ['k K kk KK', '13 1 13 01'],
    ['G GGGG y', 'AD Anno Domini 2024'],
    ["''yyyy''MM", "'2024'02"],
    ['ss.SSSSSSSSS', '56.789012000'],
    ['yyyyMMdd[HHmm]', '202402291334'],
  ])('%s', (pattern, text) => {
    expect(print(NOON, pattern, berlin, 789_012)).toBe(text);
  });

  it('marks a year of more digits than the pattern has', () => {
    expect(print(253_402_300_800, 'yyyy-MM-dd')).toBe('+10000-01-01');
    expect(print(-62_198_755_200, 'yyyy')).toBe('-0001');
  });

  it('has no name for a zone it does not know for certain', () => {
    expect(() => print(NOON, 'z', mustZone('Asia/Tehran'))).toThrow(/not known/);
  });
});

describe('parsing', () => {
  it.each([
    ['10/Oct/2000:13:55:36 -0700', 'dd/MMM/yyyy:HH:mm:ss Z', 971_211_336],
    ['2024-02-29T12:34:56Z', "yyyy-MM-dd'T'HH:mm:ssX", NOON],
    ['2024-02-29T13:34:56+01', "yyyy-MM-dd'T'HH:mm:ssX", NOON],
    ['20240229123456', 'yyyyMMddHHmmss', NOON],
    ['29.2.24 12:34:56', 'd.M.yy HH:mm:ss', NOON],
    ['2024-060 12:34:56', 'yyyy-DDD HH:mm:ss', NOON],
    ['12:34:56 29 february 2024', 'HH:mm:ss d MMMM yyyy', NOON],
    ['2024-02-29 12:34:56 GMT', 'yyyy-MM-dd HH:mm:ss O', NOON],
    ['2024-02-29 14:34:56 GMT+2', 'yyyy-MM-dd HH:mm:ss O', NOON],
    ['2024-02-29 07:34:56 america/new_york', 'yyyy-MM-dd HH:mm:ss VV', NOON],
    ['60369 12:34:56', 'g HH:mm:ss', NOON],
    ['2024-02-29 12:34:56', 'yyyy-MM-dd HH:mm:ss[ VV]', NOON],
    ['2024-02-29 13:34:56 UTC+01:00', 'yyyy-MM-dd HH:mm:ss VV', NOON],
  ])('%s by %s', (text, pattern, seconds) => {
    expect(parse(text, pattern)).toEqual({ seconds, micros: 0 });
  });

  it.each([
    ['2024-13-01', 'yyyy-MM-dd'],
    ['2024-02-30', 'yyyy-MM-dd'],
    ['2024-02-29 24:00', 'yyyy-MM-dd HH:mm'],
    ['2024-02-29 13:00 AM', 'yyyy-MM-dd HH:mm a'],
    ['2024-02-29 28', 'yyyy-MM-dd dd'],
    ['2024 2023', 'yyyy yyyy'],
    ['-0000', 'y'],
    ['2024-02-29T12:34:56+1', "yyyy-MM-dd'T'HH:mm:ssX"],
    ['02-29', 'MM-dd'],
    ['60369 2023', 'g yyyy'],
  ])('%s is not of %s', (text, pattern) => {
    expect(parse(text, pattern)).toBeNull();
  });

  it('reads a clock of the session zone, and moves one in a gap forward', () => {
    const zone = mustZone('America/New_York');
    expect(parse('2024-03-10 02:30', 'yyyy-MM-dd HH:mm', zone)?.seconds).toBe(1_710_055_800);
  });

  it('leads back to what was printed', () => {
    const patterns = ["yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", 'd/M/yyyy H:m:s SSSSSS Z', 'yyyyDDD HHmmss.SSSSSS VV', 'MMM dd yyyy hh:mm:ss a SSSSSS xxx'];
    const zone = fc.constantFrom('UTC', 'Asia/Kolkata', '+05:45', 'America/Phoenix');
    fc.assert(
      fc.property(
        fc.constantFrom(...patterns),
        zone,
        fc.integer({ min: -1_500_000_000, max: 9_000_000_000 }),
        fc.nat(999_999),
        (pattern, name, seconds, micros) => {
          const text = print(seconds, pattern, mustZone(name), micros);
          expect(parse(text, pattern, mustZone(name))).toEqual({ seconds, micros });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('never throws, whatever the pattern and the text', () => {
    const letter = fc.constantFrom(..."GyuMLdDHhKkmsSaEqzVZOXxn[]'{# -:/T9".split(''));
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 14 }), fc.string({ maxLength: 20 }), (letters, text) => {
        const pattern = letters.join('');
        for (const use of ['parse', 'print'] as const) {
          const read = readPattern(pattern, use);
          if (read.ok && use === 'parse') parseByPattern(read.parts, text, UTC);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
