import { describe, expect, it } from 'vitest';
import { countingPipeline, millrace, scratchFolder, writeJson } from './command-line.ts';

describe('diff', () => {
  it('prints what changes the run apart from how it looks, with moves in one line (field case b5)', async () => {
    const folder = scratchFolder();
    const before = writeJson(folder, 'before.json', countingPipeline());
    const after = writeJson(
      folder,
      'after.json',
      countingPipeline({
        operators: {
          counts: {
            type: 'sliding-window',
            params: { time: 'batch', size: '6 seconds', slide: '1 second', keys: ['value'], aggregates: { n: 'count(*)' } },
          },
        },
      }),
    );
    const { code, out } = await millrace('diff', before, after);
    expect(code).toBe(0);
    expect(out).toMatch(/^Changes the run:\n {2}Sliding window: size "3 seconds" → "6 seconds"\n/);
    expect((await millrace('diff', before, before)).out).toBe('Nothing changed.\n');
  });

  it('exits with 1 for a file that is no pipeline, and with 2 for a missing one', async () => {
    const folder = scratchFolder();
    const good = writeJson(folder, 'good.json', countingPipeline());
    const bad = writeJson(folder, 'bad.json', { name: 'hello' });
    const refused = await millrace('diff', good, bad);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('bad.json: error:');
    expect((await millrace('diff', good, `${folder}/none.json`)).code).toBe(2);
    expect((await millrace('diff', good)).code).toBe(2);
  });
});
