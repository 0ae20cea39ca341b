// Where in an unfinished expression a cursor stands: in which call, at which argument, behind which words. Works on texts that do
// not parse, so it reads tokens only.

export interface CallPlace {
  readonly name: string;
  /** Offset of the name. */
  readonly from: number;
  /** Index of the argument that is written. */
  readonly argument: number;
  /** Where each argument so far starts, behind the bracket or comma. */
  readonly starts: readonly number[];
}

export interface Place {
  /** Offset of the word that is being written, or of the cursor. */
  readonly wordFrom: number;
  readonly word: string;
  /** What stands before the word in its bracket, without comments and space at its end; text literals are kept. */
  readonly lead: string;
  /** The innermost open call. */
  readonly call: CallPlace | null;
}

interface Open {
  readonly mark: string;
  readonly name: string;
  readonly from: number;
  readonly starts: number[];
}

const token = /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`[^`]*`|--[^\r\n]*(?:[\r\n]|$)|\/\*[\s\S]*?\*\/|[A-Za-z0-9_]+|[\s\S]/y;

/** null inside quoted text and comments. */
export function placeAt(text: string, offset: number): Place | null {
  const before = text.slice(0, offset);
  const open: Open[] = [{ mark: '', name: '', from: 0, starts: [0] }];
  let last = '';
  let lastFrom = 0;
  for (let at = 0; at < before.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(before)?.[0] ?? '';
    if (isUnfinished(found, before, at)) return null;
    if (/^\s$|^--|^\/\*/.test(found)) continue;
    const top = open.at(-1);
    if (found === '(' || found === '[') {
      const name = found === '(' && /^(?:[A-Za-z_]\w*|`.+`)$/.test(last) && !lastIsOperator(last) ? last.replaceAll('`', '') : '';
      open.push({ mark: found, name, from: lastFrom, starts: [at + 1] });
    } else if ((found === ')' || found === ']') && open.length > 1) open.pop();
    else if (found === ',') top?.starts.push(at + 1);
    last = found;
    lastFrom = at;
  }
  const wordFrom = offset - (/[A-Za-z0-9_]*$/.exec(before)?.[0].length ?? 0);
  const inner = open.at(-1);
  const start = inner?.starts.at(-1) ?? 0;
  const lead = before.slice(Math.min(start, wordFrom), wordFrom).trimEnd();
  const call = open.findLast((bracket) => bracket.name !== '' && bracket === inner);
  return {
    wordFrom,
    word: before.slice(wordFrom),
    lead,
    call: call === undefined ? null : { name: call.name, from: call.from, argument: call.starts.length - 1, starts: call.starts },
  };
}

/** Words before a bracket that are no calls. */
function lastIsOperator(word: string): boolean {
  return /^(?:and|or|not|in|like|ilike|rlike|between|div|when|then|else|case|is|distinct|from)$/i.test(word);
}

/** A quote or comment that is opened and does not end. */
function isUnfinished(found: string, before: string, at: number): boolean {
  if (found === "'" || found === '"' || found === '`') return true;
  const two = before.slice(at, at + 2);
  if (found.startsWith('--')) return !/[\r\n]$/.test(found);
  return two === '/*' && found.length === 1;
}
