// Whole lives of pipelines in virtual time over a store that fails by plan: a script of actions and faults is carried out,
// and what storage holds is judged after every life of the process and at the end. Nothing here waits for real time.
import type { PlainValue } from '../../src/columns/build.ts';
import { KEPT_BATCHES, KEPT_ROWS } from '../../src/engine/retention.ts';
import { mustApply } from '../../src/operators/apply-document.ts';
import type { PipelineDocument } from '../../src/pipeline/document.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import type { AppliedPipeline } from '../../src/plan/applied-pipeline.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import type { RecoveryReport } from '../../src/protocol/engine-api.ts';
import { CrashSignal, createFaultyStore, type FaultyStore } from '../../src/storage/faulty-store.ts';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import { StorageError } from '../../src/storage/store.ts';
import { checkBooks } from './check-books.ts';
import {
  checkLedger,
  checkLog,
  checkTypedLines,
  currentAnswer,
  type ExpectedSink,
  isStuckOnRow,
  type LifeTruth,
  TOLERANCE,
  truthOf,
} from './check-life.ts';
import { checkReport, type ExpectedRecovery, expectedRecovery, unfinishedIn } from './expected-recovery.ts';
import { LifeRecord, must, Violation } from './life-record.ts';
import type { Action, LifeScript } from './life-script.ts';
import { Random } from './random.ts';
import { randomEdit, randomPipeline } from './random-pipeline.ts';
import { rowsDiffer } from './same-rows.ts';
import { SAMPLES } from './sample-lines.ts';
import { type HostSurroundings, SimulatedHost } from './simulated-host.ts';
import { Tape } from './tape.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface LifeResult {
  /** What was broken, or null. */
  readonly failure: string | null;
  readonly batches: number;
  readonly lives: number;
  readonly rows: number;
  /** Storage calls made. */
  readonly calls: number;
  /** Rows of each sink at each batch time, for comparing lives. */
  readonly answers: string;
  /** Nothing happened by which rows may rightly come into another batch than in a life without faults. */
  readonly comparable: boolean;
}

/** A fault that may strike while it is brought back is met with another try; the plan has few. */
const MOST_TRIES = 25;

/** Carries out a script. With a script that is comparable it also runs the same life without faults, and compares. */
export async function runLife(script: LifeScript): Promise<LifeResult> {
  const result = await carryOut(script);
  if (result.failure !== null || !result.comparable) return result;
  const calm = script.actions.filter((action) => action.do === 'tick' || action.do === 'type');
  const reference = await carryOut({ ...script, actions: calm, faults: [] });
  if (reference.failure !== null) return { ...result, failure: `without faults: ${reference.failure}` };
  const failure =
    result.answers === reference.answers ? null : `it differs from the life without faults: ${firstDifference(result.answers, reference.answers)}`;
  return { ...result, failure };
}

