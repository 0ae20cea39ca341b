// What the state of a node holds, as text: keys with types, aggregates with their arguments' types, windowing. Stored beside
// every state. Equal text means that the bytes of the one can be read as the other; so every part that changes the meaning of
// a stored value is in it, and nothing that does not (names of outputs, emit, what the sink shows).
import { formatSchema, formatType } from '../columns/data-type.ts';
import { rememberedYear } from '../formats/remembers-years.ts';
import type { Term } from '../sql/expression.ts';
import type { AggregateNode, NamedExpression, PlanNode } from './plan.ts';

const VERSION = 1;

/** The shape of a node that keeps state across batches, or null for one that keeps none. */
export function stateShape(node: PlanNode): string | null {
  switch (node.kind) {
    case 'aggregate':
      return node.windowing.kind === 'perBatch' ? null : aggregateShape(node);
    case 'window':
      return `v${VERSION} rows of window ${node.sizeMs} ms every ${node.slideMs} ms (${formatSchema(node.output.columns)})`;
    case 'fold':
      // What the state is folded by may change: its fields mean the same.
      return `v${VERSION} fold by (${formatKeys(node.keys)}) of (${formatSchema(node.state)})`;
    case 'parse': {
      const year = rememberedYear(node.format, node.columns);
      return year === null ? null : `v${VERSION} year of log lines from ${year}`;
    }
    default:
      return null;
  }
}

function aggregateShape(node: AggregateNode): string {
  const aggregates = node.aggregates.map((a) => formatAggregate(a.call));
  return `v${VERSION} ${formatWindowing(node)} by (${formatKeys(node.keys)}) of (${aggregates.join(', ')})`;
}

function formatKeys(keys: readonly NamedExpression[]): string {
  return keys.map((k) => `${formatTerm(k.expression.root)} ${formatType(k.expression.type)}`).join(', ');
}

function formatWindowing({ windowing, keys }: AggregateNode): string {
  switch (windowing.kind) {
    case 'perBatch':
      return 'per batch';
    case 'batchWindow':
      return `window ${windowing.sizeMs} ms every ${windowing.slideMs} ms${keptBeyond(windowing.inverse, keys.length)}`;
    case 'running':
      return 'running';
  }
}

/** The inverse form alone, with keys, keeps what any window keeps. */
function keptBeyond(inverse: { readonly keepEmptyKeys: boolean } | undefined, keys: number): string {
  if (inverse === undefined) return '';
  if (keys === 0) return ' from the first row';
  return inverse.keepEmptyKeys ? ' with empty keys' : '';
}

function formatAggregate(call: AggregateNode['aggregates'][number]['call']): string {
  const args =
    call.argument === null ? ['*'] : [call.argument, ...(call.more ?? [])].map(({ root, type }) => `${formatTerm(root)} ${formatType(type)}`);
  const constants = (call.constants ?? []).map((constant) => JSON.stringify(constant));
  const words = [
    ...(call.ignoreNulls === true ? [' ignore nulls'] : []),
    ...(call.filter === undefined ? [] : [` filter ${formatTerm(call.filter.root)}`]),
  ];
  return `${call.function}(${call.distinct === true ? 'distinct ' : ''}${[...args, ...constants].join(', ')})${words.join('')} ${formatType(call.type)}`;
}

/** A checked term in one canonical writing: columns by name, so neither spaces nor the order of the input's columns count. */
export function formatTerm(term: Term): string {
  switch (term.kind) {
    case 'literal':
      return `${formatLiteral(term.literal)}:${formatType(term.type)}`;
    case 'column':
      return `\`${term.name.toLowerCase().replaceAll('`', '``')}\``;
    case 'call':
      return `${term.name}(${term.args.map(formatTerm).join(', ')}):${formatType(term.type)}`;
    case 'case': {
      const branches = term.branches.map((b) => `when ${formatTerm(b.when)} then ${formatTerm(b.then)}`);
      return `case ${branches.join(' ')} else ${formatTerm(term.otherwise)} end`;
    }
  }
}

function formatLiteral(literal: Extract<Term, { kind: 'literal' }>['literal']): string {
  if (literal.kind === 'null') return 'null';
  // JSON has one zero; a DOUBLE has two.
  return Object.is(literal.value, -0) ? '-0' : JSON.stringify(literal.value);
}
