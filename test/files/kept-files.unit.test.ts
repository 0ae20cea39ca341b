import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FileReference } from '../../src/formats/record-format.ts';
import type { PickedHandle } from '../../workers/files/file-handles.ts';
import { KeptFiles, type PickedContent } from '../../workers/files/kept-files.ts';
import { PrivateArea } from '../../workers/files/private-area.ts';
import { FakePrivateFiles } from './fake-private-files.ts';

const quiet = () => ({ signal: new AbortController().signal, progress: () => {} });
const text = (lines: number): string => Array.from({ length: lines }, (_, i) => `line ${i}\n`).join('');
const sha = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

function picked(content: string | Uint8Array, name = 'a.txt', handle: PickedHandle | null = null): PickedContent {
  return { name, modifiedMs: 1_700_000_000_000, blob: new Blob([typeof content === 'string' ? content : content.slice()]), handle };
}

class Machine {
  readonly origin: FakePrivateFiles;
  readonly handles = new Map<string, PickedHandle>();
  readonly files: KeptFiles;

  constructor(origin = new FakePrivateFiles(), maxCopyBytes?: number, withHandles = true) {
    this.origin = origin;
    let ids = origin.files.size;
    const { handles } = this;
    const store = {
      get: async (hash: string) => handles.get(hash) ?? null,
      put: async (hash: string, handle: PickedHandle) => void handles.set(hash, handle),
      remove: async (hash: string) => void handles.delete(hash),
    };
    this.files = new KeptFiles(
      new PrivateArea(() => origin.root()),
      withHandles ? store : null,
      () => `id${ids++}`,
      () => 1_700_000_000_000,
      maxCopyBytes,
    );
  }

  async content(reference: FileReference): Promise<string | null> {
    const kept = await this.files.find(reference.sha256);
    if (kept === null) return null;
    const found = await this.files.content(kept);
    return found.kind === 'found' ? found.blob.text() : found.kind;
  }
}

