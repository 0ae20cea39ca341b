// Reads a pattern as Java's Pattern would: its escapes, classes with union and intersection, inline flags. What differs
// from JavaScript is resolved here (every character becomes a set of code points) or refused with the reason.
import { type CaseRule, withCases } from './case-rule.ts';
import { type CharSet, complement, MAX_CODE_POINT } from './char-set.ts';
import { invalid, PatternReader, Refused, unsupported } from './pattern-reader.ts';
import { LINE_ENDS } from './properties.ts';
import { readClass } from './read-class.ts';
import { readEscape } from './read-escape.ts';
import { canBeEmpty, type ParsedRegex, type RegexNode, type RegexRefusal } from './regex-node.ts';

const MAX_GROUP_DEPTH = 100;

export function parseRegex(
  pattern: string,
): { readonly ok: true; readonly regex: ParsedRegex } | { readonly ok: false; readonly refusal: RegexRefusal } {
  try {
    return { ok: true, regex: new RegexParser(pattern).parse() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
  /** (?d): only \n ends a line. */
  readonly unixLines: boolean;
  /** (?u): (?i) means all letters, not those of ASCII only. */
  readonly unicodeCase: boolean;
  /** (?x): white space and what follows a # are not there. */
  readonly comments: boolean;
}

const ANY: CharSet = [0, MAX_CODE_POINT];
/** What \R matches beside \r\n. */
const LINE_BREAKS: CharSet = [10, 13, 0x85, 0x85, 0x2028, 0x2029];

class RegexParser {
  private readonly reader: PatternReader;
  private groups = 0;
  private depth = 0;
  private readonly names = new Map<string, number>();
  /** Groups that are closed and were on the only way here, so a reference to them has something to compare with. */
  private certain: number[] = [];
  private flags: Flags = { ignoreCase: false, dotAll: false, multiline: false, unixLines: false, unicodeCase: false, comments: false };
  /** References to groups that had not begun where they stand. */
  private readonly ahead: number[] = [];

  constructor(pattern: string) {
    this.reader = new PatternReader(pattern);
  }

  parse(): ParsedRegex {
    const root = this.choice();
    if (!this.reader.done) throw invalid('there is a ) without its (');
    const late = this.ahead.find((index) => index <= this.groups);
    if (late !== undefined) throw unsupported(`\\${late} refers to a group that may not have matched`);
    return { root, groupCount: this.groups, groupNames: this.names };
  }

  private choice(): RegexNode {
    const before = this.certain;
    const options = [this.sequence()];
    while (this.reader.take('|')) {
      this.certain = before;
      options.push(this.sequence());
    }
    if (options.length > 1) this.certain = before;
    return options.length === 1 ? (options[0] as RegexNode) : { kind: 'choice', options };
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = [];
    for (this.gap(); !this.reader.done && this.reader.peek() !== '|' && this.reader.peek() !== ')'; this.gap()) {
      const before = this.certain;
      const atom = this.atom();
      if (atom === null) continue;
      const item = this.quantified(atom);
      if (item.kind === 'repeat' && item.min === 0) this.certain = before;
      items.push(item);
    }
    return items.length === 1 ? (items[0] as RegexNode) : { kind: 'sequence', items };
  }

  /** Goes past white space and comments, under (?x). */
  private gap(): void {
    if (!this.flags.comments) return;
    for (;;) {
      this.reader.takeWhile(/[\t-\r ]/);
      if (!this.reader.take('#')) return;
      this.reader.takeWhile(this.flags.unixLines ? /[^\n]/ : /[^\n\r\u0085\u2028\u2029]/);
    }
  }

  private characterClass(): RegexNode {
    const { mark } = this.reader;
    const set = readClass(this.reader, this.caseRule());
    if (this.flags.comments && /[\s#]/.test(this.reader.since(mark))) throw unsupported('white space or # in a class under (?x) is not known here');
    return this.set(set);
  }

  /** null for what stands for nothing: inline flags. */
  private atom(): RegexNode | null {
    const c = this.reader.next();
    switch (c) {
      case '(':
        return this.group();
      case '[':
        return this.characterClass();
      case '.':
        return { kind: 'set', set: this.flags.dotAll ? ANY : complement(this.flags.unixLines ? [10, 10] : LINE_ENDS) };
      case '^':
        if (this.flags.unixLines && this.flags.multiline) throw unsupported('^ under (?dm) is not known here');
        return { kind: 'anchor', anchor: this.flags.multiline ? 'line-start' : 'start' };
      case '$':
        if (this.flags.unixLines) throw unsupported('$ under (?d) is not known here');
        return { kind: 'anchor', anchor: this.flags.multiline ? 'line-end' : 'end-of-last-line' };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw invalid(`nothing stands before ${c}`);
      case '{':
        throw invalid('{ stands where no repetition can be; write \\{ for the character');
      default:
        return this.character(c.codePointAt(0) as number);
    }
  }

  private set(set: CharSet): RegexNode {
    return { kind: 'set', set };
  }

  private character(code: number): RegexNode {
    return this.set(this.cased([code, code]));
  }

  private cased(set: CharSet): CharSet {
    return withCases(set, this.caseRule());
  }

  private caseRule(): CaseRule {
    if (!this.flags.ignoreCase) return 'exact';
    return this.flags.unicodeCase ? 'unicode' : 'ascii';
  }

  private group(): RegexNode | null {
    if (++this.depth > MAX_GROUP_DEPTH) throw unsupported('its groups are nested too deep');
    const outer = this.flags;
    const node = this.groupBody();
    this.depth--;
    // Flags set inside end with the group; (?i) alone has no group and goes on.
    if (node !== null) this.flags = outer;
    return node;
  }

  private groupBody(): RegexNode | null {
    if (!this.reader.take('?')) return this.capture();
    if (this.reader.take(':')) return this.closed(this.choice());
    if (this.reader.take('=')) return this.look(true, false);
    if (this.reader.take('!')) return this.look(true, true);
    if (this.reader.take('<=')) return this.look(false, false);
    if (this.reader.take('<!')) return this.look(false, true);
    if (this.reader.take('>')) return this.atomic(this.closed(this.choice()));
    if (this.reader.take('<')) return this.namedCapture();
    return this.inlineFlags();
  }

  private closed(node: RegexNode): RegexNode {
    if (!this.reader.take(')')) throw invalid('a ( is not closed');
    return node;
  }

  private capture(): RegexNode {
    const index = ++this.groups;
    const body = this.closed(this.choice());
    this.certain = [...this.certain, index];
    return { kind: 'capture', index, body };
  }

  private namedCapture(): RegexNode {
    const name = this.reader.takeWhile(/[A-Za-z0-9]/);
    if (!/^[A-Za-z]/.test(name) || !this.reader.take('>')) throw invalid('a group name has only letters and digits, and starts with a letter');
    if (this.names.has(name)) throw invalid(`two groups are named ${name}`);
    this.names.set(name, this.groups + 1);
    return this.capture();
  }

  private look(ahead: boolean, negative: boolean): RegexNode {
    const groupsBefore = this.groups;
    const before = this.certain;
    const body = this.closed(this.choice());
    this.certain = before;
    if (this.groups > groupsBefore) throw unsupported('a group inside a lookaround is not known here');
    return { kind: 'look', ahead, negative, body };
  }

  private inlineFlags(): RegexNode | null {
    let { ignoreCase, dotAll, multiline, unixLines, unicodeCase, comments } = this.flags;
    let on = true;
    for (;;) {
      const c = this.reader.next();
      if (c === '-') on = false;
      else if (c === 'i') ignoreCase = on;
      else if (c === 's') dotAll = on;
      else if (c === 'm') multiline = on;
      else if (c === 'd') unixLines = on;
      else if (c === 'u') unicodeCase = on;
      else if (c === 'x') comments = on;
      else if (c === 'U') throw unsupported(`the flag (?${c}) is not known here`);
      else if (c === ')') {
        this.flags = { ignoreCase, dotAll, multiline, unixLines, unicodeCase, comments };
        return null;
      } else if (c === ':') {
        this.flags = { ignoreCase, dotAll, multiline, unixLines, unicodeCase, comments };
        return this.closed(this.choice());
      } else throw invalid('(? is followed by something unknown');
    }
  }

  private quantified(atom: RegexNode): RegexNode {
    this.gap();
    const counts = this.counts();
    if (counts === null) return atom;
    const [min, max] = counts;
    const lazy = this.reader.take('?');
    const possessive = !lazy && this.reader.take('+');
    this.gap();
    const after = this.reader.peek();
    if (after === '*' || after === '+' || after === '?') throw invalid(`nothing stands before ${after}`);
    if (after === '{') throw unsupported('a repetition of a repetition is not known here');
    if (atom.kind === 'anchor' || atom.kind === 'look') throw unsupported('a repeated anchor or lookaround is not known here');
    if (max > 1 && canBeEmpty(atom)) throw unsupported('a repeated group that can match nothing is not known here');
    const repeat: RegexNode = { kind: 'repeat', body: atom, min, max, lazy };
    return possessive ? this.atomic(repeat) : repeat;
  }

  /**
   * The node without a way back into it. A repetition of one set takes all it can: then no more of the set follows, or it is at
   * its most. What has only one way to match is atomic anyway.
   */
  private atomic(node: RegexNode): RegexNode {
    if (node.kind === 'set' || (node.kind === 'sequence' && node.items.every((item) => item.kind === 'set'))) return node;
    if (node.kind !== 'repeat' || node.body.kind !== 'set') {
      throw unsupported('possessive repetition and atomic groups of more than one set of characters are not known here');
    }
    const { body, min, max } = node;
    if (node.lazy) return { kind: 'repeat', body, min, max: min, lazy: false };
    const noMore: RegexNode = { kind: 'look', ahead: true, negative: true, body };
    const all = (most: number): RegexNode => ({ kind: 'sequence', items: [{ kind: 'repeat', body, min, max: most, lazy: false }, noMore] });
    if (max === Number.POSITIVE_INFINITY) return all(max);
    const full: RegexNode = { kind: 'repeat', body, min: max, max, lazy: false };
    return max === min ? full : { kind: 'choice', options: [full, all(max - 1)] };
  }

  private counts(): readonly [number, number] | null {
    if (this.reader.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.reader.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.reader.take('?')) return [0, 1];
    if (this.reader.peek() !== '{') return null;
    this.reader.skip(1);
    const min = this.digits();
    if (min === null) throw invalid('{ must be followed by a number; write \\{ for the character');
    let max: number | null = min;
    if (this.reader.take(',')) max = this.reader.peek() === '}' ? Number.POSITIVE_INFINITY : this.digits();
    if (max === null || !this.reader.take('}')) throw invalid('a { is not closed');
    if (max < min) throw invalid('in {n,m} the second number is less than the first');
    if (min > 1000 || (max > 1000 && max !== Number.POSITIVE_INFINITY)) throw unsupported('it repeats more than 1000 times');
    return [min, max];
  }

  private digits(): number | null {
    const text = this.reader.takeWhile(/[0-9]/);
    return text === '' ? null : Number(text);
  }

  private escape(): RegexNode {
    const c = this.reader.peek();
    if (c === '') throw invalid('it ends with a backslash');
    if (c === 'Q') {
      if (this.flags.comments) throw unsupported('\\Q under (?x) is not known here');
      return this.quotedText();
    }
    const simple = this.simpleAnchor(c);
    if (simple !== null) {
      this.reader.skip(1);
      return simple;
    }
    if (/[1-9]/.test(c)) return this.backreference();
    if (c === 'k') return this.namedReference();
    const set = readEscape(this.reader, this.flags.ignoreCase);
    return this.set(set.shorthand ? set.set : this.cased(set.set));
  }

  private simpleAnchor(c: string): RegexNode | null {
    switch (c) {
      case 'A':
        return { kind: 'anchor', anchor: 'start' };
      case 'z':
        return { kind: 'anchor', anchor: 'end' };
      case 'Z':
        return { kind: 'anchor', anchor: 'end-of-last-line' };
      case 'b':
        if (this.reader.peek(1) === '{') throw unsupported('\\b{g} is not known here');
        return { kind: 'anchor', anchor: 'word-boundary' };
      case 'B':
        return { kind: 'anchor', anchor: 'not-word-boundary' };
      case 'R':
        return { kind: 'choice', options: [{ kind: 'sequence', items: [this.set([13, 13]), this.set([10, 10])] }, this.set(LINE_BREAKS)] };
      case 'G':
      case 'X':
      case 'N':
        throw unsupported(`\\${c} is not known here`);
      default:
        return null;
    }
  }

  private quotedText(): RegexNode {
    this.reader.skip(1);
    const items: RegexNode[] = [];
    while (!this.reader.done && !this.reader.take('\\E')) items.push(this.character(this.reader.next().codePointAt(0) as number));
    const last = items.pop();
    if (last === undefined) return { kind: 'sequence', items: [] };
    // A repetition that follows belongs to the last character only.
    const node = this.quantified(last);
    return { kind: 'sequence', items: [...items, node] };
  }

  private backreference(): RegexNode {
    const index = Number(this.reader.next());
    if (/[0-9]/.test(this.reader.peek())) throw unsupported('a digit after a reference to a group is not known here');
    if (index > this.groups) {
      // A group that there is not never matches; one that begins later is found out at the end.
      this.ahead.push(index);
      return this.set([]);
    }
    return this.referenceTo(index, `\\${index}`);
  }

  private namedReference(): RegexNode {
    this.reader.skip(1);
    if (!this.reader.take('<')) throw invalid('\\k must be followed by the name of a group, as in \\k<name>');
    const name = this.reader.takeWhile(/[A-Za-z0-9]/);
    const index = this.names.get(name);
    if (!this.reader.take('>') || index === undefined) throw invalid(`there is no group named ${name} before \\k<${name}>`);
    return this.referenceTo(index, `\\k<${name}>`);
  }

  private referenceTo(index: number, text: string): RegexNode {
    if (!this.certain.includes(index)) throw unsupported(`${text} refers to a group that may not have matched`);
    if (this.flags.ignoreCase) throw unsupported('a reference to a group under (?i) is not known here');
    return { kind: 'backreference', index };
  }
}
