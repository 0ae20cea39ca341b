import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, type FileHandle, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DirectoryStoreOptions, openDirectoryStore } from '../../src/headless/directory-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { describeStoreContract } from './describe-contract.ts';
import { bytesOf, put, rejection, type StoreDisk } from './store-contract.ts';
import { checkAgainstModel } from './store-model.ts';

const RELAXED = { durability: 'relaxed' } as const;
const STRICT = { durability: 'strict' } as const;

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'millrace-directory-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

function newDirectory(): Promise<string> {
  return mkdtemp(join(root, 'd-'));
}

async function newDisk(options: DirectoryStoreOptions = {}): Promise<StoreDisk> {
  const path = await newDirectory();
  const opened: Store[] = [];
  return {
    async open() {
      const store = await openDirectoryStore(path, options);
      opened.push(store);
      return store;
    },
    async dispose() {
      for (const store of opened) await store.close();
      await rm(path, { recursive: true });
    },
  };
}

describeStoreContract('directory store', { newDisk, sharedConnections: false });

test('answers as a sorted list would, on 150 random lists of operations', async () => {
  await checkAgainstModel(newDisk, 150);
});

test('answers as a sorted list would while it rewrites its journal all the time', async () => {
  await checkAgainstModel(() => newDisk({ compactAtBytes: 300 }), 60);
});

async function contents(store: Store): Promise<readonly (readonly [unknown, number])[]> {
  return (await store.range('log', { prefix: [] })).map((entry) => [entry.key[0], entry.record.version]);
}

/** A directory with three committed transactions and the sizes of its journal after each. */
async function threeTransactions(durability: 'strict' | 'relaxed'): Promise<{ readonly path: string; readonly sizes: readonly number[] }> {
  const path = await newDirectory();
  const store = await openDirectoryStore(path);
  const sizes: number[] = [];
  for (let i = 1; i <= 3; i++) {
    await store.transact([put('log', ['a'], i, bytesOf(i, i, i)), put('log', [`only ${i}`], i)], { durability });
    sizes.push((await stat(join(path, 'journal'))).size);
  }
  await store.close();
  return { path, sizes };
}

const afterTwo = [
  ['a', 2],
  ['only 1', 1],
  ['only 2', 2],
];
const afterThree = [
  ['a', 3],
  ['only 1', 1],
  ['only 2', 2],
  ['only 3', 3],
];

describe('a journal cut in its last transaction', () => {
  test('opens with the transactions before it, wherever the cut is, and goes on from there', async () => {
    const { path, sizes } = await threeTransactions('strict');
    const journal = await readFile(join(path, 'journal'));
    const [, second = 0, third = 0] = sizes;
    for (let length = second; length <= third; length++) {
      await writeFile(join(path, 'journal'), journal.subarray(0, length));
      const told: string[] = [];
      const store = await openDirectoryStore(path, { onRepair: (sentence) => told.push(sentence) });
      expect(await contents(store)).toEqual(length === third ? afterThree : afterTwo);
      expect(told).toHaveLength(length === second || length === third ? 0 : 1);
      expect((await stat(join(path, 'journal'))).size).toBe(length === third ? third : second);
      await store.transact([put('log', ['next'], length)], RELAXED);
      await store.close();
      const again = await openDirectoryStore(path);
      expect((await again.get('log', ['next']))?.version).toBe(length);
      expect((await again.get('log', ['only 3'])) !== undefined).toBe(length === third);
      await again.close();
    }
  });

  test('opens empty when even the first transaction, or the header, was cut', async () => {
    const { path, sizes } = await threeTransactions('strict');
    const journal = await readFile(join(path, 'journal'));
    for (let length = 0; length < (sizes[0] ?? 0); length++) {
      await writeFile(join(path, 'journal'), journal.subarray(0, length));
      const store = await openDirectoryStore(path);
      expect(await contents(store)).toEqual([]);
      await store.transact([put('log', ['x'], 1)], STRICT);
      await store.close();
      const again = await openDirectoryStore(path);
      expect(await contents(again)).toEqual([['x', 1]]);
      await again.close();
    }
  });
});

