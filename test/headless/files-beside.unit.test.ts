import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { millrace, scratchFolder, writeJson } from './command-line.ts';

const LINES = ['city,n', 'Zürich,1', '"Bern, old",2', 'Zürich,3'].join('\n');

function pipelineFile(folder: string, name: string, content: Uint8Array, source: object | null = null): string {
  const dialect = { delimiter: ',', quote: '"', escape: '"', trim: false, fields: 2, nullWords: [] };
  const file = { name, sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
  const columns = [
    { name: 'city', type: 'STRING', from: 0 },
    { name: 'n', type: 'INT', from: 1 },
  ];
  const params = { file, format: { kind: 'csv', encoding: 'utf-8', skip: 1, ...dialect }, columns, rowsPerSecond: 1_000_000 };
  return writeJson(folder, 'p.json', {
    format: 'millrace',
    formatVersion: 1,
    name: 'Cities',
    settings: { batchInterval: '100 milliseconds' },
    operators: { in: source ?? { type: 'file', params }, out: { type: 'log', params: {} } },
    edges: ['in.out -> out.in'],
    ui: { positions: {}, notes: [] },
  });
}

describe('run with a file', () => {
  it.each(['cities.csv', 'cities.csv.gz'])('reads %s beside the pipeline', async (name) => {
    const folder = scratchFolder();
    const content = name.endsWith('.gz') ? gzipSync(LINES) : Buffer.from(LINES);
    writeFileSync(join(folder, name), content);
    const { code, out } = await millrace('run', pipelineFile(folder, name, content), '--stop-after', '2', '--json');
    expect(code).toBe(0);
    expect(
      out
        .trimEnd()
        .split('\n')
        .flatMap((line) => (JSON.parse(line) as { rows: unknown[] }).rows),
    ).toEqual([
      ['Zürich', 1],
      ['Bern, old', 2],
      ['Zürich', 3],
    ]);
  });

  it('says when the file is not there, or is another one', async () => {
    const folder = scratchFolder();
    const path = pipelineFile(folder, '../cities.csv', Buffer.from(LINES));
    const absent = await millrace('run', path, '--stop-after', '1');
    expect(absent.err).toContain('which is not beside it');
    expect(absent.err).toContain(join(folder, 'cities.csv'));
    writeFileSync(join(folder, 'cities.csv'), 'other');
    expect((await millrace('run', path, '--stop-after', '1')).err).toContain('is not the file that the pipeline was made with');
  });

  it('refuses a source of the network by name', async () => {
    const folder = scratchFolder();
    const path = pipelineFile(folder, 'x', Buffer.from(''), { type: 'websocket', params: { url: 'wss://example.org/' } });
    const { code, err } = await millrace('run', path, '--stop-after', '1');
    expect(code).not.toBe(0);
    expect(err).toContain('reads live from websocket, which the command line does not');
  });
});
