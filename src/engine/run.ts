// One run of one pipeline: cuts batches on the grid, logs them, runs them, commits each in one transaction, takes
// checkpoints behind them, and comes back from whatever the last life left in storage. Invariants: a batch runs only after it
// is in the log; a batch is committed once, told by its id in the head record and never by a promise; after any rejected
// write the truth is read back before anything else; nothing is written once the owner's token is not ours. It has no
// timers: the host calls `cutDue` and `runNext`. Time, storage and samples come in.
import type { PlainValue } from '../columns/build.ts';
import type { Rows } from '../columns/column.ts';
import { EMPTY_DIGEST, formatDigest } from '../columns/digest.ts';
import { formatTimestamp } from '../columns/time.ts';
import type { AppliedPipeline } from '../plan/applied-pipeline.ts';
import type { NodeId, Plan } from '../plan/plan.ts';
import { type Problem, ProblemError, problem } from '../problem/problem.ts';
import type { PortRows, RefusedRow, SourceBooks } from '../protocol/data-api.ts';
import type { BatchInfo, CheckpointInfo, RecoveryPhase, RecoveryReport } from '../protocol/engine-api.ts';
import type { StatePage, StateQuery } from '../protocol/state-api.ts';
import { mustZone } from '../sql/datetime/zone-names.ts';
import type { Journal, LogEntry, PlanEntry, PreparedCommit, RunFacts } from '../storage/journal.ts';
import type { HeadMeta, KeyRemoval, LogMeta, ProgressMeta } from '../storage/records.ts';
import { problemOfStorageError } from '../storage/storage-problems.ts';
import { StorageError, type Store } from '../storage/store.ts';
import { automaticCheckpointInterval, dueBatches, firstZeroTime } from './batch-grid.ts';
import { batchInfo, inputInfo, operatorCounts } from './batch-info.ts';
import { addedRefusals, atItsRecord, type BatchRefusals, Books, batchRefusals, sourceBooks } from './books.ts';
import { Checkpointer, type CheckpointNote, DamagedCheckpoint } from './checkpointer.ts';
import { createPlanRuntime } from './create-plan-runtime.ts';
import { freshNodes, keptPositions, keptSections } from './kept-state.ts';
import { KeyRemovals, removeKeys } from './key-removals.ts';
import type { LedgerView } from './ledger-view.ts';
import { LiveBlocks } from './live-blocks.ts';
import { planIndex } from './plan-index.ts';
import type { BatchInput, BatchOutput, PlanRuntime, StateSection } from './plan-runtime.ts';
import { nodeBehind, portRows } from './port-rows.ts';
import type { RecoveryDecision, RestorePoint } from './recovery.ts';
import { type RecoveryStart, startRecovery } from './recovery-start.ts';
import { RecoveryTeller, type RecoveryTimes } from './recovery-teller.ts';
import { ledgerWrite, RunSinks } from './run-sinks.ts';
import { SourceInputs } from './source-inputs.ts';
import type { rangeRows, Samples } from './sources/range-rows.ts';
import type { RecordFiles } from './sources/record-files.ts';
import { statePage } from './state-page.ts';
import { SteadyClock } from './steady-clock.ts';
import { restsAfterMs } from './steady-plan.ts';
import { type KeptRows, type SinkRows, TakenRows } from './taken-rows.ts';

/**
 * Tag of what computes; stored with every digest, so that a later engine knows whose rows it compares with. 2: digests are made
 * otherwise, and errors ports of windows give what is refused in the batch in which it is. 3: a sum of a sliding window is NULL again
 * when the last pane with a value has left it. 4: of an absence a sink is not given what retention would delete at once.
 */
export const ENGINE_VERSION = 'millrace-4';

/**
 * Missed batch times that may have something to tell are caught up in runs, each one commit: the first of so many, each next one as
 * long as all before, so that who is interrupted loses half of the way at most, and none longer than a few seconds of work.
 */
const CATCH_UP_BATCHES = 512;
const LONGEST_CATCH_UP = 8_192;
const CATCH_UP_KEYS = 10_000_000;

/** Where state has so many keys, and every batch may look at each. */
function mostCaughtUp(keys: number): number {
  return Math.min(LONGEST_CATCH_UP, Math.floor(CATCH_UP_KEYS / Math.max(1, keys)));
}

/** Batches kept in log and history beyond what checkpoints need, for the timeline. */
const KEPT_HISTORY = 1_000;

/** A gap in the run's life longer than this many batches (and 2 s) is sleep, not slowness. */
const ASLEEP_BATCHES = 3;

export interface RunPorts {
  /** Wall clock, epoch milliseconds. */
  nowMs(): number;
  /** Milliseconds of a clock that never goes back; for durations. */
  monotonicMs(): number;
  readonly samples: Samples;
  /** The files it may replay, opened before it begins. */
  readonly files?: RecordFiles;
  /** Reads rows of a replayable source; `rangeRows` unless somebody has recorded rows to give in its place. */
  readonly readRange?: typeof rangeRows;
}

export interface RunObserver {
  batchChanged(info: BatchInfo): void;
  checkpointTaken(info: CheckpointInfo): void;
  recoveryChanged(report: RecoveryReport): void;
  /** Something worth saying that stops nothing: a sleep, a checkpoint that could not be written. */
  notice(problem: Problem): void;
}