describe('a journal with a changed byte', () => {
  test('in its last transaction opens without that transaction, whichever byte it is', async () => {
    const { path, sizes } = await threeTransactions('strict');
    const journal = await readFile(join(path, 'journal'));
    for (let at = sizes[1] ?? 0; at < (sizes[2] ?? 0); at++) {
      const changed = Buffer.from(journal);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(join(path, 'journal'), changed);
      const store = await openDirectoryStore(path);
      expect(await contents(store)).toEqual(afterTwo);
      await store.close();
    }
  });

  test('in a synced transaction before the last refuses to open, says where, and changes nothing', async () => {
    const { path, sizes } = await threeTransactions('strict');
    const journal = await readFile(join(path, 'journal'));
    for (let at = sizes[0] ?? 0; at < (sizes[1] ?? 0); at++) {
      const changed = Buffer.from(journal);
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      await writeFile(join(path, 'journal'), changed);
      const error = await rejection(openDirectoryStore(path));
      expect(error.kind).toBe('unknown');
      expect(error.detail).toContain(`damaged at byte ${sizes[0]}`);
      expect(error.detail).toContain('1 whole transactions stand behind');
      expect((await readFile(join(path, 'journal'))).equals(changed)).toBe(true);
    }
  });

  test('in relaxed transactions sets the rest aside and opens with what is before', async () => {
    const { path, sizes } = await threeTransactions('relaxed');
    const journal = await readFile(join(path, 'journal'));
    const [first = 0, second = 0] = sizes;
    journal.fill(0, first + 20, second);
    await writeFile(join(path, 'journal'), journal);
    const told: string[] = [];
    const store = await openDirectoryStore(path, { onRepair: (sentence) => told.push(sentence) });
    expect(await contents(store)).toEqual([
      ['a', 1],
      ['only 1', 1],
    ]);
    expect(told.join()).toContain('1 later transactions');
    expect((await readFile(join(path, `journal.cut-at-${first}`))).equals(journal.subarray(first))).toBe(true);
    // As long as the damaged transaction was, so that the one behind it would fit on again if it were still there.
    await store.transact([put('log', ['a'], 9, bytesOf(9, 9, 9)), put('log', ['only 9'], 9)], RELAXED);
    await store.close();
    const again = await openDirectoryStore(path);
    expect(await contents(again)).toEqual([
      ['a', 9],
      ['only 1', 1],
      ['only 9', 9],
    ]);
    await again.close();
  });

  test('in the header is no journal of ours, or one of a later version', async () => {
    const { path } = await threeTransactions('strict');
    const journal = await readFile(join(path, 'journal'));
    await writeFile(join(path, 'journal'), Buffer.concat([Buffer.from('MRJOURN2'), journal.subarray(8)]));
    expect((await rejection(openDirectoryStore(path))).kind).toBe('newer');
    await writeFile(join(path, 'journal'), 'some notes of mine');
    expect((await rejection(openDirectoryStore(path))).kind).toBe('unknown');
    await writeFile(join(path, 'journal'), 'notes');
    expect((await rejection(openDirectoryStore(path))).kind).toBe('unknown');
    expect(await readFile(join(path, 'journal'), 'utf8')).toBe('notes');
  });
});

/** Opens files whose calls fail when told. */
function failingFiles(): {
  readonly openFile: typeof open;
  fail: (method: 'write' | 'datasync' | 'sync' | 'truncate', code: string, afterBytes?: number) => void;
} {
  const failures = new Map<string, { readonly code: string; readonly afterBytes: number }>();
  const next = (method: string): Error | null => {
    const failure = failures.get(method);
    if (failure === undefined) return null;
    failures.delete(method);
    return Object.assign(new Error(`${failure.code}: planned`), { code: failure.code });
  };
  const openFile = async (...args: Parameters<typeof open>): Promise<FileHandle> => {
    const file = await open(...args);
    return new Proxy(file, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...given: unknown[]) => {
          const failure = failures.get(String(name));
          if (name === 'write' && failure !== undefined && failure.afterBytes > 0)
            await Reflect.apply(value, target, [given[0], given[1], failure.afterBytes, given[3]]);
          const error = next(String(name));
          if (error !== null) throw error;
          return Reflect.apply(value, target, given);
        };
      },
    });
  };
  return { openFile, fail: (method, code, afterBytes = 0) => failures.set(method, { code, afterBytes }) };
}

describe('a disk that fails', () => {
  test('with no room: the transaction is not made, half of it is taken back, and the store lives on', async () => {
    const path = await newDirectory();
    const disk = failingFiles();
    const store = await openDirectoryStore(path, { openFile: disk.openFile });
    await store.transact([put('log', ['a'], 1)], STRICT);
    disk.fail('write', 'ENOSPC', 25);
    expect((await rejection(store.transact([put('log', ['b'], 2)], RELAXED))).kind).toBe('full');
    expect(await contents(store)).toEqual([['a', 1]]);
    await store.transact([put('log', ['c'], 3)], STRICT);
    await store.close();
    const again = await openDirectoryStore(path);
    expect(await contents(again)).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
    await again.close();
  });

  test('in a sync: this connection ends, and a new one reads what is really there', async () => {
    const path = await newDirectory();
    const disk = failingFiles();
    const store = await openDirectoryStore(path, { openFile: disk.openFile });
    await store.transact([put('log', ['a'], 1)], STRICT);
    disk.fail('datasync', 'EIO');
    expect((await rejection(store.transact([put('log', ['b'], 2)], STRICT))).kind).toBe('unknown');
    expect((await rejection(store.get('log', ['a']))).kind).toBe('closed');
    expect((await rejection(store.transact([put('log', ['c'], 3)], STRICT))).kind).toBe('closed');
    await store.close();
    const again = await openDirectoryStore(path);
    expect(await contents(again)).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    await again.close();
  });

  test('when half a transaction cannot be taken back, this connection ends', async () => {
    const path = await newDirectory();
    const disk = failingFiles();
    const store = await openDirectoryStore(path, { openFile: disk.openFile });
    await store.transact([put('log', ['a'], 1)], STRICT);
    disk.fail('write', 'ENOSPC', 10);
    disk.fail('truncate', 'EIO');
    expect((await rejection(store.transact([put('log', ['b'], 2)], RELAXED))).kind).toBe('full');
    expect((await rejection(store.transact([put('log', ['c'], 2)], RELAXED))).kind).toBe('closed');
    await store.close();
    const again = await openDirectoryStore(path);
    expect(await contents(again)).toEqual([['a', 1]]);
    await again.close();
  });

  test('where a directory cannot be, it says so', async () => {
    const path = join(await newDirectory(), 'file');
    await writeFile(path, '');
    expect((await rejection(openDirectoryStore(path))).kind).toBe('unavailable');
  });
});

