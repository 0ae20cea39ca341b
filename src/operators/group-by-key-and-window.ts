import { batchWindowing } from './batch-windowing.ts';
import { lowerCollect } from './lower-collect.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { collectedFields, ERRORS, IN, keysField, onErrorField, windowFields } from './shared-fields.ts';
import { byKeys, shortDuration } from './summary.ts';

export const groupByKeyAndWindow: OperatorDefinition = {
  type: 'group-by-key-and-window',
  family: 'window',
  title: 'Group by key and window',
  hint: 'Values of a key as a list',
  icon: 'op-slide',
  help: 'At every slide, gathers the values of each key over the last length of time in a list: batches in order of time, inside a batch in order of arrival. NULL values are left out. It keeps the values themselves.',
  aliases: ['groupByKeyAndWindow', 'collect_list', 'GROUP BY', 'last values'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Lists' }, ERRORS],
  fields: [...windowFields, keysField, ...collectedFields, onErrorField],
  example: {
    title: 'The first window has the values of one batch.',
    params: { time: 'batch', size: '30 seconds', slide: '1 second', keys: ['page'], value: 'ms', as: 'times' },
    input: {
      schema: 'page STRING, ms INT',
      rows: [
        ['/home', 120],
        ['/cart', 80],
        ['/home', 95],
      ],
    },
    output: {
      schema: 'page STRING, times ARRAY<INT>',
      rows: [
        ['/home', [120, 95]],
        ['/cart', [80]],
      ],
    },
  },
  summarize: (params) => ({ text: `${shortDuration(params, 'size')} every ${shortDuration(params, 'slide')}${byKeys(params)}`, mono: false }),
  lower: (context) => lowerCollect(context, batchWindowing(context)),
};
