// A store in a directory, for the command line. Contents live in memory; the journal beside them is what survives: a
// transaction is appended whole, synced if strict, and only then applied and answered. Opening replays the journal and cuts off a torn
// tail before anything is appended. When most of the journal is no longer needed it is written anew and renamed into place.
// One process at a time (directory-lock.ts). Never answers from contents that the journal does not hold.
import { constants, type FileHandle, open as openFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageError, type Store, type TransactOptions, type Write } from '../storage/store.ts';
import { type ReadyWrite, readyWrites, Tables } from '../storage/tables.ts';
import { encodeFrame, FILE_HEADER_BYTES, fileHeader, isHeaderStart, scanJournal } from './directory-journal.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';

export interface DirectoryStoreOptions {
  /** A sentence about what opening had to repair. */
  readonly onRepair?: (sentence: string) => void;
  /** The journal is not written anew while it is smaller than this. Default 4 MB. */
  readonly compactAtBytes?: number;
  /** For tests: opens files. */
  readonly openFile?: typeof openFile;
}

/** Slices of a new journal; each is one frame. */
const COMPACTION_FRAME_BYTES = 1024 * 1024;

/**
 * Opens or makes the store in the directory. Rejects with StorageError: "blocked" while another process uses it, "unavailable"
 * when it may not be read or written, "newer", "full", or "unknown" when synced transactions in it are damaged (nothing is changed then).
 */
export async function openDirectoryStore(path: string, options: DirectoryStoreOptions = {}): Promise<Store> {
  const lock = await lockDirectory(path).catch((error: unknown) => {
    throw classify(error, `cannot open "${path}"`);
  });
  try {
    const journal = await Journal.open(path, options);
    return makeStore(journal, lock);
  } catch (error) {
    await lock.release();
    throw classify(error, `cannot open "${path}"`);
  }
}

function makeStore(journal: Journal, lock: DirectoryLock): Store {
  let closing: Promise<void> | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  /** One thing after another: a read that was asked for after a transaction sees it. */
  const inTurn = <T>(work: () => T | Promise<T>): Promise<T> => {
    if (closing !== null) return Promise.reject(new StorageError('closed', 'this connection was closed'));
    const answer = tail.then(work).catch((error: unknown) => {
      throw classify(error, 'the journal cannot be written');
    });
    tail = answer.catch(() => {});
    return answer;
  };
  return {
    get: (table, key) => inTurn(() => journal.contents().get(table, key)),
    range: (table, range, options = {}) =>
      inTurn(() => journal.contents().range(table, range, options.reverse ?? false, options.limit ?? Number.POSITIVE_INFINITY)),
    async transact(writes, options) {
      // Copied before anybody gets a turn: the caller's buffers are looked at now or never.
      const ready = readyWrites(writes);
      await inTurn(() => journal.transact(ready, options));
    },
    usedBytes: () => inTurn(() => journal.bytes()),
    close() {
      closing ??= tail.then(() => journal.close()).finally(() => lock.release());
      return closing;
    },
  };
}

class Journal {
  readonly #path: string;
  readonly #options: DirectoryStoreOptions;
  readonly #tables: Tables;
  #file: FileHandle;
  /** Bytes of whole transactions; the next one goes here. */
  #end: number;
  /** Bytes known to be on disk. */
  #syncedEnd: number;
  #compactAt: number;
  /** Why no more can be written by this connection. */
  #dead: StorageError | null = null;

  private constructor(path: string, options: DirectoryStoreOptions, file: FileHandle, tables: Tables, end: number) {
    this.#path = path;
    this.#options = options;
    this.#file = file;
    this.#tables = tables;
    this.#end = end;
    this.#syncedEnd = end;
    this.#compactAt = this.#nextCompaction(0);
  }

