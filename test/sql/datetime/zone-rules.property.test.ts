// Zones against Intl itself, asked for each instant: an independent, slow way to the same clocks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysFromCivil } from '../../../src/columns/time.ts';
import { mustZone } from '../../../src/sql/datetime/zone-names.ts';

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Africa/Casablanca',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Europe/Dublin',
  'Asia/Tehran',
  'Antarctica/Troll',
  'Africa/Monrovia',
];

/** What clocks show, read from the printed parts. */
function localByIntl(zone: string, seconds: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(seconds * 1000).map((part) => [part.type, part.value]));
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type) ?? 0);
  const year = parts.get('era') === 'BC' ? 1 - number('year') : number('year');
  return daysFromCivil(year, number('month'), number('day')) * 86_400 + (number('hour') * 60 + number('minute')) * 60 + number('second');
}

const zone = fc.constantFrom(...zones);
/** 1684 to 2255. */
const instant = fc.integer({ min: -9_007_199_254, max: 9_007_199_254 });
const recent = fc.integer({ min: -2_500_000_000, max: 4_000_000_000 });

describe('clocks of a zone', () => {
  it('show what Intl prints at random instants', () => {
    fc.assert(
      fc.property(zone, fc.oneof(instant, recent), (name, seconds) => {
        expect(mustZone(name).localAt(seconds)).toBe(localByIntl(name, seconds));
      }),
      { numRuns: 4_000 },
    );
  });

  it('lead from a reading back to an instant that shows it, the earlier one where there are two', () => {
    fc.assert(
      fc.property(zone, recent, (name, seconds) => {
        const rules = mustZone(name);
        const local = rules.localAt(seconds);
        const back = rules.instantOf(local);
        expect(rules.localAt(back)).toBe(local);
        expect(back).toBeLessThanOrEqual(seconds);
        expect(rules.instantOf(local, rules.offsetAt(seconds))).toBe(seconds);
      }),
      { numRuns: 4_000 },
    );
  });

  it('move a reading in a gap forward by the length of the gap', () => {
    fc.assert(
      fc.property(zone, recent, (name, local) => {
        const rules = mustZone(name);
        const moved = rules.localAt(rules.instantOf(local)) - local;
        if (moved === 0) return;
        // The clocks jumped over the reading: by as much as it moved.
        const at = rules.instantOf(local);
        const jump = rules.offsetAt(at) - rules.offsetAt(at - 86_400);
        expect(moved).toBe(jump);
        expect(moved).toBeGreaterThan(0);
      }),
      { numRuns: 4_000 },
    );
  });

  it('begin each day at its first instant', () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: -30_000, max: 50_000 }), (name, days) => {
        const rules = mustZone(name);
        const start = rules.startOfDay(days);
        expect(rules.localAt(start)).toBeGreaterThanOrEqual(days * 86_400);
        expect(rules.localAt(start - 1)).toBeLessThan(days * 86_400);
      }),
      { numRuns: 4_000 },
    );
  });

  it('repeat every 400 years in the far future, beyond what the platform can date', () => {
    const rules = mustZone('Europe/Berlin');
    const cycle = 146_097 * 86_400;
    for (const seconds of [5_000_000_000, 7_000_000_001, 16_000_000_000]) {
      expect(rules.offsetAt(seconds + 700 * cycle)).toBe(rules.offsetAt(seconds));
    }
  });

  it('give the same answers whatever was asked before', () => {
    fc.assert(
      fc.property(zone, fc.array(recent, { minLength: 2, maxLength: 20 }), (name, instants) => {
        const rules = mustZone(name);
        const forward = instants.map((seconds) => rules.offsetAt(seconds));
        const backward = [...instants].reverse().map((seconds) => rules.offsetAt(seconds));
        expect(backward.reverse()).toEqual(forward);
      }),
    );
  });
});