/** Awaited between the steps of a recovery; slow motion lives there. */
export type Pace = (phase: RecoveryPhase) => Promise<void>;

export type RunOutcome =
  | { readonly kind: 'committed'; readonly batchId: number }
  | { readonly kind: 'idle' }
  /** The run cannot go on by itself. The batch is still in the queue. */
  | { readonly kind: 'stopped'; readonly problem: Problem };

export type OpenOutcome =
  | { readonly kind: 'open'; readonly run: Run }
  | { readonly kind: 'stopped'; readonly problem: Problem; readonly run: Run | null };

interface QueuedBatch {
  readonly entry: LogEntry;
  logged: boolean;
  /** timed: on its time. missed: its time passed while nothing ran. stepped: by hand. pending: it was in the log when this life began. */
  readonly origin: 'timed' | 'missed' | 'stepped' | 'pending';
}

export class Run {
  readonly runId: string;
  private journal: Journal;
  private readonly ports: RunPorts;
  private readonly observer: RunObserver;
  private applied: AppliedPipeline;
  private planFrom: number;
  /** Nodes that began anew with the plan in force, as stored with it. */
  private fresh: readonly NodeId[] = [];
  private runtime: PlanRuntime;
  private inputs: SourceInputs;
  private readonly live: LiveBlocks;
  private readonly checkpoints: Checkpointer;
  private readonly clock: SteadyClock;
  private head: HeadMeta;
  private headVersion: number;
  private lastCut: { batchId: number; timeMs: number };
  private committedPositions: { readonly [operatorId: string]: number };
  private queue: QueuedBatch[] = [];
  private prepared: {
    readonly commit: PreparedCommit;
    readonly outputs: readonly SinkRows[];
    readonly info: BatchInfo;
    readonly meta: LogMeta;
    readonly refusals: BatchRefusals;
  } | null = null;
  private books = new Books();
  private readonly sinks: RunSinks;
  private checkpointing: Promise<CheckpointInfo | null> | null = null;
  private lastCheckpointTimeMs: number;
  private restoredId: number | null = null;
  /** Batch id of the newest progress record. */
  private newestProgress = 1;
  private oldestKeptBatch = 0;
  private aliveMs: number;
  /** Batch time the state in memory stands at. */
  private stateTimeMs: number;
  private gap: 'sleep' | 'pause' = 'sleep';
  /** The state in memory does not match the head any more: it must be restored before the next batch. */
  private spent = false;
  private readonly removals = new KeyRemovals();
  /** The newest batch that ran in this life. */
  private ran = { batchId: 0, timeMs: 0 };

  private constructor(
    journal: Journal,
    ports: RunPorts,
    observer: RunObserver,
    applied: AppliedPipeline,
    head: HeadMeta,
    headVersion: number,
    rates: { readonly [operatorId: string]: number },
  ) {
    this.journal = journal;
    this.ports = ports;
    this.observer = observer;
    this.runId = head.runId;
    this.applied = applied;
    this.planFrom = 1;
    this.head = head;
    this.headVersion = headVersion;
    this.clock = new SteadyClock(ports, head.lastTimeMs);
    this.aliveMs = this.clock.nowMs();
    this.runtime = this.newRuntime();
    this.inputs = new SourceInputs(applied.plan, ports, applied.settings.backpressure, rates);
    this.live = new LiveBlocks(journal);
    this.checkpoints = new Checkpointer(ENGINE_VERSION, () => ports.monotonicMs());
    this.lastCut = { batchId: head.lastBatchId, timeMs: head.lastTimeMs };
    this.lastCheckpointTimeMs = head.zeroTimeMs;
    this.stateTimeMs = head.zeroTimeMs;
    this.inputs.restore({});
    this.committedPositions = this.inputs.positions();
    this.sinks = new RunSinks(applied.plan);
  }

  /** Begins a new run from nothing. @throws StorageError */
  static async begin(
    journal: Journal,
    ports: RunPorts,
    observer: RunObserver,
    applied: AppliedPipeline,
    rates: { readonly [operatorId: string]: number },
  ): Promise<Run> {
    const now = ports.nowMs();
    const zeroTimeMs = firstZeroTime(now, applied.plan.batchIntervalMs);
    const head: HeadMeta = { runId: journal.runId, zeroTimeMs, lastBatchId: 0, lastTimeMs: zeroTimeMs, committedMs: Math.trunc(now) };
    await journal.begin(head, applied.text, Math.trunc(now));
    const begun = await journal.readHead();
    return new Run(journal, ports, observer, applied, head, begun?.version ?? 0, rates);
  }

