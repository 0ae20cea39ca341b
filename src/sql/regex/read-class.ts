// A character class of Java: ranges, unions of nested classes, && for what is in both, ^ for the rest.
import { type CaseRule, withCases } from './case-rule.ts';
import { type CharSet, charSet, complement, EMPTY, intersection, union } from './char-set.ts';
import { invalid, type PatternReader, unsupported } from './pattern-reader.ts';
import { type EscapedSet, readEscape } from './read-escape.ts';

const MAX_CLASS_DEPTH = 50;

/** Reads on after the opening bracket. */
export function readClass(reader: PatternReader, cases: CaseRule, depth = 0): CharSet {
  if (depth > MAX_CLASS_DEPTH) throw unsupported('its classes are nested too deep');
  const negated = reader.take('^');
  let all: CharSet | null = null;
  let set: CharSet = EMPTY;
  let items = 0;
  for (;;) {
    if (reader.done) throw invalid('a [ is not closed');
    if (reader.peek() === ']' && (items > 0 || all !== null)) break;
    if (reader.take('&&')) {
      if (items === 0 || reader.peek() === ']' || reader.peek() === '&') throw unsupported('&& with nothing beside it is not known here');
      all = all === null ? set : intersection(all, set);
      set = EMPTY;
      items = 0;
      continue;
    }
    set = union(set, readItem(reader, cases, depth));
    items++;
  }
  reader.skip(1);
  const whole = all === null ? set : intersection(all, set);
  return negated ? complement(whole) : whole;
}

function readItem(reader: PatternReader, cases: CaseRule, depth: number): CharSet {
  if (reader.take('[')) return readClass(reader, cases, depth + 1);
  const first = readCharacter(reader, cases);
  const after = reader.peek(1);
  if (first.shorthand || reader.peek() !== '-' || after === ']' || after === '[' || after === '')
    return first.shorthand ? first.set : withCases(first.set, cases);
  if (after === '&' && reader.peek(2) === '&') throw unsupported('- before && is not known here');
  reader.skip(1);
  const last = readCharacter(reader, cases);
  if (last.shorthand) throw unsupported('a range that ends in a class is not known here');
  const from = first.set[0] as number;
  const to = last.set[0] as number;
  if (to < from) throw invalid(`the range ${String.fromCodePoint(from)}-${String.fromCodePoint(to)} runs backwards`);
  return withCases(charSet([[from, to]]), cases);
}

function readCharacter(reader: PatternReader, cases: CaseRule): EscapedSet {
  const c = reader.next();
  if (c !== '\\') {
    const code = c.codePointAt(0) as number;
    return { set: [code, code], shorthand: false };
  }
  const letter = reader.peek();
  if (letter === 'Q') throw unsupported('\\Q inside a class is not known here');
  if (/^[bBAzZ]$/.test(letter)) throw invalid(`\\${letter} means nothing in a class`);
  if (/^[RXN]$/.test(letter)) throw unsupported(`\\${letter} is not known here`);
  return readEscape(reader, cases !== 'exact');
}
