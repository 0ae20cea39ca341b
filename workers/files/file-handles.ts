// References to files that stay where the user has them. Only Chromium has them; they are kept in a database of their own,
// because the store of runs holds plain data only. A reference comes back without permission: the page asks for it again
// inside a click, here it is only looked at.
import { type IDBPDatabase, openDB } from 'idb';

/** As much of FileSystemFileHandle as is used. */
export interface PickedHandle {
  readonly kind: 'file';
  readonly name: string;
  getFile(): Promise<File>;
}

export interface FileHandles {
  get(sha256: string): Promise<PickedHandle | null>;
  put(sha256: string, handle: PickedHandle): Promise<void>;
  remove(sha256: string): Promise<void>;
}

const DATABASE = 'millrace-file-handles';
const TABLE = 'handles';

export class StoredHandles implements FileHandles {
  private opening: Promise<IDBPDatabase> | null = null;

  async get(sha256: string): Promise<PickedHandle | null> {
    const found: unknown = await (await this.database()).get(TABLE, sha256);
    return isPickedHandle(found) ? found : null;
  }

  async put(sha256: string, handle: PickedHandle): Promise<void> {
    await (await this.database()).put(TABLE, handle, sha256);
  }

  async remove(sha256: string): Promise<void> {
    await (await this.database()).delete(TABLE, sha256);
  }

  private database(): Promise<IDBPDatabase> {
    this.opening ??= openDB(DATABASE, 1, {
      upgrade: (database) => {
        database.createObjectStore(TABLE);
      },
      terminated: () => {
        this.opening = null;
      },
    }).catch((error: unknown) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }
}

export function isPickedHandle(value: unknown): value is PickedHandle {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'file' && 'getFile' in value;
}

/** Whether the browser lets it be read now. Where it cannot be asked, reading will tell. */
export async function isReadable(handle: PickedHandle): Promise<boolean> {
  if (!('queryPermission' in handle) || typeof handle.queryPermission !== 'function') return true;
  const state: unknown = await handle.queryPermission({ mode: 'read' });
  return state === 'granted';
}
