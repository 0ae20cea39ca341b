// The order of values, as Spark compares them: NaN equals NaN and is greater than any number, -0.0 equals 0.0, text by
// code point (which is the order of its UTF-8 bytes), NULL below everything inside arrays and structs.
import type { Column, MapColumn, StringColumn } from '../../columns/column.ts';
import { unscaledAt } from '../../columns/decimal.ts';

/** Below 0, 0 or above 0. */
export function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  const aIsNaN = Number.isNaN(a);
  return aIsNaN === Number.isNaN(b) ? 0 : aIsNaN ? 1 : -1;
}

export function compareBytes(a: Uint8Array, aFrom: number, aTo: number, b: Uint8Array, bFrom: number, bTo: number): number {
  const aLength = aTo - aFrom;
  const bLength = bTo - bFrom;
  const shared = Math.min(aLength, bLength);
  for (let i = 0; i < shared; i++) {
    const difference = (a[aFrom + i] as number) - (b[bFrom + i] as number);
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

export function compareStrings(a: StringColumn, i: number, b: StringColumn, j: number): number {
  return compareBytes(a.bytes, a.starts[i] as number, a.ends[i] as number, b.bytes, b.starts[j] as number, b.ends[j] as number);
}

function isNull(column: Column, row: number): boolean {
  return column.nulls !== null && column.nulls[row] === 1;
}

/** Values of two columns of one type, neither of them NULL. */
export function compareValues(a: Column, i: number, b: Column, j: number): number {
  switch (a.kind) {
    case 'string':
      return b.kind === 'string' ? compareStrings(a, i, b, j) : 0;
    case 'array':
      return b.kind === 'array'
        ? compareLists(a.elements, a.starts[i] as number, a.ends[i] as number, b.elements, b.starts[j] as number, b.ends[j] as number)
        : 0;
    case 'struct':
      return b.kind === 'struct' ? compareFields(a.fields, i, b.fields, j) : 0;
    case 'map':
      return b.kind === 'map' ? compareMaps(a, i, b, j) : 0;
    case 'wide':
      return compareBig(a.values[i] as bigint, unscaledAt(b, j));
    case 'big':
      return b.kind === 'big' || b.kind === 'float' ? compareBig(a.values[i] as bigint, b.values[j] as bigint | number) : 0;
    case 'float':
      if (b.kind === 'wide') return compareBig(unscaledAt(a, i), b.values[j] as bigint);
      if (b.kind === 'big') return -compareBig(b.values[j] as bigint, a.values[i] as number);
      return b.kind === 'float' ? compareNumbers(a.values[i] as number, b.values[j] as number) : 0;
    default:
      return b.kind === 'int' || b.kind === 'boolean' ? (a.values[i] as number) - (b.values[j] as number) : 0;
  }
}

function compareBig(a: bigint, b: bigint | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** NULL counts as equal to NULL and below any value. */
function compareNullable(a: Column, i: number, b: Column, j: number): number {
  const aNull = isNull(a, i);
  const bNull = isNull(b, j);
  if (aNull || bNull) return aNull === bNull ? 0 : aNull ? -1 : 1;
  return compareValues(a, i, b, j);
}

function compareLists(a: Column, aFrom: number, aTo: number, b: Column, bFrom: number, bTo: number): number {
  const shared = Math.min(aTo - aFrom, bTo - bFrom);
  for (let k = 0; k < shared; k++) {
    const order = compareNullable(a, aFrom + k, b, bFrom + k);
    if (order !== 0) return order;
  }
  return aTo - aFrom - (bTo - bFrom);
}

/** Only equality means something, for maps that hold the same entries in the same order; a MAP has no order in Spark. */
function compareMaps(a: MapColumn, i: number, b: MapColumn, j: number): number {
  const [from, to, otherFrom, otherTo] = [a.starts[i] as number, a.ends[i] as number, b.starts[j] as number, b.ends[j] as number];
  return compareLists(a.keys, from, to, b.keys, otherFrom, otherTo) || compareLists(a.values, from, to, b.values, otherFrom, otherTo);
}

function compareFields(a: readonly Column[], i: number, b: readonly Column[], j: number): number {
  for (const [f, field] of a.entries()) {
    const other = b[f];
    const order = other === undefined ? 0 : compareNullable(field, i, other, j);
    if (order !== 0) return order;
  }
  return 0;
}