  static async open(path: string, options: DirectoryStoreOptions): Promise<Journal> {
    const name = join(path, 'journal');
    const open = options.openFile ?? openFile;
    await rm(`${name}.new`, { force: true });
    const file = await open(name, constants.O_RDWR | constants.O_CREAT, 0o644);
    try {
      const { size } = await file.stat();
      const tables = new Tables();
      const end = (await isUnbegun(file, size)) ? await begin(file, path) : await replay(file, size, name, tables, options);
      return new Journal(path, options, file, tables, end);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  contents(): Tables {
    if (this.#dead !== null) throw this.#dead;
    return this.#tables;
  }

  bytes(): number {
    if (this.#dead !== null) throw this.#dead;
    return this.#end;
  }

  async transact(writes: readonly ReadyWrite[], options: TransactOptions): Promise<void> {
    if (this.#dead !== null) throw this.#dead;
    const conflict = this.#tables.conflictWith(options.expect ?? []);
    if (conflict !== null) throw conflict;
    if (writes.length === 0) return;
    const strict = options.durability === 'strict';
    await this.#append(encodeFrame(writes, this.#syncedEnd === this.#end), strict);
    this.#tables.apply(writes);
    if (this.#end > this.#compactAt) await this.#compact();
  }

  async close(): Promise<void> {
    const alive = this.#dead === null;
    this.#dead ??= new StorageError('closed', 'this connection was closed');
    try {
      if (alive) await this.#file.datasync();
    } finally {
      await this.#file.close();
    }
  }

  async #append(frame: Uint8Array, strict: boolean): Promise<void> {
    try {
      await writeAll(this.#file, frame, this.#end);
    } catch (error) {
      // Half a frame may stand there now. It must go before the next one is written behind it.
      await this.#file.truncate(this.#end).catch((reason: unknown) => this.#die(reason));
      throw error;
    }
    if (strict) {
      await this.#file.datasync().catch((error: unknown) => {
        // After a failed sync nobody knows what is on disk; only reading it again tells.
        this.#die(error);
        throw error;
      });
    }
    this.#end += frame.length;
    if (strict) this.#syncedEnd = this.#end;
  }

  #die(reason: unknown): void {
    this.#dead = new StorageError('closed', `the journal failed: ${reason instanceof Error ? reason.message : String(reason)}`);
  }

  #nextCompaction(liveBytes: number): number {
    return Math.max(this.#options.compactAtBytes ?? 4 * 1024 * 1024, 2 * liveBytes);
  }

  /** Writes what is still needed into a new journal if that halves it. A failure leaves the old one in use; a quarter later it tries again. */
  async #compact(): Promise<void> {
    const liveBytes = this.#tables.usedBytes();
    this.#compactAt = this.#nextCompaction(liveBytes);
    if (2 * liveBytes > this.#end) return;
    this.#compactAt = this.#end + this.#end / 4;
    const name = join(this.#path, 'journal');
    const open = this.#options.openFile ?? openFile;
    const file = await open(`${name}.new`, 'w+').catch(() => null);
    if (file === null) return;
    let renamed = false;
    try {
      const end = await writeContents(file, this.#tables);
      await file.sync();
      await rename(`${name}.new`, name);
      renamed = true;
      await this.#file.close();
      this.#file = file;
      this.#end = end;
      this.#syncedEnd = end;
      this.#compactAt = this.#nextCompaction(end);
      await syncDirectory(this.#path);
    } catch (error) {
      if (renamed) this.#die(error);
      else {
        await file.close().catch(() => {});
        await rm(`${name}.new`, { force: true }).catch(() => {});
      }
    }
  }
}

async function isUnbegun(file: FileHandle, size: number): Promise<boolean> {
  if (size >= FILE_HEADER_BYTES) return false;
  const { buffer } = await file.read(new Uint8Array(size), 0, size, 0);
  return isHeaderStart(buffer);
}

async function begin(file: FileHandle, path: string): Promise<number> {
  await writeAll(file, fileHeader(), 0);
  await file.sync();
  await syncDirectory(path);
  return FILE_HEADER_BYTES;
}

/** Fills the tables and makes the file end where whole transactions end. Answers that end. */
async function replay(file: FileHandle, size: number, name: string, tables: Tables, options: DirectoryStoreOptions): Promise<number> {
  const scan = await scanJournal(file, size, (writes: readonly Write[]) => tables.apply(readyWrites(writes)));
  if (scan.end === size) {
    await file.datasync();
    return size;
  }
  if (scan.syncedBefore) {
    throw new StorageError(
      'unknown',
      `"${name}" is damaged at byte ${scan.end}, and ${scan.lostFrames} whole transactions stand behind the damage; nothing was changed. Put back a copy of the file, or move it away to begin anew`,
    );
  }
  if (scan.lostFrames > 0) {
    await copyTail(file, scan.end, size, `${name}.cut-at-${scan.end}`, options.openFile ?? openFile);
    options.onRepair?.(
      `The journal was damaged at byte ${scan.end}. ${scan.lostFrames} later transactions, none of them promised to survive a power cut, were set aside in "${name}.cut-at-${scan.end}".`,
    );
  } else options.onRepair?.(`The last transaction in the journal was not whole: ${size - scan.end} bytes were cut off.`);
  await file.truncate(scan.end);
  await file.sync();
  return scan.end;
}

async function copyTail(from: FileHandle, start: number, end: number, name: string, open: typeof openFile): Promise<void> {
  const to = await open(name, 'w');
  try {
    const buffer = new Uint8Array(COMPACTION_FRAME_BYTES);
    for (let at = start; at < end; ) {
      const { bytesRead } = await from.read(buffer, 0, Math.min(buffer.length, end - at), at);
      if (bytesRead === 0) break;
      await writeAll(to, buffer.subarray(0, bytesRead), at - start);
      at += bytesRead;
    }
    await to.sync();
  } finally {
    await to.close();
  }
}

async function writeContents(file: FileHandle, tables: Tables): Promise<number> {
  await writeAll(file, fileHeader(), 0);
  let at = FILE_HEADER_BYTES;
  let slice: ReadyWrite[] = [];
  let sliceBytes = 0;
  const flush = async (): Promise<void> => {
    const frame = encodeFrame(slice, false);
    await writeAll(file, frame, at);
    at += frame.length;
    slice = [];
    sliceBytes = 0;
  };
  for (const { table, entry } of tables.entries()) {
    slice.push({ op: 'put', table, entry });
    sliceBytes += 100 + (entry.record.bytes?.length ?? 0);
    if (sliceBytes > COMPACTION_FRAME_BYTES) await flush();
  }
  if (slice.length > 0) await flush();
  return at;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

/** Makes new names in the directory survive a power cut. Not every system can; then there is nothing to do. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await openFile(path, 'r').catch(() => null);
  if (directory === null) return;
  await directory.sync().catch(() => {});
  await directory.close();
}

function classify(error: unknown, doing: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const detail = `${doing}: ${error instanceof Error ? error.message : String(error)}`;
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return new StorageError('full', detail);
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENAMETOOLONG', 'ELOOP'].includes(code))
    return new StorageError('unavailable', detail);
  return new StorageError('unknown', detail);
}
