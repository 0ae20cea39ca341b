// The first step of coming back: what storage says of the run, what to do about it, and the pieces of the checkpoint to restore
// already on their way while the pipeline is made ready. Reads only.
import { Journal, type RunFacts, readFacts } from '../storage/journal.ts';
import type { Store } from '../storage/store.ts';
import { loadSections } from './checkpointer.ts';
import type { StateSection } from './plan-runtime.ts';
import { decideRecovery, type RecoveryDecision } from './recovery.ts';

export interface RecoveryStart {
  /** Milliseconds of the clock that never goes back, before anything was read. */
  readonly startedMs: number;
  /** When it was known what to do, by the same clock. */
  readonly decidedMs: number;
  readonly facts: RunFacts;
  readonly decision: RecoveryDecision;
  /** null: there is no checkpoint to restore. Rejects with DamagedCheckpoint or StorageError, for whoever awaits it. */
  readonly sections: Promise<readonly StateSection[]> | null;
}

/** @param unusable checkpoints found damaged before, with the reason. @throws StorageError */
export async function startRecovery(
  store: Store,
  pipelineId: string,
  monotonicMs: () => number,
  unusable: ReadonlyMap<number, string> = new Map(),
): Promise<RecoveryStart> {
  const startedMs = monotonicMs();
  const facts = await readFacts(store, pipelineId);
  const decision = decideRecovery(facts, unusable);
  const checkpoint = decision.kind === 'resume' ? decision.checkpoint : null;
  if (checkpoint === null || facts.head === null) return { startedMs, decidedMs: monotonicMs(), facts, decision, sections: null };
  const reader = new Journal(store, pipelineId, facts.head.meta.runId, 0, 'relaxed');
  const sections = loadSections(reader, checkpoint);
  sections.catch(() => undefined);
  return { startedMs, decidedMs: monotonicMs(), facts, decision, sections };
}
