// The studio's door to the pure half: opens and checks documents, names operators, says which ports fit.

import type { Schema } from '../../columns/data-type.ts';
import { definitionOf } from '../../operators/catalogue.ts';
import { connectionProblem } from '../../operators/connection-problem.ts';
import { labelOf, lowerDocument } from '../../operators/lower-document.ts';
import { openDocument } from '../../operators/open-document.ts';
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import { DEFAULT_SETTINGS, type Endpoint, type OperatorBox, type OperatorId, type PipelineDocument } from '../../pipeline/document.ts';
import type { TakesMany } from '../../pipeline/edits.ts';
import type { StreamType } from '../../plan/stream-type.ts';
import { describeProblem, type Problem } from '../../problem/problem.ts';

/** What the checker says of the draft. */
export interface CheckResult {
  /** Errors first. */
  readonly problems: readonly Problem[];
  /** By `${operatorId}.${port}`: what flows out, where it could be derived. */
  readonly outputs: ReadonlyMap<string, StreamType>;
  /** The columns an operator's expressions see. */
  readonly inputs: ReadonlyMap<OperatorId, Schema>;
}

export const NO_CHECK: CheckResult = { problems: [], outputs: new Map(), inputs: new Map() };
export const EMPTY_DOCUMENT: PipelineDocument = { name: '', settings: DEFAULT_SETTINGS, operators: {}, edges: [], ui: { positions: {}, notes: [] } };

export interface OpenedText {
  readonly document: PipelineDocument | null;
  /** Why it must not be written back; all errors when there is no document. */
  readonly unreadable: readonly Problem[];
}

export function openText(text: string): OpenedText {
  const opened = openDocument(text);
  if (!opened.ok) return { document: null, unreadable: opened.problems };
  return { document: opened.value.document, unreadable: opened.value.readOnly?.reasons ?? [] };
}

export function checkDocument(document: PipelineDocument): CheckResult {
  const { problems, outputs, inputs } = lowerDocument(document);
  const flat = [...outputs].flatMap(([id, streams]) => streams.map(({ port, streamType }) => [`${id}.${port}`, streamType] as const));
  return { problems: problems.toSorted((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity]), outputs: new Map(flat), inputs };
}

const SEVERITY_ORDER = { error: 0, warning: 1, info: 2 } as const;

/** null for a type this build does not know. */
export function findDefinition(type: string): OperatorDefinition | null {
  return definitionOf(type) ?? null;
}

/** What the user calls it, else its title, else its type. */
export function operatorTitle(box: OperatorBox): string {
  return labelOf(box);
}

export function summarizeOperator(box: OperatorBox): { readonly text: string; readonly mono: boolean } {
  return findDefinition(box.type)?.summarize(box.params) ?? { text: box.type, mono: true };
}

/** Whether an input of this document takes any number of edges. */
export function takesMany(document: PipelineDocument): TakesMany {
  return (to) => {
    const box = document.operators[to.operator];
    return findDefinition(box?.type ?? '')?.inputs.find((port) => port.id === to.port)?.many === true;
  };
}

/** Why an edge may not be drawn, as one sentence, or null. */
export function refuseConnection(document: PipelineDocument, from: Endpoint, to: Endpoint): string | null {
  const refused = connectionProblem(document, from, to);
  return refused === null ? null : describeProblem(refused).what;
}
