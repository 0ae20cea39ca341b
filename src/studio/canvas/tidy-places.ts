// Places for all operators by dagre's layered layout, left to right, on the 8 px grid, with first ports of one row level. Its
// own file so that the layout code is loaded when it is first asked for.
import { Graph, layout } from '@dagrejs/dagre';
import type { OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import type { Point } from '../../pipeline/edits.ts';
import { findDefinition } from '../store/document-model.ts';
import { NODE_WIDTH, nodeHeight } from './node-size.ts';

const COLUMN_GAP = 44;
const ROW_GAP = 56;
const SNAP = 8;
/** Where a document that was written without places begins. */
const START: Point = [40, 80];

export function tidyPlaces(document: PipelineDocument): { readonly [id: OperatorId]: Point } {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', ranksep: COLUMN_GAP, nodesep: ROW_GAP, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  // Every box is laid out with the height of the tallest, so that the tops of one row are level and edges come out straight.
  const height = Math.max(...Object.values(document.operators).map((box) => nodeHeight(findDefinition(box.type))));
  for (const id of Object.keys(document.operators)) graph.setNode(id, { width: NODE_WIDTH, height });
  for (const edge of document.edges) graph.setEdge(edge.from.operator, edge.to.operator);
  layout(graph);
  const known = Object.values(document.ui.positions);
  const [left, top] = known.length === 0 ? START : topLeft(known);
  const laid = Object.keys(document.operators).map((id) => [id, graph.node(id)] as const);
  const [minX, minY] = topLeft(laid.map(([, { x, y }]) => [x ?? 0, y ?? 0]));
  return Object.fromEntries(laid.map(([id, { x, y }]) => [id, [snap(left + (x ?? 0) - minX), snap(top + (y ?? 0) - minY)] as const]));
}

function topLeft(points: readonly Point[]): Point {
  return [Math.min(...points.map(([x]) => x)), Math.min(...points.map(([, y]) => y))];
}

function snap(value: number): number {
  return Math.round(value / SNAP) * SNAP;
}
