// One pipeline in this tab: holds its lock and token, drives its run with this thread's timers, and brings it back when
// something under it gives way. Owner or viewer: a viewer reads what the owner commits and writes nothing. All calls of the
// page for one pipeline are carried out one after another; the loop that runs batches is the only thing beside them.
import { type PlainValue, rowsFromValues } from '../src/columns/build.ts';
import { type RecoveryStart, startRecovery } from '../src/engine/recovery-start.ts';
import { type Pace, Run, type RunObserver, type RunPorts } from '../src/engine/run.ts';
import { applyText, describeChanges, mustApply, sameLogic } from '../src/operators/apply-document.ts';
import type { AppliedPipeline } from '../src/plan/applied-pipeline.ts';
import { diffPlans } from '../src/plan/plan-diff.ts';
import { fail, ok, type Problem, problem, type Result } from '../src/problem/problem.ts';
import type { PortRows, RefusedRow, RunNeed } from '../src/protocol/data-api.ts';
import type {
  ApplyReview,
  BatchInfo,
  CheckpointInfo,
  Frame,
  OperatorMetrics,
  RecoveryPhase,
  RecoveryReport,
  Role,
  RunState,
  RunStatus,
} from '../src/protocol/engine-api.ts';
import type { StatePage, StateQuery } from '../src/protocol/state-api.ts';
import { claimOwnership, Journal, NO_CONTROL, readControl, readFacts, readOwner } from '../src/storage/journal.ts';
import { eraseOldRuns, readDraft } from '../src/storage/library.ts';
import type { ControlMeta } from '../src/storage/records.ts';
import { StorageError } from '../src/storage/store.ts';
import { FrameOutlet } from './frame-outlet.ts';
import { type HeldLock, takeLock } from './pipeline-lock.ts';
import { runFigures, runMetrics } from './run-figures.ts';
import type { BlockLog } from './sockets/feed-log.ts';
import type { FeedPorts } from './sockets/feed-runner.ts';
import { Feeds } from './sockets/feeds.ts';
import type { StorageConnection } from './storage-connection.ts';
import { readTypedLines, type TypedLine } from './typed-lines.ts';
import { storedBatches, Watcher } from './watcher.ts';
import { yieldToMessages } from './yield-to-messages.ts';

/** In slow motion each step of a recovery stands this long. */
const SLOW_STEP_MS = 1_500;
const MOST_KEPT_BATCHES = 300;
/** Of a port no more rows are shown at once. */
const MOST_PORT_ROWS = 1_000;
/** Lives that may begin with one and the same batch before the run comes back paused. */
const MOST_ATTEMPTS = 3;
/** Documents that are kept lowered. */
const MOST_LOWERED = 8;

export interface HostServices {
  readonly storage: StorageConnection;
  readonly ports: RunPorts;
  readonly tab: { readonly id: string; readonly label: string };
  /** Fetches what sources of the pipeline read; the problem when that is not to be had. */
  prepare(applied: AppliedPipeline): Promise<Problem | null>;
  /** What network sources are read with. */
  readonly feedPorts: FeedPorts;
  /** Opens the files of the pipeline and looks up its consents: what is still in the way. */
  needsOf(applied: AppliedPipeline): Promise<readonly RunNeed[]>;
  newRunId(): string;
  send(frame: Frame): void;
  /** Tells other tabs what happened to this pipeline. */
  announce(news: 'batch' | 'owner' | 'draft'): void;
}

export class PipelineHost {
  readonly pipelineId: string;
  private readonly services: HostServices;
  private readonly outlet: FrameOutlet;
  private readonly feeds: Feeds;
  private role: Role = 'none';
  private ownerTab: string | null = null;
  private lock: HeldLock | null = null;
  private token = 0;
  private run: Run | null = null;
  private watcher: Watcher | null = null;
  private control: ControlMeta = NO_CONTROL;
  private state: RunState = 'idle';
  private trouble: Problem | null = null;
  private recovery: RecoveryReport | null = null;
  private looping: Promise<void> | null = null;
  private wake: () => void = () => undefined;
  private recent: BatchInfo[] = [];
  private lastCheckpoint: CheckpointInfo | null = null;
  private notices: readonly Problem[] = [];
  private needs: readonly RunNeed[] = [];
  private calls: Promise<unknown> = Promise.resolve();
  private readonly lowered = new Map<string, AppliedPipeline>();

