// The common forms of times are read from bytes; what is read there is what the rules of CAST read.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTimestamp } from '../../../src/columns/time.ts';
import { mustZone } from '../../../src/sql/datetime/zone-names.ts';
import { dateText, parseDateText, parseTimestampText, timestampText } from '../../../src/sql/datetime-text.ts';
import { answers, BATCH_TIME_MS } from '../evaluate-text.ts';

const two = (least: number, most: number) => fc.integer({ min: least, max: most }).map((value) => String(value).padStart(2, '0'));
const text = fc
  .tuple(
    fc.integer({ min: 1600, max: 2300 }),
    two(0, 13),
    two(0, 32),
    fc.constantFrom(' ', 'T', 't', '  '),
    two(0, 25),
    two(0, 61),
    two(0, 61),
    fc.constantFrom('', '.', '.5', '.123456', '.1234567', ',5'),
    fc.constantFrom('', 'Z', 'z', ' UTC', '+02:00', ' Europe/Berlin', ' '),
  )
  .map(
    ([year, month, day, separator, hour, minute, second, fraction, zone]) =>
      `${year}-${month}-${day}${separator}${hour}:${minute}:${second}${fraction}${zone}`,
  );

describe('the text of a time', () => {
  it('means the same whichever way it is read, in any zone', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', '+05:30'),
        (texts, zone) => {
          const expected = texts.map((one) => {
            const micros = parseTimestampText(one, BATCH_TIME_MS, mustZone(zone));
            return micros === null ? 'CAST_INVALID_INPUT' : Number.isFinite(micros) ? formatTimestamp(micros) : 'DATETIME_OVERFLOW';
          });
          const rows = texts.map((one) => [one]);
          expect(answers('CAST(s AS TIMESTAMP)', 's STRING', rows, null, zone)).toEqual(expected);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('of a date too', () => {
    const dates = fc
      .tuple(fc.integer({ min: 0, max: 9999 }), two(0, 13), two(0, 32), fc.constantFrom('', ' ', 'T', 'x'))
      .map(([y, m, d, tail]) => `${String(y).padStart(4, '0')}-${m}-${d}${tail}`);
    fc.assert(
      fc.property(fc.array(dates, { minLength: 1, maxLength: 20 }), (texts) => {
        const expected = texts.map((one) => {
          const days = parseDateText(one);
          return days === null ? 'CAST_INVALID_INPUT' : dateText(days);
        });
        const rows = texts.map((one) => [one]);
        expect(answers('CAST(s AS DATE)', 's STRING', rows)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('leads back to the time it was printed from, but for the second reading of an overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9e15, max: 9e15 }), fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata'), (micros, zone) => {
        const rules = mustZone(zone);
        const printed = timestampText(micros, rules);
        const back = parseTimestampText(printed, 0, rules);
        expect(timestampText(back ?? Number.NaN, rules)).toBe(printed);
        expect(back).toBeLessThanOrEqual(micros);
      }),
      { numRuns: 2_000 },
    );
  });
});