  /**
   * Comes back to where storage says the run stood: newest good checkpoint, silent re-run of what was committed since, the
   * pending batches in the queue. `apply` lowers a stored document's text. `begun`: what was read already, by the owner that
   * the journal writes for. @throws StorageError
   */
  static async resume(
    journal: Journal,
    ports: RunPorts,
    observer: RunObserver,
    apply: (text: string) => AppliedPipeline,
    rates: { readonly [operatorId: string]: number },
    reason: RecoveryReport['reason'],
    pace: Pace,
    begun: RecoveryStart | null = null,
  ): Promise<OpenOutcome> {
    const unusable = new Map<number, string>();
    for (let known = begun; ; known = null) {
      const start = known ?? (await startRecovery(journal.store, journal.pipelineId, () => ports.monotonicMs(), unusable));
      const { facts, decision, sections } = start;
      const times = { startedMs: start.startedMs, preparingMs: ports.monotonicMs() - start.decidedMs };
      if (decision.kind === 'newer-format')
        return { kind: 'stopped', problem: problem('engine/newer-format', {}, { detail: decision.detail }), run: null };
      if (decision.kind === 'blocked')
        return {
          kind: 'stopped',
          problem: problem('engine/cannot-restore', {}, { detail: decision.detail, tried: decision.skipped.length }),
          run: null,
        };
      if (decision.kind === 'fresh' || facts.head === null) throw new Error('resume() needs a run');
      const planFrom = decision.checkpoint?.meta.planFrom ?? 1;
      const [first, ...later] = facts.plans.filter((p) => p.fromBatchId >= planFrom);
      if (first === undefined)
        return { kind: 'stopped', problem: problem('engine/cannot-restore', {}, { detail: 'the applied pipeline is missing', tried: 0 }), run: null };
      const run = new Run(journal, ports, observer, apply(first.text), facts.head.meta, facts.head.version, rates);
      run.planFrom = first.fromBatchId;
      run.fresh = first.fresh;
      try {
        const problemFound = await run.recover(decision, sections, facts, later, apply, rates, reason, times, pace);
        return problemFound === null ? { kind: 'open', run } : { kind: 'stopped', problem: problemFound, run };
      } catch (error) {
        if (!(error instanceof DamagedCheckpoint)) throw error;
        unusable.set(error.checkpointId, error.message);
      }
    }
  }

  private async recover(
    decision: Extract<RecoveryDecision, { kind: 'resume' }>,
    sections: Promise<readonly StateSection[]> | null,
    facts: RunFacts,
    laterPlans: readonly PlanEntry[],
    apply: (text: string) => AppliedPipeline,
    rates: { readonly [operatorId: string]: number },
    reason: RecoveryReport['reason'],
    times: RecoveryTimes,
    pace: Pace,
  ): Promise<Problem | null> {
    const { checkpoint, rerun, pending } = decision;
    const report = new RecoveryTeller((told) => this.observer.recoveryChanged(told), this.ports, reason, this.head, decision, times);
    let follows = checkpoint;
    if (checkpoint !== null && sections !== null) {
      if (!this.restoreFrom(checkpoint, await sections)) follows = null;
      report.restored(this.ports.monotonicMs());
    }
    await pace('restore');
    const committed = new Map(facts.progress.map((p) => [p.batchId, p.meta]));
    const newest = facts.progress.findLast((p) => p.batchId <= this.head.lastBatchId);
    this.newestProgress = newest?.batchId ?? 1;
    this.books = new Books(newest?.meta.numbers.totals);
    let later = laterPlans;
    for (const entry of rerun) {
      later = this.switchPlans(later, entry.batchId, apply, rates);
      const found = await this.rerunOne(entry, committed.get(entry.batchId));
      if (found !== null) return found;
      report.rerunDone(entry.meta.count, committed.get(entry.batchId)?.engine === ENGINE_VERSION);
      await pace('re-run');
    }
    later = this.switchPlans(later, this.head.lastBatchId + 1, apply, rates);
    // Changes are counted from what was restored; where a plan came in between, they would not fit it.
    this.checkpoints.load(facts.checkpoints, later.length === laterPlans.length ? follows : null);
    const plans = facts.plans.map((p) => ({ plan: apply(p.text).plan, fromBatchId: p.fromBatchId }));
    await this.sinks.load(plans, this.head.lastBatchId, this.journal);
    for (const entry of pending) {
      this.queue.push({ entry, logged: true, origin: 'pending' });
      this.inputs.pass(entry.meta);
      this.lastCut = {
        batchId: entry.batchId + entry.meta.count - 1,
        timeMs: entry.meta.timeMs + (entry.meta.count - 1) * this.applied.plan.batchIntervalMs,
      };
    }
    await this.live.load(this.inputs.liveOperators(), (operatorId) => (this.inputs.positions()[operatorId] ?? 1) - 1);
    this.teller = report;
    report.pendingFrom(this.lastCut.timeMs, this.liveRowsWaiting());
    // The next cut tells how many batch times were missed.
    this.aliveMs = this.lastCut.timeMs;
    return null;
  }

  private teller: RecoveryTeller | null = null;

  /** Whether the state is just what the checkpoint holds; not so where an edit came after it and before its next batch. */
  private restoreFrom({ checkpointId, meta }: RestorePoint, sections: readonly StateSection[]): boolean {
    const isBoundary = meta.batchId === this.planFrom - 1;
    const { plan } = this.applied;
    const kept = isBoundary ? keptSections(sections, plan, this.fresh) : sections;
    try {
      this.runtime.restore(kept);
    } catch (error) {
      throw new DamagedCheckpoint(checkpointId, error instanceof Error ? error.message : String(error));
    }
    const positions = isBoundary ? this.keptPositions(plan, this.fresh, meta.positions) : meta.positions;
    this.inputs.restore(positions);
    this.committedPositions = { ...positions, ...this.inputs.positions() };
    this.restoredId = checkpointId;
    this.lastCheckpointTimeMs = meta.timeMs;
    this.stateTimeMs = meta.timeMs;
    return sections.every((section) => section.keys === 0 || kept.includes(section));
  }

