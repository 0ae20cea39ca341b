// A regular expression in Java's meaning, as a closed tree. Every character is a set of code points; flags are gone.
import { type CharSet, EMPTY, union } from './char-set.ts';

export type Anchor =
  /** ^ and \A: the start of the text. */
  | 'start'
  /** \z: the very end. */
  | 'end'
  /** $ and \Z: the end, or before a line terminator that ends the text. */
  | 'end-of-last-line'
  /** (?m)^ */
  | 'line-start'
  /** (?m)$ */
  | 'line-end'
  | 'word-boundary'
  | 'not-word-boundary';

export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  /** `index` counts capturing groups from 1. */
  | { readonly kind: 'capture'; readonly index: number; readonly body: RegexNode }
  /** max Infinity: no limit. */
  | { readonly kind: 'repeat'; readonly body: RegexNode; readonly min: number; readonly max: number; readonly lazy: boolean }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly negative: boolean; readonly body: RegexNode }
  /** To a group that has matched whenever this is reached. */
  | { readonly kind: 'backreference'; readonly index: number };

export interface ParsedRegex {
  readonly root: RegexNode;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

/** Why a pattern is refused. invalid: Java refuses it too. unsupported: Java knows it, this build does not. */
export interface RegexRefusal {
  readonly kind: 'invalid' | 'unsupported';
  readonly reason: string;
}

/** Whether the node can match without consuming a character. */
export function canBeEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'sequence':
      return node.items.every(canBeEmpty);
    case 'choice':
      return node.options.some(canBeEmpty);
    case 'capture':
      return canBeEmpty(node.body);
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.body);
    case 'anchor':
    case 'look':
    case 'backreference':
      return true;
  }
}

export function hasAnchor(node: RegexNode): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'sequence':
      return node.items.some(hasAnchor);
    case 'choice':
      return node.options.some(hasAnchor);
    case 'capture':
    case 'repeat':
      return hasAnchor(node.body);
    case 'anchor':
    case 'look':
    case 'backreference':
      return true;
  }
}

/** The characters a match can start with; null when it can be empty or an anchor comes first. */
export function firstSetOf(node: RegexNode): CharSet | null {
  switch (node.kind) {
    case 'set':
      return node.set;
    case 'sequence':
      return firstOfSequence(node.items);
    case 'choice':
      return node.options.map(firstSetOf).reduce((all, set) => (all === null || set === null ? null : union(all, set)), EMPTY);
    case 'capture':
      return firstSetOf(node.body);
    case 'repeat':
      return node.min === 0 ? null : firstSetOf(node.body);
    case 'anchor':
    case 'look':
    case 'backreference':
      return null;
  }
}

/** What may be left out at the start adds its characters to those of what follows. */
function firstOfSequence(items: readonly RegexNode[]): CharSet | null {
  let all: CharSet = EMPTY;
  for (const item of items) {
    const optional = item.kind === 'repeat' && item.min === 0;
    const set = firstSetOf(optional ? item.body : item);
    if (set === null) return null;
    all = union(all, set);
    if (!optional) return all;
  }
  return null;
}
