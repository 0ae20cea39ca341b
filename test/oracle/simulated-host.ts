// One tab of a simulated life: claims the pipeline, brings its run back, drives it and mends it, as the engine's thread does
// in the browser (workers/pipeline-host.ts), but without timers: a script says when time passes and when the loop runs.
import { rowsFromValues } from '../../src/columns/build.ts';
import { Run, type RunPorts } from '../../src/engine/run.ts';
import type { AppliedPipeline } from '../../src/plan/applied-pipeline.ts';
import { LINE_SCHEMA } from '../../src/plan/generator-schemas.ts';
import { describeProblem, type Problem } from '../../src/problem/problem.ts';
import type { CheckpointInfo, RecoveryReport } from '../../src/protocol/engine-api.ts';
import type { FaultyStore } from '../../src/storage/faulty-store.ts';
import { claimOwnership, Journal, readFacts } from '../../src/storage/journal.ts';
import { StorageError, type Store } from '../../src/storage/store.ts';

export const PIPELINE = 'pipe';

/** A loop that cannot keep up leaves its queue after so many batches; the next action goes on. */
const MOST_BATCHES_A_LOOP = 60;
const REOPEN_TRIES = 3;

export interface HostSurroundings {
  readonly ports: RunPorts;
  /** Lowers a stored text. */
  apply(text: string): AppliedPipeline;
  /** What a new run begins with. */
  readonly firstText: string;
  newRunId(): string;
  /** The last report of a recovery, each time it changes. */
  recoveryChanged(host: SimulatedHost, report: RecoveryReport): void;
  /** The token was claimed and nothing was read or written since: what is stored is what a recovery must work from. */
  claimed(host: SimulatedHost): void;
}

export type HostState = 'new' | 'running' | 'failed' | 'lost';

export class SimulatedHost {
  private readonly surroundings: HostSurroundings;
  private store: FaultyStore;
  private token = 0;
  private run: Run | null = null;
  private rates: { readonly [operatorId: string]: number } = {};
  state: HostState = 'new';
  problem: Problem | null = null;
  /** The script paused it: time passes, nothing is cut. */
  paused = false;
  readonly notices: Problem[] = [];
  /** How often the run told something for the page to draw. */
  told = 0;

  constructor(surroundings: HostSurroundings, store: FaultyStore) {
    this.surroundings = surroundings;
    this.store = store;
  }

  /** @throws StorageError; then a tab would say so and be reloaded. */
  async open(reason: RecoveryReport['reason']): Promise<void> {
    this.token = await claimOwnership(this.store, PIPELINE, { tabId: 'tab', tabLabel: 'tab', sinceMs: 0 });
    this.surroundings.claimed(this);
    await this.restore(reason);
  }

  private async restore(reason: RecoveryReport['reason']): Promise<void> {
    const { ports, apply, firstText } = this.surroundings;
    const facts = await readFacts(this.store, PIPELINE);
    if (facts.head === null && facts.faults.length === 0) {
      const applied = apply(firstText);
      const journal = new Journal(this.store, PIPELINE, this.surroundings.newRunId(), this.token, applied.settings.durability);
      this.run = await Run.begin(journal, ports, this.observer(), applied, this.rates);
    } else {
      const last = facts.plans[facts.plans.length - 1];
      const durability = last === undefined ? 'relaxed' : apply(last.text).settings.durability;
      const journal = new Journal(this.store, PIPELINE, facts.head?.meta.runId ?? '', this.token, durability);
      const outcome = await Run.resume(journal, ports, this.observer(), apply, this.rates, reason, async () => {});
      this.run = outcome.run;
      if (outcome.kind === 'stopped') return this.fail(outcome.problem);
    }
    this.state = 'running';
    this.problem = null;
  }

  private observer() {
    return {
      batchChanged: () => {
        this.told++;
      },
      checkpointTaken: () => {},
      recoveryChanged: (report: RecoveryReport) => this.surroundings.recoveryChanged(this, report),
      notice: (found: Problem) => {
        this.notices.push(found);
      },
    };
  }

  private fail(found: Problem): void {
    this.problem = found;
    this.state = found.code === 'engine/owned-elsewhere' ? 'lost' : 'failed';
  }

