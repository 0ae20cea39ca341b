// Names of columns from a header, as Spark makes them: of names that are equal but for case each gets its position behind it, and
// an empty one is _c and its position. Names that a pipeline cannot hold are changed a little more.

export interface ColumnName {
  readonly name: string;
  /** What stood there, when another name had to be taken. */
  readonly renamedFrom: string | null;
}

const LONGEST_NAME = 200;

export function headerNames(header: readonly string[]): readonly ColumnName[] {
  const counts = new Map<string, number>();
  for (const name of header) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  const taken = new Set<string>();
  return header.map((found, i) => {
    const spark = found.trim() === '' ? `_c${i}` : (counts.get(found.toLowerCase()) ?? 0) > 1 ? `${found}${i}` : found;
    const name = unused(usable(spark), taken);
    taken.add(name.toLowerCase());
    return { name, renamedFrom: name === found ? null : found };
  });
}

export function positionNames(count: number): readonly ColumnName[] {
  return Array.from({ length: count }, (_, i) => ({ name: `_c${i}`, renamedFrom: null }));
}

/** A name that a pipeline can hold: one line, no backticks, not of digits only, not too long. */
function usable(name: string): string {
  const clean = name
    .replace(/[\p{Cc}`\ufffd]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME - 8)
    .trim();
  if (clean === '') return '_';
  return /^\d+$/.test(clean) ? `_${clean}` : clean;
}

function unused(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name.toLowerCase())) return name;
  for (let n = 2; ; n++) if (!taken.has(`${name}_${n}`.toLowerCase())) return `${name}_${n}`;
}
