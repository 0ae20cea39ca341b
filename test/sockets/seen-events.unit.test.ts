import { describe, expect, it } from 'vitest';
import { SeenEvents } from '../../workers/sockets/seen-events.ts';

describe('events that were seen', () => {
  it('are known by their ids', () => {
    const seen = new SeenEvents(['a', 'c', 'b']);
    expect(['a', 'b', 'c', 'd'].map((id) => seen.isOld(id))).toEqual([true, true, true, false]);
    expect(seen.newest).toBe('b');
  });

  it('are all that have a lower number, where ids are numbers that grow', () => {
    const seen = new SeenEvents(['1000', '1005', '1007']);
    expect(['3', '999', '1006', '1007', '1008', 'x', '1e2'].map((id) => seen.isOld(id))).toEqual([true, true, true, true, false, false, false]);
  });

  it('are only those remembered, where numbers do not grow, or there is but one', () => {
    expect(new SeenEvents(['7', '3']).isOld('2')).toBe(false);
    expect(new SeenEvents(['7']).isOld('2')).toBe(false);
    expect(new SeenEvents([]).isOld('2')).toBe(false);
  });
});
