// The plan runtime: one kernel a node, called in plan order. See plan-runtime.ts for what it promises.
import { emptyRows } from '../columns/build.ts';
import { type Rows, selectedCount } from '../columns/column.ts';
import type { NodeId, Plan, PlanNode } from '../plan/plan.ts';
import { createKernel } from './kernels/create-kernel.ts';
import { Firing, type Kernel, type KeyedState, type StatefulKernel } from './kernels/kernel.ts';
import { neededColumns } from './needed-columns.ts';
import type { AdvancedRefusals, BatchInput, BatchOutput, NodeCount, NodeRefusals, PlanRuntime, StateInfo, StateSection } from './plan-runtime.ts';
import { PortInspector } from './port-inspector.ts';
import { RETENTION, type Retention } from './retention.ts';
import { isRestless, standsStill } from './steady-plan.ts';
import { type SinkStep, ToldFirings } from './told-firings.ts';

export interface PlanRuntimeOptions {
  /** Z: batch times are Z + k * interval, windows fire by them. */
  readonly zeroTimeMs: number;
  /** Milliseconds of any clock, for the counts only. */
  readonly now: () => number;
  /** What the ledger keeps of a sink: of an absence no more need be told. Absent: what it does keep. */
  readonly retention?: Retention;
}

/** A runtime with empty state. */
export function createPlanRuntime(plan: Plan, options: PlanRuntimeOptions): PlanRuntime {
  return new KernelRuntime(plan, options);
}

interface Step {
  readonly node: PlanNode;
  /** Positions of the inputs among the steps. */
  readonly inputs: readonly number[];
  /** null: a source. */
  readonly kernel: Kernel | null;
  readonly state: StatefulKernel | null;
  readonly firing: Firing;
}

class KernelRuntime implements PlanRuntime {
  private readonly plan: Plan;
  private readonly now: () => number;
  private readonly retention: Retention;
  private readonly steps: readonly Step[];
  private readonly stateful: readonly { readonly nodeId: NodeId; readonly state: StatefulKernel }[];
  /** Steps that give rows at each firing even if nothing comes in. */
  private readonly restless: readonly Step[];
  private readonly sinks: readonly SinkStep[];
  private readonly standsStill: boolean;
  private readonly noRows: ReadonlyMap<NodeId, Rows>;
  private readonly inspector: PortInspector;

  constructor(plan: Plan, { zeroTimeMs, now, retention = RETENTION }: PlanRuntimeOptions) {
    this.plan = plan;
    this.now = now;
    this.retention = retention;
    const needed = neededColumns(plan);
    const position = new Map(plan.nodes.map((node, n) => [node.id, n]));
    const steps: Step[] = [];
    for (const node of plan.nodes) {
      const inputs = node.inputs.map((input) => position.get(input.node) ?? -1);
      const firing = new Firing(zeroTimeMs, node.output.slideMs);
      if (node.kind === 'source') {
        steps.push({ node, inputs, kernel: null, state: null, firing });
        continue;
      }
      const settings = { zeroTimeMs, timeZone: plan.timeZone, inputs: inputs.map((input) => steps[input]?.kernel ?? null) };
      steps.push({ node, inputs, firing, ...createKernel(node, needed.get(node.id) ?? new Set(), settings) });
    }
    this.steps = steps;
    this.inspector = new PortInspector(steps, plan.timeZone, zeroTimeMs);
    this.stateful = this.steps.flatMap(({ node, state }) => (state === null ? [] : [{ nodeId: node.id, state }]));
    this.restless = this.steps.filter(({ node }) => isRestless(node));
    this.sinks = this.steps.flatMap(({ node, firing }) => (node.kind === 'sink' ? [{ node, firing }] : []));
    this.standsStill = standsStill(plan, new Set(this.stateful.map(({ nodeId }) => nodeId)));
    this.noRows = new Map(plan.nodes.filter((node) => node.kind === 'source').map((node) => [node.id, emptyRows(node.output.columns)]));
  }

  runBatch(input: BatchInput): BatchOutput {
    const outputs: (Rows | null)[] = [];
    const counts: NodeCount[] = [];
    const refusals: NodeRefusals[] = [];
    const sinks = new Map<NodeId, Rows | null>();
    for (const { node, inputs, kernel } of this.steps) {
      const started = this.now();
      const given = inputs.map((i) => outputs[i] ?? null);
      kernel?.refused?.begin();
      const rows = kernel === null ? (input.sources.get(node.id) ?? null) : kernel.run(given, input.timeMs);
      outputs.push(rows);
      if (node.kind === 'sink') sinks.set(node.id, rows);
      const rowsOut = countOf(rows);
      const rowsIn = kernel === null ? rowsOut : given.reduce((sum, part) => sum + countOf(part), 0);
      const refused = kernel?.refused?.count ?? 0;
      counts.push({ nodeId: node.id, rowsIn, rowsOut, ms: this.now() - started, refused });
      const tally = kernel?.tally ?? null;
      if (refused > 0 || tally !== null) refusals.push({ nodeId: node.id, shown: kernel?.refused?.shown() ?? [], tally });
    }
    this.inspector.ran(outputs, input.timeMs);
    return { sinks, counts, refusals };
  }

