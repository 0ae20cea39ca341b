// Search in the catalogue: by title, hint and the words people know from other systems.
import { CATALOGUE } from '../../operators/catalogue.ts';
import type { OperatorDefinition } from '../../operators/operator-definition.ts';

export function matchesOperator(definition: OperatorDefinition, query: string): boolean {
  const words = query.toLowerCase().trim().split(/\s+/);
  const text = [definition.title, definition.hint, definition.type, ...definition.aliases].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Best first: titles that begin with it, then titles, then the rest; the catalogue's order among equals. */
export function findOperators(query: string): readonly OperatorDefinition[] {
  const wanted = query.toLowerCase().trim();
  const rank = (definition: OperatorDefinition): number => {
    const title = definition.title.toLowerCase();
    if (title.startsWith(wanted)) return 0;
    return title.includes(wanted) ? 1 : 2;
  };
  return CATALOGUE.filter((definition) => matchesOperator(definition, query)).toSorted((a, b) => rank(a) - rank(b));
}

const OUTSIDE = /kafka|mqtt|jdbc|postgres|mysql|s3|kinesis|rabbit|pulsar|redis/i;

/** What else to do when nothing is found. */
export function nothingCalled(query: string): string {
  return OUTSIDE.test(query)
    ? ' A browser tab cannot reach such a system. Generator and Text stream make rows here, Typed lines takes yours.'
    : ' Try a word for what it does: count, split, filter, window.';
}
