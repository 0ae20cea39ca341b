// Prints a pattern for JavaScript's engine (u flag), and bounds how long that engine may backtrack over it.
import { anchorText } from './anchors.ts';
import { classText } from './char-set.ts';
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
      return node.options.map(waysOf).reduce(sum, { factor: 0, degree: 0 });
    case 'capture':
    case 'look':
      return waysOf(node.body);
    case 'repeat':
      return repeatWays(node);
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
