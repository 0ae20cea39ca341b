// The text between the quotes of a Spark SQL string literal, as its lexer hands it over: backslash escapes, doubled
// quotes. `\%` and `\_` keep their backslash (they are for LIKE); a backslash before any other character is dropped.

const simple: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['0', '\0'],
  ['Z', '\u001a'],
  ['%', '\\%'],
  ['_', '\\_'],
]);

// Octal escapes have three digits, the first 0 or 1; \u has four hex digits, \U eight.
const octal = /^[01][0-7][0-7]/;
const short = /^u([0-9A-Fa-f]{4})/;
const long = /^U([0-9A-Fa-f]{8})/;

/** `literal` is one literal with its quotes. */
export function unescapeLiteral(literal: string): string {
  const quote = literal[0] ?? "'";
  const body = literal.slice(1, -1);
  let text = '';
  for (let i = 0; i < body.length; ) {
    const c = body[i] as string;
    if (c === quote) {
      text += quote;
      i += 2;
    } else if (c === '\\') {
      const [piece, used] = readEscape(body.slice(i + 1, i + 10));
      text += piece;
      i += 1 + used;
    } else {
      text += c;
      i++;
    }
  }
  return text;
}

/** What follows a backslash: the text it stands for, and how many characters it took. */
function readEscape(rest: string): readonly [string, number] {
  const hex4 = short.exec(rest);
  if (hex4 !== null) return [String.fromCharCode(Number.parseInt(hex4[1] as string, 16)), 5];
  const hex8 = long.exec(rest);
  if (hex8 !== null) {
    const code = Number.parseInt(hex8[1] as string, 16);
    return code <= 0x10ffff ? [String.fromCodePoint(code), 9] : ['U', 1];
  }
  const octalDigits = octal.exec(rest);
  if (octalDigits !== null) return [String.fromCharCode(Number.parseInt(octalDigits[0], 8)), 3];
  const first = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return [simple.get(first) ?? first, first.length];
}

/** A raw literal, r'..': nothing is escaped. */
export function rawLiteral(literal: string): string {
  return literal.slice(2, -1);
}

/** The name between backticks. */
export function quotedName(quoted: string): string {
  return quoted.slice(1, -1).replaceAll('``', '`');
}
