import { ok } from '../problem/problem.ts';
import { lowerAggregate } from './lower-aggregate.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { namedTexts } from './param-values.ts';
import { aggregatesField, ERRORS, IN, keysField, onErrorField } from './shared-fields.ts';
import { byKeys } from './summary.ts';

export const reduceByKey: OperatorDefinition = {
  type: 'reduce-by-key',
  family: 'transform',
  title: 'Reduce by key',
  hint: 'One row a key, each batch',
  icon: 'op-count-batch',
  help: 'Makes, in each batch, one row of the rows of each key. Aggregates may be combined, such as sum(bytes) / count(*). It keeps no state: the next batch starts anew.',
  aliases: ['reduceByKey', 'combineByKey', 'aggregateByKey', 'GROUP BY', 'sum', 'max'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'One row a key' }, ERRORS],
  fields: [keysField, aggregatesField, onErrorField],
  example: {
    title: 'Clicks and mean time of each page in this batch.',
    params: { keys: ['page'], aggregates: { n: 'count(*)', mean: 'sum(ms) / count(*)' } },
    input: {
      schema: 'page STRING, ms INT',
      rows: [
        ['/home', 120],
        ['/cart', 80],
        ['/home', 100],
      ],
    },
    output: {
      schema: 'page STRING, n BIGINT, mean DOUBLE',
      rows: [
        ['/home', 2, 110],
        ['/cart', 1, 80],
      ],
    },
  },
  summarize: (params) => ({ text: `each batch${byKeys(params)}`, mono: false }),
  lower: (context) => lowerAggregate(context, 'reduce', ok({ kind: 'perBatch' }), namedTexts(context.params, 'aggregates')),
};
