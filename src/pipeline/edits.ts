// Edits of a document: pure, each gives the new document and the label of its undo step. None leaves an edge or a position
// without its operator, two edges into an input that takes one, or a loop; an edit that cannot be made, or changes nothing,
// gives the very document it was given. What an operator's ports and params are is the caller's to know.
import type { Json } from '../problem/json.ts';
import type { Edge, Endpoint, Note, OperatorBox, OperatorId, PipelineDocument, Settings } from './document.ts';
import { reaches, sameEdge, sameEndpoint } from './graph.ts';
import { MAX_COORDINATE, OPERATOR_ID } from './schema.ts';

export interface Edit {
  /** What undo and the history call it: "Move 2 operators". */
  readonly label: string;
  readonly document: PipelineDocument;
}

export type Point = readonly [number, number];

/** Whether an input takes any number of edges (union). */
export type TakesMany = (to: Endpoint) => boolean;

export interface NewOperator {
  readonly id: OperatorId;
  readonly type: string;
  readonly params: { readonly [name: string]: Json };
  readonly name?: string;
  readonly at: Point;
}

export function addOperator(document: PipelineDocument, { id, type, params, name, at }: NewOperator): Edit {
  const label = `Add ${wordsOfType(type)}`;
  if (!OPERATOR_ID.test(id) || Object.hasOwn(document.operators, id)) return { label, document };
  const box: OperatorBox = name === undefined ? { type, params: cleanMap(params) } : { type, name, params: cleanMap(params) };
  return {
    label,
    document: {
      ...document,
      operators: { ...document.operators, [id]: box },
      ui: { ...document.ui, positions: { ...document.ui.positions, [id]: cleanPoint(at) } },
    },
  };
}

/** Removes operators with their edges and positions. `keepWiresJoined`: what fed them feeds what they fed. */
export function removeOperators(
  document: PipelineDocument,
  ids: readonly OperatorId[],
  { keepWiresJoined, takesMany = () => false }: { readonly keepWiresJoined: boolean; readonly takesMany?: TakesMany },
): Edit {
  const gone = new Set(ids.filter((id) => Object.hasOwn(document.operators, id)));
  const label = `Delete ${nameOperators(document, [...gone])}`;
  if (gone.size === 0) return { label, document };
  const edges = keepWiresJoined ? joinAround(document.edges, gone, takesMany) : document.edges;
  return {
    label,
    document: {
      ...document,
      operators: without(document.operators, gone),
      edges: edges.filter((edge) => !gone.has(edge.from.operator) && !gone.has(edge.to.operator)),
      ui: { ...document.ui, positions: without(document.ui.positions, gone) },
    },
  };
}

/** In place of each edge out of the removed operators: edges from whatever fed them. The others as they are. */
function joinAround(edges: readonly Edge[], gone: ReadonlySet<OperatorId>, takesMany: TakesMany): readonly Edge[] {
  const joined: Edge[] = [];
  for (const edge of edges) {
    if (!gone.has(edge.from.operator) || gone.has(edge.to.operator)) {
      joined.push(edge);
      continue;
    }
    const feeders = feedersOf(edges, gone, edge.from.operator).map((from) => ({ from, to: edge.to }));
    const fitting = takesMany(edge.to) ? feeders : feeders.slice(0, 1);
    joined.push(...fitting.filter((candidate) => !edges.some((e) => sameEdge(e, candidate)) && !joined.some((e) => sameEdge(e, candidate))));
  }
  return joined;
}

/** Outputs that stay and reach `operator` through removed operators only, in edge order. */
function feedersOf(edges: readonly Edge[], gone: ReadonlySet<OperatorId>, operator: OperatorId): readonly Endpoint[] {
  const feeders: Endpoint[] = [];
  const through = new Set([operator]);
  for (const at of through) {
    for (const edge of edges) {
      if (edge.to.operator !== at) continue;
      if (gone.has(edge.from.operator)) through.add(edge.from.operator);
      else feeders.push(edge.from);
    }
  }
  return feeders;
}

/** Adds an edge. An input that takes one edge gives up the one it has. An edge that would make a loop is not added. */
export function connect(document: PipelineDocument, from: Endpoint, to: Endpoint, takesMany: TakesMany = () => false): Edit {
  const label = 'Connect';
  const edge: Edge = { from, to };
  const known = Object.hasOwn(document.operators, from.operator) && Object.hasOwn(document.operators, to.operator);
  const refused = !known || document.edges.some((e) => sameEdge(e, edge)) || reaches(document.edges, to.operator, from.operator);
  if (refused) return { label, document };
  const taken = takesMany(to) ? -1 : document.edges.findIndex((e) => sameEndpoint(e.to, to));
  const edges = taken < 0 ? [...document.edges, edge] : document.edges.map((e, i) => (i === taken ? edge : e));
  return { label, document: { ...document, edges } };
}

