// What the state of a node holds, as text: keys with types, aggregates with their arguments' types, windowing. Stored beside
// every state. Equal text means that the bytes of the one can be read as the other; so every part that changes the meaning of
// a stored value is in it, and nothing that does not (names of outputs, emit, what the sink shows).
import { formatType } from '../columns/data-type.ts';
import type { Term } from '../sql/expression.ts';
import type { AggregateNode, PlanNode } from './plan.ts';

const VERSION = 1;

/** The shape of a node that keeps state across batches, or null for one that keeps none. */
export function stateShape(node: PlanNode): string | null {
  if (node.kind !== 'aggregate' || node.windowing.kind === 'perBatch') return null;
  const keys = node.keys.map((k) => `${formatTerm(k.expression.root)} ${formatType(k.expression.type)}`);
  const aggregates = node.aggregates.map((a) => formatAggregate(a.call));
  return `v${VERSION} ${formatWindowing(node.windowing)} by (${keys.join(', ')}) of (${aggregates.join(', ')})`;
}

function formatWindowing(windowing: AggregateNode['windowing']): string {
  switch (windowing.kind) {
    case 'perBatch':
      return 'per batch';
    case 'batchWindow':
      return `window ${windowing.sizeMs} ms every ${windowing.slideMs} ms`;
    case 'running':
      return 'running';
  }
}

function formatAggregate(call: AggregateNode['aggregates'][number]['call']): string {
  const argument = call.argument === null ? '*' : `${formatTerm(call.argument.root)} ${formatType(call.argument.type)}`;
  return `${call.function}(${argument}) ${formatType(call.type)}`;
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
