// The studio's door to the pure half: opens documents and names operators. Checking is in document-check.ts.

import { definitionOf } from '../../operators/catalogue.ts';
import { openDocument } from '../../operators/open-document.ts';
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import { labelOf } from '../../operators/operator-label.ts';
import { DEFAULT_SETTINGS, type OperatorBox, type PipelineDocument } from '../../pipeline/document.ts';
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

/** Whether an input of this document takes any number of edges. */
export function takesMany(document: PipelineDocument): TakesMany {
  return (to) => {
    const box = document.operators[to.operator];
    return findDefinition(box?.type ?? '')?.inputs.find((port) => port.id === to.port)?.many === true;
  };
}