export function disconnect(document: PipelineDocument, gone: readonly Edge[]): Edit {
  const edges = document.edges.filter((edge) => !gone.some((g) => sameEdge(g, edge)));
  const label = gone.length > 1 ? `Delete ${gone.length} edges` : 'Delete edge';
  return { label, document: edges.length === document.edges.length ? document : { ...document, edges } };
}

/** Deletes what is selected, operators and edges, as one step. */
export function removeSelection(
  document: PipelineDocument,
  selection: { readonly operators: readonly OperatorId[]; readonly edges: readonly Edge[] },
  options: { readonly keepWiresJoined: boolean; readonly takesMany?: TakesMany },
): Edit {
  const unwired = disconnect(document, selection.edges);
  if (selection.operators.length === 0) return unwired;
  return removeOperators(unwired.document, selection.operators, options);
}

/** Puts an operator between the two ends of an edge. */
export function insertOnEdge(
  document: PipelineDocument,
  edge: Edge,
  operator: NewOperator,
  ports: { readonly in: string; readonly out: string },
): Edit {
  const label = `Insert ${wordsOfType(operator.type)}`;
  const at = document.edges.findIndex((e) => sameEdge(e, edge));
  const added = addOperator(document, operator).document;
  if (at < 0 || added === document) return { label, document };
  const { id } = operator;
  const halves: readonly Edge[] = [
    { from: edge.from, to: { operator: id, port: ports.in } },
    { from: { operator: id, port: ports.out }, to: edge.to },
  ];
  return { label, document: { ...added, edges: document.edges.flatMap((e, i) => (i === at ? halves : [e])) } };
}

/** Moves operators, also to tidy them. Those that are not in the document are passed over. */
export function moveOperators(document: PipelineDocument, places: { readonly [id: OperatorId]: Point }, label?: string): Edit {
  const moved = Object.entries(places).filter(([id]) => Object.hasOwn(document.operators, id));
  const changed = moved.filter(([id, at]) => !samePoint(document.ui.positions[id], cleanPoint(at)));
  const words =
    label ??
    `Move ${nameOperators(
      document,
      moved.map(([id]) => id),
    )}`;
  if (changed.length === 0) return { label: words, document };
  const positions = { ...document.ui.positions, ...Object.fromEntries(changed.map(([id, at]) => [id, cleanPoint(at)])) };
  return { label: words, document: { ...document, ui: { ...document.ui, positions } } };
}

/** Gives an operator a name; an empty one gives it back its title. */
export function renameOperator(document: PipelineDocument, id: OperatorId, name: string): Edit {
  const box = boxOf(document, id);
  const wanted = cut(name.trim(), 200);
  const label = wanted === '' ? 'Remove name' : `Rename to "${cut(wanted, 40)}"`;
  if (box === undefined || (box.name ?? '') === wanted) return { label, document };
  const { name: _, ...rest } = box;
  return { label, document: withBox(document, id, wanted === '' ? rest : inOrder({ ...rest, name: wanted })) };
}

export function renameDocument(document: PipelineDocument, name: string): Edit {
  const wanted = cut(name.trim(), 200);
  return { label: 'Rename pipeline', document: wanted === document.name ? document : { ...document, name: wanted } };
}

/** Sets a param, or removes it when the value is undefined or null. */
export function setParam(document: PipelineDocument, id: OperatorId, param: string, value: Json | undefined): Edit {
  return setParams(document, id, { [param]: value });
}

/** Sets several params of one operator as one step. */
export function setParams(document: PipelineDocument, id: OperatorId, values: { readonly [param: string]: Json | undefined }): Edit {
  const names = Object.keys(values);
  const label = `Change ${names.map(wordsOfParam).join(', ')}`;
  const box = boxOf(document, id);
  if (box === undefined) return { label, document };
  const params: { [name: string]: Json } = { ...box.params };
  for (const [param, value] of Object.entries(values)) {
    if (value === undefined || value === null) Reflect.deleteProperty(params, param);
    else if (param !== '__proto__') params[param] = clean(value);
  }
  const same = JSON.stringify(params) === JSON.stringify(box.params);
  return { label, document: same ? document : withBox(document, id, { ...box, params }) };
}

/** Changes settings; `undefined` takes back an optional one. */
export function setSettings(
  document: PipelineDocument,
  changes: { readonly [K in keyof Settings]?: Settings[K] | (undefined extends Settings[K] ? undefined : never) },
): Edit {
  const settings = Object.fromEntries(Object.entries({ ...document.settings, ...changes }).filter(([, value]) => value !== undefined));
  const same = JSON.stringify(settings) === JSON.stringify(document.settings);
  // Only optional settings may be taken back, by the type of `changes`; TypeScript cannot follow that through the entries.
  const label = `Change ${Object.keys(changes).map(wordsOfParam).join(', ')}`;
  return { label, document: same ? document : { ...document, settings: settings as unknown as Settings } };
}

