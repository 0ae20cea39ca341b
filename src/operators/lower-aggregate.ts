// The one way from the form of a window or aggregate to its node.

import type { NamedText } from '../plan/node-request.ts';
import type { Windowing } from '../plan/plan.ts';
import { fail, type Result } from '../problem/problem.ts';
import { groupKeys } from './group-keys.ts';
import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import type { LoweredOperator, LoweringContext } from './lowering-context.ts';
import { onlyInput } from './only-input.ts';

export function lowerAggregate(
  context: LoweringContext,
  role: string,
  windowing: Result<Windowing>,
  aggregates: readonly NamedText[],
): Result<LoweredOperator> {
  const { operatorId, label, builder } = context;
  const input = onlyInput(context);
  const keys = groupKeys(context, builder.streamType(input).columns);
  if (!windowing.ok || !keys.ok) return fail(...(windowing.ok ? [] : windowing.problems), ...(keys.ok ? [] : keys.problems));
  const onError = errorPolicyOf(context);
  return outputWithErrors(
    context,
    builder.aggregate({ operatorId, role, label, input, windowing: windowing.value, keys: keys.value, aggregates, onError }),
  );
}
