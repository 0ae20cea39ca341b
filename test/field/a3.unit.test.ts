// Field case a3: a day that starts at 02:00. Windows follow UTC, which is said before a run, and both other ways give the local day.
import { describe, expect, it } from 'vitest';
import { rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import { lowerDocument } from '../../src/operators/lower-document.ts';
import { DEFAULT_SETTINGS, type PipelineDocument } from '../../src/pipeline/document.ts';
import { describeProblem } from '../../src/problem/problem.ts';

const ROWS = [['2024-06-10T22:30:00.000000Z'], ['2024-06-11T21:30:00.000000Z']];

function counted(key: string, timeZone: string) {
  const document: PipelineDocument = {
    name: 'a3',
    settings: { ...DEFAULT_SETTINGS, timeZone },
    operators: {
      lines: { type: 'typed-lines', params: {} },
      times: { type: 'map', params: { mode: 'replace', columns: { ts: 'CAST(value AS TIMESTAMP)' } } },
      days: { type: 'running-aggregate', params: { keys: [key], aggregates: { n: 'count(*)' }, emit: 'all' } },
      table: { type: 'table', params: {} },
    },
    edges: [
      { from: { operator: 'lines', port: 'out' }, to: { operator: 'times', port: 'in' } },
      { from: { operator: 'times', port: 'out' }, to: { operator: 'days', port: 'in' } },
      { from: { operator: 'days', port: 'out' }, to: { operator: 'table', port: 'in' } },
    ],
    ui: { positions: {}, notes: [] },
  };
  const { plan, problems } = lowerDocument(document);
  if (plan === null) throw new Error(problems.map((p) => describeProblem(p).what).join(' '));
  const runtime = createPlanRuntime(plan, { zeroTimeMs: 0, now: () => 0 });
  const [source] = plan.nodes;
  const texts = rowsFromValues(
    [{ name: 'value', type: { kind: 'STRING' } }],
    ROWS.map(([time]) => [String(time)]),
  );
  const sinks = runtime.runBatch({ batchId: 1, timeMs: 1000, sources: new Map([[source?.id ?? '', texts]]) }).sinks;
  const [rows] = [...sinks.values()];
  return {
    rows: rows === null || rows === undefined ? [] : valuesFromRows(rows),
    said: problems.map((p) => Object.values(describeProblem(p)).join(' ')),
  };
}

describe('a3 a day that starts at 02:00', () => {
  it('gives days of UTC by window, and says so before the run with both ways out', () => {
    const { rows, said } = counted("window(ts, '1 day') AS w", 'Europe/Berlin');
    expect(rows).toEqual([
      [['2024-06-10T00:00:00.000000Z', '2024-06-11T00:00:00.000000Z'], 1],
      [['2024-06-11T00:00:00.000000Z', '2024-06-12T00:00:00.000000Z'], 1],
    ]);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('1-day windows start at 01:00 or 02:00 in Europe/Berlin');
    expect(said[0]).toContain("date_trunc('DAY', time)");
    expect(said[0]).toContain("window(time, '1 day', '1 day', '22 hours')");
    expect(said[0]).toContain('only until the clocks change');
  });

  it('gives one day with a start of 22 hours', () => {
    const { rows, said } = counted("window(ts, '1 day', '1 day', '22 hours') AS w", 'Europe/Berlin');
    expect(rows).toEqual([[['2024-06-10T22:00:00.000000Z', '2024-06-11T22:00:00.000000Z'], 2]]);
    expect(said[0]).toContain('start at 23:00 or 00:00 in Europe/Berlin');
  });

  it('gives one day by date_trunc, in the calendar of the zone', () => {
    expect(counted("date_trunc('DAY', ts) AS day", 'Europe/Berlin')).toEqual({ rows: [['2024-06-10T22:00:00.000000Z', 2]], said: [] });
  });

  it('says nothing of hours, or where days are those of UTC', () => {
    expect(counted("window(ts, '1 hour') AS w", 'Europe/Berlin').said).toEqual([]);
    expect(counted("window(ts, '1 day') AS w", 'UTC').said).toEqual([]);
  });
});
