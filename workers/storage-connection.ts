// The one connection of this thread to the browser's storage, replaced when it dies. Everybody asks it for the store of
// the moment; a reopening that is under way is shared. When there is no storage at all it holds a memory store and says so.

import type { Problem } from '../src/problem/problem.ts';
import { problem } from '../src/problem/problem.ts';
import type { StorageInfo } from '../src/protocol/engine-api.ts';
import { createMemoryStore } from '../src/storage/memory-store.ts';
import { problemOfStorageError } from '../src/storage/storage-problems.ts';
import { StorageError, type Store } from '../src/storage/store.ts';
import { openIndexedDbStore, sentinelOfThread } from './indexeddb-store.ts';

const DATABASE = 'millrace';

/** How long to wait before each new try to open a connection that died. */
const REOPEN_AFTER_MS = [50, 250, 1_000];

export interface StorageListeners {
  closed(): void;
  superseded(): void;
  /** The browser deleted everything this site had stored; found when a dead connection was reopened. */
  wiped(found: Problem): void;
  changed(info: StorageInfo): void;
}

export class StorageConnection {
  private readonly listeners: StorageListeners;
  private store: Store | null = null;
  private kind: StorageInfo['kind'] = 'browser';
  private trouble: Problem | null = null;
  private persisted: boolean | null = null;
  private usedBytes: number | null = null;
  private reopening: Promise<Store> | null = null;
  private databaseId: string | null = null;
  /** What the first opening found and the handshake says. */
  readonly notices: Problem[] = [];

  constructor(listeners: StorageListeners) {
    this.listeners = listeners;
  }

  /** Opens for the first time; falls back to memory when the storage cannot be had, and says why. Never rejects. */
  async open(): Promise<Store> {
    try {
      this.store = await this.connect();
      this.trouble = null;
    } catch (error) {
      this.kind = 'memory';
      this.trouble = problemOfStorageError(asStorageError(error), { batch: null, usedBytes: null });
      this.store = createMemoryStore();
    }
    await this.measure();
    return this.current();
  }

  current(): Store {
    if (this.store === null) throw new Error('The storage is not open yet');
    return this.store;
  }

  isMemory(): boolean {
    return this.kind === 'memory';
  }

  /** A new connection in the place of a dead one. @throws StorageError when it cannot be had. */
  reopen(): Promise<Store> {
    this.reopening ??= this.tryReopen().finally(() => {
      this.reopening = null;
    });
    return this.reopening;
  }

  private async tryReopen(): Promise<Store> {
    if (this.kind === 'memory') return this.current();
    await this.store?.close().catch(() => undefined);
    let failure: unknown = new StorageError('closed', 'not reopened');
    for (const wait of REOPEN_AFTER_MS) {
      await sleep(wait);
      try {
        this.store = await this.connect();
        this.trouble = null;
        this.listeners.changed(this.info());
        return this.current();
      } catch (error) {
        failure = error;
      }
    }
    const known = asStorageError(failure);
    this.trouble = problemOfStorageError(known, { batch: null, usedBytes: null });
    this.listeners.changed(this.info());
    throw known;
  }

  private async connect(): Promise<Store> {
    const opened = await openIndexedDbStore({
      name: DATABASE,
      onClosed: () => this.listeners.closed(),
      onSuperseded: () => this.listeners.superseded(),
      onBlocked: (blocked) => {
        this.trouble = blocked;
        this.listeners.changed(this.info());
      },
    });
    if (opened.wiped !== null) {
      const found = problem('storage/wiped', {}, { lastSeenMs: opened.wiped.lastSeenMs ?? '', reason: opened.wiped.reason });
      if (this.store === null) this.notices.push(found);
      else this.listeners.wiped(found);
    }
    this.databaseId = opened.databaseId;
    return opened.store;
  }

  /** The page is leaving: written before it is gone, so that the next start knows that nothing was cut off. */
  async markEnd(): Promise<void> {
    if (this.kind === 'browser') await sentinelOfThread().end();
  }

  async markBegin(): Promise<void> {
    if (this.kind === 'browser' && this.databaseId !== null) await sentinelOfThread().begin(this.databaseId);
  }

  /** Reads how much is used, for the status bar. */
  async measure(): Promise<void> {
    const before = JSON.stringify(this.info());
    this.usedBytes = (await this.store?.usedBytes().catch(() => null)) ?? null;
    this.persisted = this.kind === 'memory' ? false : ((await navigator.storage?.persisted?.().catch(() => null)) ?? null);
    if (JSON.stringify(this.info()) !== before) this.listeners.changed(this.info());
  }

  info(): StorageInfo {
    return { kind: this.kind, usedBytes: this.usedBytes, persisted: this.persisted, problem: this.trouble };
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function asStorageError(error: unknown): StorageError {
  return error instanceof StorageError ? error : new StorageError('unknown', error instanceof Error ? error.message : String(error));
}