  private keptPositions(plan: Plan, fresh: readonly NodeId[], positions: HeldPositions): HeldPositions {
    return keptPositions(plan, fresh, positions, (operatorId) => !this.inputs.has(operatorId) || this.inputs.isLive(operatorId));
  }

  private switchPlans(
    plans: readonly PlanEntry[],
    nextBatchId: number,
    apply: (text: string) => AppliedPipeline,
    rates: { readonly [operatorId: string]: number },
  ): readonly PlanEntry[] {
    const [next, ...rest] = plans;
    if (next === undefined || next.fromBatchId > nextBatchId) return plans;
    this.adopt(apply(next.text), next, rates);
    return this.switchPlans(rest, nextBatchId, apply, rates);
  }

  private async rerunOne(entry: LogEntry, committed: ProgressMeta | undefined): Promise<Problem | null> {
    const { digests, refusals } = await this.compute(entry);
    this.books.show(refusals);
    this.inputs.pass(entry.meta);
    this.committedPositions = { ...this.committedPositions, ...this.inputs.positions() };
    if (committed === undefined)
      return problem('engine/cannot-restore', { batch: entry.batchId }, { detail: `batch ${entry.batchId} has no commit record`, tried: 1 });
    if (committed.engine !== ENGINE_VERSION) return null;
    for (const operatorId of new Set([...Object.keys(committed.digests), ...digests.keys()])) {
      const before = committed.digests[operatorId] ?? formatDigest(EMPTY_DIGEST);
      const again = formatDigest(digests.get(operatorId) ?? EMPTY_DIGEST);
      if (before !== again)
        return problem(
          'engine/digest-mismatch',
          { operator: operatorId, batch: entry.batchId },
          { batch: entry.batchId, operator: operatorId, committed: before, again },
        );
    }
    return null;
  }

  /** Cuts every batch that is due. Answers how many batch times were cut. */
  cutDue(): number {
    const now = this.clock.nowMs();
    const { batchIntervalMs } = this.applied.plan;
    const due = dueBatches(this.gridTime(), now, batchIntervalMs);
    const recovering = this.teller?.waitsForCut() === true;
    const missed = recovering || now - this.aliveMs > Math.max(ASLEEP_BATCHES * batchIntervalMs, 2_000);
    if (missed) {
      const cut = this.cutMissed(due, now, recovering);
      this.teller?.cut(cut);
    } else {
      for (let i = 0; i < due; i++) this.enqueue(1, 'timed');
    }
    this.aliveMs = now;
    this.gap = 'sleep';
    return due;
  }

  private cutMissed(due: number, now: number, recovering: boolean): number {
    if (due === 0) return 0;
    const missedFrom = this.gridTime();
    if (!recovering && this.gap === 'sleep')
      this.observer.notice(problem('engine/asleep', {}, { from: clockText(missedFrom), to: clockText(now), batches: due }));
    if (this.applied.settings.downtime === 'skip') {
      this.lastCut = { batchId: this.lastCut.batchId, timeMs: missedFrom + due * this.applied.plan.batchIntervalMs };
      return 0;
    }
    let left = due;
    // Rows that were accepted before the gap belong to its first batch, as Spark gives recovered blocks to the first one.
    if (this.liveRowsWaiting() > 0) {
      this.enqueue(1, 'missed');
      left--;
    }
    const states = this.runtime.states();
    const restsMs = restsAfterMs(this.applied.plan, new Set(states.map(({ nodeId }) => nodeId)));
    const restless = Math.ceil(restsMs / this.applied.plan.batchIntervalMs);
    const most = mostCaughtUp(states.reduce((sum, { keys }) => sum + keys, 0));
    // Once nothing is left to be told, the rest of an absence is one commit, however long it was.
    for (let cut = 0; left > 0; ) {
      const count = cut < restless ? Math.min(left, Math.max(CATCH_UP_BATCHES, Math.min(cut, most)), restless - cut) : left;
      this.enqueue(count, 'missed');
      cut += count;
      left -= count;
    }
    return due;
  }

  /** Cuts the next batch time whether it is due or not; for stepping. */
  cutStep(): void {
    this.teller?.cut(0);
    this.enqueue(1, 'stepped');
  }

  /** The run stays still after a restore, or from now on: what passes until the next cut is a pause, not sleep. */
  rest(): void {
    this.gap = 'pause';
    this.teller?.rest();
  }

  /** The last time of the grid Z + k x B that was cut; the interval may have been changed by an edit. */
  private gridTime(): number {
    const { zeroTimeMs } = this.head;
    const { batchIntervalMs } = this.applied.plan;
    return zeroTimeMs + Math.floor((this.lastCut.timeMs - zeroTimeMs) / batchIntervalMs) * batchIntervalMs;
  }

