import { describe, expect, it } from 'vitest';
import { countingPipeline, millrace, scratchFolder, startMillrace, writeJson } from './command-line.ts';

const FAST = { batchInterval: '100 milliseconds', durability: 'relaxed', timeZone: 'UTC', watermarkPolicy: 'min', downtime: 'catch-up' };
const TOTALS = { counts: { type: 'running-aggregate', params: { keys: ['value'], aggregates: { n: 'count(*)' }, emit: 'all' } } };

interface Line {
  readonly batchId: number;
  readonly rows: readonly (readonly [string, number])[];
}

describe('run', () => {
  it('runs a made-up source live, batch after batch, and ends by itself after N', async () => {
    const folder = scratchFolder();
    const operators = { in: { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: 1000 } } };
    const path = writeJson(folder, 'p.json', {
      ...countingPipeline({ operators }),
      settings: FAST,
      operators: { ...(countingPipeline({ operators: { ...operators, ...TOTALS } }) as { operators: object }).operators },
    });
    const { code, out } = await millrace('run', path, '--stop-after', '3', '--json');
    expect(code).toBe(0);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(lines.map((line) => line.batchId)).toEqual([1, 2, 3]);
    const total = (line: Line | undefined): number => (line?.rows ?? []).reduce((sum, [, n]) => sum + n, 0);
    expect(lines.map(total)).toEqual([100, 200, 300]);
  });

  it('counts the lines of standard input, stops cleanly on Ctrl+C, and goes on from its checkpoint with every line once', async () => {
    const folder = scratchFolder();
    const { operators } = countingPipeline({ operators: TOTALS }) as { operators: object };
    const path = writeJson(folder, 'p.json', { ...countingPipeline(), settings: FAST, operators });
    const type = async (lines: readonly string[], until: number): Promise<readonly (readonly [string, number])[]> => {
      let done = false;
      const command = startMillrace(['run', path, '--checkpoint', `${folder}/ck`, '--json'], ({ child, lines: written }) => {
        const last = JSON.parse(written().at(-1) ?? '{"rows":[]}') as Line;
        if (done || last.rows.reduce((sum, [, n]) => sum + n, 0) < until) return;
        done = true;
        child.kill('SIGINT');
      });
      for (const line of lines) command.child.stdin?.write(`${line}\n`);
      const answer = await command.ended;
      // It is warned of keys that are never forgotten, and of nothing else.
      const told = answer.err
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { code: string });
      expect(answer.code).toBe(0);
      expect(told.map(({ code }) => code)).toEqual(['algebra/state-grows']);
      return (JSON.parse(command.lines().at(-1) ?? '') as Line).rows;
    };
    expect(await type(['a', 'b', 'a'], 3)).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(await type(['b', 'ä', ''], 6)).toEqual([
      ['a', 2],
      ['b', 2],
      ['ä', 1],
      ['', 1],
    ]);
  });

  it('prints a few rows a firing for a person', async () => {
    const folder = scratchFolder();
    const operators = { in: { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: 1000 } } };
    const { out } = await millrace(
      'run',
      writeJson(folder, 'p.json', { ...countingPipeline({ operators }), settings: { ...FAST, batchInterval: '1 second' } }),
      '--stop-after',
      '1',
    );
    expect(out).toMatch(/^\d\d:\d\d:\d\d {2}batch 1 {2}Table: \d+ rows\n {2}value /);
    expect(out).toContain('and ');
  });
});
