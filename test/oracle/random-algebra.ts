// A random pipeline over the whole batch algebra, random batches, restarts and absences at random places, compared with the
// naive evaluator after every batch. The plan runtime alone, without a store: what is stored is the business of the lives.
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import type { Rows } from '../../src/columns/column.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import type { PlanRuntime, StateSection } from '../../src/engine/plan-runtime.ts';
import { rangeRows } from '../../src/engine/sources/range-rows.ts';
import type { NodeId, Plan, SourceNode } from '../../src/plan/plan.ts';
import { ProblemError } from '../../src/problem/problem.ts';
import { type LoggedBatch, NaiveEvaluator, type SinkAnswer, sinksOf } from './naive-evaluator.ts';
import { TooManyPairs } from './naive-join.ts';
import { Random } from './random.ts';
import { randomPipeline } from './random-pipeline.ts';
import { rowsDiffer } from './same-rows.ts';
import { SAMPLE_LINES, SAMPLES } from './sample-lines.ts';
import { untoldAllowed } from './told-answers.ts';
import { RowFailure, toPlainRows } from './values.ts';

type PlainRows = readonly (readonly PlainValue[])[];

/** So little that an absence has more. */
const KEPT = { rows: 40, batches: 6 };

/** Sums of doubles are added in other orders. */
const TOLERANCE = 1e-9;

/** null when the seed's pipeline answers as the naive evaluator, else what differs, with the document. */
export function runAlgebra(seed: number): string | null {
  const random = new Random(seed);
  const { text, applied } = randomPipeline(random, false);
  const trial = new Trial(random, applied.plan);
  try {
    const differs = trial.run();
    return differs === null ? null : `seed ${seed}: ${differs}\n${text}`;
  } catch (error) {
    // Compared as far as it could be.
    if (error instanceof TooManyPairs) return null;
    return `seed ${seed}: ${error instanceof Error ? error.stack : String(error)}\n${text}`;
  }
}

class Trial {
  private readonly random: Random;
  private readonly plan: Plan;
  private readonly naive: NaiveEvaluator;
  private readonly zeroTimeMs: number;
  private runtime: PlanRuntime;
  private sections: readonly StateSection[] | null = null;
  private batchId = 0;
  private ended = false;
  private readonly positions = new Map<NodeId, number>();

  constructor(random: Random, plan: Plan) {
    this.random = random;
    this.plan = plan;
    this.zeroTimeMs = 1000 * plan.batchIntervalMs;
    this.naive = new NaiveEvaluator(plan, this.zeroTimeMs);
    this.runtime = this.newRuntime();
  }

  run(): string | null {
    const batches = this.random.between(6, 16);
    for (let i = 0; i < batches && !this.ended; i++) {
      const differs = this.random.chance(0.1) ? this.absence() : this.batch();
      if (differs !== null) return differs;
      if (!this.ended) this.save();
    }
    return null;
  }

  private newRuntime(): PlanRuntime {
    return createPlanRuntime(this.plan, { zeroTimeMs: this.zeroTimeMs, now: () => 0, retention: KEPT });
  }

  private timeOf(batchId: number): number {
    return this.zeroTimeMs + batchId * this.plan.batchIntervalMs;
  }

  private batch(): string | null {
    const given = new Map<NodeId, Rows>();
    const logged: { [operatorId: string]: PlainRows } = {};
    for (const node of this.plan.nodes) {
      if (node.kind !== 'source') continue;
      const rows = this.random.chance(0.35) ? rowsFromValues(node.output.columns, []) : this.sourceRows(node);
      given.set(node.id, rows);
      logged[node.operatorId] = valuesFromRows(rows);
    }
    const batchId = ++this.batchId;
    const timeMs = this.timeOf(batchId);
    const expected = this.expectedOf({ batchId, timeMs, count: 1, rows: logged });
    if (expected === null) {
      // A row without a value stops both. It takes an operator put out of the run to get there.
      this.ended = true;
      return fails(() => this.runtime.runBatch({ batchId, timeMs, sources: given })) ? null : `batch ${batchId} ran, though a row has no value`;
    }
    const { sinks } = this.runtime.runBatch({ batchId, timeMs, sources: given });
    return this.compare(expected, sinks);
  }

