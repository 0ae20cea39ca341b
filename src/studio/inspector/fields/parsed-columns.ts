// The columns of records as a document holds them, and how they are written by hand. Pure.
import type { ValueForm } from '../../../formats/record-format.ts';
import type { Json } from '../../../problem/json.ts';

export interface ColumnEntry {
  readonly name: string;
  readonly type: string;
  readonly from: number | string;
  readonly form?: Exclude<ValueForm, { readonly kind: 'cast' }>;
}

/** How records are taken apart. `live`: the source has no file to be looked at, so its columns are written by hand. */
export interface RecordShape {
  readonly kind: 'csv' | 'json' | 'other';
  readonly live: boolean;
}

const SHAPES: { readonly [format: string]: RecordShape } = {
  csv: { kind: 'csv', live: true },
  json: { kind: 'json', live: true },
};
const OF_A_FILE: RecordShape = { kind: 'other', live: false };

/** By the format param of the source: a word of a live one, a value of a file. */
export function recordShape(format: Json | undefined): RecordShape | null {
  if (typeof format === 'string') return SHAPES[format] ?? null;
  return format === undefined || format === null ? null : OF_A_FILE;
}

/** Entries that have the form of a column; any others are out of sight and gone with the next change. */
export function columnEntries(value: Json): readonly ColumnEntry[] {
  return Array.isArray(value) ? value.filter(isColumn) : [];
}

export function columnsJson(columns: readonly ColumnEntry[]): Json {
  return columns.map(({ name, type, from, form }): Json => (form === undefined ? { name, type, from } : { name, type, from, form: { ...form } }));
}

function isColumn(entry: Json): entry is Json & ColumnEntry {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return false;
  const { name, type, from } = entry as { readonly [part: string]: Json };
  return typeof name === 'string' && typeof type === 'string' && (typeof from === 'string' || typeof from === 'number');
}

/** The member of that very name. A dot would be a step down. */
export function pathOf(name: string): string {
  return name.replaceAll('\\', '\\\\').replaceAll('.', '\\.');
}

/** A column of a live source that is named like its member stays so; what was read of a file is still read from its place. */
export function renamedColumn(column: ColumnEntry, name: string, shape: RecordShape | null): ColumnEntry {
  const follows = shape?.live === true && shape.kind === 'json' && column.from === pathOf(column.name);
  return { ...column, name, from: follows && name !== '' ? pathOf(name) : column.from };
}

/** One more column: the next field of CSV, a member of JSON. */
export function freeColumn(columns: readonly ColumnEntry[], shape: RecordShape): ColumnEntry {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  let name = 'value';
  for (let i = 2; taken.has(name); i++) name = `value_${i}`;
  const next = 1 + Math.max(-1, ...columns.map(({ from }) => (typeof from === 'number' ? from : -1)));
  return { name, type: 'STRING', from: shape.kind === 'csv' ? next : pathOf(name) };
}