describe('keeping a file', () => {
  it('copies it under the hash of what was picked', async () => {
    const machine = new Machine();
    const kept = await machine.files.keep(picked(text(1_000)), quiet());
    expect(kept).toMatchObject({
      ok: true,
      value: { file: { name: 'a.txt', sha256: sha(text(1_000)), bytes: text(1_000).length, truncated: false } },
    });
    expect(kept.ok && (await machine.content(kept.value.file))).toBe(text(1_000));
    expect((await machine.files.list()).map((file) => file.name)).toEqual(['a.txt']);
  });

  it('hashes in pieces as it does at once', async () => {
    const machine = new Machine();
    const big = new Uint8Array(33 * 1024 * 1024).fill(65);
    const kept = await machine.files.keep(picked(big), quiet());
    expect(kept.ok && kept.value.file.sha256).toBe(sha(big));
  });

  it('unpacks gzip, and names it by the hash of the packed bytes', async () => {
    const machine = new Machine();
    const packed = gzipSync(text(1_000));
    const kept = await machine.files.keep(picked(packed, 'a.txt.gz'), quiet());
    expect(kept).toMatchObject({ ok: true, value: { file: { sha256: sha(packed), bytes: packed.length, contentBytes: text(1_000).length } } });
    expect(kept.ok && (await machine.content(kept.value.file))).toBe(text(1_000));
  });

  it('unpacks a gzip of several parts, whatever looks like the beginning of one inside', async () => {
    const machine = new Machine();
    // Stored without packing, so the inner gzip shows as it is.
    const inner = gzipSync('inner');
    const stored = gzipSync(Buffer.concat([Buffer.from('before '), inner, Buffer.from(' behind\n')]), { level: 0 });
    const packed = Buffer.concat([gzipSync(text(3)), stored, gzipSync(text(50_000)), gzipSync('')]);
    const kept = await machine.files.keep(picked(packed, 'a.gz'), quiet());
    const whole = Buffer.concat([Buffer.from(`${text(3)}before `), inner, Buffer.from(` behind\n${text(50_000)}`)]);
    expect(kept).toMatchObject({ ok: true, value: { file: { truncated: false, contentBytes: whole.length, sha256: sha(packed) } } });
    const found = kept.ok ? await machine.files.content(kept.value.file) : null;
    expect(found?.kind === 'found' && Buffer.from(await found.blob.arrayBuffer()).equals(whole)).toBe(true);
  });

  it('keeps what a broken-off gzip holds and says that it breaks off', async () => {
    const machine = new Machine();
    const packed = gzipSync(text(100_000));
    const kept = await machine.files.keep(picked(packed.subarray(0, packed.length >> 1), 'a.gz'), quiet());
    expect(kept).toMatchObject({ ok: true, value: { file: { truncated: true } } });
    const content = kept.ok ? await machine.content(kept.value.file) : null;
    expect(content !== null && content.length > 1_000 && text(100_000).startsWith(content)).toBe(true);
  });

  it.each([
    ['a gzip that is damaged', () => damaged(gzipSync(text(100_000))), 'file/gzip-damaged'],
    ['a gzip bomb', () => gzipSync(new Uint8Array(20_000_000)), 'file/gzip-bomb'],
  ])('refuses %s and leaves nothing', async (_, make, code) => {
    const machine = new Machine();
    const kept = await machine.files.keep(picked(make(), 'a.gz'), quiet());
    expect(kept.ok ? [] : kept.problems.map((found) => found.code)).toEqual([code]);
    expect([...machine.origin.files.keys()]).toEqual([]);
  });

  it('refuses a gzip that unpacks to more than is copied', async () => {
    const machine = new Machine(new FakePrivateFiles(), 20_000);
    const kept = await machine.files.keep(picked(gzipSync(text(5_000)), 'a.gz'), quiet());
    expect(kept.ok ? [] : kept.problems).toMatchObject([{ code: 'file/unpacks-too-large', params: { limitBytes: 20_000 } }]);
    expect([...machine.origin.files.keys()]).toEqual([]);
  });

  it('refuses a file that is too large, with the number, where the browser has no references', async () => {
    const machine = new Machine(new FakePrivateFiles(), 1_000, false);
    const kept = await machine.files.keep(picked(text(1_000)), quiet());
    expect(kept.ok ? [] : kept.problems).toMatchObject([{ code: 'file/too-large', params: { bytes: text(1_000).length, limitBytes: 1_000 } }]);
  });

  it.each(['throws', 'short'] as const)('says that there is no room, and leaves nothing (%s)', async (full) => {
    const machine = new Machine(new FakePrivateFiles({ quotaBytes: 5_000, full }));
    const kept = await machine.files.keep(picked(text(1_000)), quiet());
    expect(kept.ok ? [] : kept.problems.map((found) => found.code)).toEqual(['file/no-room']);
    expect([...machine.origin.files.keys()]).toEqual([]);
  });

  it('can be cancelled in the middle, and leaves nothing', async () => {
    const machine = new Machine();
    const stop = new AbortController();
    const told: number[] = [];
    const progress = (doneBytes: number): void => {
      told.push(doneBytes);
      if (doneBytes > 2_000_000) stop.abort();
    };
    const kept = await machine.files.keep(picked(new Uint8Array(8_000_000)), { signal: stop.signal, progress });
    expect(kept.ok ? [] : kept.problems.map((found) => found.code)).toEqual(['file/cancelled']);
    expect(told.at(-1)).toBeLessThan(4_000_000);
    expect([...machine.origin.files.keys()]).toEqual([]);
  });

  it('says when the file cannot be read to its end', async () => {
    const machine = new Machine();
    const content = picked(text(10));
    const broken = new Proxy(content.blob, {
      get: (blob, name) =>
        name === 'slice'
          ? () => ({ arrayBuffer: async () => Promise.reject(new DOMException('changed', 'NotReadableError')) })
          : Reflect.get(blob, name, blob),
    });
    const kept = await machine.files.keep({ ...content, blob: broken }, quiet());
    expect(kept.ok ? [] : kept.problems.map((found) => found.code)).toEqual(['file/unreadable']);
  });

  it('keeps one copy of a file that comes twice', async () => {
    const machine = new Machine();
    await machine.files.keep(picked(text(10)), quiet());
    const before = [...machine.origin.files.keys()];
    const again = await machine.files.keep(picked(text(10), 'b.txt'), quiet());
    expect(again).toMatchObject({ ok: true, value: { file: { name: 'a.txt' }, fresh: false } });
    expect([...machine.origin.files.keys()]).toEqual(before);
  });
});