  /** Runs what is due until nothing is, or it stops. */
  async loop(): Promise<void> {
    for (let i = 0; i < MOST_BATCHES_A_LOOP && this.state === 'running' && !this.paused; i++) {
      const run = this.mustRun();
      run.cutDue();
      const outcome = await run.runNext();
      if (outcome.kind === 'idle') return;
      if (outcome.kind === 'stopped' && !(await this.mend(run, outcome.problem))) return;
    }
  }

  /** A dead connection is replaced and the run goes on over the new one; anything else waits for the user. */
  private async mend(run: Run, found: Problem): Promise<boolean> {
    if (found.code === 'storage/closed') {
      try {
        await run.reconnect(await this.reopen());
        return true;
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        if (error.kind !== 'closed' && error.kind !== 'unknown') {
          this.fail(run.storageProblem(error));
          return false;
        }
      }
    }
    this.fail(found);
    return false;
  }

  private async reopen(): Promise<Store> {
    for (let tries = 1; ; tries++) {
      try {
        this.store = await this.store.reopen();
        return this.store;
      } catch (error) {
        if (!(error instanceof StorageError) || tries === REOPEN_TRIES) throw error;
      }
    }
  }

  /** The user presses Run after it stopped. @throws StorageError */
  async press(): Promise<void> {
    if (this.state !== 'failed') return;
    await this.reconnectIfDead();
    if (this.run === null || this.run.isSpent()) await this.restore('run-again');
    else this.state = 'running';
  }

  /** What the close event of a dead connection sets off. @throws StorageError */
  async heal(): Promise<void> {
    await this.reconnectIfDead();
  }

  private async reconnectIfDead(): Promise<void> {
    try {
      await this.store.get('heads', [PIPELINE]);
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind !== 'closed') throw error;
      const store = await this.reopen();
      await this.run?.reconnect(store);
    }
  }

  /** Whether the line was accepted; a rejected one may be stored or not. */
  async type(operatorId: string, line: string): Promise<boolean> {
    if (this.run === null) return false;
    try {
      await this.run.appendLive(operatorId, rowsFromValues(LINE_SCHEMA, [[line]]));
      return true;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return false;
    }
  }

  setRate(operatorId: string, rowsPerSecond: number): void {
    this.rates = { ...this.rates, [operatorId]: rowsPerSecond };
    this.run?.setRate(operatorId, rowsPerSecond);
  }

  async step(): Promise<void> {
    if (this.state !== 'running') return;
    const run = this.mustRun();
    if (run.queuedBatches() === 0) run.cutStep();
    const outcome = await run.runNext();
    if (outcome.kind === 'stopped') this.fail(outcome.problem);
    run.rest();
  }

  /** Drains, takes a checkpoint, rests. */
  async stop(): Promise<void> {
    const run = this.run;
    if (run === null || this.state !== 'running') return;
    while (run.queuedBatches() > 0) {
      const outcome = await run.runNext();
      if (outcome.kind === 'stopped') return this.fail(outcome.problem);
    }
    await run.checkpoint('stop');
    run.rest();
  }

  async checkpoint(): Promise<CheckpointInfo | null> {
    return (await this.run?.checkpoint('manual')) ?? null;
  }

  /** Puts another document in force, after the batches that were cut; a batch that failed runs under the new one. */
  async apply(applied: AppliedPipeline): Promise<boolean> {
    if (this.run === null || this.state === 'lost') return false;
    const failed = this.state === 'failed';
    try {
      if (this.run.isSpent()) {
        await this.restore('run-again');
        if (this.state !== 'running') return false;
      } else {
        while (!failed && this.run.queuedBatches() > 0) {
          const outcome = await this.run.runNext();
          if (outcome.kind === 'stopped') {
            this.fail(outcome.problem);
            return false;
          }
        }
      }
      await this.mustRun().apply(applied, this.rates);
      this.state = 'running';
      return true;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.fail(this.mustRun().storageProblem(error));
      return false;
    }
  }

  async freeSpace(): Promise<void> {
    try {
      await this.run?.retain(1);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
  }

  pause(): void {
    this.paused = true;
    this.run?.rest();
  }

  async settle(): Promise<void> {
    await this.run?.settle();
  }

  describe(): string {
    return this.problem === null ? this.state : `${this.state}: ${this.problem.code} ${describeProblem(this.problem).what}`;
  }

  runNow(): Run | null {
    return this.run;
  }

  private mustRun(): Run {
    if (this.run === null) throw new Error('There is no run');
    return this.run;
  }
}
