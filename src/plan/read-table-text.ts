// Rows given as text in a document: CSV lines, or JSON (a list, or one value a line). Cells are read as CAST reads them; an
// empty CSV cell without quotes is NULL. Problems name the row, counted from 1 without the header.
import { columnFromValues } from '../columns/build.ts';
import type { Column, Rows } from '../columns/column.ts';
import { fieldIndex, formatSchema, formatType, type Schema, STRING } from '../columns/data-type.ts';
import type { Json } from '../problem/json.ts';
import { compileExpression } from '../sql/evaluate.ts';
import { RowErrors } from '../sql/row-errors.ts';
import { checkedExpression } from './checked-texts.ts';

type Cell = string | null;
type CellRow = readonly Cell[];

/** What is wrong with a row, as the end of the sentence "row 3 ...". */
export interface BadRow {
  readonly row: number;
  readonly detail: string;
}

export type TableText = { readonly ok: true; readonly rows: Rows } | { readonly ok: false; readonly bad: BadRow };

/** Tables read before: a document is lowered again at every keystroke, and its tables are what they were. */
const known = new Map<string, TableText>();
const MOST_KNOWN = 50;

export function readTableText(text: string, schema: Schema): TableText {
  const key = `${formatSchema(schema)}\n${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const read = readAnew(text, schema);
  known.set(key, read);
  return read;
}

function readAnew(text: string, schema: Schema): TableText {
  const trimmed = text.trim();
  const cells = trimmed.startsWith('[') || trimmed.startsWith('{') ? jsonCells(trimmed, schema) : csvCells(text, schema);
  if ('row' in cells) return { ok: false, bad: cells };
  const columns: Column[] = [];
  for (const [c, field] of schema.entries()) {
    const values = cells.map((row) => row[c] ?? null);
    const column = castColumn(values, field.name, schema[c]?.type ?? STRING);
    if ('row' in column) return { ok: false, bad: column };
    columns.push(column);
  }
  return { ok: true, rows: { schema, columns, length: cells.length, selection: null } };
}

function castColumn(values: readonly Cell[], name: string, type: Schema[number]['type']): Column | BadRow {
  const given = columnFromValues(STRING, values);
  if (type.kind === 'STRING') return given;
  const scope: Schema = [{ name: 'value', type: STRING }];
  const cast = checkedExpression(`CAST(value AS ${formatType(type)})`, scope);
  if (!cast.ok) return { row: 1, detail: `has a value for "${name}", but ${formatType(type)} cannot be read from text` };
  const errors = new RowErrors();
  const rows: Rows = { schema: scope, columns: [given], length: values.length, selection: null };
  const column = compileExpression(cast.value)(rows, { batchTimeMs: 0, timeZone: 'UTC', errors });
  const first = errors.first();
  if (first === null) return column;
  return { row: first.row + 1, detail: `has ${JSON.stringify(values[first.row])} for "${name}", which is no ${formatType(type)}` };
}

function csvCells(text: string, schema: Schema): readonly CellRow[] | BadRow {
  const lines = csvLines(text).filter((line) => line.length > 1 || (line[0] !== null && line[0] !== ''));
  const names = schema.map(({ name }) => name.toLowerCase());
  const isHeader = lines[0]?.length === names.length && lines[0].every((cell, c) => cell?.trim().toLowerCase() === names[c]);
  const rows = isHeader ? lines.slice(1) : lines;
  const wrong = rows.findIndex((row) => row.length !== schema.length);
  if (wrong < 0) return rows;
  return { row: wrong + 1, detail: `has ${rows[wrong]?.length ?? 0} values, but there are ${schema.length} columns` };
}

/** RFC 4180, with any line end: a quoted cell may hold commas, quotes written twice, and line ends. */
function csvLines(text: string): readonly CellRow[] {
  const lines: Cell[][] = [];
  let line: Cell[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    line.push(quoted ? cell : cell.trim() === '' ? null : cell.trim());
    cell = '';
    quoted = false;
  };
  const endLine = (): void => {
    endCell();
    lines.push(line);
    line = [];
  };
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] as string;
    if (letter === '"' && cell.trim() === '' && !quoted) {
      quoted = true;
      cell = '';
      for (i++; i < text.length; i++) {
        if (text[i] !== '"') cell += text[i];
        else if (text[i + 1] === '"') cell += text[++i];
        else break;
      }
    } else if (letter === ',') endCell();
    else if (letter === '\n') endLine();
    else if (letter !== '\r' && !(quoted && /\s/.test(letter))) cell += letter;
  }
  if (cell !== '' || quoted || line.length > 0) endLine();
  return lines;
}

function jsonCells(text: string, schema: Schema): readonly CellRow[] | BadRow {
  const values = jsonValues(text);
  if ('row' in values) return values;
  const rows: CellRow[] = [];
  for (const [i, value] of values.entries()) {
    const row = jsonRow(value, schema);
    if (typeof row === 'string') return { row: i + 1, detail: row };
    rows.push(row);
  }
  return rows;
}

function jsonValues(text: string): readonly Json[] | BadRow {
  const whole = parsedJson(text);
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map(parsedJson);
  const wrong = values.indexOf(undefined);
  return wrong < 0 ? values.filter((value) => value !== undefined) : { row: wrong + 1, detail: 'is not JSON' };
}

function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The cells of a row in the order of the columns, or what is wrong with it. */
function jsonRow(value: Json, schema: Schema): CellRow | string {
  if (Array.isArray(value)) {
    return value.length === schema.length ? value.map(cellOf) : `has ${value.length} values, but there are ${schema.length} columns`;
  }
  if (value === null || typeof value !== 'object') return `is ${JSON.stringify(value)}, but must be an object or a list`;
  const entries = Object.entries(value);
  const other = entries.find(([name]) => fieldIndex(schema, name) < 0);
  if (other !== undefined) return `has "${other[0]}", which is no column`;
  return schema.map(({ name }) => cellOf(entries.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null));
}

function cellOf(value: Json): Cell {
  if (value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
