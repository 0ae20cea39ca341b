// Whether edges and positions of a document belong to its operators: what a hand edit or a merge can break and the editor
// never does.
import { type Problem, problem } from '../problem/problem.ts';
import type { Edge, Endpoint, PipelineDocument } from './document.ts';
import { findLoop, formatEdge } from './graph.ts';
import type { FindLine } from './json-text.ts';
import type { KnownOperators } from './schema.ts';

export interface GraphProblem {
  readonly problem: Problem;
  /** The part to leave out so that the problem is gone. */
  readonly part: { readonly kind: 'edge'; readonly index: number } | { readonly kind: 'position'; readonly operator: string };
}

export function checkGraph(document: PipelineDocument, known: KnownOperators, find: FindLine): readonly GraphProblem[] {
  const found = [...checkPositions(document, find), ...checkEdges(document, known, find)];
  return found.length > 0 ? found : checkLoop(document, find);
}

function checkPositions(document: PipelineDocument, find: FindLine): readonly GraphProblem[] {
  return Object.keys(document.ui.positions)
    .filter((operator) => !Object.hasOwn(document.operators, operator))
    .map((operator) => {
      const { line, from, to } = find(['ui', 'positions'], operator);
      return { problem: problem('pipeline/position-without-operator', { from, to }, { operator, line }), part: { kind: 'position', operator } };
    });
}

function checkEdges(document: PipelineDocument, known: KnownOperators, find: FindLine): readonly GraphProblem[] {
  const firstInto = new Map<string, number>();
  return document.edges.flatMap((edge, index) => {
    const place = () => find(['edges', index]);
    const refused = checkEdge(document, edge, known, place) ?? repeated(document, edge, index, known, firstInto, place);
    return refused === null ? [] : [{ problem: refused, part: { kind: 'edge' as const, index } }];
  });
}

/** Asked only when there is something to say. */
type Place = () => ReturnType<FindLine>;

function checkEdge(document: PipelineDocument, edge: Edge, known: KnownOperators, place: Place): Problem | null {
  const missing = [edge.from, edge.to].find((end) => !Object.hasOwn(document.operators, end.operator));
  if (missing !== undefined) {
    const { line, from, to } = place();
    return problem('pipeline/edge-without-operator', { from, to }, { edge: formatEdge(edge), operator: missing.operator, line });
  }
  const shapeOf = (end: Endpoint) => known.get(document.operators[end.operator]?.type ?? '');
  const outputs = shapeOf(edge.from)?.outputs;
  if (outputs !== undefined && !outputs.has(edge.from.port)) {
    const { line, from, to } = place();
    return problem('pipeline/edge-without-port', { from, to }, portParams(edge, edge.from, 'output', [...outputs], line));
  }
  const inputs = shapeOf(edge.to)?.inputs;
  if (inputs !== undefined && !inputs.has(edge.to.port)) {
    const { line, from, to } = place();
    return problem('pipeline/edge-without-port', { from, to }, portParams(edge, edge.to, 'input', [...inputs.keys()], line));
  }
  return null;
}

function portParams(edge: Edge, end: Endpoint, side: string, ports: readonly string[], line: number) {
  return { edge: formatEdge(edge), operator: end.operator, port: end.port, side, ports: ports.join(', '), line };
}

/** The same edge twice, or a second edge into an input that takes one. */
function repeated(
  document: PipelineDocument,
  edge: Edge,
  index: number,
  known: KnownOperators,
  firstInto: Map<string, number>,
  place: Place,
): Problem | null {
  const many = known.get(document.operators[edge.to.operator]?.type ?? '')?.inputs.get(edge.to.port)?.many;
  // Of an operator that is not known nothing is known about its inputs: only an edge given twice is refused.
  const port = many === false ? `${edge.to.operator}.${edge.to.port}` : formatEdge(edge);
  const first = firstInto.get(port);
  if (first === undefined) {
    firstInto.set(port, index);
    return null;
  }
  const firstEdge = document.edges[first] ?? edge;
  const { line, from, to } = place();
  return problem('pipeline/input-taken', { from, to }, { edge: formatEdge(edge), taken: formatEdge(firstEdge), line });
}

function checkLoop(document: PipelineDocument, find: FindLine): readonly GraphProblem[] {
  const loop = findLoop(Object.keys(document.operators), document.edges);
  if (loop === null) return [];
  const next = new Map(loop.map((id, i) => [id, loop[(i + 1) % loop.length]]));
  // The last of its edges in the file is the one that closed it.
  const index = document.edges.findLastIndex((edge) => next.get(edge.from.operator) === edge.to.operator);
  const start = loop.indexOf(document.edges[index]?.to.operator ?? '');
  const path = [...loop.slice(start), ...loop.slice(0, start)];
  const shown = path.length > 8 ? [...path.slice(0, 7), '…', path.at(-1)] : path;
  const { line, from, to } = find(['edges', index]);
  return [{ problem: problem('pipeline/edge-loop', { from, to }, { loop: [...shown, path[0]].join(' -> '), line }), part: { kind: 'edge', index } }];
}
