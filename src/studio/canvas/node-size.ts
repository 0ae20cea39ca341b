// How large an operator's box is, in canvas pixels. It follows from what the operator is, never from the numbers it shows, so
// nothing jumps while it runs, and layout knows sizes before anything is drawn.
import type { OperatorDefinition, PortDefinition } from '../../operators/operator-definition.ts';

export const NODE_WIDTH = 144;
/** Every first port is this far below the top, so that a row of boxes gives straight edges. */
export const PORT_Y = 27;
export const PORT_SIZE = 11;
const PORT_PITCH = 26;
/** Width and height of a new note. */
export const NOTE_SIZE = [184, 72] as const;
/** A graph of this many operators shows the minimap unless told otherwise. */
export const MINIMAP_FROM = 12;

const HEAD = 60;
const LIVE = 26;
const FOOT = 9;
const STATE = 28;
const MINI_CHART = 41;
const MINI_ROWS = 57;

export type NodeBody = 'rate' | 'chart' | 'ranking' | 'log';

export function nodeBody(definition: OperatorDefinition | null): NodeBody {
  if (definition?.family !== 'sink') return 'rate';
  if (definition.type === 'chart') return 'chart';
  return definition.type === 'log' ? 'log' : 'ranking';
}

/** Window operators that begin anew with every batch. */
const STATELESS: ReadonlySet<string> = new Set(['count-per-batch']);

/** Whether it keeps keys from batch to batch, and its box has the line that says how many. */
export function keepsState(definition: OperatorDefinition | null): boolean {
  return (definition?.family === 'window' || definition?.family === 'join') && !STATELESS.has(definition.type);
}

/** Whether it contacts a host, and its box has the line that says how the connection is. */
export function hasFeed(definition: OperatorDefinition | null): boolean {
  return definition?.family === 'source' && definition.fields.some((field) => field.name === 'url');
}

export function nodeHeight(definition: OperatorDefinition | null): number {
  const body = nodeBody(definition);
  const middle = body === 'chart' ? MINI_CHART : body === 'rate' ? LIVE : MINI_ROWS;
  return HEAD + middle + FOOT + (keepsState(definition) || hasFeed(definition) ? STATE : 0);
}

export function portY(index: number): number {
  return PORT_Y + index * PORT_PITCH;
}

/** Where a port is, from the top left of its box. */
export function portOffset(ports: readonly PortDefinition[], port: string, side: 'in' | 'out'): readonly [number, number] {
  const index = Math.max(
    0,
    ports.findIndex((known) => known.id === port),
  );
  return [side === 'in' ? 0 : NODE_WIDTH, portY(index)];
}
