import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import type { ImportProgress } from '../../src/protocol/data-api.ts';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import { DataService } from '../../workers/data-service.ts';
import { KeptFiles } from '../../workers/files/kept-files.ts';
import { MemoryArea } from '../../workers/files/memory-area.ts';
import { SourceFiles } from '../../workers/files/source-files.ts';

class Desk {
  readonly told: { readonly atMs: number; readonly progress: ImportProgress }[] = [];
  readonly changes: string[] = [];
  nowMs = 0;
  readonly data: DataService;

  constructor() {
    let ids = 0;
    const store = createMemoryStore();
    const files = new KeptFiles(
      new MemoryArea(),
      null,
      () => `id${ids++}`,
      () => 0,
    );
    const sources = new SourceFiles(files, () => {
      throw new TypeError('no times here');
    });
    this.data = new DataService({
      files,
      sources,
      store: () => store,
      nowMs: () => {
        this.nowMs += 7;
        return this.nowMs;
      },
      progress: (progress) => this.told.push({ atMs: this.nowMs, progress }),
      consentsChanged: () => this.changes.push('consents'),
      filesChanged: () => this.changes.push('files'),
    });
  }
}

const file = (content: string | Uint8Array, name: string): File =>
  new File([typeof content === 'string' ? content : content.slice()], name, { lastModified: 1_700_000_000_000 });

describe('an import', () => {
  it('gives the file by its hash, with what a first look finds', async () => {
    const desk = new Desk();
    const imported = await desk.data.importFile('i', file('city,n\nZürich,1\nBern,2\n', 'a.csv'));
    expect(imported).toMatchObject({ ok: true, value: { file: { name: 'a.csv', bytes: 24 }, modifiedMs: 1_700_000_000_000 } });
    expect(imported.ok && imported.value.sniffed.columns.map((column) => column.name)).toEqual(['city', 'n']);
    expect(await desk.data.listFiles()).toMatchObject({ ok: true, value: [{ name: 'a.csv' }] });
  });

  it('tells of its progress at most ten times a second, and of its end', async () => {
    const desk = new Desk();
    await desk.data.importFile('i', file(new Uint8Array(64 * 1024 * 1024).fill(97), 'a.txt'));
    const copied = desk.told.filter(({ progress }) => progress.phase === 'copy' && progress.doneBytes < progress.totalBytes);
    const gaps = copied.slice(1).map(({ atMs }, i) => atMs - (copied[i]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
    const bytes = 64 * 1024 * 1024;
    const ends = desk.told.filter(({ progress }) => progress.doneBytes === bytes).map(({ progress }) => progress);
    expect(ends).toEqual([
      { importId: 'i', phase: 'copy', doneBytes: bytes, totalBytes: bytes },
      { importId: 'i', phase: 'index', doneBytes: bytes, totalBytes: bytes },
    ]);
  });

  it('can be cancelled by its id', async () => {
    const desk = new Desk();
    const importing = desk.data.importFile('i', file(new Uint8Array(8 * 1024 * 1024), 'a.bin'));
    await desk.data.cancelImport('i');
    const imported = await importing;
    expect(imported.ok ? [] : imported.problems.map((found) => found.code)).toEqual(['file/cancelled']);
    expect(await desk.data.listFiles()).toEqual({ ok: true, value: [] });
  });

  it('looks at a kept file again under the wishes of the user', async () => {
    const desk = new Desk();
    const imported = await desk.data.importFile('i', file('city,n\nZürich,1\n', 'a.csv'));
    if (!imported.ok) throw new Error('not imported');
    const looked = await desk.data.sniffFile(imported.value.file, { format: { kind: 'text' } });
    expect(looked.ok && looked.value.columns).toHaveLength(1);
    await desk.data.removeFile(imported.value.file);
    const gone = await desk.data.sniffFile(imported.value.file, {});
    expect(gone.ok ? [] : gone.problems.map((found) => found.code)).toEqual(['file/absent']);
  });
});

describe('a file that a document names', () => {
  it('is supplied when it is the same, and those who wait are told', async () => {
    const desk = new Desk();
    const content = 'a\nb\nc\n';
    const imported = await desk.data.importFile('i', file(content, 'a.txt'));
    if (!imported.ok) throw new Error('not imported');
    await desk.data.removeFile(imported.value.file);
    const wrong = await desk.data.supplyFile('j', imported.value.file, file('a\nb\nX\n', 'a.txt'));
    expect(wrong.ok ? [] : wrong.problems.map((found) => found.code)).toEqual(['file/other-content']);
    desk.changes.length = 0;
    expect(await desk.data.supplyFile('j', imported.value.file, file(content, 'b.txt'))).toEqual({ ok: true, value: null });
    expect(desk.changes).toEqual(['files']);
  });
});

describe('consent', () => {
  it('is for one host, with its port, and can be taken back', async () => {
    const desk = new Desk();
    await desk.data.grantConsent(' Example.org:8080 ');
    expect(await desk.data.listConsents()).toEqual({ ok: true, value: ['example.org:8080'] });
    await desk.data.revokeConsent('example.org:8080');
    expect(await desk.data.listConsents()).toEqual({ ok: true, value: [] });
    expect(desk.changes).toEqual(['consents', 'consents']);
    for (const wrong of ['', 'https://example.org', 'a b', 'user@example.org', 'example.org/path'])
      expect(await desk.data.grantConsent(wrong)).toMatchObject({ ok: false, problems: [{ code: 'feed/bad-host' }] });
  });

  it('is what a run with a network source needs, and one of the page itself does not', async () => {
    const desk = new Desk();
    const output = { columns: [], emits: 'rows', slideMs: 1_000, keys: [], windowMs: null } as const;
    const buffer = { maxRows: 10, maxBytes: 10, whenFull: 'disconnect' } as const;
    const plan: Plan = {
      batchIntervalMs: 1_000,
      timeZone: 'UTC',
      nodes: [
        {
          id: 'net/rows',
          operatorId: 'net',
          inputs: [],
          output,
          kind: 'source',
          source: { kind: 'live', feed: { kind: 'websocket', url: 'wss://Example.org:443/x', framing: { kind: 'message' }, subscribe: '', buffer } },
        },
        { id: 'keys/rows', operatorId: 'keys', inputs: [], output, kind: 'source', source: { kind: 'live', feed: { kind: 'keystrokes' } } },
      ],
    };
    expect(await desk.data.needsOf(plan)).toEqual([{ kind: 'consent', operatorId: 'net', host: 'example.org' }]);
    await desk.data.grantConsent('example.org');
    expect(await desk.data.needsOf(plan)).toEqual([]);
  });
});
