// Runs stores in a worker of a real browser, for indexeddb-real.e2e.ts.
import type { Store } from '../../../src/storage/store.ts';
import { type OpenedIndexedDb, openIndexedDbStore, sentinelOfThread } from '../../../workers/indexeddb-store.ts';
import { contractCases, put, type StoreDisk } from '../store-contract.ts';

export type Command =
  | { readonly do: 'titles' }
  | { readonly do: 'contract'; readonly title: string }
  | { readonly do: 'open'; readonly schemaVersion: number }
  | { readonly do: 'write'; readonly version: number; readonly durability: 'strict' | 'relaxed' }
  | { readonly do: 'read' }
  | { readonly do: 'told' }
  /** Puts that many bytes that do not compress; answers the kind of error, or null when they are stored. */
  | { readonly do: 'fill'; readonly bytes: number }
  | { readonly do: 'used' }
  /** A connection that does not listen, as that of an older build. */
  | { readonly do: 'hold' }
  /** Never comes back: the thread is busy for good. */
  | { readonly do: 'spin' }
  | { readonly do: 'end' }
  | { readonly do: 'measure'; readonly bytes: number; readonly durability: 'strict' | 'relaxed'; readonly commits: number };

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string; readonly kind: string | null };

const told: string[] = [];
let store: Store | null = null;
let disks = 0;

self.addEventListener('unhandledrejection', (event) => told.push(`unhandled: ${String(event.reason)}`));

self.onmessage = async (event: MessageEvent<{ readonly id: number; readonly command: Command }>) => {
  const { id, command } = event.data;
  let answer: Answer;
  try {
    answer = { ok: true, value: await run(command) };
  } catch (error) {
    const kind = error instanceof Error && 'kind' in error ? String(error.kind) : null;
    answer = { ok: false, error: error instanceof Error ? error.message : String(error), kind };
  }
  self.postMessage({ id, answer });
};

async function run(command: Command): Promise<unknown> {
  switch (command.do) {
    case 'titles':
      return cases.map(({ title }) => title);
    case 'contract':
      return runCase(command.title);
    case 'open': {
      const startedMs = performance.now();
      const opened = await open('studio', command.schemaVersion);
      store = opened.store;
      const openedMs = performance.now();
      const repaired = await opened.repaired;
      return { wiped: opened.wiped, unclean: opened.unclean, repaired, openMs: openedMs - startedMs, repairMs: performance.now() - openedMs };
    }
    case 'write':
      return mustStore().transact([put('progress', ['n'], command.version), put('log', [command.version], command.version)], {
        durability: command.durability,
      });
    case 'read':
      return (await mustStore().get('progress', ['n']))?.version ?? null;
    case 'told':
      return told;
    case 'fill':
      return mustStore()
        .transact([put('progress', ['n'], 99), put('chunks', ['fill'], 1, noise(command.bytes))], { durability: 'relaxed' })
        .then(
          () => null,
          (error: unknown) => (error instanceof Error && 'kind' in error ? error.kind : String(error)),
        );
    case 'hold':
      return hold();
    case 'spin':
      for (;;) if (performance.now() < 0) return null;
    case 'used':
      return mustStore().usedBytes();
    case 'end':
      return sentinelOfThread().end();
    case 'measure':
      return measure(command.bytes, command.durability, command.commits);
  }
}

function mustStore(): Store {
  if (store === null) throw new Error('no store is open');
  return store;
}

function open(name: string, schemaVersion: number): Promise<OpenedIndexedDb> {
  return openIndexedDbStore({
    name,
    schemaVersion,
    onClosed: (reason) => told.push(`closed: ${reason}`),
    onSuperseded: () => told.push('superseded'),
    onBlocked: (problem) => told.push(problem.code),
  });
}

/** Kept, so that no connection is collected and thereby closed. */
const held: IDBDatabase[] = [];

function hold(): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('studio', 1);
    request.onsuccess = () => {
      held.push(request.result);
      resolve('held');
    };
    request.onerror = () => reject(request.error);
  });
}

const cases = contractCases({ newDisk });

async function newDisk(): Promise<StoreDisk> {
  disks++;
  const name = `contract ${disks}`;
  const opened: Store[] = [];
  return {
    async open() {
      const next = (await open(name, 1)).store;
      opened.push(next);
      return next;
    },
    async dispose() {
      for (const each of opened) await each.close();
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error);
      });
    },
  };
}

async function runCase(title: string): Promise<void> {
  const found = cases.find((each) => each.title === title);
  if (found === undefined) throw new Error(`no case is called "${title}"`);
  const disk = await newDisk();
  try {
    await found.run(disk);
  } finally {
    await disk.dispose();
  }
}

/** Milliseconds of each commit of that many bytes, spread over four tables as a batch is, replacing those of before. */
async function measure(bytes: number, durability: 'strict' | 'relaxed', commits: number): Promise<readonly number[]> {
  const target = mustStore();
  const times: number[] = [];
  for (let i = 0; i < commits; i++) {
    const part = (): Uint8Array => noise(bytes / 4);
    const writes = [
      put('ledger', [i % 20], i, part()),
      put('progress', ['m', i % 20], i, part()),
      put('log', ['m', i % 20], i, part()),
      put('chunks', [i % 20], i, part()),
    ];
    const startedMs = performance.now();
    await target.transact(writes, { durability, expect: [{ table: 'owners', key: ['p'], version: null }] });
    times.push(performance.now() - startedMs);
  }
  return times.sort((a, b) => a - b);
}

let stirred = 1;

/** Bytes that do not compress, since browsers compress what they store. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    stirred = (Math.imul(stirred, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = stirred >>> 24;
  }
  return bytes;
}
