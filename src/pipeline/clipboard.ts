// A copied part of a pipeline, and its text form, which is a document without name and settings. Pasting makes new ids and
// keeps the edges among the copies. The text of a whole pipeline pastes as well.
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import type { Edge, OperatorId, PipelineDocument } from './document.ts';
import { cleanPoint, type Edit, nameOperators, type Point } from './edits.ts';
import { formatLines, formatOperators, formatPositions } from './format.ts';
import { formatEdge } from './graph.ts';
import { parseDocument } from './parse.ts';
import { FORMAT, FORMAT_VERSION, type KnownOperators } from './schema.ts';

export interface PipelinePart {
  readonly operators: PipelineDocument['operators'];
  /** Those with both ends in the part. */
  readonly edges: readonly Edge[];
  readonly positions: PipelineDocument['ui']['positions'];
}

export function copyPart(document: PipelineDocument, ids: readonly OperatorId[]): PipelinePart {
  const chosen = new Set(ids);
  const has = (id: OperatorId) => chosen.has(id);
  return {
    operators: only(document.operators, has),
    edges: document.edges.filter((edge) => has(edge.from.operator) && has(edge.to.operator)),
    positions: only(document.ui.positions, has),
  };
}

function only<T>(map: { readonly [id: OperatorId]: T }, has: (id: OperatorId) => boolean): { readonly [id: OperatorId]: T } {
  return Object.fromEntries(Object.entries(map).filter(([id]) => has(id)));
}

const PART_MARK = 'part';

export function formatPart(part: PipelinePart): string {
  const ids = Object.keys(part.operators);
  return `{
  "format": "${FORMAT}", "formatVersion": ${FORMAT_VERSION}, "name": "${PART_MARK}",
  "operators": ${formatOperators(part.operators, '  ')},
  "edges": ${formatLines(
    '[',
    part.edges.map((edge) => JSON.stringify(formatEdge(edge))),
    ']',
    '  ',
  )},
  "ui": {
    "positions": ${formatPositions(ids, part.positions, '    ')}
  }
}
`;
}

/** The part in a text: one that was copied, or a whole pipeline. Any other text is a Problem, and meant for somebody else. */
export function parsePart(text: string, known?: KnownOperators): Result<PipelinePart> {
  if (!/^\s*\{/.test(text.slice(0, 1000)) || !text.includes(`"${FORMAT}"`)) return fail(problem('pipeline/not-a-part', {}, {}));
  const parsed = parseDocument(text, known);
  if (!parsed.ok) return parsed;
  const { document, readOnly } = parsed.value;
  if (readOnly !== null) return fail(...readOnly.reasons.map((reason) => ({ ...reason, severity: 'error' as const })));
  if (Object.keys(document.operators).length === 0) return fail(problem('pipeline/not-a-part', {}, {}));
  return ok({ operators: document.operators, edges: document.edges, positions: document.ui.positions });
}

export interface PasteOptions {
  /** Gives an id that the document does not have, nor any id given for this paste. */
  readonly newId: (type: string, taken: PipelineDocument['operators']) => OperatorId;
  /** Where the top left of the part goes. */
  readonly at: Point;
}

/** Adds the part with new ids. `ids`: those of the copies, in the order of the part, to be selected. */
export function pastePart(
  document: PipelineDocument,
  part: PipelinePart,
  { newId, at }: PasteOptions,
): Edit & { readonly ids: readonly OperatorId[] } {
  const operators = { ...document.operators };
  const copyOf = new Map<OperatorId, OperatorId>();
  for (const [id, box] of Object.entries(part.operators)) {
    const copy = newId(box.type, operators);
    copyOf.set(id, copy);
    operators[copy] = box;
  }
  const [left, top] = topLeft(part);
  const positions = { ...document.ui.positions };
  for (const [id, copy] of copyOf) {
    const [x, y] = (Object.hasOwn(part.positions, id) ? part.positions[id] : undefined) ?? [left, top];
    positions[copy] = cleanPoint([at[0] + x - left, at[1] + y - top]);
  }
  const edges = part.edges.flatMap(({ from, to }) => {
    const [source, target] = [copyOf.get(from.operator), copyOf.get(to.operator)];
    return source === undefined || target === undefined ? [] : [{ from: { ...from, operator: source }, to: { ...to, operator: target } }];
  });
  const ids = [...copyOf.values()];
  const pasted = { ...document, operators, edges: [...document.edges, ...edges], ui: { ...document.ui, positions } };
  return { label: `Paste ${nameOperators(pasted, ids)}`, document: ids.length === 0 ? document : pasted, ids };
}

/** Copies operators beside themselves, shifted, until no copy lies exactly on a box that is there. */
export function duplicateOperators(
  document: PipelineDocument,
  ids: readonly OperatorId[],
  newId: PasteOptions['newId'],
): Edit & { readonly ids: readonly OperatorId[] } {
  const part = copyPart(document, ids);
  const pasted = pastePart(document, part, { newId, at: freePlace(document, part, topLeft(part)) });
  return { ...pasted, label: `Duplicate ${nameOperators(document, Object.keys(part.operators))}` };
}

const SHIFT = 24;

/** The place nearest to `at`, going down right, at which no operator of the part would lie exactly on another. */
export function freePlace(document: PipelineDocument, part: PipelinePart, at: Point): Point {
  const taken = new Set(Object.values(document.ui.positions).map(([x, y]) => `${x},${y}`));
  const [left, top] = topLeft(part);
  const offsets = Object.values(part.positions).map(([x, y]): Point => [x - left, y - top]);
  for (let shift = 0; ; shift += SHIFT) {
    const place = cleanPoint([at[0] + shift, at[1] + shift]);
    const clash = offsets.some(([x, y]) => taken.has(cleanPoint([place[0] + x, place[1] + y]).join(',')));
    if (!clash || shift > SHIFT * 10_000) return place;
  }
}

function topLeft(part: PipelinePart): Point {
  const places = Object.values(part.positions);
  if (places.length === 0) return [0, 0];
  return [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))];
}
