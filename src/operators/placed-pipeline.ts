// Documents that are written here and not drawn: operators stand in columns beside each other.
import { DEFAULT_SETTINGS, type Edge, type Note, type OperatorBox, type PipelineDocument } from '../pipeline/document.ts';
import { parseEdge } from '../pipeline/schema.ts';

/** Node width and the gap between two; the first port of every node is equally far below its top. */
const PITCH = 188;
const LEFT = 40;

export interface Placed {
  readonly box: OperatorBox;
  readonly column: number;
  readonly y: number;
}

/** A document with its operators in columns; edges as "from.port -> to.port". */
export function pipeline(
  name: string,
  placed: { readonly [id: string]: Placed },
  edges: readonly string[],
  notes: readonly Note[] = [],
): PipelineDocument {
  const entries = Object.entries(placed);
  return {
    name,
    settings: DEFAULT_SETTINGS,
    operators: Object.fromEntries(entries.map(([id, { box }]) => [id, box])),
    edges: edges.map(parseEdge).filter((edge): edge is Edge => edge !== null),
    ui: { positions: Object.fromEntries(entries.map(([id, { column, y }]) => [id, [LEFT + column * PITCH, y] as const])), notes },
  };
}
