// Sets of code points as sorted, disjoint, closed ranges in one flat list: [from, to, from, to, ..].

export type CharSet = readonly number[];

export const MAX_CODE_POINT = 0x10ffff;

export const EMPTY: CharSet = [];

/** Any ranges, in any order, overlapping or not. */
export function charSet(ranges: readonly (readonly [number, number])[]): CharSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const flat: number[] = [];
  for (const [from, to] of sorted) {
    const last = flat.at(-1);
    if (last !== undefined && from <= last + 1) flat[flat.length - 1] = Math.max(last, to);
    else flat.push(from, to);
  }
  return flat;
}

function pairs(set: CharSet): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (let i = 0; i < set.length; i += 2) ranges.push([set[i] as number, set[i + 1] as number]);
  return ranges;
}

export function union(a: CharSet, b: CharSet): CharSet {
  return charSet([...pairs(a), ...pairs(b)]);
}

export function complement(set: CharSet): CharSet {
  const flat: number[] = [];
  let from = 0;
  for (const [low, high] of pairs(set)) {
    if (low > from) flat.push(from, low - 1);
    from = high + 1;
  }
  if (from <= MAX_CODE_POINT) flat.push(from, MAX_CODE_POINT);
  return flat;
}

export function intersection(a: CharSet, b: CharSet): CharSet {
  return complement(union(complement(a), complement(b)));
}

export function hasCodePoint(set: CharSet, code: number): boolean {
  let low = 0;
  let high = set.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < (set[middle * 2] as number)) high = middle - 1;
    else if (code > (set[middle * 2 + 1] as number)) low = middle + 1;
    else return true;
  }
  return false;
}

/** With the other case of every ASCII letter in it; other letters keep their case, as under Java's plain (?i). */
export function withAsciiCases(set: CharSet): CharSet {
  const letters = intersection(set, [65, 90, 97, 122]);
  const swapped = pairs(letters).map(([from, to]) => [from ^ 0x20, to ^ 0x20] as const);
  return union(set, charSet(swapped));
}

/** The one code point of the set, or null. */
export function onlyCodePoint(set: CharSet): number | null {
  const [from, to] = set;
  return set.length === 2 && from !== undefined && from === to ? from : null;
}

/** The set as a JavaScript class for a pattern with the u flag. */
export function classText(set: CharSet): string {
  const only = onlyCodePoint(set);
  if (only !== null) return escaped(only);
  if (set.length === 0) return '[]';
  const inside = pairs(set).map(([from, to]) => (from === to ? escaped(from) : `${escaped(from)}-${escaped(to)}`));
  return `[${inside.join('')}]`;
}

function escaped(code: number): string {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
    ? String.fromCharCode(code)
    : `\\u{${code.toString(16)}}`;
}