  /** null: a row has no value, where an operator or a sink asks for one. */
  private expectedOf(batch: LoggedBatch): readonly SinkAnswer[] | null {
    try {
      const answers = this.naive.batch(batch);
      const nodes = sinksOf(this.plan);
      for (const { operatorId, rows } of answers) toPlainRows(nodes.get(operatorId)?.output.columns ?? [], rows ?? []);
      return answers;
    } catch (error) {
      if (error instanceof RowFailure) return null;
      throw error;
    }
  }

  private sourceRows(node: SourceNode): Rows {
    const { source, output } = node;
    const count = this.random.between(1, 6);
    if (source.kind === 'live') {
      return rowsFromValues(
        output.columns,
        Array.from({ length: count }, () => [this.random.pick(SAMPLE_LINES)]),
      );
    }
    const from = this.positions.get(node.id) ?? 0;
    this.positions.set(node.id, from + count);
    if (source.kind === 'file') throw new Error('Random pipelines have no files');
    return rangeRows(source, output.columns, from, from + count, SAMPLES);
  }

  /** Batch times without rows, passed as a whole. What is not told must be nothing, or nothing new. */
  private absence(): string | null {
    const count = this.random.between(1, 30);
    const first = { batchId: this.batchId + 1, timeMs: this.timeOf(this.batchId + 1), count };
    const told = new Map<number, ReadonlyMap<NodeId, PlainRows | null>>();
    const answers = this.expectedOf({ ...first, rows: {} });
    const pass = (): void => {
      this.runtime.advance(first, (batchId, _timeMs, sinks) => {
        told.set(batchId, new Map([...sinks].map(([id, rows]) => [id, rows === null ? null : valuesFromRows(rows)])));
      });
    };
    if (answers === null) {
      this.ended = true;
      return fails(pass) ? null : `the absence from batch ${first.batchId} on passed, though a row has no value`;
    }
    pass();
    this.batchId += count;
    for (const [operatorId, node] of sinksOf(this.plan)) {
      const { columns } = node.output;
      const own = answers.flatMap(({ operatorId: of, batchId, rows }) =>
        of === operatorId && rows !== null ? [{ batchId, rows: toPlainRows(columns, rows) }] : [],
      );
      const allowed = untoldAllowed(
        node,
        own.map(({ rows }) => rows),
        TOLERANCE,
        KEPT,
      );
      for (const [i, { batchId, rows }] of own.entries()) {
        const got = told.get(batchId)?.get(node.id) ?? null;
        if (got === null && (rows.length === 0 || allowed[i] === true)) continue;
        if (got === null) return `absence: batch ${batchId} of ${operatorId} has rows that were not told`;
        const differ = rowsDiffer(columns, rows, got, TOLERANCE);
        if (differ !== null) return `absence: batch ${batchId} of ${operatorId}: ${differ}`;
      }
      const fired = new Set(own.map(({ batchId }) => batchId));
      for (const [batchId, sinks] of told) {
        if (!fired.has(batchId) && (sinks.get(node.id) ?? null) !== null) return `absence: batch ${batchId} of ${operatorId} did not fire`;
      }
    }
    return null;
  }

  private compare(expected: readonly SinkAnswer[], sinks: ReadonlyMap<NodeId, Rows | null>): string | null {
    const nodes = sinksOf(this.plan);
    for (const { operatorId, batchId, rows } of expected) {
      const node = nodes.get(operatorId);
      const got = node === undefined ? undefined : sinks.get(node.id);
      if (node === undefined || got === undefined) return `batch ${batchId}: no answer of ${operatorId}`;
      if ((rows === null) !== (got === null)) return `batch ${batchId} of ${operatorId} ${got === null ? 'did not fire' : 'fired'}`;
      if (rows === null || got === null) continue;
      const { columns } = node.output;
      const differ = rowsDiffer(columns, toPlainRows(columns, rows), valuesFromRows(got), TOLERANCE);
      if (differ !== null) return `batch ${batchId} of ${operatorId}: ${differ}`;
    }
    return null;
  }

  /** Perhaps a checkpoint, full or of what changed, and perhaps a process that comes back from it. */
  private save(): void {
    if (this.random.chance(0.5)) return;
    const full = this.sections === null || this.random.chance(0.3);
    this.sections = full ? this.runtime.encodeFull() : [...(this.sections ?? []), ...this.runtime.encodeChanges()];
    if (this.random.chance(0.5)) return;
    this.runtime = this.newRuntime();
    this.runtime.restore(this.sections);
  }
}

/** Whether it stops as over a row without a value. */
function fails(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch (error) {
    return error instanceof ProblemError && error.problem.code === 'engine/row-error';
  }
}
