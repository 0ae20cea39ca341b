// Parts and starts of units at random times in random zones, against the parts that Intl prints and a search over the readings.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTimestamp, parseTimestamp } from '../../../src/columns/time.ts';
import { mustZone } from '../../../src/sql/datetime/zone-names.ts';
import { answers } from '../evaluate-text.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Africa/Casablanca'];
const zone = fc.constantFrom(...zones);
/** 1900 to 2100, and often near a change of clocks. */
const micros = fc.oneof(
  fc.integer({ min: -2_208_988_800, max: 4_102_444_800 }).map((seconds) => seconds * 1e6 + 123_456),
  fc
    .tuple(fc.constantFrom(1_710_054_000, 1_730_613_600, 1_711_846_800, 1_729_990_800, 1_541_300_400), fc.integer({ min: -90_000, max: 90_000 }))
    .map(([at, by]) => (at + by) * 1e6),
);

const formats = new Map(
  zones.map((name) => [
    name,
    new Intl.DateTimeFormat('en-GB', {
      timeZone: name,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }),
  ]),
);

function partsByIntl(name: string, time: number): Map<string, string> {
  const parts = formats.get(name)?.formatToParts(Math.floor(time / 1000)) ?? [];
  return new Map(parts.map((part) => [part.type, part.value]));
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

describe('a time in a zone', () => {
  it('has the parts that Intl prints', () => {
    fc.assert(
      fc.property(fc.array(micros, { minLength: 1, maxLength: 12 }), zone, (times, name) => {
        const rows = times.map((time) => [formatTimestamp(time)]);
        const of = (text: string) => answers(text, 't TIMESTAMP', rows, null, name);
        const parts = times.map((time) => partsByIntl(name, time));
        const numbers = (type: string) => parts.map((one) => Number(one.get(type)));
        expect(of('year(t)')).toEqual(numbers('year'));
        expect(of('month(t)')).toEqual(numbers('month'));
        expect(of('day(t)')).toEqual(numbers('day'));
        expect(of('hour(t)')).toEqual(numbers('hour'));
        expect(of('minute(t)')).toEqual(numbers('minute'));
        expect(of('second(t)')).toEqual(numbers('second'));
        expect(of('dayofweek(t)')).toEqual(parts.map((one) => weekdays.indexOf(one.get('weekday') ?? '') + 1));
        expect(of("date_format(t, 'yyyy-MM-dd HH:mm:ss')")).toEqual(
          parts.map((one) => `${one.get('year')}-${one.get('month')}-${one.get('day')} ${one.get('hour')}:${one.get('minute')}:${one.get('second')}`),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('lies after the start of its unit, which nothing of the unit comes before', () => {
    const units = [
      ['YEAR', 4],
      ['MONTH', 7],
      ['DAY', 10],
      ['HOUR', 13],
      ['MINUTE', 16],
    ] as const;
    fc.assert(
      fc.property(micros, zone, fc.constantFrom(...units), (time, name, [unit, length]) => {
        const [start] = answers(`date_trunc('${unit}', t)`, 't TIMESTAMP', [[formatTimestamp(time)]], null, name);
        const from = parseTimestamp(String(start));
        const rules = mustZone(name);
        const reading = (at: number) => formatTimestamp(rules.localAt(Math.floor(at / 1e6)) * 1e6).slice(0, length);
        expect(from).toBeLessThanOrEqual(time);
        expect(reading(from)).toBe(reading(time));
        // Just before, clocks showed another unit; or the same one a second time, in an overlap.
        const before = reading(from - 1e6);
        const overlap =
          rules.offsetAt(from / 1e6 - 1) > rules.offsetAt(from / 1e6) || rules.offsetAt(from / 1e6) < rules.offsetAt(from / 1e6 - 90_000);
        if (!overlap) expect(before).not.toBe(reading(time));
      }),
      { numRuns: 1_500 },
    );
  });

  it('is found again by the number of its seconds', () => {
    fc.assert(
      fc.property(micros, zone, (time, name) => {
        const row = [[formatTimestamp(time)]];
        expect(answers('timestamp_micros(unix_micros(t)) = t', 't TIMESTAMP', row, null, name)).toEqual([true]);
        expect(answers('unix_timestamp(t)', 't TIMESTAMP', row, null, name)).toEqual([Math.trunc(time / 1e6) + 0]);
        expect(answers("to_utc_timestamp(from_utc_timestamp(t, 'Asia/Kolkata'), 'Asia/Kolkata') = t", 't TIMESTAMP', row, null, name)).toEqual([
          true,
        ]);
      }),
      { numRuns: 300 },
    );
  });
});
