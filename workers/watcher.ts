// The watching side of a pipeline that another tab runs: reads what the owner has committed, from storage, and writes
// nothing. It is woken by the owner's announcements, and reads only what is new since it last looked.

import { batchInfo } from '../src/engine/batch-info.ts';
import { sourceBooks } from '../src/engine/books.ts';
import { Checkpointer } from '../src/engine/checkpointer.ts';
import type { LedgerView } from '../src/engine/ledger-view.ts';
import { operatorMetrics } from '../src/engine/metrics.ts';
import { ENGINE_VERSION } from '../src/engine/run.ts';
import { loadView, viewsThrough } from '../src/engine/sink-views.ts';
import { mustApply } from '../src/operators/apply-document.ts';
import type { AppliedPipeline } from '../src/plan/applied-pipeline.ts';
import type { BatchInfo, CheckpointInfo, Frame, OperatorMetrics, RunState, RunStatus } from '../src/protocol/engine-api.ts';
import { Journal, type RunFacts, readControl, readFacts, readOwner } from '../src/storage/journal.ts';
import { heldPipelines } from './pipeline-lock.ts';
import type { StorageConnection } from './storage-connection.ts';

export interface WatcherListeners {
  batch(info: BatchInfo): void;
  sink(sink: Frame['sinks'][number]): void;
  changed(): void;
}

/** Owners announce every batch; a tab that is not announced anything looks by itself this often, to notice that the owner is gone. */
const LOOK_EVERY_MS = 2_000;

export class Watcher {
  private readonly pipelineId: string;
  private readonly storage: StorageConnection;
  private readonly listeners: WatcherListeners;
  private readonly timer: ReturnType<typeof setInterval>;
  private facts: RunFacts | null = null;
  private applied: AppliedPipeline | null = null;
  private views: ReadonlyMap<string, LedgerView> = new Map();
  private seen = new Map<string, number>();
  private seenBatch = 0;
  private label: string | null = null;
  private desired: RunState = 'idle';
  private ownerAlive = true;
  private refreshing: Promise<void> | null = null;
  private again = false;

  constructor(pipelineId: string, storage: StorageConnection, listeners: WatcherListeners) {
    this.pipelineId = pipelineId;
    this.storage = storage;
    this.listeners = listeners;
    this.timer = setInterval(() => void this.refresh(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Reads what is new. Calls while one is under way make one more after it. */
  async refresh(): Promise<void> {
    if (this.refreshing !== null) {
      this.again = true;
      return this.refreshing;
    }
    this.refreshing = this.read().catch(() => undefined);
    await this.refreshing;
    this.refreshing = null;
    if (this.again) {
      this.again = false;
      await this.refresh();
    }
  }

  private async read(): Promise<void> {
    const store = this.storage.current();
    const [facts, owner, control, held] = await Promise.all([
      readFacts(store, this.pipelineId),
      readOwner(store, this.pipelineId),
      readControl(store, this.pipelineId),
      heldPipelines(),
    ]);
    this.label = owner?.meta.tabLabel ?? null;
    this.ownerAlive = held.has(this.pipelineId);
    this.desired = facts.head === null ? 'idle' : control.desired;
    const before = this.facts;
    this.facts = facts;
    const newest = facts.plans[facts.plans.length - 1];
    if (facts.head === null || newest === undefined) return;
    const { runId } = facts.head.meta;
    if (before?.head?.meta.runId !== runId) {
      this.views = new Map();
      this.seen = new Map();
      this.seenBatch = 0;
    }
    if (this.applied?.text !== newest.text) {
      this.applied = mustApply(newest.text);
      this.views = viewsThrough(
        facts.plans.map((p) => ({ plan: mustApply(p.text).plan, fromBatchId: p.fromBatchId })),
        this.views,
      );
    }
    const journal = new Journal(store, this.pipelineId, runId, 0, 'relaxed');
    for (const [operatorId, view] of this.views) {
      await loadView(view, journal, operatorId, (this.seen.get(operatorId) ?? -1) + 1);
      const latest = view.newest();
      if (latest === null) continue;
      if (latest.batchId !== this.seen.get(operatorId)) this.listeners.sink({ operatorId, ...latest });
      this.seen.set(operatorId, latest.batchId);
    }
    for (const info of storedBatches(facts)) if (info.batchId > this.seenBatch) this.listeners.batch(info);
    this.seenBatch = facts.head.meta.lastBatchId;
    this.listeners.changed();
  }

  ownerTab(): string | null {
    return this.label;
  }

  state(): RunState {
    return this.ownerAlive ? this.desired : this.desired === 'idle' ? 'idle' : 'stopped';
  }

  view(operatorId: string): LedgerView | undefined {
    return this.views.get(operatorId);
  }

  checkpoints(): readonly CheckpointInfo[] {
    if (this.facts === null || this.applied === null) return [];
    const reader = new Checkpointer(ENGINE_VERSION, () => 0);
    reader.load(this.facts.checkpoints, null);
    return reader.list(this.applied.plan, null);
  }

  metrics(batches: readonly BatchInfo[]): readonly OperatorMetrics[] {
    if (this.applied === null) return [];
    const { plan } = this.applied;
    const [newest] = this.facts?.checkpoints ?? [];
    const states = (newest?.meta?.sections ?? []).map((s) => ({ nodeId: s.nodeId, shape: s.shape, keys: s.keys, bytes: s.to - s.from }));
    return operatorMetrics(
      [...new Set(plan.nodes.map((node) => node.operatorId))],
      batches,
      plan.batchIntervalMs,
      states,
      () => 0,
      (id) => this.booksOf(id),
    );
  }

  /** As of the newest batch in storage. */
  private booksOf(operatorId: string): Pick<OperatorMetrics, 'refused' | 'books'> {
    const totals = this.facts?.progress.at(-1)?.meta.numbers.totals?.[operatorId];
    const plan = this.applied?.plan;
    return { refused: totals?.refused ?? 0, books: plan === undefined ? null : sourceBooks(plan, operatorId, totals, 0) };
  }

  /** What is known of the run, over what the host says of this tab. */
  status(base: RunStatus, batches: readonly BatchInfo[]): RunStatus {
    const head = this.facts?.head?.meta ?? null;
    const state = this.state();
    if (head === null || this.applied === null) return { ...base, ownerTab: this.label, state };
    return {
      ...base,
      ownerTab: this.ownerAlive ? this.label : null,
      state,
      runId: head.runId,
      applied: this.applied.text,
      batchIntervalMs: this.applied.plan.batchIntervalMs,
      zeroTimeMs: head.zeroTimeMs,
      lastBatch: head.lastBatchId === 0 ? null : { batchId: head.lastBatchId, timeMs: head.lastTimeMs },
      lagMs: batches[batches.length - 1]?.totalDelayMs ?? 0,
      lastCheckpoint: this.checkpoints()[0] ?? null,
    };
  }
}

/** The batches storage still tells of, ascending. */
export function storedBatches(facts: RunFacts): BatchInfo[] {
  const log = new Map(facts.log.map((entry) => [entry.batchId, entry]));
  const checkpointed = new Set(facts.checkpoints.flatMap((c) => (c.meta === null ? [] : [c.meta.batchId])));
  return facts.progress.flatMap((progress) => {
    const entry = log.get(progress.batchId);
    if (entry === undefined) return [];
    const info = batchInfo(entry, progress.meta, 0, false);
    return [{ ...info, checkpoint: checkpointed.has(progress.batchId + progress.meta.count - 1) }];
  });
}
