// The ports whose rows can be looked at for what is selected: an operator's outputs, then what comes into it; of an edge, its
// beginning. Rows that come in are those of the port they come from.
import { inputsOf, outputsOf } from '../../operators/ports.ts';
import type { Endpoint, OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import { formatEdge } from '../../pipeline/graph.ts';
import { findDefinition, operatorTitle } from '../store/document-model.ts';
import type { Selection } from '../store/selection.ts';

export interface ShownPort {
  readonly key: string;
  /** "Out", "Refused rows", "In, from Split words". */
  readonly label: string;
  readonly at: Endpoint;
}

export function portsOfOperator(document: PipelineDocument, id: OperatorId): readonly ShownPort[] {
  const box = document.operators[id];
  const definition = box === undefined ? null : findDefinition(box.type);
  if (box === undefined || definition === null) return [];
  const outputs = outputsOf(definition, box.params);
  const inputs = inputsOf(definition, box.params);
  const out = outputs.map(
    (port): ShownPort => ({
      key: `out:${port.id}`,
      label: outputs.length === 1 ? 'Out' : port.id === 'out' ? 'Out' : port.label,
      at: { operator: id, port: port.id },
    }),
  );
  const into = inputs.flatMap((port) =>
    document.edges
      .filter((edge) => edge.to.operator === id && edge.to.port === port.id)
      .map((edge): ShownPort => {
        const from = document.operators[edge.from.operator];
        const name = from === undefined ? edge.from.operator : operatorTitle(from);
        return { key: `in:${formatEdge(edge)}`, label: `In, from ${name}`, at: edge.from };
      }),
  );
  return [...out, ...into];
}

/** What the Rows tab shows for a selection; empty when nothing with rows is selected. */
export function portsOfSelection(document: PipelineDocument, { operators, edges }: Selection): readonly ShownPort[] {
  const [operator] = operators;
  if (operators.length === 1 && operator !== undefined) return portsOfOperator(document, operator);
  const edge = document.edges.find((known) => edges.includes(formatEdge(known)));
  return edge === undefined || operators.length > 0 ? [] : [{ key: formatEdge(edge), label: 'On this edge', at: edge.from }];
}
