// Whether a row holds the same in two columns of one type, bit for bit: what changed of a state that was computed anew.
import type { Column } from './column.ts';

/** Marks the rows that two columns of one type do not certainly have in common: nested values are compared by their columns, not by themselves. */
export function markUnlike(a: Column, b: Column, marks: Uint8Array): void {
  if (a === b) return;
  const arePlain = a.nulls === null && b.nulls === null;
  if (arePlain && a.kind === 'float' && b.kind === 'float') markUnlikeFloats(a.values, b.values, marks);
  else if (arePlain && a.kind === 'int' && b.kind === 'int') {
    for (let row = 0; row < marks.length; row++) if (a.values[row] !== b.values[row]) marks[row] = 1;
  } else {
    const isAlike = rowsAlike(a, b);
    for (let row = 0; row < marks.length; row++) if (!isAlike(row)) marks[row] = 1;
  }
}

function markUnlikeFloats(a: Float64Array, b: Float64Array, marks: Uint8Array): void {
  for (let row = 0; row < marks.length; row++) {
    const [x, y] = [a[row] as number, b[row] as number];
    // Equal and not 0 tells at once; 0 and -0 and NaN take a closer look.
    if ((x !== y || x === 0) && !Object.is(x, y)) marks[row] = 1;
  }
}

function rowsAlike(a: Column, b: Column): (row: number) => boolean {
  if (a === b) return () => true;
  const values = valuesAlike(a, b);
  const [nullsA, nullsB] = [a.nulls, b.nulls];
  if (nullsA === null && nullsB === null) return values;
  return (row) => {
    const [isNullA, isNullB] = [nullsA?.[row] === 1, nullsB?.[row] === 1];
    return isNullA || isNullB ? isNullA === isNullB : values(row);
  };
}

function valuesAlike(a: Column, b: Column): (row: number) => boolean {
  if ((a.kind === 'boolean' && b.kind === 'boolean') || (a.kind === 'int' && b.kind === 'int') || (a.kind === 'big' && b.kind === 'big')) {
    return (row) => a.values[row] === b.values[row];
  }
  // NaN is NaN, and 0 is not -0.
  if (a.kind === 'float' && b.kind === 'float') return (row) => Object.is(a.values[row], b.values[row]);
  if (a.kind === 'string' && b.kind === 'string') return (row) => sameBytes(a, b, row);
  return () => false;
}

function sameBytes(a: Column & { readonly kind: 'string' }, b: Column & { readonly kind: 'string' }, row: number): boolean {
  const [startA, startB] = [a.starts[row] as number, b.starts[row] as number];
  const length = (a.ends[row] as number) - startA;
  if ((b.ends[row] as number) - startB !== length) return false;
  for (let i = 0; i < length; i++) if (a.bytes[startA + i] !== b.bytes[startB + i]) return false;
  return true;
}
