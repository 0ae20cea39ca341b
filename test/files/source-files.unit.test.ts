import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { valuesFromRows } from '../../src/columns/build.ts';
import { STRING, TIMESTAMP } from '../../src/columns/data-type.ts';
import type { FileSpec, RecordFile } from '../../src/engine/sources/record-files.ts';
import { FLIGHTS } from '../../src/formats/bundled-files.ts';
import { timeReader } from '../../src/formats/parse/time-reader.ts';
import type { FileReference, Framing, Pace } from '../../src/formats/record-format.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { ProblemError } from '../../src/problem/problem.ts';
import type { PickedHandle } from '../../workers/files/file-handles.ts';
import { KeptFiles } from '../../workers/files/kept-files.ts';
import { PrivateArea } from '../../workers/files/private-area.ts';
import { SourceFiles } from '../../workers/files/source-files.ts';
import { FakePrivateFiles } from './fake-private-files.ts';

const LINES: Framing = { kind: 'lines', encoding: 'utf-8', skip: 0 };
const RATE: Pace = { kind: 'rate', rowsPerSecond: 100 };

function planOf(file: FileReference, framing: Framing, pace: Pace): Plan {
  const output = { columns: [{ name: 'value', type: STRING }], emits: 'rows', slideMs: 1_000, keys: [], windowMs: null } as const;
  const source: FileSpec = { kind: 'file', file, framing, pace };
  return { batchIntervalMs: 1_000, timeZone: 'UTC', nodes: [{ id: 'in/rows', operatorId: 'in', inputs: [], output, kind: 'source', source }] };
}

/** One browser: its private files stay, everything else is made anew with each `open`. */
class Browser {
  readonly origin = new FakePrivateFiles();
  private readonly handles = new Map<string, PickedHandle>();
  private readonly maxCopyBytes: number;
  private ids = 0;

  constructor(maxCopyBytes = 1_000_000) {
    this.maxCopyBytes = maxCopyBytes;
  }

  files(): KeptFiles {
    const { handles } = this;
    const store = {
      get: async (hash: string) => handles.get(hash) ?? null,
      put: async (hash: string, handle: PickedHandle) => void handles.set(hash, handle),
      remove: async (hash: string) => void handles.delete(hash),
    };
    return new KeptFiles(
      new PrivateArea(() => this.origin.root()),
      store,
      () => `id${this.ids++}`,
      () => 0,
      this.maxCopyBytes,
    );
  }

  async keep(content: string | Uint8Array, handle: PickedHandle | null = null): Promise<FileReference> {
    const blob = new Blob([typeof content === 'string' ? content : content.slice()]);
    const kept = await this.files().keep(
      { name: 'clicks.jsonl', modifiedMs: 0, blob, handle },
      { signal: new AbortController().signal, progress: () => {} },
    );
    if (!kept.ok) throw new Error(JSON.stringify(kept.problems));
    return { name: kept.value.file.name, sha256: kept.value.file.sha256, bytes: kept.value.file.bytes };
  }

  async open(file: FileReference, framing = LINES, pace = RATE): Promise<RecordFile> {
    const sources = new SourceFiles(this.files(), timeReader);
    expect(await sources.prepare(planOf(file, framing, pace))).toEqual([]);
    const opened = sources.open({ kind: 'file', file, framing, pace });
    if (opened === undefined) throw new Error('not opened');
    return opened;
  }

  needs(file: FileReference) {
    return new SourceFiles(this.files(), timeReader).prepare(planOf(file, LINES, RATE));
  }
}

async function values(file: RecordFile, from: number, to: number): Promise<unknown[]> {
  return valuesFromRows(await file.read(from, to)).map(([value]) => value);
}

async function problemOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof ProblemError ? error.problem.code : String(error);
  }
}

const lines = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `{"n": ${i}, "city": "Zürich"}`);

