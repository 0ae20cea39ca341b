// Documents for scripts written by hand, as short as they can be told: operators in order, each fed by the one before it
// unless it says otherwise.
import { DEFAULT_SETTINGS, type Edge, type OperatorBox, type PipelineDocument, type Settings } from '../../src/pipeline/document.ts';

type Box = OperatorBox & { readonly from?: string };

/** `from`: the operator that feeds it, when it is not the one before; sources are fed by none. */
export function pipelineOf(boxes: { readonly [id: string]: Box }, settings: Partial<Settings> = {}): PipelineDocument {
  const edges: Edge[] = [];
  const operators: { [id: string]: OperatorBox } = {};
  let before: string | null = null;
  for (const [id, { from, ...box }] of Object.entries(boxes)) {
    const feeder: string | null = from ?? before;
    const isSource = ['typed-lines', 'text-stream', 'generator'].includes(box.type);
    if (!isSource && feeder !== null) edges.push({ from: { operator: feeder, port: 'out' }, to: { operator: id, port: 'in' } });
    operators[id] = box;
    if (!['table', 'log', 'chart'].includes(box.type)) before = id;
  }
  return { name: 'By hand', settings: { ...DEFAULT_SETTINGS, ...settings }, operators, edges, ui: { positions: {}, notes: [] } };
}

export const TYPED: Box = { type: 'typed-lines', params: {} };
export const WORDS: Box = { type: 'explode', params: { expression: "split(value, ' ')", as: 'word' } };
export const TABLE: Box = { type: 'table', params: {} };
export const LOG: Box = { type: 'log', params: {} };

/** Made-up readings, ten a second. */
export function sensors(seed = 1): Box {
  return { type: 'generator', params: { recipe: 'sensors', seed, rowsPerSecond: 10 } };
}

export function sliding(size: string, slide: string, keys: readonly string[], aggregates: { readonly [name: string]: string }): Box {
  return { type: 'sliding-window', params: { time: 'batch', size, slide, keys, aggregates } };
}

export function tumbling(size: string, keys: readonly string[], aggregates: { readonly [name: string]: string }): Box {
  return { type: 'tumbling-window', params: { time: 'batch', size, keys, aggregates } };
}

export function running(keys: readonly string[], aggregates: { readonly [name: string]: string }, emit: 'changes' | 'all' = 'changes'): Box {
  return { type: 'running-aggregate', params: { keys, aggregates, emit } };
}
