import type { ErrorPolicy } from '../formats/record-format.ts';
import type { NodeId } from '../plan/plan.ts';
import { ok, type Result } from '../problem/problem.ts';
import type { LoweredOperator, LoweringContext } from './lowering-context.ts';
import { textOf } from './param-values.ts';

/** Most operators are one node behind one port, "out". */
export function oneOutput(node: Result<NodeId>): Result<LoweredOperator> {
  return node.ok ? ok({ outputs: { out: node.value } }) : node;
}

/** An operator with an error policy: the refused rows leave by a port of their own when its param says so. */
export function outputWithErrors(context: LoweringContext, node: Result<NodeId>): Result<LoweredOperator> {
  if (!node.ok || textOf(context.params, 'onError') !== 'errors') return oneOutput(node);
  const { operatorId, label, builder } = context;
  const errors = builder.errors({ operatorId, role: 'errors', label, input: node.value });
  return errors.ok ? ok({ outputs: { out: node.value, errors: errors.value } }) : errors;
}

/** The error policy as the params have it. */
export function errorPolicyOf(context: LoweringContext): ErrorPolicy {
  const policy = textOf(context.params, 'onError');
  return policy === 'drop' || policy === 'errors' ? policy : 'stop';
}

export function noOutput(node: Result<NodeId>): Result<LoweredOperator> {
  return node.ok ? ok({ outputs: {} }) : node;
}
