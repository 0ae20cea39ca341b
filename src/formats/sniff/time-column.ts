// Which column says when a row happened: a TIMESTAMP (or, without one, a DATE) that nearly all rows have; one whose name says time
// before others, and one that rises from row to row before one that does not.
import type { Column } from '../../columns/column.ts';
import type { ParsedColumn } from '../record-format.ts';
import { isTimeName } from './value-kinds.ts';

export interface TimeGuess {
  readonly column: string | null;
  readonly why: string;
  readonly rising: boolean;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export function guessTimeColumn(columns: readonly ParsedColumn[], values: readonly Column[]): TimeGuess {
  let best: { readonly name: string; readonly score: number; readonly rising: boolean; readonly at: number } | null = null;
  columns.forEach(({ name, type }, c) => {
    const column = values[c];
    if (column === undefined || (type.kind !== 'TIMESTAMP' && type.kind !== 'DATE')) return;
    const { share, rising } = orderOf(column);
    if (share < 0.5) return;
    const score = (type.kind === 'TIMESTAMP' ? 8 : 0) + (isTimeName(name) ? 4 : 0) + (rising ? 2 : 0) + share - c / 10_000;
    if (best === null || score > best.score) best = { name, score, rising, at: c };
  });
  const found = best as { readonly name: string; readonly rising: boolean; readonly at: number } | null;
  if (found === null) return { column: null, why: 'No column says when a row happened.', rising: false, firstMs: null, lastMs: null };
  const why = `Column ${found.name} says when a row happened${found.rising ? '; it rises from row to row' : ''}.`;
  const times = millisecondsOf(values[found.at] as Column);
  return { column: found.name, why, rising: found.rising, firstMs: times[0] ?? null, lastMs: times.at(-1) ?? null };
}

/** How many rows have a value, and whether nearly none is below the one before it. */
function orderOf(column: Column): { readonly share: number; readonly rising: boolean } {
  if (column.kind !== 'float' && column.kind !== 'int' && column.kind !== 'big') return { share: 0, rising: false };
  let present = 0;
  let falls = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < column.length; row++) {
    if (column.nulls !== null && column.nulls[row] === 1) continue;
    const value = Number(column.values[row]);
    present++;
    if (value < last) falls++;
    last = value;
  }
  return { share: column.length === 0 ? 0 : present / column.length, rising: present > 1 && falls <= present * 0.02 };
}

/** The times that are there, in the order of the records. */
function millisecondsOf(column: Column): readonly number[] {
  const times: number[] = [];
  if (column.kind !== 'float' && column.kind !== 'int' && column.kind !== 'big') return times;
  const scale = column.kind === 'int' ? 86_400_000 : 0.001;
  for (let row = 0; row < column.length; row++) {
    if (column.nulls === null || column.nulls[row] === 0) times.push(Math.floor(Number(column.values[row]) * scale));
  }
  return times;
}