describe('a file that is replayed', () => {
  it('gives the same records for a range, in this life and in the next', async () => {
    const browser = new Browser();
    const all = lines(20_000);
    const file = await browser.keep(`${all.join('\n')}\n`);
    const first = await browser.open(file);
    expect(first.records).toBe(20_000);
    for (const [from, to] of [
      [0, 100],
      [100, 200],
      [255, 258],
      [9_000, 12_345],
      [19_999, 20_000],
      [5, 5],
    ] as const)
      expect(await values(first, from, to)).toEqual(all.slice(from, to));
    const stored = [...browser.origin.files.keys()].filter((name) => name.endsWith('.index'));
    expect(stored).toHaveLength(1);
    const again = await browser.open(file);
    expect(await values(again, 300, 400)).toEqual(all.slice(300, 400));
    expect(again.lineOf(300)).toBe(301);
  });

  it('counts blank lines, which are no records', async () => {
    const browser = new Browser();
    const open = await browser.open(await browser.keep('a\n\nb\n\n\nc\n'));
    expect([open.records, open.blank]).toEqual([3, 3]);
  });

  it('leaves the half record out with which a gzip breaks off', async () => {
    const browser = new Browser(5_000_000);
    const all = lines(50_000);
    const packed = gzipSync(all.join('\n'));
    const open = await browser.open(await browser.keep(packed.subarray(0, packed.length >> 1)));
    expect(open.records).toBeGreaterThan(10_000);
    expect(open.records).toBeLessThan(50_000);
    expect(await values(open, open.records - 1, open.records)).toEqual([all[open.records - 1]]);
  });

  it('goes by the time in its records when it is asked to', async () => {
    const browser = new Browser();
    const file = await browser.keep(
      ['10:00:00', '10:00:01', '10:00:01', '10:05:00', '10:04:00'].map((time) => `{"t": "2024-06-10 ${time}"}`).join('\n'),
    );
    const column = { name: 't', type: TIMESTAMP, from: 't', form: { kind: 'cast' } } as const;
    const open = await browser.open(file, LINES, { kind: 'time', speed: 1, time: { format: { kind: 'json' }, column, timeZone: 'UTC' } });
    const start = Date.UTC(2024, 5, 10, 10);
    expect(open.timeBefore(0)).toBe(start);
    expect(open.firstAfter(start, 0)).toBe(1);
    expect(open.firstAfter(start + 1_000, 1)).toBe(3);
    // The fourth record waits for its time, and the fifth, which is earlier, waits behind it.
    expect(open.firstAfter(start + 60_000, 3)).toBe(3);
    expect(open.firstAfter(start + 300_000, 3)).toBe(5);
    expect(open.timeBefore(5)).toBe(start + 300_000);
  });
});

