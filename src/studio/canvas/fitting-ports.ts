// Which ports take the wire that begins at one, and why the others do not. Asked once when a wire is begun, and by the list of
// the connect command.
import { inputsOf, outputsOf } from '../../operators/ports.ts';
import type { Edge, Endpoint } from '../../pipeline/document.ts';
import { sameEdge } from '../../pipeline/graph.ts';
import { refuseConnection } from '../store/checker.ts';
import { findDefinition } from '../store/document-model.ts';
import { documentStore } from '../store/document-store.ts';

/** `moving`: an edge whose end is being moved, so that it does not stand in its own way. By `in:${operator}.${port}` (for a wire from an output) or `out:...`: null when it fits, else the reason. */
export function fittingPorts(from: Endpoint, side: 'in' | 'out', moving: Edge | null = null): ReadonlyMap<string, string | null> {
  const fits = new Map<string, string | null>();
  const current = documentStore.getState().document;
  if (current === null) return fits;
  const document = moving === null ? current : { ...current, edges: current.edges.filter((edge) => !sameEdge(edge, moving)) };
  const wanted = side === 'out' ? 'in' : 'out';
  for (const [operator, box] of Object.entries(document.operators)) {
    const definition = findDefinition(box.type);
    if (definition === null) continue;
    for (const port of wanted === 'in' ? inputsOf(definition, box.params) : outputsOf(definition, box.params)) {
      const other = { operator, port: port.id };
      const reason = wanted === 'in' ? refuseConnection(document, from, other) : refuseConnection(document, other, from);
      fits.set(`${wanted}:${operator}.${port.id}`, reason);
    }
  }
  return fits;
}
