// Cases with `recovery`, through the whole run: batches 1 to k over a store, the process dies (with batches logged and not
// finished, if the case says so), a new one comes back and runs the rest in virtual time. Spark repeats the checkpointed
// batch; here the ledger must show every batch once: those up to k as before, those after k as Spark's timed ones.
import { rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import { decodeRows } from '../../src/columns/codec.ts';
import { Run, type RunObserver, type RunPorts } from '../../src/engine/run.ts';
import type { AppliedPipeline } from '../../src/plan/applied-pipeline.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { claimOwnership, Journal } from '../../src/storage/journal.ts';
import { createMemoryStore, type MemoryStore } from '../../src/storage/memory-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { rowsDiffer } from '../oracle/same-rows.ts';
import type { PlanCase, RecoveryFacts } from './case-file.ts';
import { failed, type Outcome, PASSED, unsupported } from './outcome.ts';
import { type CasePlan, OUTPUT_OPERATOR } from './plan-of-case.ts';

type BuiltCase = Extract<CasePlan, { kind: 'plan' }>;

const OBSERVER: RunObserver = { batchChanged: () => {}, checkpointTaken: () => {}, recoveryChanged: () => {}, notice: () => {} };

/** Once with the state rebuilt from the log alone (no checkpoint is due that early), once from a checkpoint every second batch. */
export async function runRecoveryCase(goldenCase: PlanCase, recovery: RecoveryFacts, built: BuiltCase): Promise<Outcome> {
  if (goldenCase.steps.some((step) => Object.values(step).includes(null))) return unsupported('a source that gives nothing at all, across a restart');
  for (const checkpointBatches of [1_000, 2]) {
    const life = new TwoLives(goldenCase, recovery, built, checkpointBatches * built.plan.batchIntervalMs);
    const outcome = await life.run();
    if (outcome.kind !== 'passed') return outcome;
  }
  return PASSED;
}

class TwoLives {
  private readonly goldenCase: PlanCase;
  private readonly recovery: RecoveryFacts;
  private readonly built: BuiltCase;
  private readonly applied: AppliedPipeline;
  private readonly disk: MemoryStore = createMemoryStore();
  private clockMs = 0;

  constructor(goldenCase: PlanCase, recovery: RecoveryFacts, built: BuiltCase, checkpointIntervalMs: number) {
    this.goldenCase = goldenCase;
    this.recovery = recovery;
    this.built = built;
    const settings = { checkpointIntervalMs, backpressure: false, downtime: 'catch-up', durability: 'relaxed' } as const;
    this.applied = { text: goldenCase.name, plan: built.plan, settings };
  }

  async run(): Promise<Outcome> {
    const { stopAfterBatch, unfinishedBatches = 0, restartClockMs } = this.recovery;
    const died = await this.firstLife(stopAfterBatch, unfinishedBatches);
    if (died !== null) return failed(died);
    this.clockMs = restartClockMs;
    return this.secondLife(stopAfterBatch, unfinishedBatches);
  }

  private ports(): RunPorts {
    return { nowMs: () => this.clockMs, monotonicMs: () => this.clockMs, samples: { text: () => undefined } };
  }

  private async journal(store: Store): Promise<Journal> {
    const token = await claimOwnership(store, 'golden', { tabId: 'tab', tabLabel: 'tab', sinceMs: 0 });
    return new Journal(store, 'golden', 'run', token, 'relaxed');
  }

  private async firstLife(stopAfterBatch: number, unfinished: number): Promise<string | null> {
    const gate = { open: true };
    const store = commitsThrough(this.disk.reopen(), gate);
    const run = await Run.begin(await this.journal(store), this.ports(), OBSERVER, this.applied, {});
    for (let step = 0; step < stopAfterBatch + unfinished; step++) {
      this.clockMs = (step + 1) * this.built.plan.batchIntervalMs;
      await this.feed(run, step);
      run.cutDue();
      gate.open = step < stopAfterBatch;
      if (!gate.open) {
        // The first unfinished batch is logged and hangs in its commit; those behind it wait.
        if (step === stopAfterBatch) void run.runNext();
        for (let i = 0; i < 50; i++) await undefined;
        continue;
      }
      const outcome = await run.runNext();
      if (outcome.kind !== 'committed') return `batch ${step + 1} was not committed`;
      await run.settle();
    }
    return null;
  }

  private async secondLife(stopAfterBatch: number, unfinished: number): Promise<Outcome> {
    const store = this.disk.reopen();
    const journal = await this.journal(store);
    const back = await Run.resume(
      journal,
      this.ports(),
      OBSERVER,
      () => this.applied,
      {},
      'reload',
      async () => {},
    );
    if (back.kind === 'stopped') return failed(`it did not come back: ${describeProblem(back.problem).what}`);
    const { run } = back;
    for (let step = stopAfterBatch; step < this.goldenCase.steps.length; step++) {
      if (step >= stopAfterBatch + unfinished) await this.feed(run, step);
      if (run.queuedBatches() === 0) run.cutStep();
      const outcome = await run.runNext();
      if (outcome.kind !== 'committed')
        return failed(`batch ${step + 1} after the restart: ${outcome.kind === 'stopped' ? describeProblem(outcome.problem).what : 'idle'}`);
    }
    await run.settle();
    return this.compare(journal);
  }

  private async feed(run: Run, step: number): Promise<void> {
    for (const [name, nodeId] of this.built.sources) {
      const rows = this.goldenCase.steps[step]?.[name] ?? [];
      if (rows.length > 0) await run.appendLive(name, rowsFromValues(this.columnsOf(nodeId), rows));
    }
  }

  private columnsOf(nodeId: string) {
    return this.built.plan.nodes.find((node) => node.id === nodeId)?.output.columns ?? [];
  }

  private async compare(journal: Journal): Promise<Outcome> {
    const { stopAfterBatch, outputsAfter } = this.recovery;
    const { batchIntervalMs } = this.built.plan;
    const before = (this.goldenCase.expected ?? []).map((batch) => ({ ...batch, timeMs: (batch.step + 1) * batchIntervalMs }));
    const after = outputsAfter.filter((output) => output.timeMs > stopAfterBatch * batchIntervalMs);
    const records = new Map((await journal.readLedger(OUTPUT_OPERATOR, 0)).map((record) => [record.timeMs, record]));
    for (const { timeMs, fires, rows } of [...before, ...after]) {
      const record = records.get(timeMs);
      records.delete(timeMs);
      if (fires === false && record !== undefined) return failed(`there are rows for ${timeMs} ms, where nothing fires`);
      const actual = record === undefined ? [] : valuesFromRows(decodeRows(record.bytes));
      const differ = rowsDiffer(this.columnsOf(this.built.sink), rows ?? [], actual, this.goldenCase.tolerance);
      if (differ !== null) return failed(`batch time ${timeMs} ms: ${differ}`);
    }
    return records.size === 0 ? PASSED : failed(`rows for times nobody expects: ${[...records.keys()].join(', ')}`);
  }
}

/** A store whose commits of batches hang for ever while the gate is shut: a process that dies there. */
function commitsThrough(store: MemoryStore, gate: { readonly open: boolean }): Store {
  return {
    get: (table, key) => store.get(table, key),
    range: (table, range, options) => store.range(table, range, options),
    usedBytes: () => store.usedBytes(),
    close: () => store.close(),
    transact(writes, options) {
      const commits = writes.some((write) => write.table === 'progress' && write.op === 'put');
      return commits && !gate.open ? new Promise<void>(() => {}) : store.transact(writes, options);
    },
  };
}
