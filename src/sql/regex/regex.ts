// A compiled pattern. Two engines give the same matches: JavaScript's, fast, while its worst case on the text is bounded
// by arithmetic on the pattern; and the machine, whose time is linear in the text, for everything else. So no pattern
// and no text can stop a batch for long.
import { type CharSet, onlyCodePoint } from './char-set.ts';
import { compileProgram, type Program, runProgram } from './machine.ts';
import { parseRegex } from './parse-regex.ts';
import { hasAnchor, type RegexNode, type RegexRefusal } from './regex-node.ts';
import { forgetsGroups, javascriptSource, type Ways, waysOf } from './to-javascript.ts';

export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  /** Text of the groups from 0; '' for a group that did not match. */
  readonly groups: readonly string[];
}

/** A pattern that is one set of characters, once (`run` false) or in runs: what split can find on bytes. */
export interface SimpleSeparator {
  readonly set: CharSet;
  readonly run: boolean;
}

export interface Regex {
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  /** An anchor or lookaround decides where it matches. */
  readonly hasAnchor: boolean;
  readonly separator: SimpleSeparator | null;
  /** The text when the pattern is nothing but that text, else null. */
  readonly literal: string | null;
  /** Longest text the pattern can be tried on in bounded time, in UTF-16 units; Infinity unless it has lookaround or references. */
  readonly maxTextLength: number;
  /** First match at or after `from`. The text is no longer than maxTextLength. */
  exec(text: string, from: number): RegexMatch | null;
}

export type CompiledRegex = { readonly ok: true; readonly regex: Regex } | { readonly ok: false; readonly refusal: RegexRefusal };

/** Steps a backtracking search may take on one text before the machine is used instead. */
const MAX_BACKTRACKING = 20_000_000;

export function compileRegex(pattern: string): CompiledRegex {
  const parsed = parseRegex(pattern);
  if (!parsed.ok) return parsed;
  const { root, groupCount, groupNames } = parsed.regex;
  const ways = waysOf(root);
  const program = compileProgram(root, groupCount);
  const maxTextLength = program === null ? longestText(ways, pattern.length) : Number.POSITIVE_INFINITY;
  if (maxTextLength < 1_000) return refused('it could take very long, and lookaround or references to groups rule out the safe way');
  const forgets = forgetsGroups(root);
  if (forgets && program === null) return refused('a group that a repetition can skip, beside lookaround or references to groups, is not known here');
  const engine = new RegExp(javascriptSource(root), 'gu');
  const exec = (text: string, from: number) => {
    if (program !== null && (forgets || !bounded(ways, pattern.length, text.length - from))) return byMachine(program, text, from);
    return byJavascript(engine, text, from);
  };
  return {
    ok: true,
    regex: { groupCount, groupNames, hasAnchor: hasAnchor(root), separator: separatorOf(root), literal: literalOf(root), maxTextLength, exec },
  };
}

function refused(reason: string): CompiledRegex {
  return { ok: false, refusal: { kind: 'unsupported', reason } };
}

function bounded(ways: Ways, patternLength: number, textLength: number): boolean {
  const n = Math.max(textLength, 1);
  return ways.factor * n ** (ways.degree + 1) * Math.max(patternLength, 1) <= MAX_BACKTRACKING;
}

/** Where only backtracking can tell, a text may take ten times as many steps. */
function longestText(ways: Ways, patternLength: number): number {
  const steps = (MAX_BACKTRACKING * 10) / (ways.factor * Math.max(patternLength, 1));
  return Math.floor(steps ** (1 / (ways.degree + 1)));
}

function byJavascript(engine: RegExp, text: string, from: number): RegexMatch | null {
  engine.lastIndex = from;
  const match = engine.exec(text);
  if (match === null) return null;
  return { start: match.index, end: match.index + match[0].length, groups: match.map((group) => group ?? '') };
}

function byMachine(program: Program, text: string, from: number): RegexMatch | null {
  const match = runProgram(program, text, from);
  if (match === null) return null;
  const groups = [text.slice(match.start, match.end)];
  for (let g = 0; g < program.groupCount; g++) {
    const start = match.slots[g * 2] as number;
    const end = match.slots[g * 2 + 1] as number;
    groups.push(start < 0 || end < 0 ? '' : text.slice(start, end));
  }
  return { start: match.start, end: match.end, groups };
}

function separatorOf(node: RegexNode): SimpleSeparator | null {
  if (node.kind === 'set') return { set: node.set, run: false };
  if (node.kind === 'capture') return separatorOf(node.body);
  if (node.kind === 'repeat' && node.min === 1 && node.max === Number.POSITIVE_INFINITY && !node.lazy && node.body.kind === 'set') {
    return { set: node.body.set, run: true };
  }
  return null;
}

function literalOf(node: RegexNode): string | null {
  if (node.kind === 'set') {
    const code = onlyCodePoint(node.set);
    return code === null ? null : String.fromCodePoint(code);
  }
  if (node.kind !== 'sequence') return null;
  const parts = node.items.map(literalOf);
  return parts.includes(null) ? null : parts.join('');
}

/** All matches from left to right. After an empty match Java goes on one UTF-16 unit later, so also inside a character beyond U+FFFF. */
export function* matchesOf(regex: Regex, text: string): Generator<RegexMatch> {
  for (let from = 0; from <= text.length; ) {
    const match = regex.exec(text, from);
    if (match === null) return;
    yield match;
    from = match.end;
    if (match.end > match.start) continue;
    const beyond = (text.codePointAt(from) ?? 0) > 0xffff;
    if (beyond && !regex.hasAnchor) yield { start: from + 1, end: from + 1, groups: match.groups.map(() => '') };
    from += beyond ? 2 : 1;
  }
}

/** Halves of a character that a match has cut apart become question marks, as when Java encodes them. */
export function withoutHalves(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, '?');
}
