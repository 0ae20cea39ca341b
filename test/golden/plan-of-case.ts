// A golden case as a plan: its nodes go through the plan builder as an operator's lowering would send them. What the
// builder refuses is an analysis error; what this build does not have is named, so that it is counted apart.
import { rowsFromValues } from '../../src/columns/build.ts';
import type { NamedText } from '../../src/plan/node-request.ts';
import type { JoinHow, NodeId, Plan, Windowing } from '../../src/plan/plan.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import { describeProblem, ok, type Problem, type Result } from '../../src/problem/problem.ts';
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
  'sql/regex-unsupported',
]);

export const OUTPUT_OPERATOR = 'output';

/** `emit`: what an aggregate without a window gives; null: one answer a batch, as a DStream does. */
export function planOfCase(goldenCase: PlanCase, emit: 'changes' | 'all' | null): CasePlan {
  const missing = missingIn(goldenCase);
  if (missing !== null) return { kind: 'unsupported', reason: missing, why: missing };
  const batchIntervalMs = Number(goldenCase.settings['batchIntervalMs'] ?? 1000);
  const builder = new PlanBuilder({
    batchIntervalMs,
    timeZone: String(goldenCase.settings['timeZone'] ?? 'UTC'),
    checkpoints: goldenCase.settings['checkpoint'] !== false,
  });
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
  for (const [name, { schema, rows }] of Object.entries(goldenCase.tables ?? {})) {
    const parsed = parseSchema(schema);
    if (!parsed.ok) return refusal(parsed.problems);
    const table = builder.table({ operatorId: name, role: 'table', label: name, rows: rowsFromValues(parsed.value, rows) });
    if (!table.ok) return refusal(table.problems);
    ids.set(name, table.value);
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

function missingIn({ settings, nodes }: PlanCase): string | null {
  if (settings['ansi'] === false) return 'ansi false';
  for (const node of nodes) {
    const missing = missingInNode(node);
    if (missing !== null) return missing;
  }
  return null;
}

const KNOWN_OPS = new Set(['project', 'filter', 'generate', 'union', 'aggregate', 'window', 'join', 'top', 'fold']);
const HOWS: readonly string[] = ['inner', 'left', 'right', 'full', 'leftsemi', 'leftanti', 'cogroup'] satisfies readonly JoinHow[];

function missingInNode(node: CaseNode): string | null {
  if (!KNOWN_OPS.has(node.op)) return `node ${node.op}`;
  if (node.how !== undefined && !HOWS.includes(node.how)) return `join ${node.how}`;
  if (node.window === undefined) return null;
  return node.window.time === 'batch' ? null : 'window in event time';
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
      return builder.generate({
        ...request,
        input,
        array: node.expr ?? '',
        param: 'expr',
        as: node.as ?? '',
        position: node.position ?? null,
        outer: node.outer === true,
      });
    case 'union':
      return builder.union({ ...request, inputs });
    case 'window':
      return builder.window({ ...request, input, sizeMs: node.sizeMs ?? 0, slideMs: node.slideMs ?? 0 });
    case 'join':
      return builder.join({
        ...request,
        left: input,
        right: inputs[1] ?? '',
        how: node.how as JoinHow,
        on: { text: node.on ?? '', param: 'on' },
        columns: named(node.columns, 'columns'),
      });
    case 'top': {
      const texts = (list: readonly string[], param: string) => list.map((text) => ({ text, param }));
      return builder.top({
        ...request,
        input,
        orderBy: texts(node.orderBy ?? [], 'orderBy'),
        limit: node.limit ?? null,
        perKey: texts(node.perKey ?? [], 'perKey'),
      });
    }
    case 'fold':
      return addFold(builder, node, request, input);
    default: {
      const aggregates = named(node.aggregates, 'aggregates');
      const saved = node.checkpointMs === undefined ? {} : { checkpointMs: node.checkpointMs };
      return builder.aggregate({ ...request, ...saved, input, windowing: windowingOf(node, emit), keys: named(node.keys, 'keys'), aggregates });
    }
  }
}

/** A DStream's pairs are rows like any others, so a fold gives rows unless it gives snapshots. */
function addFold(builder: PlanBuilder, node: CaseNode, request: { operatorId: string; role: string; label: string }, input: NodeId): Result<NodeId> {
  const text = (given: string | undefined, param: string) => (given === undefined ? null : { text: given, param });
  const timeout =
    node.timeoutMs === undefined
      ? null
      : {
          afterMs: node.timeoutMs,
          param: 'timeoutMs',
          scan: node.timeoutScan === 'checkpoint' ? ('checkpoint' as const) : ('batch' as const),
          emit: node.onTimeout === undefined ? null : named(node.onTimeout, 'onTimeout'),
        };
  return builder.fold({
    ...request,
    ...(node.checkpointMs === undefined ? {} : { checkpointMs: node.checkpointMs }),
    input,
    per: node.per === 'batch' ? 'batch' : 'row',
    keys: named(node.keys, 'keys'),
    state: named(node.state, 'state'),
    update: named(node.update, 'update'),
    remove: text(node.remove, 'remove'),
    where: text(node.where, 'where'),
    emit: named(node.emit, 'emit'),
    timeout,
    initial: node.initial === undefined ? null : (columns) => ok(rowsFromValues(columns, node.initial ?? [])),
    gives: node.snapshots === true ? 'snapshots' : 'rows',
  });
}

function windowingOf({ window }: CaseNode, emit: 'changes' | 'all' | null): Windowing {
  if (window !== undefined) {
    const inverse = window.inverse === true ? { inverse: { keepEmptyKeys: window.keepEmptyKeys === true } } : {};
    return { kind: 'batchWindow', sizeMs: window.sizeMs ?? 0, slideMs: window.slideMs ?? 0, ...inverse };
  }
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
