// Runs cases of kind "plans": a DStream case batch by batch in virtual time over the plan runtime, a case with `recovery`
// through the whole run over a store, and of the structured cases those that need no event time.
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import { formatSchema, type Schema } from '../../src/columns/data-type.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import type { PlanRuntime } from '../../src/engine/plan-runtime.ts';
import type { NodeId, Plan } from '../../src/plan/plan.ts';
import { describeProblem, ProblemError } from '../../src/problem/problem.ts';
import { parseSchema } from '../../src/sql/parse-type.ts';
import { orderedRowsDiffer, rowsDiffer } from '../oracle/same-rows.ts';
import type { CaseNode, ExpectedBatch, ExpectedError, PlanCase } from './case-file.ts';
import { failed, type Outcome, PASSED, unsupported } from './outcome.ts';
import { type CasePlan, planOfCase } from './plan-of-case.ts';
import { runRecoveryCase } from './run-recovery-case.ts';

export async function runPlanCase(engine: string, goldenCase: PlanCase): Promise<Outcome> {
  if (engine === 'structured') return runStructuredCase(goldenCase);
  if (engine !== 'dstream') return unsupported(`engine ${engine}`);
  const built = planOfCase(goldenCase, null);
  if (built.kind === 'unsupported') return unsupported(built.why, built.reason);
  const error = goldenCase.expectedError;
  if (error?.phase === 'recovery') return unsupported('a restart that fails in Spark, which is no duty of this engine');
  const refused = checkAnalysis(built, error);
  if (refused !== null || built.kind === 'refused') return refused ?? failed('refused');
  const wrongSchema = checkSchema(built.plan, built.sink, goldenCase.schema);
  if (wrongSchema !== null) return failed(wrongSchema);
  if (goldenCase.recovery !== undefined) return runRecoveryCase(goldenCase, goldenCase.recovery, built);
  return new BatchByBatch(goldenCase, built).run();
}

/** The part of Structured Streaming that needs no event time: stateless queries and running aggregates. */
function runStructuredCase(goldenCase: PlanCase): Outcome {
  const mode = String(goldenCase.settings['outputMode'] ?? 'append');
  const aggregates = goldenCase.nodes.some((node) => node.op === 'aggregate');
  if (goldenCase.settings['trigger'] !== undefined) return unsupported('triggers once and availableNow');
  if (!aggregates && mode === 'complete') return unsupported('an output mode apart from the plan');
  const other = goldenCase.nodes.map(otherInEventTime).find((reason) => reason !== null);
  if (other !== undefined && other !== null) return unsupported(other);
  const built = planOfCase(goldenCase, mode === 'complete' ? 'all' : 'changes');
  if (built.kind === 'unsupported') return unsupported(built.why, built.reason);
  if (aggregates && mode === 'append') return unsupported('an output mode apart from the plan');
  const error = goldenCase.expectedError4 ?? goldenCase.expectedError;
  if (error?.phase === 'analysis') return checkAnalysis(built, error) ?? failed('no answer');
  // Rules of this engine's streams that Structured Streaming does not have: a plan refused by name is an answer, not a fault.
  if (built.kind === 'refused') return unsupported(built.why, 'refused by the rules of streams');
  const wrongSchema = checkSchema(built.plan, built.sink, goldenCase.schema4 ?? goldenCase.schema);
  return wrongSchema === null ? new BatchByBatch(goldenCase, built, true).run() : failed(wrongSchema);
}

/** Nodes that batch time has too, but that mean something else in Structured Streaming; null: it means the same. */
function otherInEventTime({ op, how = '', static: table }: CaseNode): string | null {
  if (op === 'top') return 'node top in event time';
  if (op !== 'join') return null;
  if (table === undefined) return 'node join of streams in event time';
  // Per batch a table's own rows can come out; Structured Streaming refuses what would give them.
  const ofTable = table === 'l' ? how !== 'inner' && how !== 'right' : how === 'right' || how === 'full';
  return ofTable ? 'a join that gives rows of the table' : null;
}

/** The outcome when it is decided by what the builder said, else null. */
function checkAnalysis(built: CasePlan, error: ExpectedError | undefined): Outcome | null {
  if (error?.phase === 'analysis') return built.kind === 'refused' ? PASSED : failed('Spark refuses this plan, but it was built');
  return built.kind === 'refused' ? failed(`refused: ${built.why}`) : null;
}

function checkSchema(plan: Plan, sink: NodeId, expected: string | undefined): string | null {
  const parsed = expected === undefined ? null : parseSchema(expected);
  if (parsed === null || !parsed.ok) return null;
  const [want, got] = [formatSchema(parsed.value), formatSchema(columnsOf(plan, sink))];
  return want === got ? null : `the columns are ${got}, not ${want}`;
}

