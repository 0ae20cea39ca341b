// Reads a pattern as Java's Pattern would: its escapes, classes with union and intersection, inline flags. What differs
// from JavaScript is resolved here (every character becomes a set of code points) or refused with the reason.
import { type CharSet, charSet, complement, EMPTY, intersection, MAX_CODE_POINT, union, withAsciiCases } from './char-set.ts';
import { DIGITS, HORIZONTAL, LINE_ENDS, propertySet, SPACE, VERTICAL, WORD } from './properties.ts';
import { canBeEmpty, type ParsedRegex, type RegexNode, type RegexRefusal } from './regex-node.ts';

const MAX_PATTERN_LENGTH = 2_000;
const MAX_GROUP_DEPTH = 100;

class Refused extends Error {
  readonly refusal: RegexRefusal;
  constructor(kind: RegexRefusal['kind'], reason: string) {
    super(reason);
    this.refusal = { kind, reason };
  }
}

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
}

const ANY: CharSet = [0, MAX_CODE_POINT];

function invalid(reason: string): Refused {
  return new Refused('invalid', reason);
}

function unsupported(reason: string): Refused {
  return new Refused('unsupported', reason);
}

class RegexParser {
  private readonly codes: readonly number[];
  private at = 0;
  private groups = 0;
  private depth = 0;
  private readonly names = new Map<string, number>();
  /** Groups that are closed and were on the only way here, so a reference to them has something to compare with. */
  private certain: number[] = [];
  private flags: Flags = { ignoreCase: false, dotAll: false, multiline: false };

  constructor(pattern: string) {
    if (pattern.length > MAX_PATTERN_LENGTH) throw unsupported(`it has more than ${MAX_PATTERN_LENGTH} characters`);
    this.codes = [...pattern].map((c) => c.codePointAt(0) as number);
  }

  parse(): ParsedRegex {
    const root = this.choice();
    if (this.at < this.codes.length) throw invalid('there is a ) without its (');
    return { root, groupCount: this.groups, groupNames: this.names };
  }

  private peek(offset = 0): string {
    const code = this.codes[this.at + offset];
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  private take(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.peek(i) !== text[i]) return false;
    this.at += text.length;
    return true;
  }

  private next(): string {
    const c = this.peek();
    this.at++;
    return c;
  }

  private choice(): RegexNode {
    const before = this.certain;
    const options = [this.sequence()];
    while (this.take('|')) {
      this.certain = before;
      options.push(this.sequence());
    }
    if (options.length > 1) this.certain = before;
    return options.length === 1 ? (options[0] as RegexNode) : { kind: 'choice', options };
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (this.at < this.codes.length && this.peek() !== '|' && this.peek() !== ')') {
      const before = this.certain;
      const atom = this.atom();
      if (atom === null) continue;
      const item = this.quantified(atom);
      if (item.kind === 'repeat' && item.min === 0) this.certain = before;
      items.push(item);
    }
    return items.length === 1 ? (items[0] as RegexNode) : { kind: 'sequence', items };
  }

