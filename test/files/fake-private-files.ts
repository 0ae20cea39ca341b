// As much of OPFS as the area of files uses: exclusive handles to write, snapshots to read, a quota.

export interface FakeOptions {
  readonly synchronous?: boolean;
  readonly quotaBytes?: number;
  /** How running out of room shows: an exception, or a write that takes only a part. */
  readonly full?: 'throws' | 'short';
}

export class FakePrivateFiles {
  readonly files = new Map<string, Uint8Array>();
  private readonly held = new Set<string>();
  private readonly options: FakeOptions;

  constructor(options: FakeOptions = {}) {
    this.options = options;
  }

  async root(): Promise<FileSystemDirectoryHandle> {
    const root = { getDirectoryHandle: async () => this.folder() };
    return root as unknown as FileSystemDirectoryHandle;
  }

  /** The tab dies: its handles are let go. */
  kill(): void {
    this.held.clear();
  }

  private folder(): object {
    const { files } = this;
    return {
      getFileHandle: async (name: string, { create = false }: { create?: boolean } = {}) => {
        if (!files.has(name)) {
          if (!create) throw new DOMException('no such file', 'NotFoundError');
          files.set(name, new Uint8Array(0));
        }
        return this.file(name);
      },
      removeEntry: async (name: string) => {
        if (this.held.has(name)) throw new DOMException('in use', 'NoModificationAllowedError');
        if (!files.delete(name)) throw new DOMException('no such file', 'NotFoundError');
      },
      entries: async function* () {
        for (const name of [...files.keys()]) yield [name, { kind: 'file' }];
      },
    };
  }

  private file(name: string): object {
    const getFile = async (): Promise<Blob> => new Blob([(this.files.get(name) ?? new Uint8Array(0)).slice()]);
    const take = (): void => {
      if (this.held.has(name)) throw new DOMException('in use', 'NoModificationAllowedError');
      this.held.add(name);
    };
    const append = (bytes: Uint8Array): number => {
      const old = this.files.get(name) ?? new Uint8Array(0);
      const room = (this.options.quotaBytes ?? Number.POSITIVE_INFINITY) - this.usedBytes();
      if (bytes.length > room && this.options.full !== 'short') throw new DOMException('quota', 'QuotaExceededError');
      const part = bytes.subarray(0, Math.min(bytes.length, room));
      const next = new Uint8Array(old.length + part.length);
      next.set(old);
      next.set(part, old.length);
      this.files.set(name, next);
      return part.length;
    };
    const release = (): void => {
      this.held.delete(name);
    };
    if (this.options.synchronous !== false) {
      const createSyncAccessHandle = async (): Promise<object> => {
        take();
        return { write: append, flush: () => {}, close: release };
      };
      return { kind: 'file', getFile, createSyncAccessHandle, createWritable: () => {} };
    }
    const createWritable = async (): Promise<object> => {
      take();
      return {
        write: async (bytes: Uint8Array) => {
          if (append(bytes) < bytes.length) throw new DOMException('quota', 'QuotaExceededError');
        },
        close: async () => release(),
      };
    };
    return { kind: 'file', getFile, createWritable };
  }

  private usedBytes(): number {
    let bytes = 0;
    for (const content of this.files.values()) bytes += content.length;
    return bytes;
  }
}