async function carryOut(script: LifeScript): Promise<LifeResult> {
  const life = new Life(script);
  try {
    await life.run();
    return life.result(null);
  } catch (error) {
    if (error instanceof Violation) return life.result(error.message);
    return life.result(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function firstDifference(a: string, b: string): string {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((line, i) => line !== right[i]);
  return at < 0 ? `nothing, but the other goes on with ${right[left.length]}` : `${left[at]} against ${right[at]}`;
}

class Life {
  private readonly script: LifeScript;
  private readonly clock: VirtualClock;
  private readonly tape = new Tape();
  private readonly record = new LifeRecord(this.tape);
  private readonly surroundings: HostSurroundings;
  private readonly applied = new Map<string, AppliedPipeline>();
  private document: PipelineDocument;
  /** Documents that were in force before, newest last: where an edit that cannot compute its rows is taken back to. */
  private readonly before: { readonly document: PipelineDocument; readonly text: string }[] = [];
  private store: FaultyStore;
  private host: SimulatedHost;
  private expected: ExpectedRecovery | null = null;
  private expectation: Promise<ExpectedRecovery | null> = Promise.resolve(null);
  private report: RecoveryReport | null = null;
  private wrongReport: string | null = null;
  private runs = 0;
  private comparable: boolean;
  private lives = 1;
  private answers = '';
  private rows = 0;
  /** The run cannot come back, rightly: what it would restore from was damaged. */
  private ended = false;

  constructor(script: LifeScript) {
    this.script = script;
    this.comparable = script.comparable;
    this.clock = new VirtualClock(script.startMs, script.costMs);
    this.document = script.document ?? randomPipeline(new Random(script.pipelineSeed), script.comparable).document;
    this.store = createFaultyStore(this.tape.watch(createMemoryStore()), { faults: script.faults });
    this.surroundings = {
      ports: { nowMs: () => this.clock.nowMs(), monotonicMs: () => this.clock.monotonicMs(), samples: SAMPLES },
      apply: (text) => this.apply(text),
      firstText: formatDocument(this.document),
      newRunId: () => `run-${++this.runs}`,
      recoveryChanged: (host, report) => {
        if (host === this.host) this.hear(report);
      },
      claimed: () => {
        this.expectation = expectedRecovery(this.store.contents());
      },
    };
    this.host = new SimulatedHost(this.surroundings, this.store);
  }

  private apply(text: string): AppliedPipeline {
    const known = this.applied.get(text) ?? mustApply(text);
    this.applied.set(text, known);
    return known;
  }

  /** Called from within the run, so what is wrong is kept and told at the next look. */
  private hear(report: RecoveryReport): void {
    this.report = report;
    this.wrongReport ??= unfinishedIn(report);
  }

  result(failure: string | null): LifeResult {
    return {
      failure,
      batches: this.record.headNow()?.lastBatchId ?? 0,
      lives: this.lives,
      rows: this.rows,
      calls: this.store.callCount(),
      answers: this.answers,
      comparable: this.comparable,
    };
  }

  async run(): Promise<void> {
    await this.live(() => this.open('reload'));
    for (const action of this.script.actions.flatMap(oneByOne)) {
      if (this.ended) break;
      await this.carryOut(action);
      await this.look();
    }
    if (!this.ended) await this.end();
    await this.judge();
  }

  private async carryOut(action: Action): Promise<void> {
    if (action.do === 'type' && this.script.comparable) return this.typeUntilStored(action.source, action.line);
    if (action.do === 'restart') return this.comeBack(action.downMs);
    await this.live(() => this.act(action));
    if (action.do === 'damage') await this.comeBack(0);
  }

  // ---- one life of the process after another

  /** Carries out work; if the process dies over it, another one comes back. Answers whether it died. */
  private async live(work: () => Promise<void>): Promise<boolean> {
    const done = await this.store.untilCrash(work());
    if (!(done instanceof CrashSignal)) return false;
    await this.comeBack(0);
    return true;
  }

  /**
   * What a part of this life's script awaits. If the process has died meanwhile (in work beside this one), the part dies with
   * it: it must not go on with the hands of the next process.
   */
  private async own<T>(work: Promise<T>, life = this.lives): Promise<T> {
    const value = await work.catch((error: unknown) => (life === this.lives ? Promise.reject(error) : new Promise<never>(() => {})));
    return life === this.lives ? value : new Promise<never>(() => {});
  }

  private async comeBack(downMs: number): Promise<void> {
    this.clock.pass(downMs);
    this.store.setQuota(null);
    for (let tries = 0; ; tries++) {
      must(tries < MOST_TRIES, () => 'it does not come back');
      this.lives++;
      this.store = await this.reopen();
      this.host = new SimulatedHost(this.surroundings, this.store);
      const done = await this.store.untilCrash(this.open('reload'));
      if (!(done instanceof CrashSignal)) return;
    }
  }

  private async reopen(): Promise<FaultyStore> {
    const { store } = this;
    for (let tries = 0; ; tries++) {
      try {
        return await store.reopen();
      } catch (error) {
        if (!(error instanceof StorageError) || tries > MOST_TRIES) throw error;
      }
    }
  }

  /** Opens, and opens again as a reloaded tab does when storage fails over it. */
  private async open(reason: RecoveryReport['reason']): Promise<void> {
    const life = this.lives;
    for (let tries = 0; ; tries++) {
      must(tries < MOST_TRIES, () => 'it does not open');
      this.report = null;
      try {
        await this.own(this.host.open(reason), life);
        break;
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        const store = await this.own(this.reopen(), life);
        // It may have died since the store was given, and then the next life has its own.
        if (life !== this.lives) return new Promise<never>(() => {});
        this.store = store;
        this.host = new SimulatedHost(this.surroundings, this.store);
      }
    }
    await this.checkOpened();
    await this.own(this.host.loop());
    await this.press();
  }

  private async checkOpened(): Promise<void> {
    this.expected = await this.own(this.expectation);
    if (this.host.state === 'failed' && this.host.problem?.code === 'engine/cannot-restore') {
      must(this.expected?.from === null, () => `it does not come back, though it could from ${this.expected?.from}: ${this.host.describe()}`);
      this.ended = true;
      return;
    }
    must(this.host.state === 'running', () => `it does not come back: ${this.host.describe()}`);
    const { report, expected } = this;
    if (expected === null) {
      must(report === null, () => 'a first start tells of a recovery');
      return;
    }
    if (report === null) throw new Violation('a recovery was not told');
    checkReport(report, expected);
  }

  /** The user presses Run for as long as it stops over storage; in a life that is to be compared, before any time passes. */
  private async press(): Promise<void> {
    for (let tries = 0; this.host.state === 'failed' && tries < MOST_TRIES && !this.ended; tries++) {
      const code = this.host.problem?.code ?? '';
      if (code === 'engine/row-error') {
        await this.takeBack();
        continue;
      }
      must(code.startsWith('storage/'), () => `it stopped: ${this.host.describe()}`);
      if (!this.script.comparable && tries > 1) return;
      try {
        await this.own(this.host.press());
        await this.own(this.host.loop());
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
      }
    }
  }

  // ---- what happens

  private async act(action: Exclude<Action, { do: 'restart' }>): Promise<void> {
    this.host.paused = false;
    switch (action.do) {
      case 'tick':
        return this.tick(action.lateMs);
      case 'lag':
        return this.clock.pass(action.batches * this.intervalMs());
      case 'type':
        return this.type(action.source, action.line);
      case 'rate':
        return this.setRate(action.source, action.rowsPerSecond);
      case 'pause':
        this.host.pause();
        this.clock.pass(action.batches * this.intervalMs() + 5);
        return;
      case 'step':
        return this.host.step();
      case 'stop':
        return this.host.stop();
      case 'checkpoint':
        await this.host.checkpoint();
        return;
      case 'apply':
        return this.edit(action.document ?? randomEdit(new Random(action.seed), this.document)?.document);
      case 'sleep': {
        const ms = action.batches * this.intervalMs() + action.ms;
        if (action.monotonicRuns) this.clock.pass(ms);
        else this.clock.jump(ms);
        return this.host.loop();
      }
      case 'clock-back':
        this.clock.jump(-action.ms);
        return this.host.loop();
      case 'take-over':
        return this.takeOver();
      case 'damage':
        await this.own(this.host.settle());
        return this.damage(action);
      case 'quota':
        this.store.setQuota(this.store.contents().size() + action.spareBytes);
        await this.own(this.tick(0));
        await this.own(this.tick(0));
        this.store.setQuota(null);
        return this.press();
      case 'free-space':
        return this.host.freeSpace();
    }
  }

  private intervalMs(): number {
    return this.host.runNow()?.appliedNow().plan.batchIntervalMs ?? 1000;
  }

  private untilNextMs(): number {
    const run = this.host.runNow();
    return run === null ? 1 : Math.max(1, run.nextTimeMs() - run.steadyNowMs());
  }

  private async tick(lateMs: number): Promise<void> {
    this.clock.pass(this.untilNextMs() + lateMs);
    await this.settled();
  }

  /** The loop runs until nothing is due; what storage does to it is mended. A crash within is met here, so that the tick goes on. */
  private async settled(): Promise<void> {
    await this.press();
    await this.own(this.host.loop());
    await this.press();
  }

  private liveSources(): readonly string[] {
    const plan = this.host.runNow()?.appliedNow().plan;
    return (plan?.nodes ?? []).flatMap((node) => (node.kind === 'source' && node.source.kind === 'live' ? [node.operatorId] : []));
  }

  private async type(source: number, line: string): Promise<void> {
    const sources = this.liveSources();
    const operatorId = sources[source % Math.max(1, sources.length)];
    if (operatorId === undefined) return;
    const before = this.record.typed.length;
    this.record.typed.push({ source: operatorId, text: line, accepted: false });
    const accepted = await this.own(this.host.type(operatorId, line));
    if (accepted) this.record.typed[before] = { source: operatorId, text: line, accepted: true };
  }

  /** Somebody who sees that the line is not there types it again. */
  private async typeUntilStored(source: number, line: string): Promise<void> {
    const sources = this.liveSources();
    const operatorId = sources[source % Math.max(1, sources.length)];
    if (operatorId === undefined) return;
    const sequence = this.record.lastBlock(operatorId) + 1;
    this.record.typed.push({ source: operatorId, text: line, accepted: true });
    for (let tries = 0; this.record.lastBlock(operatorId) < sequence; tries++) {
      must(tries < MOST_TRIES, () => 'a line is never accepted');
      await this.live(async () => {
        const accepted = await this.own(this.host.type(operatorId, line));
        await this.look();
        // It is stored and nobody knows: it is counted once somebody does, perhaps in a later batch.
        if (!accepted && this.record.lastBlock(operatorId) >= sequence) this.comparable = false;
        if (!accepted) await this.own(this.host.heal().catch(onlyStorage));
      });
      await this.look();
    }
  }

  private async setRate(source: number, rowsPerSecond: number): Promise<void> {
    const sources = this.host.runNow()?.rates() ?? [];
    const chosen = sources[source % Math.max(1, sources.length)];
    if (chosen !== undefined) this.host.setRate(chosen.operatorId, rowsPerSecond);
  }

  private async edit(next: PipelineDocument | undefined): Promise<void> {
    if (next === undefined) return;
    this.before.push({ document: this.document, text: formatDocument(this.document) });
    this.document = next;
    if (!(await this.own(this.host.apply(this.apply(formatDocument(next)))))) await this.settled();
  }

  /** An edit made rows that cannot be computed. The user undoes it and applies; the batch that failed runs again, under the older document. */
  private async takeBack(): Promise<void> {
    await this.look();
    must(
      isStuckOnRow(this.record, (text) => this.apply(text)),
      () => `it stopped over a row that can be computed: ${this.host.describe()}`,
    );
    const undone = this.before.pop();
    if (undone === undefined) {
      this.ended = true;
      return;
    }
    this.document = undone.document;
    await this.own(this.host.apply(this.apply(undone.text)));
    await this.own(this.host.loop());
  }

  /** The new owner opens while the old one works; from then on the old one must not be able to write a byte. */
  private async takeOver(): Promise<void> {
    const old = this.host;
    const isDue = !this.script.comparable;
    if (isDue) this.clock.pass(this.untilNextMs());
    this.lives++;
    const store = await this.own(this.reopen());
    this.store = store;
    this.host = new SimulatedHost(this.surroundings, store);
    await this.own(Promise.all([this.open('took-over'), isDue ? old.loop() : Promise.resolve()]));
    await this.own(old.settle());
    // What the new one still writes is not the old one's.
    await this.own(this.host.settle());
    const before = await this.own(fingerprint(this.store));
    const [source] = this.liveSources();
    if (source !== undefined) must(!(await this.own(old.type(source, 'from the old owner'))), () => 'the old owner had a line accepted');
    if (old.state === 'running') await this.own(old.step());
    must((await this.own(old.checkpoint())) === null, () => 'the old owner took a checkpoint');
    must((await this.own(fingerprint(this.store))) === before, () => 'the old owner wrote something');
  }

  private async damage(action: Extract<Action, { do: 'damage' }>): Promise<void> {
    const contents = this.store.contents();
    const runId = this.record.headNow()?.runId ?? '';
    const newest = await contents.range('checkpoints', { prefix: [runId] }, { reverse: true, limit: action.checkpoints });
    for (const { key, record } of newest) {
      if (action.how === 'manifest') {
        await contents.transact([{ op: 'put', table: 'checkpoints', key, record: { ...record, meta: { ...record.meta, chain: 'none' } } }], {
          durability: 'strict',
        });
        continue;
      }
      const chunks = await contents.range('chunks', { prefix: key });
      const chunk = chunks[action.at % Math.max(1, chunks.length)];
      if (chunk === undefined || chunk.record.bytes === null) continue;
      const bytes = chunk.record.bytes;
      bytes[action.at % bytes.length] = (bytes[action.at % bytes.length] as number) ^ 0x40;
      const write =
        action.how === 'flip'
          ? ({ op: 'put', table: 'chunks', key: chunk.key, record: { ...chunk.record, bytes } } as const)
          : ({ op: 'delete', table: 'chunks', key: chunk.key } as const);
      await contents.transact([write], { durability: 'strict' });
    }
  }

  // ---- the end

  /** Everything that waits is run, and once more after a restart, so that the state that was restored has to answer. */
  private async end(): Promise<void> {
    for (let i = 0; i < 3; i++) {
      await this.live(() => this.tick(0));
      await this.live(() => this.tick(0));
      await this.look();
      if (i === 1 && !this.ended) await this.comeBack(0);
      if (this.ended) return;
    }
    for (let tries = 0; tries < MOST_TRIES && (this.host.state !== 'running' || (this.host.runNow()?.queuedBatches() ?? 0) > 0); tries++) {
      await this.live(() => this.settled());
    }
    await this.host.settle();
    await this.look();
    must(this.host.state === 'running', () => `at the end it does not run: ${this.host.describe()}`);
    for (const notice of this.host.notices)
      must(notice.code.startsWith('storage/') || notice.code === 'engine/asleep', () => `a notice: ${describeProblem(notice).what}`);
  }

  private async look(): Promise<void> {
    must(this.wrongReport === null, () => this.wrongReport ?? '');
    await this.record.look();
  }

  private async judge(): Promise<void> {
    await this.look();
    const apply = (text: string): AppliedPipeline => this.apply(text);
    checkLog(this.record, apply);
    if (!this.ended) checkTypedLines(this.record, apply);
    const truth = truthOf(this.record, apply);
    this.rows = truth.rows;
    await checkLedger(this.store.contents(), this.record, truth);
    checkBooks(this.record, truth.refused);
    if (!this.ended) this.checkViews(truth);
    this.answers = answersText(truth);
  }

  /** What the tab shows is the fold of the ledger. */
  private checkViews(truth: LifeTruth): void {
    for (const sink of truth.sinks.values()) {
      const page = this.host
        .runNow()
        ?.view(sink.operatorId)
        ?.rowsPage({ operatorId: sink.operatorId, at: 'live', sort: null, search: '', offset: 0, limit: Number.MAX_SAFE_INTEGER });
      const shown = page?.rows ?? ([] as readonly (readonly PlainValue[])[]);
      const whole = currentAnswer(sink);
      // Of rows that only come and never go the view keeps the newest firings, as many as have room.
      const retained = sink.firings.length > KEPT_BATCHES - 100 || whole.length > KEPT_ROWS;
      const answer = retained && fillsRoom(sink, shown.length) ? whole.slice(whole.length - shown.length) : whole;
      const differ = rowsDiffer(sink.node.output.columns, answer, shown, TOLERANCE);
      must(differ === null || sink.firings.length > KEPT_BATCHES - 100, () => `the view of ${sink.operatorId}: ${differ}`);
    }
  }
}

/** Whether the firing before the newest `kept` rows would have had no room beside them. */
function fillsRoom(sink: ExpectedSink, kept: number): boolean {
  let rows = 0;
  for (const firing of sink.firings.toReversed()) {
    if (rows === kept && firing.rows.length > 0) return rows + firing.rows.length > KEPT_ROWS;
    rows += firing.rows.length;
  }
  return rows === kept;
}

/** What storage does to somebody who tries again is no news. */
function onlyStorage(error: unknown): void {
  if (!(error instanceof StorageError)) throw error;
}

/** Batch times pass one after another, so that the process may die between them. */
function oneByOne(action: Action): readonly Action[] {
  return action.do === 'tick' ? Array.from({ length: action.batches }, () => ({ ...action, batches: 1 })) : [action];
}

/** Everything stored, as far as an owner could have changed it. */
async function fingerprint(store: FaultyStore): Promise<string> {
  const contents = store.contents();
  const parts: string[] = [];
  for (const table of ['heads', 'plans', 'log', 'blocks', 'progress', 'ledger', 'checkpoints', 'chunks', 'meta'] as const) {
    for (const { key, record } of await contents.range(table, { prefix: [] }))
      parts.push(`${table} ${key.join('/')} ${record.version} ${JSON.stringify(record.meta)} ${record.bytes?.length ?? 0}`);
  }
  return parts.join('\n');
}

function answersText(truth: LifeTruth): string {
  const lines: string[] = [];
  for (const sink of truth.sinks.values())
    for (const { timeMs, rows } of sink.firings)
      lines.push(
        `${sink.operatorId} ${timeMs} ${rows
          .map((row) => JSON.stringify(row))
          .sort()
          .join(' ')}`,
      );
  return lines.join('\n');
}
