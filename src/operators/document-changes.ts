// What differs between two documents, in words: first what changes the run, then what only changes how it looks. One
// sentence a change, in the names the user gave; moves are folded into one line.
import type { OperatorBox, OperatorId, PipelineDocument } from '../pipeline/document.ts';
import { formatEdge } from '../pipeline/graph.ts';
import type { Json } from '../problem/json.ts';
import { definitionOf } from './catalogue.ts';

export interface DocumentChanges {
  /** Operators, parameters, edges, settings. */
  readonly logic: readonly string[];
  /** Names, places, notes, and what can be changed while it runs. */
  readonly look: readonly string[];
}

export function documentChanges(before: PipelineDocument, after: PipelineDocument): DocumentChanges {
  const logic: string[] = [];
  const look: string[] = [];
  if (before.name !== after.name) look.push(`Pipeline: name ${shown(before.name)} → ${shown(after.name)}`);
  logic.push(...fieldChanges('Pipeline', { ...before.settings }, { ...after.settings }));
  for (const [id, box] of Object.entries(before.operators)) if (after.operators[id] === undefined) logic.push(`${nameOf(box, id)}: removed`);
  for (const [id, box] of Object.entries(after.operators)) {
    const old = before.operators[id];
    if (old === undefined) logic.push(`${nameOf(box, id)}: added`);
    else boxChanges(old, box, id, logic, look);
  }
  logic.push(...edgeChanges(before, after));
  look.push(...placeChanges(before, after));
  return { logic, look };
}

type Fields = { readonly [name: string]: Json | undefined };

function boxChanges(old: OperatorBox, box: OperatorBox, id: OperatorId, logic: string[], look: string[]): void {
  const name = nameOf(box, id);
  if (old.name !== box.name) look.push(`${nameOf(old, id)}: renamed to ${name}`);
  if (old.type !== box.type) logic.push(`${name}: type ${old.type} → ${box.type}`);
  if ((old.disabled === true) !== (box.disabled === true)) logic.push(`${name}: ${box.disabled === true ? 'disabled' : 'enabled'}`);
  const live = new Set(definitionOf(box.type)?.fields.flatMap((field) => (field.live === true ? [field.name] : [])));
  logic.push(...fieldChanges(name, without(old.params, live), without(box.params, live)));
  look.push(...fieldChanges(name, onlyThose(old.params, live), onlyThose(box.params, live)));
}

function fieldChanges(name: string, before: Fields, after: Fields): readonly string[] {
  const changes: string[] = [];
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[field], after[field]];
    if (canonical(old) !== canonical(now)) changes.push(`${name}: ${field} ${shown(old)} → ${shown(now)}`);
  }
  return changes;
}

function edgeChanges(before: PipelineDocument, after: PipelineDocument): readonly string[] {
  const [old, now] = [before.edges.map(formatEdge), after.edges.map(formatEdge)];
  const removed = old.filter((edge) => !now.includes(edge)).map((edge) => `Edge ${edge}: removed`);
  const added = now.filter((edge) => !old.includes(edge)).map((edge) => `Edge ${edge}: added`);
  // The order of edges is the order of rows into a union.
  const reordered = removed.length === 0 && added.length === 0 && old.join() !== now.join() ? ['Edges: order changed'] : [];
  return [...removed, ...added, ...reordered];
}

function placeChanges(before: PipelineDocument, after: PipelineDocument): readonly string[] {
  const moved = Object.entries(after.ui.positions).filter(
    ([id, at]) => before.ui.positions[id] !== undefined && canonical(before.ui.positions[id]) !== canonical(at),
  );
  const notes = canonical(notesOf(before)) === canonical(notesOf(after)) ? [] : ['Notes: changed'];
  return [...(moved.length === 0 ? [] : [moved.length === 1 ? '1 box moved' : `${moved.length} boxes moved`]), ...notes];
}

function notesOf(document: PipelineDocument): Json {
  return document.ui.notes.map((note) => [note.text, note.at, note.size]);
}

function without(params: Fields, names: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.has(name)));
}

function onlyThose(params: Fields, names: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.has(name)));
}

/** Key order of maps that name new columns is the order of the columns, so it counts. */
function canonical(value: Json | undefined): string {
  return JSON.stringify(value) ?? '';
}

/** A table or another long text is told by its beginning and its length. */
const LONGEST_SHOWN = 120;

function shown(value: Json | undefined): string {
  if (value === undefined) return '(default)';
  const text = typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
  if (text.length <= LONGEST_SHOWN) return text;
  return `${text.slice(0, LONGEST_SHOWN / 2)}… (${text.length.toLocaleString('en-US')} letters)`;
}

function nameOf(box: OperatorBox, id: OperatorId): string {
  return box.name ?? definitionOf(box.type)?.title ?? id;
}
