// Which characters count as equal to one: all alike (exact), ASCII letters of both cases (?i), or letters of Unicode (?iu).
import { type CharSet, onlyCodePoint, withAsciiCases } from './char-set.ts';
import { unicodeCasesOf, unicodeCasesOfRange } from './unicode-cases.ts';

export type CaseRule = 'exact' | 'ascii' | 'unicode';

/** The set of one character or of a range, with what equals it. */
export function withCases(set: CharSet, rule: CaseRule): CharSet {
  if (rule === 'exact') return set;
  if (rule === 'ascii') return withAsciiCases(set);
  const only = onlyCodePoint(set);
  return only === null ? unicodeCasesOfRange(set) : unicodeCasesOf(only);
}
