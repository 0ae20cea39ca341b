// Whether an edge may be drawn, and the sentence on the port when not.

import type { Endpoint, PipelineDocument } from '../pipeline/document.ts';
import { boxOf } from '../pipeline/edits.ts';
import { reaches, sameEdge, sameEndpoint } from '../pipeline/graph.ts';
import { PlanBuilder } from '../plan/plan-builder.ts';
import type { StreamType } from '../plan/stream-type.ts';
import type { Json } from '../problem/json.ts';
import { type Problem, problem } from '../problem/problem.ts';
import { definitionOf } from './catalogue.ts';
import { defaultParams } from './check-params.ts';
import { lowerDocument } from './lower-document.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { labelOf } from './operator-label.ts';
import { outputsOf } from './ports.ts';

/** null: the edge may be drawn. What later settings can put right (columns, types) does not stand in its way. */
export function connectionProblem(document: PipelineDocument, from: Endpoint, to: Endpoint): Problem | null {
  const fromBox = boxOf(document, from.operator);
  const toBox = boxOf(document, to.operator);
  if (fromBox === undefined || toBox === undefined) return problem('connect/gone', {}, {});
  const source = definitionOf(fromBox.type);
  const target = definitionOf(toBox.type);
  const port = target?.inputs.find((input) => input.id === to.port);
  const where = { operator: to.operator };
  if (source === undefined || !outputsOf(source, fromBox.params).some((output) => output.id === from.port)) {
    return problem('connect/no-output', { operator: from.operator }, { label: labelOf(fromBox) });
  }
  if (target === undefined || port === undefined) return problem('connect/no-input', where, { label: labelOf(toBox) });
  if (document.edges.some((edge) => sameEdge(edge, { from, to })))
    return problem('connect/exists', where, { from: labelOf(fromBox), to: labelOf(toBox) });
  if (reaches(document.edges, to.operator, from.operator)) return problem('connect/loop', where, { from: labelOf(fromBox), to: labelOf(toBox) });
  if (port.many !== true && document.edges.some((edge) => sameEndpoint(edge.to, to)))
    return problem('connect/taken', where, { label: labelOf(toBox) });
  return streamProblem(document, target, from, to);
}

const STREAM_PROBLEMS: ReadonlySet<string> = new Set(['plan/stream-refused', 'plan/union-slides', 'algebra/join-slides']);

/** What the target says to the streams alone, whatever its other settings are. */
function streamProblem(document: PipelineDocument, target: OperatorDefinition, from: Endpoint, to: Endpoint): Problem | null {
  const added = streamAt(document, from);
  const box = boxOf(document, to.operator);
  if (added === undefined || box === undefined) return null;
  const before = document.edges.filter((edge) => sameEndpoint(edge.to, to)).flatMap((edge) => streamAt(document, edge.from) ?? []);
  const builder = new PlanBuilder({ batchIntervalMs: added.slideMs, timeZone: document.settings.timeZone });
  const streams = [...before, added].map((stream) => builder.givenStream(stream));
  // What leads into the other ports counts too; where nothing does yet, the same stream stands in.
  const others = (port: string) => {
    const leading = document.edges
      .filter((edge) => sameEndpoint(edge.to, { operator: to.operator, port }))
      .flatMap((edge) => streamAt(document, edge.from) ?? []);
    return leading.length === 0 ? streams.slice(-1) : leading.map((stream) => builder.givenStream(stream));
  };
  const inputs = Object.fromEntries(target.inputs.map((port) => [port.id, port.id === to.port ? streams : others(port.id)]));
  const params = chosenParams(target, box.params);
  const lowered = target.lower({ operatorId: to.operator, label: labelOf(box), params, inputs, builder });
  return lowered.ok ? null : (lowered.problems.find((p) => STREAM_PROBLEMS.has(p.code)) ?? null);
}

function streamAt(document: PipelineDocument, from: Endpoint): StreamType | undefined {
  return lowerDocument(document)
    .outputs.get(from.operator)
    ?.find((output) => output.port === from.port)?.streamType;
}

/** Only what is chosen decides which streams an operator takes; half-typed texts must not hide the answer. */
function chosenParams(definition: OperatorDefinition, params: { readonly [name: string]: Json }): { readonly [name: string]: Json } {
  const chosen = definition.fields.filter((field) => field.kind === 'choice' && typeof params[field.name] === 'string');
  return { ...defaultParams(definition), ...Object.fromEntries(chosen.map(({ name }) => [name, params[name] ?? null])) };
}
