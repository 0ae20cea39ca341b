// Spark 4 regroups a sum or product of whole numbers that has a constant in it, and then the outermost operator decides for all:
// try_add(a + 1, b) gives NULL where a + 1 does not fit, and try_add(a, b) + 1 fails where the sum does not. Done here for sums
// that mix both kinds; where all are of one kind the order of adding cannot be told apart but by which of two errors comes first.
import { isIntegerType } from '../columns/data-type.ts';
import { isConstant } from './constant-term.ts';
import type { Term } from './expression.ts';
import type { TermBuilder } from './term-builder.ts';

const kin: ReadonlyMap<string, readonly string[]> = new Map([
  ['+', ['+', 'try_add']],
  ['try_add', ['+', 'try_add']],
  ['*', ['*', 'try_multiply']],
  ['try_multiply', ['*', 'try_multiply']],
]);

/** The same term, or the regrouped one. */
export function regrouped(term: Term, terms: TermBuilder): Term {
  if (term.kind !== 'call' || !isIntegerType(term.type)) return term;
  const { name, type, span } = term;
  const names = kin.get(name);
  if (names === undefined) return term;
  const leaves: Term[] = [];
  let mixed = false;
  const flatten = (part: Term) => {
    if (part.kind !== 'call' || !names.includes(part.name) || part.type.kind !== type.kind) leaves.push(part);
    else {
      mixed ||= part.name !== name;
      part.args.forEach(flatten);
    }
  };
  flatten(term);
  const constants = leaves.filter(isConstant);
  const others = leaves.filter((leaf) => !isConstant(leaf));
  if (!mixed || constants.length === 0 || others.length === 0) return term;
  return [...others, ...constants].reduce((sum, leaf) => terms.call(name, [sum, leaf], type, span));
}