  private enqueue(count: number, origin: QueuedBatch['origin']): void {
    const { batchIntervalMs } = this.applied.plan;
    const batchId = this.lastCut.batchId + 1;
    const timeMs = this.gridTime() + batchIntervalMs;
    const accepted = count === 1 ? this.live.acceptedUpTo() : new Map<string, number>();
    const inputs = this.inputs.cut(origin !== 'missed', accepted, (operatorId, from, to) => this.live.rowsIn(operatorId, from, to));
    const cutMs = Math.trunc(this.clock.nowMs());
    const entry: LogEntry = { batchId, meta: { timeMs, count, cutMs, inputs, ...this.removals.of(batchId) } };
    this.queue.push({ entry, logged: false, origin });
    this.lastCut = { batchId: batchId + count - 1, timeMs: timeMs + (count - 1) * batchIntervalMs };
    this.observer.batchChanged(this.queuedInfo(entry));
  }

  /** Takes a key out of an operator's state before the next batch that is cut; that batch, or null when it keeps no such state. */
  removeKey(operatorId: string, key: readonly PlainValue[]): number | null {
    const node = this.applied.plan.nodes.find((n) => n.operatorId === operatorId && (this.runtime.keyedState(n.id)?.remove ?? null) !== null);
    if (node === undefined || key.length !== this.runtime.keyedState(node.id)?.keyCount) return null;
    const batchId = this.lastCut.batchId + 1;
    this.removals.ask(batchId, node.id, key);
    return batchId;
  }

  /** Those whose batch is not in the log yet: to be kept until it is. */
  pendingRemovals(): KeyRemoval[] {
    return this.removals.after(this.queue.findLast((queued) => queued.logged)?.entry.batchId ?? this.head.lastBatchId);
  }

  restoreRemovals(removals: readonly KeyRemoval[]): void {
    this.removals.restore(removals, this.lastCut.batchId);
  }

  /** Logs, runs and commits the first batch of the queue. Never rejects but for bugs. */
  async runNext(): Promise<RunOutcome> {
    try {
      if (this.prepared !== null) return await this.commitPrepared();
      const queued = this.queue[0];
      if (queued === undefined) return { kind: 'idle' };
      if (this.spent)
        return { kind: 'stopped', problem: problem('engine/bug', { batch: queued.entry.batchId }, { message: 'the state must be restored first' }) };
      if (!queued.logged) {
        await this.journal.log([queued.entry]);
        queued.logged = true;
      }
      await this.prepare(queued);
      return await this.commitPrepared();
    } catch (error) {
      return { kind: 'stopped', problem: this.problemOf(error) };
    }
  }

  private async prepare(queued: QueuedBatch): Promise<void> {
    const { entry } = queued;
    const { meta } = entry;
    const startedMs = this.clock.nowMs();
    const started = this.ports.monotonicMs();
    this.observer.batchChanged({ ...this.queuedInfo(entry), status: 'running' });
    const computed = await this.compute(entry);
    const processingMs = Math.max(0, this.ports.monotonicMs() - started);
    const lastTimeMs = meta.timeMs + (meta.count - 1) * this.applied.plan.batchIntervalMs;
    const schedulingDelayMs = queued.origin === 'timed' ? Math.max(0, startedMs - meta.timeMs) : 0;
    const operators = computed.counts;
    const totals = this.books.after(computed.refusals);
    const committedMs = Math.trunc(this.clock.nowMs());
    const caughtUp = queued.origin === 'missed' || meta.count > 1;
    const progress: ProgressMeta = {
      timeMs: meta.timeMs,
      count: meta.count,
      digests: Object.fromEntries([...computed.digests].map(([id, digest]) => [id, formatDigest(digest)])),
      engine: ENGINE_VERSION,
      committedMs,
      caughtUp,
      numbers: { schedulingDelayMs, processingMs, startedMs, operators: [...operators], ...(totals === undefined ? {} : { totals }) },
    };
    const outputs = this.sinks.worthKeeping(computed);
    const ride = this.queue.filter((q) => !q.logged).map((q) => q.entry);
    const head: HeadMeta = { ...this.head, lastBatchId: entry.batchId + meta.count - 1, lastTimeMs, committedMs };
    const commit: PreparedCommit = {
      ledger: outputs.map((o) => ledgerWrite(o)),
      progress: { batchId: entry.batchId, meta: progress },
      head,
      headVersion: this.headVersion,
      log: ride,
    };
    this.prepared = { commit, outputs, info: batchInfo(entry, progress, 0, queued.origin === 'pending'), meta, refusals: computed.refusals };
  }

  private async compute(entry: LogEntry): Promise<KeptRows & { readonly counts: BatchInfo['operators']; readonly refusals: BatchRefusals }> {
    const { meta } = entry;
    const taken = new TakenRows(planIndex(this.applied.plan).sinks);
    const sources = meta.count === 1 ? await this.inputs.rows(meta, this.journal) : new Map<NodeId, Rows | null>();
    this.spent = true;
    this.passSkipped(entry);
    removeKeys(this.runtime, meta);
    const { counts, refusals } = this.runOver(entry, sources, (id, timeMs, rows) => taken.take(id, timeMs, rows));
    this.stateTimeMs = meta.timeMs + (meta.count - 1) * this.applied.plan.batchIntervalMs;
    this.spent = false;
    return { ...taken.kept(), counts, refusals };
  }

