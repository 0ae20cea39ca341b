import { batchWindowing } from './batch-windowing.ts';
import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { namedTexts, textOf } from './param-values.ts';
import { presentGroups } from './present-groups.ts';
import { aggregatesField, ERRORS, IN, onErrorField, windowFields } from './shared-fields.ts';
import { shortDuration } from './summary.ts';

export const reduceByWindow: OperatorDefinition = {
  type: 'reduce-by-window',
  family: 'window',
  title: 'Reduce by window',
  hint: 'The last time as one row',
  icon: 'op-slide',
  help: 'At every slide, makes one row of all rows of the last length of time. An empty window gives none; in the inverse form it gives 0 once there was a first row, and only counts and sums are possible. The cost does not grow with the length, in either form.',
  aliases: ['reduceByWindow', 'moving average', 'rolling', 'aggregate'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'One row' }, ERRORS],
  fields: [
    ...windowFields,
    { ...aggregatesField, default: { total: 'count(*)' } },
    {
      kind: 'choice',
      name: 'inverse',
      label: 'Form',
      help: 'What an empty window gives.',
      default: 'no',
      options: [
        { value: 'no', label: 'Plain', help: 'An empty window gives no row.' },
        { value: 'yes', label: 'Inverse', help: 'As reduceByWindow with an inverse function: an empty window gives 0, once there was a first row.' },
      ],
    },
    onErrorField,
  ],
  example: {
    title: 'The hottest and the mean reading so far.',
    params: { time: 'batch', size: '30 seconds', slide: '1 second', aggregates: { hottest: 'max(celsius)', mean: 'avg(celsius)' }, inverse: 'no' },
    input: { schema: 'celsius DOUBLE', rows: [[20.5], [22.5]] },
    output: { schema: 'hottest DOUBLE, mean DOUBLE', rows: [[22.5, 21.5]] },
  },
  summarize: (params) => ({ text: `${shortDuration(params, 'size')} every ${shortDuration(params, 'slide')}`, mono: false }),
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const isInverse = textOf(params, 'inverse') === 'yes';
    const windowing = batchWindowing(context, isInverse ? { keepEmptyKeys: false } : undefined);
    if (!windowing.ok) return windowing;
    const input = onlyInput(context);
    const aggregates = namedTexts(params, 'aggregates');
    const request = { role: 'window', input, windowing: windowing.value, aggregates };
    if (!isInverse) return outputWithErrors(context, presentGroups(context, request));
    return outputWithErrors(context, builder.aggregate({ ...request, operatorId, label, keys: [], onError: errorPolicyOf(context) }));
  },
};
