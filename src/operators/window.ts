import { batchWindowing } from './batch-windowing.ts';
import { oneOutput } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { IN, windowFields } from './shared-fields.ts';
import { shortDuration } from './summary.ts';

export const window: OperatorDefinition = {
  type: 'window',
  family: 'window',
  title: 'Window',
  hint: 'The rows of the last time',
  icon: 'op-slide',
  help: 'At every slide, passes on all rows of the last length of time, so a row comes out once for each window that holds it. What is behind it works on each window as on one batch. It keeps the rows themselves; where only counts or sums are wanted, a sliding window keeps much less.',
  aliases: ['window', 'buffer', 'last rows', 'hopping', 'DStream window'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Rows of the window' }],
  fields: windowFields,
  example: {
    title: 'The first window has the rows of the only batch so far.',
    params: { time: 'batch', size: '30 seconds', slide: '1 second' },
    input: { schema: 'word STRING', rows: [['whale'], ['ship']] },
    output: { schema: 'word STRING', rows: [['whale'], ['ship']] },
  },
  summarize: (params) => ({ text: `${shortDuration(params, 'size')} every ${shortDuration(params, 'slide')}`, mono: false }),
  lower(context) {
    const { operatorId, label, builder } = context;
    const window = batchWindowing(context);
    if (!window.ok) return window;
    const { sizeMs, slideMs } = window.value;
    return oneOutput(builder.window({ operatorId, role: 'rows', label, input: onlyInput(context), sizeMs, slideMs }));
  },
};
