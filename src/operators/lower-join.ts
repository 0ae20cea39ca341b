// From the form of a join to its node. Without columns of one's own the output has all of both sides; of names on both sides
// the left one stays, and where left may be missing a shared key is taken from whichever side has it.
import { type Schema, sameType } from '../columns/data-type.ts';
import type { NamedText } from '../plan/node-request.ts';
import type { JoinHow, NodeId } from '../plan/plan.ts';
import type { Result } from '../problem/problem.ts';
import { columnText } from './group-keys.ts';
import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import type { LoweredOperator, LoweringContext } from './lowering-context.ts';
import { namedTexts, textOf } from './param-values.ts';

export function lowerJoin(context: LoweringContext, left: NodeId, right: NodeId, how: JoinHow): Result<LoweredOperator> {
  const { operatorId, label, params, builder } = context;
  const chosen = namedTexts(params, 'columns');
  const columns = chosen.length > 0 ? chosen : everyColumn(builder.streamType(left).columns, builder.streamType(right).columns, how);
  const on = { text: textOf(params, 'on'), param: 'on' };
  const onError = errorPolicyOf(context);
  return outputWithErrors(context, builder.join({ operatorId, role: 'join', label, left, right, how, on, columns, onError }));
}

function everyColumn(left: Schema, right: Schema, how: JoinHow): readonly NamedText[] {
  const has = (columns: Schema, name: string) => columns.some((field) => field.name.toLowerCase() === name.toLowerCase());
  const text = (side: string, name: string) => `${side}.${columnText(name)}`;
  const leftOnly = how === 'leftsemi' || how === 'leftanti';
  const leftMayLack = how === 'right' || how === 'full';
  const own = left.map(({ name, type }): NamedText => {
    const shared = leftMayLack && right.some((field) => field.name.toLowerCase() === name.toLowerCase() && sameType(field.type, type));
    return { name, text: shared ? `coalesce(${text('l', name)}, ${text('r', name)})` : text('l', name), param: 'columns' };
  });
  if (leftOnly) return own;
  return [...own, ...right.filter(({ name }) => !has(left, name)).map(({ name }) => ({ name, text: text('r', name), param: 'columns' }))];
}
