// Which operator made a column: the static lineage of a plan. A column that only passes (a filter, a bare name in a projection, a
// group key) is followed to the input it came from, through renames; what an expression, an aggregate, a parser or a source
// makes ends the way. Pure; a node kind it does not know passes what has the same name and makes the rest.
import type { Endpoint, OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import type { NamedExpression, Plan, PlanNode } from '../../plan/plan.ts';

export interface Maker {
  readonly operatorId: OperatorId;
  /** What the column is called where it is made. */
  readonly column: string;
  /** The expression, or words: "as it was read". */
  readonly how: string;
  readonly isExpression: boolean;
}

/** Makers of a column of a port, in the order of the inputs; several behind a union. Empty: the plan does not have that port. */
export function makersOf(plan: Plan, document: PipelineDocument, at: Endpoint, column: string): readonly Maker[] {
  const node = nodeAt(plan, document, at);
  return node === null ? [] : unique(follow(plan, node, column, new Set()));
}

/** The node behind an output port. A disabled operator passes what comes in. */
function nodeAt(plan: Plan, document: PipelineDocument, at: Endpoint): PlanNode | null {
  let { operator, port } = at;
  for (let steps = 0; steps < 1_000; steps++) {
    const own = plan.nodes.filter((node) => node.operatorId === operator);
    if (own.length > 0) return own.findLast((node) => (node.kind === 'errors') === (port === 'errors')) ?? null;
    const before = document.edges.find((edge) => edge.to.operator === operator)?.from;
    if (before === undefined) return null;
    operator = before.operator;
    port = before.port;
  }
  return null;
}

function follow(plan: Plan, node: PlanNode, column: string, seen: Set<string>): readonly Maker[] {
  const key = `${node.id}.${column.toLowerCase()}`;
  if (seen.has(key)) return [];
  seen.add(key);
  const made = (how: string, isExpression = false): readonly Maker[] => [{ operatorId: node.operatorId, column, how, isExpression }];
  const pass = (name: string = column): readonly Maker[] =>
    inputsOf(plan, node).flatMap((input) => (hasColumn(input, name) ? follow(plan, input, name, seen) : []));
  switch (node.kind) {
    case 'source':
      return made('as it was read');
    case 'errors':
      return made('why the row was refused');
    case 'project':
      return named(node.columns, column, pass, made);
    case 'generate':
      if (same(node.as, column)) return made(node.array.text, true);
      return node.position !== null && same(node.position, column) ? made('the position in the list') : pass();
    case 'parse':
      return node.columns.some(({ name }) => same(name, column))
        ? made(`read out of ${inputsOf(plan, node)[0]?.output.columns[node.column]?.name ?? 'the record'}`)
        : pass();
    case 'aggregate': {
      const call = node.aggregates.find(({ name }) => same(name, column));
      return call === undefined ? named(node.keys, column, pass, made) : made(call.call.text, true);
    }
    default: {
      const passed = pass();
      return passed.length > 0 ? passed : made('made here');
    }
  }
}

function named(
  columns: readonly NamedExpression[],
  column: string,
  pass: (name: string) => readonly Maker[],
  made: (how: string, isExpression?: boolean) => readonly Maker[],
): readonly Maker[] {
  const entry = columns.find(({ name }) => same(name, column));
  if (entry === undefined) return made('made here');
  const { root, text } = entry.expression;
  return root.kind === 'column' ? pass(root.name) : made(text, true);
}

function inputsOf(plan: Plan, node: PlanNode): readonly PlanNode[] {
  return node.inputs.flatMap((input) => plan.nodes.find((known) => known.id === input.node) ?? []);
}

function hasColumn(node: PlanNode, name: string): boolean {
  return node.output.columns.some((column) => same(column.name, name));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function unique(makers: readonly Maker[]): readonly Maker[] {
  const seen = new Set<string>();
  return makers.filter((maker) => {
    const key = `${maker.operatorId}.${maker.column}`;
    return !seen.has(key) && seen.add(key);
  });
}
