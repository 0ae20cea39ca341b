// Which column says when a row happened: a TIMESTAMP (or, without one, a DATE) that nearly all rows have; one whose name says time
// before others, and one that rises from row to row before one that does not.
import type { Column } from '../../columns/column.ts';
import type { ParsedColumn } from '../record-format.ts';
import { isTimeName } from './value-kinds.ts';

export function guessTimeColumn(
  columns: readonly ParsedColumn[],
  values: readonly Column[],
): { readonly column: string | null; readonly why: string } {
  let best: { readonly name: string; readonly score: number; readonly rising: boolean } | null = null;
  columns.forEach(({ name, type }, c) => {
    const column = values[c];
    if (column === undefined || (type.kind !== 'TIMESTAMP' && type.kind !== 'DATE')) return;
    const { share, rising } = orderOf(column);
    if (share < 0.5) return;
    const score = (type.kind === 'TIMESTAMP' ? 8 : 0) + (isTimeName(name) ? 4 : 0) + (rising ? 2 : 0) + share - c / 10_000;
    if (best === null || score > best.score) best = { name, score, rising };
  });
  const found = best as { readonly name: string; readonly rising: boolean } | null;
  if (found === null) return { column: null, why: 'No column says when a row happened.' };
  return { column: found.name, why: `Column ${found.name} says when a row happened${found.rising ? '; it rises from row to row' : ''}.` };
}

/** How many rows have a value, and whether nearly none is below the one before it. */
function orderOf(column: Column): { readonly share: number; readonly rising: boolean } {
  if (column.kind !== 'float' && column.kind !== 'int') return { share: 0, rising: false };
  let present = 0;
  let falls = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < column.length; row++) {
    if (column.nulls !== null && column.nulls[row] === 1) continue;
    const value = column.values[row] as number;
    present++;
    if (value < last) falls++;
    last = value;
  }
  return { share: column.length === 0 ? 0 : present / column.length, rising: present > 1 && falls <= present * 0.02 };
}
