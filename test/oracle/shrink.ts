// Makes a failing script smaller: leaves out actions and faults, first in large parts, then one by one, as long as it
// still fails (with whatever failure). The result is what a person reads and a regression keeps.
import type { LifeScript } from './life-script.ts';

const MOST_RUNS = 400;

export async function shrink(
  script: LifeScript,
  failureOf: (script: LifeScript) => Promise<string | null>,
): Promise<{ readonly script: LifeScript; readonly failure: string }> {
  let best = { script, failure: (await failureOf(script)) ?? 'it does not fail again' };
  let runs = 0;
  const tryOut = async (smaller: LifeScript): Promise<boolean> => {
    if (runs++ >= MOST_RUNS) return false;
    const failure = await failureOf(smaller);
    if (failure !== null) best = { script: smaller, failure };
    return failure !== null;
  };
  for (let before = -1; before !== size(best.script); ) {
    before = size(best.script);
    await shrinkList(
      () => best.script.faults.length,
      (from, count) => tryOut({ ...best.script, faults: without(best.script.faults, from, count) }),
    );
    await shrinkList(
      () => best.script.actions.length,
      (from, count) => tryOut({ ...best.script, actions: without(best.script.actions, from, count) }),
    );
    if (best.script.costMs > 0) await tryOut({ ...best.script, costMs: 0 });
  }
  return best;
}

function size(script: LifeScript): number {
  return script.actions.length + script.faults.length;
}

function without<T>(list: readonly T[], from: number, count: number): readonly T[] {
  return [...list.slice(0, from), ...list.slice(from + count)];
}

async function shrinkList(length: () => number, remove: (from: number, count: number) => Promise<boolean>): Promise<void> {
  for (let count = Math.max(1, Math.floor(length() / 2)); count >= 1; count = Math.floor(count / 2)) {
    for (let from = length() - count; from >= 0; from -= count) await remove(from, count);
  }
}
