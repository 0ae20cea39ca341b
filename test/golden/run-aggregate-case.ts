// A case of kind "aggregates": each group is the only batch of a plan that aggregates without keys.
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import { formatType, type Schema } from '../../src/columns/data-type.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { describeProblem, ProblemError } from '../../src/problem/problem.ts';
import { parseType } from '../../src/sql/parse-type.ts';
import { rowsDiffer } from '../oracle/same-rows.ts';
import type { PlanCase } from './case-file.ts';
import { failed, type Outcome, PASSED, unsupported } from './outcome.ts';
import { type CasePlan, planOfCase } from './plan-of-case.ts';

type PlainRow = readonly PlainValue[];

interface Group {
  readonly in: readonly PlainRow[] | { readonly gen: string; readonly n: number; readonly of?: string };
  readonly out?: PlainValue;
  readonly out4?: PlainValue;
  readonly error?: string;
  readonly error4?: string;
}

export interface AggregateCase {
  readonly expr: string;
  readonly columns: { readonly [name: string]: string };
  readonly ansi: boolean;
  readonly timeZone?: string;
  readonly type?: string;
  readonly type4?: string;
  readonly tolerance?: number;
  /** The answer is a list whose order says nothing. */
  readonly unordered?: boolean;
  readonly analysisError?: string;
  readonly analysisError4?: string;
  readonly groups?: readonly Group[];
}

/** One outcome a group; one for a case that Spark refuses. */
export function runAggregateCase(golden: AggregateCase): readonly Outcome[] {
  const groups = golden.groups ?? [];
  const all = (outcome: Outcome): readonly Outcome[] => (groups.length === 0 ? [outcome] : groups.map(() => outcome));
  const built = planOfCase(asPlanCase(golden), null);
  if (built.kind === 'unsupported') return all(unsupported(built.why, built.reason));
  const refused = golden.analysisError4 ?? (golden.type4 === undefined ? golden.analysisError : undefined);
  if (refused !== undefined) return [built.kind === 'refused' ? PASSED : failed(`Spark refuses it with ${refused}, but it was built`)];
  if (built.kind === 'refused')
    return all(isRefusedOnPurpose(built) ? unsupported(built.why, 'refused on purpose') : failed(`refused: ${built.why}`));
  const got = formatType(columnsOf(built.plan, built.sink)[0]?.type ?? { kind: 'VOID' });
  const want = golden.type4 ?? golden.type ?? '';
  if (got.toUpperCase() !== want.toUpperCase()) return all(failed(`its type is ${got}, not ${want}`));
  return groups.map((group) => runGroup(golden, group, built));
}

/** Every aggregate is either there, in all its forms, or refused on purpose. */
function isRefusedOnPurpose(built: { readonly why: string }): boolean {
  return built.why.includes('would not give the answers of Spark');
}

function asPlanCase(golden: AggregateCase): PlanCase {
  const schema = Object.entries(golden.columns).map(([name, type]) => `${name} ${type}`);
  return {
    name: golden.expr,
    settings: { ansi: golden.ansi, timeZone: golden.timeZone ?? 'UTC' },
    sources: { a: { schema: schema.join(', ') } },
    nodes: [{ id: 'g', op: 'aggregate', in: ['a'], keys: {}, aggregates: { out: golden.expr } }],
    output: 'g',
    steps: [],
  };
}

function runGroup(golden: AggregateCase, group: Group, built: Extract<CasePlan, { kind: 'plan' }>): Outcome {
  const expectedError = group.error4 ?? (group.out4 === undefined ? group.error : undefined);
  const source = built.sources.get('a') ?? '';
  const rows = 'gen' in group.in ? generated(golden, group.in) : group.in;
  if (rows === null) return unsupported('rows made by an expression this build has not', 'generated rows');
  try {
    const runtime = createPlanRuntime(built.plan, { zeroTimeMs: 0, now: () => 0 });
    const { sinks } = runtime.runBatch({
      batchId: 1,
      timeMs: 1_000,
      sources: new Map([[source, rowsFromValues(columnsOf(built.plan, source), rows)]]),
    });
    const fired = sinks.get(built.sink);
    const answer = fired === null || fired === undefined ? [] : valuesFromRows(fired);
    if (expectedError !== undefined) return failed(`${JSON.stringify(answer[0])}, but Spark fails with ${expectedError}`);
    const expected = group.out4 !== undefined ? group.out4 : (group.out ?? null);
    const inOrder = golden.unordered === true ? sortedLists : (rows: readonly PlainRow[]) => rows;
    const differ = rowsDiffer(columnsOf(built.plan, built.sink), inOrder([[expected]]), inOrder(answer), golden.tolerance);
    return differ === null ? PASSED : failed(`${JSON.stringify(group.in).slice(0, 100)}: ${differ}`);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const got = String(error.problem.params['errorClass']);
    return expectedError?.startsWith(got) === true
      ? PASSED
      : failed(`${describeProblem(error.problem).what} Expected ${expectedError ?? 'no error'}.`);
  }
}

function sortedLists(rows: readonly PlainRow[]): readonly PlainRow[] {
  return rows.map((row) =>
    row.map((value) => (Array.isArray(value) ? [...value].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : value)),
  );
}

function columnsOf(plan: Plan, id: string): Schema {
  return plan.nodes.find((node) => node.id === id)?.output.columns ?? [];
}

/** `n` rows of the only column; row i is `of` over id = i, cast to the column's type. */
function generated(
  golden: AggregateCase,
  { gen, n, of = 'id' }: { readonly gen: string; readonly n: number; readonly of?: string },
): readonly PlainRow[] | null {
  const [ddl] = Object.values(golden.columns);
  const type = parseType(ddl ?? '');
  if (gen !== 'range' || !type.ok) return null;
  const made = planOfCase(
    {
      name: of,
      settings: {},
      sources: { ids: { schema: 'id BIGINT' } },
      nodes: [{ id: 'p', op: 'project', in: ['ids'], columns: { x: `CAST(${of} AS ${ddl})` } }],
      output: 'p',
      steps: [],
    },
    null,
  );
  if (made.kind !== 'plan') return null;
  const source = made.sources.get('ids') ?? '';
  const ids = rowsFromValues(
    columnsOf(made.plan, source),
    Array.from({ length: n }, (_, i) => [i]),
  );
  const { sinks } = createPlanRuntime(made.plan, { zeroTimeMs: 0, now: () => 0 }).runBatch({
    batchId: 1,
    timeMs: 1_000,
    sources: new Map([[source, ids]]),
  });
  const fired = sinks.get(made.sink);
  return fired === null || fired === undefined ? null : valuesFromRows(fired);
}
