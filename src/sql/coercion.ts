// Which types may stand together, by the ANSI rules of Spark 4: numbers widen INT < BIGINT < DOUBLE, DATE widens to
// TIMESTAMP, a bare NULL takes any type, and where a STRING meets another type the STRING gives way.
import { BIGINT, type DataType, DOUBLE, type Field, sameType, TIMESTAMP, VOID } from '../columns/data-type.ts';

const numericRank: ReadonlyMap<string, number> = new Map([
  ['INT', 1],
  ['BIGINT', 2],
  ['DOUBLE', 3],
]);

export function isNumeric(type: DataType): boolean {
  return numericRank.has(type.kind);
}

function isAtomic(type: DataType): boolean {
  return type.kind !== 'ARRAY' && type.kind !== 'STRUCT' && type.kind !== 'VOID';
}

/** The type both sides become without a STRING giving way, or null. For greatest, least and array elements to search for. */
export function widerType(a: DataType, b: DataType): DataType | null {
  return meet(a, b, false);
}

/** The type both sides become where they must be one (=, CASE, coalesce, IN, array), or null when they cannot. */
export function commonType(a: DataType, b: DataType): DataType | null {
  return meet(a, b, true);
}

/** Folds `meet` over the types; null when two of them do not go together. VOID when all are VOID. */
export function commonTypeOf(types: readonly DataType[], meetTypes: (a: DataType, b: DataType) => DataType | null): DataType | null {
  // A STRING gives way to whatever comes later, so the other types are met first, as Spark does.
  const strings = types.filter((type) => type.kind === 'STRING');
  const others = types.filter((type) => type.kind !== 'STRING');
  let common: DataType | null = VOID;
  for (const type of [...others, ...strings]) {
    if (common === null) return null;
    common = meetTypes(common, type);
  }
  return common;
}

function meet(a: DataType, b: DataType, stringGivesWay: boolean): DataType | null {
  if (sameType(a, b)) return a;
  if (a.kind === 'VOID') return b;
  if (b.kind === 'VOID') return a;
  const rankA = numericRank.get(a.kind);
  const rankB = numericRank.get(b.kind);
  if (rankA !== undefined && rankB !== undefined) return rankA > rankB ? a : b;
  if ((a.kind === 'DATE' && b.kind === 'TIMESTAMP') || (a.kind === 'TIMESTAMP' && b.kind === 'DATE')) return TIMESTAMP;
  if (stringGivesWay && a.kind === 'STRING' && isAtomic(b)) return b.kind === 'INT' ? BIGINT : b;
  if (stringGivesWay && b.kind === 'STRING' && isAtomic(a)) return a.kind === 'INT' ? BIGINT : a;
  if (a.kind === 'ARRAY' && b.kind === 'ARRAY') {
    const element = meet(a.element, b.element, stringGivesWay);
    return element === null ? null : { kind: 'ARRAY', element };
  }
  if (a.kind === 'STRUCT' && b.kind === 'STRUCT') return meetStructs(a.fields, b.fields, stringGivesWay);
  return null;
}

function meetStructs(a: readonly Field[], b: readonly Field[], stringGivesWay: boolean): DataType | null {
  if (a.length !== b.length) return null;
  const fields: Field[] = [];
  for (const [i, field] of a.entries()) {
    const type = meet(field.type, b[i]?.type ?? VOID, stringGivesWay);
    if (type === null) return null;
    fields.push({ name: field.name, type });
  }
  return { kind: 'STRUCT', fields };
}

/** The type of an arithmetic result over these operands, or null: a STRING gives way to a number, two of them do not compute. */
export function arithmeticType(types: readonly DataType[]): DataType | null {
  const strings = types.filter((type) => type.kind === 'STRING');
  const others = types.filter((type) => type.kind !== 'STRING' && type.kind !== 'VOID');
  if (!others.every(isNumeric)) return null;
  if (others.length === 0) return strings.length > 0 && types.length > 1 ? null : DOUBLE;
  const common = commonTypeOf(others, widerType);
  return strings.length > 0 && common?.kind === 'INT' ? BIGINT : common;
}

/** How well an argument fits a parameter: the same type, one that widens without loss, one that an implicit cast brings, or not at all. */
export type Fit = 'same' | 'wider' | 'cast' | 'none';

export function fitOf(from: DataType, to: DataType): Fit {
  if (sameType(from, to)) return 'same';
  if (from.kind === 'VOID') return 'wider';
  const rankFrom = numericRank.get(from.kind);
  const rankTo = numericRank.get(to.kind);
  if (rankFrom !== undefined && rankTo !== undefined) return rankFrom < rankTo ? 'wider' : 'cast';
  if (from.kind === 'DATE' && to.kind === 'TIMESTAMP') return 'wider';
  if (from.kind === 'TIMESTAMP' && to.kind === 'DATE') return 'cast';
  if (from.kind === 'STRING' && isAtomic(to)) return 'cast';
  if (to.kind === 'STRING' && isAtomic(from)) return 'cast';
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') return fitOf(from.element, to.element);
  return 'none';
}

/** Whether CAST(x AS to) exists for an x of type `from`. */
export function canCast(from: DataType, to: DataType): boolean {
  if (from.kind === 'VOID' || sameType(from, to)) return true;
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') return canCast(from.element, to.element);
  if (from.kind === 'STRUCT' && to.kind === 'STRUCT') {
    const fields = to.fields;
    return from.fields.length === fields.length && from.fields.every((field, i) => canCast(field.type, fields[i]?.type ?? VOID));
  }
  if (to.kind === 'STRING') return true;
  if (!isAtomic(from) || !isAtomic(to)) return false;
  if (from.kind === 'STRING') return true;
  if (from.kind === 'DATE') return to.kind === 'TIMESTAMP';
  if (to.kind === 'DATE') return from.kind === 'TIMESTAMP';
  if (from.kind === 'BOOLEAN' || to.kind === 'BOOLEAN') return isNumeric(from) || isNumeric(to);
  return true;
}
