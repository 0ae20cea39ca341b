// The area in the browser's private file system (OPFS). Written through a synchronous handle where the browser has them (a
// worker in all current ones), read as a Blob: a File of OPFS needs no lock, so two tabs replay one file side by side.
import { AreaError, type AreaWriter, areaError, type FileArea } from './file-area.ts';

const FOLDER = 'files';

export class PrivateArea implements FileArea {
  private readonly root: () => Promise<FileSystemDirectoryHandle>;

  constructor(root: () => Promise<FileSystemDirectoryHandle> = () => navigator.storage.getDirectory()) {
    this.root = root;
  }

  async create(name: string): Promise<AreaWriter> {
    return inArea(async () => {
      const folder = await this.folder();
      await folder.removeEntry(name).catch(() => undefined);
      const handle = await folder.getFileHandle(name, { create: true });
      return hasSyncHandles(handle) ? syncWriter(await handle.createSyncAccessHandle()) : streamWriter(await handle.createWritable());
    });
  }

  async open(name: string): Promise<Blob | null> {
    return inArea(async () => {
      try {
        return await (await (await this.folder()).getFileHandle(name)).getFile();
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    });
  }

  async list(): Promise<readonly string[]> {
    return inArea(async () => {
      const names: string[] = [];
      for await (const [name, handle] of (await this.folder()).entries()) if (handle.kind === 'file') names.push(name);
      return names;
    });
  }

  async remove(name: string): Promise<boolean> {
    return inArea(async () => {
      try {
        await (await this.folder()).removeEntry(name);
        return true;
      } catch (error) {
        if (isMissing(error)) return true;
        if (error instanceof DOMException && error.name === 'NoModificationAllowedError') return false;
        throw error;
      }
    });
  }

  private async folder(): Promise<FileSystemDirectoryHandle> {
    return (await this.root()).getDirectoryHandle(FOLDER, { create: true });
  }
}

function hasSyncHandles(handle: FileSystemFileHandle): boolean {
  return 'createSyncAccessHandle' in handle;
}

/** A short write is how some browsers tell that the disk is full. */
function syncWriter(handle: FileSystemSyncAccessHandle): AreaWriter {
  let size = 0;
  return {
    write: (bytes) =>
      inArea(async () => {
        const written = handle.write(bytes as Uint8Array<ArrayBuffer>, { at: size });
        if (written < bytes.length) throw new AreaError('full', `${written} of ${bytes.length} bytes were written`);
        size += written;
      }),
    flush: () => inArea(async () => handle.flush()),
    close: async () => {
      handle.close();
    },
  };
}

function streamWriter(stream: FileSystemWritableFileStream): AreaWriter {
  let closed: Promise<void> | null = null;
  // Only closing puts a stream's bytes into the file.
  const close = (): Promise<void> => {
    closed ??= stream.close();
    return closed;
  };
  return {
    write: (bytes) => inArea(() => stream.write(bytes as Uint8Array<ArrayBuffer>)),
    flush: () => inArea(close),
    close: async () => {
      await close().catch(() => undefined);
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

async function inArea<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw areaError(error);
  }
}
