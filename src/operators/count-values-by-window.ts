import { ok } from '../problem/problem.ts';
import { allColumns } from './all-columns.ts';
import { batchWindowing } from './batch-windowing.ts';
import { groupKeys } from './group-keys.ts';
import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { listOf, textOf } from './param-values.ts';
import { ERRORS, IN, onErrorField, valueKeysField, windowFields } from './shared-fields.ts';
import { byKeys, shortDuration } from './summary.ts';

export const countValuesByWindow: OperatorDefinition = {
  type: 'count-values-by-window',
  family: 'window',
  title: 'Count values by window',
  hint: 'Equal rows, the last time',
  icon: 'op-slide',
  help: 'At every slide, counts how often each value occurred in the last length of time: of the whole row, or of the columns chosen. A value that no longer occurs is gone. The cost does not grow with the length.',
  aliases: ['countByValueAndWindow', 'histogram', 'frequency', 'trending'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Counts' }, ERRORS],
  fields: [
    ...windowFields,
    valueKeysField,
    { kind: 'name', name: 'as', label: 'New column', help: 'Name of the column with the count.', default: 'n' },
    onErrorField,
  ],
  example: {
    title: 'The first window, one batch old.',
    params: { time: 'batch', size: '30 seconds', slide: '1 second', keys: [], as: 'n' },
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
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const input = onlyInput(context);
    const { columns } = builder.streamType(input);
    const windowing = batchWindowing(context, { keepEmptyKeys: false });
    const keys = listOf(params, 'keys').length === 0 ? ok(allColumns(columns, 'keys')) : groupKeys(context, columns);
    if (!windowing.ok) return windowing;
    if (!keys.ok) return keys;
    const aggregates = [{ name: textOf(params, 'as'), text: 'count(*)', param: 'as' }];
    const onError = errorPolicyOf(context);
    return outputWithErrors(
      context,
      builder.aggregate({ operatorId, role: 'window', label, input, windowing: windowing.value, keys: keys.value, aggregates, onError }),
    );
  },
};
