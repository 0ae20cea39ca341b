// Turns the document into React Flow's nodes and edges. An element keeps its identity while nothing about it changed, so one
// edit of a graph of 500 renders one box. Sizes and ports are given, not measured: edges are right before anything is drawn.
import { type NodeHandle, Position } from '@xyflow/react';
import type { OperatorDefinition, PortDefinition } from '../../operators/operator-definition.ts';
import type { OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import { formatEdge } from '../../pipeline/graph.ts';
import { findDefinition, hasPort } from '../store/document-model.ts';
import type { Selection } from '../store/selection.ts';
import { isLiveRun } from '../store/unapplied-changes.ts';
import type { NoteNodeType } from './NoteNode.tsx';
import { NODE_WIDTH, nodeHeight, PORT_SIZE, portOffset } from './node-size.ts';
import { type NodeFacts, type NodeView, sameView, viewOfNode } from './node-view.ts';
import type { OperatorEdgeType } from './OperatorEdge.tsx';
import type { OperatorNodeType } from './OperatorNode.tsx';

export type FlowNode = OperatorNodeType | NoteNodeType;

export interface FlowCache {
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly edges: ReadonlyMap<string, OperatorEdgeType>;
}

export const EMPTY_CACHE: FlowCache = { nodes: new Map(), edges: new Map() };

export interface FlowInput {
  readonly facts: NodeFacts;
  readonly selection: Selection;
  /** Places of boxes while they are dragged. */
  readonly dragged: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  /** The one box that Tab stops at. */
  readonly tabStop: OperatorId | null;
  readonly editable: boolean;
}

export function noteNodeId(index: number): string {
  return `note:${index}`;
}

export function noteIndex(nodeId: string): number | null {
  return nodeId.startsWith('note:') ? Number(nodeId.slice(5)) : null;
}

export function buildFlow(input: FlowInput, before: FlowCache): FlowCache {
  const { document } = input.facts;
  const nodes = new Map<string, FlowNode>();
  document.ui.notes.forEach((_note, index) => {
    const node = noteNode(input, index);
    nodes.set(node.id, sameNode(before.nodes.get(node.id), node));
  });
  for (const [id, box] of Object.entries(document.operators)) {
    const old = before.nodes.get(id);
    const view = viewOfNode(id, box, input.facts);
    const kept = old?.type === 'operator' && sameView(old.data, view) ? old.data : view;
    nodes.set(id, sameNode(old, operatorNode(input, kept)));
  }
  const edges = new Map<string, OperatorEdgeType>();
  for (const edge of buildEdges(input)) edges.set(edge.id, sameEdge(before.edges.get(edge.id), edge));
  return { nodes, edges };
}

function operatorNode({ facts, selection, dragged, tabStop, editable }: FlowInput, view: NodeView): OperatorNodeType {
  const { id, definition } = view;
  const [x, y] = facts.document.ui.positions[id] ?? [0, 0];
  const height = nodeHeight(definition);
  return {
    id,
    type: 'operator',
    data: view,
    position: dragged.get(id) ?? { x, y },
    width: NODE_WIDTH,
    height,
    measured: { width: NODE_WIDTH, height },
    handles: [...handles(view.inputs, 'in'), ...handles(view.outputs, 'out')],
    selected: selection.operators.includes(id),
    draggable: editable,
    connectable: editable,
    ariaLabel: nodeLabel(view),
    domAttributes: { tabIndex: tabStop === id ? 0 : -1 },
  };
}

function handles(ports: readonly PortDefinition[], side: 'in' | 'out'): readonly NodeHandle[] {
  return ports.map((port) => {
    const [x, y] = portOffset(ports, port.id, side);
    return {
      id: port.id,
      type: side === 'in' ? 'target' : 'source',
      position: side === 'in' ? Position.Left : Position.Right,
      x: x - PORT_SIZE / 2,
      y: y - PORT_SIZE / 2,
      width: PORT_SIZE,
      height: PORT_SIZE,
    };
  });
}

/** "Filter words, filter, length(word) > 3. Needs setup: Choose a column." */
function nodeLabel(view: NodeView): string {
  const kind = view.definition?.title ?? view.type;
  const words = [view.title, ...(kind === view.title ? [] : [kind]), view.summary.text].filter((word) => word !== '').join(', ');
  switch (view.condition.kind) {
    case 'setup':
      return `${words}. Needs setup: ${view.condition.message}`;
    case 'failed':
      return `${words}. Error: ${view.condition.message}`;
    case 'disabled':
      return `${words}. Disabled`;
    default:
      return view.refuses ? `${words}. Some rows were refused` : words;
  }
}

function noteNode({ facts, selection, dragged, editable }: FlowInput, index: number): NoteNodeType {
  const id = noteNodeId(index);
  const note = facts.document.ui.notes[index];
  const [x, y] = note?.at ?? [0, 0];
  const [width, height] = note?.size ?? [184, 72];
  return {
    id,
    type: 'note',
    data: { index, text: note?.text ?? '' },
    position: dragged.get(id) ?? { x, y },
    width,
    height,
    measured: { width, height },
    selected: selection.notes.includes(index),
    draggable: editable,
    connectable: false,
    zIndex: -1,
    ariaLabel: `Note: ${note?.text ?? ''}`,
    domAttributes: { tabIndex: -1 },
  };
}

function buildEdges({ facts, selection, editable }: FlowInput): readonly OperatorEdgeType[] {
  const { document, check } = facts;
  // A live run goes on with the pipeline as it was applied, whatever is wrong with the draft.
  const live = isLiveRun(facts.run.state);
  const stopped = new Set(
    live ? [] : check.problems.flatMap((p) => (p.severity === 'error' && p.where.operator !== undefined ? [p.where.operator] : [])),
  );
  return document.edges.map((edge) => {
    const id = formatEdge(edge);
    const from = definitionOf(document, edge.from.operator);
    const broken = !hasPort(document, edge.from, 'out') || !hasPort(document, edge.to, 'in');
    return {
      id,
      type: 'operator',
      source: edge.from.operator,
      sourceHandle: edge.from.port,
      target: edge.to.operator,
      targetHandle: edge.to.port,
      selected: selection.edges.includes(id),
      ariaLabel: `From ${titleIn(facts, edge.from.operator)} to ${titleIn(facts, edge.to.operator)}`,
      ariaRole: 'img',
      focusable: false,
      data: {
        edge,
        fromSource: from?.family === 'source',
        broken,
        stopped: stopped.has(edge.to.operator),
        editable,
      },
    };
  });
}

function definitionOf(document: PipelineDocument, id: OperatorId): OperatorDefinition | null {
  return findDefinition(document.operators[id]?.type ?? '');
}

function titleIn(facts: NodeFacts, id: OperatorId): string {
  const box = facts.document.operators[id];
  return box?.name ?? findDefinition(box?.type ?? '')?.title ?? id;
}

function sameNode(before: FlowNode | undefined, after: FlowNode): FlowNode {
  if (before === undefined) return after;
  const same =
    before.type === after.type &&
    before.position.x === after.position.x &&
    before.position.y === after.position.y &&
    before.selected === after.selected &&
    before.draggable === after.draggable &&
    before.height === after.height &&
    before.width === after.width &&
    before.domAttributes?.tabIndex === after.domAttributes?.tabIndex &&
    (before.data === after.data || (before.type === 'note' && after.type === 'note' && before.data.text === after.data.text));
  return same ? before : after;
}

function sameEdge(before: OperatorEdgeType | undefined, after: OperatorEdgeType): OperatorEdgeType {
  const a = before?.data;
  const b = after.data;
  if (before === undefined || a === undefined || b === undefined) return after;
  const same =
    before.selected === after.selected &&
    before.ariaLabel === after.ariaLabel &&
    a.fromSource === b.fromSource &&
    a.broken === b.broken &&
    a.stopped === b.stopped &&
    a.editable === b.editable;
  return same ? before : after;
}
