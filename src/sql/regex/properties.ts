// The named character classes of Java's regular expressions: \p{Alpha}, \p{Lu}, \p{IsLatin}. POSIX names are ASCII. Unicode
// ones are read off JavaScript's own property escapes once and kept as ranges.
import { type CharSet, charSet, MAX_CODE_POINT } from './char-set.ts';

export const DIGITS: CharSet = [48, 57];
export const WORD: CharSet = charSet([
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
]);
/** Java's \s: ASCII only. */
export const SPACE: CharSet = [9, 13, 32, 32];
export const HORIZONTAL: CharSet = charSet(
  [9, 32, 0xa0, 0x1680, 0x180e, 0x202f, 0x205f, 0x3000].map((c) => [c, c] as const).concat([[0x2000, 0x200a]]),
);
export const VERTICAL: CharSet = [10, 13, 0x85, 0x85, 0x2028, 0x2029];
/** What `.` does not match without (?s). */
export const LINE_ENDS: CharSet = [10, 10, 13, 13, 0x85, 0x85, 0x2028, 0x2029];

const posix: ReadonlyMap<string, CharSet> = new Map([
  ['Lower', [97, 122]],
  ['Upper', [65, 90]],
  ['ASCII', [0, 127]],
  ['Alpha', [65, 90, 97, 122]],
  ['Digit', DIGITS],
  ['Alnum', [48, 57, 65, 90, 97, 122]],
  ['Punct', [33, 47, 58, 64, 91, 96, 123, 126]],
  ['Graph', [33, 126]],
  ['Print', [32, 126]],
  ['Blank', [9, 9, 32, 32]],
  ['Cntrl', [0, 31, 127, 127]],
  ['XDigit', [48, 57, 65, 70, 97, 102]],
  ['Space', SPACE],
  ['all', [0, MAX_CODE_POINT]],
  ['L1', [0, 255]],
]);

/** Java's names for the tests of its class Character, and groups of categories, as classes of JavaScript. */
const unions: ReadonlyMap<string, string> = new Map([
  ['LC', '\\p{Lu}\\p{Ll}\\p{Lt}'],
  ['LD', '\\p{L}\\p{Nd}'],
  ['javaLowerCase', '\\p{Lowercase}'],
  ['javaUpperCase', '\\p{Uppercase}'],
  ['javaTitleCase', '\\p{Lt}'],
  ['javaAlphabetic', '\\p{Alphabetic}'],
  ['javaIdeographic', '\\p{Ideographic}'],
  ['javaLetter', '\\p{L}'],
  ['javaDigit', '\\p{Nd}'],
  ['javaLetterOrDigit', '\\p{L}\\p{Nd}'],
  ['javaSpaceChar', '\\p{Z}'],
  ['javaISOControl', '\\p{Cc}'],
  ['javaWhitespace', '\\t-\\r\\x1c-\\x20\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000'],
]);

const categories = new Set('L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Co Cs Cn'.split(' '));

/** Java's Is.. names that are Unicode properties. */
const binary: ReadonlyMap<string, string> = new Map([
  ['alphabetic', 'Alphabetic'],
  ['ideographic', 'Ideographic'],
  ['letter', 'L'],
  ['lowercase', 'Lowercase'],
  ['uppercase', 'Uppercase'],
  ['titlecase', 'Lt'],
  ['punctuation', 'P'],
  ['control', 'Cc'],
  ['white_space', 'White_Space'],
  ['digit', 'Nd'],
  ['emoji', 'Emoji'],
]);

/** The set of \p{name}, or null when this build does not know the name. */
export function propertySet(name: string): CharSet | null {
  const ascii = posix.get(name);
  if (ascii !== undefined) return ascii;
  const union = unions.get(name);
  if (union !== undefined) return classSet(union);
  if (categories.has(name)) return unicodeSet(name);
  const keyed = /^(?:(gc|general_category)|(sc|script))=(\w+)$/i.exec(name);
  if (keyed !== null) {
    const value = keyed[3] as string;
    if (keyed[1] !== undefined) return categories.has(value) ? unicodeSet(value) : null;
    return unicodeSet(`Script=${titled(value)}`);
  }
  const is = /^Is(\w+)$/.exec(name)?.[1];
  if (is === undefined) return null;
  if (categories.has(is)) return unicodeSet(is);
  const property = binary.get(is.toLowerCase());
  return property === undefined ? unicodeSet(`Script=${titled(is)}`) : unicodeSet(property);
}

function titled(name: string): string {
  return name.toLowerCase().replace(/(^|_)[a-z]/g, (c) => c.toUpperCase());
}

const known = new Map<string, CharSet | null>();

/** All code points for which \p{name} holds in JavaScript, or null when it has no such name. */
function unicodeSet(name: string): CharSet | null {
  return classSet(`\\p{${name}}`);
}

/** All code points of a class of JavaScript, or null when there is none such. */
function classSet(items: string): CharSet | null {
  const before = known.get(items);
  if (before !== undefined) return before;
  const set = scan(items);
  known.set(items, set);
  return set;
}

function scan(items: string): CharSet | null {
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^[${items}]$`, 'u');
  } catch {
    return null;
  }
  const ranges: [number, number][] = [];
  for (let code = 0; code <= MAX_CODE_POINT; code++) {
    if (!pattern.test(String.fromCodePoint(code))) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  return charSet(ranges);
}
