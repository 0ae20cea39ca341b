// What a StorageError means to the person in front of the screen. Pure: what only the caller knows (the last batch that was
// committed, the bytes in use, whether this is a browser) comes in.
import { type Problem, type ProblemWhere, problem } from '../problem/problem.ts';
import type { StorageError } from './store.ts';

export interface StorageErrorContext {
  /** Last batch known to be stored; null: none, or no run is concerned. */
  readonly batch: number | null;
  readonly usedBytes: number | null;
  /** Decides the words: a browser's storage, or a directory of the command line. Default browser. */
  readonly place?: 'browser' | 'directory';
}

export function problemOfStorageError(error: StorageError, context: StorageErrorContext): Problem {
  const where: ProblemWhere = context.batch === null ? {} : { batch: context.batch };
  const batch = context.batch ?? '';
  const usedBytes = context.usedBytes ?? '';
  const { detail } = error;
  const inDirectory = context.place === 'directory';
  switch (error.kind) {
    case 'full':
      return inDirectory ? problem('storage/disk-full', where, { batch, usedBytes }) : problem('storage/full', where, { batch, usedBytes });
    case 'closed':
      return problem('storage/closed', where, { batch, detail });
    case 'conflict':
      return problem('storage/conflict', where, { batch, detail });
    case 'blocked':
      return inDirectory ? problem('storage/directory-in-use', where, { detail }) : problem('storage/blocked', where, { tabs: '' });
    case 'unavailable':
      return inDirectory ? problem('storage/directory-unavailable', where, { detail }) : problem('storage/unavailable', where, { detail });
    case 'newer':
      return problem('storage/newer', where, { detail });
    case 'unknown':
      return problem('storage/unknown', where, { batch, detail });
  }
}
