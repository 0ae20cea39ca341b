// Whether the first record names the columns: its fields are texts that look like names, where the fields below are numbers or times,
// or at least other texts.
import { kindOf } from './value-kinds.ts';

export interface HeaderGuess {
  readonly header: boolean;
  readonly why: string;
}

/** `first`: fields of the first record, NULL where nothing stands. `typed`: the columns below that are no text. `below`: fields of a few records below. */
export function guessHeader(
  first: readonly (string | null)[],
  typed: readonly boolean[],
  below: readonly (readonly (string | null)[])[],
): HeaderGuess {
  const value = first.findIndex((text) => text !== null && !['other', 'nothing'].includes(kindOf(text)));
  if (value >= 0) return { header: false, why: `There is no header: the first record has the value ${first[value]}, which is no name.` };
  if (first.every((text) => text === null)) return { header: false, why: 'There is no header: the first record is empty.' };
  if (below.length > 0 && typed.some((isTyped, c) => isTyped && first[c] !== null)) {
    return { header: true, why: 'The first record names the columns: it has texts where the others have values.' };
  }
  const names = first.filter((text) => text !== null).map((text) => String(text));
  const nameLike = names.every((text) => text.length <= 60 && /^[\p{L}_$@#][^\n\r]*$/u.test(text) && !/[.!?]$/.test(text));
  const again = first.some((text, c) => text !== null && below.some((record) => record[c] === text));
  if (nameLike && !again && (names.length > 1 || below.length > 0)) return { header: true, why: 'The first record looks like names of columns.' };
  return { header: false, why: 'There is no header: the first record looks like the others.' };
}
