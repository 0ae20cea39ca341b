// One process at a time uses a directory. The lock is a file that names its holder; a holder that died leaves it behind, and
// the next one takes it over. A process is known by its id and, where the system tells (Linux), by when it began, since ids come again:
// in a container the next start often has the very id of the last.
import { link, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageError } from '../storage/store.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly born: string | null;
  /** Tells this lock from a later one of the same process. */
  readonly token: string;
}

/** Directories this process holds, by real path: its own id in a lock file says nothing about whether it still does. */
const held = new Map<string, string>();
let locksTaken = 0;

/** Makes the directory if there is none. Rejects with StorageError "blocked", naming the holder, while it is in use. */
export async function lockDirectory(path: string): Promise<DirectoryLock> {
  await mkdir(path, { recursive: true });
  const directory = await realpath(path);
  const file = join(directory, 'lock');
  locksTaken++;
  const mine: Holder = { pid: process.pid, born: await birthOf(process.pid), token: `${process.pid}-${locksTaken}` };
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await create(file, mine, JSON.stringify(mine))) {
      held.set(directory, mine.token);
      return { release: () => release(directory, file, mine) };
    }
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) continue;
    const holder = parseHolder(text);
    if (holder !== null && (await isAlive(holder, directory))) {
      throw new StorageError('blocked', `"${path}" is in use by process ${holder.pid}${holder.pid === process.pid ? ', which is this one' : ''}`);
    }
    await removeStale(file, text, mine);
  }
  throw new StorageError('blocked', `"${path}" is being taken by several processes at once`);
}

/** Makes the file with its text in one step, so that nobody ever reads half a lock. False when there is one already. */
async function create(file: string, mine: Holder, text: string): Promise<boolean> {
  const draft = `${file}.${mine.token}`;
  await writeFile(draft, text);
  try {
    await link(draft, file).catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      // A file system without hard links: a moment in which the lock is empty is the price.
      return writeFile(file, text, { flag: 'wx' });
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Moves the stale lock away. Two processes may try at once: who moved something else than the stale text puts it back. */
async function removeStale(file: string, staleText: string, mine: Holder): Promise<void> {
  const aside = `${file}.${mine.token}.stale`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readFile(aside, 'utf8');
  if (moved !== staleText) await create(file, mine, moved);
  await rm(aside, { force: true });
}

async function release(directory: string, file: string, mine: Holder): Promise<void> {
  if (held.get(directory) === mine.token) held.delete(directory);
  const holder = parseHolder(await readFile(file, 'utf8').catch(() => ''));
  if (holder?.token === mine.token && holder.pid === mine.pid) await rm(file, { force: true });
}

async function isAlive(holder: Holder, directory: string): Promise<boolean> {
  if (holder.pid === process.pid) return held.get(directory) === holder.token;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  const born = await birthOf(holder.pid);
  return born === null || holder.born === null || born === holder.born;
}

/** A text that differs between two processes of one id, or null where the system does not tell. */
async function birthOf(pid: number): Promise<string | null> {
  try {
    const [boot, stat] = await Promise.all([readFile('/proc/sys/kernel/random/boot_id', 'utf8'), readFile(`/proc/${pid}/stat`, 'utf8')]);
    // Field 22 is the start time; the name in field 2 stands in brackets and may hold spaces.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return started === undefined ? null : `${boot.trim()} ${started}`;
  } catch {
    return null;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { pid, born, token } = value as Record<string, unknown>;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || typeof token !== 'string') return null;
    return { pid, born: typeof born === 'string' ? born : null, token };
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
