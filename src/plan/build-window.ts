import { fail, type Result } from '../problem/problem.ts';
import { checkWindow, unitOf } from './batch-window-rules.ts';
import type { NodeRequest, PlanMaker } from './node-request.ts';
import type { NodeId } from './plan.ts';
import { nodeBase } from './plan-checks.ts';
import { flowAfter } from './stream-type-table.ts';

/** The rows themselves of a batch-time window. Problems of the figures point at the params "size" and "slide". */
export interface WindowRequest extends NodeRequest {
  readonly input: NodeId;
  readonly sizeMs: number;
  readonly slideMs: number;
}

export function buildWindow(maker: PlanMaker, request: WindowRequest): Result<NodeId> {
  const input = maker.streamType(request.input);
  const emits = maker.accept(request, 'window', input);
  if (!emits.ok) return emits;
  const problems = checkWindow(request, request, unitOf(input, maker.settings));
  if (problems.length > 0) return fail(...problems);
  const { sizeMs, slideMs } = request;
  const output = { columns: input.columns, ...flowAfter('window', input, emits.value, [], request) };
  return maker.add({ ...nodeBase(request, [request.input], output), kind: 'window', sizeMs, slideMs });
}
