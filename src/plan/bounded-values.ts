// Whether an expression can have but so many values, however long the run: what decides whether state by key stays small. Sources
// that are given once (a file, a text, made-up words) have so many; what comes from outside has not. Hours and days come so slowly
// that they count as few. What is not known counts as unbounded.
import { fieldIndex } from '../columns/data-type.ts';
import type { Term } from '../sql/expression.ts';
import type { FoldNode, NodeId, PlanNode } from './plan.ts';

/** The nodes of a plan, and what is known of their columns: streams may meet again, and each is looked at once. */
export interface Nodes {
  readonly byId: ReadonlyMap<NodeId, PlanNode>;
  readonly known: Map<string, boolean>;
}

type Column = Term & { readonly kind: 'column' };

const HOUR_MICROS = 3.6e9;
/** Answer something else each time. */
const CLOCKS: ReadonlySet<string> = new Set(['current_timestamp', 'now', 'localtimestamp']);
/** Of any time so many values. */
const PARTS_OF_TIME: ReadonlySet<string> = new Set([
  ...['hour', 'minute', 'second', 'day', 'dayofmonth', 'dayofweek', 'dayofyear', 'weekday', 'weekofyear', 'month', 'quarter', 'dayname', 'monthname'],
]);
const SLOW_UNITS: ReadonlySet<string> = new Set(['HOUR', 'DAY', 'DD', 'WEEK', 'MONTH', 'MON', 'MM', 'QUARTER', 'YEAR', 'YYYY', 'YY']);
/** Pass on one of their arguments. */
const CHOOSERS: ReadonlySet<string> = new Set(['coalesce', 'nullif', 'greatest', 'least', 'cast']);

/** Of a term over the columns of a node's first input: group keys, arguments of aggregates, a projection. */
export function isBoundedOver(nodes: Nodes, node: PlanNode, term: Term): boolean {
  const input = nodes.byId.get(node.inputs[0]?.node ?? '');
  return isBounded(term, ({ index }) => input !== undefined && isOutputBounded(nodes, input, index));
}

function isBounded(term: Term, ofColumn: (column: Column) => boolean): boolean {
  if (term.type.kind === 'BOOLEAN' || term.type.kind === 'DATE') return true;
  switch (term.kind) {
    case 'literal':
      return true;
    case 'column':
      return term.variable === true || ofColumn(term);
    case 'case':
      return [...term.branches.map((branch) => branch.then), term.otherwise].every((value) => isBounded(value, ofColumn));
    case 'call':
      if (CLOCKS.has(term.name)) return false;
      return PARTS_OF_TIME.has(term.name) || isSlow(term) || isRest(term) || term.args.every((arg) => isBounded(arg, ofColumn));
  }
}

/** Time cut to hours or more. */
function isSlow({ name, args }: Term & { readonly kind: 'call' }): boolean {
  const [first, second] = args;
  if (name === 'tumbling window') return second?.kind === 'literal' && second.literal.kind === 'number' && second.literal.value >= HOUR_MICROS;
  return name === 'date_trunc' && first?.kind === 'literal' && first.literal.kind === 'string' && SLOW_UNITS.has(first.literal.value.toUpperCase());
}

/** What is left of a division of whole numbers by a number that is given. */
function isRest({ name, type, args }: Term & { readonly kind: 'call' }): boolean {
  return (name === '%' || name === 'pmod') && (type.kind === 'INT' || type.kind === 'BIGINT') && args[1]?.kind === 'literal';
}

/** A column of what flows out of a node. */
function isOutputBounded(nodes: Nodes, node: PlanNode, index: number): boolean {
  const place = `${index} of ${node.id}`;
  const known = nodes.known.get(place) ?? isColumnBounded(nodes, node, index);
  nodes.known.set(place, known);
  return known;
}

function isColumnBounded(nodes: Nodes, node: PlanNode, index: number): boolean {
  const field = node.output.columns[index];
  if (field === undefined) return false;
  if (field.type.kind === 'BOOLEAN' || field.type.kind === 'DATE') return true;
  const [input, second] = node.inputs.map(({ node: id }) => nodes.byId.get(id));
  const passes = (from: PlanNode | undefined, at: number): boolean => from !== undefined && isOutputBounded(nodes, from, at);
  const over = (term: Term | undefined): boolean => term !== undefined && isBoundedOver(nodes, node, term);
  switch (node.kind) {
    case 'source':
      return node.source.kind === 'generator' ? field.name !== 'id' : node.source.kind !== 'live';
    case 'table':
      return true;
    case 'project':
      return over(node.columns[index]?.expression.root);
    case 'join': {
      const root = node.columns[index]?.expression.root;
      const side = (at: number): boolean => (at < node.leftColumns ? passes(input, at) : passes(second, at - node.leftColumns));
      return root !== undefined && isBounded(root, (column) => side(column.index));
    }
    case 'filter':
    case 'window':
    case 'top':
    case 'sink':
      return passes(input, index);
    case 'generate':
      return index < (input?.output.columns.length ?? 0) ? passes(input, index) : over(node.array.root);
    case 'parse': {
      const kept = node.keep && input !== undefined ? fieldIndex(input.output.columns, field.name) : -1;
      return passes(input, kept >= 0 && kept !== node.column ? kept : node.column);
    }
    case 'union':
      return node.inputs.every(({ node: id }) => passes(nodes.byId.get(id), fieldIndex(nodes.byId.get(id)?.output.columns ?? [], field.name)));
    case 'aggregate':
      return over(node.keys[index]?.expression.root);
    case 'fold': {
      if (node.gives === 'snapshots') return over(node.keys[index]?.expression.root);
      const root = node.emit[index]?.expression.root;
      return root !== undefined && isBounded(root, (column) => isSeenBounded(nodes, node, column));
    }
    case 'errors':
      return false;
  }
}

/** What an expression of a fold sees: the row, the keys, the state before and after. */
function isSeenBounded(nodes: Nodes, node: FoldNode, column: Column): boolean {
  const field = stateField(node, column.name);
  const update = node.update[field];
  if (update !== undefined) return isChosen(nodes, node, update.root);
  const input = nodes.byId.get(node.inputs[0]?.node ?? '');
  if (node.per === 'row' && input !== undefined && column.index < input.output.columns.length) return isOutputBounded(nodes, input, column.index);
  const key = node.keys.find(({ name }) => name.toLowerCase() === column.name.toLowerCase());
  return key !== undefined && isBoundedOver(nodes, node, key.expression.root);
}

/** A state that stays what it was or becomes one of so many values: the first page, the highest level. */
function isChosen(nodes: Nodes, node: FoldNode, term: Term): boolean {
  if (term.kind === 'column' && stateField(node, term.name) >= 0) return true;
  if (term.kind === 'case') return [...term.branches.map((branch) => branch.then), term.otherwise].every((value) => isChosen(nodes, node, value));
  if (term.kind === 'call' && CHOOSERS.has(term.name)) return term.args.every((arg) => isChosen(nodes, node, arg));
  return isBounded(term, (column) => stateField(node, column.name) < 0 && isSeenBounded(nodes, node, column));
}

/** Of "state.f" and "new.f" which field; -1 of any other column. */
function stateField(node: FoldNode, name: string): number {
  const [, field] = /^(?:state|new)\.(.+)$/.exec(name) ?? [];
  return field === undefined ? -1 : fieldIndex(node.state, field);
}
