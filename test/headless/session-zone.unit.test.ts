// A whole pipeline in a zone with summer time: the clocks of its setting decide which day a row belongs to (field case a3).
import { describe, expect, it } from 'vitest';
import { countingPipeline, millrace, scratchFolder, writeJson } from './command-line.ts';

function inZone(timeZone: string): object {
  const pipeline = countingPipeline({
    operators: {
      days: {
        type: 'map',
        params: {
          mode: 'replace',
          columns: {
            day: "string(date_trunc('DAY', timestamp(value)))",
            utcDay: "string(date_format(window(timestamp(value), '1 day').start, 'MM-dd HH:mm'))",
            clock: "date_format(timestamp(value), 'HH:mm xxx')",
          },
        },
      },
      counts: {
        type: 'sliding-window',
        params: {
          time: 'batch',
          size: '3 seconds',
          slide: '1 second',
          keys: ['day'],
          aggregates: { n: 'count(*)', first: 'min(clock)', windows: 'min(utcDay)' },
        },
      },
    },
  });
  return {
    ...pipeline,
    settings: { batchInterval: '1 second', durability: 'relaxed', timeZone, watermarkPolicy: 'min', downtime: 'catch-up' },
    edges: ['in.out -> days.in', 'days.out -> counts.in', 'counts.out -> out.in'],
  };
}

async function rowsIn(timeZone: string, said: RegExp): Promise<unknown> {
  const folder = scratchFolder();
  const batches = { startTime: 0, batches: [{ in: [['2024-06-10T22:30:00Z'], ['2024-06-11T21:30:00Z'], ['2024-03-31T01:30:00Z']] }] };
  const answer = await millrace('replay', writeJson(folder, 'p.json', inZone(timeZone)), '--batches', writeJson(folder, 'b.json', batches));
  expect(answer.err).toMatch(said);
  return (JSON.parse(answer.out.split('\n')[0] ?? '') as { rows: unknown }).rows;
}

describe('the session zone of a pipeline', () => {
  it('puts the rows of one day of Berlin into one group, while windows stay aligned to UTC', async () => {
    expect(await rowsIn('Europe/Berlin', /^warning: 1-day windows start at 01:00 or 02:00 in Europe\/Berlin: [^\n]*\n( {2}[^\n]*\n)*$/)).toEqual(
      expect.arrayContaining([
        ['2024-06-11 00:00:00', 2, '00:30 +02:00', '06-10 02:00'],
        ['2024-03-31 00:00:00', 1, '03:30 +02:00', '03-31 01:00'],
      ]),
    );
  });

  it('is UTC unless chosen', async () => {
    expect(await rowsIn('UTC', /^$/)).toEqual(
      expect.arrayContaining([
        ['2024-06-10 00:00:00', 1, '22:30 +00:00', '06-10 00:00'],
        ['2024-06-11 00:00:00', 1, '21:30 +00:00', '06-11 00:00'],
        ['2024-03-31 00:00:00', 1, '01:30 +00:00', '03-31 00:00'],
      ]),
    );
  });

  it('that nobody knows is refused before anything runs', async () => {
    const folder = scratchFolder();
    const answer = await millrace('validate', writeJson(folder, 'p.json', inZone('Europe/Atlantis')));
    expect(answer.code).not.toBe(0);
    expect(`${answer.out}${answer.err}`).toContain('There is no time zone');
  });
});
