// Small plans, built as the operators build them.
import { INT, type Schema, STRING } from '../../src/columns/data-type.ts';
import type { NodeId, Windowing } from '../../src/plan/plan.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import type { Emits, StreamType } from '../../src/plan/stream-type.ts';
import type { Result } from '../../src/problem/problem.ts';

export const SCHEMA: Schema = [
  { name: 'word', type: STRING },
  { name: 'v', type: INT },
];

export const request = (id: string, label = id) => ({ operatorId: id, role: 'node', label });

export function builder(batchIntervalMs = 1000): PlanBuilder {
  return new PlanBuilder({ batchIntervalMs, timeZone: 'UTC' });
}

/** A stream of each kind over `word STRING, v INT`, with `word` as its key where it has one. */
export function streamOf(emits: Emits, slideMs = 1000): StreamType {
  return { columns: SCHEMA, emits, slideMs, keys: emits === 'rows' ? [] : ['word'], windowMs: emits === 'closed' ? slideMs : null };
}

export function source(b: PlanBuilder, id = 'source'): NodeId {
  return must(b.source({ ...request(id), source: { kind: 'live' }, schema: SCHEMA }));
}

export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.problems));
}

export function aggregate(b: PlanBuilder, input: NodeId, windowing: Windowing, id = 'aggregate', label = id): Result<NodeId> {
  const keys = [{ name: 'word', text: 'word', param: 'keys' }];
  const aggregates = [{ name: 'n', text: 'count(*)', param: 'aggregates' }];
  return b.aggregate({ ...request(id, label), input, windowing, keys, aggregates });
}
