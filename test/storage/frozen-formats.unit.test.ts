// Formats are frozen: what a released version wrote restores in every later one. Each folder format-N holds the directory
// store a version of record format N left after batch 5 of `batches.json` (checkpoint after batch 3, window, running
// aggregate, doubles, text beyond ASCII). It was made once and is never made anew:
//   millrace replay pipeline.json --batches batches.json --checkpoint format-N --stop-after 5
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { millrace, scratchFolder } from '../headless/command-line.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const expected = readFileSync(join(FIXTURES, 'expected.jsonl'), 'utf8').trim().split('\n');
const batchOf = (line: string): number => (JSON.parse(line) as { batchId: number }).batchId;
const replay = (folder: string) =>
  millrace('replay', join(FIXTURES, 'pipeline.json'), '--batches', join(FIXTURES, 'batches.json'), '--checkpoint', folder, '--json');

describe('frozen formats', () => {
  it.each(readdirSync(FIXTURES).filter((name) => name.startsWith('format-')))(
    '%s restores and goes on with the same rows, to the bit',
    async (name) => {
      const folder = join(scratchFolder(), name);
      cpSync(join(FIXTURES, name), folder, { recursive: true });
      const { code, out } = await replay(folder);
      expect(code).toBe(0);
      expect(out.trim().split('\n')).toEqual(expected.filter((line) => batchOf(line) > 5));
    },
  );

  it('a run from nothing gives the rows the fixtures were made with', async () => {
    const { out } = await replay(join(scratchFolder(), 'new'));
    expect(out.trim().split('\n')).toEqual(expected);
  });
});
