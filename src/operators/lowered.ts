import type { NodeId } from '../plan/plan.ts';
import { ok, type Result } from '../problem/problem.ts';
import type { LoweredOperator } from './lowering-context.ts';

/** Most operators are one node behind one port, "out". */
export function oneOutput(node: Result<NodeId>): Result<LoweredOperator> {
  return node.ok ? ok({ outputs: { out: node.value } }) : node;
}

export function noOutput(node: Result<NodeId>): Result<LoweredOperator> {
  return node.ok ? ok({ outputs: {} }) : node;
}
