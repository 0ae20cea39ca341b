// Plans for tests, written as a few lines, and a runtime driven by batches of plain rows.
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import type { Rows } from '../../src/columns/column.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import type { PlanRuntime } from '../../src/engine/plan-runtime.ts';
import type { FoldRequest } from '../../src/plan/build-fold.ts';
import type { NodeId, Plan, Windowing } from '../../src/plan/plan.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import type { Result } from '../../src/problem/problem.ts';
import { parseSchema } from '../../src/sql/parse-type.ts';

export const INTERVAL_MS = 1000;

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

type Texts = Readonly<Record<string, string>>;

export class TestPlan {
  private readonly builder = new PlanBuilder({ batchIntervalMs: INTERVAL_MS, timeZone: 'UTC' });

  source(id: string, schema: string): NodeId {
    return must(this.builder.source({ ...request(id), source: { kind: 'live' }, schema: must(parseSchema(schema)) }));
  }

  project(id: string, input: NodeId, columns: Texts): NodeId {
    return must(this.builder.project({ ...request(id), input, columns: named(columns) }));
  }

  filter(id: string, input: NodeId, condition: string): NodeId {
    return must(this.builder.filter({ ...request(id), input, condition, param: 'condition' }));
  }

  explode(id: string, input: NodeId, array: string, as: string, position: string | null = null): NodeId {
    return must(this.builder.generate({ ...request(id), input, array, param: 'expression', as, position }));
  }

  union(id: string, ...inputs: readonly NodeId[]): NodeId {
    return must(this.builder.union({ ...request(id), inputs }));
  }

  aggregate(id: string, input: NodeId, windowing: Windowing, keys: Texts, aggregates: Texts): NodeId {
    return must(this.builder.aggregate({ ...request(id), input, windowing, keys: named(keys), aggregates: named(aggregates) }));
  }

  /** Length and slide in batches. */
  window(id: string, input: NodeId, size: number, slide: number): NodeId {
    return must(this.builder.window({ ...request(id), input, sizeMs: size * INTERVAL_MS, slideMs: slide * INTERVAL_MS }));
  }

  fold(id: string, input: NodeId, settings: Omit<FoldRequest, 'operatorId' | 'role' | 'label' | 'input'>): NodeId {
    return must(this.builder.fold({ ...settings, ...request(id), input }));
  }

  /** For nodes that have no short form here. */
  openBuilder(): PlanBuilder {
    return this.builder;
  }

  sink(id: string, input: NodeId): this {
    must(this.builder.sink({ ...request(id), input, view: { kind: 'log' } }));
    return this;
  }

  finish(): Plan {
    return this.builder.finish();
  }
}

function request(id: string) {
  return { operatorId: id, role: 'n', label: id };
}

function named(texts: Texts) {
  return Object.entries(texts).map(([name, text]) => ({ name, text, param: 'columns' }));
}

export const perBatch: Windowing = { kind: 'perBatch' };
export const running = (emit: 'changes' | 'all'): Windowing => ({ kind: 'running', emit });
export const window = (size: number, slide: number): Windowing => ({ kind: 'batchWindow', sizeMs: size * INTERVAL_MS, slideMs: slide * INTERVAL_MS });

export type PlainRows = readonly (readonly PlainValue[])[];
/** Rows by source operator; `null`: no rows to speak of; a source that is left out is empty. */
export type PlainBatch = Readonly<Record<string, PlainRows | null>>;

/** Runs batch after batch from the zero time on. */
export class Driver {
  readonly runtime: PlanRuntime;
  private readonly plan: Plan;
  private batches = 0;

  constructor(plan: Plan, batches = 0) {
    this.plan = plan;
    this.batches = batches;
    this.runtime = createPlanRuntime(plan, { zeroTimeMs: 0, now: () => 0 });
  }

  /** The rows of each sink, in order; null where it did not fire. */
  run(batch: PlainBatch): Readonly<Record<string, PlainValue[][] | null>> {
    return plainSinks(this.runColumns(batch));
  }

  /** Lets batch times pass without a run. */
  skip(count: number): void {
    this.runtime.skip((this.batches + 1) * INTERVAL_MS, (this.batches + count) * INTERVAL_MS);
    this.batches += count;
  }

  runColumns(batch: PlainBatch): ReadonlyMap<NodeId, Rows | null> {
    const sources = new Map<NodeId, Rows | null>();
    for (const node of this.plan.nodes) {
      if (node.kind !== 'source') continue;
      const rows = batch[node.operatorId];
      sources.set(node.id, rows === null ? null : rowsFromValues(node.output.columns, rows ?? []));
    }
    this.batches++;
    return this.runtime.runBatch({ batchId: this.batches, timeMs: this.batches * INTERVAL_MS, sources }).sinks;
  }
}

export function plainSinks(sinks: ReadonlyMap<NodeId, Rows | null>): Readonly<Record<string, PlainValue[][] | null>> {
  return Object.fromEntries([...sinks].map(([id, rows]) => [id.split('/')[0], rows === null ? null : valuesFromRows(rows)]));
}
