// A golden case as a plan: its nodes go through the plan builder as an operator's lowering would send them. What the
// builder refuses is an analysis error; what this build does not have is named, so that it is counted apart.
import type { NodeId, Plan, Windowing } from '../../src/plan/plan.ts';
import { type NamedText, PlanBuilder } from '../../src/plan/plan-builder.ts';
import { describeProblem, type Problem, type Result } from '../../src/problem/problem.ts';
import { parseSchema } from '../../src/sql/parse-type.ts';
import type { CaseNode, PlanCase } from './case-file.ts';

export type CasePlan =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly sink: NodeId; readonly sources: ReadonlyMap<string, NodeId> }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unsupported'; readonly reason: string; readonly why: string };

/** Problems that say "this build has no such thing", not "this is wrong". */
const MISSING = new Set<string>([
  'sql/unknown-function',
  'sql/unsupported-form',
  'sql/unsupported-type',
  'sql/unsupported-aggregate',
  'sql/decimal-literal',
  'sql/regex-unsupported',
]);

export const OUTPUT_OPERATOR = 'output';

/** `emit`: what an aggregate without a window gives; null: one answer a batch, as a DStream does. */
export function planOfCase(goldenCase: PlanCase, emit: 'changes' | 'all' | null): CasePlan {
  const missing = missingIn(goldenCase);
  if (missing !== null) return { kind: 'unsupported', reason: missing, why: missing };
  const batchIntervalMs = Number(goldenCase.settings['batchIntervalMs'] ?? 1000);
  const builder = new PlanBuilder({ batchIntervalMs, timeZone: 'UTC' });
  const ids = new Map<string, NodeId>();
  const sources = new Map<string, NodeId>();
  for (const [name, { schema }] of Object.entries(goldenCase.sources)) {
    const parsed = parseSchema(schema);
    if (!parsed.ok) return refusal(parsed.problems);
    const source = builder.source({ operatorId: name, role: 'rows', label: name, source: { kind: 'live' }, schema: parsed.value });
    if (!source.ok) return refusal(source.problems);
    ids.set(name, source.value);
    sources.set(name, source.value);
  }
  for (const node of goldenCase.nodes) {
    const added = addNode(builder, node, ids, emit);
    if (!added.ok) return refusal(added.problems);
    ids.set(node.id, added.value);
  }
  const sink = builder.sink({
    operatorId: OUTPUT_OPERATOR,
    role: 'sink',
    label: 'output',
    input: idOf(ids, goldenCase.output),
    view: { kind: 'table' },
  });
  if (!sink.ok) return refusal(sink.problems);
  return { kind: 'plan', plan: builder.finish(), sink: sink.value, sources };
}

function missingIn({ settings, tables, nodes }: PlanCase): string | null {
  if (settings['ansi'] === false) return 'ansi false';
  if ((settings['timeZone'] ?? 'UTC') !== 'UTC') return `session time zone ${String(settings['timeZone'])}`;
  if (tables !== undefined) return 'static tables';
  for (const node of nodes) {
    const missing = missingInNode(node);
    if (missing !== null) return missing;
  }
  return null;
}

const KNOWN_OPS = new Set(['project', 'filter', 'generate', 'union', 'aggregate']);

function missingInNode(node: CaseNode): string | null {
  if (!KNOWN_OPS.has(node.op)) return `node ${node.op}`;
  if (node.outer === true) return 'outer generate';
  if (node.window === undefined) return null;
  if (node.window.time !== 'batch') return 'window in event time';
  return node.window.inverse === true ? 'inverse window' : null;
}

function addNode(builder: PlanBuilder, node: CaseNode, ids: ReadonlyMap<string, NodeId>, emit: 'changes' | 'all' | null): Result<NodeId> {
  const inputs = node.in.map((name) => idOf(ids, name));
  const input = inputs[0] ?? '';
  const request = { operatorId: node.id, role: node.op, label: node.id };
  switch (node.op) {
    case 'project':
      return builder.project({ ...request, input, columns: named(node.columns, 'columns') });
    case 'filter':
      return builder.filter({ ...request, input, condition: node.condition ?? '', param: 'condition' });
    case 'generate':
      return builder.generate({ ...request, input, array: node.expr ?? '', param: 'expr', as: node.as ?? '', position: node.position ?? null });
    case 'union':
      return builder.union({ ...request, inputs });
    default: {
      const aggregates = named(node.aggregates, 'aggregates');
      return builder.aggregate({ ...request, input, windowing: windowingOf(node, emit), keys: named(node.keys, 'keys'), aggregates });
    }
  }
}

function windowingOf({ window }: CaseNode, emit: 'changes' | 'all' | null): Windowing {
  if (window !== undefined) return { kind: 'batchWindow', sizeMs: window.sizeMs ?? 0, slideMs: window.slideMs ?? 0 };
  return emit === null ? { kind: 'perBatch' } : { kind: 'running', emit };
}

function named(texts: { readonly [name: string]: string } | undefined, param: string): readonly NamedText[] {
  return Object.entries(texts ?? {}).map(([name, text]) => ({ name, text, param }));
}

function idOf(ids: ReadonlyMap<string, NodeId>, name: string): NodeId {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The case names ${name}, which comes later or not at all`);
  return id;
}

function refusal(problems: readonly Problem[]): CasePlan {
  const missing = problems.find((p) => MISSING.has(p.code));
  const told = missing ?? problems[0];
  const why = told === undefined ? 'refused without a reason' : describeProblem(told).what;
  return missing === undefined ? { kind: 'refused', why } : { kind: 'unsupported', reason: missing.code, why };
}
