// Whether a row holds the same in two columns of one type, bit for bit: what changed of a state that was computed anew.
import type { Column } from './column.ts';

/** Answers true only when the values are the same; nested ones are compared by their columns, not by their values. */
export function rowsAlike(a: Column, b: Column): (row: number) => boolean {
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