  /** null for what stands for nothing: inline flags. */
  private atom(): RegexNode | null {
    const c = this.next();
    switch (c) {
      case '(':
        return this.group();
      case '[':
        return this.set(this.characterClass());
      case '.':
        return { kind: 'set', set: this.flags.dotAll ? ANY : complement(LINE_ENDS) };
      case '^':
        return { kind: 'anchor', anchor: this.flags.multiline ? 'line-start' : 'start' };
      case '$':
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
    return this.flags.ignoreCase ? withAsciiCases(set) : set;
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
    if (!this.take('?')) return this.capture();
    if (this.take(':')) return this.closed(this.choice());
    if (this.take('=')) return this.look(true, false);
    if (this.take('!')) return this.look(true, true);
    if (this.take('<=')) return this.look(false, false);
    if (this.take('<!')) return this.look(false, true);
    if (this.take('>')) throw unsupported('atomic groups (?>..) are not known here');
    if (this.take('<')) return this.namedCapture();
    return this.inlineFlags();
  }

  private closed(node: RegexNode): RegexNode {
    if (!this.take(')')) throw invalid('a ( is not closed');
    return node;
  }

  private capture(): RegexNode {
    const index = ++this.groups;
    const body = this.closed(this.choice());
    this.certain = [...this.certain, index];
    return { kind: 'capture', index, body };
  }

  private namedCapture(): RegexNode {
    let name = '';
    while (/[A-Za-z0-9]/.test(this.peek())) name += this.next();
    if (!/^[A-Za-z]/.test(name) || !this.take('>')) throw invalid('a group name has only letters and digits, and starts with a letter');
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
    let { ignoreCase, dotAll, multiline } = this.flags;
    let on = true;
    for (;;) {
      const c = this.next();
      if (c === '-') on = false;
      else if (c === 'i') ignoreCase = on;
      else if (c === 's') dotAll = on;
      else if (c === 'm') multiline = on;
      else if (c !== '' && 'uUxd'.includes(c)) throw unsupported(`the flag (?${c}) is not known here`);
      else if (c === ')') {
        this.flags = { ignoreCase, dotAll, multiline };
        return null;
      } else if (c === ':') {
        this.flags = { ignoreCase, dotAll, multiline };
        return this.closed(this.choice());
      } else throw invalid('(? is followed by something unknown');
    }
  }

  private quantified(atom: RegexNode): RegexNode {
    const counts = this.counts();
    if (counts === null) return atom;
    const [min, max] = counts;
    const lazy = this.take('?');
    if (!lazy && this.take('+')) throw unsupported('possessive repetition (such as *+) is not known here');
    const after = this.peek();
    if (after === '*' || after === '+' || after === '?') throw invalid(`nothing stands before ${after}`);
    if (after === '{') throw unsupported('a repetition of a repetition is not known here');
    if (atom.kind === 'anchor' || atom.kind === 'look') throw unsupported('a repeated anchor or lookaround is not known here');
    if (max > 1 && canBeEmpty(atom)) throw unsupported('a repeated group that can match nothing is not known here');
    return { kind: 'repeat', body: atom, min, max, lazy };
  }

  private counts(): readonly [number, number] | null {
    if (this.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.take('?')) return [0, 1];
    if (this.peek() !== '{') return null;
    this.at++;
    const min = this.digits();
    if (min === null) throw invalid('{ must be followed by a number; write \\{ for the character');
    let max: number | null = min;
    if (this.take(',')) max = this.peek() === '}' ? Number.POSITIVE_INFINITY : this.digits();
    if (max === null || !this.take('}')) throw invalid('a { is not closed');
    if (max < min) throw invalid('in {n,m} the second number is less than the first');
    if (min > 1000 || (max > 1000 && max !== Number.POSITIVE_INFINITY)) throw unsupported('it repeats more than 1000 times');
    return [min, max];
  }

  private digits(): number | null {
    let text = '';
    while (/[0-9]/.test(this.peek())) text += this.next();
    return text === '' ? null : Number(text);
  }

  private escape(): RegexNode {
    const c = this.peek();
    if (c === '') throw invalid('it ends with a backslash');
    if (c === 'Q') return this.quotedText();
    const simple = this.simpleAnchor(c);
    if (simple !== null) {
      this.at++;
      return simple;
    }
    if (/[1-9]/.test(c)) return this.backreference();
    const set = this.escapedSet();
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
        if (this.peek(1) === '{') throw unsupported('\\b{g} is not known here');
        return { kind: 'anchor', anchor: 'word-boundary' };
      case 'B':
        return { kind: 'anchor', anchor: 'not-word-boundary' };
      case 'G':
      case 'R':
      case 'X':
      case 'N':
      case 'k':
        throw unsupported(`\\${c} is not known here`);
      default:
        return null;
    }
  }

  private quotedText(): RegexNode {
    this.at++;
    const items: RegexNode[] = [];
    while (this.at < this.codes.length && !this.take('\\E')) items.push(this.character(this.codes[this.at++] as number));
    const last = items.pop();
    if (last === undefined) return { kind: 'sequence', items: [] };
    // A repetition that follows belongs to the last character only.
    const node = this.quantified(last);
    return { kind: 'sequence', items: [...items, node] };
  }

  private backreference(): RegexNode {
    const index = Number(this.next());
    if (/[0-9]/.test(this.peek())) throw unsupported('a digit after a reference to a group is not known here');
    if (!this.certain.includes(index)) throw unsupported(`\\${index} refers to a group that may not have matched`);
    if (this.flags.ignoreCase) throw unsupported('a reference to a group under (?i) is not known here');
    return { kind: 'backreference', index };
  }

  /** After the backslash. `shorthand`: a class such as \d, which (?i) does not change. */
  private escapedSet(): { readonly set: CharSet; readonly shorthand: boolean } {
    const c = this.next();
    const shorthand = shorthands.get(c);
    if (shorthand !== undefined) return { set: shorthand, shorthand: true };
    if (c === 'p' || c === 'P') return { set: this.property(c === 'P'), shorthand: true };
    const code = this.escapedCode(c);
    return { set: [code, code], shorthand: false };
  }

  private property(negated: boolean): CharSet {
    let name = this.next();
    if (name === '{') {
      name = '';
      while (this.at < this.codes.length && this.peek() !== '}') name += this.next();
      if (!this.take('}')) throw invalid('\\p{ is not closed');
    }
    const set = propertySet(name);
    if (set === null) throw unsupported(`the class \\p{${name}} is not known here`);
    if (this.flags.ignoreCase && /^(?:Lower|Upper|Lu|Ll|Lt|IsLu|IsLl|IsLt|IsLowercase|IsUppercase)$/.test(name)) {
      throw unsupported(`\\p{${name}} under (?i) is not known here`);
    }
    return negated ? complement(set) : set;
  }

