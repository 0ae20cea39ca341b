// A witness outside IndexedDB: it remembers in the origin's private file system (OPFS) that a database was here, so that a
// browser that throws IndexedDB away is found out; and whether the last session ended in the ordinary way. "Clear site data"
// takes both away, so what a user deleted on purpose is not reported.
//
// Several tabs share it without sharing a file: each session (one worker) has an entry of its own, a small file
// { databaseId, lastSeenMs, running }, and holds a Web Lock of the entry's name while it lives. An entry whose lock nobody
// holds belongs to a session that is over: if it still says "running", that one was killed. The start is called unclean when there is
// such an entry and no other session lives (a killed browser leaves none alive; a torn log comes from nothing less). A new session
// writes its entry first and only then removes those that are over, so the memory is never lost in between.
//
// Nothing here rejects or hangs: where OPFS is missing or does not answer, what it knows is "unknown".
import { type Timers, threadTimers, within } from './timers.ts';

export type SentinelFacts =
  /** This browser keeps no witness: a wipe cannot be told from a first visit. */
  | { readonly kind: 'unknown'; readonly why: string }
  | {
      readonly kind: 'known';
      /** Ids of databases seen by any session whose entry is left. Empty on a first visit. */
      readonly databaseIds: readonly string[];
      /** The id this very session ran on before, if it did. */
      readonly ownDatabaseId: string | null;
      readonly lastSeenMs: number | null;
      readonly unclean: boolean;
    };

export interface Sentinel {
  /** What other sessions, and this one before, left behind. */
  read(): Promise<SentinelFacts>;
  /** This session runs on that database from now on. Again after `end` or with another id is fine. */
  begin(databaseId: string): Promise<void>;
  /** The database was seen alive. Cheap; writes at most twice a minute. */
  touch(): void;
  /** This session ends in the ordinary way. Where the browser allows, the entry is written before this returns, so it fits into a page's last moment. */
  end(): Promise<void>;
}

/** Whether a database with this id is not the one that was here before. */
export function isWiped(facts: SentinelFacts, databaseId: string): boolean {
  if (facts.kind === 'unknown') return false;
  if (facts.ownDatabaseId !== null) return facts.ownDatabaseId !== databaseId;
  return facts.databaseIds.length > 0 && !facts.databaseIds.includes(databaseId);
}

export interface SentinelPlatform {
  /** The directory of the entries, made when there is none. Rejects where there is no OPFS. */
  directory(): Promise<FileSystemDirectoryHandle>;
  /** Undefined where there are no Web Locks: then no other session counts as alive. */
  readonly locks: LockManager | undefined;
  newId(): string;
}

const browserPlatform: SentinelPlatform = {
  async directory() {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle('sentinel', { create: true });
  },
  locks: typeof navigator === 'undefined' ? undefined : navigator.locks,
  newId: () => crypto.randomUUID(),
};

const PATIENCE_MS = 1_500;
const TOUCH_EVERY_MS = 30_000;
/** Every entry has this size, so that a new text always covers the old one. */
const ENTRY_BYTES = 256;