function columnsOf(plan: Plan, id: NodeId): Schema {
  return plan.nodes.find((node) => node.id === id)?.output.columns ?? [];
}

class BatchByBatch {
  private readonly goldenCase: PlanCase;
  private readonly plan: Plan;
  private readonly sink: NodeId;
  private readonly sources: ReadonlyMap<string, NodeId>;
  private readonly expected: readonly ExpectedBatch[];
  private readonly error: ExpectedError | undefined;
  private readonly skipsEmptySteps: boolean;
  private runtime: PlanRuntime;
  private batchId = 0;

  constructor(goldenCase: PlanCase, built: Extract<CasePlan, { kind: 'plan' }>, skipsEmptySteps = false) {
    this.goldenCase = goldenCase;
    this.plan = built.plan;
    this.sink = built.sink;
    this.sources = built.sources;
    this.expected = goldenCase.expected4 ?? goldenCase.expected ?? [];
    this.error = goldenCase.expectedError4 ?? goldenCase.expectedError;
    this.skipsEmptySteps = skipsEmptySteps;
    this.runtime = this.newRuntime();
  }

  run(): Outcome {
    if (this.expected.some((batch) => batch.noData === true)) return unsupported('batches without data');
    for (let step = 0; step < this.goldenCase.steps.length; step++) {
      if (this.goldenCase.restartBefore?.includes(step) === true) this.restart();
      if (this.skipsEmptySteps && this.isEmpty(step)) continue;
      const outcome = this.runStep(step);
      if (outcome !== null) return outcome;
    }
    return this.error === undefined ? PASSED : failed(`no error at step ${this.error.step ?? '?'}, but Spark has ${this.error.class ?? 'one'}`);
  }

  private isEmpty(step: number): boolean {
    return Object.values(this.goldenCase.steps[step] ?? {}).every((rows) => rows === null || rows.length === 0);
  }

  private newRuntime(): PlanRuntime {
    return createPlanRuntime(this.plan, { zeroTimeMs: 0, now: () => 0 });
  }

  private restart(): void {
    const sections = this.runtime.encodeFull();
    this.runtime = this.newRuntime();
    this.runtime.restore(sections);
  }

  /** The outcome of the case when this step decides it. */
  private runStep(step: number): Outcome | null {
    const given = this.goldenCase.steps[step] ?? {};
    const sources = new Map(
      [...this.sources].map(([name, id]) => {
        const rows = given[name];
        return [id, rows === null ? null : rowsFromValues(columnsOf(this.plan, id), rows ?? [])] as const;
      }),
    );
    this.batchId++;
    try {
      const { sinks } = this.runtime.runBatch({ batchId: this.batchId, timeMs: (step + 1) * this.plan.batchIntervalMs, sources });
      const fired = sinks.get(this.sink) ?? null;
      return this.compare(step, fired === null ? null : valuesFromRows(fired));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return this.judgeError(step, error);
    }
  }

  private compare(step: number, rows: readonly (readonly PlainValue[])[] | null): Outcome | null {
    const expected = this.expected.find((batch) => batch.step === step);
    if (expected === undefined)
      return this.error?.step === step ? failed(`step ${step} gave rows, but Spark fails with ${this.error.class ?? 'an error'}`) : null;
    const fires = expected.fires !== false;
    if (fires !== (rows !== null)) return failed(`step ${step} ${rows === null ? 'did not fire' : 'fired'}`);
    const { ordered, tolerance } = this.goldenCase;
    const differ =
      ordered === true
        ? orderedRowsDiffer(expected.rows ?? [], rows ?? [], tolerance)
        : rowsDiffer(columnsOf(this.plan, this.sink), expected.rows ?? [], rows ?? [], tolerance);
    return differ === null ? null : failed(`step ${step}: ${differ}`);
  }

  private judgeError(step: number, error: ProblemError): Outcome {
    const { what } = describeProblem(error.problem);
    if (this.error === undefined || this.error.step !== step) return failed(`step ${step} failed: ${what}`);
    const wanted = this.error.class;
    const got = error.problem.params['errorClass'];
    // Java class names have no counterpart here; Spark's error classes are in capitals.
    const comparable = wanted !== null && /^[A-Z_.]+$/.test(wanted) && got !== undefined;
    return comparable && !wanted.startsWith(String(got)) ? failed(`step ${step} failed with ${got}, Spark with ${wanted}`) : PASSED;
  }
}