  constructor(pipelineId: string, services: HostServices) {
    this.pipelineId = pipelineId;
    this.services = services;
    this.outlet = new FrameOutlet({ status: () => this.status(), operators: () => this.metrics(), feeds: () => this.feeds.statuses() }, (frame) =>
      services.send(frame),
    );
    this.feeds = new Feeds(
      services.feedPorts,
      (operatorId) => this.blockLog(operatorId),
      () => this.outlet.changed(),
    );
  }

  // ---- calls of the page, one after another

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.calls.then(work);
    this.calls = result.catch(() => undefined);
    return result;
  }

  /** As `inTurn`, for what only the owner may do. */
  private ownerInTurn<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    return this.inTurn(async () => this.refusal() ?? (await work()));
  }

  open(steal: boolean, reason: RecoveryReport['reason']): Promise<RunStatus> {
    return this.inTurn(async () => {
      if (this.role === 'owner' && !steal) return this.status();
      await this.claim(steal);
      if (this.role === 'owner') await this.comeBack(reason);
      else await this.watch();
      return this.status();
    });
  }

  private async claim(steal: boolean): Promise<void> {
    const { storage, tab, ports } = this.services;
    this.lock ??= await takeLock(this.pipelineId, steal, () => this.lostOwnership());
    if (this.lock === null) {
      this.role = 'viewer';
      return;
    }
    this.watcher?.stop();
    this.watcher = null;
    this.token = await claimOwnership(storage.current(), this.pipelineId, { tabId: tab.id, tabLabel: tab.label, sinceMs: Math.trunc(ports.nowMs()) });
    this.role = 'owner';
    this.ownerTab = null;
    this.services.announce('owner');
  }

  /** Restores the run there is, and lets it go on if it was meant to run. */
  private async comeBack(reason: RecoveryReport['reason']): Promise<void> {
    const store = this.services.storage.current();
    const begun = startRecovery(store, this.pipelineId, () => this.services.ports.monotonicMs());
    begun.catch(() => undefined);
    this.control = await readControl(store, this.pipelineId);
    const start = await begun;
    if (start.decision.kind === 'fresh') {
      // What a first run waited for is looked up again when it is asked for again.
      this.needs = [];
      this.setState('idle');
      return;
    }
    await this.restore(reason, start);
    if (this.run === null || this.trouble !== null) return;
    this.run.restoreRemovals(this.control.removals ?? []);
    if (this.control.desired !== 'running') {
      this.run.rest();
      this.setState(this.control.desired);
      return;
    }
    const next = this.run.headNow().lastBatchId + 1;
    const attempts = this.control.attempts.batchId === next ? this.control.attempts.count + 1 : 1;
    await this.setControl({ attempts: { batchId: next, count: attempts } });
    if (attempts > MOST_ATTEMPTS) {
      this.run.rest();
      this.trouble = problem('engine/crash-loop', { batch: next }, { crashes: attempts - 1, batch: next });
      this.setState('paused');
      return;
    }
    this.startLoop();
  }

  /** Rows of a feed go into the run there is at that moment. */
  private blockLog(operatorId: string): BlockLog {
    const run = (): Run => {
      if (this.run === null || this.role !== 'owner') throw new StorageError('closed', 'the run is not open');
      return this.run;
    };
    return {
      append: async (rows, cursor) => run().appendLive(operatorId, rows, cursor),
      cursors: async (limit) => run().journalNow().readCursors(operatorId, limit),
      firstUnread: () => this.run?.firstUnread(operatorId) ?? 1,
    };
  }

  private async restore(reason: RecoveryReport['reason'], begun: RecoveryStart | null = null): Promise<void> {
    await this.feeds.settled();
    this.trouble = null;
    this.setState('recovering');
    const { storage, ports } = this.services;
    const store = storage.current();
    const start = begun ?? (await startRecovery(store, this.pipelineId, () => ports.monotonicMs()));
    const { facts } = start;
    const runId = facts.head?.meta.runId ?? '';
    let durability: 'relaxed' | 'strict' = 'relaxed';
    const needs: RunNeed[] = [];
    for (const plan of facts.plans) {
      const applied = this.apply(plan.text);
      const missing = await this.services.prepare(applied);
      if (missing !== null) return this.fail(missing);
      needs.push(...(await this.services.needsOf(applied)));
      durability = applied.settings.durability;
    }
    this.needs = needs;
    if (this.lacksFile() !== null) {
      // Without its rows no batch since the checkpoint can run again. What is stored is shown meanwhile.
      this.run = null;
      await this.showStored();
      return this.setState('paused');
    }
    const journal = new Journal(store, this.pipelineId, runId, this.token, durability);
    this.recent = storedBatches(facts);
    const outcome = await Run.resume(journal, ports, this.observer(), (text) => this.apply(text), this.control.rates, reason, this.pace(), start);
    this.run = outcome.run;
    if (this.run !== null) this.lastCheckpoint = this.run.checkpointList()[0] ?? null;
    if (outcome.kind === 'stopped') this.fail(outcome.problem);
  }

  /** Lowered once: a restore asks for the same documents several times. */
  private apply(text: string): AppliedPipeline {
    const known = this.lowered.get(text) ?? mustApply(text);
    if (this.lowered.size >= MOST_LOWERED) this.lowered.clear();
    this.lowered.set(text, known);
    return known;
  }

  private pace(): Pace {
    return async (phase: RecoveryPhase) => {
      if (this.control.slowMotion && phase !== 'live') {
        this.outlet.changed();
        await sleep(SLOW_STEP_MS);
      }
    };
  }

  private async watch(): Promise<void> {
    await this.showStored();
    this.state = this.watcher?.state() ?? this.state;
    this.outlet.changed();
  }

  private async showStored(): Promise<void> {
    this.watcher?.stop();
    this.watcher = new Watcher(this.pipelineId, this.services.storage, {
      batch: (info) => {
        this.remember(info);
        this.outlet.batch(info);
      },
      sink: (sink) => this.outlet.sink(sink),
      changed: () => this.outlet.changed(),
    });
    await this.watcher.refresh();
  }

  private lacksFile(): Problem | null {
    const need = this.needs.find((one) => one.kind === 'file');
    return need?.kind === 'file' ? problem('engine/file-needed', { operator: need.operatorId }, { file: need.file.name, why: need.why }) : null;
  }

  /** A file came, or a consent was given or taken back: what waited for it goes on. */
  async needsChanged(): Promise<void> {
    await this.inTurn(async () => {
      if (this.role !== 'owner') return;
      if (this.run === null) return this.lookAgain();
      this.feeds.consentsChanged();
      const waited = this.lacksFile() !== null;
      this.needs = await this.services.needsOf(this.run.appliedNow());
      this.outlet.changed();
      if (!waited || this.lacksFile() !== null || this.control.desired !== 'running') return;
      this.trouble = null;
      this.startLoop();
    });
  }

  /** Nothing has run in this life: a run in storage comes back if it can now, and of a new pipeline it is told what it still needs. */
  private async lookAgain(): Promise<void> {
    if (this.needs.length === 0) return;
    const store = this.services.storage.current();
    const facts = await readFacts(store, this.pipelineId);
    if (facts.head !== null) {
      if (this.lacksFile() === null) return;
      this.watcher?.stop();
      this.watcher = null;
      return this.comeBack('run-again');
    }
    const draft = await readDraft(store, this.pipelineId);
    const applied = draft === null ? null : applyText(draft.text);
    this.needs = applied?.ok === true ? await this.services.needsOf(applied.value) : [];
    this.outlet.changed();
  }

  /** Another tab told of news: a viewer reads on. */
  async heard(): Promise<void> {
    if (this.watcher !== null) {
      await this.watcher.refresh();
      this.state = this.watcher.state();
      this.outlet.changed();
    }
  }

  private lostOwnership(): void {
    this.lock = null;
    this.role = 'viewer';
    this.run = null;
    this.recovery = null;
    this.trouble = null;
    this.wake();
    void this.feeds.stop('Another tab reads it now.');
    void this.inTurn(() => this.watch());
  }

  start(): Promise<Result<null>> {
    return this.ownerInTurn(async () => {
      if (this.state === 'running' || this.state === 'recovering') return ok(null);
      const ready = await this.makeReady();
      if (!ready.ok) return ready;
      await this.setControl({ desired: 'running', attempts: { batchId: 0, count: 0 } });
      this.startLoop();
      return ok(null);
    });
  }

  /** The draft, with everything it reads at hand; or what is in the way. */
  private async readyDraft(): Promise<Result<AppliedPipeline>> {
    const draft = await readDraft(this.services.storage.current(), this.pipelineId);
    if (draft === null) return fail(problem('engine/unknown-pipeline', {}, { pipeline: this.pipelineId }));
    const applied = applyText(draft.text);
    if (!applied.ok) return applied;
    const missing = await this.services.prepare(applied.value);
    if (missing !== null) return fail(missing);
    this.needs = await this.services.needsOf(applied.value);
    this.outlet.changed();
    const lacking = this.lacksFile();
    return lacking === null ? applied : fail(lacking);
  }

  /** A run that can go on with the draft as it is, or the problems in the way. */
  private async makeReady(): Promise<Result<Run>> {
    const applied = await this.readyDraft();
    if (!applied.ok) return applied;
    const facts = await readFacts(this.services.storage.current(), this.pipelineId);
    if (this.run === null && facts.head === null) return ok(await this.begin(applied.value));
    if (this.run === null || this.run.isSpent()) {
      await this.reconnectIfDead();
      await this.restore('run-again');
      if (this.run === null || this.trouble !== null) return fail(this.trouble ?? problem('engine/no-run', {}, {}));
    }
    this.trouble = null;
    const run = this.run;
    if (!sameLogic(applied.value.text, run.appliedNow().text)) {
      const dropped = this.review(applied.value).states.filter((s) => s.outcome === 'dropped');
      if (dropped.length > 0) return fail(problem('engine/edit-drops-state', {}, { operators: dropped.map((d) => d.operatorId).join(', ') }));
      await run.apply(applied.value, this.control.rates);
    }
    return ok(run);
  }

  private async reconnectIfDead(): Promise<void> {
    const { storage } = this.services;
    try {
      await storage.current().get('heads', [this.pipelineId]);
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind !== 'closed') throw error;
      await storage.reopen();
    }
  }

  private async begin(applied: AppliedPipeline): Promise<Run> {
    this.setState('starting');
    const store = this.services.storage.current();
    const runId = this.services.newRunId();
    const journal = new Journal(store, this.pipelineId, runId, this.token, applied.settings.durability);
    this.recent = [];
    this.recovery = null;
    this.lastCheckpoint = null;
    this.run = await Run.begin(journal, this.services.ports, this.observer(), applied, this.control.rates);
    return this.run;
  }

  pause(): Promise<Result<null>> {
    return this.ownerInTurn(async () => {
      await this.halt('paused');
      return ok(null);
    });
  }

  stop(): Promise<Result<null>> {
    return this.ownerInTurn(async () => {
      const run = this.run;
      await this.halt('stopped');
      if (run !== null && !run.isSpent() && this.state !== 'failed') {
        if ((await this.drain(run)) !== null) return ok(null);
        if (run.headNow().lastBatchId > (this.lastCheckpoint?.batchId ?? 0)) await run.checkpoint('stop');
      }
      return ok(null);
    });
  }

  /** Runs what was cut already; the problem when that ended the run. */
  private async drain(run: Run): Promise<Problem | null> {
    while (run.queuedBatches() > 0) {
      const outcome = await run.runNext();
      if (outcome.kind !== 'stopped') continue;
      this.fail(outcome.problem);
      return outcome.problem;
    }
    return null;
  }

  private async halt(desired: 'paused' | 'stopped'): Promise<void> {
    if (this.run === null) {
      this.setState('idle');
      return;
    }
    await this.setControl({ desired });
    const failed = this.state === 'failed';
    if (!failed) this.setState(desired);
    this.wake();
    await this.looping;
    await this.feeds.stop(desired === 'paused' ? 'Not connected while the pipeline is paused.' : 'Not connected: the pipeline is stopped.');
    this.run?.rest();
  }

  step(): Promise<Result<null>> {
    return this.ownerInTurn(async () => {
      if (this.state === 'running') await this.halt('paused');
      const ready = await this.makeReady();
      if (!ready.ok) return ready;
      if (this.control.desired === 'stopped') await this.setControl({ desired: 'paused' });
      const run = ready.value;
      if (run.queuedBatches() === 0) run.cutStep();
      const outcome = await run.runNext();
      if (outcome.kind === 'stopped') this.fail(outcome.problem);
      else this.setState('paused');
      run.rest();
      return ok(null);
    });
  }

  startOver(): Promise<Result<null>> {
    return this.ownerInTurn(async () => {
      if (this.run !== null) await this.halt('stopped');
      const applied = await this.readyDraft();
      if (!applied.ok) return applied;
      this.trouble = null;
      const run = await this.begin(applied.value);
      await eraseOldRuns(this.services.storage.current(), this.pipelineId, run.runId);
      await this.setControl({ desired: 'running', attempts: { batchId: 0, count: 0 } });
      this.startLoop();
      return ok(null);
    });
  }

  checkpointNow(): Promise<Result<CheckpointInfo>> {
    return this.ownerInTurn(async () => {
      if (this.run === null) return fail(problem('engine/no-run', {}, {}));
      const info = await this.run.checkpoint('manual');
      return info === null ? fail(this.trouble ?? problem('engine/no-run', {}, {})) : ok(info);
    });
  }

  setRate(operatorId: string, rowsPerSecond: number): Promise<Result<null>> {
    return this.ownerInTurn(async () => {
      this.run?.setRate(operatorId, rowsPerSecond);
      await this.setControl({ rates: { ...this.control.rates, [operatorId]: rowsPerSecond } });
      this.outlet.changed();
      return ok(null);
    });
  }

  /** Not in turn: a line must not wait behind an apply, and blocks are ordered by themselves. */
  async typeLine(operatorId: string, line: string): Promise<Result<{ readonly sequence: number }>> {
    const refused = this.refusal();
    if (refused !== null) return refused;
    if (this.run === null) return fail(problem('engine/no-run', {}, {}));
    if (!this.run.isLive(operatorId)) return fail(problem('engine/not-live', { operator: operatorId }, { operator: operatorId }));
    const rows = rowsFromValues([{ name: 'value', type: { kind: 'STRING' } }], [[line]]);
    return this.stored(this.run, async (run) => {
      const sequence = await run.appendLive(operatorId, rows);
      this.outlet.changed();
      return { sequence };
    });
  }

  /** What storage refused is the problem of the run. */
  private async stored<T>(run: Run, work: (run: Run) => Promise<T>): Promise<Result<T>> {
    try {
      return ok(await work(run));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return fail(run.storageProblem(error));
    }
  }

  /** Rows of the page itself, by the columns of that source. Only while the pipeline runs: what is done beside it is nobody's business. */
  async offerRows(operatorId: string, values: readonly (readonly PlainValue[])[]): Promise<Result<null>> {
    const refused = this.refusal();
    if (refused !== null) return refused;
    if (this.run === null || this.state !== 'running') return fail(problem('engine/no-run', {}, {}));
    const node = this.run.appliedNow().plan.nodes.find((n) => n.kind === 'source' && n.operatorId === operatorId);
    if (node === undefined || !this.run.isLive(operatorId))
      return fail(problem('engine/not-live', { operator: operatorId }, { operator: operatorId }));
    return this.stored(this.run, async (run) => {
      await run.appendLive(operatorId, rowsFromValues(node.output.columns, values));
      return null;
    });
  }

  reviewApply(): Promise<Result<ApplyReview>> {
    return this.inTurn(async () => {
      const draft = await readDraft(this.services.storage.current(), this.pipelineId);
      if (draft === null || this.run === null) return fail(problem('engine/no-run', {}, {}));
      const applied = applyText(draft.text);
      return applied.ok ? ok(this.review(applied.value)) : applied;
    });
  }

  private review(next: AppliedPipeline): ApplyReview {
    const run = this.run;
    if (run === null) return { afterBatchId: null, changes: [], states: [] };
    const states = new Map(run.states().map((s) => [s.nodeId, s]));
    const diff = diffPlans(run.appliedNow().plan, next.plan);
    const operatorOf = new Map([...run.appliedNow().plan.nodes, ...next.plan.nodes].map((node) => [node.id, node.operatorId]));
    return {
      afterBatchId: run.headNow().lastBatchId,
      changes: describeChanges(run.appliedNow().text, next.text) ?? [],
      states: diff.map((d) => ({
        operatorId: operatorOf.get(d.nodeId) ?? d.nodeId,
        outcome: d.outcome,
        keys: states.get(d.nodeId)?.keys ?? 0,
        bytes: states.get(d.nodeId)?.bytes ?? 0,
        why: d.why,
      })),
    };
  }

  applyDraft(): Promise<Result<{ readonly fromBatchId: number }>> {
    return this.ownerInTurn(async () => {
      if (this.run === null) return fail(problem('engine/no-run', {}, {}));
      const applied = await this.readyDraft();
      if (!applied.ok) return applied;
      const wasRunning = this.control.desired === 'running' && this.state !== 'failed';
      const failed = this.state === 'failed';
      await this.stopLoop();
      if (this.run === null) return fail(problem('engine/no-run', {}, {}));
      if (this.run.isSpent()) {
        await this.restore('run-again');
        if (this.run === null || this.trouble !== null) return fail(this.trouble ?? problem('engine/no-run', {}, {}));
      } else if (!failed) {
        const stopped = await this.drain(this.run);
        if (stopped !== null) return fail(stopped);
      }
      const result = await this.stored(this.run, async (run) => {
        const fromBatchId = await run.apply(applied.value, this.control.rates);
        this.trouble = null;
        if (wasRunning || failed) {
          if (this.control.desired !== 'running') await this.setControl({ desired: 'running' });
          this.startLoop();
        } else {
          this.setState(this.control.desired === 'stopped' ? 'stopped' : 'paused');
        }
        return { fromBatchId };
      });
      if (!result.ok && result.problems[0] !== undefined) this.fail(result.problems[0]);
      return result;
    });
  }

  /** Not in turn: it must take effect while a recovery is under way. */
  async setSlowMotion(on: boolean): Promise<Result<null>> {
    const refused = this.refusal();
    if (refused !== null) return refused;
    await this.setControl({ slowMotion: on });
    this.outlet.changed();
    return ok(null);
  }

  freeSpace(): Promise<Result<{ readonly freedBytes: number }>> {
    return this.ownerInTurn(async () => {
      if (this.run === null) return fail(problem('engine/no-run', {}, {}));
      const { storage } = this.services;
      await storage.measure();
      const before = storage.info().usedBytes ?? 0;
      const retained = await this.stored(this.run, (run) => run.retain(1));
      if (!retained.ok) return retained;
      await storage.measure();
      return ok({ freedBytes: Math.max(0, before - (storage.info().usedBytes ?? 0)) });
    });
  }

  /** Ends this tab's part: pauses nothing that is desired, writes nothing. */
  async close(): Promise<void> {
    await this.inTurn(async () => {
      await this.stopLoop();
      await this.feeds.stop('');
      await this.run?.settle();
      this.release();
    });
  }

  release(): void {
    this.lock?.release();
    this.lock = null;
    this.role = 'none';
    this.watcher?.stop();
    void this.feeds.stop('');
    this.outlet.stop();
  }

  // ---- the loop

  private startLoop(): void {
    this.setState('running');
    if (this.run !== null) this.feeds.run(this.run.appliedNow().plan);
    this.looping ??= this.loop().finally(() => {
      this.looping = null;
    });
  }

  private async stopLoop(): Promise<void> {
    if (this.looping === null) return;
    const state = this.state;
    this.state = 'paused';
    this.wake();
    await this.looping;
    if (this.state === 'paused') this.state = state;
  }

  private async loop(): Promise<void> {
    while (this.state === 'running' && this.run !== null) {
      const run = this.run;
      run.cutDue();
      const outcome = await run.runNext();
      if (outcome.kind === 'committed') {
        this.services.announce('batch');
        if (this.recovery !== null && !this.recovery.finished) await this.pace()('pending');
        await yieldToMessages();
      } else if (outcome.kind === 'idle') {
        await this.waitUntil(run.nextTimeMs() - run.steadyNowMs());
      } else if (!(await this.mend(run, outcome.problem))) {
        return;
      }
    }
  }

  private waitUntil(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, ms));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Whether the run can go on by itself after it stopped. */
  private async mend(run: Run, found: Problem): Promise<boolean> {
    if (this.run !== run) return false;
    if (found.code === 'engine/owned-elsewhere') {
      if ((await readOwner(this.services.storage.current(), this.pipelineId)) === null) {
        this.fail(problem('storage/wiped', {}, { lastSeenMs: '', reason: '' }));
        return false;
      }
      this.lock?.release();
      this.lostOwnership();
      return false;
    }
    if (found.code === 'storage/closed' || found.code === 'storage/reopening') {
      try {
        await run.reconnect(await this.services.storage.reopen());
        return true;
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        // What keeps it shut says more than that it was cut: a full disk shows first when it is opened again.
        if (error.kind !== 'closed' && error.kind !== 'unknown') {
          this.fail(run.storageProblem(error));
          return false;
        }
      }
    }
    if (found.code === 'engine/file-absent' || found.code.startsWith('file/')) {
      this.needs = await this.services.needsOf(run.appliedNow());
      if (this.lacksFile() !== null) {
        this.trouble = found;
        this.setState('paused');
        void this.feeds.stop('Not connected: the run waits for a file.');
        return false;
      }
    }
    this.fail(found);
    return false;
  }

  private fail(found: Problem): void {
    this.trouble = found;
    this.setState('failed');
    void this.feeds.stop('Not connected: the run has stopped.');
    this.outlet.flush();
  }

  // ---- what is known

  private refusal(): { readonly ok: false; readonly problems: readonly Problem[] } | null {
    return this.role === 'owner' ? null : fail(problem('engine/not-owner', {}, { tab: this.watcher?.ownerTab() ?? 'another tab' }));
  }

  private async setControl(change: Partial<ControlMeta>): Promise<void> {
    this.control = { ...this.control, ...change };
    await this.run?.journalNow().setControl(this.control);
  }

  private setState(state: RunState): void {
    this.state = state;
    this.outlet.changed();
  }

  private observer(): RunObserver {
    return {
      batchChanged: (info) => {
        this.remember(info);
        this.outlet.batch(info);
        if (info.status === 'queued' || info.status === 'running') return;
        for (const [operatorId, view] of this.run?.sinkViews() ?? []) {
          const newest = view.newest();
          if (newest !== null && newest.batchId >= info.batchId) this.outlet.sink({ operatorId, ...newest });
        }
      },
      checkpointTaken: (info) => {
        this.lastCheckpoint = info;
        this.outlet.changed();
        void this.services.storage.measure();
      },
      recoveryChanged: (report) => {
        this.recovery = report;
        this.outlet.changed();
      },
      notice: (found) => {
        this.notices = [...this.notices, found].slice(-20);
        this.outlet.changed();
      },
    };
  }

  private remember(info: BatchInfo): void {
    const at = this.recent.findLastIndex((b) => b.batchId === info.batchId);
    if (at >= 0) this.recent[at] = info;
    else this.recent.push(info);
    if (this.recent.length > MOST_KEPT_BATCHES) this.recent.shift();
  }

  status(): RunStatus {
    const run = this.run;
    if (run === null) {
      const stored = this.watcher?.status(this.emptyStatus(), this.recent) ?? this.emptyStatus();
      return this.role === 'owner' ? { ...stored, state: this.state, ownerTab: null } : stored;
    }
    return { ...this.emptyStatus(), ...runFigures(run, this.recent) };
  }

  private emptyStatus(): RunStatus {
    return {
      pipelineId: this.pipelineId,
      role: this.role,
      ownerTab: this.ownerTab,
      state: this.state,
      runId: null,
      applied: null,
      batchIntervalMs: 1_000,
      zeroTimeMs: null,
      lastBatch: null,
      queuedBatches: 0,
      lagMs: 0,
      lastCheckpoint: this.lastCheckpoint,
      checkpointIntervalMs: 10_000,
      recovery: this.recovery,
      problem: this.trouble,
      notices: this.notices,
      slowMotion: this.control.slowMotion,
      needs: this.needs,
      rates: [],
    };
  }

  private metrics(): readonly OperatorMetrics[] {
    if (this.run === null) return this.watcher?.metrics(this.recent) ?? [];
    return runMetrics(this.run, this.recent, this.feeds.statuses());
  }

  /** Newest lines of a live source, ascending. */
  async typedLines(operatorId: string, limit: number): Promise<Result<readonly TypedLine[]>> {
    return ok(await readTypedLines(this.services.storage.current(), this.pipelineId, operatorId, limit));
  }

  readPort(operatorId: string, port: string, limit: number): PortRows | null {
    return this.run?.readPort(operatorId, port, Math.min(limit, MOST_PORT_ROWS)) ?? null;
  }

  readRefused(operatorId: string, limit: number): readonly RefusedRow[] {
    return this.run?.refusedRows(operatorId, limit) ?? [];
  }

  readState(query: StateQuery): StatePage | null {
    return this.run?.statePage({ ...query, limit: Math.min(query.limit, MOST_PORT_ROWS) }) ?? null;
  }

  /** Not in turn: what waits for a batch must not wait behind an apply. Kept by the control record until the batch is in the log. */
  async removeKey(operatorId: string, key: readonly PlainValue[]): Promise<Result<{ readonly fromBatchId: number }>> {
    const refused = this.refusal();
    if (refused !== null) return refused;
    if (this.run === null) return fail(problem('engine/no-run', {}, {}));
    const fromBatchId = this.run.removeKey(operatorId, key);
    if (fromBatchId === null) return fail(problem('engine/no-keyed-state', { operator: operatorId }, { operator: operatorId }));
    return this.stored(this.run, async (run) => {
      await this.setControl({ removals: run.pendingRemovals() });
      return { fromBatchId };
    });
  }

  view(operatorId: string): ReturnType<Run['view']> {
    return this.run?.view(operatorId) ?? this.watcher?.view(operatorId);
  }

  checkpoints(): readonly CheckpointInfo[] {
    return this.run?.checkpointList() ?? this.watcher?.checkpoints() ?? [];
  }

  roleNow(): Role {
    return this.role;
  }

  tokenNow(): number {
    return this.token;
  }

  stateNow(): RunState {
    return this.state;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
