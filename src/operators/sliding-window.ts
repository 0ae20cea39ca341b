import type { Windowing } from '../plan/plan.ts';
import { fail, ok, type Result } from '../problem/problem.ts';
import { lowerAggregate } from './lower-aggregate.ts';
import type { LoweringContext } from './lowering-context.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { durationMs, namedTexts } from './param-values.ts';
import { aggregatesField, batchTimeField, ERRORS, IN, keysField, onErrorField } from './shared-fields.ts';
import { byKeys, shortDuration } from './summary.ts';

export const slidingWindow: OperatorDefinition = {
  type: 'sliding-window',
  family: 'window',
  title: 'Sliding window',
  hint: 'Length and slide',
  icon: 'op-slide',
  help: 'At every slide, gives for each group one row over the last length of time. Windows overlap, so a row counts in several of them; the first windows are shorter. Length and slide are multiples of the batch interval. The cost does not grow with the length.',
  aliases: ['reduceByKeyAndWindow', 'countByValueAndWindow', 'hopping', 'moving average', 'rolling', 'GROUP BY', 'aggregate', 'window'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Closed windows' }, ERRORS],
  fields: [
    batchTimeField,
    { kind: 'duration', name: 'size', label: 'Length', help: 'How far back each window reaches, such as 30 seconds.', default: '30 seconds' },
    { kind: 'duration', name: 'slide', label: 'Slide', help: 'How often a window closes. Longer than the length leaves gaps.', default: '5 seconds' },
    keysField,
    aggregatesField,
    onErrorField,
  ],
  example: {
    title: 'The first window, one batch old, counts what came so far.',
    params: { time: 'batch', size: '30 seconds', slide: '1 second', keys: ['word'], aggregates: { n: 'count(*)' } },
    input: { schema: 'word STRING', rows: [['whale'], ['ship'], ['whale']] },
    output: {
      schema: 'word STRING, n BIGINT',
      rows: [
        ['whale', 2],
        ['ship', 1],
      ],
    },
  },
  summarize: (params) => ({ text: `${shortDuration(params, 'size')} every ${shortDuration(params, 'slide')}${byKeys(params)}`, mono: false }),
  lower: (context) => lowerAggregate(context, 'window', windowing(context), namedTexts(context.params, 'aggregates')),
};

function windowing(context: LoweringContext): Result<Windowing> {
  const size = durationMs(context, 'size');
  const slide = durationMs(context, 'slide');
  if (!size.ok || !slide.ok) return fail(...(size.ok ? [] : size.problems), ...(slide.ok ? [] : slide.problems));
  return ok({ kind: 'batchWindow', sizeMs: size.value, slideMs: slide.value });
}