export function createSentinel(platform: SentinelPlatform = browserPlatform, timers: Timers = threadTimers): Sentinel {
  const name = `session-${platform.newId()}`;
  let databaseId: string | null = null;
  let entry: EntryWriter | null = null;
  let releaseLock: (() => void) | null = null;
  let touchedMs = Number.NEGATIVE_INFINITY;
  let over: readonly string[] = [];

  const write = (running: boolean): Promise<void> => {
    if (entry === null || databaseId === null) return Promise.resolve();
    touchedMs = timers.now();
    return entry.write({ databaseId, lastSeenMs: touchedMs, running }).catch(() => {});
  };

  const survey = async (): Promise<SentinelFacts> => {
    const entries = await readEntries(await platform.directory());
    const alive = await aliveNames(platform.locks);
    const others = entries.filter((found) => found.name !== name);
    const ended = others.filter((found) => !alive.has(found.name));
    over = ended.map((found) => found.name);
    const seen = entries.flatMap((found) => (found.content === null ? [] : [found.content]));
    return {
      kind: 'known',
      databaseIds: [...new Set(seen.map((content) => content.databaseId))],
      ownDatabaseId: databaseId,
      lastSeenMs: seen.length === 0 ? null : Math.max(...seen.map((content) => content.lastSeenMs)),
      // An entry that cannot be read was cut off while it was written.
      unclean: ended.length === others.length && ended.some((found) => found.content?.running ?? true),
    };
  };

  const begin = async (): Promise<void> => {
    const directory = await platform.directory();
    releaseLock ??= await holdLock(platform.locks, name);
    entry ??= await openEntry(directory, name);
    await write(true);
    for (const ended of over) await directory.removeEntry(ended).catch(() => {});
    over = [];
  };

  return {
    read: () =>
      within<SentinelFacts>(timers, PATIENCE_MS, survey(), () => ({ kind: 'unknown', why: 'the private file system does not answer' })).catch(
        (error: unknown) => ({
          kind: 'unknown',
          why: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        }),
      ),
    begin(id) {
      databaseId = id;
      return within(timers, PATIENCE_MS, begin(), () => {}).catch(() => {});
    },
    touch() {
      if (timers.now() - touchedMs >= TOUCH_EVERY_MS) void write(true);
    },
    end() {
      // No await before the write: with a synchronous handle it is done when this returns.
      const written = write(false);
      const closing = entry;
      entry = null;
      const finish = async (): Promise<void> => {
        await written;
        await closing?.close();
        releaseLock?.();
        releaseLock = null;
      };
      return within(timers, PATIENCE_MS, finish(), () => {}).catch(() => {});
    },
  };
}

interface EntryContent {
  readonly databaseId: string;
  readonly lastSeenMs: number;
  readonly running: boolean;
}

interface EntryWriter {
  write(content: EntryContent): Promise<void>;
  close(): Promise<void>;
}

async function openEntry(directory: FileSystemDirectoryHandle, name: string): Promise<EntryWriter> {
  const file = await directory.getFileHandle(name, { create: true });
  if ('createSyncAccessHandle' in file) {
    const access = await file.createSyncAccessHandle();
    return {
      // Not awaited anywhere inside: the bytes are in the file when `write` returns.
      async write(content) {
        access.write(encodeEntry(content), { at: 0 });
        access.flush();
      },
      async close() {
        access.close();
      },
    };
  }
  return {
    async write(content) {
      const stream = await (file as FileSystemFileHandle).createWritable();
      await stream.write(encodeEntry(content));
      await stream.close();
    },
    async close() {},
  };
}

function encodeEntry(content: EntryContent): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(content).padEnd(ENTRY_BYTES));
}

async function readEntries(
  directory: FileSystemDirectoryHandle,
): Promise<readonly { readonly name: string; readonly content: EntryContent | null }[]> {
  const entries: { readonly name: string; readonly content: EntryContent | null }[] = [];
  for await (const [name, handle] of directory.entries()) {
    if (handle.kind !== 'file' || !name.startsWith('session-')) continue;
    // Another tab may remove an ended entry between the two steps: then it is not there.
    const text = await readText(handle as FileSystemFileHandle).catch(() => null);
    if (text !== null) entries.push({ name, content: parseEntry(text) });
  }
  return entries;
}

async function readText(handle: FileSystemFileHandle): Promise<string> {
  const file = await handle.getFile();
  return file.text();
}

function parseEntry(text: string): EntryContent | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { databaseId, lastSeenMs, running } = value as Record<string, unknown>;
    if (typeof databaseId !== 'string' || typeof running !== 'boolean' || typeof lastSeenMs !== 'number' || !Number.isSafeInteger(lastSeenMs))
      return null;
    return { databaseId, lastSeenMs, running };
  } catch {
    return null;
  }
}

async function aliveNames(locks: LockManager | undefined): Promise<ReadonlySet<string>> {
  const held = (await locks?.query())?.held ?? [];
  return new Set(held.flatMap((lock) => (lock.name === undefined ? [] : [lock.name])));
}

/** Resolves with the way to let go once the lock is held. The name is new, so nobody else ever asks for it. */
function holdLock(locks: LockManager | undefined, name: string): Promise<() => void> {
  if (locks === undefined) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    locks.request(name, () => new Promise<void>((release) => resolve(release))).catch(reject);
  });
}
