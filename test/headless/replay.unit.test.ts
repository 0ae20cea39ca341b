import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDirectoryStore } from '../../src/headless/directory-store.ts';
import { countingPipeline, millrace, scratchFolder, startMillrace, writeJson } from './command-line.ts';

const RECORDED = { startTime: 0, batches: [{ in: [['a'], ['b'], ['a']] }, {}, { in: [['b']] }, {}, {}, {}] };

describe('replay', () => {
  it('gives one JSON line per sink and batch, windows included that became empty', async () => {
    const folder = scratchFolder();
    const answer = await millrace('replay', writeJson(folder, 'p.json', countingPipeline()), '--batches', writeJson(folder, 'b.json', RECORDED));
    expect(answer).toMatchObject({ code: 0, err: '' });
    expect(answer.out.trimEnd().split('\n')).toEqual([
      '{"batchId":1,"time":1000,"noData":false,"sink":"out","emits":"closed","rows":[["a",2],["b",1]]}',
      '{"batchId":2,"time":2000,"noData":false,"sink":"out","emits":"closed","rows":[["a",2],["b",1]]}',
      '{"batchId":3,"time":3000,"noData":false,"sink":"out","emits":"closed","rows":[["a",2],["b",2]]}',
      '{"batchId":4,"time":4000,"noData":false,"sink":"out","emits":"closed","rows":[["b",1]]}',
      '{"batchId":5,"time":5000,"noData":false,"sink":"out","emits":"closed","rows":[["b",1]]}',
      '{"batchId":6,"time":6000,"noData":false,"sink":"out","emits":"closed","rows":[]}',
    ]);
  });

  it('puts recorded rows in the place of a made-up source, and has no line where a sink does not fire', async () => {
    const folder = scratchFolder();
    const operators = {
      in: { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: 160 } },
      counts: { type: 'tumbling-window', params: { time: 'batch', size: '2 seconds', keys: ['value'], aggregates: { n: 'count(*)' } } },
    };
    const answer = await millrace(
      'replay',
      writeJson(folder, 'p.json', countingPipeline({ operators })),
      '--batches',
      writeJson(folder, 'b.json', RECORDED),
    );
    const lines = answer.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { batchId: number; rows: unknown });
    expect(lines.map(({ batchId, rows }) => [batchId, rows])).toEqual([
      [
        2,
        [
          ['a', 2],
          ['b', 1],
        ],
      ],
      [4, [['b', 1]]],
      [6, []],
    ]);
  });

  it('with --checkpoint goes on where the call before it stopped', async () => {
    const folder = scratchFolder();
    const args = ['replay', writeJson(folder, 'p.json', countingPipeline()), '--batches', writeJson(folder, 'b.json', RECORDED)];
    const whole = await millrace(...args);
    const first = await millrace(...args, '--checkpoint', `${folder}/ck`, '--stop-after', '2');
    const second = await millrace(...args, '--checkpoint', `${folder}/ck`, '--stop-after', '1');
    const third = await millrace(...args, '--checkpoint', `${folder}/ck`);
    expect([first.code, second.code, third.code]).toEqual([0, 0, 0]);
    expect(first.out.split('\n')).toHaveLength(3);
    expect(first.out + second.out + third.out).toBe(whole.out);
    expect((await millrace(...args, '--checkpoint', `${folder}/ck`)).out).toBe('');
  });

  it('takes no directory of another pipeline or of other batches, and none that another process uses', async () => {
    const folder = scratchFolder();
    const batches = writeJson(folder, 'b.json', RECORDED);
    const directory = `${folder}/ck`;
    await millrace('replay', writeJson(folder, 'p.json', countingPipeline()), '--batches', batches, '--checkpoint', directory, '--stop-after', '1');
    const changed = countingPipeline({
      operators: { counts: { type: 'running-aggregate', params: { keys: ['value'], aggregates: { n: 'count(*)' }, emit: 'all' } } },
    });
    const other = await millrace('replay', writeJson(folder, 'q.json', changed), '--batches', batches, '--checkpoint', directory);
    expect(other).toMatchObject({ code: 2, out: '' });
    expect(other.err).toContain('another pipeline');
    const later = writeJson(folder, 'later.json', { ...RECORDED, startTime: 60_000 });
    const moved = await millrace('replay', `${folder}/p.json`, '--batches', later, '--checkpoint', directory);
    expect(moved).toMatchObject({ code: 2, out: '' });
    expect(moved.err).toContain('started at 0');
    const store = await openDirectoryStore(directory);
    const busy = await millrace('replay', `${folder}/p.json`, '--batches', batches, '--checkpoint', directory);
    await store.close();
    expect(busy).toMatchObject({ code: 2, out: '' });
    expect(busy.err).toContain(directory);
  });

  it('stops at a row an ANSI rule refuses, says which, and says it again on the next call, with nothing written twice', async () => {
    const folder = scratchFolder();
    const operators = { counts: { type: 'map', params: { mode: 'add', columns: { n: 'cast(value AS INT)' } } } };
    const args = [
      'replay',
      writeJson(folder, 'p.json', countingPipeline({ operators })),
      '--batches',
      writeJson(folder, 'b.json', { startTime: 0, batches: [{ in: [['1']] }, { in: [['x']] }] }),
      '--checkpoint',
      `${folder}/ck`,
      '--json',
    ];
    const first = await millrace(...args);
    expect(first.code).toBe(1);
    expect(first.out.trimEnd()).toBe('{"batchId":1,"time":1000,"noData":false,"sink":"out","emits":"rows","rows":[["1",1]]}');
    expect(JSON.parse(first.err)).toMatchObject({ severity: 'error', where: { operator: 'counts', batch: 2 } });
    const second = await millrace(...args);
    expect(second).toMatchObject({ code: 1, out: '', err: first.err });
  });

  it('killed with SIGKILL again and again, writes every line of the uninterrupted replay, each once', { timeout: 180_000 }, async () => {
    const seed = 20_260_107;
    // Enough work that no machine is done before the kill arrives, and time for a busy one.
    const BATCHES = 300;
    const [delays = []] = fc.sample(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 7, maxLength: 7 }), { seed, numRuns: 1 });
    const folder = scratchFolder();
    const batches = Array.from({ length: BATCHES }, (_, i) => ({ in: Array.from({ length: (i * 7) % 5 }, (_unused, r) => [`w${(i * r) % 11}`]) }));
    const pipeline = {
      ...countingPipeline(),
      settings: { batchInterval: '1 second', durability: 'relaxed', timeZone: 'UTC', watermarkPolicy: 'min', downtime: 'skip' },
    };
    const args = ['replay', writeJson(folder, 'p.json', pipeline), '--batches', writeJson(folder, 'b.json', { startTime: 0, batches })];
    const whole = (await millrace(...args)).out.trimEnd().split('\n');
    expect(whole).toHaveLength(BATCHES);
    const written: string[] = [];
    let kills = 0;
    let repeats = 0;
    for (let call = 0; call < 40; call++) {
      let armed = call < delays.length;
      const command = startMillrace([...args, '--checkpoint', `${folder}/ck`], ({ child, lines }) => {
        if (!armed || lines().length < 5) return;
        armed = false;
        setTimeout(() => child.kill('SIGKILL'), delays[call] ?? 0);
      });
      const answer = await command.ended;
      const [first, ...rest] = command.lines();
      // Only the batch at the cut may be written a second time, and then the same.
      if (first !== undefined && first === written[written.length - 1]) repeats++;
      else if (first !== undefined) written.push(first);
      written.push(...rest);
      if (answer.code === 0) break;
      expect(answer.err).toBe('');
      kills++;
    }
    expect(written).toEqual(whole);
    expect(kills).toBeGreaterThanOrEqual(4);
    expect(repeats).toBeLessThanOrEqual(kills);
  });
});