describe('what a run waits for', () => {
  it('is a file that is not here', async () => {
    const browser = new Browser();
    const file = await browser.keep(lines(10).join('\n'));
    await browser.files().remove(file.sha256);
    expect(await browser.needs(file)).toEqual([{ kind: 'file', operatorId: 'in', file, why: 'absent' }]);
  });

  it('is a file the browser may not read at the moment, or that has another size', async () => {
    const browser = new Browser(100);
    const content = lines(100).join('\n');
    const state = { permission: 'granted', content };
    const handle = {
      kind: 'file',
      name: 'big.jsonl',
      getFile: async () => new Blob([state.content]) as File,
      queryPermission: async () => state.permission,
    } as PickedHandle;
    const file = await browser.keep(content, handle);
    expect(await browser.needs(file)).toEqual([]);
    state.permission = 'prompt';
    expect(await browser.needs(file)).toMatchObject([{ why: 'permission' }]);
    state.permission = 'granted';
    state.content = `${content}\nmore`;
    expect(await browser.needs(file)).toMatchObject([{ why: 'changed' }]);
  });

  it('is never read under another meaning: a changed range is refused by its numbers', async () => {
    const browser = new Browser(100);
    const content = lines(10_000).join('\n');
    const state = { content };
    const handle = { kind: 'file', name: 'big.jsonl', getFile: async () => new Blob([state.content]) as File } as PickedHandle;
    const file = await browser.keep(content, handle);
    state.content = content.replace('"n": 9000,', '"n": 9009,');
    const open = await browser.open(file);
    expect(await values(open, 0, 100)).toEqual(lines(100));
    await expect(open.read(8_990, 9_100)).rejects.toMatchObject({
      problem: { code: 'file/changed', params: { name: 'clicks.jsonl', fromRecord: 8_991, toRecord: 9_100 } },
    });
  });

  it('is a file that was open and could not be read, until it can be', async () => {
    const browser = new Browser(100);
    const content = lines(10_000).join('\n');
    const state = { content };
    const handle = { kind: 'file', name: 'big.jsonl', getFile: async () => new Blob([state.content]) as File } as PickedHandle;
    const file = await browser.keep(content, handle);
    const sources = new SourceFiles(browser.files(), timeReader);
    const plan = planOf(file, LINES, RATE);
    state.content = content.replace('"n": 9000,', '"n": 9009,');
    expect(await sources.prepare(plan)).toEqual([]);
    const open = sources.open({ kind: 'file', file, framing: LINES, pace: RATE });
    expect(await problemOf(open?.read(8_990, 9_100) ?? Promise.resolve())).toBe('file/changed');
    expect(await sources.prepare(plan)).toMatchObject([{ kind: 'file', why: 'changed' }]);
    state.content = content;
    expect(await sources.prepare(plan)).toEqual([]);
    expect(await problemOf(sources.open({ kind: 'file', file, framing: LINES, pace: RATE })?.read(8_990, 9_100) ?? Promise.resolve())).toBe('none');
  });

  it('is told when a read fails because the bytes are gone', async () => {
    const browser = new Browser();
    const open = await browser.open(await browser.keep(lines(100).join('\n')));
    const { arrayBuffer } = Blob.prototype;
    try {
      Blob.prototype.arrayBuffer = async () => Promise.reject(new DOMException('gone', 'NotFoundError'));
      expect(await problemOf(open.read(0, 10))).toBe('file/absent');
    } finally {
      Blob.prototype.arrayBuffer = arrayBuffer;
    }
    expect(await values(open, 0, 2)).toEqual(lines(2));
  });

  it('is looked for once more when the browser gave its content up', async () => {
    const browser = new Browser(100);
    const content = lines(100).join('\n');
    let stale = true;
    const handle = {
      kind: 'file',
      name: 'big.jsonl',
      getFile: async () => {
        const blob = new Blob([content]);
        return (
          stale
            ? { size: blob.size, slice: () => ({ arrayBuffer: async () => Promise.reject(new DOMException('touched', 'NotReadableError')) }) }
            : blob
        ) as File;
      },
    } as PickedHandle;
    stale = false;
    const file = await browser.keep(content, handle);
    await browser.open(file);
    stale = true;
    const open = await browser.open(file);
    stale = false;
    expect(await values(open, 0, 3)).toEqual(lines(3));
  });
});

describe('a file that comes with the studio', () => {
  const flights = { kind: 'csv', encoding: 'utf-8', skip: 1, dialect: { delimiter: ',', quote: '"', escape: '"', trim: false } } as const;
  const reference = { name: FLIGHTS.name, sha256: FLIGHTS.sha256, bytes: FLIGHTS.bytes };
  const fetched =
    (asked: string[], damage = false) =>
    async (path: string) => {
      asked.push(path);
      const raw = new Uint8Array(readFileSync(new URL(`../../public/${path}`, import.meta.url)));
      if (damage) raw[1000] = (raw[1000] ?? 0) ^ 1;
      return new Blob([raw]);
    };

  it('is fetched once, kept and read, though nobody picked it', async () => {
    const browser = new Browser(10_000_000);
    const asked: string[] = [];
    for (let life = 0; life < 2; life++) {
      const sources = new SourceFiles(browser.files(), timeReader, fetched(asked));
      expect(await sources.prepare(planOf(reference, flights, RATE))).toEqual([]);
      const opened = sources.open({ kind: 'file', file: reference, framing: flights, pace: RATE });
      expect(opened?.records).toBe(120_000);
      if (opened !== undefined) expect(await values(opened, 0, 1)).toEqual(['2001-01-01 00:01,33,2176,LAS,PHL']);
    }
    expect(asked).toEqual(['samples/flights.csv.gz']);
  });

  it('is asked for like any other when this site gives something else, or nothing', async () => {
    for (const fetchBundled of [fetched([], true), async () => null]) {
      const needs = await new SourceFiles(new Browser(10_000_000).files(), timeReader, fetchBundled).prepare(planOf(reference, flights, RATE));
      expect(needs.map((need) => need.kind === 'file' && need.why)).toEqual(['absent']);
    }
  });
});
