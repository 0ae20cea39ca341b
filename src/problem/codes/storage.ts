import { define } from '../define.ts';

/** Problems of the browser's storage: full, cut off, wiped, newer than this build. */
export const storageProblems = {
  'storage/full': define<{ batch: number; usedBytes: number }>(
    'error',
    (p) => `The browser's storage is full. Nothing is saved since batch ${p.batch}.`,
    () => 'Free some room (old checkpoints go first) and press Run. The state is still in memory and the same batch will be saved once.',
  ),
};
