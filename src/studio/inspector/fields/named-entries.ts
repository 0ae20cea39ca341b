// A param that is a map from name to text, as the list of rows its control shows. Pure.
import type { Json } from '../../../problem/json.ts';

export type NamedEntry = readonly [name: string, text: string];

/** In the order of the document; anything that is no text reads as an empty one. */
export function namedEntries(value: Json): readonly NamedEntry[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, text]) => [name, typeof text === 'string' ? text : '']);
}

/** `stem`, or the first of stem_2, stem_3 .. that no entry has; case does not count. */
export function freeEntryName(entries: readonly NamedEntry[], stem: string): string {
  const taken = new Set(entries.map(([name]) => name.toLowerCase()));
  for (let i = 1; ; i++) {
    const name = i === 1 ? stem : `${stem}_${i}`;
    if (!taken.has(name)) return name;
  }
}