describe('a file that is given again', () => {
  it('is taken when it is the same, whatever its name', async () => {
    const machine = new Machine();
    const expected = { name: 'a.txt', sha256: sha(text(10)), bytes: text(10).length };
    expect(await machine.files.keep(picked(text(10), 'copy of a.txt'), quiet(), expected)).toMatchObject({ ok: true });
    expect(await machine.content(expected)).toBe(text(10));
  });

  it('is refused when it is another one, with what differs, and leaves nothing', async () => {
    const machine = new Machine();
    const expected = { name: 'a.txt', sha256: sha(text(10)), bytes: text(10).length };
    for (const other of [text(11), text(10).replace('line 3', 'LINE 3')]) {
      const kept = await machine.files.keep(picked(other), quiet(), expected);
      expect(kept.ok ? [] : kept.problems).toMatchObject([{ code: 'file/other-content', params: { bytes: other.length } }]);
    }
    expect([...machine.origin.files.keys()]).toEqual([]);
  });
});

describe('what is left behind', () => {
  it('by a killed import is swept, and what another tab writes at the moment is not', async () => {
    const origin = new FakePrivateFiles();
    const machine = new Machine(origin);
    await machine.files.keep(picked(text(10)), quiet());
    const kept = [...origin.files.keys()];
    origin.files.set('dead.content', new Uint8Array(5));
    origin.files.set(`${'0'.repeat(64)}.sums`, new Uint8Array(4));
    const writing = await new PrivateArea(() => origin.root()).create('busy.content');
    await machine.files.sweep();
    expect([...origin.files.keys()].sort()).toEqual([...kept, 'busy.content'].sort());
    await writing.close();
  });

  it('by a removal is nothing', async () => {
    const machine = new Machine();
    const kept = await machine.files.keep(picked(text(10)), quiet());
    if (kept.ok) await machine.files.remove(kept.value.file.sha256);
    expect([...machine.origin.files.keys()]).toEqual([]);
  });

  it('by a manifest that was cut off is no file', async () => {
    const machine = new Machine();
    const kept = await machine.files.keep(picked(text(10)), quiet());
    const name = `${kept.ok ? kept.value.file.sha256 : ''}.json`;
    machine.origin.files.set(name, (machine.origin.files.get(name) ?? new Uint8Array(0)).subarray(0, 40));
    expect(await machine.files.list()).toEqual([]);
    await machine.files.sweep();
    expect([...machine.origin.files.keys()].filter((file) => file.endsWith('.content'))).toEqual([]);
  });
});

describe('a file kept by reference', () => {
  const content = text(1_000);

  function handleOf(state: { permission: string; content: string | null }): PickedHandle {
    return {
      kind: 'file',
      name: 'big.txt',
      getFile: async () => {
        if (state.content === null) throw new DOMException('gone', 'NotFoundError');
        return new Blob([state.content]) as File;
      },
      queryPermission: async () => state.permission,
    } as PickedHandle;
  }

  it('is hashed and not copied; later it is there, not allowed, or gone', async () => {
    const machine = new Machine(new FakePrivateFiles(), 1_000);
    const state: { permission: string; content: string | null } = { permission: 'granted', content };
    const kept = await machine.files.keep(picked(content, 'big.txt', handleOf(state)), quiet());
    if (!kept.ok) throw new Error('not kept');
    expect(kept.value.file).toMatchObject({ sha256: sha(content), place: { kind: 'reference' } });
    expect([...machine.origin.files.keys()].some((name) => name.endsWith('.content'))).toBe(false);
    expect(await machine.content(kept.value.file)).toBe(content);
    state.permission = 'prompt';
    expect(await machine.content(kept.value.file)).toBe('permission');
    state.permission = 'granted';
    state.content = null;
    expect(await machine.content(kept.value.file)).toBe('absent');
    expect(await machine.files.handle(kept.value.file.sha256)).not.toBeNull();
    await machine.files.remove(kept.value.file.sha256);
    expect(await machine.files.handle(kept.value.file.sha256)).toBeNull();
  });
});

function damaged(bytes: Uint8Array): Uint8Array {
  const broken = bytes.slice();
  broken[broken.length >> 1] = (broken[broken.length >> 1] ?? 0) ^ 0xff;
  return broken;
}
