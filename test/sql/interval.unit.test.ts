import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../src/problem/problem.ts';
import { parseInterval } from '../../src/sql/interval.ts';

const read = (text: string) => {
  const result = parseInterval(text);
  return result.ok ? `${result.value.normalized} (${result.value.micros})` : describeProblem(result.problems[0] as never).what;
};

describe('a duration', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['10 seconds', '10 seconds (10000000)'],
    ['10s', '10 seconds (10000000)'],
    ['1 second', '1 second (1000000)'],
    ['1 minute 30 seconds', '1 minute 30 seconds (90000000)'],
    ['90s', '1 minute 30 seconds (90000000)'],
    ['500 milliseconds', '500 milliseconds (500000)'],
    ['100ms', '100 milliseconds (100000)'],
    ['0.5 seconds', '500 milliseconds (500000)'],
    ['INTERVAL 2 HOURS', '2 hours (7200000000)'],
    ['1 week', '7 days (604800000000)'],
    ['2 minutes, 5 microseconds', '2 minutes 5 microseconds (120000005)'],
    ['1 hour -30 minutes', '30 minutes (1800000000)'],
    ['', '"" is not a duration: it is empty.'],
    ['0 seconds', '"0 seconds" is not a duration: it is zero, and must be longer.'],
    ['-5 seconds', '"-5 seconds" is not a duration: it is negative, and must be longer than zero.'],
    ['1 month', '"1 month" is not a duration: months and years have no fixed length.'],
    ['2 years', '"2 years" is not a duration: months and years have no fixed length.'],
    ['10', '"10" is not a duration: the number 10 has no unit.'],
    ['ten seconds', '"ten seconds" is not a duration: "ten seconds" does not start with a number and a unit.'],
    ['3 fortnights', '"3 fortnights" is not a duration: there is no unit fortnights.'],
    ['0.0000001 seconds', '"0.0000001 seconds" is not a duration: 0.0000001 seconds are not a whole number of microseconds.'],
    ['99999999999999999 days', '"99999999999999999 days" is not a duration: it is too long.'],
  ];
  for (const [text, expected] of cases) it(text || '(nothing)', () => expect(read(text)).toBe(expected));

  it('reads its own normal text back', () => {
    for (const micros of [1, 999, 1_000, 61_000_000, 86_399_999_999, 90_061_001_001]) {
      const first = parseInterval(`${micros} microseconds`);
      if (!first.ok) throw new Error('not read');
      const again = parseInterval(first.value.normalized);
      expect(again).toEqual(first);
      expect(first.value.micros).toBe(micros);
    }
  });
});
