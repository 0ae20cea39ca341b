// Keys that the user takes out of keyed state. A removal belongs to the next batch that is cut, rides in its log entry, and is
// carried out before that batch runs, each time it runs. Until the entry is written the asker keeps it elsewhere.
import { type PlainValue, rowsFromValues } from '../columns/build.ts';
import type { NodeId } from '../plan/plan.ts';
import type { KeyRemoval, LogMeta } from '../storage/records.ts';
import type { PlanRuntime } from './plan-runtime.ts';

export class KeyRemovals {
  private asked: readonly KeyRemoval[] = [];

  ask(batchId: number, nodeId: NodeId, key: readonly PlainValue[]): void {
    this.asked = [...this.asked, { batchId, nodeId, key: JSON.stringify(key) }];
  }

  /** Those of batches after this one. */
  after(batchId: number): KeyRemoval[] {
    return this.asked.filter((removal) => removal.batchId > batchId);
  }

  /** What an earlier life was asked for and, up to that batch, did not log. */
  restore(removals: readonly KeyRemoval[], lastCut: number): void {
    this.asked = removals.filter((removal) => removal.batchId > lastCut);
  }

  /** What the log entry of that batch says. Those of earlier batches are in the log, or soon; they are forgotten. */
  of(batchId: number): Pick<LogMeta, 'removals'> {
    const due = this.asked.filter((removal) => removal.batchId === batchId);
    if (due.length === 0) return {};
    return { removals: Object.fromEntries(due.map(({ nodeId }) => [nodeId, due.filter((r) => r.nodeId === nodeId).map((r) => r.key)])) };
  }
}

/** Lets go of the keys that a logged batch begins without. */
export function removeKeys(runtime: PlanRuntime, { removals = {} }: LogMeta): void {
  for (const [nodeId, keys] of Object.entries(removals)) {
    const state = runtime.keyedState(nodeId);
    // An edit may have taken the node out meanwhile. The texts were made by `ask`.
    state?.remove?.(
      rowsFromValues(
        state.schema.slice(0, state.keyCount),
        keys.map((key) => JSON.parse(key) as PlainValue[]),
      ),
    );
  }
}
