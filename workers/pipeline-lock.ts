// One running tab a pipeline: a Web Lock held by the thread that writes. A take-over steals it; the old holder is told, but its
// code may still run, so the fencing token inside every transaction is what protects the data.

const PREFIX = 'millrace:pipeline:';

export interface HeldLock {
  release(): void;
}

/** Takes the lock if it is free (or by force), else answers null. `lost`: another tab stole it. */
export function takeLock(pipelineId: string, steal: boolean, lost: () => void): Promise<HeldLock | null> {
  if (navigator.locks === undefined) return Promise.resolve({ release: () => undefined });
  return new Promise((resolve) => {
    let released = false;
    const hold = (lock: Lock | null): Promise<void> => {
      if (lock === null) {
        resolve(null);
        return Promise.resolve();
      }
      return new Promise((release) => {
        resolve({
          release: () => {
            released = true;
            release();
          },
        });
      });
    };
    navigator.locks.request(PREFIX + pipelineId, steal ? { steal: true } : { ifAvailable: true }, hold).catch(() => {
      if (!released) lost();
    });
  });
}

/** Pipelines that some tab of this browser holds now. */
export async function heldPipelines(): Promise<ReadonlySet<string>> {
  const state = await navigator.locks?.query();
  const names = (state?.held ?? []).flatMap((lock) => (lock.name?.startsWith(PREFIX) === true ? [lock.name.slice(PREFIX.length)] : []));
  return new Set(names);
}
