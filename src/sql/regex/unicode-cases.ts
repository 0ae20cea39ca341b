// Upper and lower case under (?iu), as Java's Pattern compares: by the simple mappings of Unicode, of one character to one.
import { type CharSet, charSet, hasCodePoint, union } from './char-set.ts';

interface Cased {
  readonly code: number;
  readonly upper: number;
  /** The lower case of the upper case: what letters that are equal without case have in common. */
  readonly folded: number;
}

let cased: readonly Cased[] | null = null;

/** Every character that has another case. */
function casedCharacters(): readonly Cased[] {
  if (cased !== null) return cased;
  const found: Cased[] = [];
  for (let code = 0; code <= 0x1ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const upper = simple(code, String.fromCodePoint(code).toUpperCase());
    const folded = simple(upper, String.fromCodePoint(upper).toLowerCase());
    if (upper !== code || folded !== code) found.push({ code, upper, folded });
  }
  cased = found;
  return found;
}

/** A mapping to several characters is none. */
function simple(code: number, mapped: string): number {
  const [first = '', ...more] = mapped;
  return more.length > 0 || first === '' ? code : (first.codePointAt(0) as number);
}

/** What equals the character without case. */
export function unicodeCasesOf(code: number): CharSet {
  const all = casedCharacters();
  const folded = all.find((each) => each.code === code)?.folded ?? code;
  const same = all.filter((each) => each.folded === folded).map((each) => [each.code, each.code] as const);
  return union([code, code], charSet([...same, [folded, folded]]));
}

/** What stands in the range, or has a case that does. */
export function unicodeCasesOfRange(set: CharSet): CharSet {
  const more = casedCharacters().filter(({ upper, folded }) => hasCodePoint(set, upper) || hasCodePoint(set, folded));
  return union(set, charSet(more.map((each) => [each.code, each.code] as const)));
}