export function setDisabled(document: PipelineDocument, ids: readonly OperatorId[], disabled: boolean): Edit {
  const changed = ids.filter((id) => boxOf(document, id) !== undefined && (boxOf(document, id)?.disabled ?? false) !== disabled);
  const label = `${disabled ? 'Disable' : 'Enable'} ${nameOperators(document, ids)}`;
  let next = document;
  for (const id of changed) {
    const box = boxOf(next, id);
    if (box === undefined) continue;
    const { disabled: _, ...rest } = box;
    next = withBox(next, id, disabled ? inOrder({ ...rest, disabled }) : rest);
  }
  return { label, document: next };
}

export function addNote(document: PipelineDocument, note: Note): Edit {
  return { label: 'Add note', document: withNotes(document, [...document.ui.notes, cleanNote(note)]) };
}

/** Changes the text, place or size of the note at `index`. */
export function changeNote(document: PipelineDocument, index: number, changes: Partial<Note>): Edit {
  const label = changes.text === undefined ? 'Move note' : 'Change note';
  const note = document.ui.notes[index];
  if (note === undefined) return { label, document };
  const next = cleanNote({ ...note, ...changes });
  if (JSON.stringify(next) === JSON.stringify(note)) return { label, document };
  return {
    label,
    document: withNotes(
      document,
      document.ui.notes.map((n, i) => (i === index ? next : n)),
    ),
  };
}

export function removeNotes(document: PipelineDocument, indexes: readonly number[]): Edit {
  const notes = document.ui.notes.filter((_, i) => !indexes.includes(i));
  const label = indexes.length > 1 ? `Delete ${indexes.length} notes` : 'Delete note';
  return { label, document: notes.length === document.ui.notes.length ? document : withNotes(document, notes) };
}

/** A name as a person reads it: the operator's own, else the words of its type. */
export function nameOperators(document: PipelineDocument, ids: readonly OperatorId[]): string {
  const [id] = ids;
  const box = id === undefined ? undefined : boxOf(document, id);
  if (ids.length !== 1 || box === undefined) return `${ids.length} operators`;
  return box.name === undefined ? wordsOfType(box.type) : `"${cut(box.name, 40)}"`;
}

/** The operator of that id; ids like "constructor" do not find what every object has. */
export function boxOf(document: PipelineDocument, id: OperatorId): OperatorBox | undefined {
  return Object.hasOwn(document.operators, id) ? document.operators[id] : undefined;
}

/** Whole, finite, within reach, and never minus zero. */
export function cleanPoint([x, y]: Point): Point {
  return [cleanCoordinate(x), cleanCoordinate(y)];
}

function cleanCoordinate(value: number): number {
  if (!Number.isFinite(value)) return 0;
  return Math.max(-MAX_COORDINATE, Math.min(MAX_COORDINATE, Math.round(value))) + 0;
}

function cleanNote(note: Note): Note {
  const [width, height] = cleanPoint(note.size);
  return { text: cut(note.text, 10_000), at: cleanPoint(note.at), size: [Math.max(1, width), Math.max(1, height)] };
}

/** A key "__proto__" is not kept: no file could hold it. */
function clean(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => clean(item));
  if (value !== null && typeof value === 'object') return cleanMap(value as { readonly [key: string]: Json });
  return typeof value === 'number' ? (Number.isFinite(value) ? value + 0 : 0) : value;
}

function cleanMap(map: { readonly [key: string]: Json }): { readonly [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(map)
      .filter(([key]) => key !== '__proto__')
      .map(([key, value]) => [key, clean(value)]),
  );
}

function withBox(document: PipelineDocument, id: OperatorId, box: OperatorBox): PipelineDocument {
  return { ...document, operators: { ...document.operators, [id]: box } };
}

function withNotes(document: PipelineDocument, notes: readonly Note[]): PipelineDocument {
  return { ...document, ui: { ...document.ui, notes } };
}

function inOrder({ type, name, disabled, params }: OperatorBox): OperatorBox {
  return { type, ...(name === undefined ? {} : { name }), ...(disabled === undefined ? {} : { disabled }), params };
}

function without<T>(map: { readonly [id: OperatorId]: T }, gone: ReadonlySet<OperatorId>): { readonly [id: OperatorId]: T } {
  return Object.fromEntries(Object.entries(map).filter(([id]) => !gone.has(id)));
}

function samePoint(a: Point | undefined, b: Point): boolean {
  return a !== undefined && a[0] === b[0] && a[1] === b[1];
}

function cut(text: string, most: number): string {
  // Never through the middle of a character of two units.
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** "sliding-window" as "sliding window". */
export function wordsOfType(type: string): string {
  return type.replaceAll('-', ' ');
}

/** "batchInterval" as "batch interval". */
function wordsOfParam(param: string): string {
  return param.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
