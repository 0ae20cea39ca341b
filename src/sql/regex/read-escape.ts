// What stands after a backslash for a character or a set of them, inside a class or outside.
import { type CharSet, complement, MAX_CODE_POINT } from './char-set.ts';
import { invalid, type PatternReader, unsupported } from './pattern-reader.ts';
import { DIGITS, HORIZONTAL, propertySet, SPACE, VERTICAL, WORD } from './properties.ts';

/** `shorthand`: a class such as \d, which (?i) does not change and no range can end in. */
export interface EscapedSet {
  readonly set: CharSet;
  readonly shorthand: boolean;
}

/** Reads on after the backslash. */
export function readEscape(reader: PatternReader, ignoreCase: boolean): EscapedSet {
  const c = reader.next();
  const shorthand = shorthands.get(c);
  if (shorthand !== undefined) return { set: shorthand, shorthand: true };
  if (c === 'p' || c === 'P') return { set: readProperty(reader, c === 'P', ignoreCase), shorthand: true };
  const code = readCode(reader, c);
  return { set: [code, code], shorthand: false };
}

function readProperty(reader: PatternReader, negated: boolean, ignoreCase: boolean): CharSet {
  let name = reader.next();
  if (name === '{') {
    name = reader.takeWhile(/[^}]/);
    if (!reader.take('}')) throw invalid('\\p{ is not closed');
  }
  const set = propertySet(name);
  if (set === null) throw unsupported(`the class \\p{${name}} is not known here`);
  if (ignoreCase && /^(?:Lower|Upper|Lu|Ll|Lt|LC|IsLu|IsLl|IsLt|IsLowercase|IsUppercase|java(?:Lower|Upper|Title)Case)$/.test(name)) {
    throw unsupported(`\\p{${name}} under (?i) is not known here`);
  }
  return negated ? complement(set) : set;
}

function readCode(reader: PatternReader, c: string): number {
  const control = controls.get(c);
  if (control !== undefined) return control;
  switch (c) {
    case '0':
      return readOctal(reader);
    case 'x':
      return readHex(reader);
    case 'u':
      return readUnicode(reader);
    case 'c': {
      const code = reader.next().codePointAt(0);
      if (code === undefined) throw invalid('\\c is followed by nothing');
      return code ^ 64;
    }
  }
  if (/[A-Za-z]/.test(c)) throw invalid(`\\${c} means nothing`);
  if (c === '' || /[0-9]/.test(c)) throw invalid('a backslash is followed by nothing it can change');
  return c.codePointAt(0) as number;
}

function readOctal(reader: PatternReader): number {
  const match = /^(?:[0-3][0-7]{2}|[0-7]{1,2})/.exec(reader.peek() + reader.peek(1) + reader.peek(2));
  if (match === null) throw invalid('\\0 must be followed by octal digits');
  reader.skip(match[0].length);
  return Number.parseInt(match[0], 8);
}

function readHex(reader: PatternReader): number {
  if (reader.take('{')) {
    const text = reader.takeWhile(/[0-9A-Fa-f]/);
    if (!reader.take('}') || text === '' || Number.parseInt(text, 16) > MAX_CODE_POINT) throw invalid('\\x{..} must hold a hexadecimal code point');
    return Number.parseInt(text, 16);
  }
  const text = reader.next() + reader.next();
  if (!/^[0-9A-Fa-f]{2}$/.test(text)) throw invalid('\\x must be followed by two hexadecimal digits');
  return Number.parseInt(text, 16);
}

/** Two halves of a character beyond U+FFFF, written one after the other, are that character. */
function readUnicode(reader: PatternReader): number {
  const unit = readFourHex(reader);
  if (unit < 0xd800 || unit > 0xdbff || reader.peek() !== '\\' || reader.peek(1) !== 'u') return unit;
  reader.skip(2);
  const low = readFourHex(reader);
  if (low >= 0xdc00 && low <= 0xdfff) return ((unit - 0xd800) << 10) + (low - 0xdc00) + 0x10000;
  reader.skip(-6);
  return unit;
}

function readFourHex(reader: PatternReader): number {
  const text = reader.next() + reader.next() + reader.next() + reader.next();
  if (!/^[0-9A-Fa-f]{4}$/.test(text)) throw invalid('\\u must be followed by four hexadecimal digits');
  return Number.parseInt(text, 16);
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