  private runOver(entry: LogEntry, sources: ReadonlyMap<NodeId, Rows | null>, take: Parameters<PlanRuntime['advance']>[1]) {
    const { batchId, meta } = entry;
    const { plan } = this.applied;
    if (meta.count > 1) {
      const refused = this.runtime.advance({ batchId, timeMs: meta.timeMs, count: meta.count }, take);
      return { counts: [], refusals: addedRefusals(refused.map((one) => batchRefusals(one.batchId, meta, one, plan, () => undefined))) };
    }
    const output = this.outputOf({ batchId, timeMs: meta.timeMs, sources }, meta);
    this.ran = { batchId, timeMs: meta.timeMs };
    take(batchId, meta.timeMs, output.sinks);
    return { counts: operatorCounts(output, plan), refusals: batchRefusals(batchId, meta, output, plan, (node) => this.inputs.fileOf(node)) };
  }

  private outputOf(input: BatchInput, meta: LogMeta): BatchOutput {
    try {
      return this.runtime.runBatch(input);
    } catch (error) {
      throw atItsRecord(error, meta, this.applied.plan, (node) => this.inputs.fileOf(node));
    }
  }

  /** Tells the state of batch times that nobody ran ("skip"): what leaves the windows by them has left. */
  private passSkipped({ meta }: LogEntry): void {
    const { batchIntervalMs } = this.applied.plan;
    const { zeroTimeMs } = this.head;
    const first = zeroTimeMs + (Math.floor((this.stateTimeMs - zeroTimeMs) / batchIntervalMs) + 1) * batchIntervalMs;
    if (first < meta.timeMs) this.runtime.skip(first, meta.timeMs - batchIntervalMs);
  }

