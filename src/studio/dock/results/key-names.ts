// What keys are called where there is little room for them. Titles and tables have them whole. Pure.

const CLOCK_READING = /(\d{4})-(\d\d-\d\d) (\d\d:\d\d)(:\d\d(?:\.\d+)?)/g;

/** A key without text must still be seen. */
const EMPTY = 'empty text';

/**
 * A name for each of the keys that stand together: clock readings lose what tells none of them apart, which is the seconds
 * when all are zero, the year when no day is there in two years, and the whole date when all have the same.
 */
export function shortNames(keys: readonly string[]): ReadonlyMap<string, string> {
  const readings = keys.flatMap((key) => [...key.matchAll(CLOCK_READING)]);
  const days = new Set(readings.map((reading) => reading[2])).size;
  const dates = new Set(readings.map((reading) => `${reading[1]}-${reading[2]}`)).size;
  const bySecond = readings.some((reading) => reading[4] !== ':00');
  const shortened = (_: string, year: string, day: string, minute: string, second: string): string =>
    `${dates > days ? `${year}-` : ''}${dates > 1 ? `${day} ` : ''}${minute}${bySecond ? second : ''}`;
  return new Map(keys.map((key) => [key, key === '' ? EMPTY : key.replace(CLOCK_READING, shortened)]));
}

/** The last part of a name with several tells most: it stays whole when the first ones must be cut. */
export function splitName(name: string): readonly [head: string, tail: string] {
  const at = name.lastIndexOf(', ');
  return at === -1 ? ['', name] : [name.slice(0, at), name.slice(at + 2)];
}

/** The name, or as much of it as fits, with an ellipsis for what does not. */
export function fittedName(name: string, fits: (text: string) => boolean): string {
  if (fits(name)) return name;
  const [head, tail] = splitName(name);
  for (let length = Math.min(head.length, 40); length > 0; length--) {
    const text = `${head.slice(0, length)}… ${tail}`;
    if (fits(text)) return text;
  }
  let length = Math.min(name.length, 40);
  while (length > 1 && !fits(`${name.slice(0, length)}…`)) length -= 1;
  return `${name.slice(0, length)}…`;
}
