import { ok } from '../problem/problem.ts';
import { lowerAggregate } from './lower-aggregate.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { textOf } from './param-values.ts';
import { ERRORS, IN, keysField, onErrorField } from './shared-fields.ts';
import { byKeys } from './summary.ts';

export const countPerBatch: OperatorDefinition = {
  type: 'count-per-batch',
  family: 'window',
  title: 'Count per batch',
  hint: 'Rows of each batch',
  icon: 'op-count-batch',
  help: 'Counts the rows of every batch, in all or for each group. It starts from zero with each batch and keeps no state, so nothing of it is in checkpoints. Without keys, a batch without rows counts 0.',
  aliases: ['count', 'countByValue', 'reduceByKey', 'rows per batch', 'rate'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Counts' }, ERRORS],
  fields: [keysField, { kind: 'name', name: 'as', label: 'New column', help: 'Name of the column with the count.', default: 'n' }, onErrorField],
  example: {
    title: 'Each page with its clicks in this batch.',
    params: { keys: ['page'], as: 'clicks' },
    input: {
      schema: 'page STRING, ms INT',
      rows: [
        ['/home', 120],
        ['/cart', 80],
        ['/home', 95],
      ],
    },
    output: {
      schema: 'page STRING, clicks BIGINT',
      rows: [
        ['/home', 2],
        ['/cart', 1],
      ],
    },
  },
  summarize: (params) => ({ text: `each batch${byKeys(params)}`, mono: false }),
  lower: (context) =>
    lowerAggregate(context, 'count', ok({ kind: 'perBatch' }), [{ name: textOf(context.params, 'as'), text: 'count(*)', param: 'as' }]),
};
