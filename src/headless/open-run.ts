// A run of the command line over a store: begun when the store is empty, otherwise resumed where it stands. One store holds
// one pipeline. How far the output was written is kept beside the run, so that a second call neither repeats nor leaves out
// a batch: lines are written after the commit, the mark after the lines.
import { type OpenOutcome, Run, type RunObserver, type RunPorts } from '../engine/run.ts';
import { mustApply, sameLogic } from '../operators/apply-document.ts';
import type { AppliedPipeline } from '../plan/applied-pipeline.ts';
import { describeProblem } from '../problem/problem.ts';
import { claimOwnership, Journal, readFacts } from '../storage/journal.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import { problemOfStorageError } from '../storage/storage-problems.ts';
import { StorageError, type Store } from '../storage/store.ts';
import { CommandError } from './command.ts';
import { openDirectoryStore } from './directory-store.ts';

const PIPELINE_ID = 'command-line';
const WRITTEN_KEY = ['written', PIPELINE_ID] as const;

/** The store of the directory, or one in memory. @throws CommandError */
export async function openStore(directory: string | undefined): Promise<Store> {
  if (directory === undefined) return createMemoryStore();
  try {
    return await openDirectoryStore(directory, { onRepair: (sentence) => console.error(`note: ${sentence}`) });
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const { what, next } = describeProblem(problemOfStorageError(error, { batch: null, usedBytes: null, place: 'directory' }));
    throw new CommandError(what, next);
  }
}

/**
 * `prepare` is put over every pipeline before it runs (a recording makes its sources live).
 * @throws StorageError, and CommandError when the store holds another pipeline.
 */
export async function openRun(
  store: Store,
  applied: AppliedPipeline,
  ports: RunPorts,
  observer: RunObserver,
  prepare: (applied: AppliedPipeline) => AppliedPipeline,
): Promise<OpenOutcome> {
  const facts = await readFacts(store, PIPELINE_ID);
  const last = facts.plans[facts.plans.length - 1];
  if (last !== undefined && !sameLogic(last.text, applied.text)) {
    throw new CommandError(
      'The checkpoint directory holds a run of another pipeline, or of this one before it was changed.',
      'Name another directory, or go back to the pipeline it was made with.',
    );
  }
  const token = await claimOwnership(store, PIPELINE_ID, {
    tabId: `process ${process.pid}`,
    tabLabel: 'command line',
    sinceMs: Math.trunc(ports.nowMs()),
  });
  const journal = new Journal(store, PIPELINE_ID, facts.head?.meta.runId ?? PIPELINE_ID, token, applied.settings.durability);
  if (facts.head === null && facts.faults.length === 0) return { kind: 'open', run: await Run.begin(journal, ports, observer, prepare(applied), {}) };
  return await Run.resume(
    journal,
    ports,
    observer,
    (text) => prepare(mustApply(text)),
    {},
    'reload',
    async () => {},
  );
}

/** Batch up to which the output of this store's run was written; 0 when there is none. */
export async function writtenUpTo(store: Store): Promise<number> {
  return (await store.get('meta', WRITTEN_KEY))?.version ?? 0;
}

export async function markWritten(store: Store, batchId: number): Promise<void> {
  await store.transact([{ op: 'put', table: 'meta', key: WRITTEN_KEY, record: { version: batchId, meta: {}, bytes: null } }], {
    durability: 'relaxed',
  });
}
