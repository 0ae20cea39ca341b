// Puts a new operator on the canvas: where it was dropped, behind a port, on an edge, or where there is room in view.
import { definitionOf } from '../../operators/catalogue.ts';
import { defaultParams } from '../../operators/check-params.ts';
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import type { Edge, Endpoint, OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import { addOperator, connect, type Edit, insertOnEdge, moveOperators, type Point } from '../../pipeline/edits.ts';
import { newOperatorId } from '../../pipeline/ids.ts';
import { refuseConnection } from '../store/checker.ts';
import { findDefinition, takesMany } from '../store/document-model.ts';
import { canEdit, documentStore, edit } from '../store/document-store.ts';
import { NO_SELECTION } from '../store/selection.ts';
import { announce } from '../ui/announce.ts';
import { canvasControl } from './canvas-control.ts';
import { NODE_WIDTH, nodeHeight, PORT_Y } from './node-size.ts';

export interface AddWhere {
  /** The point that will be under its head. */
  readonly at?: Point | null;
  readonly from?: Endpoint | null;
  readonly edge?: Edge | null;
  /** Gives it the focus, for keys that follow. */
  readonly focus?: boolean;
}

export const COLUMN_PITCH = NODE_WIDTH + 44;
const ROW_PITCH = 96;
const SNAP = 8;

/** Returns the id of the new operator, or null when nothing may be added. */
export function addOperatorOf(type: string, { at = null, from = null, edge = null, focus = false }: AddWhere): OperatorId | null {
  const definition = definitionOf(type);
  const { document } = documentStore.getState();
  if (definition === undefined || document === null || !canEdit()) return null;
  const id = newOperatorId(type, Math.random, document.operators);
  const place = at !== null ? underPoint(at) : edge !== null ? onEdge(document, edge) : from !== null ? behind(document, from) : inView(document);
  edit(
    (before) => placed(before, definition, id, place, from, edge),
    () => ({ ...NO_SELECTION, operators: [id] }),
  );
  announce(`${definition.title} added`);
  // What was put somewhere by hand is in view; the view must not move under the hand.
  requestAnimationFrame(() => canvasControl()?.reveal(id, { focus, pan: at === null }));
  return id;
}

function placed(
  document: PipelineDocument,
  definition: OperatorDefinition,
  id: OperatorId,
  at: Point,
  from: Endpoint | null,
  edge: Edge | null,
): Edit {
  const operator = { id, type: definition.type, params: defaultParams(definition), at };
  const input = definition.inputs[0];
  const output = definition.outputs[0];
  if (edge !== null && input !== undefined && output !== undefined) {
    const inserted = insertOnEdge(document, edge, operator, { in: input.id, out: output.id });
    return { label: inserted.label, document: makeRoom(inserted.document, id) };
  }
  const added = addOperator(document, operator);
  if (from === null || input === undefined) return added;
  const to = { operator: id, port: input.id };
  if (refuseConnection(added.document, from, to) !== null) return added;
  return { label: added.label, document: connect(added.document, from, to, takesMany(added.document)).document };
}

/** What was put on an edge needs a column: everything it feeds moves right when it is too near. */
function makeRoom(document: PipelineDocument, id: OperatorId): PipelineDocument {
  const [x] = document.ui.positions[id] ?? [0, 0];
  const downstream = new Set([id]);
  for (const operator of downstream) for (const edge of document.edges) if (edge.from.operator === operator) downstream.add(edge.to.operator);
  downstream.delete(id);
  const nearest = Math.min(...[...downstream].map((operator) => document.ui.positions[operator]?.[0] ?? Number.POSITIVE_INFINITY));
  const by = x + COLUMN_PITCH - nearest;
  if (!Number.isFinite(by) || by <= 0) return document;
  const places = [...downstream].map((operator) => {
    const [px, py] = document.ui.positions[operator] ?? [0, 0];
    return [operator, [snap(px + by), py] as const] as const;
  });
  return moveOperators(document, Object.fromEntries(places)).document;
}

/** The head of the box is under the pointer. */
export function underPoint([x, y]: Point): Point {
  return [snap(x - NODE_WIDTH / 2), snap(y - PORT_Y)];
}

function behind(document: PipelineDocument, from: Endpoint): Point {
  const [x, y] = document.ui.positions[from.operator] ?? [0, 0];
  return freeNear(document, [x + COLUMN_PITCH, y], (step) => [0, Math.ceil(step / 2) * ROW_PITCH * (step % 2 === 0 ? -1 : 1)]);
}

function onEdge(document: PipelineDocument, edge: Edge): Point {
  const [x1, y1] = document.ui.positions[edge.from.operator] ?? [0, 0];
  const [x2, y2] = document.ui.positions[edge.to.operator] ?? [0, 0];
  return x2 - x1 < COLUMN_PITCH * 2 ? [snap(x1 + COLUMN_PITCH), snap((y1 + y2) / 2)] : [snap((x1 + x2) / 2), snap((y1 + y2) / 2)];
}

function inView(document: PipelineDocument): Point {
  const centre = underPoint(canvasControl()?.centre() ?? [0, 0]);
  return freeNear(document, centre, spiral);
}

/** 0 is the middle, then round it, ring by ring. */
function spiral(step: number): Point {
  if (step === 0) return [0, 0];
  const ring = Math.ceil((Math.sqrt(step + 1) - 1) / 2);
  const side = ring * 2;
  const inRing = step - (side - 1) ** 2;
  const along = (inRing % side) - ring;
  switch (Math.floor(inRing / side)) {
    case 0:
      return [(along + 1) * COLUMN_PITCH, ring * ROW_PITCH];
    case 1:
      return [ring * COLUMN_PITCH, -along * ROW_PITCH];
    case 2:
      return [-along * COLUMN_PITCH, -ring * ROW_PITCH];
    default:
      return [-ring * COLUMN_PITCH, (along + 1) * ROW_PITCH];
  }
}

function freeNear(document: PipelineDocument, start: Point, offset: (step: number) => Point): Point {
  for (let step = 0; step < 400; step++) {
    const [dx, dy] = offset(step);
    const at: Point = [snap(start[0] + dx), snap(start[1] + dy)];
    if (isFree(document, at)) return at;
  }
  return start;
}

function isFree(document: PipelineDocument, [x, y]: Point): boolean {
  return Object.entries(document.ui.positions).every(([id, [px, py]]) => {
    const height = nodeHeight(findDefinition(document.operators[id]?.type ?? ''));
    return x >= px + NODE_WIDTH + 8 || px >= x + NODE_WIDTH + 8 || y >= py + height + 8 || py >= y + 128;
  });
}

function snap(value: number): number {
  return Math.round(value / SNAP) * SNAP;
}
