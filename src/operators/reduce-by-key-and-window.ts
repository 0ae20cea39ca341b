import type { InverseForm } from '../plan/plan.ts';
import type { Json } from '../problem/json.ts';
import { batchWindowing } from './batch-windowing.ts';
import { groupKeys } from './group-keys.ts';
import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { namedTexts, textOf } from './param-values.ts';
import { aggregatesField, ERRORS, IN, keysField, onErrorField, windowFields } from './shared-fields.ts';
import { byKeys, shortDuration } from './summary.ts';

export const reduceByKeyAndWindow: OperatorDefinition = {
  type: 'reduce-by-key-and-window',
  family: 'window',
  title: 'Reduce by key and window',
  hint: 'The last time, a row a key',
  icon: 'op-slide',
  help: 'At every slide, makes one row of the rows of each key over the last length of time. A key without rows in the window is gone, or stays with 0 in the inverse form that keeps keys; then only counts and sums are possible. The filter says which rows leave. The cost does not grow with the length, and nothing is ever subtracted.',
  aliases: ['reduceByKeyAndWindow', 'inverse', 'invFunc', 'filterFunc', 'hopping', 'GROUP BY'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Closed windows' }, ERRORS],
  fields: [
    ...windowFields,
    keysField,
    aggregatesField,
    {
      kind: 'choice',
      name: 'inverse',
      label: 'Form',
      help: 'What becomes of a key without rows in the window.',
      default: 'no',
      options: [
        { value: 'no', label: 'Plain', help: 'It is gone. As reduceByKeyAndWindow without an inverse function.' },
        { value: 'drop', label: 'Inverse, empty keys leave', help: 'It is gone. As the inverse form with a filter on the number of rows.' },
        {
          value: 'keep',
          label: 'Inverse, keys stay',
          help: 'It stays for ever, with 0. As the inverse form without a filter; its state grows with the number of keys.',
        },
      ],
    },
    {
      kind: 'expression',
      name: 'filter',
      label: 'Filter',
      help: 'A condition over the new columns, such as n > 0. Rows for which it is not TRUE do not leave.',
      wants: 'BOOLEAN',
      optional: true,
    },
    onErrorField,
  ],
  example: {
    title: 'Words that came more than once in the window.',
    params: { time: 'batch', size: '30 seconds', slide: '1 second', keys: ['word'], aggregates: { n: 'count(*)' }, inverse: 'no', filter: 'n > 1' },
    input: { schema: 'word STRING', rows: [['whale'], ['ship'], ['whale']] },
    output: { schema: 'word STRING, n BIGINT', rows: [['whale', 2]] },
  },
  summarize: (params) => ({ text: `${shortDuration(params, 'size')} every ${shortDuration(params, 'slide')}${byKeys(params)}`, mono: false }),
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const input = onlyInput(context);
    const windowing = batchWindowing(context, inverseOf(params));
    const keys = groupKeys(context, builder.streamType(input).columns);
    if (!windowing.ok) return windowing;
    if (!keys.ok) return keys;
    const aggregates = namedTexts(params, 'aggregates');
    const onError = errorPolicyOf(context);
    const request = { operatorId, role: 'window', label, input, windowing: windowing.value, keys: keys.value, aggregates, onError };
    const window = builder.aggregate(request);
    const condition = textOf(params, 'filter');
    if (!window.ok || condition === '') return outputWithErrors(context, window);
    const filtered = builder.filter({ operatorId, role: 'filter', label, input: window.value, condition, param: 'filter', onError });
    return outputWithErrors(context, filtered);
  },
};

function inverseOf(params: { readonly [name: string]: Json }): InverseForm | undefined {
  const form = textOf(params, 'inverse');
  return form === 'drop' || form === 'keep' ? { keepEmptyKeys: form === 'keep' } : undefined;
}