  advance(
    first: { readonly batchId: number; readonly timeMs: number; readonly count: number },
    emit: (batchId: number, timeMs: number, sinks: ReadonlyMap<NodeId, Rows | null>) => void,
  ): readonly AdvancedRefusals[] {
    const { batchIntervalMs } = this.plan;
    const refused: AdvancedRefusals[] = [];
    const told = new ToldFirings(this.sinks, first.timeMs + (first.count - 1) * batchIntervalMs, this.retention);
    for (let k = 0; k < first.count; k++) {
      const nowMs = first.timeMs + k * batchIntervalMs;
      const nextMs = this.nextToRunMs(nowMs, told);
      if (nextMs > nowMs) {
        k = Math.round((nextMs - first.timeMs) / batchIntervalMs);
        if (!(k < first.count)) return refused;
      }
      const batchId = first.batchId + k;
      const timeMs = first.timeMs + k * batchIntervalMs;
      const isStill = this.standsStill && this.changesAtMs(timeMs) > timeMs;
      const { sinks, counts, refusals } = this.runBatch({ batchId, timeMs, sources: this.noRows });
      if (counts.some((count) => count.refused > 0)) refused.push({ batchId, counts, refusals });
      const news = told.take(sinks, timeMs, isStill);
      if (news !== null) emit(batchId, timeMs, news);
    }
    return refused;
  }

  /** The first batch time of an absence from this one on that is to be run; each of two reasons may show that those before it need not be. */
  private nextToRunMs(nowMs: number, told: ToldFirings): number {
    const changesAtMs = this.standsStill ? this.changesAtMs(nowMs) : nowMs;
    const stillUntilMs = changesAtMs > nowMs ? Math.min(changesAtMs, told.nextWhileSettledMs(nowMs, changesAtMs)) : nowMs;
    const wakesAtMs = this.wakesAtMs(nowMs);
    const emptyUntilMs = wakesAtMs > nowMs ? Math.min(wakesAtMs, nextFiring(this.restless, nowMs), told.nextOpenMs(nowMs)) : nowMs;
    return Math.max(stillUntilMs, emptyUntilMs);
  }

  private changesAtMs(fromMs: number): number {
    let atMs = Number.POSITIVE_INFINITY;
    for (const { state } of this.stateful) {
      const own = state.changesAtMs?.(fromMs) ?? (state.isQuiet ? Number.POSITIVE_INFINITY : (state.wakesAtMs?.(fromMs) ?? fromMs));
      atMs = Math.min(atMs, own);
      if (atMs <= fromMs) return fromMs;
    }
    return atMs;
  }

  /** The first batch time from this one on at which state would change by itself; Infinity when it never would. */
  private wakesAtMs(fromMs: number): number {
    let atMs = Number.POSITIVE_INFINITY;
    for (const { state } of this.stateful) {
      if (!state.isQuiet) atMs = Math.min(atMs, state.wakesAtMs?.(fromMs) ?? fromMs);
      if (atMs <= fromMs) return fromMs;
    }
    return atMs;
  }

  skip(fromMs: number, toMs: number): void {
    for (const { state } of this.stateful) state.skip(fromMs, toMs);
  }

  inspect(node: NodeId): Rows | null {
    return this.inspector.rowsOf(node);
  }

  keyedState(node: NodeId): KeyedState | null {
    return this.stateful.find(({ nodeId }) => nodeId === node)?.state.keyed ?? null;
  }

  states(): readonly StateInfo[] {
    return this.stateful.map(({ nodeId, state }) => ({ nodeId, shape: state.shape, keys: state.keys, bytes: state.bytes }));
  }

  encodeFull(): readonly StateSection[] {
    return this.stateful.map(({ nodeId, state }) => ({ nodeId, shape: state.shape, kind: 'full', keys: state.keys, bytes: state.encodeFull() }));
  }

  encodeChanges(): readonly StateSection[] {
    return this.stateful.map(({ nodeId, state }) => {
      const changes = state.encodeChanges();
      const base = { nodeId, shape: state.shape, keys: state.keys };
      return changes === null ? { ...base, kind: 'full', bytes: state.encodeFull() } : { ...base, kind: 'changes', bytes: changes };
    });
  }

  restore(sections: readonly StateSection[]): void {
    for (const { nodeId, state } of this.stateful) {
      const own = sections.filter((section) => section.nodeId === nodeId);
      const last = own.findLastIndex((section) => section.kind === 'full');
      const full = own[last];
      if (own.length === 0) continue;
      if (full === undefined) throw new Error(`The state of ${nodeId} has changes, but nothing they change`);
      const changes = own.slice(last + 1);
      for (const section of [full, ...changes]) {
        if (section.shape !== state.shape) throw new Error(`The state of ${nodeId} is "${section.shape}", not "${state.shape}"`);
      }
      state.restore(
        full.bytes,
        changes.map((section) => section.bytes),
      );
    }
  }
}

/** The first time from this one on at which one of the steps fires; Infinity when there is none. */
function nextFiring(steps: readonly Step[], timeMs: number): number {
  return steps.reduce((next, { firing }) => Math.min(next, firing.nextFrom(timeMs)), Number.POSITIVE_INFINITY);
}

function countOf(rows: Rows | null): number {
  return rows === null ? 0 : selectedCount(rows);
}
