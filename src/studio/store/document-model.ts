// The studio's door to the pure half: opens documents and names operators. Checking is in document-check.ts.

import { definitionOf } from '../../operators/catalogue.ts';
import { openDocument } from '../../operators/open-document.ts';
import type { OperatorDefinition, PortDefinition } from '../../operators/operator-definition.ts';
import { labelOf } from '../../operators/operator-label.ts';
import { inputsOf, outputsOf } from '../../operators/ports.ts';
import { DEFAULT_SETTINGS, type Endpoint, type OperatorBox, type OperatorId, type PipelineDocument } from '../../pipeline/document.ts';
import type { TakesMany } from '../../pipeline/edits.ts';
import type { Problem } from '../../problem/problem.ts';

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

/** The ports a box has under its settings, and those an edge of the document still uses though its settings took them away. */
export function inputPorts(document: PipelineDocument, id: OperatorId): readonly PortDefinition[] {
  return portsOf(document, id, 'in');
}

export function outputPorts(document: PipelineDocument, id: OperatorId): readonly PortDefinition[] {
  return portsOf(document, id, 'out');
}

function portsOf(document: PipelineDocument, id: OperatorId, side: 'in' | 'out'): readonly PortDefinition[] {
  const box = document.operators[id];
  const definition = box === undefined ? null : findDefinition(box.type);
  if (box === undefined || definition === null) return [];
  const all = side === 'in' ? definition.inputs : definition.outputs;
  if (all.every((port) => port.when === undefined)) return all;
  const there = side === 'in' ? inputsOf(definition, box.params) : outputsOf(definition, box.params);
  const used = (port: PortDefinition): boolean =>
    document.edges.some((edge) =>
      side === 'in' ? edge.to.operator === id && edge.to.port === port.id : edge.from.operator === id && edge.from.port === port.id,
    );
  return all.filter((port) => there.includes(port) || used(port));
}

/** Whether the box has that port under its settings; true for a type this build does not know. */
export function hasPort(document: PipelineDocument, { operator, port }: Endpoint, side: 'in' | 'out'): boolean {
  const box = document.operators[operator];
  const definition = box === undefined ? null : findDefinition(box.type);
  if (box === undefined || definition === null) return true;
  return (side === 'in' ? inputsOf(definition, box.params) : outputsOf(definition, box.params)).some((known) => known.id === port);
}

/** Whether an input of this document takes any number of edges. */
export function takesMany(document: PipelineDocument): TakesMany {
  return (to) => {
    const box = document.operators[to.operator];
    return findDefinition(box?.type ?? '')?.inputs.find((port) => port.id === to.port)?.many === true;
  };
}
