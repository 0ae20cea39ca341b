// Keeps and reads files in a worker of a real browser, for files-real.e2e.ts. A picked file is made here: numbered lines, packed
// or cut as asked; one that is picked by reference lies in the private file system under a name of its own.
import { stringAt } from '../../../src/columns/build.ts';
import { STRING } from '../../../src/columns/data-type.ts';
import type { FileSpec } from '../../../src/engine/sources/record-files.ts';
import type { FileReference } from '../../../src/formats/record-format.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { ProblemError } from '../../../src/problem/problem.ts';
import type { PickedHandle } from '../../../workers/files/file-handles.ts';
import { StoredHandles } from '../../../workers/files/file-handles.ts';
import { KeptFiles } from '../../../workers/files/kept-files.ts';
import { PrivateArea } from '../../../workers/files/private-area.ts';
import { SourceFiles } from '../../../workers/files/source-files.ts';

export type Pack = 'none' | 'gzip' | 'cut' | 'damaged' | 'bomb' | 'two';

export type Command =
  | { readonly do: 'keep'; readonly lines: number; readonly pack: Pack; readonly byReference?: boolean; readonly seed?: string }
  | { readonly do: 'read'; readonly file: FileReference; readonly from: number; readonly to: number }
  | { readonly do: 'needs'; readonly file: FileReference }
  | { readonly do: 'list' }
  | { readonly do: 'sweep' }
  | { readonly do: 'names' }
  /** Another program writes to the file that is kept by reference. */
  | { readonly do: 'edit'; readonly lines: number; readonly seed: string }
  | { readonly do: 'delete' };

export type Answer = unknown;

const files = new KeptFiles(
  new PrivateArea(),
  new StoredHandles(),
  () => crypto.randomUUID(),
  () => Date.now(),
  32 * 1024 * 1024,
);
const sources = new SourceFiles(files, () => {
  throw new TypeError('no times here');
});

self.onmessage = async (event: MessageEvent<{ readonly id: number; readonly command: Command }>) => {
  const { id, command } = event.data;
  let answer: Answer;
  try {
    answer = await run(command);
  } catch (error) {
    answer = error instanceof ProblemError ? { problem: error.problem.code, params: error.problem.params } : { error: String(error) };
  }
  self.postMessage({ id, answer });
};

async function run(command: Command): Promise<Answer> {
  switch (command.do) {
    case 'keep': {
      const began = performance.now();
      let told = 0;
      const handle = command.byReference === true ? await writePicked(command.lines, command.seed ?? '') : null;
      const blob = handle === null ? new Blob([await packed(textOf(command.lines, command.seed ?? ''), command.pack)]) : await handle.getFile();
      const kept = await files.keep(
        { name: 'picked.txt', modifiedMs: 0, blob, handle },
        {
          signal: new AbortController().signal,
          progress: () => {
            told++;
          },
        },
      );
      const ms = performance.now() - began;
      if (!kept.ok) return { problems: kept.problems.map((found) => found.code) };
      const { name, sha256, bytes, truncated, place } = kept.value.file;
      return { file: { name, sha256, bytes }, truncated, place: place.kind, ms, told };
    }
    case 'read': {
      const needs = await sources.prepare(planOf(command.file));
      if (needs.length > 0) return { needs };
      const opened = sources.open(specOf(command.file));
      if (opened === undefined) return { error: 'not opened' };
      const [column] = (await opened.read(command.from, command.to)).columns;
      const rows = column?.kind === 'string' ? Array.from({ length: column.length }, (_, i) => stringAt(column, i)) : [];
      return { records: opened.records, rows };
    }
    case 'needs':
      sources.forget(command.file.sha256);
      return sources.prepare(planOf(command.file));
    case 'list':
      return (await files.list()).map(({ name, sha256, bytes }) => ({ name, sha256, bytes }));
    case 'sweep':
      return files.sweep();
    case 'names':
      return files.area.list();
    case 'edit':
      await writePicked(command.lines, command.seed);
      return null;
    case 'delete':
      await (await navigator.storage.getDirectory()).removeEntry('picked.txt');
      return null;
  }
}

function textOf(lines: number, seed: string): string {
  return Array.from({ length: lines }, (_, i) => `line ${i} ${seed}\n`).join('');
}

async function writePicked(lines: number, seed: string): Promise<PickedHandle> {
  const handle = await (await navigator.storage.getDirectory()).getFileHandle('picked.txt', { create: true });
  const writer = await handle.createWritable();
  await writer.write(textOf(lines, seed));
  await writer.close();
  return handle;
}

async function packed(text: string, pack: Pack): Promise<Uint8Array<ArrayBuffer>> {
  const plain = new TextEncoder().encode(text);
  if (pack === 'none') return plain;
  if (pack === 'bomb') return gzip(new Uint8Array(40_000_000));
  const whole = await gzip(plain);
  if (pack === 'cut') return whole.slice(0, Math.floor(whole.length / 2));
  if (pack === 'two') {
    const both = new Uint8Array(whole.length * 2);
    both.set(whole);
    both.set(whole, whole.length);
    return both;
  }
  if (pack === 'damaged') whole[whole.length >> 1] = (whole[whole.length >> 1] ?? 0) ^ 0xff;
  return whole;
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
}

function specOf(file: FileReference): FileSpec {
  return { kind: 'file', file, framing: { kind: 'lines', encoding: 'utf-8', skip: 0 }, pace: { kind: 'rate', rowsPerSecond: 100 } };
}

function planOf(file: FileReference): Plan {
  const output = { columns: [{ name: 'value', type: STRING }], emits: 'rows', slideMs: 1_000, keys: [], windowMs: null } as const;
  return {
    batchIntervalMs: 1_000,
    timeZone: 'UTC',
    nodes: [{ id: 'in/rows', operatorId: 'in', inputs: [], output, kind: 'source', source: specOf(file) }],
  };
}
