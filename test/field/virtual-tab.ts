// A tab in virtual time for field cases: one pipeline over a store that can be made to fail, driven by the script of the case.
import type { PlainValue } from '../../src/columns/build.ts';
import { valuesFromRows } from '../../src/columns/build.ts';
import { decodeRows } from '../../src/columns/codec.ts';
import { mustApply } from '../../src/operators/apply-document.ts';
import type { PipelineDocument } from '../../src/pipeline/document.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import type { RecoveryReport } from '../../src/protocol/engine-api.ts';
import { CrashSignal, createFaultyStore, type FaultPlan, type FaultyStore } from '../../src/storage/faulty-store.ts';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import { isFault, readRecord } from '../../src/storage/records.ts';
import { SAMPLES } from '../oracle/sample-lines.ts';
import { type HostSurroundings, SimulatedHost } from '../oracle/simulated-host.ts';
import { VirtualClock } from '../oracle/virtual-clock.ts';

export interface StoredFiring {
  readonly timeMs: number;
  readonly rows: readonly (readonly PlainValue[])[];
  /** As stored. */
  readonly bytes: string;
}

export class VirtualTab {
  readonly clock: VirtualClock;
  store: FaultyStore;
  host: SimulatedHost;
  report: RecoveryReport | null = null;
  private readonly surroundings: HostSurroundings;

  private constructor(document: PipelineDocument, startMs: number, plan: FaultPlan) {
    this.clock = new VirtualClock(startMs);
    this.store = createFaultyStore(createMemoryStore(), plan);
    this.surroundings = {
      ports: { nowMs: () => this.clock.nowMs(), monotonicMs: () => this.clock.monotonicMs(), samples: SAMPLES },
      apply: mustApply,
      firstText: formatDocument(document),
      newRunId: () => 'run',
      recoveryChanged: (_, report) => {
        this.report = report;
      },
      claimed: () => {},
    };
    this.host = new SimulatedHost(this.surroundings, this.store);
  }

  static async open(document: PipelineDocument, startMs: number, plan: FaultPlan = { faults: [] }): Promise<VirtualTab> {
    const tab = new VirtualTab(document, startMs, plan);
    await tab.host.open('reload');
    return tab;
  }

  /** Time passes up to `toMs`; at each batch time of one second on the way the loop runs. */
  async runTo(toMs: number): Promise<void> {
    while (this.clock.nowMs() < toMs) {
      const next = Math.min(toMs, (Math.floor(this.clock.nowMs() / 1_000) + 1) * 1_000);
      this.clock.pass(next - this.clock.nowMs());
      await this.host.loop();
    }
  }

  type(line: string): Promise<boolean> {
    return this.host.type('lines', line);
  }

  /** Carries out work; answers whether the process died over it. */
  async survives(work: () => Promise<unknown>): Promise<boolean> {
    return !((await this.store.untilCrash(work())) instanceof CrashSignal);
  }

  /** The next process, at the same time. */
  async comeBack(): Promise<void> {
    this.store = await this.store.reopen();
    this.host = new SimulatedHost(this.surroundings, this.store);
    await this.host.open('reload');
  }

  /** What the ledger holds of a sink, in order of batches. */
  async ledger(operatorId: string): Promise<readonly StoredFiring[]> {
    const entries = await this.store.contents().range('ledger', { prefix: ['run', operatorId] });
    return entries.map(({ record }) => {
      const read = readRecord('ledger', record);
      if (isFault(read)) throw new Error(read.detail);
      const bytes = read.bytes ?? new Uint8Array();
      return { timeMs: read.meta.timeMs, rows: valuesFromRows(decodeRows(bytes)), bytes: Buffer.from(bytes).toString('hex') };
    });
  }

  /** How many lines are stored, accepted or not. */
  async storedLines(): Promise<number> {
    return (await this.store.contents().range('blocks', { prefix: ['run', 'lines'] })).length;
  }

  /** Batch ids with a commit record, ascending. */
  async commits(): Promise<readonly number[]> {
    return (await this.store.contents().range('progress', { prefix: ['run'] })).map(({ key }) => Number(key[1]));
  }
}
