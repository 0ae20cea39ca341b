import { ok } from '../problem/problem.ts';
import { lowerCollect } from './lower-collect.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { collectedFields, ERRORS, IN, keysField, onErrorField } from './shared-fields.ts';
import { byKeys } from './summary.ts';

export const groupByKey: OperatorDefinition = {
  type: 'group-by-key',
  family: 'transform',
  title: 'Group by key',
  hint: 'Values of a key as a list',
  icon: 'op-count-batch',
  help: 'Gathers, in each batch, the values of each key in a list, in order of arrival. NULL values are left out. It keeps no state; where a sum or count would do, reduce by key costs less.',
  aliases: ['groupByKey', 'collect_list', 'GROUP BY', 'array_agg'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Lists' }, ERRORS],
  fields: [keysField, ...collectedFields, onErrorField],
  example: {
    title: 'The times of each page in this batch.',
    params: { keys: ['page'], value: 'ms', as: 'times' },
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
  summarize: (params) => ({ text: `lists each batch${byKeys(params)}`, mono: false }),
  lower: (context) => lowerCollect(context, ok({ kind: 'perBatch' })),
};
