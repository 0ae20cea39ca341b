// As much of OPFS and of Web Locks as the sentinel uses, with sessions that can be killed: their locks and file handles go,
// what they wrote stays.
import type { SentinelPlatform } from '../../workers/sentinel.ts';

export class FakeOrigin {
  readonly files = new Map<string, Uint8Array>();
  readonly #opened = new Map<string, FakeSession>();
  readonly #locks = new Map<string, FakeSession>();
  #sessions = 0;

  session(): FakeSession {
    this.#sessions++;
    return new FakeSession(this, `${this.#sessions}`);
  }

  clearSiteData(): void {
    this.files.clear();
  }

  hold(map: 'file' | 'lock', name: string, session: FakeSession): boolean {
    const held = map === 'file' ? this.#opened : this.#locks;
    if (held.has(name)) return false;
    held.set(name, session);
    return true;
  }

  isOpen(name: string): boolean {
    return this.#opened.has(name);
  }

  letGo(map: 'file' | 'lock', name: string): void {
    (map === 'file' ? this.#opened : this.#locks).delete(name);
  }

  heldLocks(): readonly string[] {
    return [...this.#locks.keys()];
  }

  endOf(session: FakeSession): void {
    for (const held of [this.#opened, this.#locks]) for (const [name, holder] of held) if (holder === session) held.delete(name);
  }
}

export class FakeSession {
  readonly origin: FakeOrigin;
  readonly id: string;
  /** Rejections and hangs, where a browser has none of this. */
  directoryFails: DOMException | 'never' | null = null;
  synchronous = true;

  constructor(origin: FakeOrigin, id: string) {
    this.origin = origin;
    this.id = id;
  }

  kill(): void {
    this.origin.endOf(this);
  }

  platform(options: { readonly locks?: boolean } = {}): SentinelPlatform {
    return {
      directory: async () => {
        if (this.directoryFails === 'never') return new Promise(() => {});
        if (this.directoryFails !== null) throw this.directoryFails;
        return this.#directory();
      },
      locks: options.locks === false ? undefined : this.#lockManager(),
      newId: () => this.id,
    };
  }

  #directory(): FileSystemDirectoryHandle {
    const { origin } = this;
    const directory = {
      getFileHandle: async (name: string, options: { create?: boolean } = {}) => {
        if (!origin.files.has(name)) {
          if (options.create !== true) throw new DOMException('no such file', 'NotFoundError');
          origin.files.set(name, new Uint8Array(0));
        }
        return this.#file(name);
      },
      removeEntry: async (name: string) => {
        if (origin.isOpen(name)) throw new DOMException('in use', 'NoModificationAllowedError');
        origin.files.delete(name);
      },
      entries: async function* (this: { getFileHandle(name: string): Promise<unknown> }) {
        for (const name of [...origin.files.keys()]) if (origin.files.has(name)) yield [name, await this.getFileHandle(name)];
      },
    };
    return directory as unknown as FileSystemDirectoryHandle;
  }

  #file(name: string): object {
    const { origin } = this;
    const put = (bytes: Uint8Array): void => {
      const old = origin.files.get(name) ?? new Uint8Array(0);
      const next = new Uint8Array(Math.max(old.length, bytes.length));
      next.set(old);
      next.set(bytes);
      origin.files.set(name, next);
    };
    const getFile = async (): Promise<{ text(): Promise<string> }> => {
      const bytes = origin.files.get(name);
      if (bytes === undefined) throw new DOMException('gone', 'NotFoundError');
      return { text: async () => new TextDecoder().decode(bytes) };
    };
    const createWritable = async (): Promise<object> => ({ write: async (bytes: Uint8Array) => put(bytes), close: async () => {} });
    if (!this.synchronous) return { kind: 'file', getFile, createWritable };
    const createSyncAccessHandle = async (): Promise<object> => {
      if (!origin.hold('file', name, this)) throw new DOMException('in use', 'NoModificationAllowedError');
      return { write: (bytes: Uint8Array) => put(bytes), flush: () => {}, close: () => origin.letGo('file', name) };
    };
    return { kind: 'file', getFile, createSyncAccessHandle };
  }

  #lockManager(): LockManager {
    const { origin } = this;
    const manager = {
      query: async () => ({ held: origin.heldLocks().map((name) => ({ name })), pending: [] }),
      request: async (name: string, callback: () => Promise<void>) => {
        if (!origin.hold('lock', name, this)) return;
        await callback();
        origin.letGo('lock', name);
      },
    };
    return manager as unknown as LockManager;
  }
}
