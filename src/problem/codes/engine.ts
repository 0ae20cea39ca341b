import { define } from '../define.ts';

/** Problems of runs: rows that cannot be computed, recovery that does not add up, supervision. */
export const engineProblems = {
  'engine/owned-elsewhere': define<{ tab: string }>(
    'error',
    (p) => `Another tab (${p.tab}) runs this pipeline now, so this one can no longer write to it.`,
    () => 'Watch it here, or take over.',
  ),
};
