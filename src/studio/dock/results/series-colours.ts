// Which series colour a key has. A key keeps its colour for as long as it is among the lines, whatever its rank, so that
// lines do not swap colours when two keys overtake each other; a key that comes in takes a colour that is free. Pure.

export const LINES = 5;

/** Colour numbers, 1 to LINES, as in `--series-1`. */
export type SeriesColours = ReadonlyMap<string, number>;

export const NO_COLOURS: SeriesColours = new Map();

/** The colours for `keys` (at most LINES of them are coloured, in their order). Same map as before when nothing changed. */
export function nextColours(before: SeriesColours, keys: readonly string[]): SeriesColours {
  const coloured = keys.slice(0, LINES);
  if (coloured.length === before.size && coloured.every((key) => before.has(key))) return before;
  const next = new Map<string, number>();
  for (const key of coloured) {
    const colour = before.get(key);
    if (colour !== undefined) next.set(key, colour);
  }
  const taken = new Set(next.values());
  const free = Array.from({ length: LINES }, (_, i) => i + 1).filter((colour) => !taken.has(colour));
  for (const key of coloured) if (!next.has(key)) next.set(key, free.shift() ?? LINES);
  return next;
}
