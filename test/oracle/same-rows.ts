// Compares two bags of rows: equal values, in any order. Doubles may differ by the given relative tolerance, because sums
// of doubles depend on the order of adding.
import type { PlainValue } from '../../src/columns/build.ts';
import type { DataType, Schema } from '../../src/columns/data-type.ts';

type PlainRow = readonly PlainValue[];

/** null when the bags are equal, else a sentence with what is missing and what is too much. */
export function rowsDiffer(schema: Schema, expected: readonly PlainRow[], actual: readonly PlainRow[], tolerance = 0): string | null {
  const hasDouble = schema.map((field) => holdsDouble(field.type));
  const exactText = (row: PlainRow): string => JSON.stringify(row.map((value, i) => (hasDouble[i] ? null : zeroText(value))));
  const left = new Map<string, PlainRow[]>();
  const [wanted, given] = withoutEqual(expected, actual);
  for (const row of given) {
    const text = exactText(row);
    const rows = left.get(text);
    if (rows === undefined) left.set(text, [row]);
    else rows.push(row);
  }
  const missing: PlainRow[] = [];
  for (const row of wanted) {
    const candidates = left.get(exactText(row)) ?? [];
    const at = candidates.findIndex((candidate) => candidate.length === row.length && row.every((value, i) => near(value, candidate[i], tolerance)));
    if (at < 0) missing.push(row);
    else candidates.splice(at, 1);
  }
  const extra = [...left.values()].flat();
  if (missing.length === 0 && extra.length === 0) return null;
  return `missing ${sample(missing)}; too much ${sample(extra)}`;
}

/** Both without the rows that are in both to the last bit: what is left is little, and only that is compared one by one. */
function withoutEqual(expected: readonly PlainRow[], actual: readonly PlainRow[]): readonly [readonly PlainRow[], readonly PlainRow[]] {
  const counts = new Map<string, number>();
  for (const row of expected) {
    const text = JSON.stringify(row);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const matched = new Map<string, number>();
  const given = actual.filter((row) => {
    const text = JSON.stringify(row);
    const count = matched.get(text) ?? 0;
    if (count === (counts.get(text) ?? 0)) return true;
    matched.set(text, count + 1);
    return false;
  });
  const wanted = expected.filter((row) => {
    const text = JSON.stringify(row);
    const count = matched.get(text) ?? 0;
    if (count === 0) return true;
    matched.set(text, count - 1);
    return false;
  });
  return [wanted, given];
}

/** As `rowsDiffer`, but the order counts. */
export function orderedRowsDiffer(expected: readonly PlainRow[], actual: readonly PlainRow[], tolerance = 0): string | null {
  if (expected.length !== actual.length) return `expected ${expected.length} rows, got ${actual.length}: ${sample(actual)}`;
  const at = expected.findIndex((row, r) => row.length !== actual[r]?.length || row.some((value, i) => !near(value, actual[r]?.[i], tolerance)));
  return at < 0 ? null : `row ${at}: expected ${JSON.stringify(expected[at])}, got ${JSON.stringify(actual[at])}`;
}

function holdsDouble(type: DataType): boolean {
  if (type.kind === 'ARRAY') return holdsDouble(type.element);
  if (type.kind === 'STRUCT') return type.fields.some((field) => holdsDouble(field.type));
  return type.kind === 'DOUBLE';
}

function zeroText(value: PlainValue): PlainValue {
  return value === '-0.0' ? 0 : value;
}

function near(a: PlainValue, b: PlainValue | undefined, tolerance: number): boolean {
  const [x, y] = [zeroText(a), b === undefined ? undefined : zeroText(b)];
  if (x === y) return true;
  if (Array.isArray(x) && Array.isArray(y)) return x.length === y.length && x.every((element, i) => near(element, y[i], tolerance));
  if (typeof x !== 'number' || typeof y !== 'number') return false;
  return Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(x), Math.abs(y));
}

function sample(rows: readonly PlainRow[]): string {
  if (rows.length === 0) return 'nothing';
  const shown = rows.slice(0, 4).map((row) => JSON.stringify(row));
  return rows.length > 4 ? `${shown.join(' ')} and ${rows.length - 4} more` : shown.join(' ');
}
