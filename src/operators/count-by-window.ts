import { batchWindowing } from './batch-windowing.ts';
import { oneOutput } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { IN, windowFields } from './shared-fields.ts';
import { shortDuration } from './summary.ts';

export const countByWindow: OperatorDefinition = {
  type: 'count-by-window',
  family: 'window',
  title: 'Count by window',
  hint: 'Rows of the last time',
  icon: 'op-slide',
  help: 'At every slide, counts the rows of the last length of time. Silent until the first row, then one number each time, 0 too. The cost does not grow with the length.',
  aliases: ['countByWindow', 'rate', 'rows per minute', 'moving count'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Counts' }],
  fields: [...windowFields, { kind: 'name', name: 'as', label: 'New column', help: 'Name of the column with the count.', default: 'n' }],
  example: {
    title: 'The first window, one batch old.',
    params: { time: 'batch', size: '30 seconds', slide: '1 second', as: 'n' },
    input: { schema: 'word STRING', rows: [['whale'], ['ship'], ['whale']] },
    output: { schema: 'n BIGINT', rows: [[3]] },
  },
  summarize: (params) => ({ text: `${shortDuration(params, 'size')} every ${shortDuration(params, 'slide')}`, mono: false }),
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const windowing = batchWindowing(context, { keepEmptyKeys: false });
    if (!windowing.ok) return windowing;
    const aggregates = [{ name: textOf(params, 'as'), text: 'count(*)', param: 'as' }];
    return oneOutput(
      builder.aggregate({ operatorId, role: 'window', label, input: onlyInput(context), windowing: windowing.value, keys: [], aggregates }),
    );
  },
};
