// From the form of keyed state to its node.
import type { Schema } from '../columns/data-type.ts';
import type { FoldTimeoutRequest } from '../plan/build-fold.ts';
import type { FoldGives } from '../plan/plan.ts';
import { fail, ok, problem, type Result } from '../problem/problem.ts';
import { groupKeys } from './group-keys.ts';
import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import type { LoweredOperator, LoweringContext } from './lowering-context.ts';
import { onlyInput } from './only-input.ts';
import { durationMs, namedTexts, textOf } from './param-values.ts';

export function lowerFold(context: LoweringContext, per: 'row' | 'batch', gives: FoldGives): Result<LoweredOperator> {
  const { operatorId, label, params, builder } = context;
  const input = onlyInput(context);
  const keys = groupKeys(context, builder.streamType(input).columns);
  const timeout = per === 'row' ? timeoutOf(context) : ok(null);
  if (!keys.ok) return keys;
  if (!timeout.ok) return timeout;
  const given = (param: string) => (textOf(params, param) === '' ? null : { text: textOf(params, param), param });
  const initial = textOf(params, 'initial');
  return outputWithErrors(
    context,
    builder.fold({
      operatorId,
      role: 'state',
      label,
      input,
      per,
      keys: keys.value,
      state: namedTexts(params, 'state'),
      update: namedTexts(params, 'update'),
      remove: given('remove'),
      where: given('where'),
      emit: namedTexts(params, 'emit'),
      timeout: timeout.value,
      initial: initial.trim() === '' ? null : (columns) => initialRows(context, initial, columns),
      gives,
      onError: errorPolicyOf(context),
    }),
  );
}

function initialRows({ operatorId, label, builder }: LoweringContext, text: string, columns: Schema) {
  const read = builder.readTable(text, columns);
  if (read.ok) return ok(read.rows);
  return fail(problem('algebra/initial-rows', { operator: operatorId, param: 'initial' }, { label, ...read.bad }));
}

function timeoutOf(context: LoweringContext): Result<FoldTimeoutRequest | null> {
  const { params } = context;
  if (textOf(params, 'timeout') === '') return ok(null);
  const after = durationMs(context, 'timeout');
  if (!after.ok) return after;
  const emit = namedTexts(params, 'onTimeout');
  const scan = textOf(params, 'timeoutScan') === 'checkpoint' ? 'checkpoint' : 'batch';
  return ok({ afterMs: after.value, param: 'timeout', scan, emit: emit.length === 0 ? null : emit });
}
