// The batch-time window of a form with the fields "size" and "slide".
import type { InverseForm, Windowing } from '../plan/plan.ts';
import { fail, ok, type Result } from '../problem/problem.ts';
import type { LoweringContext } from './lowering-context.ts';
import { durationMs } from './param-values.ts';

export function batchWindowing(context: LoweringContext, inverse?: InverseForm): Result<Windowing & { readonly kind: 'batchWindow' }> {
  const size = durationMs(context, 'size');
  const slide = durationMs(context, 'slide');
  if (!size.ok || !slide.ok) return fail(...(size.ok ? [] : size.problems), ...(slide.ok ? [] : slide.problems));
  return ok({ kind: 'batchWindow', sizeMs: size.value, slideMs: slide.value, ...(inverse === undefined ? {} : { inverse }) });
}