  private async commitPrepared(): Promise<RunOutcome> {
    const prepared = this.prepared;
    if (prepared === null) return { kind: 'idle' };
    const started = this.ports.monotonicMs();
    const { commit } = prepared;
    try {
      await this.journal.commit(commit);
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind === 'closed' || !(await this.landed(commit))) throw error;
    }
    this.accept(this.ports.monotonicMs() - started);
    return { kind: 'committed', batchId: commit.head.lastBatchId };
  }

  /** After a rejected commit: whether it is stored all the same. Only our token could have moved the head. @throws StorageError */
  private async landed(commit: PreparedCommit): Promise<boolean> {
    const head = await this.journal.readHead();
    return head !== null && head.meta.runId === this.runId && head.version === commit.headVersion + 1 && (await this.journal.isOwner());
  }

  private accept(commitMs: number): void {
    const prepared = this.prepared;
    if (prepared === null) return;
    const { commit, outputs, info, meta, refusals } = prepared;
    this.prepared = null;
    this.books.committed(refusals);
    this.head = commit.head;
    this.newestProgress = commit.progress.batchId;
    this.headVersion = commit.headVersion + 1;
    this.committedPositions = { ...this.committedPositions, ...Object.fromEntries(Object.entries(meta.inputs).map(([id, range]) => [id, range.to])) };
    const logged = new Set(commit.log.map((entry) => entry.batchId));
    for (const queued of this.queue) if (logged.has(queued.entry.batchId)) queued.logged = true;
    this.queue.shift();
    this.sinks.committed(outputs);
    const finishedMs = this.clock.nowMs();
    const totalDelayMs = info.schedulingDelayMs + info.processingMs + commitMs;
    if (meta.count === 1) this.inputs.completed(meta, finishedMs, info.processingMs + commitMs, info.schedulingDelayMs);
    this.aliveMs = Math.max(this.aliveMs, finishedMs);
    const due = this.checkpointDue();
    this.observer.batchChanged({ ...info, commitMs, totalDelayMs, finishedMs, checkpoint: due });
    this.teller?.committed(info);
    if (this.teller?.isFinished() === true) this.teller = null;
    if (due) void this.startCheckpoint(null);
  }

  private checkpointDue(): boolean {
    const interval = this.checkpointIntervalMs();
    const { zeroTimeMs, lastTimeMs } = this.head;
    const crossed = Math.floor((lastTimeMs - zeroTimeMs) / interval) > Math.floor((this.lastCheckpointTimeMs - zeroTimeMs) / interval);
    return crossed && this.checkpointing === null && this.teller === null;
  }

  checkpointIntervalMs(): number {
    const { plan, settings } = this.applied;
    return settings.checkpointIntervalMs ?? automaticCheckpointInterval(plan.batchIntervalMs);
  }

  private startCheckpoint(note: CheckpointNote): Promise<CheckpointInfo | null> {
    this.lastCheckpointTimeMs = this.head.lastTimeMs;
    const boundary = { batchId: this.head.lastBatchId, timeMs: this.head.lastTimeMs, positions: this.committedPositions, planFrom: this.planFrom };
    const gathered = this.checkpoints.gather(this.runtime, boundary, this.clock.nowMs(), note);
    const { plan } = this.applied;
    const writing = this.checkpoints
      .write(this.journal, plan, gathered)
      .then(async (info) => {
        this.observer.checkpointTaken(info);
        await this.retain().catch((error: unknown) => this.observer.notice(this.problemOf(error)));
        return info;
      })
      .catch((error: unknown) => {
        this.observer.notice(this.problemOf(error));
        return null;
      })
      .finally(() => {
        if (this.checkpointing === writing) this.checkpointing = null;
      });
    this.checkpointing = writing;
    return writing;
  }

  /** Takes a checkpoint of the last committed batch and waits for it; null when it could not be written (told by `notice`). */
  async checkpoint(note: CheckpointNote): Promise<CheckpointInfo | null> {
    while (this.checkpointing !== null) await this.checkpointing;
    if (this.spent || this.prepared !== null) return null;
    return this.startCheckpoint(note);
  }

  /** Waits until no checkpoint is being written. */
  async settle(): Promise<void> {
    while (this.checkpointing !== null) await this.checkpointing;
  }

  /** Deletes what no kept checkpoint and no view needs. `keepCheckpoints` lower than usual frees room. */
  async retain(keepCheckpoints?: number): Promise<void> {
    const { checkpoints, oldestBatchId, oldestPositions } = this.checkpoints.expire(keepCheckpoints);
    const history = keepCheckpoints === undefined ? KEPT_HISTORY : 0;
    // The books ride in the newest progress record, which may stand for many batch times.
    const logBefore = Math.min(oldestBatchId + 1, Math.max(1, this.head.lastBatchId - history), this.newestProgress);
    if (checkpoints.length > 0 || logBefore > this.oldestKeptBatch) {
      const blocksBefore = Object.fromEntries(
        this.inputs.liveOperators().map((id) => [id, Math.max(1, (oldestPositions[id] ?? 1) - this.inputs.keptBlocks(id))]),
      );
      await this.journal.prune({ logBefore, checkpoints, blocksBefore });
      this.oldestKeptBatch = logBefore;
    }
    await this.sinks.retain(this.journal);
  }

  /** Rows from outside; resolves when they are stored, with the cursor of their source, and will be counted. @throws StorageError */
  appendLive(operatorId: string, rows: Rows, cursor?: string): Promise<number> {
    return this.live.append(operatorId, rows, Math.trunc(this.clock.nowMs()), cursor);
  }

  /** The first block of a live source that no committed batch has read. */
  firstUnread(operatorId: string): number {
    return this.committedPositions[operatorId] ?? 1;
  }

  isLive(operatorId: string): boolean {
    return this.inputs.isLive(operatorId);
  }

  setRate(operatorId: string, rowsPerSecond: number): boolean {
    return this.inputs.setRate(operatorId, rowsPerSecond);
  }

  /**
   * Puts an edited pipeline in force from the next batch on: a savepoint of the old state and one of what is kept of it, the
   * second together with the new document in one transaction. The queue must be empty or wait (a batch that failed runs
   * under the new pipeline; one that ran and could not be committed is committed first). @throws StorageError; then nothing has
   * changed but perhaps the savepoint, or it could not be learned what has: the run is spent and must be restored.
   */
  async apply(next: AppliedPipeline, rates: { readonly [operatorId: string]: number }): Promise<number> {
    await this.settle();
    if (this.prepared !== null) await this.commitPrepared();
    if (this.head.lastBatchId > 0) await this.checkpoint('before-edit');
    const { lastBatchId, lastTimeMs } = this.head;
    const fromBatchId = lastBatchId + 1;
    const fresh = freshNodes(this.applied.plan, next.plan, this.planFrom === fromBatchId ? this.fresh : []);
    const entry: PlanEntry = { fromBatchId, text: next.text, fresh };
    const runtime = createPlanRuntime(next.plan, { zeroTimeMs: this.head.zeroTimeMs, now: () => this.ports.monotonicMs() });
    runtime.restore(keptSections(this.runtime.encodeFull(), next.plan, fresh));
    const positions = this.keptPositions(next.plan, fresh, this.committedPositions);
    await this.live.load(liveOperators(next.plan), (operatorId) => (positions[operatorId] ?? 1) - 1);
    const nowMs = this.clock.nowMs();
    const gathered = this.checkpoints.gather(
      runtime,
      { batchId: lastBatchId, timeMs: lastTimeMs, positions, planFrom: fromBatchId },
      nowMs,
      'after-edit',
    );
    try {
      await this.checkpoints.write(this.journal, next.plan, gathered, [this.journal.planWrite(entry, Math.trunc(nowMs))]);
    } catch (error) {
      this.spent = this.checkpoints.isUncertain;
      throw error;
    }
    this.adopt(next, entry, rates);
    this.lastCheckpointTimeMs = lastTimeMs;
    for (const queued of this.queue) this.inputs.pass(queued.entry.meta);
    return fromBatchId;
  }

  /** Goes over to another plan with what can be kept of the state. */
  private adopt(next: AppliedPipeline, { fromBatchId, fresh }: PlanEntry, rates: { readonly [operatorId: string]: number }): void {
    const sections = keptSections(this.runtime.encodeFull(), next.plan, fresh);
    const positions = this.keptPositions(next.plan, fresh, this.committedPositions);
    this.applied = next;
    this.planFrom = fromBatchId;
    this.fresh = fresh;
    this.runtime = this.newRuntime();
    this.runtime.restore(sections);
    this.inputs = new SourceInputs(next.plan, this.ports, next.settings.backpressure, rates);
    this.inputs.restore(positions);
    this.committedPositions = { ...positions, ...this.inputs.positions() };
    this.sinks.adopt({ plan: next.plan, fromBatchId });
  }

  private newRuntime(): PlanRuntime {
    return createPlanRuntime(this.applied.plan, { zeroTimeMs: this.head.zeroTimeMs, now: () => this.ports.monotonicMs() });
  }

  /**
   * Goes on over a new connection after the old one died. A commit whose answer never came is looked up by the head: it is
   * either there, and counts, or it is written now, once. @throws StorageError
   */
  async reconnect(store: Store): Promise<void> {
    this.journal = this.journal.over(store);
    this.live.over(this.journal);
    if (this.prepared !== null && (await this.landed(this.prepared.commit))) this.accept(0);
  }

  /** What a storage failure means to the user of this run. */
  storageProblem(error: StorageError): Problem {
    return this.problemOf(error);
  }

  private problemOf(error: unknown): Problem {
    const batch = this.queue[0]?.entry.batchId ?? this.head.lastBatchId;
    if (error instanceof ProblemError) return { ...error.problem, where: { ...error.problem.where, batch } };
    if (error instanceof StorageError) {
      if (error.kind === 'conflict') return problem('engine/owned-elsewhere', { batch }, { tab: 'another tab' });
      return problemOfStorageError(error, { batch, usedBytes: null });
    }
    return problem('engine/bug', { batch }, { message: error instanceof Error ? `${error.message}` : String(error) });
  }

  private liveRowsWaiting(): number {
    let rows = 0;
    for (const [operatorId, accepted] of this.live.acceptedUpTo())
      rows += this.live.rowsIn(operatorId, this.inputs.positions()[operatorId] ?? 1, accepted + 1);
    return rows;
  }

  private queuedInfo(entry: LogEntry): BatchInfo {
    const { batchId, meta } = entry;
    return {
      batchId,
      count: meta.count,
      timeMs: meta.timeMs,
      status: 'queued',
      numInputRows: Object.values(meta.inputs).reduce((sum, i) => sum + i.rows, 0),
      schedulingDelayMs: 0,
      processingMs: 0,
      totalDelayMs: 0,
      commitMs: 0,
      checkpoint: false,
      finishedMs: 0,
      inputs: inputInfo(meta),
      operators: [],
    };
  }

  // What hosts, views and tests read.
  /** Whether the state must be restored by a new `resume` before batches can run again. */
  isSpent(): boolean {
    return this.spent;
  }
  headNow(): HeadMeta {
    return this.head;
  }
  appliedNow(): AppliedPipeline {
    return this.applied;
  }
  queuedBatches(): number {
    return this.queue.length;
  }
  /** Epoch milliseconds of the next batch time. */
  nextTimeMs(): number {
    return this.lastCut.timeMs + this.applied.plan.batchIntervalMs;
  }
  steadyNowMs(): number {
    return this.clock.nowMs();
  }
  states(): ReturnType<PlanRuntime['states']> {
    return this.runtime.states();
  }
  rates(): ReturnType<SourceInputs['rates']> {
    return this.inputs.rates();
  }
  /** Rows that must wait for a later batch than the one that runs now: in batches behind it, and offered but held back. */
  waitingRows(operatorId: string): number {
    const queued = this.queue.slice(1).reduce((sum, q) => sum + (q.entry.meta.inputs[operatorId]?.rows ?? 0), 0);
    return queued + this.inputs.waitingRows(operatorId);
  }
  /** The rows at a port in the newest batch that ran in this life. */
  readPort(operatorId: string, port: string, limit: number): PortRows | null {
    const node = nodeBehind(this.applied.plan, operatorId, port);
    const rows = node === null || this.spent ? null : this.runtime.inspect(node);
    return rows === null ? null : portRows(rows, this.ran, limit);
  }
  /** null: that operator keeps no state by key. */
  statePage(query: StateQuery): StatePage | null {
    if (this.spent) return null;
    for (const node of this.applied.plan.nodes) {
      const state = node.operatorId === query.operatorId ? this.runtime.keyedState(node.id) : null;
      const bytes = this.runtime.states().find((info) => info.nodeId === node.id)?.bytes ?? 0;
      if (state !== null) return statePage(state, query, bytes, this.head.lastBatchId, mustZone(this.applied.plan.timeZone));
    }
    return null;
  }
  /** Newest first. */
  refusedRows(operatorId: string, limit: number): readonly RefusedRow[] {
    return this.books.refused(operatorId, limit);
  }
  refusedCount(operatorId: string): number {
    return this.books.of(operatorId)?.refused ?? 0;
  }
  sourceBooks(operatorId: string): SourceBooks | null {
    const { plan } = this.applied;
    const source = plan.nodes.find((node) => node.kind === 'source' && node.operatorId === operatorId);
    const file = source === undefined ? undefined : this.inputs.fileOf(source.id);
    return sourceBooks(plan, operatorId, this.books.of(operatorId), file?.blank ?? 0);
  }
  view(operatorId: string): LedgerView | undefined {
    return this.sinks.views().get(operatorId);
  }
  sinkViews(): ReadonlyMap<string, LedgerView> {
    return this.sinks.views();
  }
  checkpointList(): readonly CheckpointInfo[] {
    return this.checkpoints.list(this.applied.plan, this.restoredId);
  }
  journalNow(): Journal {
    return this.journal;
  }
}

type HeldPositions = { readonly [operatorId: string]: number };

function liveOperators(plan: Plan): readonly string[] {
  return plan.nodes.flatMap((node) => (node.kind === 'source' && node.source.kind === 'live' ? [node.operatorId] : []));
}

function clockText(ms: number): string {
  return formatTimestamp(ms * 1000).slice(11, 19);
}
