// One running tab a pipeline: a Web Lock held by the thread that writes. A take-over steals it; the old holder is told, but its
// code may still run, so the fencing token inside every transaction is what protects the data.

const PREFIX = 'millrace:pipeline:';

export interface HeldLock {
  release(): void;
}

/**
 * How long to wait for a lock that is held. After a reload the thread of the page before may still hold it for a moment; that
 * is no other tab.
 */
const PATIENCE_MS = 1_500;

/** Takes the lock if it is free or becomes free soon (or by force), else answers null. `lost`: another tab stole it. */
export function takeLock(pipelineId: string, steal: boolean, lost: () => void): Promise<HeldLock | null> {
  if (navigator.locks === undefined) return Promise.resolve({ release: () => undefined });
  return new Promise((resolve) => {
    let state: 'waiting' | 'held' | 'released' = 'waiting';
    const hold = (): Promise<void> =>
      new Promise((release) => {
        state = 'held';
        resolve({
          release: () => {
            state = 'released';
            release();
          },
        });
      });
    navigator.locks.request(PREFIX + pipelineId, steal ? { steal: true } : { signal: AbortSignal.timeout(PATIENCE_MS) }, hold).catch(() => {
      if (state === 'waiting') resolve(null);
      else if (state === 'held') lost();
    });
  });
}

/** Pipelines that some tab of this browser holds now. */
export async function heldPipelines(): Promise<ReadonlySet<string>> {
  const state = await navigator.locks?.query();
  const names = (state?.held ?? []).flatMap((lock) => (lock.name?.startsWith(PREFIX) === true ? [lock.name.slice(PREFIX.length)] : []));
  return new Set(names);
}
