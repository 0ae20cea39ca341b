// Words in title case, as Spark 4 has them: words stand between spaces, their first character is written large by the full
// mapping of Unicode, the rest small.

/** Letters of one character that has two letters in it have a form with only the first one large. */
const digraphs: ReadonlyMap<string, string> = new Map([
  ['ǆ', 'ǅ'],
  ['ǉ', 'ǈ'],
  ['ǌ', 'ǋ'],
  ['ǳ', 'ǲ'],
  ['ŉ', 'ʼN'],
]);

function titleOf(letter: string): string {
  const known = digraphs.get(letter.toLowerCase());
  if (known !== undefined) return known;
  const code = letter.codePointAt(0) ?? 0;
  // Georgian letters have no title case, and Greek ones keep the iota below them.
  if (code >= 0x10d0 && code <= 0x10ff) return letter;
  if (code >= 0x1f80 && code <= 0x1faf) return String.fromCodePoint(code | 8);
  if (code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3) return String.fromCodePoint(code + 9);
  const upper = [...letter.toUpperCase()];
  if (upper.length === 1) return upper[0] as string;
  // Of a ligature the first letter is large.
  return `${upper[0]}${upper.slice(1).join('').toLowerCase()}`;
}

export function titled(text: string): string {
  return text
    .split(' ')
    .map((word) => {
      const first = String.fromCodePoint(word.codePointAt(0) ?? 32);
      // The small letters know what stands before them (a sigma at the end), so the word is made small as a whole.
      return word === '' ? '' : titleOf(first) + word.toLowerCase().slice(first.toLowerCase().length);
    })
    .join(' ');
}
