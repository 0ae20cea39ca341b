// Lists of values by key: what group by key lowers to, per batch and over a window.
import type { Windowing } from '../plan/plan.ts';
import { fail, type Problem, type Result } from '../problem/problem.ts';
import { lowerAggregate } from './lower-aggregate.ts';
import type { LoweredOperator, LoweringContext } from './lowering-context.ts';
import { textOf } from './param-values.ts';

const CALL = 'collect_list(';

export function lowerCollect(context: LoweringContext, windowing: Result<Windowing>): Result<LoweredOperator> {
  const { params } = context;
  const aggregates = [{ name: textOf(params, 'as'), text: `${CALL}${textOf(params, 'value')})`, param: 'value' }];
  const lowered = lowerAggregate(context, 'group', windowing, aggregates);
  return lowered.ok ? lowered : fail(...lowered.problems.map(inValue));
}

/** The problem with its place counted from the start of what the user wrote. */
function inValue(p: Problem): Problem {
  const { from, to } = p.where;
  if (p.where.param !== 'value' || from === undefined) return p;
  return { ...p, where: { ...p.where, from: Math.max(0, from - CALL.length), to: Math.max(0, (to ?? from) - CALL.length) } };
}
