// The text of a document: JSON that a person can read, diff and merge. The layout is a function of the document alone and
// local: header and settings one line each, an operator on one line where it fits, one edge a line, positions apart and one
// a line. So moving a box changes one line, and adding one only adds lines (but for a comma).
import type { Json } from '../problem/json.ts';
import type { Note, OperatorBox, OperatorId, PipelineDocument, Settings } from './document.ts';
import { formatEdge } from './graph.ts';
import { FORMAT, FORMAT_VERSION } from './schema.ts';

/** A line of an operator or param may be this long; beyond it the value is written one entry a line. */
const WIDTH = 120;

export function formatDocument(document: PipelineDocument): string {
  const ids = Object.keys(document.operators);
  const header = { format: FORMAT, formatVersion: FORMAT_VERSION, name: document.name };
  return `{
  ${inline(header).slice(2, -2)},
  "settings": ${inline(orderSettings(document.settings))},
  "operators": ${formatOperators(document.operators, '  ')},
  "edges": ${formatLines(
    '[',
    document.edges.map((edge) => JSON.stringify(formatEdge(edge))),
    ']',
    '  ',
  )},
  "ui": {
    "positions": ${formatPositions(ids, document.ui.positions, '    ')},
    "notes": ${formatLines(
      '[',
      document.ui.notes.map((note) => inline(orderNote(note))),
      ']',
      '    ',
    )}
  }
}
`;
}

export function formatOperators(operators: PipelineDocument['operators'], indent: string): string {
  const lines = Object.entries(operators).map(([id, box]) => `${JSON.stringify(id)}: ${formatBox(id, box, `${indent}  `)}`);
  return formatLines('{', lines, '}', indent);
}

/** In the order of the operators, whatever the order in which they were placed. */
export function formatPositions(ids: readonly OperatorId[], positions: PipelineDocument['ui']['positions'], indent: string): string {
  const lines = ids.flatMap((id) => {
    const at = Object.hasOwn(positions, id) ? positions[id] : undefined;
    return at === undefined ? [] : [`${JSON.stringify(id)}: ${inline(at)}`];
  });
  return formatLines('{', lines, '}', indent);
}

export function formatLines(open: string, lines: readonly string[], close: string, indent: string): string {
  if (lines.length === 0) return `${open}${close}`;
  return `${open}\n${lines.map((line) => `${indent}  ${line}`).join(',\n')}\n${indent}${close}`;
}

function formatBox(id: OperatorId, box: OperatorBox, indent: string): string {
  const { type, name, disabled, params } = box;
  const head: { [key: string]: Json } = { type };
  if (name !== undefined) head.name = name;
  if (disabled !== undefined) head.disabled = disabled;
  const line = inline({ ...head, params });
  if (indent.length + id.length + 4 + line.length < WIDTH) return line;
  const inner = `${indent}  `;
  return formatLines('{', [inline(head).slice(2, -2), `"params": ${spread(params, inner, WIDTH)}`], '}', indent);
}

/** One entry a line, each on one line where it fits. */
function spread(value: { readonly [key: string]: Json } | readonly Json[], indent: string, width: number): string {
  const inner = `${indent}  `;
  if (isList(value))
    return formatLines(
      '[',
      value.map((item) => fitted(item, inner, 0, width)),
      ']',
      indent,
    );
  const lines = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${fitted(entry, inner, key.length + 4, width)}`);
  return formatLines('{', lines, '}', indent);
}

function fitted(value: Json, indent: string, used: number, width: number): string {
  const line = inline(value);
  if (value === null || typeof value !== 'object' || indent.length + used + line.length < width) return line;
  return spread(value, indent, width);
}

/** `{ "a": 1, "b": [1, 2] }`. */
export function inline(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(inline).join(', ')}]`;
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${inline(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function orderSettings(settings: Settings): { readonly [key: string]: Json } {
  const { batchInterval, durability, timeZone, watermarkPolicy, downtime, checkpointInterval, backpressure } = settings;
  return {
    batchInterval,
    durability,
    timeZone,
    watermarkPolicy,
    downtime,
    ...(checkpointInterval === undefined ? {} : { checkpointInterval }),
    ...(backpressure === undefined ? {} : { backpressure }),
  };
}

function orderNote(note: Note): { readonly [key: string]: Json } {
  return { text: note.text, at: note.at, size: note.size };
}
