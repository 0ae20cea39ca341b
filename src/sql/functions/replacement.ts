// The replacement text of regexp_replace: $1 and ${name} stand for groups, a backslash takes the next character as it is.
import type { Regex, RegexMatch } from '../regex/regex.ts';

type Piece = string | number;

/** Texts and group numbers in order, or the reason why Java refuses the replacement. */
export function parseReplacement(text: string, regex: Regex): readonly Piece[] | string {
  const pieces: Piece[] = [];
  for (let i = 0; i < text.length; ) {
    const c = text[i] as string;
    if (c === '\\') {
      const next = text[i + 1];
      if (next === undefined) return 'it ends with a backslash';
      pieces.push(next);
      i += 2;
    } else if (c === '$') {
      const reference = groupReference(text, i + 1, regex);
      if (typeof reference === 'string') return reference;
      pieces.push(reference.group);
      i = reference.end;
    } else {
      pieces.push(c);
      i++;
    }
  }
  return pieces;
}

function groupReference(text: string, from: number, regex: Regex): { readonly group: number; readonly end: number } | string {
  if (text[from] === '{') {
    const name = /^\{([A-Za-z][A-Za-z0-9]*)\}/.exec(text.slice(from))?.[1];
    if (name === undefined) return 'the $ and its brace are not followed by a group name and the closing brace';
    const group = regex.groupNames.get(name);
    return group === undefined ? `there is no group ${name}` : { group, end: from + name.length + 2 };
  }
  if (!/[0-9]/.test(text[from] ?? '')) return '$ is not followed by a group';
  let group = Number(text[from]);
  if (group > regex.groupCount) return `there is no group ${group}`;
  let end = from + 1;
  // More digits belong to the number only while such a group exists: $10 with one group is $1 and 0.
  for (; /[0-9]/.test(text[end] ?? ''); end++) {
    const longer = group * 10 + Number(text[end]);
    if (longer > regex.groupCount) break;
    group = longer;
  }
  return { group, end };
}

export function fillReplacement(pieces: readonly Piece[], match: RegexMatch): string {
  return pieces.map((piece) => (typeof piece === 'number' ? (match.groups[piece] ?? '') : piece)).join('');
}
