// Prints a pattern for JavaScript's engine (u flag), and bounds how long that engine may backtrack over it.
import { anchorText } from './anchors.ts';
import { classText, EMPTY, intersection, union } from './char-set.ts';
import type { RegexNode } from './regex-node.ts';

export function javascriptSource(node: RegexNode): string {
  switch (node.kind) {
    case 'set':
      return classText(node.set);
    case 'sequence':
      return node.items.map((item) => (item.kind === 'choice' ? `(?:${javascriptSource(item)})` : javascriptSource(item))).join('');
    case 'choice':
      return node.options.map(javascriptSource).join('|');
    case 'capture':
      return `(${javascriptSource(node.body)})`;
    case 'repeat':
      return repeatSource(node);
    case 'anchor':
      return anchorText(node.anchor);
    case 'look':
      return `(?${node.ahead ? '' : '<'}${node.negative ? '!' : '='}${javascriptSource(node.body)})`;
    case 'backreference':
      return `(?:\\${node.index})`;
  }
}

function repeatSource(node: RegexNode & { kind: 'repeat' }): string {
  const body = node.body.kind === 'set' || node.body.kind === 'capture' ? javascriptSource(node.body) : `(?:${javascriptSource(node.body)})`;
  // JavaScript refuses an empty round of X?; Java takes it. Written as a choice they agree.
  if (node.min === 0 && node.max === 1) return node.lazy ? `(?:|${body})` : `(?:${body}|)`;
  const counts =
    node.max === Number.POSITIVE_INFINITY ? (node.min === 0 ? '*' : node.min === 1 ? '+' : `{${node.min},}`) : `{${node.min},${node.max}}`;
  return `${body}${counts}${node.lazy ? '?' : ''}`;
}

/** Backtracking tries at most `factor` x n^`degree` ways from one start in a text of n characters. */
export interface Ways {
  readonly factor: number;
  readonly degree: number;
}

const ONE: Ways = { factor: 1, degree: 0 };
const NO_BOUND: Ways = { factor: Number.POSITIVE_INFINITY, degree: 0 };

export function waysOf(node: RegexNode): Ways {
  switch (node.kind) {
    case 'set':
    case 'anchor':
      return ONE;
    case 'backreference':
      return { factor: 1, degree: 1 };
    case 'sequence':
      return node.items.map(waysOf).reduce(product, ONE);
    case 'choice':
      return disjointSets(node.options) ? ONE : node.options.map(waysOf).reduce(sum, { factor: 0, degree: 0 });
    case 'capture':
    case 'look':
      return waysOf(node.body);
    case 'repeat':
      return repeatWays(node);
  }
}

/** Options of one character each, of which at most one can match. */
function disjointSets(options: readonly RegexNode[]): boolean {
  let before = EMPTY;
  for (const option of options) {
    if (option.kind !== 'set' || intersection(before, option.set).length > 0) return false;
    before = union(before, option.set);
  }
  return true;
}

/**
 * Whether a round of a repetition can skip a group that an earlier round has set. JavaScript then forgets what the group
 * held, Java keeps it.
 */
export function forgetsGroups(node: RegexNode, repeated = false, optional = false): boolean {
  switch (node.kind) {
    case 'capture':
      return (repeated && optional) || forgetsGroups(node.body, repeated, optional);
    case 'sequence':
      return node.items.some((item) => forgetsGroups(item, repeated, optional));
    case 'choice':
      return node.options.some((option) => forgetsGroups(option, repeated, true));
    case 'repeat':
      return forgetsGroups(node.body, repeated || node.max > 1, optional || (repeated && node.min === 0));
    default:
      return false;
  }
}

function product(a: Ways, b: Ways): Ways {
  return { factor: a.factor * b.factor, degree: a.degree + b.degree };
}

function sum(a: Ways, b: Ways): Ways {
  return { factor: a.factor + b.factor, degree: Math.max(a.degree, b.degree) };
}

function repeatWays(node: RegexNode & { kind: 'repeat' }): Ways {
  const body = waysOf(node.body);
  if (node.max <= 1) return sum(ONE, body);
  const single = body.factor === 1 && body.degree === 0;
  if (node.max === Number.POSITIVE_INFINITY) return single ? { factor: 1, degree: 1 } : NO_BOUND;
  if (single) return { factor: node.max - node.min + 1, degree: 0 };
  if (body.degree > 0) return NO_BOUND;
  return { factor: body.factor ** node.max * (node.max - node.min + 1), degree: 0 };
}