  private escapedCode(c: string): number {
    const control = controls.get(c);
    if (control !== undefined) return control;
    switch (c) {
      case '0':
        return this.octal();
      case 'x':
        return this.hex();
      case 'u':
        return this.unicode();
      case 'c': {
        const code = this.next().codePointAt(0);
        if (code === undefined) throw invalid('\\c is followed by nothing');
        return code ^ 64;
      }
    }
    if (/[A-Za-z]/.test(c)) throw invalid(`\\${c} means nothing`);
    if (c === '' || /[0-9]/.test(c)) throw invalid('a backslash is followed by nothing it can change');
    return c.codePointAt(0) as number;
  }

  private octal(): number {
    const match = /^(?:[0-3][0-7]{2}|[0-7]{1,2})/.exec(this.peek() + this.peek(1) + this.peek(2));
    if (match === null) throw invalid('\\0 must be followed by octal digits');
    this.at += match[0].length;
    return Number.parseInt(match[0], 8);
  }

  private hex(): number {
    let text = '';
    if (this.take('{')) {
      while (/[0-9A-Fa-f]/.test(this.peek())) text += this.next();
      if (!this.take('}') || text === '' || Number.parseInt(text, 16) > MAX_CODE_POINT) throw invalid('\\x{..} must hold a hexadecimal code point');
    } else {
      text = this.next() + this.next();
      if (!/^[0-9A-Fa-f]{2}$/.test(text)) throw invalid('\\x must be followed by two hexadecimal digits');
    }
    return Number.parseInt(text, 16);
  }

  private unicode(): number {
    const unit = this.fourHex();
    if (unit >= 0xd800 && unit <= 0xdbff && this.peek() === '\\' && this.peek(1) === 'u') {
      const back = this.at;
      this.at += 2;
      const low = this.fourHex();
      if (low >= 0xdc00 && low <= 0xdfff) return ((unit - 0xd800) << 10) + (low - 0xdc00) + 0x10000;
      this.at = back;
    }
    return unit;
  }

  private fourHex(): number {
    const text = this.next() + this.next() + this.next() + this.next();
    if (!/^[0-9A-Fa-f]{4}$/.test(text)) throw invalid('\\u must be followed by four hexadecimal digits');
    return Number.parseInt(text, 16);
  }

  /** After the opening bracket: unions, ranges, nested classes, && for what is in both. */
  private characterClass(): CharSet {
    if (++this.depth > MAX_GROUP_DEPTH) throw unsupported('its classes are nested too deep');
    const negated = this.take('^');
    let all: CharSet | null = null;
    let set: CharSet = EMPTY;
    let items = 0;
    for (;;) {
      if (this.at >= this.codes.length) throw invalid('a [ is not closed');
      if (this.peek() === ']' && (items > 0 || all !== null)) break;
      if (this.take('&&')) {
        if (items === 0 || this.peek() === ']' || this.peek() === '&') throw unsupported('&& with nothing beside it is not known here');
        if (negated) throw unsupported('&& in a class that starts with ^ is not known here');
        all = all === null ? set : intersection(all, set);
        set = EMPTY;
        items = 0;
        continue;
      }
      set = union(set, this.classItem());
      items++;
    }
    this.at++;
    this.depth--;
    const whole = all === null ? set : intersection(all, set);
    return negated ? complement(whole) : whole;
  }

  private classItem(): CharSet {
    if (this.take('[')) return this.characterClass();
    const first = this.classCharacter();
    if (first.shorthand || this.peek() !== '-' || this.peek(1) === ']' || this.peek(1) === '[' || this.peek(1) === '') return this.cased(first.set);
    if (this.peek(1) === '&' && this.peek(2) === '&') throw unsupported('- before && is not known here');
    this.at++;
    const last = this.classCharacter();
    if (last.shorthand) throw unsupported('a range that ends in a class is not known here');
    const from = first.set[0] as number;
    const to = last.set[0] as number;
    if (to < from) throw invalid(`the range ${String.fromCodePoint(from)}-${String.fromCodePoint(to)} runs backwards`);
    return this.cased(charSet([[from, to]]));
  }

  private classCharacter(): { readonly set: CharSet; readonly shorthand: boolean } {
    const c = this.next();
    if (c !== '\\') {
      const code = c.codePointAt(0) as number;
      return { set: [code, code], shorthand: false };
    }
    const letter = this.peek();
    if (letter === 'Q') throw unsupported('\\Q inside a class is not known here');
    if (letter === 'b' || letter === 'B' || letter === 'A' || letter === 'z' || letter === 'Z') throw invalid(`\\${letter} means nothing in a class`);
    if (letter === 'R' || letter === 'X' || letter === 'N') throw unsupported(`\\${letter} is not known here`);
    return this.escapedSet();
  }
}

const shorthands: ReadonlyMap<string, CharSet> = new Map([
  ['d', DIGITS],
  ['D', complement(DIGITS)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
  ['h', HORIZONTAL],
  ['H', complement(HORIZONTAL)],
  ['v', VERTICAL],
  ['V', complement(VERTICAL)],
]);

const controls: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['f', 12],
  ['a', 7],
  ['e', 27],
]);
