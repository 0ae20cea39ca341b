import { describe, expect, it } from 'vitest';
import { offsetText, zoneNamed } from '../../../src/sql/datetime/zone-names.ts';

describe('names of zones', () => {
  it.each([
    ['UTC', 0, 'UTC'],
    ['Z', 0, 'Z'],
    ['GMT', 0, 'GMT'],
    ['+2', 7_200, '+02:00'],
    ['+02', 7_200, '+02:00'],
    ['+0230', 9_000, '+02:30'],
    ['-02:30:15', -9_015, '-02:30:15'],
    ['UTC+3', 10_800, 'UTC+03:00'],
    ['GMT-03:30', -12_600, 'GMT-03:30'],
    ['+00:00', 0, 'Z'],
    ['+18:00', 64_800, '+18:00'],
    ['+5:30', 19_800, '+05:30'],
    ['+05:3', 18_180, '+05:03'],
    ['EST', -18_000, '-05:00'],
  ])('%s is a fixed offset', (name, offset, id) => {
    const zone = zoneNamed(name);
    expect(zone?.fixed).toBe(offset);
    expect(zone?.id).toBe(id);
  });

  it.each([
    ['PST', 'America/Los_Angeles'],
    ['IST', 'Asia/Kolkata'],
    ['CET', 'CET'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['America/Port-au-Prince', 'America/Port-au-Prince'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ])('%s is a region', (name, id) => {
    expect(zoneNamed(name)?.id).toBe(id);
    expect(zoneNamed(name)?.fixed).toBeNull();
  });

  it.each(['', 'utc', 'europe/berlin', 'EUROPE/BERLIN', 'Europe/Atlantis', 'Berlin', '+19:00', '+1:2:3', 'CEST', 'UTC+25', '+0260'])(
    '%j is none',
    (name) => {
      expect(zoneNamed(name)).toBeNull();
    },
  );

  it('keeps the seconds of an offset in its text', () => {
    expect([0, 3_600, -17_762].map(offsetText)).toEqual(['+00:00', '+01:00', '-04:56:02']);
  });
});