describe('a journal full of what is no longer needed', () => {
  const overwrite = async (store: Store, times: number): Promise<void> => {
    for (let i = 0; i < times; i++) await store.transact([put('chunks', ['c', i % 3], i, new Uint8Array(1000).fill(i))], RELAXED);
  };

  test('is written anew, keeps every record, and never grows far beyond what it holds', async () => {
    const path = await newDirectory();
    const store = await openDirectoryStore(path, { compactAtBytes: 20_000 });
    let largest = 0;
    for (let round = 0; round < 20; round++) {
      await overwrite(store, 30);
      largest = Math.max(largest, (await stat(join(path, 'journal'))).size);
    }
    expect(largest).toBeLessThan(25_000);
    await store.close();
    const again = await openDirectoryStore(path);
    expect((await again.range('chunks', { prefix: ['c'] })).map((entry) => entry.record.bytes?.[0])).toEqual([27, 28, 29]);
    await again.close();
    expect((await readdir(path)).sort()).toEqual(['journal']);
  });

  test('is left alone when there is no room for a new one, which leaves no trace', async () => {
    const path = await newDirectory();
    const disk = failingFiles();
    const store = await openDirectoryStore(path, { compactAtBytes: 20_000, openFile: disk.openFile });
    await overwrite(store, 15);
    disk.fail('sync', 'ENOSPC');
    await overwrite(store, 5);
    expect((await readdir(path)).sort()).toEqual(['journal', 'lock']);
    expect((await stat(join(path, 'journal'))).size).toBeGreaterThan(20_000);
    await overwrite(store, 60);
    await store.close();
    const again = await openDirectoryStore(path);
    expect((await again.range('chunks', { prefix: ['c'] })).map((entry) => entry.record.version)).toEqual([57, 58, 59]);
    await again.close();
  });

  test('survives a crash between writing it anew and the renaming', async () => {
    const { path } = await threeTransactions('strict');
    await copyFile(join(path, 'journal'), join(path, 'journal.new'));
    await truncate(join(path, 'journal.new'), 50);
    const store = await openDirectoryStore(path);
    expect(await contents(store)).toEqual(afterThree);
    await store.close();
    expect((await readdir(path)).sort()).toEqual(['journal']);
  });
});

describe('a directory in use', () => {
  test('is refused to this process with a reason, until it is closed', async () => {
    const path = await newDirectory();
    const store = await openDirectoryStore(path);
    const error = await rejection(openDirectoryStore(path));
    expect(error.kind).toBe('blocked');
    expect(error.detail).toContain(`process ${process.pid}`);
    await store.transact([put('log', ['still'], 1)], STRICT);
    await store.close();
    await (await openDirectoryStore(path)).close();
  });

  test('is refused while another process lives, and taken over once it was killed', async () => {
    const path = await newDirectory();
    const other: ChildProcess = spawn('sleep', ['60']);
    try {
      await writeFile(join(path, 'lock'), JSON.stringify({ pid: other.pid, born: null, token: 'x' }));
      const error = await rejection(openDirectoryStore(path));
      expect(error.kind).toBe('blocked');
      expect(error.detail).toContain(`process ${other.pid}`);
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
    const store = await openDirectoryStore(path);
    await store.close();
    expect(await readdir(path)).toEqual(['journal']);
  });

  test('is taken over when the lock names an earlier process of the same id', async () => {
    const path = await newDirectory();
    for (const text of [
      JSON.stringify({ pid: process.pid, born: 'another boot 123', token: 'x' }),
      JSON.stringify({ pid: 1, born: 'another boot 1', token: 'y' }),
      'half a lo',
    ]) {
      await writeFile(join(path, 'lock'), text);
      await (await openDirectoryStore(path)).close();
    }
  });

  test('goes to exactly one of many that want it at once, also from a dead holder', async () => {
    const path = await newDirectory();
    await writeFile(join(path, 'lock'), JSON.stringify({ pid: 4_000_000, born: null, token: 'dead' }));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => openDirectoryStore(path)));
    const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(winners).toHaveLength(1);
    expect(outcomes.every((outcome) => outcome.status === 'fulfilled' || outcome.reason.kind === 'blocked')).toBe(true);
    for (const store of winners) await store.close();
  });
});
