// Steps on the calendar against slow walks over it, one day or month at a time.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilFromDays } from '../../../src/columns/time.ts';
import { addDayTime, addMonths, monthsLater } from '../../../src/sql/datetime/add-interval.ts';
import { addCalendarInterval, parseCalendarInterval } from '../../../src/sql/datetime/calendar-interval.ts';
import { UTC } from '../../../src/sql/datetime/zone-names.ts';
import { windowStarts } from '../../../src/sql/functions/window.ts';

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function monthLength(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (lengths[month - 1] as number);
}

/** Walks month by month, by the lengths of the months alone. */
function slowMonthsLater(days: number, months: number): number {
  const from = civilFromDays(days);
  let { year, month } = from;
  let first = days - from.day + 1;
  for (let left = months; left > 0; left--) {
    first += monthLength(year, month);
    year += month === 12 ? 1 : 0;
    month = (month % 12) + 1;
  }
  for (let left = months; left < 0; left++) {
    year -= month === 1 ? 1 : 0;
    month = month === 1 ? 12 : month - 1;
    first -= monthLength(year, month);
  }
  return first + Math.min(from.day, monthLength(year, month)) - 1;
}

const day = fc.integer({ min: -200_000, max: 200_000 });
const DAY = 86_400_000_000n;

describe('the calendar', () => {
  it('has months as long as a walk over it finds them', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -600, max: 600 }), (days, months) => {
        expect(monthsLater(days, months)).toBe(slowMonthsLater(days, months));
      }),
      { numRuns: 3_000 },
    );
  });

  it('has days that follow one another without a hole', () => {
    fc.assert(
      fc.property(day, (days) => {
        const a = civilFromDays(days);
        const b = civilFromDays(days + 1);
        const last = a.day === monthLength(a.year, a.month);
        const next = last ? { year: a.month === 12 ? a.year + 1 : a.year, month: (a.month % 12) + 1, day: 1 } : { ...a, day: a.day + 1 };
        expect(b).toEqual(next);
      }),
      { numRuns: 3_000 },
    );
  });

  it('in UTC adds intervals as plain integers', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4e15, max: 4e15 }), fc.bigInt({ min: -20_000n * DAY, max: 20_000n * DAY }), (time, interval) => {
        expect(addDayTime(time, interval, UTC)).toBe(Number(BigInt(time) + interval));
      }),
      { numRuns: 3_000 },
    );
  });

  it('keeps the time of day when it adds months', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4e15, max: 4e15 }), fc.bigInt({ min: -600n, max: 600n }), (time, months) => {
        const days = Math.floor(time / 86_400e6);
        expect(addMonths(time, months, UTC)).toBe(slowMonthsLater(days, Number(months)) * 86_400e6 + (time - days * 86_400e6));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an interval in a text', () => {
  it.each([
    ['10 minutes', { months: 0, days: 0, micros: 600_000_000n }],
    ['interval 1 day', { months: 0, days: 1, micros: 0n }],
    ['INTERVAL 1 Year 2 months -3 days', { months: 14, days: -3, micros: 0n }],
    ['1 week 1.5 seconds', { months: 0, days: 7, micros: 1_500_000n }],
    ['- 2 hours', { months: 0, days: 0, micros: -7_200_000_000n }],
    ['.25 second', { months: 0, days: 0, micros: 250_000n }],
    ['100 milliseconds 1 microsecond', { months: 0, days: 0, micros: 100_001n }],
  ])('%s', (text, expected) => {
    expect(parseCalendarInterval(text)).toEqual(expected);
  });

  it.each(['', 'interval', '10', '10minutes', '1.5 minutes', '1 fortnight', 'ten minutes', '1 day,'])('%j is none', (text) => {
    expect(parseCalendarInterval(text)).toBeNull();
  });

  it('is added months first, then days, then the rest', () => {
    const interval = parseCalendarInterval('1 month 1 day 1 hour');
    expect(interval === null ? null : addCalendarInterval(Date.UTC(2024, 0, 31, 23) * 1000, interval, UTC)).toBe(Date.UTC(2024, 2, 2, 0) * 1000);
  });
});

describe('windows that slide', () => {
  it('are all those of the grid that hold the time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: -49, max: 49 }),
        (time, slide, more, offset) => {
          const start = offset % slide;
          const size = slide + more;
          const expected: number[] = [];
          for (let at = start + slide * Math.floor((time - size - 100) / slide); at <= time; at += slide)
            if (at <= time && time < at + size) expected.push(at);
          expect(windowStarts(time, { size, slide, start })).toEqual(expected);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
